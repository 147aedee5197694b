import { xml, xmlHead } from '../../office/xml.ts'
import type { CellKind } from '../tables/table.ts'

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
export const sheetNamespace = `xmlns="${main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
const packageTypes = 'http://schemas.openxmlformats.org/package/2006'
const officeTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const sheetTypes = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Cell formats by their place in the style sheet: texts are marked so that none is ever taken for a formula. */
export const formats = { plain: 0, title: 1, head: 2, text: 3, number: 4 } as const
const numberFormats: [kind: CellKind, code: string][] = [
  ['share', '0.0%'],
  ['small_share', '0.000%'],
  ['score', '0.0'],
  ['change', '+0.0;-0.0;0.0'],
  ['day', 'dd/mm/yyyy'],
]

export function formatOf(kind: CellKind | undefined): number {
  const at = numberFormats.findIndex(([one]) => one === kind)
  return at < 0 ? formats.number : 5 + at
}

const sheetStyles = `${xmlHead}<styleSheet xmlns="${main}"><numFmts count="${numberFormats.length}">${numberFormats.map(([, code], i) => `<numFmt numFmtId="${164 + i}" formatCode="${xml(code)}"/>`).join('')}</numFmts><fonts count="3"><font><sz val="11"/><name val="Times New Roman"/><family val="1"/></font><font><b/><sz val="14"/><name val="Times New Roman"/><family val="1"/></font><font><b/><sz val="11"/><name val="Times New Roman"/><family val="1"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${['left', 'right', 'top', 'bottom'].map((side) => `<${side} style="thin"><color rgb="FF808080"/></${side}>`).join('')}<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${5 + numberFormats.length}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="2" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" quotePrefix="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>${['0', ...numberFormats.map((_, i) => String(164 + i))].map((id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"/></xf>`).join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

/** The parts that say which sheets there are; each has one table. Sheets are counted from 1. */
export function workbookParts(names: string[], headRow: number): { name: string; pieces: string[] }[] {
  const numbers = names.map((_, i) => i + 1)
  const overrides = [
    ['/xl/workbook.xml', `${sheetTypes}.sheet.main+xml`],
    ['/xl/styles.xml', `${sheetTypes}.styles+xml`],
    ...numbers.flatMap((n) => [
      [`/xl/worksheets/sheet${n}.xml`, `${sheetTypes}.worksheet+xml`],
      [`/xl/tables/table${n}.xml`, `${sheetTypes}.table+xml`],
    ]),
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
    ['/docProps/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml'],
  ].map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`)
  const titles = names.map(
    (name, i) =>
      `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">'${xml(name)}'!$${headRow}:$${headRow}</definedName>`,
  )
  return [
    {
      name: '[Content_Types].xml',
      pieces: [
        `${xmlHead}<Types xmlns="${packageTypes}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`,
      ],
    },
    {
      name: '_rels/.rels',
      pieces: [
        relations([
          [`${officeTypes}/officeDocument`, 'xl/workbook.xml'],
          [`${packageTypes}/relationships/metadata/core-properties`, 'docProps/core.xml'],
          [`${officeTypes}/extended-properties`, 'docProps/app.xml'],
        ]),
      ],
    },
    {
      name: 'xl/workbook.xml',
      pieces: [
        `${xmlHead}<workbook ${sheetNamespace}><bookViews><workbookView activeTab="0"/></bookViews><sheets>${names.map((name, i) => `<sheet name="${xml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets><definedNames>${titles.join('')}</definedNames></workbook>`,
      ],
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      pieces: [
        relations([
          ...numbers.map((n): [string, string] => [`${officeTypes}/worksheet`, `worksheets/sheet${n}.xml`]),
          [`${officeTypes}/styles`, 'styles.xml'],
        ]),
      ],
    },
    ...numbers.map((n) => ({
      name: `xl/worksheets/_rels/sheet${n}.xml.rels`,
      pieces: [relations([[`${officeTypes}/table`, `../tables/table${n}.xml`]])],
    })),
    { name: 'xl/styles.xml', pieces: [sheetStyles] },
  ]
}

function relations(all: [type: string, target: string][]): string {
  const each = all.map(([type, to], i) => `<Relationship Id="rId${i + 1}" Type="${type}" Target="${to}"/>`)
  return `${xmlHead}<Relationships xmlns="${packageTypes}/relationships">${each.join('')}</Relationships>`
}

/** "A", "B", … "Z", "AA" for columns counted from 0. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

/** A day as spreadsheets count them: from 30 December 1899. */
export function serialOf(day: string): number {
  return Math.round((Date.parse(`${day}T00:00:00.000Z`) - Date.UTC(1899, 11, 30)) / 86_400_000)
}
