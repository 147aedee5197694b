import { formatDay, formatNumber } from '../i18n/format.ts'
import type { Messages } from '../i18n/messages.ts'
import type { Locale } from '../model.ts'
import type { ReportChange } from './changes.ts'
import type { MonthlyReport } from './monthly-report.ts'
import { missingOf, type Office } from './office.ts'
import { dayOf } from './period.ts'
import { periodName } from './period-name.ts'
import { taskTexts } from './tables/words.ts'

type Words = { t: Messages; locale: Locale }

export type ReportTelling = {
  report: MonthlyReport
  sha256: string
  office: Office
  /** Against the report of the period before; null where there is none. */
  changes: ReportChange[] | null
  /** The units that are asked for, of which each has a report of its own; none for the province's. */
  units: string[]
  /** Where the pages are, for links; null where nobody said. */
  baseUrl: string | null
}

/** Changes that a message lists; the page has all. */
const mostChanges = 300

/** What a message says that brings a report: what it is of, what is missing before it can be sent, what changed. */
export function reportMessageText(
  { report, sha256, office, changes, units, baseUrl }: ReportTelling,
  words: Words,
): { subject: string; body: string } {
  const { t, locale } = words
  const { mail } = t.reports
  const { period, replaces, previous } = report
  const name = periodName(period.name, words)
  const missing = missingOf(office).map((one) => shortField(t.reportOffice.fields[one]))
  const absent = units.filter((code) => !report.units.some((unit) => unit.code === code))
  const path = `${baseUrl}/reports/${period.name}`
  const listed = changes?.slice(0, mostChanges) ?? []
  const more = (changes?.length ?? 0) - listed.length
  const lines = [
    mail.frozen(name, formatDay(dayOf(period.from), locale), formatDay(dayOf(report.cutoffAt), locale)),
    units.length === 0 ? mail.attached : absent.length < units.length && mail.attachedUnits,
    absent.length > 0 && mail.absent(absent.join(', ')),
    replaces && t.reports.replaces(String(replaces.version), replaces.reason),
    replaces && mail.differences(formatNumber(replaces.differences.length + replaces.more, locale)),
    units.length === 0 &&
      `${t.reports.missing}: ${missing.length === 0 ? t.reports.complete : missing.join(', ')}`,
    `${t.reports.hash} (SHA-256): ${sha256}`,
    baseUrl !== null && path,
    '',
    changes === null || previous === null
      ? t.reports.noBefore
      : changes.length === 0
        ? t.reports.noChanges
        : mail.changes(
            periodName(previous.period, words).toLowerCase(),
            formatNumber(changes.length, locale),
          ),
    ...listed.map((change) => `- ${changeLine(change, words)}`),
    more > 0 &&
      `${mail.moreChanges(formatNumber(more, locale))}${baseUrl === null ? '' : ` ${path}/changes`}`,
  ]
  return {
    subject: replaces ? mail.subjectAgain(name, String(replaces.version + 1)) : mail.subject(name),
    body: lines.filter((line) => line !== false && line !== null && line !== undefined).join('\n'),
  }
}

/** "UBND xã A: tiêu chí WEB-02, đạt → không đạt (kém đi)". */
function changeLine(change: ReportChange, words: Words): string {
  const { what, code, name, subject, better } = change
  const { changeKinds, better: ways } = words.t.reports
  const values = [changeValue(change, change.before, words), changeValue(change, change.after, words)]
  const about = [changeKinds[what], subject, values.every((value) => value !== '') && `${values.join(' → ')}`]
  const way = better === null ? '' : ` (${ways[better ? 'yes' : 'no']})`
  return `${what === 'task' ? `${code} ${name}` : name}: ${about.filter(Boolean).join(' ')}${way}`
}

/** A value of a change as people read it: the word of a verdict or of a task's state. */
export function changeValue({ what }: ReportChange, value: string | null, { t, locale }: Words): string {
  if (value === null) return ''
  if (what === 'criterion') return (t.verdict as Record<string, string>)[value] ?? value
  if (what === 'task') return taskTexts[value as keyof typeof taskTexts]?.[locale] ?? value
  return value
}

/** "Ngày ban hành" without what the form explains in brackets. */
export function shortField(label: string): string {
  return label.replace(/ \(.*$/, '')
}
