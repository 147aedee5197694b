import { xml } from '../../office/xml.ts'
import { type Appendix, type Block, type Paper, type PaperTable, page } from './paper.ts'

/** How it looks: on A4 as the Word file does, on a screen as a sheet. */
export const paperStyle = `
@page { size: A4; margin: ${page.top}mm ${page.right}mm ${page.bottom}mm ${page.left}mm; @top-center { content: counter(page); font: 13pt "Times New Roman", "Liberation Serif", serif } }
@page :first { @top-center { content: none } }
@page wide { size: A4 landscape; margin: ${page.top}mm ${page.right}mm ${page.bottom}mm ${page.left}mm }
html { color: #000; background: #fff; font: 14pt/1.15 "Times New Roman", "Liberation Serif", Tinos, serif }
body { margin: 0 }
body.small { font-size: 13pt; line-height: 1.05 }
.number, .date, .attached { white-space: pre-wrap }
p, h1, h2, h3, ul { margin: 0; font-size: inherit; font-weight: inherit }
header.head, footer { display: grid; grid-template-columns: 64fr 96fr }
header.head { text-align: center; font-size: 12pt }
header.head div > * { display: block }
.bold, header.head .issuer, .nation, .motto, h1, h2, .signing { font-weight: bold }
.motto { font-size: 13pt }
.issuer, h1 { white-space: pre-line }
.rule { width: 24mm; height: 0; margin: 1mm auto 0; border: 0; border-top: 0.75pt solid }
.rule.motto-rule { width: 57mm }
.number, .date { font-size: 13pt; margin-top: 3pt }
.date, .remark, .note, .warning, .to-be { font-style: italic }
h1 { text-align: center; margin-top: 12pt }
.remark, .warning, .attached { text-align: center; font-size: 13pt }
.warning { font-size: 10pt }
.attached { font-style: italic }
.to { margin: 12pt 0 0 35mm }
main > p, main > h2, main > h3 { text-align: justify; text-indent: 12.7mm; margin-top: 6pt }
main > h2, main > h3 { font-weight: bold; break-after: avoid }
footer { margin-top: 12pt; break-inside: avoid }
.recipients { font-size: 11pt }
.recipients strong { font-size: 12pt; font-style: italic }
.signing { text-align: center }
.signing .name { margin-top: 24mm }
section { page: wide; break-before: page; max-width: none }
section h2 { text-align: center; white-space: pre-line }
section h3 { font-size: 12pt; font-weight: bold; margin: 12pt 0 4pt; break-after: avoid }
.table { overflow-x: auto }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 9pt }
th, td { border: 0.5pt solid #000; padding: 0.3mm 0.8mm; vertical-align: top; overflow-wrap: break-word }
th { vertical-align: middle }
thead { display: table-header-group }
tr { break-inside: avoid }
.right { text-align: right }
.center { text-align: center }
.note { font-size: 11pt; margin-top: 3pt }
@media screen {
  html { background: #ddd }
  body { max-width: ${page.width - page.left - page.right}mm; padding: ${page.top}mm ${page.right}mm ${page.bottom}mm ${page.left}mm; margin: 5mm auto; background: #fff }
  section { margin-top: 15mm }
}
@media screen and (max-width: 800px) { body { padding: 5mm; margin: 0 } .to { margin-left: 10mm } table { width: 250mm } }
`

/** The paper as one page of HTML that prints to A4 as the Word file does; `style` is an element that brings `paperStyle`. */
export function* paperHtml(paper: Paper, style = `<style>${paperStyle}</style>`): Generator<string> {
  yield `<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${xml(paper.subject.replaceAll('\n', ' '))}</title>${style}</head><body${paper.points === 13 ? ' class="small"' : ''}>`
  if (paper.warning !== null) yield `<p class="warning">${xml(paper.warning)}</p>`
  yield head(paper)
  yield `<h1>${xml(`${paper.kind}\n${paper.subject}`)}</h1><hr class="rule">`
  if (paper.remark !== null) yield `<p class="remark">${xml(paper.remark)}</p>`
  yield addressees(paper.addressees)
  yield '<main>'
  for (const block of paper.body) yield blockHtml(block)
  yield '</main>'
  yield foot(paper)
  for (const appendix of paper.appendices) yield* appendixHtml(appendix)
  yield '</body></html>\n'
}

function head({ superior, issuer, number, placeAndDate }: Paper): string {
  return `<header class="head"><div>${superior === null ? '' : `<span>${xml(superior)}</span>`}<span class="issuer">${xml(issuer)}</span><hr class="rule"><span class="number">${xml(number)}</span></div><div><span class="nation">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</span><span class="motto">Độc lập - Tự do - Hạnh phúc</span><hr class="rule motto-rule"><span class="date">${xml(placeAndDate)}</span></div></header>`
}

function addressees(all: string[]): string {
  if (all.length === 0) return ''
  if (all.length === 1) return `<p class="to">Kính gửi: ${xml(all[0] ?? '')}.</p>`
  const items = all.map((one, i) => `<br>- ${xml(one)}${i === all.length - 1 ? '.' : ';'}`)
  return `<p class="to">Kính gửi:${items.join('')}</p>`
}

function blockHtml(block: Block): string {
  if (block.kind === 'heading') return `<h${block.level + 1}>${xml(block.text)}</h${block.level + 1}>`
  return `<p>${block.kind === 'item' ? '- ' : ''}${xml(block.text)}</p>`
}

function foot({ recipients, authority, signer }: Paper): string {
  const to = recipients.map((one, i) => `<br>- ${xml(one)}${i === recipients.length - 1 ? '.' : ';'}`)
  return `<footer><p class="recipients"><strong>Nơi nhận:</strong>${to.join('')}</p><div class="signing">${authority.map((one) => `<p>${xml(one)}</p>`).join('')}<p class="name">${xml(signer)}</p></div></footer>`
}

function* appendixHtml({ name, title, attachedTo, tables }: Appendix): Generator<string> {
  yield `<section><h2>${xml(`${name}\n${title}`)}</h2><p class="attached">${xml(attachedTo)}</p><hr class="rule">`
  for (const table of tables) {
    yield `<h3>${xml(table.title)}</h3>`
    if (table.rows.length > 0) yield* tableHtml(table)
    for (const note of table.notes) yield `<p class="note">${xml(note)}</p>`
  }
  yield '</section>'
}

function* tableHtml({ title, columns, rows }: PaperTable): Generator<string> {
  const wanted = columns.reduce((sum, { widthMm }) => sum + widthMm, 0)
  const cols = columns.map(({ widthMm }) => `<col width="${Math.round((1000 * widthMm) / wanted) / 10}%">`)
  yield `<div class="table" role="region" tabindex="0" aria-label="${xml(title)}"><table><colgroup>${cols.join('')}</colgroup><thead><tr>${columns.map(({ header }) => `<th scope="col">${xml(header)}</th>`).join('')}</tr></thead><tbody>`
  const classes = columns.map(({ align }) => (align === 'left' ? '' : ` class="${align}"`))
  for (const row of rows)
    yield `<tr>${row.map((text, i) => `<td${classes[i]}>${xml(text)}</td>`).join('')}</tr>`
  yield '</tbody></table></div>'
}
