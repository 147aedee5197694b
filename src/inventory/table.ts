import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { cleanCell } from './cell.ts'
import { type Flaw, flaw } from './problem.ts'

const maxBytes = 16 * 1024 * 1024
const maxRows = 50_000
const maxRowCharacters = 64 * 1024

/** A file as lines of cells. `line` is where a row begins, from 1: a quoted cell may run over several lines. */
export type Table = { headerLine: number; header: string[]; rows: { line: number; cells: string[] }[] }

/** Why a file cannot be read, and the line if it is one. */
export type Unreadable = Flaw & { row: number | null }

/**
 * Reads the bytes of a CSV file: UTF-8 with or without byte order mark, separated by comma, semicolon or tab, whichever
 * makes most of the first line into `knownNames`. Rows without any text are left out.
 */
export function readTable(bytes: Uint8Array, knownNames: ReadonlySet<string>): Table | Unreadable {
  const text = decode(bytes)
  if (typeof text !== 'string') return text
  const records = readRecords(text, delimiterOf(text, knownNames))
  if (!Array.isArray(records)) return records
  const rows = records.filter(({ cells }) => cells.some((cell) => cell !== ''))
  const header = rows.shift()
  if (!header) return at(null, 'empty_file', 'tệp không có dòng nào', 'the file has no lines')
  if (rows.length > maxRows)
    return at(null, 'too_many_rows', `tệp có quá ${maxRows} dòng`, `the file has more than ${maxRows} rows`)
  return { headerLine: header.line, header: header.cells.map((name) => name.toLowerCase()), rows }
}

function decode(bytes: Uint8Array): string | Unreadable {
  if (bytes.length > maxBytes)
    return at(null, 'too_large', 'tệp lớn hơn 16 MB', 'the file is larger than 16 MB')
  const [first, second, third] = bytes
  if (first === 0x50 && second === 0x4b && third === 0x03)
    return at(
      null,
      'workbook',
      'đây là sổ tính Excel; hãy lưu thành "CSV UTF-8" rồi nhập lại',
      'this is an Excel workbook; save it as "CSV UTF-8" and import that',
    )
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (isUtf16 || (bytes.length > 3 && first !== 0 && second === 0 && third !== 0 && bytes[3] === 0))
    return at(
      null,
      'utf16',
      'tệp mã hóa UTF-16; hãy lưu thành "CSV UTF-8" rồi nhập lại',
      'the file is UTF-16; save it as "CSV UTF-8" and import that',
    )
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n')
    const nul = text.indexOf('\0')
    if (nul === -1) return text
    return at(lineOf(text, nul), 'nul_byte', 'chứa ký tự NUL', 'holds a NUL character')
  } catch {
    return at(
      firstBadLine(bytes),
      'not_utf8',
      'không phải UTF-8 (có thể là Windows-1258 hoặc TCVN3); hãy lưu thành "CSV UTF-8" rồi nhập lại',
      'is not UTF-8 (perhaps Windows-1258 or TCVN3); save the file as "CSV UTF-8" and import that',
    )
  }
}

function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start)
    const end = feed === -1 ? bytes.length : feed + 1
    try {
      decoder.decode(bytes.subarray(start, end))
    } catch {
      return line
    }
    start = end
  }
  return line
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
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
