/**
 * Text as it is searched: no tone marks or other diacritics, đ as d, lower case, single blanks. "Việt Hoà", "Việt Hòa"
 * and "viet hoa" become the same.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replace(/\s+/gu, ' ')
    .trim()
}

const collator = new Intl.Collator('vi', { numeric: true })

/** Vietnamese dictionary order (a ă â … d đ e ê …), for `sort`. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b)
}
