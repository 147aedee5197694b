import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { cleanCell } from './cell.ts'
import { decodeText, type TextEncoding } from './decode-text.ts'
import { type Flaw, flaw } from './problem.ts'
import { readSheets } from './read-sheets.ts'

const maxBytes = 16 * 1024 * 1024
const maxRows = 50_000
const maxRowCharacters = 64 * 1024

/**
 * A file as lines of cells. `line` is where a row begins, from 1: a quoted cell may run over several lines. A cell is null
 * where `flaws` say why it is not taken. `encoding` is how a text file was read, where it does not say so itself.
 */
export type Table = {
  headerLine: number
  header: string[]
  rows: { line: number; cells: (string | null)[]; flaws?: (Flaw & { at: number })[] }[]
  encoding?: TextEncoding
}

/** Why a file cannot be read, and the line if it is one. */
type Unreadable = Flaw & { row: number | null }

/** A table, or why there is none; of a workbook with the name of its sheet. */
export type NamedTable = { name: string; table: Table | Unreadable }

/**
 * Reads the bytes of a CSV file, separated by comma, semicolon or tab, whichever makes most of the first line into
 * `knownNames`, in any of the encodings of `decodeText`; or the sheets of an XLSX workbook, of which empty ones are left
 * out. Rows without any text are left out.
 */
export function readTables(
  { name, bytes }: { name: string; bytes: Uint8Array },
  knownNames: ReadonlySet<string>,
): NamedTable[] {
  if (bytes.length > maxBytes)
    return [{ name, table: at(null, 'too_large', 'tệp lớn hơn 16 MB', 'the file is larger than 16 MB') }]
  const sheets = readSheets(bytes)
  if (sheets === null) return [{ name, table: readText(bytes, knownNames) }]
  if (!Array.isArray(sheets)) return [{ name, table: { row: null, ...sheets } }]
  const filled = sheets.map((sheet) => ({
    name: `${name} [${sheet.name}]`,
    table: padded(tableOf(sheet.rows)),
  }))
  const read = filled.filter(({ table }) => !('code' in table) || table.code !== 'empty_file')
  return read.length > 0 ? read : [{ name, table: noLines() }]
}

/** Sheets leave out what is empty at the end of a row. */
function padded(table: Table | Unreadable): Table | Unreadable {
  if ('code' in table) return table
  const blank = table.header.map(() => '')
  return {
    ...table,
    rows: table.rows.map((row) => ({ ...row, cells: [...row.cells, ...blank.slice(row.cells.length)] })),
  }
}

function readText(bytes: Uint8Array, knownNames: ReadonlySet<string>): Table | Unreadable {
  const decoded = decodeText(bytes)
  if ('code' in decoded) return decoded
  const { text, encoding } = decoded
  const records = readRecords(text, delimiterOf(text, knownNames))
  if (!Array.isArray(records)) return records
  const table = tableOf(records)
  return 'code' in table ? table : { ...table, ...(encoding !== 'utf-8' && { encoding }) }
}

function tableOf(records: Table['rows']): Table | Unreadable {
  const rows = records.filter(({ cells }) => cells.some((cell) => cell !== ''))
  const header = rows.shift()
  if (!header) return noLines()
  if (rows.length > maxRows)
    return at(null, 'too_many_rows', `tệp có quá ${maxRows} dòng`, `the file has more than ${maxRows} rows`)
  return { headerLine: header.line, header: header.cells.map((name) => (name ?? '').toLowerCase()), rows }
}

function noLines(): Unreadable {
  return at(null, 'empty_file', 'tệp không có dòng nào', 'the file has no lines')
}

function delimiterOf(text: string, knownNames: ReadonlySet<string>): string {
  const firstLine = /\S.*/.exec(text)?.[0] ?? ''
  const known = (delimiter: string) =>
    firstLine.split(delimiter).filter((cell) => knownNames.has(nameIn(cell))).length
  const [best] = [',', ';', '\t'].sort((a, b) => known(b) - known(a))
  return best ?? ','
}

function nameIn(headerCell: string): string {
  return cleanCell(headerCell.replaceAll('"', '')).toLowerCase()
}

function readRecords(text: string, delimiter: string): Table['rows'] | Unreadable {
  let lines = 0 // read so far
  const rows: Table['rows'] = []
  try {
    parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true, // counted by the reader, which names the row
      max_record_size: maxRowCharacters,
      on_record(record: string[], context) {
        rows.push({ line: lines + 1, cells: record.map(cleanCell) })
        lines = context.lines
        return null
      },
    })
    return rows
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = lines + 1
    if (error.code === 'CSV_MAX_RECORD_SIZE')
      return at(
        line,
        'malformed_csv',
        'dòng quá dài, có thể do ngoặc kép không đóng',
        'too long a row, perhaps by a quote left open',
      )
    return error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? at(line, 'malformed_csv', 'dấu ngoặc kép mở mà không đóng', 'a quote is left open')
      : at(line, 'malformed_csv', 'dấu ngoặc kép đặt sai chỗ', 'a quote stands where none may be')
  }
}

function at(row: number | null, ...what: Parameters<typeof flaw>): Unreadable {
  return { row, ...flaw(...what) }
}
