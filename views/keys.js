// Keyboard for people who live in the lists. Nothing happens on single letters while typing, and a page without
// this file works the same.
let waitingForPlace = false

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea'))
    return
  if (localStorage.getItem('v6gov-keys') === 'off') return
  const places = {
    o: '/',
    u: '/units',
    l: '/lines',
    t: '/criteria',
    c: '/checks',
    p: '/plan',
    r: '/reports',
    i: '/inventory',
  }
  if (waitingForPlace && event.key in places) location.assign(places[event.key])
  const started = event.key === 'g'
  waitingForPlace = started
  if (event.key === '/') focusOn(event, document.querySelector('input[type=search]'))
  if (event.key === 'f') focusOn(event, document.querySelector('form.filters select'))
  if (event.key === 'p') focusOn(event, document.querySelector('[data-key=p]'))
  if (event.key === 'e')
    focusOn(event, document.querySelector('#evidence summary, a[href^="/checks/"][aria-label]'))
  if (event.key === 'j' || event.key === 'k') focusOn(event, rowLink(event.key === 'j' ? 1 : -1))
  if (event.key === '?') location.assign('/about#keys')
})

function focusOn(event, element) {
  if (!element) return
  event.preventDefault()
  element.focus()
}

// the first link of the next or previous row of the table that has the focus, or of the first table
function rowLink(step) {
  const links = [...document.querySelectorAll('tbody tr:not(.group)')]
    .map((row) => row.querySelector('a'))
    .filter(Boolean)
  const current = links.findIndex((link) => link.closest('tr').contains(document.activeElement))
  return links[current < 0 ? 0 : Math.min(Math.max(current + step, 0), links.length - 1)]
}

const keysSwitch = document.querySelector('#keys-switch')
if (keysSwitch) {
  keysSwitch.checked = localStorage.getItem('v6gov-keys') !== 'off'
  keysSwitch.addEventListener('change', () =>
    localStorage.setItem('v6gov-keys', keysSwitch.checked ? 'on' : 'off'),
  )
}
