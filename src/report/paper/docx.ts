import { xml, xmlHead } from '../../office/xml.ts'
import { zip } from '../../office/zip.ts'
import {
  appProperties,
  contentTypes,
  coreProperties,
  documentRelations,
  packageRelations,
  pageHeader,
  settings,
  styles,
  twips,
  wordNamespace,
} from './docx-parts.ts'
import { docxTable } from './docx-table.ts'
import { type Appendix, type Block, type Paper, page } from './paper.ts'

/**
 * The paper as a Word file (ECMA-376, transitional) that an office edits and signs. Written here and not by a library,
 * because those put times and random ids into the file: the same paper gives the same bytes everywhere.
 */
export function writeDocx(paper: Paper, breathe?: () => Promise<void> | undefined): Promise<Uint8Array> {
  const { warning } = paper
  return zip(
    [
      { name: '[Content_Types].xml', pieces: [contentTypes] },
      { name: '_rels/.rels', pieces: [packageRelations] },
      { name: 'word/document.xml', pieces: document(paper) },
      { name: 'word/_rels/document.xml.rels', pieces: [documentRelations] },
      { name: 'word/styles.xml', pieces: [styles(paper.points)] },
      { name: 'word/settings.xml', pieces: [settings] },
      { name: 'word/header1.xml', pieces: [pageHeader({ number: true, warning })] },
      { name: 'word/header2.xml', pieces: [pageHeader({ number: false, warning })] },
      { name: 'docProps/core.xml', pieces: [coreProperties(`${paper.kind} ${paper.subject}`, paper.madeAt)] },
      { name: 'docProps/app.xml', pieces: [appProperties] },
    ],
    breathe,
  )
}

function* document(paper: Paper): Generator<string> {
  yield `${xmlHead}<w:document ${wordNamespace}><w:body>`
  yield head(paper)
  yield line('Title', paper.kind) + line('Subtitle', paper.subject) + rule(textWidth / 2, 25)
  if (paper.remark !== null) yield line('Remark', paper.remark)
  yield addressees(paper.addressees)
  for (const block of paper.body) yield blockXml(block)
  yield foot(paper)
  const last = paper.appendices.length - 1
  if (last < 0) yield section('portrait')
  else yield `<w:p><w:pPr><w:pStyle w:val="Rule"/>${section('portrait')}</w:pPr></w:p>`
  for (const [i, appendix] of paper.appendices.entries()) {
    yield* appendixXml(appendix)
    yield i === last
      ? section('landscape')
      : `<w:p><w:pPr><w:pStyle w:val="Rule"/>${section('landscape')}</w:pPr></w:p>`
  }
  yield '</w:body></w:document>'
}

const textWidth = page.width - page.left - page.right
const landscapeWidth = page.height - page.left - page.right
const leftColumn = 64

/** A paragraph in one of the styles; line ends in the text stay line ends. */
function line(style: string, text: string, properties = ''): string {
  const runs = text
    .split('\n')
    .map((one) => `<w:t xml:space="preserve">${xml(one)}</w:t>`)
    .join('<w:br/>')
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${properties}</w:pPr><w:r>${runs}</w:r></w:p>`
}

/** A solid line of a length, centred in a column, in millimetres. */
function rule(center: number, length: number): string {
  const side = twips(center - length / 2)
  return `<w:p><w:pPr><w:pStyle w:val="Rule"/><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr><w:ind w:left="${side}" w:right="${side}"/></w:pPr></w:p>`
}

/** Two columns without lines: the bodies and the country's name, the number and the date; or recipients and signature. */
function columns(rows: [left: string, right: string][]): string {
  const widths = [twips(leftColumn), twips(textWidth - leftColumn)]
  const cell = (content: string, i: number) =>
    `<w:tc><w:tcPr><w:tcW w:w="${widths[i]}" w:type="dxa"/></w:tcPr>${content}</w:tc>`
  return `<w:tbl><w:tblPr><w:tblW w:w="${twips(textWidth)}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>${rows.map((row) => `<w:tr><w:trPr><w:cantSplit/></w:trPr>${row.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`
}

function head({ superior, issuer, number, placeAndDate }: Paper): string {
  const rightColumn = textWidth - leftColumn
  const left =
    (superior === null ? '' : line('Upper', superior)) + line('Issuer', issuer) + rule(leftColumn / 2, 24)
  const right =
    line('Issuer', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM') +
    line('Motto', 'Độc lập - Tự do - Hạnh phúc') +
    rule(rightColumn / 2, 57)
  return columns([
    [left, right],
    [line('Number', number), line('PlaceDate', placeAndDate)],
  ])
}

/** One stands on the line itself; several follow, a dash each. */
function addressees(all: string[]): string {
  if (all.length === 0) return ''
  const gap = '<w:spacing w:before="240"/>'
  if (all.length === 1) return line('Addressee', `Kính gửi: ${all[0]}.`, gap)
  const items = all.map((one, i) => line('Addressee', `- ${one}${i === all.length - 1 ? '.' : ';'}`))
  return line('Addressee', 'Kính gửi:', gap) + items.join('')
}

function blockXml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return line(block.level === 1 ? 'Heading1' : 'Heading2', block.text)
    case 'paragraph':
      return line('BodyText', block.text)
    case 'item':
      return line('BodyText', `- ${block.text}`)
  }
}

/** Recipients and signature. They stay together: a signature alone on a page could belong to anything. */
function foot({ recipients, authority, signer }: Paper): string {
  const left = [
    line('RecipientsHead', 'Nơi nhận:'),
    ...recipients.map((one, i) => line('Recipients', `- ${one}${i === recipients.length - 1 ? '.' : ';'}`)),
  ]
  const room = Array.from({ length: 4 }, () => line('Signing', '', '<w:keepNext/>'))
  const right = [
    ...authority.map((one) => line('Signing', one, '<w:keepNext/>')),
    ...room,
    line('Signing', signer),
  ]
  return line('Rule', '', '<w:spacing w:before="240"/>') + columns([[left.join(''), right.join('')]])
}

function* appendixXml({ name, title, attachedTo, tables }: Appendix): Generator<string> {
  yield line('Title', name, '<w:spacing w:before="0"/>') + line('Subtitle', title)
  yield line('Remark', attachedTo) + rule(landscapeWidth / 2, 40)
  for (const table of tables) {
    yield line('TableTitle', table.title)
    if (table.rows.length > 0) yield* docxTable(table, landscapeWidth)
    for (const note of table.notes) yield line('TableNote', note)
  }
}

/** Pages are numbered from the second one on, each appendix for itself. */
function section(orientation: 'portrait' | 'landscape'): string {
  const [width, height] = orientation === 'portrait' ? [page.width, page.height] : [page.height, page.width]
  return `<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/><w:type w:val="nextPage"/><w:pgSz w:w="${twips(width)}" w:h="${twips(height)}"${orientation === 'landscape' ? ' w:orient="landscape"' : ''}/><w:pgMar w:top="${twips(page.top)}" w:right="${twips(page.right)}" w:bottom="${twips(page.bottom)}" w:left="${twips(page.left)}" w:header="${twips(10)}" w:footer="${twips(10)}" w:gutter="0"/><w:pgNumType w:start="1"/><w:cols w:space="720"/><w:titlePg/></w:sectPr>`
}
