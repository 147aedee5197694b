import { xmlEvents } from './xml-events.ts'

/** How a sheet shows a number: as a day, as so many digits, or as it is. */
export type NumberStyle = 'plain' | 'day' | { digits: number }

/** Formats that spreadsheets know without being told and that show a day (ECMA-376 part 1, 18.8.30). */
const builtInDays = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 57, 58])

/** The styles of cells by their number. */
export function readStyles(bytes: Uint8Array): NumberStyle[] {
  const formats = new Map<number, string>()
  const styles: NumberStyle[] = []
  let isCell = false
  for (const event of xmlEvents(bytes)) {
    if (event.kind === 'text') continue
    if (event.name === 'cellXfs') isCell = event.kind === 'open'
    if (event.kind !== 'open') continue
    if (event.name === 'numFmt')
      formats.set(Number(event.attributes.numFmtId), event.attributes.formatCode ?? '')
    if (event.name === 'xf' && isCell) {
      const id = Number(event.attributes.numFmtId ?? 0)
      styles.push(styleOf(id, formats.get(id)))
    }
  }
  return styles
}

function styleOf(id: number, code: string | undefined): NumberStyle {
  if (code === undefined) return builtInDays.has(id) ? 'day' : 'plain'
  if (/^0+$/.test(code)) return { digits: code.length }
  // texts, colours and escaped characters aside, a year or a day of the month
  const bare = code.replace(/"[^"]*"|\[[^\]]*\]|\\.|_./g, '')
  return /[yd]/i.test(bare) ? 'day' : 'plain'
}

const firstDay = Date.UTC(1899, 11, 30)
const firstDay1904 = Date.UTC(1904, 0, 1)
const dayMs = 86_400_000

/**
 * The text of a number, day or truth as readers of inventory files expect it; null for a number of more than 15 digits, of
 * which a spreadsheet has kept others than were typed.
 */
export function cellText(
  type: 'n' | 'b' | 'd',
  value: string,
  style: NumberStyle | undefined,
  is1904: boolean,
): string | null {
  if (type === 'b') return value === '1' ? 'yes' : 'no'
  if (type === 'd') return value.replace(/T00:00:00(\.0+)?Z?$/, '')
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return value
  if (style === 'day') return dayText(number, is1904)
  if (Math.abs(number) >= 1e15) return null
  const text = plain(number)
  return typeof style === 'object' && Number.isInteger(number) && number >= 0
    ? text.padStart(style.digits, '0')
    : text
}

/** A day, with the time if there is one. Before March 1900 spreadsheets count a day that never was. */
function dayText(serial: number, is1904: boolean): string {
  const days = Math.floor(serial)
  if (!(days >= (is1904 ? 0 : 61) && days < 2_958_466)) return plain(serial)
  const at = new Date((is1904 ? firstDay1904 : firstDay) + Math.round((serial * dayMs) / 1000) * 1000)
  const [day = '', time = ''] = at.toISOString().split('T')
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8)}`
}

/** Spreadsheets write 99.95 as 99.950000000000003, the same number. Three decimals would look like thousands: they get a fourth. */
function plain(number: number): string {
  const text = String(number)
  return /^-?[1-9]\d{0,2}\.\d{3}$/.test(text) ? `${text}0` : text
}
