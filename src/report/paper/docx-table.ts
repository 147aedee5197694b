import { xml } from '../../office/xml.ts'
import { twips } from './docx-parts.ts'
import type { PaperTable } from './paper.ts'

/** A table as wide as its page, in millimetres: its head again on every page, no row cut in two. */
export function* docxTable({ columns, rows }: PaperTable, widthMm: number): Generator<string> {
  const wanted = columns.reduce((sum, column) => sum + column.widthMm, 0)
  const widths = columns.map((column) => Math.floor((twips(widthMm) * column.widthMm) / wanted))
  const border = (side: string) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`
  yield `<w:tbl><w:tblPr><w:tblW w:w="${widths.reduce((sum, width) => sum + width, 0)}" w:type="dxa"/><w:tblBorders>${['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(border).join('')}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>`
  const cell = (text: string, i: number, style: string, properties: string, align = '') =>
    `<w:tc><w:tcPr><w:tcW w:w="${widths[i]}" w:type="dxa"/>${properties}</w:tcPr><w:p><w:pPr><w:pStyle w:val="${style}"/>${align}</w:pPr>${text === '' ? '' : `<w:r><w:t xml:space="preserve">${xml(text)}</w:t></w:r>`}</w:p></w:tc>`
  yield `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${columns.map(({ header }, i) => cell(header, i, 'TableHead', '<w:vAlign w:val="center"/>')).join('')}</w:tr>`
  const aligns = columns.map(({ align }) => (align === 'left' ? '' : `<w:jc w:val="${align}"/>`))
  for (const row of rows)
    yield `<w:tr><w:trPr><w:cantSplit/></w:trPr>${row.map((text, i) => cell(text, i, 'TableText', '', aligns[i])).join('')}</w:tr>`
  yield '</w:tbl>'
}
