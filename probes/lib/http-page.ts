/** As many tokens of a page as are compared: what bounds the time of `pageDifference`. */
const maxTokens = 40_000

/**
 * What is left of a page when everything is taken away that differs at each load (domain rules 4.3), as tokens in
 * their order: tags, words, runs of signs. Linear in the length of the page, whatever it holds.
 */
export function pageTokens(html: string): string[] {
  const lasting = withoutBetween(html, /<!--/g, /-->/g)
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    // ASP.NET's __VIEWSTATE and __EVENTVALIDATION, CSRF tokens and their like live in hidden fields
    .replace(/<input\b[^<>]*>/gi, (field) => (/type ?= ?["']?hidden/i.test(field) ? '<input hidden>' : field))
    .replace(/<meta\b[^<>]*>/gi, (meta) => (/csrf|token/i.test(meta) ? '<meta token>' : meta))
    .replace(/ nonce ?= ?(?:"[^"<>]{0,200}"|'[^'<>]{0,200}'|[^ "'<>]{1,200})/gi, '')
    // session ids, hashes of builds, challenge tokens: long words of letters and digits
    .replace(/[\p{L}\p{N}_-]{16,}/gu, (word) => (/\d/.test(word) && /\p{L}/u.test(word) ? '#' : word))
    // dates, times, counters: "14/01/2022 09:40", "Đang truy cập: 6", "1.234.567"
    .replace(/\d+(?:[.,:/-]\d+)*/g, '0')
  const tokens = lasting.matchAll(/<[^<>]{0,300}>?|[\p{L}\p{M}\p{N}]+|[^ <\p{L}\p{M}\p{N}]+/gu)
  return Array.from(take(tokens, maxTokens), ([token]) => token)
}

/** The text that a reader sees, on one line. */
export function visibleText(html: string): string {
  const withoutCode = withoutBetween(html, /<(?:script|style)\b/gi, /<\/(?:script|style)\s?>/gi)
  return withoutBetween(withoutCode, /<!--/g, /-->/g)
    .replace(/<[^<>]*>/g, ' ')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}

/** Cuts out what stands between two marks. One that never ends stays: a browser would show it too. */
function withoutBetween(text: string, open: RegExp, close: RegExp): string {
  let kept = ''
  let from = 0
  for (;;) {
    open.lastIndex = from
    const start = open.exec(text)
    close.lastIndex = open.lastIndex
    if (!start || !close.test(text)) return kept + text.slice(from)
    kept += `${text.slice(from, start.index)} `
    from = close.lastIndex
  }
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let taken = 0
  for (const item of items) {
    if (taken++ >= count) return
    yield item
  }
}
