import {
  type AntiMalwareDay,
  type FigureKind,
  type Figures,
  milestoneNames,
  type WebCount,
} from '../model/figures.ts'
import { oneOf, optional, required } from './cell.ts'
import { type Kind, kind } from './kinds.ts'
import { number } from './number-cell.ts'
import { code, day, host, text } from './text-cells.ts'

export const figureKinds = [
  'projects',
  'milestones',
  'antimalware',
  'web_counts',
] as const satisfies readonly FigureKind[]

const key = required(code)
const someText = optional(text, '')
const someDay = optional(day, null)
const count = required(number({ min: 0, max: 1_000_000_000, integer: true }))

/** The columns of each kind of file that others hand in, and what makes a row the same row. */
export const figureFiles: { [K in FigureKind]: Kind<Figures[K]> & { keyOf(row: Figures[K]): string[] } } = {
  projects: {
    ...kind('Dự án', 'Projects', {}, (c) => [
      c('code', 'code', key, 'Mã', 'Code'),
      c('name', 'name', required(text), 'Tên dự án', 'Name'),
      c('kind', 'kind', required(oneOf(['dc', 'ioc', 'soc', 'other'])), 'Loại', 'Kind'),
      c('unit', 'unit', key, 'Đơn vị chủ trì', 'Unit in charge'),
      c('document_number', 'documentNumber', someText, 'Số văn bản', 'Document number'),
      c('document_date', 'documentDate', someDay, 'Ngày văn bản', 'Document date'),
      c(
        'ipv6_from_use',
        'ipv6FromUse',
        optional(oneOf(['yes', 'no']), null),
        'IPv6 từ khi đưa vào sử dụng',
        'IPv6 from the day of use',
      ),
      c('ipv6_document', 'ipv6Document', someText, 'Minh chứng IPv6', 'Evidence of IPv6'),
    ]),
    keyOf: ({ code }) => [code],
  },
  milestones: {
    ...kind('Mốc dự án', 'Milestones', {}, (c) => [
      c('project', 'project', key, 'Mã dự án', 'Project'),
      c('milestone', 'name', required(oneOf(milestoneNames)), 'Mốc', 'Milestone'),
      c('planned', 'planned', someDay, 'Ngày kế hoạch', 'Planned'),
      c('actual', 'actual', someDay, 'Ngày thực hiện', 'Done'),
      c('document_number', 'documentNumber', someText, 'Số văn bản', 'Document number'),
      c('document_date', 'documentDate', someDay, 'Ngày văn bản', 'Document date'),
    ]),
    keyOf: ({ project, name }) => [project, name],
  },
  antimalware: {
    ...kind<AntiMalwareDay>('Phòng chống mã độc', 'Anti-malware', {}, (c) => [
      c('unit', 'unit', key, 'Đơn vị', 'Unit'),
      c('day', 'day', required(day), 'Ngày', 'Day'),
      c('declared', 'declared', count, 'Máy khai báo', 'Endpoints declared'),
      c('agents', 'agents', count, 'Đã cài', 'Agents'),
      c('seen_7d', 'seen7d', count, 'Báo cáo 7 ngày', 'Seen within 7 days'),
      c('updated_7d', 'updated7d', count, 'Trong đó mẫu mới 7 ngày', 'Of these, signatures of 7 days'),
      c('infections', 'infections', count, 'Lây nhiễm', 'Infections'),
      c('cleaned', 'cleaned', count, 'Đã xử lý', 'Cleaned'),
      c(
        'connected_national',
        'national',
        required(oneOf(['yes', 'in_progress', 'no'])),
        'Kết nối hệ thống quốc gia',
        'Connected to the national system',
      ),
      c('connected_date', 'nationalDate', someDay, 'Chia sẻ gần nhất', 'Last exchange'),
      c('connected_document', 'nationalDocument', someText, 'Văn bản kết nối', 'Connection document'),
    ]),
    keyOf: ({ unit, day }) => [unit, day],
  },
  web_counts: {
    ...kind<WebCount>('Lượt truy cập web', 'Web requests', {}, (c) => [
      c('host', 'host', required(host), 'Tên miền', 'Host'),
      c('day', 'day', required(day), 'Ngày', 'Day'),
      c('family', 'family', required(oneOf(['4', '6'])), 'Giao thức', 'Family'),
      c('requests', 'requests', count, 'Số yêu cầu', 'Requests'),
      c('bot_requests', 'botRequests', count, 'Trong đó máy tự động', 'Of these by bots'),
    ]),
    keyOf: ({ host, day, family }) => [host, day, family],
  },
}
