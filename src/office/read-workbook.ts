import { cellText, type NumberStyle, readStyles } from './cell-text.ts'
import { openZip, Refused } from './unzip.ts'
import { type XmlEvent, xmlEvents } from './xml-events.ts'

/** Why a cell of a sheet is not taken although it shows something. */
export type CellFlaw = 'formula' | 'error' | 'imprecise' | 'merged'

/** `line` is the row's number in the sheet, from 1. A cell is null where `flaws` say why; `at` counts from 0. */
type SheetRow = {
  line: number
  cells: (string | null)[]
  flaws: { at: number; flaw: CellFlaw; shown: string }[]
}
export type Sheet = { name: string; rows: SheetRow[] }

const maxUnpackedBytes = 96 * 1024 * 1024
const maxSheets = 50
const maxRows = 60_000
const maxColumns = 256

/**
 * The sheets of an XLSX workbook (ECMA-376 part 1, 18.3) as texts: numbers with a decimal point, days as ISO 8601, true and
 * false as words, rich text as its text. Cells with formulas, errors, merged cells, and numbers beyond the 15 digits that
 * spreadsheets keep are told of and not taken. Unpacks no more than `maxBytes`. Throws Refused.
 */
export function readWorkbook(bytes: Uint8Array, maxBytes = maxUnpackedBytes): Sheet[] {
  const zip = openZip(bytes, { maxBytes })
  const book = zip.read('xl/workbook.xml')
  const relations = zip.read('xl/_rels/workbook.xml.rels')
  if (!book || !relations) throw new Refused('not_a_workbook')
  const targets = new Map<string, string>()
  for (const event of xmlEvents(relations))
    if (event.kind === 'open' && event.name === 'Relationship') {
      const { Id = '', Target = '' } = event.attributes
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    }
  const named: { name: string; target: string | undefined }[] = []
  let is1904 = false
  for (const event of xmlEvents(book)) {
    if (event.kind !== 'open') continue
    if (event.name === 'workbookPr') is1904 = ['1', 'true'].includes(event.attributes.date1904 ?? '')
    if (event.name === 'sheet')
      named.push({ name: event.attributes.name ?? '', target: targets.get(event.attributes.id ?? '') })
  }
  if (named.length === 0) throw new Refused('not_a_workbook')
  if (named.length > maxSheets) throw new Refused('too_large')
  const styles = zip.read('xl/styles.xml')
  const context = {
    strings: readStrings(zip.read('xl/sharedStrings.xml')),
    styles: styles ? readStyles(styles) : [],
    is1904,
  }
  return named.flatMap(({ name, target }) => {
    if (target?.startsWith('xl/chartsheets/')) return []
    const sheet = target === undefined ? undefined : zip.read(target)
    if (sheet === undefined) throw new Refused('damaged')
    return [{ name, rows: readSheet(sheet, context) }]
  })
}

/** The texts that cells refer to by number; how they are said (rPh) is left out. */
function readStrings(bytes: Uint8Array | undefined): string[] {
  const strings: string[] = []
  if (bytes === undefined) return strings
  let text = ''
  let isText = false
  let isSaid = false
  for (const event of xmlEvents(bytes)) {
    if (event.kind === 'text') {
      if (isText && !isSaid) text += event.text
      continue
    }
    const isOpen = event.kind === 'open' && !event.isEmpty
    if (event.name === 't') isText = isOpen
    else if (event.name === 'rPh') isSaid = isOpen
    else if (event.name === 'si') {
      if (event.kind === 'open') text = ''
      if (!isOpen) strings.push(unescaped(text))
    }
  }
  return strings
}

type Context = { strings: string[]; styles: NumberStyle[]; is1904: boolean }
type OpenCell = { at: number; type: string; style: NumberStyle | undefined; text: string; isFormula: boolean }

function readSheet(bytes: Uint8Array, context: Context): SheetRow[] {
  const rows: SheetRow[] = []
  let row: SheetRow | undefined
  let cell: OpenCell | undefined
  let within = ''
  let isSaid = false
  const merged: string[] = []
  const close = () => {
    if (row && cell) put(row, cell, context)
    cell = undefined
  }
  for (const event of xmlEvents(bytes)) {
    if (event.kind === 'text') {
      if (cell && !isSaid && (within === 'v' || within === 't')) cell.text += event.text
      continue
    }
    const isOpen = event.kind === 'open'
    within = isOpen && !event.isEmpty ? event.name : ''
    if (event.name === 'rPh') isSaid = isOpen && !event.isEmpty
    else if (event.name === 'row' && isOpen) {
      row = { line: lineOf(event.attributes.r, rows), cells: [], flaws: [] }
      if (rows.push(row) > maxRows) throw new Refused('too_large')
    } else if (event.name === 'c') {
      if (isOpen && row) cell = opened(event, row, context)
      if (!isOpen || event.isEmpty) close()
    } else if (event.name === 'f' && isOpen && cell) cell.isFormula = true
    else if (event.name === 'mergeCell' && isOpen) merged.push(event.attributes.ref ?? '')
  }
  markMerged(rows, merged)
  return rows
}

function lineOf(told: string | undefined, before: SheetRow[]): number {
  const last = before.at(-1)?.line ?? 0
  const line = told === undefined ? last + 1 : Number(told)
  if (!Number.isInteger(line) || line <= last || line > 1_048_576) throw new Refused('damaged')
  return line
}

function opened(event: XmlEvent & { kind: 'open' }, row: SheetRow, { styles }: Context): OpenCell {
  const { r, t: type = 'n', s = '0' } = event.attributes
  const at = r === undefined ? row.cells.length : columnAt(r)
  return { at, type, style: styles[Number(s)], text: '', isFormula: false }
}

/** "B7" is column 1, counted from 0. */
function columnAt(place: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/.exec(place)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  if (column === 0) throw new Refused('damaged')
  return column - 1
}

function put(row: SheetRow, { at, type, style, text, isFormula }: OpenCell, context: Context): void {
  const isBlank = text === '' && !isFormula
  if (at >= maxColumns && !isBlank) throw new Refused('too_large')
  while (row.cells.length < Math.min(at, maxColumns)) row.cells.push('')
  if (isBlank) {
    if (at === row.cells.length) row.cells.push('')
    return
  }
  const shown = type === 's' ? context.strings[Number(text)] : unescaped(text)
  if (shown === undefined) throw new Refused('damaged')
  const flaw: CellFlaw | undefined = isFormula ? 'formula' : type === 'e' ? 'error' : undefined
  const value =
    flaw === undefined && (type === 'n' || type === 'b' || type === 'd')
      ? cellText(type, shown, style, context.is1904)
      : shown
  if (flaw !== undefined || value === null) {
    row.flaws.push({ at, flaw: flaw ?? 'imprecise', shown })
    row.cells[at] = null
  } else row.cells[at] = value
}

/** Only the first of merged cells holds what all of them show, so that the others would be taken as empty. */
function markMerged(rows: SheetRow[], merged: string[]): void {
  for (const ref of merged) {
    const [from = '', to = from] = ref.split(':')
    const [first, last] = [from, to].map((place) => Number(/\d+$/.exec(place)?.[0] ?? Number.NaN))
    const at = columnAt(from)
    const hit = rows.find(({ line }) => line >= (first ?? 0) && line <= (last ?? 0))
    if (hit && hit.cells[at] !== undefined && hit.cells[at] !== '') {
      hit.flaws.push({ at, flaw: 'merged', shown: ref })
      hit.cells[at] = null
    }
  }
}

/** Characters that XML cannot hold are written as _xHHHH_ (ECMA-376 part 1, 22.9.2.19). */
function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
}
