import type { ReportDeps } from '../../src/jobs/build-report.ts'
import { keepLineDays } from '../../src/jobs/keep-line-days.ts'
import { makeReport } from '../../src/jobs/monthly-report.ts'
import { verifyReport } from '../../src/jobs/verify-report.ts'
import { shippedPlan } from '../../src/plan-file.ts'
import { reportFile, reportFormats } from '../../src/report/files.ts'
import { defaultOffice } from '../../src/report/office.ts'
import { cutoffOf, lastClosed, periodOf } from '../../src/report/period.ts'
import { breather } from '../../src/store/breather.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { fullScale, generateProvince } from './province-generator.ts'
import { temporaryUrl } from './temporary-url.ts'
import { computedMs, watchTurns } from './turns.ts'

/** Seconds of computing that a report may take to be built, and to be verified; milliseconds of it in one turn. */
const goal = { buildSeconds: 10, verifySeconds: 120, turnMs: 200 }

/** The reports of the last twelve months and of the year that they close, of a whole province. False when a goal is missed. */
export async function benchReports(factor = 1): Promise<boolean> {
  const scale = { ...fullScale, units: Math.round(fullScale.units * factor), years: 1.1 }
  const db = await openDatabase(temporaryUrl())
  const filled = await timed(() => generateProvince(db, scale))
  console.log(
    `${filled.result.units} units, ${filled.result.intervals} intervals in ${filled.seconds.toFixed(0)} s`,
  )
  const names = twelveBefore(scale.now)
  const now = cutoffOf(periodOf(names[0] as string))
  const deps: ReportDeps = {
    db,
    now: () => scale.now,
    optionsAt: async () => ({ treatDocumentationAsGlobal: true, insideCountsAsOutside: true, pace: 1 }),
    planAt: async () => shippedPlan(),
  }
  await forgetBefore(db, periodOf(names[0] as string).from)
  // the product keeps the days of lines as they end; a report waits for none but the last
  const kept = await timed(async () => {
    while (await keepLineDays(deps, { lines: 10, settled: true }));
  })
  console.log(`days of lines kept in ${kept.seconds.toFixed(0)} s`)
  const turn = watchTurns()
  let slowest = 0
  for (const name of [...names, names.at(-1)?.slice(0, 4) as string]) {
    const { seconds, result } = await timed(() => makeReport(deps, name))
    slowest = Math.max(slowest, seconds)
    console.log(
      `${name.padEnd(8)} built in ${seconds.toFixed(1)} s, ${(result.body.length / 1e6).toFixed(1)} MB`,
    )
  }
  const last = names.at(-1) as string
  const { report, body, sha256 } = await makeReport(deps, last)
  for (const format of reportFormats) {
    const { seconds, result } = await timed(() =>
      reportFile({ report, body, sha256, office: defaultOffice }, format, breather()),
    )
    console.log(
      `${format.padEnd(8)} written in ${seconds.toFixed(1)} s, ${(result.length / 1e3).toFixed(0)} kB`,
    )
  }
  const verified = await timed(() => verifyReport(deps, last))
  console.log(
    `${last} verified in ${verified.seconds.toFixed(1)} s: ${JSON.stringify({ ...verified.result, sha256: undefined })}`,
  )
  const turnMs = turn()
  console.log(`one turn of the event loop at most ${turnMs.toFixed(0)} ms (from ${now})`)
  await db.destroy()
  return (
    slowest <= goal.buildSeconds &&
    verified.seconds <= goal.verifySeconds &&
    verified.result.rebuilt === true &&
    !(turnMs > goal.turnMs)
  )
}

function twelveBefore(now: string): string[] {
  const { name } = lastClosed(now)
  const [year, month] = [Number(name.slice(0, 4)), Number(name.slice(5))]
  return Array.from({ length: 12 }, (_, i) => {
    const at = year * 12 + month - 1 - 11 + i
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
  })
}

/** Otherwise the report asked for first would bring along those of all months before it. */
async function forgetBefore(db: Database, from: string): Promise<void> {
  await db.deleteFrom('observation').where('last_seen_at', '<', from).execute()
  await db.updateTable('observation').set({ first_seen_at: from }).where('first_seen_at', '<', from).execute()
}

/** With the seconds of processor time of this thread: what it would take on a machine that has nothing else to do. */
async function timed<Result>(run: () => Promise<Result>): Promise<{ result: Result; seconds: number }> {
  const started = computedMs()
  const result = await run()
  return { result, seconds: (computedMs() - started) / 1000 }
}
