import type { Sample } from '../../probes/probe.ts'
import { calendarDayMs, dayAt, startOfDayAt } from '../../src/days.ts'
import type { Line } from '../../src/model/inventory.ts'
import type { Instant } from '../../src/model.ts'
import { accountingMethod } from '../../src/operations/accounting-method.ts'
import type { LineDayNumbers } from '../../src/operations/line-day.ts'
import { type LineState, lineCheckIds } from '../../src/operations/line-figures.ts'
import { countMinutes } from '../../src/operations/line-minutes.ts'
import { calendarMonth } from '../../src/operations/line-months.ts'
import { lineFiguresOf } from '../../src/operations/line-sum.ts'
import type { Series } from '../../src/operations/series.ts'
import { defaultCutoffDay, periodAt } from '../../src/report/period.ts'
import { pack } from '../../src/store/bytes.ts'
import type { Database } from '../../src/store/database.ts'
import { rollUpDue } from '../../src/store/rollups.ts'
import { addSamples } from '../../src/store/samples.ts'
import { encodeSeries } from '../../src/store/series-codec.ts'
import { saveSeriesDays } from '../../src/store/series-days.ts'
import { groupOf, makeGroups } from '../../src/store/series-groups.ts'
import { type Chance, chanceOf } from '../fuzz/chance.ts'
import { exampleLook } from '../helpers/example.ts'

type Scale = {
  now: Instant
  /** Days kept of every line; of the shown one as many are there as they were read, too. */
  lineDays: number
}

/** The line whose page is measured. */
export const shownLine = 'tslcd-288'

/** Lines differ from each other only by so many kinds of days. */
const kinds = 4

/** Days of lines with the figures of their months, and what was read of the shown one, folded and rolled up. */
export async function writeLines(db: Database, lines: Line[], scale: Scale): Promise<void> {
  const today = dayAt(scale.now, calendarDayMs)
  const numbers = Array.from({ length: kinds }, (_, kind) => numbersOf(chanceOf(11, kind)))
  const days = Array.from({ length: scale.lineDays }, (_, index) => today - scale.lineDays + index)
  const kept = numbers.map((one) => days.map((day) => dayOf(one, day)))
  const rows = kept.map((own) =>
    own.map((day) => ({
      from_at: day.from,
      to_at: day.to,
      body: pack(day),
      minutes: JSON.stringify(countMinutes(day.runs)),
    })),
  )
  for (const [index, line] of lines.entries()) {
    const own = kept[index % kinds] ?? []
    const months = new Map<Instant, LineDayNumbers[]>()
    for (const day of own)
      for (const { from } of [periodAt(day.from, { cutoffDay: defaultCutoffDay }), calendarMonth(day.from)])
        months.set(from, [...(months.get(from) ?? []), day])
    const figures = [...months].flatMap(([from_at, list]) => {
      const made = lineFiguresOf(list, line, accountingMethod(''))
      return made ? [{ line: line.code, from_at, to_at: made.to, body: JSON.stringify(made) }] : []
    })
    await db.transaction().execute(async (trx) => {
      const dayRows = (rows[index % kinds] ?? []).map((row) => ({ line: line.code, ...row }))
      if (dayRows.length > 0) await trx.insertInto('line_day').values(dayRows).execute()
      if (figures.length > 0) await trx.insertInto('line_figure').values(figures).execute()
    })
  }
  const shown = lines.find(({ code }) => code === shownLine)
  if (shown) await writeNumbers(db, shown, { today, days: scale.lineDays, now: scale.now })
}

type Numbers = Pick<LineDayNumbers, 'traffic' | 'delay'> & { down: number; downAt: number }

function numbersOf(chance: Chance): Numbers {
  const mbps = () => Array.from({ length: 288 }, () => Number((1 + chance.upTo(15)).toPrecision(4)))
  const delay = () => ({
    rtt: Array.from({ length: 180 }, (_, step): [number, number] => [3 + step / 100, 72]),
    jitterMs: 2_900,
    steps: 8_640,
    sent: 12_960,
    lost: 6,
    looks: 4_320,
    expected: 4_320,
  })
  return {
    traffic: { in: mbps(), out: mbps(), steps: 288 },
    delay: { ipv4: delay(), ipv6: delay() },
    down: Math.round(chance.upTo(30)),
    downAt: 400 + Math.round(chance.upTo(600)),
  }
}

function dayOf({ traffic, delay, down, downAt }: Numbers, day: number): LineDayNumbers {
  const [from, to] = [startOfDayAt(day, calendarDayMs), startOfDayAt(day + 1, calendarDayMs)]
  const at = (minutes: number) => new Date(Date.parse(from) + minutes * 60_000).toISOString()
  const isDown = day % 9 === 0 && down > 0
  const runs: [LineState, number, number][] = isDown
    ? [
        ['up', 0, downAt],
        ['down', downAt, down],
        ['up', downAt + down, 1440 - downAt - down],
      ]
    : [['up', 0, 1440]]
  return {
    from,
    to,
    method: 'v6gov-1',
    runs: runs.map(([state, start, minutes]) => ({ state, from: at(start), minutes })),
    outages: isDown
      ? [{ from: at(downAt), to: at(downAt + down), opened: { checkId: '', firstDueAt: from } }]
      : [],
    traffic,
    errors: { errors: 3, packets: 9_000_000, discards: 12, knownMs: calendarDayMs },
    delay,
    growth: null,
    reachEvidence: [],
    countEvidence: [],
  }
}

