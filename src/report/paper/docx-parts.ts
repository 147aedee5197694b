import type { Instant } from '../../model.ts'
import { xml, xmlHead } from '../../office/xml.ts'

export const wordNamespace =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const packageTypes = 'http://schemas.openxmlformats.org/package/2006'
const officeTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const wordTypes = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** Word's units: twentieths of a point; and half-points for sizes of letters. */
export function twips(mm: number): number {
  return Math.round((mm * 1440) / 25.4)
}

export const contentTypes = `${xmlHead}<Types xmlns="${packageTypes}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${[
  ['/word/document.xml', `${wordTypes}.document.main+xml`],
  ['/word/styles.xml', `${wordTypes}.styles+xml`],
  ['/word/settings.xml', `${wordTypes}.settings+xml`],
  ['/word/header1.xml', `${wordTypes}.header+xml`],
  ['/word/header2.xml', `${wordTypes}.header+xml`],
  ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
  ['/docProps/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml'],
]
  .map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`)
  .join('')}</Types>`

export const packageRelations = relations([
  ['rId1', `${officeTypes}/officeDocument`, 'word/document.xml'],
  ['rId2', `${packageTypes}/relationships/metadata/core-properties`, 'docProps/core.xml'],
  ['rId3', `${officeTypes}/extended-properties`, 'docProps/app.xml'],
])

export const documentRelations = relations([
  ['rId1', `${officeTypes}/styles`, 'styles.xml'],
  ['rId2', `${officeTypes}/settings`, 'settings.xml'],
  ['rId3', `${officeTypes}/header`, 'header1.xml'],
  ['rId4', `${officeTypes}/header`, 'header2.xml'],
])

function relations(all: [id: string, type: string, target: string][]): string {
  const each = all.map(([id, type, to]) => `<Relationship Id="${id}" Type="${type}" Target="${to}"/>`)
  return `${xmlHead}<Relationships xmlns="${packageTypes}/relationships">${each.join('')}</Relationships>`
}

export const settings = `${xmlHead}<w:settings ${wordNamespace}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>`

export const appProperties = `${xmlHead}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>v6gov</Application></Properties>`

export function coreProperties(title: string, madeAt: Instant): string {
  const at = `${madeAt.slice(0, 19)}Z`
  return `${xmlHead}<cp:coreProperties xmlns:cp="${packageTypes}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xml(title)}</dc:title><dc:creator>v6gov</dc:creator><dc:language>vi-VN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${at}</dcterms:modified></cp:coreProperties>`
}

/** The page number, centred in the top margin; with what must be said on every page under it. */
export function pageHeader({ number, warning }: { number: boolean; warning: string | null }): string {
  const field = number
    ? '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    : ''
  const said =
    warning === null
      ? ''
      : `<w:p><w:pPr><w:pStyle w:val="Warning"/></w:pPr><w:r><w:t>${xml(warning)}</w:t></w:r></w:p>`
  return `${xmlHead}<w:hdr ${wordNamespace}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>${field}</w:p>${said}</w:hdr>`
}

type Style = {
  id: string
  name: string
  size?: number
  bold?: true
  italic?: true
  caps?: true
  align?: 'center' | 'both' | 'left' | 'right'
  before?: number
  after?: number
  firstLine?: number
  left?: number
  line?: number
  keepNext?: true
  outline?: 0 | 1
}

