import { xml, xmlHead } from './xml.ts'
import { zip } from './zip.ts'

export type SheetToWrite = { name: string; header: string[]; rows: (string | number)[][] }

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Cells of text are formatted as text, so that spreadsheets leave alone what is typed over them. */
const formats = { head: 1, text: 2 }
const styles = `${xmlHead}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

/**
 * An XLSX workbook (ECMA-376, transitional) of plain tables: a frozen header row, numbers as numbers, all else as text.
 * `readWorkbook` gives every text back exactly.
 */
export function writeWorkbook(sheets: SheetToWrite[]): Promise<Uint8Array> {
  const numbers = sheets.map((_, i) => i + 1)
  const part = (name: string, content: string) => ({ name, pieces: [xmlHead, content] })
  return zip([
    part(
      '[Content_Types].xml',
      `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${numbers.map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${types}.worksheet+xml"/>`).join('')}</Types>`,
    ),
    part('_rels/.rels', relations([`${office}/officeDocument`], ['xl/workbook.xml'])),
    part(
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets.map(({ name }, i) => `<sheet name="${xml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      relations(
        [...numbers.map(() => `${office}/worksheet`), `${office}/styles`],
        [...numbers.map((n) => `worksheets/sheet${n}.xml`), 'styles.xml'],
      ),
    ),
    { name: 'xl/styles.xml', pieces: [styles] },
    ...sheets.map((sheet, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, pieces: sheetXml(sheet) })),
  ])
}

function relations(kinds: string[], targets: string[]): string {
  const each = kinds.map(
    (kind, i) => `<Relationship Id="rId${i + 1}" Type="${kind}" Target="${targets[i]}"/>`,
  )
  return `<Relationships xmlns="${packages}/relationships">${each.join('')}</Relationships>`
}

function* sheetXml({ header, rows }: SheetToWrite): Generator<string> {
  yield `${xmlHead}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="${header.length}" width="18" style="${formats.text}" customWidth="1"/></cols><sheetData>`
  yield `<row r="1">${header.map((text) => textCell(text, formats.head)).join('')}</row>`
  for (const [i, row] of rows.entries())
    yield `<row r="${i + 2}">${row.map((cell) => (typeof cell === 'number' ? `<c><v>${cell}</v></c>` : textCell(cell, formats.text))).join('')}</row>`
  yield '</sheetData></worksheet>'
}

function textCell(text: string, format: number): string {
  if (text === '') return `<c s="${format}"/>`
  const escaped = xml(text.replace(/_x[0-9a-f]{4}_/gi, '_x005F$&'))
  return `<c s="${format}" t="inlineStr"><is><t xml:space="preserve">${escaped}</t></is></c>`
}
