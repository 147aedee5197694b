import fc from 'fast-check'
import type { KyselyPlugin } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Sample } from '../../probes/probe.ts'
import { calendarDayMs, dayAt, startOfDayAt } from '../../src/days.ts'
import { createSampleKeeper } from '../../src/jobs/keep-samples.ts'
import type { Instant, Look } from '../../src/model.ts'
import { rollUpDay } from '../../src/operations/roll-up-day.ts'
import type { Readings, Series } from '../../src/operations/series.ts'
import type { Database } from '../../src/store/database.ts'
import { foldCheck } from '../../src/store/fold-samples.ts'
import { groupBy } from '../../src/store/group-by.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { freezeReport } from '../../src/store/reports.ts'
import { readRollups } from '../../src/store/rollups.ts'
import { listSamples, readSeries } from '../../src/store/series.ts'
import { decodeSeries } from '../../src/store/series-codec.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { databases } from '../helpers/databases.ts'
import { exampleCheck, exampleLook } from '../helpers/example.ts'

/** Midnight at +07:00. */
const start = Date.parse('2022-06-29T17:00:00.000Z')
const minuteMs = 60_000
const dayMinutes = 1440
const at = (minutes: number): Instant => new Date(start + minutes * minuteMs).toISOString()

const checks = ['snmp-traffic', 'reach-ping', 'dns-address'].map((probe) =>
  exampleCheck({ id: `device~R1~${probe}`, probe: probe as 'reach-ping', everySeconds: 300 }),
)
const [traffic = '', ping = ''] = checks.map(({ id }) => id)

async function opened(open: () => Promise<Database>): Promise<Database> {
  const db = await open()
  await syncChecks(db, checks, at(0), { pace: 1 })
  return db
}

const lookAt = (checkId: string, minutes: number, samples: Sample[]): Look =>
  exampleLook(at(minutes), { checkId, samples })

function trafficAt(minutes: number, octets: bigint): Look {
  return lookAt(traffic, minutes, [
    { series: 'sysUpTime', kind: 'gauge', value: 1_000_000 + minutes * 6_000 },
    { series: 'if.ge-0/0.100.inOctets', kind: 'counter', value: octets },
    { series: 'if.ge-0/0.100.speedMbps', kind: 'gauge', value: 1000 },
  ])
}

const pingAt = (minutes: number, ms: number): Look =>
  lookAt(ping, minutes, [{ series: 'v6.rttAvgMs', kind: 'gauge', value: ms }])

/** Does all that there is to do at a moment. */
const keepAt = (db: Database, minutes: number) =>
  createSampleKeeper({ db, now: () => at(minutes), pace: 1 })(Number.POSITIVE_INFINITY)