/** Sizes in points, lengths in twips; line in 240ths of a line. */
const styleList: Style[] = [
  { id: 'Header', name: 'header', align: 'center' },
  { id: 'Warning', name: 'v6gov Warning', size: 10, italic: true, align: 'center' },
  { id: 'Upper', name: 'v6gov Superior', size: 12, align: 'center' },
  { id: 'Issuer', name: 'v6gov Issuer', size: 12, bold: true, align: 'center' },
  { id: 'Motto', name: 'v6gov Motto', size: 13, bold: true, align: 'center' },
  { id: 'Rule', name: 'v6gov Rule', size: 2, align: 'center', before: 50 },
  { id: 'Number', name: 'v6gov Number', size: 13, align: 'center', before: 60 },
  { id: 'PlaceDate', name: 'v6gov Place and date', size: 13, italic: true, align: 'center', before: 60 },
  { id: 'Title', name: 'Title', size: 14, bold: true, align: 'center', before: 240, keepNext: true },
  { id: 'Subtitle', name: 'Subtitle', size: 14, bold: true, align: 'center', keepNext: true },
  { id: 'Remark', name: 'v6gov Remark', size: 13, italic: true, align: 'center', before: 60 },
  { id: 'Addressee', name: 'v6gov Addressee', size: 14, left: 1985, before: 60 },
  { id: 'BodyText', name: 'Body Text', align: 'both', before: 120, firstLine: 720, line: 264 },
  {
    id: 'Heading1',
    name: 'heading 1',
    bold: true,
    align: 'both',
    before: 160,
    firstLine: 720,
    line: 264,
    keepNext: true,
    outline: 0,
  },
  {
    id: 'Heading2',
    name: 'heading 2',
    bold: true,
    align: 'both',
    before: 120,
    firstLine: 720,
    line: 264,
    keepNext: true,
    outline: 1,
  },
  { id: 'RecipientsHead', name: 'v6gov Recipients', size: 12, bold: true, italic: true, align: 'left' },
  { id: 'Recipients', name: 'v6gov Recipient', size: 11, align: 'left' },
  { id: 'Signing', name: 'v6gov Signing', size: 14, bold: true, align: 'center' },
  {
    id: 'TableTitle',
    name: 'v6gov Table title',
    size: 12,
    bold: true,
    align: 'left',
    before: 240,
    after: 80,
    keepNext: true,
  },
  { id: 'TableHead', name: 'v6gov Table head', size: 9, bold: true, align: 'center' },
  { id: 'TableText', name: 'v6gov Table text', size: 9, align: 'left' },
  { id: 'TableNote', name: 'v6gov Table note', size: 11, italic: true, align: 'left', before: 60 },
]

/** `points`: the size of what has none of its own. */
export function styles(points: number): string {
  const font =
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>'
  return `${xmlHead}<w:styles ${wordNamespace}><w:docDefaults><w:rPrDefault><w:rPr>${font}<w:color w:val="000000"/><w:sz w:val="${2 * points}"/><w:szCs w:val="${2 * points}"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>${styleList.map((one) => style(points === 13 ? dense(one) : one)).join('')}</w:styles>`
}

/** The smaller of the sizes that the decree allows, and lines without room between them. */
function dense({ line, ...style }: Style): Style {
  return { ...style, ...(style.size === 14 && { size: 13 }) }
}

function style(one: Style): string {
  const { id, name, size, bold, italic, align, before, after, firstLine, left, line, keepNext, outline } = one
  const spacing = [
    before !== undefined && `w:before="${before}"`,
    after !== undefined && `w:after="${after}"`,
    line !== undefined && `w:line="${line}" w:lineRule="auto"`,
  ].filter(Boolean)
  const indent = [
    left !== undefined && `w:left="${left}"`,
    firstLine !== undefined && `w:firstLine="${firstLine}"`,
  ].filter(Boolean)
  const paragraph = [
    keepNext && '<w:keepNext/>',
    spacing.length > 0 && `<w:spacing ${spacing.join(' ')}/>`,
    indent.length > 0 && `<w:ind ${indent.join(' ')}/>`,
    align && `<w:jc w:val="${align}"/>`,
    outline !== undefined && `<w:outlineLvl w:val="${outline}"/>`,
  ].filter(Boolean)
  const run = [
    bold && '<w:b/><w:bCs/>',
    italic && '<w:i/><w:iCs/>',
    size !== undefined && `<w:sz w:val="${2 * size}"/><w:szCs w:val="${2 * size}"/>`,
  ].filter(Boolean)
  return `<w:style w:type="paragraph" w:styleId="${id}"${name.startsWith('v6gov') ? ' w:customStyle="1"' : ''}><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:qFormat/>${paragraph.length > 0 ? `<w:pPr>${paragraph.join('')}</w:pPr>` : ''}${run.length > 0 ? `<w:rPr>${run.join('')}</w:rPr>` : ''}</w:style>`
}
