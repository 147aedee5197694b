import { formatDay } from '../../i18n/format.ts'
import type { MonthlyReport } from '../monthly-report.ts'
import type { Office } from '../office.ts'
import { dayOf, endOfNext, parsePeriodName, periodOf } from '../period.ts'
import type { TableId } from '../tables.ts'
import { nextBlocks, shortcomingBlocks } from './follow-up.ts'
import { type Appendix, type Block, fullNumber, longDate, type Paper } from './paper.ts'
import { paperTable } from './paper-table.ts'
import {
  antiMalwareBlocks,
  conversionBlocks,
  hotspotBlocks,
  lineBlocks,
  overviewBlocks,
  projectBlocks,
} from './results.ts'
import { count, nextPeriodWords, periodWords } from './words.ts'

const heading = (level: 1 | 2, text: string): Block => ({ kind: 'heading', level, text })
const paragraph = (text: string): Block => ({ kind: 'paragraph', text })

const appendices: { title: string; tables: TableId[] }[] = [
  { title: 'Biểu tổng hợp', tables: ['01', '01a', '02', '05', '09'] },
  { title: 'Biểu chi tiết', tables: ['03', '04', '06', '06a', '07', '08', '10'] },
  { title: 'Phương pháp và căn cứ số liệu', tables: ['11'] },
]

/** The province's report as it is signed: frozen figures, and what the office entered. */
export function provincePaper(report: MonthlyReport, office: Office, sha256: string | null): Paper {
  const { period } = report
  const words = periodWords(period.name)
  const number = fullNumber(office.number, office.symbol)
  return {
    superior: office.superior === '' ? null : office.superior,
    issuer: office.issuer,
    number: `Số: ${number}`,
    placeAndDate: `${office.place}, ${longDate(office.date)}`,
    kind: 'BÁO CÁO',
    subject: `Kết quả chuyển đổi IPv6, tình hình đường truyền số liệu chuyên dùng\nvà wifi công cộng ${words}`,
    remark: remarkOf(report),
    addressees: office.addressees,
    body: bodyOf(report, office),
    authority: office.authority,
    signer: office.signer,
    recipients: office.recipients,
    appendices: appendices.map(({ title, tables }, i) => {
      const attachedTo = `(Kèm theo Báo cáo số ${number} ${longDate(office.date)} của ${properName(office.issuer)})`
      const appendix: Appendix = {
        name: `Phụ lục ${['I', 'II', 'III'][i]}`,
        title: title.toUpperCase(),
        attachedTo,
        tables: tables.map((id) => paperTable(report, id)),
      }
      if (tables.includes('11'))
        appendix.tables
          .at(-1)
          ?.rows.push(['Mã băm của báo cáo này (SHA-256)', sha256 ?? 'bản dự thảo không có mã băm'])
      return appendix
    }),
    points: 14,
    warning:
      report.state === 'draft'
        ? 'DỰ THẢO: kỳ báo cáo chưa kết thúc, số liệu còn thay đổi, không dùng để ban hành'
        : null,
    madeAt: report.cutoffAt,
  }
}

function remarkOf({ replaces }: MonthlyReport): string | null {
  return replaces ? `(Thay thế bản số ${replaces.version}: ${replaces.reason})` : null
}

/** "SỞ THÔNG TIN VÀ TRUYỀN THÔNG" as it stands in a sentence. */
function properName(name: string): string {
  const issuer = name.replaceAll('\n', ' ')
  if (issuer !== issuer.toUpperCase()) return issuer
  const lower = issuer.toLowerCase().replace('thông tin và truyền thông', 'Thông tin và Truyền thông')
  return lower.slice(0, 1).toUpperCase() + lower.slice(1)
}

function bodyOf(report: MonthlyReport, office: Office): Block[] {
  const { period, plan } = report
  const options = { cutoffDay: period.cutoffDay }
  const kind = parsePeriodName(period.name)?.kind ?? 'month'
  const nextTo = endOfNext(periodOf(period.name, options), options)
  const words = periodWords(period.name)
  const blocks: Block[] = [
    paragraph(
      `${planText(plan)}, ${properName(office.issuer)} báo cáo kết quả ${words} (số liệu tính từ ngày ${formatDay(dayOf(period.from), 'vi')} đến hết ngày ${formatDay(dayOf(report.cutoffAt), 'vi')}) như sau:`,
    ),
    heading(1, 'I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH'),
    ...typed(office.direction, documentBlocks(report)),
    heading(1, 'II. KẾT QUẢ THỰC HIỆN'),
    heading(2, '1. Tổng quan'),
    ...overviewBlocks(report),
    heading(2, '2. Chuyển đổi IPv6'),
    ...conversionBlocks(report),
    heading(2, '3. Đường truyền số liệu chuyên dùng'),
    ...lineBlocks(report),
    heading(2, '4. Wifi công cộng'),
    ...hotspotBlocks(report),
    heading(2, '5. Phòng, chống phần mềm độc hại'),
    ...antiMalwareBlocks(report),
    heading(2, '6. Dự án DC, IOC, SOC'),
    ...projectBlocks(report),
    heading(1, 'III. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN'),
    ...shortcomingBlocks(report),
    heading(1, `IV. NHIỆM VỤ ${nextPeriodWords[kind].toUpperCase()}`),
    ...nextBlocks(report, dayOf(new Date(Date.parse(nextTo) - 1).toISOString())),
    heading(1, 'V. ĐỀ XUẤT, KIẾN NGHỊ'),
    ...typed(office.proposals, []),
  ]
  return ended(blocks)
}

/** What people typed, a paragraph a line; a row of dots stands where nobody has yet. */
function typed(text: string, more: Block[]): Block[] {
  const lines = text
    .split(/\r?\n/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
  const own = lines.length > 0 ? lines.map(paragraph) : [paragraph('…………………………………………………………')]
  return [...own, ...more]
}

/** The mark that ends the text of an administrative document. */
function ended(blocks: Block[]): Block[] {
  const last = blocks.at(-1)
  if (last === undefined) return blocks
  return [...blocks.slice(0, -1), { ...last, text: `${last.text.replace(/[.;,]$/, '')}./.` }]
}

function planText(plan: MonthlyReport['plan']): string {
  if (plan === null) return 'Thực hiện nhiệm vụ chuyển đổi IPv6 trong các cơ quan nhà nước của tỉnh'
  const number = plan.number ?? '…/KH-UBND'
  const date = plan.date === null ? '…/…/2021' : formatDay(plan.date, 'vi')
  const name = plan.name.vi.replace(/^Kế hoạch /, '')
  return `Thực hiện Kế hoạch số ${number} ngày ${date} của UBND tỉnh về ${name}`
}

const mostDocuments = 12

function documentBlocks({ documents }: MonthlyReport): Block[] {
  if (documents === undefined) return []
  if (documents.length === 0)
    return [paragraph('Hệ thống chưa ghi nhận văn bản nào có ngày ban hành trong kỳ.')]
  const shown = documents.slice(0, mostDocuments)
  return [
    paragraph(
      `Các văn bản có ngày ban hành trong kỳ được ghi nhận trong hệ thống (${count(documents.length)} văn bản):`,
    ),
    ...shown.map(
      ({ number, date, signer }): Block => ({
        kind: 'item',
        text: `Văn bản số ${number} ngày ${formatDay(date, 'vi')}${signer === '' ? '' : `, người ký: ${signer}`};`,
      }),
    ),
    ...(documents.length > shown.length
      ? [paragraph(`và ${count(documents.length - shown.length)} văn bản khác.`)]
      : []),
  ]
}
