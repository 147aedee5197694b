import { periodMsOf } from '../days.ts'
import { thereIn } from '../incidents/see.ts'
import type { Line } from '../model/inventory.ts'
import type { Check, Instant, Observation } from '../model.ts'
import { blindStretches } from '../operations/blind.ts'
import { wholeDevice } from '../operations/fold-day.ts'
import { type LineDaySeen, type LineReach, lineCounters } from '../operations/line-day.ts'
import { lineCheckIds } from '../operations/line-figures.ts'
import { linkSeries } from '../operations/link-rates.ts'
import type { Stretch } from '../operations/minutes.ts'
import { findCheck } from './checks.ts'
import type { Database } from './database.ts'
import { decodeDay } from './day-codec.ts'
import { findAsset } from './inventory.ts'
import { listMaintenance } from './maintenance.ts'
import { observationColumns, toObservation } from './observation-row.ts'
import { readSeries } from './series.ts'

/** Domain rules 3.7: p95 is of averages over five minutes. */
const stepSeconds = 300
/** What was at the edge of a time is told by looks on both sides of it, at most so many periods away. */
const edgePeriods = 3

/** What the reach-ping of a line brings numbers of. */
const reachSeries = ['v4', 'v6'].flatMap((family) =>
  ['loss', 'rttMinMs', 'rttAvgMs', 'rttMaxMs', 'jitterMs'].map((name) => `${family}.${name}`),
)

/** What the minutes of a line in a time are made of. */
export async function loadLineReach(
  db: Database,
  line: Line,
  { from, to, pace }: { from: Instant; to: Instant; pace: number },
): Promise<LineReach> {
  const { check, reachPeriodMs } = await findReach(db, line, pace)
  const time = { from, to: shifted(to, edgePeriods * reachPeriodMs + 1) }
  return {
    from,
    to,
    reach: check ? await listAround(db, check.id, time) : [],
    reachPeriodMs,
    there: check ? await listThere(db, lineCheckIds(line.code).pe, time) : [],
    blind: check ? await listBlind(db, check, line, time) : [],
    maintenance: await listMaintenance(db, line, from, to),
  }
}

async function findReach(db: Database, { code, ceAddress, ceAddress6 }: Line, pace: number) {
  const hasEnd = ceAddress !== undefined || ceAddress6 !== undefined
  const check = hasEnd ? await findCheck(db, lineCheckIds(code).reach) : undefined
  return { check, reachPeriodMs: periodMsOf(check?.everySeconds ?? 20, pace) }
}

/** All that was seen of a line in a time, but for what it was before. */
export async function loadLineLooks(
  db: Database,
  line: Line,
  { from, to, pace }: { from: Instant; to: Instant; pace: number },
): Promise<Omit<LineDaySeen, 'before'>> {
  const { check: reachCheck } = await findReach(db, line, pace)
  const counterCheck = await findCheck(db, lineCheckIds(line.code).counters)
  const countPeriodMs = periodMsOf(counterCheck?.everySeconds ?? 60, pace)
  const edgeMs = edgePeriods * countPeriodMs + 1
  const name = (counterCheck?.settings as { interface: string } | undefined)?.interface ?? null
  return {
    ...(await loadLineReach(db, line, { from, to, pace })),
    reachNumbers: reachCheck
      ? await readSeries(db, { checkId: reachCheck.id, series: reachSeries, from, to })
      : new Map(),
    packets: (reachCheck?.settings as { packets?: number } | undefined)?.packets ?? 5,
    counters:
      counterCheck && name !== null
        ? await readSeries(db, {
            checkId: counterCheck.id,
            series: linkSeries(`if.${name}`, lineCounters),
            from: shifted(from, -edgeMs),
            to: shifted(to, edgeMs),
          })
        : new Map(),
    interface: name,
    counted: counterCheck ? await listAround(db, counterCheck.id, { from, to }) : [],
    countPeriodMs,
    stepMs: periodMsOf(stepSeconds, pace),
    growth: await loadGrowth(db, line, name, { from, to, pace }),
  }
}

