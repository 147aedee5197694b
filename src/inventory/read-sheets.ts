import { type CellFlaw, readWorkbook } from '../office/read-workbook.ts'
import { type OfficeRefusal, Refused } from '../office/unzip.ts'
import { cleanCell } from './cell.ts'
import { type Flaw, flaw } from './problem.ts'
import type { Table } from './table.ts'

/** The sheets of a workbook as lines of cells, why it cannot be read, or null: no workbook at all. */
export function readSheets(bytes: Uint8Array): { name: string; rows: Table['rows'] }[] | Flaw | null {
  const [first, second, third, fourth] = bytes
  if (first === 0xd0 && second === 0xcf && third === 0x11 && fourth === 0xe0)
    return flaw(
      'workbook',
      'là tệp Excel kiểu cũ (.xls) hoặc có mật khẩu; hãy lưu thành .xlsx không mật khẩu rồi nhập lại',
      'is an old Excel file (.xls) or has a password; save it as .xlsx without one and import that',
    )
  if (first !== 0x50 || second !== 0x4b || third !== 0x03) return null
  try {
    return readWorkbook(bytes).map(({ name, rows }) => ({
      name,
      rows: rows.map(({ line, cells, flaws }) => ({
        line,
        cells: cells.map((cell) => (cell === null ? null : cleanCell(cell ?? ''))),
        ...(flaws.length > 0 && { flaws: flaws.map((one) => ({ at: one.at, ...cellFlaw(one) })) }),
      })),
    }))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const [vi, en] = refusals[error.reason]
    return flaw(error.reason === 'too_large' ? 'too_large' : 'workbook', vi, en)
  }
}

const refusals: Record<OfficeRefusal, [vi: string, en: string]> = {
  damaged: ['sổ tính Excel bị hỏng, không đọc được', 'the Excel workbook is damaged and cannot be read'],
  encrypted: ['sổ tính Excel có mật khẩu', 'the Excel workbook has a password'],
  too_large: [
    'sổ tính quá lớn: quá 96 MB khi giải nén, 60000 dòng, 256 cột hoặc 50 trang tính',
    'the workbook is too large: more than 96 MB unpacked, 60000 rows, 256 columns or 50 sheets',
  ],
  not_a_workbook: ['là tệp nén nhưng không phải sổ tính .xlsx', 'is an archive and not an .xlsx workbook'],
  doctype: [
    'sổ tính chứa khai báo DOCTYPE, không được chấp nhận',
    'the workbook holds a DOCTYPE, which is not accepted',
  ],
}

function cellFlaw({ flaw: what, shown }: { flaw: CellFlaw; shown: string }): Flaw {
  const short = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown
  if (what === 'formula')
    return flaw(
      'formula',
      'ô chứa công thức; hãy dán thành giá trị',
      'the cell holds a formula; paste it as a value',
    )
  if (what === 'merged')
    return flaw(
      'merged_cells',
      `các ô ${short} bị gộp; hãy bỏ gộp và điền từng ô`,
      `the cells ${short} are merged; take them apart and fill in each`,
    )
  if (what === 'imprecise')
    return flaw(
      'imprecise_number',
      `số "${short}" quá 15 chữ số nên bảng tính đã làm tròn; hãy định dạng ô là văn bản và gõ lại`,
      `"${short}" has more than 15 digits, so the spreadsheet has rounded it; format the cell as text and type it again`,
    )
  return flaw('sheet_error', `ô báo lỗi ${short}`, `the cell shows the error ${short}`)
}
