import type { Sample } from '../../probes/probe.ts'
import { calendarDayMs, dayAt, startOfDayAt } from '../../src/days.ts'
import type { Check, Instant, Look } from '../../src/model.ts'
import type { Series } from '../../src/operations/series.ts'
import type { Database } from '../../src/store/database.ts'
import { encodeSeries } from '../../src/store/series-codec.ts'
import { saveSeriesDays } from '../../src/store/series-days.ts'
import { groupOf, makeGroups } from '../../src/store/series-groups.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { type Chance, chanceOf } from '../fuzz/chance.ts'
import { exampleCheck, exampleLook } from '../helpers/example.ts'

/** Looks of a day, each 5 minutes. */
export const looksADay = 288
const stepMs = calendarDayMs / looksADay
/** Days differ from device to device only by so many. */
const kinds = 4
const ports = 41
/** The first day. */
export const firstDay = dayAt('2022-06-30T00:00:00.000Z', calendarDayMs)

/** A device with 41 ports and 288 series: an uplink, then access ports, of which each other one stands idle. */
export type StoreDevice = { check: Check; kind: number }

export function storeDevices(count: number): StoreDevice[] {
  return Array.from({ length: count }, (_, number) => ({
    kind: number % kinds,
    check: exampleCheck({
      id: `device~${10_000 + number}-switch~snmp-counters`,
      probe: 'snmp-counters',
      everySeconds: 300,
      host: `device:${number}`,
      asset: { kind: 'device', code: `${10_000 + number}-switch` },
    }),
  }))
}

/** The numbers of a day, look by look, of each kind of device; days begin alike, so that they are made once. */
export function numbersOfDay(): Sample[][][] {
  return Array.from({ length: kinds }, (_, kind) => {
    const chance = chanceOf(7, kind)
    const counted = Array.from({ length: ports }, (_, port) => portCounters(chance, port))
    return Array.from({ length: looksADay }, (_, look): Sample[] => [
      { series: 'sysUpTime', kind: 'gauge', value: 4_000_000 + look * 30_000 + Math.floor(chance.upTo(9)) },
      ...counted.flatMap((next) => next(look)),
    ])
  })
}

/** Octets a second of a port in its busy hour. */
function busiest(port: number): number {
  if (port === 0) return 300e6 / 8
  return port % 2 === 0 ? 0 : 2e6 / 8
}

function portCounters(chance: Chance, port: number): (look: number) => Sample[] {
  const sums = { inOctets: 0, outOctets: 0, inErrors: 0, outErrors: 0, inDiscards: 0, outDiscards: 0 }
  for (const name of ['inOctets', 'outOctets'] as const) sums[name] = Math.floor(chance.upTo(2 ** 44))
  return (look) => {
    const day = 0.2 + 0.8 * Math.sin((Math.PI * look) / looksADay) ** 2
    const grown = () => Math.floor(busiest(port) * 300 * day * (0.5 + chance.upTo(1)))
    sums.inOctets += grown()
    sums.outOctets += grown()
    if (chance.is(0.01)) sums.inErrors++
    if (port === 0) sums.outDiscards += Math.floor(chance.upTo(4))
    return [
      ...Object.entries(sums).map(([name, value]): Sample => {
        return { series: `if.${port + 1}.${name}`, kind: 'counter', value: BigInt(value) }
      }),
      { series: `if.${port + 1}.discontinuity`, kind: 'gauge', value: 0 },
    ]
  }
}

/** When a device is looked at: spread over the interval, and some milliseconds late. */
export function lookAt(day: number, look: number, device: number): Instant {
  const spread = (device * 2_887) % stepMs
  const late = (look * 7_919 + device * 104_729) % 60
  return new Date(Date.parse(startOfDayAt(day, calendarDayMs)) + look * stepMs + spread + late).toISOString()
}

/** The looks of a day in the order of time. */
export function* looksOfDay(devices: StoreDevice[], day: number, numbers: Sample[][][]): Generator<Look[]> {
  for (let look = 0; look < looksADay; look++)
    yield devices
      .map(({ check, kind }, device) =>
        exampleLook(lookAt(day, look, device), { checkId: check.id, samples: numbers[kind]?.[look] ?? [] }),
      )
      .sort((one, other) => (one.endedAt < other.endedAt ? -1 : 1))
}

/** Checks of the devices, and `days` days of each that are folded already. Returns the day after. */
export async function fillDays(db: Database, devices: StoreDevice[], days: number): Promise<number> {
  await syncChecks(
    db,
    devices.map(({ check }) => check),
    startOfDayAt(firstDay, calendarDayMs),
    { pace: 1 },
  )
  const numbers = numbersOfDay()
  const groups = new Map<string, Map<string, number>>()
  for (const { check, kind } of devices) {
    const names = new Set(numbers[kind]?.[0]?.map(({ series }) => groupOf(series)))
    groups.set(check.id, await makeGroups(db, check.id, names))
  }
  for (let day = firstDay; day < firstDay + days; day++) {
    const bodies = numbers.map((looks) => bodiesOf(looks, day))
    await db.transaction().execute(async (trx) => {
      for (const { check, kind } of devices)
        await saveSeriesDays(
          trx,
          [...(groups.get(check.id) ?? [])].map(([name, id]) => {
            return { day, series_group: id, body: bodies[kind]?.get(name) ?? Buffer.alloc(0) }
          }),
        )
    })
  }
  const newest = days > 0 ? lookAt(firstDay + days - 1, looksADay - 1, 0) : null
  for (const { check } of devices)
    await db
      .insertInto('sample_fold')
      .values({ check_id: check.id, edition: 1, folded_at: newest, newest_at: newest, day: firstDay + days })
      .execute()
  return firstDay + days
}

function bodiesOf(looks: Sample[][], day: number): Map<string, Buffer> {
  const at = Float64Array.from(looks, (_, look) => Date.parse(lookAt(day, look, 0)))
  const groups = new Map<string, Map<string, Series>>()
  for (const [place, { series, kind }] of (looks[0] ?? []).entries()) {
    const group = groups.get(groupOf(series)) ?? new Map<string, Series>()
    groups.set(groupOf(series), group)
    const values = Float64Array.from(looks, (samples) => Number(samples[place]?.value))
    group.set(`${kind === 'counter' ? 'c' : 'g'}:${series}`, { kind, at, values, exact: null })
  }
  return new Map([...groups].map(([name, series]) => [name, encodeSeries(series)]))
}