/** Every line that is looked at, or was, with the moment from which on nothing of it is kept yet. Longest waiting first. */
export async function listLinesToKeep(db: Database): Promise<{ line: string; from: Instant }[]> {
  const rows = await db
    .selectFrom('check')
    .select((eb) => [
      'asset_code as line',
      eb
        .selectFrom('line_day')
        .select('to_at')
        .whereRef('line', '=', 'check.asset_code')
        .orderBy('from_at', 'desc')
        .limit(1)
        .as('kept'),
      eb
        .selectFrom('observation')
        .select('first_seen_at')
        .whereRef('check_id', '=', 'check.id')
        .orderBy('first_due_at')
        .limit(1)
        .as('first'),
    ])
    .where('asset_kind', '=', 'line')
    .execute()
  const waiting = new Map<string, Instant>()
  for (const { line, kept, first } of rows) {
    const from = kept ?? first
    if (from !== null && from < (waiting.get(line) ?? '~')) waiting.set(line, from)
  }
  return [...waiting]
    .map(([line, from]) => ({ line, from }))
    .sort((one, other) => (one.from < other.from ? -1 : 1))
}

/** The intervals of a check that reach into a time, with the last one before it, oldest first. */
export async function listAround(
  db: Database,
  checkId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<Observation[]> {
  const own = db.selectFrom('observation').where('check_id', '=', checkId)
  const before = await own
    .select('first_due_at')
    .where('first_due_at', '<', from)
    .orderBy('first_due_at', 'desc')
    .offset(1) // the one before the interval that reaches into the time
    .limit(1)
    .executeTakeFirst()
  const rows = await own
    .select(observationColumns)
    .where('first_due_at', '>=', before?.first_due_at ?? '')
    .where('first_due_at', '<', to)
    .orderBy('first_due_at')
    .execute()
  return rows.map(toObservation)
}

/** Between the last good self-test and the next, wherever one said that we have no way to the line's end. */
export async function listBlind(
  db: Database,
  { vantage }: Pick<Check, 'vantage'>,
  { ceAddress, ceAddress6 }: Pick<Line, 'ceAddress' | 'ceAddress6'>,
  time: { from: Instant; to: Instant },
): Promise<Stretch[]> {
  const tests = await listAround(db, `prober~${vantage}~prober-self-test`, time)
  return blindStretches(tests, { ipv4: ceAddress !== undefined, ipv6: ceAddress6 !== undefined })
}

/** Whenever the provider's edge had its interface up and the line's end for a neighbour over some family. */
async function listThere(
  db: Database,
  checkId: string,
  time: { from: Instant; to: Instant },
): Promise<Stretch[]> {
  return thereIn(await listAround(db, checkId, time))
}

/** What the device counted by version of IP on the line's interface on that day; null where nobody asked. */
async function loadGrowth(
  db: Database,
  { device: code, level }: Line,
  name: string | null,
  { from, to, pace }: { from: Instant; to: Instant; pace: number },
): Promise<LineDaySeen['growth']> {
  if (code === null || name === null) return null
  const device = await findAsset(db, 'device', code, { asOf: to })
  const uplinks = new Set([device?.internetIf, device?.tslcdIf].filter((one) => one != null))
  if (level === 'backup' || !uplinks.has(name)) return null
  const checkId = `device~${code}~snmp-traffic`
  const check = await findCheck(db, checkId)
  const row = await db
    .selectFrom('check_day')
    .select('body')
    .where('check_id', '=', checkId)
    .where('from_at', '<=', from)
    .where('to_at', '>=', to)
    .executeTakeFirst()
  if (row === undefined || check === undefined) return null
  const { growth } = decodeDay(row.body)
  return {
    link: growth[name] ?? null,
    device: growth[wholeDevice] ?? null,
    uplinks: uplinks.size,
    expected: (Date.parse(to) - Date.parse(from)) / periodMsOf(check.everySeconds, pace),
  }
}

function shifted(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) + ms).toISOString()
}
