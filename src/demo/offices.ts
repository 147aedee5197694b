import { defaultOffice, type Office } from '../report/office.ts'
import { dayOf, type Period } from '../report/period.ts'

const dayMs = 86_400_000

/** What an office would have entered for months that are over: all but the newest are sent, which waits for its number. */
export function demoOffices(months: Period[]): { period: string; office: Office }[] {
  return months.slice(0, -1).map(({ name, to }, i) => {
    const day = (days: number) => dayOf(new Date(Date.parse(to) + days * dayMs).toISOString())
    return {
      period: name,
      office: {
        ...defaultOffice,
        number: String(i + 11),
        date: day(1),
        signer: 'Người ký (minh hoạ)',
        direction: 'Nội dung minh hoạ: Sở đã đôn đốc các đơn vị thực hiện kế hoạch chuyển đổi IPv6.',
        proposals: 'Nội dung minh hoạ: không có đề xuất, kiến nghị.',
        sentOn: day(2),
        sentVersion: 1,
      },
    }
  })
}