/** What each look of a line brings, as often as the contract's figures want. */
async function writeNumbers(
  db: Database,
  { code }: Line,
  { today, days, now }: { today: number; days: number; now: Instant },
): Promise<void> {
  const ids = lineCheckIds(code)
  for (let day = today - days; day < today; day++) {
    const chance = chanceOf(13, day)
    await writeDay(db, ids.reach, day, pings(chance, day))
    await writeDay(db, ids.counters, day, counts(chance, day))
  }
  for (const id of [ids.reach, ids.counters]) {
    const until = startOfDayAt(today, calendarDayMs)
    await db
      .insertInto('sample_fold')
      .values({ check_id: id, edition: 1, folded_at: until, newest_at: until, day: today })
      .execute()
    for (let day = today - days; day < today; day++)
      await db.insertInto('rollup_due').values({ check_id: id, day, edition: 1 }).execute()
  }
  while (await rollUpDue(db, { pace: 1 }));
  // today's are not folded yet
  const chance = chanceOf(13, today)
  await writeToday(db, ids.reach, pings(chance, today), now)
  await writeToday(db, ids.counters, counts(chance, today), now)
}

async function writeToday(db: Database, checkId: string, series: Map<string, Series>, now: Instant) {
  const [first] = series.values()
  let sampledAt: Instant | null = null
  for (const [index, moment] of (first?.at ?? []).entries()) {
    const at = new Date(moment).toISOString()
    if (at > now) break
    const samples = [...series].map(([name, { kind, values }]): Sample => {
      const value = values[index] ?? 0
      return kind === 'counter' ? { series: name, kind, value: BigInt(value) } : { series: name, kind, value }
    })
    await addSamples(db, [{ look: exampleLook(at, { checkId, samples }), sampledAt }])
    sampledAt = at
  }
  await db.updateTable('last_look').set({ sampled_at: sampledAt }).where('check_id', '=', checkId).execute()
}

async function writeDay(db: Database, checkId: string, day: number, series: Map<string, Series>) {
  const byGroup = new Map<string, Map<string, Series>>()
  for (const [name, one] of series) {
    const group = byGroup.get(groupOf(name)) ?? new Map()
    byGroup.set(groupOf(name), group.set(`${one.kind === 'counter' ? 'c' : 'g'}:${name}`, one))
  }
  const ids = await makeGroups(db, checkId, new Set(byGroup.keys()))
  const rows = [...byGroup].map(([name, own]) => {
    return { day, series_group: ids.get(name) ?? 0, body: encodeSeries(own) }
  })
  await saveSeriesDays(db, rows)
}

function momentsOf(day: number, everySeconds: number): Float64Array {
  const from = Date.parse(startOfDayAt(day, calendarDayMs))
  const count = 86_400 / everySeconds
  return Float64Array.from({ length: count }, (_, look) => from + look * everySeconds * 1000 + (look % 40))
}

function pings(chance: Chance, day: number): Map<string, Series> {
  const at = momentsOf(day, 20)
  const gauge = (value: () => number): Series => ({
    kind: 'gauge',
    at,
    values: at.map(() => Math.round(value() * 1000) / 1000),
    exact: null,
  })
  return new Map(
    ['v4', 'v6'].flatMap((family) => [
      [`${family}.loss`, gauge(() => (chance.is(0.002) ? 0.333 : 0))],
      ...['rttMinMs', 'rttAvgMs', 'rttMaxMs'].map(
        (name, more) => [`${family}.${name}`, gauge(() => 3 + more / 4 + chance.upTo(1))] as const,
      ),
      [`${family}.jitterMs`, gauge(() => chance.upTo(0.6))] as const,
    ]) as [string, Series][],
  )
}

function counts(chance: Chance, day: number): Map<string, Series> {
  const at = momentsOf(day, 60)
  const gauge = (value: (look: number) => number): Series => ({
    kind: 'gauge',
    at,
    values: at.map((_, look) => value(look)),
    exact: null,
  })
  const counter = (most: number): Series => {
    let sum = day * 1_440 * most
    return { kind: 'counter', at, values: at.map(() => (sum += Math.floor(chance.upTo(most)))), exact: null }
  }
  return new Map([
    ['sysUpTime', gauge((look) => day * 8_640_000 + look * 6_000)],
    ['if.ether2.speedMbps', gauge(() => 1000)],
    ['if.ether2.discontinuity', gauge(() => 0)],
    ['if.ether2.inOctets', counter(60_000_000)],
    ['if.ether2.outOctets', counter(20_000_000)],
    ['if.ether2.inPackets', counter(60_000)],
    ['if.ether2.inErrors32', counter(2)],
    ['if.ether2.inDiscards32', counter(2)],
    ['if.ether2.outDiscards32', counter(2)],
  ])
}
