import { describe, expect, it } from 'vitest'
import { keepLineDays } from '../../src/jobs/keep-line-days.ts'
import type { Instant, Look } from '../../src/model.ts'
import { calendarMonth } from '../../src/operations/line-months.ts'
import { periodAt } from '../../src/report/period.ts'
import type { Database } from '../../src/store/database.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { findLastLineDay, listLineDays } from '../../src/store/line-days.ts'
import { loadLineFigures } from '../../src/store/line-figures.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { addMaintenance, approveMaintenance } from '../../src/store/maintenance.ts'
import { listObservations } from '../../src/store/observations.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { databases } from '../helpers/databases.ts'
import { counterLook, exampleLine, lineChecksEvery, reachLook } from '../helpers/line.ts'
import { unit } from '../readiness/builders.ts'

const minuteMs = 60_000
/** Midnight at +07:00, and of the 15th: a reporting month begins. */
const start = Date.parse('2022-06-14T17:00:00.000Z')
const at = (minutes: number): Instant => new Date(start + minutes * minuteMs).toISOString()
const everySeconds = 1200

/** A day of looks: silent from 6:00 to 7:00, without IPv6 from 10:00 to 12:00; 10 Mb/s until noon, 40 Mb/s after it. */
function lookOfDay(minutes: number): Look[] {
  const hour = (minutes % 1440) / 60
  const silent = hour >= 6 && hour < 7
  const rtt6 = silent || (hour >= 10 && hour < 12) ? [] : [2, 4, 3]
  const octets = (mbps: number, forMinutes: number) => BigInt((mbps * 1e6 * forMinutes * 60) / 8)
  const noon = Math.min(minutes, 720)
  return [
    reachLook(at(minutes), silent ? [] : [1, 3, 2], rtt6),
    counterLook(at(minutes), 86_400 + minutes * 60, {
      inOctets: octets(10, noon) + octets(40, minutes - noon),
      outOctets: octets(5, minutes),
      inErrors: BigInt(minutes),
      inPackets: BigInt(minutes * 9_999),
    }),
  ]
}

async function opened(open: () => Promise<Database>): Promise<Database> {
  const db = await open()
  await saveInventory(db, { units: [{ ...unit, code: 'U1' }], assets: [exampleLine] }, at(0))
  await syncChecks(db, lineChecksEvery(everySeconds), at(0), { pace: 1 })
  return db
}

async function record(db: Database, from: number, to: number): Promise<void> {
  const looks: Look[] = []
  for (let minutes = from; minutes < to; minutes += everySeconds / 60) looks.push(...lookOfDay(minutes))
  await recordLooks(db, looks, { pace: 1, kept: {} })
}

function keep(db: Database, now: Instant) {
  return keepLineDays({ db, now: () => now, optionsAt: async () => ({ pace: 1 }) }, { lines: 10 })
}

