import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pageTokens, visibleText } from '../../probes/lib/http-page.ts'
import { pageDifference } from '../../probes/lib/http-page-difference.ts'

const difference = (one: string, other: string) => pageDifference(pageTokens(one), pageTokens(other))

/** A page of a hundred items, as a government portal has them. */
const items = Array.from({ length: 100 }, (_, n) => {
  const letter = (m: number) => String.fromCharCode(97 + (m % 26))
  const word = `${letter(n)}${letter(n * 7)}${letter(n * 3 + 1)}${letter(Math.floor(n / 4))}`
  return `<li class="tin"><a href="/tin-tuc/${word}">Ủy ban nhân dân họp về ${word} và ${word}ng</a></li>`
})
const portal = (list: string[], extra = '') =>
  `<!doctype html><html><head><title>Cổng thông tin điện tử</title>${extra}</head><body><ul>${list.join('\n')}</ul></body></html>`

describe('what differs at each load does not count', () => {
  test.each([
    ['visitor counter', '<p>Đang truy cập: 6</p>', '<p>Đang truy cập: 1.274</p>'],
    ['date and time', '<p>Thứ sáu, 14/01/2022 09:40:03</p>', '<p>Thứ sáu, 2/12/2022 23:01</p>'],
    ['nonce', '<script nonce="r4nd0m+/=">a()</script>', "<script nonce='Zm9v'>a()</script>"],
    [
      'view state',
      '<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTE=" />',
      '<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUJNzc4 other" />',
    ],
    [
      'CSRF token',
      '<meta name="csrf-token" content="aXb2c"><input name=_token type=hidden value=abc>',
      '<meta name="csrf-token" content="Qq0Zz"><input name=_token type=hidden value=xyz>',
    ],
    ['comment', '<!-- served by web1 in 12 ms -->x', '<!-- served by web2 -->x'],
    [
      'session id',
      '<a href="/x;jsessionid=0A1B2C3D4E5F6A7B8C9D">x</a>',
      '<a href="/x;jsessionid=FF00AA11BB22CC33DD44">x</a>',
    ],
    ['white space', 'a\n\t b  <br>', 'a b <br>'],
    ['composed or decomposed letters', 'Hải Dương'.normalize('NFC'), 'Hải Dương'.normalize('NFD')],
  ])('%s', (_, one, other) => {
    expect(difference(one, other)).toBe(0)
  })
})

describe('another page is another page', () => {
  test.each([
    ['a page of the same items, turned round', portal(items.toReversed())],
    ['its two halves exchanged', portal([...items.slice(50), ...items.slice(0, 50)])],
    ['its items shuffled', portal(items.map((_, n) => items[(n * 37) % 100] ?? ''))],
    [
      'the page a web server comes with',
      '<html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1></body></html>',
    ],
    ['its letters in another order', [...portal(items)].toReversed().join('')],
    ['nothing at all', ''],
  ])('%s', (_, other) => {
    expect(difference(portal(items), other)).toBeGreaterThan(0.3)
  })

  test('the same words on other links are not the same words in another order', () => {
    expect(difference(portal(items), portal(items))).toBe(0)
    expect(difference('a b c d', 'd c b a')).toBe(0.75)
  })

  test.each([
    [95, 0, 0.1],
    [80, 0.1, 0.3],
    [30, 0.3, 1],
  ])('with %i of 100 items the difference lies between %f and %f', (kept, least, most) => {
    const found = difference(portal(items), portal(items.slice(0, kept)))
    expect(found).toBeGreaterThan(least)
    expect(found).toBeLessThanOrEqual(most)
  })

  test('empty pages are the same', () => {
    expect(difference('', ' \n')).toBe(0)
  })
})

test('the difference is that of the longest common subsequence', () => {
  // of two tokens there are only eight passages: too few for the order of passages to count
  const tokens = fc.array(fc.constantFrom('a', 'b'), { maxLength: 300 })
  fc.assert(
    fc.property(tokens, tokens, (one, other) => {
      const total = one.length + other.length
      const expected = total === 0 ? 0 : 1 - (2 * naive(one, other)) / total
      expect(pageDifference(one, other)).toBe(expected)
      expect(pageDifference(other, one)).toBe(expected)
    }),
  )
})

/** The textbook's table (Wagner and Fischer 1974). */
function naive(one: string[], other: string[]): number {
  let before = new Array<number>(other.length + 1).fill(0)
  for (const token of one) {
    const row = [0]
    for (const [index, against] of other.entries())
      row.push(
        token === against ? (before[index] ?? 0) + 1 : Math.max(before[index + 1] ?? 0, row[index] ?? 0),
      )
    before = row
  }
  return before.at(-1) ?? 0
}

test('shuffled items are found out however much mark-up surrounds them', () => {
  const wrapped = items.map((item) => `<div><div class="a"><p>Tin mới nhất của tỉnh</p>${item}</div></div>`)
  const shuffled = wrapped.map((_, n) => wrapped[(n * 37) % 100] ?? '')
  expect(difference(portal(wrapped), portal(shuffled))).toBeGreaterThan(0.3)
})

test('changes strewn over a page count for what they are', () => {
  const changed = items.map((item, n) => (n % 10 === 0 ? item.replaceAll('họp', 'thảo luận') : item))
  expect(difference(portal(items), portal(changed))).toBeLessThan(0.05)
})

describe('time stays bounded, whatever a page holds', () => {
  const fill = (piece: string) => piece.repeat(Math.ceil(500_000 / piece.length)).slice(0, 500_000)

  test.each([
    '<!--',
    '<!-- --',
    '<input ',
    '<input type=',
    '<meta ',
    ' nonce=',
    '1.',
    'a1',
    '<',
    '<script',
    '"',
    'a b ',
  ])('500 kB of %j', (piece) => {
    const started = performance.now()
    pageTokens(fill(piece))
    visibleText(fill(piece))
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('two pages of 500 kB without anything in common but their words', () => {
    const word = (n: number) => `w${String.fromCharCode(97 + (n % 23))}`
    const [one, other] = [7919, 104_729].map((step) =>
      Array.from({ length: 150_000 }, (_, n) => word(Math.floor((n * step) / 13))).join(' '),
    )
    const started = performance.now()
    expect(difference(one ?? '', other ?? '')).toBeGreaterThan(0)
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})

test('visible text has no scripts, styles, comments or tags', () => {
  const html =
    '<title>Sở  Y tế</title><style>p{}</style><SCRIPT>var a</SCRIPT ><!-- x --><p>Xin\n chào</p><script>b'
  expect(visibleText(html)).toBe('Sở Y tế Xin chào b')
})
