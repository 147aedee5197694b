// Draws the charts that the page brought as pictures anew, so that they can be walked and zoomed into. The numbers come
// from each chart's own address; a page without this file shows the same.
const language = document.documentElement.lang
const zone = 'Asia/Ho_Chi_Minh'
const plots = new Map()

function drawAll() {
  for (const figure of plots.keys()) if (!figure.isConnected) forget(figure)
  for (const figure of document.querySelectorAll('[data-chart]:not([data-drawn])')) draw(figure)
  for (const strip of document.querySelectorAll('.uptime:not([data-walked])')) walk(strip)
}

async function draw(figure) {
  figure.dataset.drawn = 'loading'
  const chart = await load(figure)
  if (chart === undefined || !figure.isConnected) return
  forget(figure)
  const place = figure.querySelector('.plot')
  const picture = [...place.children]
  const tip = document.createElement('div')
  tip.className = 'tip'
  const said = [...figure.querySelectorAll('[data-curve]')].map((item) => item.textContent.trim())
  const plot = new uPlot(optionsOf(figure, chart, tip, said), dataOf(chart), (made, init) => {
    place.replaceChildren(...picture, made.root)
    init()
  })
  plot.over.append(tip)
  for (const one of picture) one.setAttribute('hidden', '')
  place.setAttribute('role', 'img')
  place.setAttribute('aria-label', place.querySelector('svg').getAttribute('aria-label'))
  figure.dataset.drawn = 'yes'
  const sizes = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: plot.height }))
  sizes.observe(place)
  plots.set(figure, { plot, sizes, loadedAt: performance.now() })
  pinch(plot, figure)
}

function forget(figure) {
  const known = plots.get(figure)
  plots.delete(figure)
  known?.sizes.disconnect()
  known?.plot.destroy()
}

async function load(figure) {
  try {
    const response = await fetch(figure.dataset.chart, { headers: { accept: 'application/json' } })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined // the picture stays
  }
}

// a point that stands for a time lies in its middle
const secondsOf = ({ at, stepSeconds }) =>
  at.map((moment) => Date.parse(moment) / 1000 + (stepSeconds ?? 0) / 2)

function dataOf(chart) {
  const curves = chart.curves.flatMap(({ mean, range }) =>
    range === null ? [mean] : [mean, range.most, range.least],
  )
  return [secondsOf(chart), ...curves]
}

function optionsOf(figure, chart, tip, said) {
  const { scale } = chart
  const writeWith = (digits) => {
    const number = new Intl.NumberFormat(language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    return (value) => (value == null ? '–' : number.format(value / scale.per) + scale.suffix)
  }
  const write = writeWith(scale.digits)
  const series = chart.curves.flatMap(({ range }, index) => [
    {
      points: { show: true, size: 4, filter: loneOf },
      spanGaps: false,
      ...penOf(figure, `.curve-${index + 1}`),
    },
    ...(range === null
      ? []
      : [
          { width: 0, points: { show: false } },
          { width: 0, points: { show: false } },
        ]),
  ])
  const bands = chart.curves.flatMap(({ range }, index) => {
    const first = 1 + chart.curves.slice(0, index).reduce((sum, one) => sum + (one.range === null ? 1 : 3), 0)
    return range === null
      ? []
      : [{ series: [first + 1, first + 2], fill: () => faint(penOf(figure, `.curve-${index + 1}`).stroke()) }]
  })
  const ink = () => getComputedStyle(figure.querySelector('.legend')).color
  const grid = { stroke: () => getComputedStyle(figure).borderTopColor, width: 1 }
  const font = '12px "Be Vietnam Pro", system-ui, sans-serif'
  const axis = { stroke: ink, grid, ticks: { ...grid, size: 4 }, font, size: 30, gap: 2 }
  return {
    width: figure.querySelector('.plot').clientWidth,
    height: 220,
    legend: { show: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    scales: {
      x: { range: [Date.parse(chart.from) / 1000, Date.parse(chart.to) / 1000] },
      y: { range: [scale.least, scale.most] },
    },
    axes: [
      {
        ...axis,
        values: (_plot, splits, _axis, _space, step) => splits.map((at) => tickOf(at, step)),
        space: 70,
      },
      {
        ...axis,
        splits: scale.marks,
        values: (_plot, splits) => splits.map(writeWith(scale.markDigits)),
        size: (_plot, values) => 14 + 7 * Math.max(4, ...(values ?? []).map((value) => `${value}`.length)),
      },
    ],
    series: [{}, ...series],
    bands,
    cursor: {
      sync: { key: 'v6gov', setSeries: false },
      drag: { x: true, y: false, setScale: false, dist: 8 },
    },
    hooks: {
      draw: [(plot) => drawLimits(plot, figure, chart)],
      setSelect: [(plot) => select(plot, figure)],
      setCursor: [(plot) => showTip(plot, tip, chart, said, write)],
    },
  }
}

// a value between two gaps has no line to be seen by
function loneOf(plot, number) {
  const values = plot.data[number]
  return [...values.keys()].filter(
    (at) => values[at] != null && values[at - 1] == null && values[at + 1] == null,
  )
}

// colours and dashes are said once, in the style sheet: the legend's samples have them
function penOf(figure, selector) {
  const sample = figure.querySelector(`.legend ${selector}`)
  const style = () => getComputedStyle(sample)
  const dashes = style().strokeDasharray
  return {
    stroke: () => style().stroke,
    width: Number.parseFloat(style().strokeWidth) || 1.5,
    ...(dashes !== 'none' && { dash: dashes.split(',').map(Number.parseFloat) }),
  }
}

function faint(colour) {
  return colour.replace(/^rgba?\(([^)]*)\)$/, 'rgba($1, 0.22)')
}

function drawLimits(plot, figure, { limits }) {
  const { ctx, bbox } = plot
  limits.forEach(({ value }, index) => {
    const pen = penOf(figure, `.limit-${index + 1}`)
    const y = Math.round(plot.valToPos(value, 'y', true))
    ctx.save()
    ctx.strokeStyle = pen.stroke()
    ctx.lineWidth = pen.width * devicePixelRatio
    ctx.setLineDash((pen.dash ?? []).map((length) => length * devicePixelRatio))
    ctx.beginPath()
    ctx.moveTo(bbox.left, y)
    ctx.lineTo(bbox.left + bbox.width, y)
    ctx.stroke()
    ctx.restore()
  })
}

const written = (options) => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    ...options,
  })
  return (seconds) => format.format(new Date(seconds * 1000))
}
const clock = written({ hour: '2-digit', minute: '2-digit' })
const dayMonth = written(
  language === 'vi' ? { day: '2-digit', month: '2-digit' } : { day: 'numeric', month: 'short' },
)
const fullDay = written(
  language === 'vi'
    ? { day: '2-digit', month: '2-digit', year: 'numeric' }
    : { day: 'numeric', month: 'short', year: 'numeric' },
)
const moment = (seconds) => `${fullDay(seconds)} ${clock(seconds)}`