describe.each(databases)('the days of a line on %s', (_, open) => {
  it('are kept once they are over, and give figures that the looks prove', async () => {
    const db = await opened(open)
    await record(db, 0, 1440)
    expect(await keep(db, at(1441))).toBe(false) // what was under way at midnight may still come
    await record(db, 1440, 1500)
    expect(await keep(db, at(1500))).toBe(true)
    expect(await keep(db, at(1500))).toBe(false)

    const period = periodAt(at(0))
    const figures = (await loadLineFigures(db, { asOf: at(1500), period })).get('L1')
    expect(figures).toMatchObject({
      line: 'L1',
      from: at(0),
      to: at(1440),
      method: 'v6gov-1',
      minutes: { up: 1260, degraded_v6: 120, down: 60, maintenance: 0, void: 0, unmeasured: 0 },
      availability: 1380 / 1440,
      coverage: 1,
      mttrMinutes: 60,
      mtbfMinutes: 1380,
      late: 0,
      incidents: [{ from: at(360), to: at(420), minutes: 60, late: false }],
      traffic: {
        down: { p95Mbps: 40, p95OfCir: 0.8, maxMbps: 40, coverage: 1 },
        up: { p95Mbps: 5, p95OfCir: 0.1, coverage: 1 },
      },
      errors: { ratio: 0.0001, errors: 1440 },
      delay: {
        // 69 looks of three packets while the line was up; of each family
        ipv4: { rttP95Ms: 3, rttMeanMs: 2, jitterMs: 1.5, loss: 0, sent: 207 },
        ipv6: { rttP95Ms: 4, rttMeanMs: 3, jitterMs: 1.5, lost: 18, loss: 18 / 207 },
      },
      ipv6: null,
    })
    expect(figures?.traffic.down.meanMbps).toBeCloseTo(25, 6)

    // the availability shown is that of the observations linked
    const observations = (await listObservations(db, 'line~L1~reach-ping', { limit: 100 })).reverse()
    const [incident] = figures?.incidents ?? []
    const silent = observations.findIndex(({ firstDueAt }) => firstDueAt === incident?.opened.firstDueAt)
    expect(observations[silent]?.result).toMatchObject({ facts: { ipv4: { answered: false } } })
    const downMs =
      Date.parse(observations[silent + 1]?.firstSeenAt ?? '') -
      Date.parse(observations[silent]?.firstSeenAt ?? '')
    expect(1 - downMs / (1440 * minuteMs)).toBe(figures?.availability)
    expect(figures?.reachEvidence[0]).toEqual({ checkId: 'line~L1~reach-ping', firstDueAt: at(0) })
    expect(figures?.countEvidence).toEqual([{ checkId: 'line~L1~snmp-line', firstDueAt: at(0) }])

    // as of a moment before the day was over there was nothing yet, today and in a year
    expect(await loadLineFigures(db, { asOf: at(1400), period })).toEqual(new Map())
    expect((await loadLineFigures(db, { asOf: at(1500), period: calendarMonth(at(0)) })).get('L1')).toEqual(
      figures,
    )

    // what outlives the looks gives the same
    await db.deleteFrom('sample').execute()
    await db.deleteFrom('line_figure').execute()
    expect((await loadLineFigures(db, { asOf: at(1500), period })).get('L1')).toEqual(figures)
    await db.destroy()
  })

  it('leave out maintenance that was approved before it began', async () => {
    const db = await opened(open)
    const work = { scope: 'unit', key: 'U1', mode: 'exclude', what: 'Thay nguồn', repetition: null } as const
    const told = { zone: 'Asia/Ho_Chi_Minh', openEnd: false, enteredAt: at(0), enteredBy: 'ky-su' }
    const early = { start: '2022-06-15T06:00', end: '2022-06-15T06:40' }
    await addMaintenance(db, { id: 'M1', ...work, ...told, ...early })
    await approveMaintenance(db, 'M1', { at: at(10), by: 'admin' })
    await addMaintenance(db, {
      id: 'M2',
      ...work,
      ...told,
      start: '2022-06-15T06:30',
      end: '2022-06-15T07:00',
    })
    await record(db, 0, 1500)
    await keep(db, at(1500))
    const minutes = (await loadLineFigures(db, { asOf: at(1500), period: periodAt(at(0)) })).get(
      'L1',
    )?.minutes
    expect(minutes).toMatchObject({ up: 1260, degraded_v6: 120, down: 20, maintenance: 40 })
    await db.destroy()
  })

  it('are one after the other, without a hole, also where nobody looked', async () => {
    const db = await opened(open)
    await record(db, 120, 180)
    await record(db, 3000, 3060)
    while (await keep(db, at(6000)));
    const days = (await listLineDays(db, { from: at(0), until: at(6000) })).get('L1') ?? []
    expect(days.map(({ from, to }) => [from, to])).toEqual([
      [at(120), at(1440)],
      [at(1440), at(2880)],
      [at(2880), at(4320)],
      [at(4320), at(5760)],
    ])
    expect(days.map(({ runs }) => runs.map(({ state, minutes }) => `${state} ${minutes}`))).toEqual([
      ['up 60', 'unmeasured 1260'],
      ['unmeasured 1440'],
      ['unmeasured 120', 'up 60', 'unmeasured 1260'],
      ['unmeasured 1440'],
    ])
    const figures = (await loadLineFigures(db, { asOf: at(6000), period: periodAt(at(0)) })).get('L1')
    expect(figures?.availability).toBeNull()
    expect(figures?.coverage).toBeCloseTo(120 / 5640)
    expect((await findLastLineDay(db, 'L1'))?.to).toBe(at(5760))
    await db.destroy()
  })
})
