import { incidents as en } from '../../i18n/en/incidents.ts'
import { formatMoment } from '../../i18n/format.ts'
import { incidents as vi } from '../../i18n/vi/incidents.ts'
import type { Locale } from '../../model.ts'
import type { IncidentReport, MonthlyReport } from '../monthly-report.ts'
import { type Column, defineTable } from './table.ts'

type Named = IncidentReport & { unitName: string | null; cutoffAt: string }

const words: Record<Locale, typeof vi> = { vi, en }
const minuteMs = 60_000

function column(
  vi: string,
  en: string,
  cell: Column<Named>['cell'],
  looks: Partial<Column> = {},
): Column<Named> {
  return { header: { vi, en }, cell, ...looks }
}

/** What an incident is about, as a reader finds it in the other tables. */
export function rootText({ kind, code }: Pick<IncidentReport, 'kind' | 'code'>, locale: Locale): string {
  return `${words[locale].kinds[kind]} ${code}`
}

export const incidentTable = defineTable<Named>({
  title: { vi: 'Biểu 06a. Sự cố mạng trong kỳ', en: 'Table 06a. Incidents of the network' },
  rows: (report) => {
    const { cutoffAt, incidents = [] } = report
    return incidents.map((one) => ({ ...one, unitName: unitName(report, one.unit), cutoffAt }))
  },
  key: ({ id }) => id,
  columns: [
    column('Mã sự cố', 'Incident', ({ id }) => id, { as: 'code', widthMm: 24 }),
    column('Nơi phát sinh', 'Where it began', (one, locale) => rootText(one, locale), { widthMm: 44 }),
    column('Đơn vị', 'Unit', ({ unitName }) => unitName, { widthMm: 44 }),
    column('Nhà cung cấp', 'Provider', ({ provider }) => provider, { widthMm: 24 }),
    column('Biểu hiện', 'Symptom', ({ symptom }, locale) => words[locale].symptoms[symptom], { widthMm: 26 }),
    column('Mức', 'Severity', ({ severity }, locale) => words[locale].severities[severity], { widthMm: 18 }),
    column('Từ', 'Since', ({ since }, locale) => formatMoment(since, locale), { widthMm: 24 }),
    column(
      'Khôi phục',
      'Restored',
      ({ restoredAt, abandoned }, locale) =>
        restoredAt === null
          ? { vi: abandoned ? 'không rõ' : 'chưa khôi phục', en: abandoned ? 'not known' : 'not yet' }[locale]
          : formatMoment(restoredAt, locale),
      { widthMm: 24 },
    ),
    column('Kéo dài (phút)', 'Lasted (minutes)', lastedMinutes, { widthMm: 16 }),
    column('Đường truyền mất theo', 'Lines that fell with it', ({ lines }) => lines.join(' '), {
      widthMm: 30,
    }),
    column(
      'Nguyên nhân',
      'Cause',
      ({ cause, causeConfirmed }, locale) =>
        causeConfirmed || cause === 'unknown'
          ? words[locale].causes[cause]
          : `${words[locale].causes[cause]} (${words[locale].proposed})`,
      { widthMm: 28 },
    ),
  ],
  notes: ({ incidents }) => [
    incidents === undefined
      ? { vi: 'Báo cáo này lập theo mẫu chưa có sự cố.', en: 'This template has no incidents yet.' }
      : incidents.length === 0
        ? { vi: 'Hệ thống không ghi nhận sự cố nào trong kỳ.', en: 'No incident is on record in the period.' }
        : {
            vi: 'Mỗi nguyên nhân gốc là một sự cố, kể cả sự cố mở từ kỳ trước; thời gian của sự cố chưa khôi phục tính đến thời điểm chốt số liệu.',
            en: 'Each root cause is one incident, those of before that went on among them; one that is not restored is counted until the cut-off.',
          },
  ],
})

function lastedMinutes({ since, restoredAt, abandoned, cutoffAt }: Named): number | null {
  if (abandoned) return null
  return Math.round((Date.parse(restoredAt ?? cutoffAt) - Date.parse(since)) / minuteMs)
}

function unitName({ units }: MonthlyReport, code: string | null): string | null {
  return code === null ? null : (units.find((unit) => unit.code === code)?.name ?? code)
}