function tickOf(seconds, step) {
  if (step >= 86_400) return dayMonth(seconds)
  const time = clock(seconds)
  return time === '00:00' ? dayMonth(seconds) : time
}

function showTip(plot, tip, chart, said, write) {
  const { idx, left } = plot.cursor
  const isShown = idx != null && left >= 0
  tip.hidden = !isShown
  if (!isShown) return
  const start = Date.parse(chart.at[idx]) / 1000
  const head =
    chart.stepSeconds === null ? moment(start) : `${moment(start)} – ${moment(start + chart.stepSeconds)}`
  const lines = chart.curves.map(({ mean, range }, index) => {
    const span =
      range === null || mean[idx] === null ? '' : ` (${write(range.least[idx])} – ${write(range.most[idx])})`
    return `${said[index]}: ${write(mean[idx])}${span}`
  })
  tip.textContent = [head, ...lines].join('\n')
  const isRight = left > plot.over.clientWidth / 2
  tip.style.left = isRight ? '' : `${left + 12}px`
  tip.style.right = isRight ? `${plot.over.clientWidth - left + 12}px` : ''
}

function select(plot, figure) {
  const { left, width } = plot.select
  if (width < 8) return
  zoom(figure, plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'))
}

// the address is the state: whoever is sent it sees the same
function zoom(figure, fromSeconds, toSeconds) {
  const address = new URL(location.href)
  address.searchParams.delete('range')
  address.searchParams.set('from', new Date(Math.floor(fromSeconds) * 1000).toISOString())
  address.searchParams.set('to', new Date(Math.ceil(toSeconds) * 1000).toISOString())
  const path = address.pathname + address.search
  htmx.ajax('GET', path, { source: figure, target: '#charts', select: '#charts', swap: 'outerHTML' })
}

// one finger scrolls the page and shows values, two choose a stretch
function pinch(plot, figure) {
  const places = ({ touches }) =>
    [...touches].map(({ clientX }) => clientX - plot.over.getBoundingClientRect().left)
  let chosen
  plot.over.addEventListener('touchmove', (event) => {
    const [one, other] = places(event)
    if (other === undefined) return plot.setCursor({ left: one, top: 10 })
    event.preventDefault()
    chosen = [Math.min(one, other), Math.max(one, other)]
    plot.setSelect(
      { left: chosen[0], width: chosen[1] - chosen[0], top: 0, height: plot.over.clientHeight },
      false,
    )
  })
  plot.over.addEventListener('touchend', ({ touches }) => {
    if (touches.length > 0 || chosen === undefined) return
    const [left, right] = chosen
    chosen = undefined
    if (right - left >= 8) zoom(figure, plot.posToVal(left, 'x'), plot.posToVal(right, 'x'))
  })
}

// one stop of the Tab key for a strip, arrows inside it
function walk(strip) {
  strip.dataset.walked = ''
  const links = [...strip.querySelectorAll('a')]
  const focusOn = (link) => {
    for (const one of links) one.tabIndex = one === link ? 0 : -1
  }
  focusOn(links.at(-1))
  strip.addEventListener('keydown', (event) => {
    const at = links.indexOf(document.activeElement)
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: links.length - 1 }[event.key]
    if (links[to] === undefined) return
    event.preventDefault()
    focusOn(links[to])
    links[to].focus()
  })
}

// a range that ends now goes on, unless somebody is looking into it
setInterval(() => {
  if (document.hidden) return
  for (const [figure, known] of plots) {
    const every = Number(figure.dataset.every) * 1000
    if (!every || figure.matches(':hover') || performance.now() - known.loadedAt < every) continue
    known.loadedAt = performance.now()
    draw(figure)
  }
}, 1000)

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const { plot } of plots.values()) plot.redraw()
})
document.addEventListener('htmx:after:swap', drawAll)
drawAll()
