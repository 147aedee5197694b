import { calendarDayMs, startOfDayAt } from '../../../src/days.ts'
import { clockAverages, knownOf } from '../../../src/operations/clock-averages.ts'
import { linkRates, linkSeries } from '../../../src/operations/link-rates.ts'
import { percentile } from '../../../src/operations/percentile.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { rollUpDue } from '../../../src/store/rollups.ts'
import { readSeries } from '../../../src/store/series.ts'
import { fillDays, firstDay, looksADay, storeDevices } from '../store-devices.ts'
import { temporaryUrl } from '../temporary-url.ts'

type Settings = { devices: number; days: number; url?: string }

const counters = ['inOctets', 'outOctets']
const longestMs = 900_000

async function filled({ devices: count, days, url }: Settings) {
  const db = await openDatabase(url ?? temporaryUrl())
  const devices = storeDevices(count)
  const end = await fillDays(db, devices, days)
  return { db, devices, end }
}

/** The 95th percentiles of an interface, in and out, of all days: another interface at each run. */
export async function storePercentile(settings: Settings) {
  const { db, devices, end } = await filled(settings)
  const [from, to] = [startOfDayAt(firstDay, calendarDayMs), startOfDayAt(end, calendarDayMs)]
  let next = 0
  return async (runs: number) => {
    let points = 0
    for (let run = 0; run < runs; run++) {
      next += 7
      const link = `if.${(next % 20) * 2 + 2}`
      const checkId = devices[next % devices.length]?.check.id ?? ''
      const readings = await readSeries(db, { checkId, series: linkSeries(link, counters), from, to })
      const times = linkRates(readings, link, counters, { longestMs, speedMbps: 1000 })
      for (const counter of counters) {
        const span = { from: Date.parse(from), to: Date.parse(to), stepMs: 300_000 }
        const averages = clockAverages(times, times.rates[counter] ?? new Float64Array(), span)
        const known = knownOf(averages)
        if (percentile(known, 0.95) === null) throw new Error('there is nothing to take a percentile of')
        points = known.length
      }
    }
    return { points }
  }
}

/** Makes the rollups of one day of all checks at each run, as of lines: of what each port counts in and out. */
export async function storeRollup(settings: Settings) {
  const { db, devices, end } = await filled(settings)
  await db.updateTable('check').set({ probe: 'snmp-traffic' }).execute()
  let day = firstDay
  return async (runs: number) => {
    for (let run = 0; run < runs; run++) {
      day = day + 1 < end - 1 ? day + 1 : firstDay + 1
      for (const { check } of devices)
        await db.insertInto('rollup_due').values({ check_id: check.id, day, edition: 1 }).execute()
      while (await rollUpDue(db, { pace: 1 })) await new Promise((resolve) => setImmediate(resolve))
    }
    const values = runs * devices.length * looksADay * 288
    return { values, rollups: Number((await db.selectFrom('rollup_day').selectAll().execute()).length) }
  }
}
