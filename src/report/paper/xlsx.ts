import { formatDay } from '../../i18n/format.ts'
import { xml, xmlHead } from '../../office/xml.ts'
import { zip } from '../../office/zip.ts'
import type { MonthlyReport } from '../monthly-report.ts'
import { dayOf } from '../period.ts'
import type { Cell, CellKind } from '../tables/table.ts'
import { type FilledTable, fillTable, type TableId, tableIds, tables } from '../tables.ts'
import { appProperties, coreProperties } from './docx-parts.ts'
import { periodWords } from './words.ts'
import { columnName, formatOf, formats, serialOf, sheetNamespace, workbookParts } from './xlsx-parts.ts'

/** Title, what it is of, its notes; then the head of the table. */
const headRow = 4
const usualWidthMm = 18

/**
 * Every Biểu with all its columns as a table on a sheet of its own (ECMA-376, transitional): numbers as numbers, days as
 * days, what is not known empty, texts as texts even where they look like formulas. The same report gives the same bytes.
 */
export function writeXlsx(
  report: MonthlyReport,
  sha256: string | null,
  breathe?: () => Promise<void> | undefined,
): Promise<Uint8Array> {
  const sheets = tableIds.map((id) => ({ id, table: fillTable(report, id, 'vi') }))
  const about = `${stateText(report)}; số liệu từ ngày ${formatDay(dayOf(report.period.from), 'vi')} đến hết ngày ${formatDay(dayOf(report.cutoffAt), 'vi')}; SHA-256: ${sha256 ?? 'bản dự thảo không có mã băm'}`
  return zip(
    [
      ...workbookParts(
        sheets.map(({ id }) => `Biểu ${id}`),
        headRow,
      ),
      ...sheets.flatMap(({ id, table }, i) => [
        { name: `xl/worksheets/sheet${i + 1}.xml`, pieces: sheet(table, id, about) },
        { name: `xl/tables/table${i + 1}.xml`, pieces: [tablePart(table, i + 1)] },
      ]),
      {
        name: 'docProps/core.xml',
        pieces: [coreProperties(`Biểu số liệu ${periodWords(report.period.name)}`, report.cutoffAt)],
      },
      { name: 'docProps/app.xml', pieces: [appProperties] },
    ],
    breathe,
  )
}

function stateText({ state }: MonthlyReport): string {
  return state === 'draft' ? 'DỰ THẢO, kỳ báo cáo chưa kết thúc' : 'Số liệu đã chốt'
}

/** A table needs a row even when there is nothing in it. */
function lastRowOf({ rows }: FilledTable): number {
  return headRow + Math.max(1, rows.length)
}

function* sheet(table: FilledTable, id: TableId, about: string): Generator<string> {
  const { title, header, kinds, rows, notes } = table
  const widths = tables[id].columns.map(({ widthMm }) =>
    Math.max(10, Math.round((widthMm || usualWidthMm) / 1.9)),
  )
  yield `${xmlHead}<worksheet ${sheetNamespace}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:${columnName(header.length - 1)}${lastRowOf(table)}"/><sheetViews><sheetView workbookViewId="0"${id === tableIds[0] ? ' tabSelected="1"' : ''}><pane ySplit="${headRow}" topLeftCell="A${headRow + 1}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A${headRow + 1}" sqref="A${headRow + 1}"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('')}</cols><sheetData>`
  for (const [i, text] of [title, about, notes.join(' ')].entries())
    yield `<row r="${i + 1}">${textCell(`A${i + 1}`, text, i === 0 ? formats.title : formats.plain)}</row>`
  yield `<row r="${headRow}">${header.map((name, i) => textCell(`${columnName(i)}${headRow}`, name, formats.head)).join('')}</row>`
  for (const [i, row] of rows.entries()) {
    const at = headRow + 1 + i
    yield `<row r="${at}">${row.map((cell, column) => cellXml(`${columnName(column)}${at}`, cell, kinds[column])).join('')}</row>`
  }
  yield `</sheetData><pageMargins left="0.6" right="0.6" top="0.8" bottom="0.8" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>`
}

function textCell(at: string, text: string, format: number): string {
  return `<c r="${at}" s="${format}" t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c>`
}

function cellXml(at: string, cell: Cell, kind: CellKind | undefined): string {
  if (cell === null) return `<c r="${at}" s="${formatOf(kind)}"/>`
  if (typeof cell === 'number') return `<c r="${at}" s="${formatOf(kind)}"><v>${cell}</v></c>`
  if (kind === 'day' && /^\d{4}-\d\d-\d\d$/.test(cell))
    return `<c r="${at}" s="${formatOf(kind)}"><v>${serialOf(cell)}</v></c>`
  return textCell(at, cell, formats.text)
}

function tablePart(table: FilledTable, number: number): string {
  const { header } = table
  const ref = `A${headRow}:${columnName(header.length - 1)}${lastRowOf(table)}`
  return `${xmlHead}<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="${number}" name="Bieu${number}" displayName="Bieu${number}" ref="${ref}" totalsRowShown="0"><autoFilter ref="${ref}"/><tableColumns count="${header.length}">${header.map((name, i) => `<tableColumn id="${i + 1}" name="${xml(name)}"/>`).join('')}</tableColumns><tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/></table>`
}