async function rowsOf(db: Database, table: 'sample' | 'series_day' | 'rollup_day' | 'rollup_due') {
  const { count } = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** All that was written of series, by names instead of ids. */
async function contentOf(db: Database) {
  const groups = await db.selectFrom('series_group').selectAll().execute()
  const nameOf = (id: number) => groups.find((one) => one.id === id)
  const days = await db.selectFrom('series_day').selectAll().execute()
  const rollups = await db.selectFrom('rollup_day').selectAll().execute()
  const sorted = (rows: string[]) => rows.sort()
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  return {
    days: sorted(
      days.map(({ day, series_group, body }) => {
        const { check_id, name } = nameOf(series_group) ?? {}
        return `${check_id} ${name} ${day} ${hex(body)}`
      }),
    ),
    rollups: sorted(
      rollups.map(({ day, series_group, hours, total }) => {
        const { check_id, name } = nameOf(series_group) ?? {}
        return `${check_id} ${name} ${day} ${hex(hours)} ${hex(total)}`
      }),
    ),
    due: await rowsOf(db, 'rollup_due'),
    samples: await rowsOf(db, 'sample'),
  }
}

/** What was read, by the looks themselves. */
function readingsOf(looks: Look[]): Map<string, Series> {
  const read = looks.flatMap(({ endedAt, samples }) => samples.map((sample) => ({ endedAt, ...sample })))
  return new Map(
    [...groupBy(read, ({ series }) => series)].map(([name, readings]) => {
      const exact = readings.map(({ kind, value }) => BigInt(kind === 'counter' ? value : 0))
      return [
        name,
        {
          kind: readings[0]?.kind ?? 'gauge',
          at: Float64Array.from(readings, ({ endedAt }) => Date.parse(endedAt)),
          values: Float64Array.from(readings, ({ value }) => Number(value)),
          exact: exact.some((value) => value > Number.MAX_SAFE_INTEGER) ? exact : null,
        },
      ]
    }),
  )
}

const readAll = (db: Database, checkId: string) =>
  readSeries(db, { checkId, from: at(-9 * dayMinutes), to: at(99 * dayMinutes) })

describe.each(databases)('on %s', (name, open) => {
  const numRuns = name === 'sqlite' ? 6 : 1

  test('looks become a row a day for each group of series, and are removed a day later', async () => {
    const db = await opened(open)
    for (const minutes of [10, 700, 1430, 1450]) await recordLooks(db, [trafficAt(minutes, 7n)], { pace: 1 })
    await keepAt(db, dayMinutes + 30)
    expect(await rowsOf(db, 'series_day')).toBe(0) // looks may still come in
    await keepAt(db, dayMinutes + 61)
    expect([await rowsOf(db, 'series_day'), await rowsOf(db, 'sample')]).toEqual([2, 4])
    const bodies = await db.selectFrom('series_day').select('body').execute()
    expect(bodies.map(({ body }) => [...decodeSeries(body, () => true).keys()]).sort()).toEqual([
      ['c:if.ge-0/0.100.inOctets', 'g:if.ge-0/0.100.speedMbps'],
      ['g:sysUpTime'],
    ])
    await keepAt(db, 2 * dayMinutes + 61)
    expect([await rowsOf(db, 'series_day'), await rowsOf(db, 'sample')]).toEqual([4, 1])
    await keepAt(db, 3 * dayMinutes + 61)
    expect([await rowsOf(db, 'series_day'), await rowsOf(db, 'sample')]).toEqual([4, 0])
    const { at: moments, values } = (await readAll(db, traffic)).get('if.ge-0/0.100.inOctets') as Series
    expect([...moments].map((moment) => (moment - start) / minuteMs)).toEqual([10, 700, 1430, 1450])
    expect([...values]).toEqual([7, 7, 7, 7])
    await db.destroy()
  })

  test('what is folded shows on, newest first, exactly, and no more of it than was asked for', async () => {
    const db = await opened(open)
    const octets = (minutes: number) => 2n ** 63n + BigInt(minutes)
    for (let minutes = 0; minutes < 3 * dayMinutes; minutes += 240)
      await recordLooks(db, [trafficAt(minutes, octets(minutes))], { pace: 1 })
    const span = { from: at(480), to: at(3 * dayMinutes) }
    const before = await listSamples(db, traffic, { ...span, limit: 99 })
    expect(before).toHaveLength(16)
    await keepAt(db, 9 * dayMinutes)
    expect(await rowsOf(db, 'sample')).toBe(0)
    expect(await listSamples(db, traffic, { ...span, limit: 99 })).toEqual(before)
    expect(await listSamples(db, traffic, { ...span, limit: 2 })).toEqual(before.slice(0, 2))
    expect(before.at(-1)?.values['if.ge-0/0.100.inOctets']).toBe(octets(480))
    await db.destroy()
  })

  test('a look that comes in after its day was folded joins it, and so do its rollups', async () => {
    const late = await opened(open)
    const looks = [pingAt(10, 3), pingAt(700, 5.125), pingAt(1420, 4)]
    await recordLooks(late, looks.slice(0, 2), { pace: 1 })
    await keepAt(late, dayMinutes + 90)
    await recordLooks(late, looks.slice(2), { pace: 1 })
    expect((await readAll(late, ping)).get('v6.rttAvgMs')?.values).toEqual(Float64Array.of(3, 5.125, 4))
    await keepAt(late, 2 * dayMinutes + 90)
    const folded = await contentOf(late)
    await late.destroy()
    const other = await opened(open)
    await recordLooks(other, looks, { pace: 1 })
    await keepAt(other, dayMinutes + 90)
    await keepAt(other, 2 * dayMinutes + 90)
    expect(await contentOf(other)).toEqual(folded)
    await other.destroy()
  })

  test('looks that a clock that was set back leaves behind are folded before they are removed', async () => {
    const db = await opened(open)
    await recordLooks(db, [pingAt(10, 3), pingAt(20, 4), pingAt(5 * dayMinutes, 9)], { pace: 1 })
    await recordLooks(db, [pingAt(30, 5), pingAt(40, 6)], { pace: 1 }) // the chain of looks ends here
    await keepAt(db, 9 * dayMinutes)
    expect(await rowsOf(db, 'sample')).toBe(0)
    expect((await readAll(db, ping)).get('v6.rttAvgMs')?.values).toEqual(Float64Array.of(3, 4, 5, 6, 9))
    await db.destroy()
  })

  test('readings go after 90 days, those of lines only where no report cites them, and rollups after ten years', async () => {
    const db = await opened(open)
    const line = exampleCheck({
      id: 'line~L1~reach-ping',
      probe: 'reach-ping',
      everySeconds: 300,
      asset: { kind: 'line', code: 'L1' },
    })
    await syncChecks(db, [...checks, line], at(0), { pace: 1 })
    await recordLooks(db, [pingAt(10, 3), { ...pingAt(10, 3), checkId: line.id }], { pace: 1 })
    const readings = async () => [await readAll(db, ping), await readAll(db, line.id)].map(({ size }) => size)
    await keepAt(db, 90 * dayMinutes + 61)
    expect(await readings()).toEqual([1, 1])
    const report = {
      unit: 'HD',
      template: 'monthly',
      frozenAt: at(0),
      sha256: '',
      previousSha256: null,
      body: '',
    }
    await freezeReport(db, { ...report, period: '2022-07' }) // 15 June to 14 July
    await keepAt(db, 91 * dayMinutes + 61)
    expect(await readings()).toEqual([0, 1])
    expect(await rowsOf(db, 'rollup_day')).toBe(2)
    await db.deleteFrom('report').execute()
    await keepAt(db, 91 * dayMinutes + 61) // by a process that has just begun
    expect(await readings()).toEqual([0, 0])
    await keepAt(db, 3_653 * dayMinutes + 61)
    expect(await rowsOf(db, 'rollup_day')).toBe(2)
    await keepAt(db, 3_654 * dayMinutes + 61)
    expect(await rowsOf(db, 'rollup_day')).toBe(0)
    await db.destroy()
  })

  // to write so many takes a minute in WebAssembly, and no statement differs from those of the tests before
  test.skipIf(name === 'postgres')(
    'looks of many days that were never folded are folded in pieces',
    async () => {
      const db = await opened(open)
      const looks = Array.from({ length: 2_300 }, (_, look) => pingAt(look * 5, look / 8))
      for (let first = 0; first < looks.length; first += 500)
        await recordLooks(db, looks.slice(first, first + 500), { pace: 1 })
      await keepAt(db, 12 * dayMinutes)
      expect([await rowsOf(db, 'sample'), await rowsOf(db, 'series_day')]).toEqual([0, 8])
      expect(await readAll(db, ping)).toEqual(readingsOf(looks))
      const [state] = await db.selectFrom('sample_fold').selectAll().where('check_id', '=', ping).execute()
      expect(state).toMatchObject({ edition: 2, folded_at: looks.at(-1)?.endedAt })
      await db.destroy()
    },
  )

  test('a long fold lets others in at every look and at every group', async () => {
    const db = await opened(open)
    const samples = Array.from({ length: 300 }, (_, port): Sample => {
      return { series: `if.${port}.inOctets`, kind: 'counter', value: BigInt(port) }
    })
    const looks = Array.from({ length: 12 }, (_, look) => lookAt(traffic, look * 5, samples))
    await recordLooks(db, looks, { pace: 1 })
    let breaths = 0
    const breathe = () => void breaths++
    await foldCheck(
      db,
      { checkId: traffic, today: dayAt(at(2 * dayMinutes), calendarDayMs), rolled: true },
      breathe,
    )
    expect(breaths).toBeGreaterThanOrEqual(12 + 300)
    expect(await rowsOf(db, 'series_day')).toBe(300)
    await db.destroy()
  })

  test('what is kept is what was read, whenever it is folded, and rollups are those of all of it', async () => {
    const day = dayMinutes
    const step = fc.record({
      minutes: fc.oneof({ weight: 20, arbitrary: fc.constant(5) }, fc.integer({ min: 1, max: day })),
      look: fc.constantFrom('traffic', 'ping', 'both'),
      octets: fc.bigInt(0n, 10n ** 9n),
      reset: fc.integer({ min: 0, max: 19 }).map((die) => die === 0),
      ms: fc.integer({ min: 0, max: 90_000 }).map((thousandths) => thousandths / 1000),
      keep: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
      lateMinutes: fc.constantFrom(0, 0, 0, 3 * day),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const db = await opened(open)
        const looks: Record<string, Look[]> = { [traffic]: [], [ping]: [] }
        let minutes = 0
        let octets = 2n ** 53n - 10n ** 10n
        for (const one of steps) {
          minutes += one.minutes
          octets = one.reset ? one.octets : octets + one.octets
          const seen: Look[] = []
          if (one.look !== 'ping') seen.push(trafficAt(minutes, octets))
          if (one.look !== 'traffic') seen.push(pingAt(minutes, one.ms))
          if (one.keep) await keepAt(db, minutes + one.lateMinutes)
          await recordLooks(db, seen, { pace: 1 })
          for (const look of seen) looks[look.checkId]?.push(look)
        }
        for (const after of [0, 61, 2 * day, 4 * day]) {
          if (after > 0) await keepAt(db, minutes + after)
          for (const checkId of [traffic, ping])
            expect(await readAll(db, checkId)).toEqual(readingsOf(looks[checkId] ?? []))
        }
        expect([await rowsOf(db, 'sample'), await rowsOf(db, 'rollup_due')]).toEqual([0, 0])
        for (const [checkId, probe, series] of [
          [traffic, 'snmp-traffic', 'if.ge-0/0.100.inOctets'],
          [ping, 'reach-ping', 'v6.rttAvgMs'],
        ] as const)
          await expectRollups(db, { checkId, probe, series }, readingsOf(looks[checkId] ?? []), minutes)
        await db.destroy()
      }),
      { numRuns },
    )
  })

  async function expectRollups(
    db: Database,
    { checkId, probe, series }: { checkId: string; probe: 'snmp-traffic' | 'reach-ping'; series: string },
    readings: Readings,
    minutes: number,
  ) {
    const span = { checkId, series: [series], from: at(0), to: at(minutes + dayMinutes) }
    const hours = (await readRollups(db, { ...span, step: 'hour' })).get(series)
    const days = (await readRollups(db, { ...span, step: 'day' })).get(series)
    let [hourCount, dayCount] = [0, 0]
    for (let day = dayAt(at(0), calendarDayMs); day <= dayAt(at(minutes), calendarDayMs); day++) {
      const from = Date.parse(startOfDayAt(day, calendarDayMs))
      const expected = rollUpDay(readings, { probe, from, to: from + calendarDayMs, periodMs: 300_000 }).get(
        series,
      )
      if (expected === undefined) continue
      for (const column of ['at', 'count', 'expected', 'sum', 'min', 'max'] as const)
        expect(hours?.[column].slice(hourCount, hourCount + 24)).toEqual(expected.hours[column])
      expect(days?.at[dayCount]).toBe(from)
      expect(days?.p95?.[dayCount]).toBe(expected.p95)
      expect(days?.expected[dayCount]).toBe(288)
      expect(days?.count[dayCount]).toBe(expected.hours.count.reduce((sum, count) => sum + count))
      hourCount += 24
      dayCount++
    }
    expect(hours?.at.length ?? 0).toBe(hourCount)
    expect(days?.at.length ?? 0).toBe(dayCount)
  }

  test('cut off at any statement and begun again, the outcome is the same', async () => {
    const looks = [0, 5, 10, 15, 700, 1435, 1445, 2900, 2905].flatMap((minutes) => [
      trafficAt(minutes, BigInt(minutes) * 1_000n),
      pingAt(minutes, minutes / 8),
    ])
    async function outcome(cutAfter: number) {
      const db = await opened(open)
      await recordLooks(db, looks, { pace: 1 })
      const cut = cutsOff(cutAfter)
      const keeper = createSampleKeeper({ db: db.withPlugin(cut), now: () => at(6 * dayMinutes), pace: 1 })
      await keeper(Number.POSITIVE_INFINITY).catch((error) => expect(error).toBeInstanceOf(CutOff))
      await keepAt(db, 6 * dayMinutes)
      const content = await contentOf(db)
      await db.destroy()
      return { content, statements: cut.statements() }
    }
    const whole = await outcome(Number.POSITIVE_INFINITY)
    expect(whole.content).toMatchObject({ samples: 0, due: 0 })
    expect(whole.content.days).toHaveLength(2 * 3 + 3)
    expect(whole.content.rollups.length).toBeGreaterThan(4)
    const step = name === 'sqlite' ? 3 : 97
    for (let cutAfter = step - 1; cutAfter < whole.statements; cutAfter += step)
      expect((await outcome(cutAfter)).content).toEqual(whole.content)
  })
})

class CutOff extends Error {}

/** Lets so many statements through, and no more: as if the process had ended there. */
function cutsOff(after: number): KyselyPlugin & { statements(): number } {
  let count = 0
  return {
    transformQuery({ node }) {
      if (count++ >= after) throw new CutOff()
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
    statements: () => count,
  }
}
