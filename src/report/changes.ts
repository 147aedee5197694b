import type { MonthlyReport, UnitReport } from './monthly-report.ts'

/** Something that is different from the report of the period before. */
export type ReportChange = {
  what: 'level' | 'criterion' | 'broken' | 'mended' | 'task' | 'new' | 'ended'
  /** Code and name of the unit; of a task its code and name. */
  code: string
  name: string
  /** The criterion; null where it is about the whole. */
  subject: string | null
  before: string | null
  after: string | null
  /** null where neither is better. */
  better: boolean | null
}

/** What changed since the report before: levels, criteria that pass now or no longer, broken IPv6, tasks, units. */
export function reportChanges(before: MonthlyReport, after: MonthlyReport): ReportChange[] {
  const earlier = new Map(before.units.map((unit) => [unit.code, unit]))
  const current = new Set(after.units.map(({ code }) => code))
  const nothing = { subject: null, before: null, after: null, better: null }
  const tasks = new Map(before.tasks.map((task) => [task.code, task.state]))
  return [
    ...after.tasks.flatMap(({ code, name, state }): ReportChange[] => {
      const was = tasks.get(code)
      if (was === undefined || was === state) return []
      const better = state === 'done' ? true : state === 'late' ? false : null
      return [{ what: 'task', code, name: name.vi, subject: null, before: was, after: state, better }]
    }),
    ...after.units.flatMap((unit): ReportChange[] => {
      const { code, name } = unit
      const was = earlier.get(code)
      return was ? unitChanges(was, unit) : [{ what: 'new', code, name, ...nothing }]
    }),
    ...before.units
      .filter(({ code }) => !current.has(code))
      .map(({ code, name }): ReportChange => ({ what: 'ended', code, name, ...nothing })),
  ]
}

function unitChanges(was: UnitReport, is: UnitReport): ReportChange[] {
  const about = { code: is.code, name: is.name }
  const verdicts = new Map(was.verdicts.map(({ id, verdict }) => [id, verdict]))
  return [
    ...(was.level === is.level
      ? []
      : [
          {
            what: 'level' as const,
            ...about,
            subject: null,
            before: String(was.level),
            after: String(is.level),
            better: is.level > was.level,
          },
        ]),
    ...is.broken
      .filter((label) => !was.broken.includes(label))
      .map((label) => ({
        what: 'broken' as const,
        ...about,
        subject: label,
        before: null,
        after: null,
        better: false,
      })),
    ...was.broken
      .filter((label) => !is.broken.includes(label))
      .map((label) => ({
        what: 'mended' as const,
        ...about,
        subject: label,
        before: null,
        after: null,
        better: true,
      })),
    ...is.verdicts.flatMap(({ id, verdict }): ReportChange[] => {
      const before = verdicts.get(id)
      if (before === undefined || before === verdict || (before !== 'pass' && verdict !== 'pass')) return []
      return [
        { what: 'criterion', ...about, subject: id, before, after: verdict, better: verdict === 'pass' },
      ]
    }),
  ]
}
