import { calendarDayMs, dayAt, startOfDayAt } from '../../src/days.ts'
import type { Device, Hotspot, Unit } from '../../src/model/inventory.ts'
import type { Check, Instant, Look } from '../../src/model.ts'
import { calendarMonth } from '../../src/operations/line-months.ts'
import { countSiteMinutes } from '../../src/operations/site-minutes.ts'
import type { WifiDayNumbers } from '../../src/operations/wifi-day.ts'
import { type ApMinutes, type ApRun, type SiteRun, wifiMethod } from '../../src/operations/wifi-figures.ts'
import { wifiFiguresOf } from '../../src/operations/wifi-sum.ts'
import { defaultCutoffDay, periodAt } from '../../src/report/period.ts'
import { pack } from '../../src/store/bytes.ts'
import type { Database } from '../../src/store/database.ts'
import { exampleHotspot, wifiDevice, wifiLook } from '../helpers/wifi.ts'

/** Sites, access points of each, and sites that hang on one controller. */
const [most, apsOfSite, sitesOfController] = [60, 10, 10]

/** The site whose page is measured. */
export const shownSite = 'wifi-1'

/** Public Wi-Fi of a province: 60 sites with 600 access points on six controllers of the platform, fewer of fewer units. */
export function wifiOf(units: Unit[]): (Hotspot | Device)[] {
  const [platform] = units
  const districts = units.filter(({ kind }) => kind === 'district')
  const count = Math.min(most, Math.floor(units.length / 4))
  if (platform === undefined || districts.length === 0) return []
  const sites = Array.from({ length: count }, (_, index): Hotspot => {
    const unit = districts[index % districts.length]?.code ?? platform.code
    return {
      ...exampleHotspot,
      code: `wifi-${index + 1}`,
      unit,
      name: `Điểm phát ${index + 1}`,
      contractFrom: '2021-01-01',
      contractTo: '2025-12-31',
      apContracted: apsOfSite,
      controller: controllerOf(index),
      aps: Array.from({ length: apsOfSite }, (_, ap) => `ap-${index * apsOfSite + ap + 1}`),
      uplinkDevice: `${unit.toLowerCase()}-router`,
      uplinkIf: `wifi${index + 1}`,
    }
  })
  const controllers = [...new Set(sites.map((_, index) => controllerOf(index)))]
  return [
    ...controllers.map((code, index) => ({
      ...wifiDevice(code, 'controller', platform.code),
      address: `10.99.0.${index + 1}`,
    })),
    ...sites,
  ]
}

function controllerOf(site: number): string {
  return `wlc-${Math.floor(site / sitesOfController) + 1}`
}

/** A look at a controller tells the access points of its sites. */
export function toldByController({ probe, asset }: Check, look: Look): Look {
  const number = Number(/^wlc-(\d+)$/.exec(asset.code)?.[1])
  if (probe !== 'snmp-wifi' || Number.isNaN(number) || !look.result.ok) return look
  const count = sitesOfController * apsOfSite
  const told = Array.from({ length: count }, (_, ap): [string, number] => [
    `ap-${(number - 1) * count + ap + 1}`,
    ap % 30,
  ])
  return { ...look, result: wifiLook(look.dueAt, Object.fromEntries(told), asset.code).result }
}

/** Days of every site with the figures of their months; sites differ from each other by their names alone. */
export async function writeWifi(
  db: Database,
  sites: Hotspot[],
  { now, days }: { now: Instant; days: number },
): Promise<void> {
  const today = dayAt(now, calendarDayMs)
  for (const site of sites) {
    const kept = Array.from({ length: days }, (_, index) => dayOf(site, today - days + index))
    const months = new Map<Instant, WifiDayNumbers[]>()
    for (const day of kept)
      for (const { from } of [periodAt(day.from, { cutoffDay: defaultCutoffDay }), calendarMonth(day.from)])
        months.set(from, [...(months.get(from) ?? []), day])
    await db.transaction().execute(async (trx) => {
      const rows = kept.map((day) => ({
        hotspot: site.code,
        from_at: day.from,
        to_at: day.to,
        body: pack(day),
        minutes: JSON.stringify(countSiteMinutes(day.runs)),
      }))
      if (rows.length > 0) await trx.insertInto('wifi_day').values(rows).execute()
      for (const [from_at, own] of months) {
        const figures = wifiFiguresOf(own, site)
        if (figures === null) continue
        const body = JSON.stringify(figures)
        await trx
          .insertInto('wifi_figure')
          .values({ hotspot: site.code, from_at, to_at: figures.to, body })
          .execute()
      }
    })
  }
}

/** On each ninth day an access point is down for an hour, and on each thirtieth the whole site. */
function dayOf({ aps, code }: Hotspot, day: number): WifiDayNumbers {
  const [from, to] = [startOfDayAt(day, calendarDayMs), startOfDayAt(day + 1, calendarDayMs)]
  const at = (minutes: number) => new Date(Date.parse(from) + minutes * 60_000).toISOString()
  const down = day % 30 === 0 ? aps.length : day % 9 === 0 ? 1 : 0
  const spells: [start: number, minutes: number, down: number][] =
    down === 0
      ? [[0, 1440, 0]]
      : [
          [0, 600, 0],
          [600, 60, down],
          [660, 780, 0],
        ]
  const counts = (minutes: number, isDown: number): ApMinutes => ({
    up: minutes * (aps.length - isDown),
    down: minutes * isDown,
    maintenance: 0,
    void: 0,
    unmeasured: 0,
  })
  const runs = spells.map(
    ([start, minutes, isDown]): SiteRun => ({
      state: isDown === 0 ? 'up' : isDown < aps.length ? 'partial' : 'down',
      from: at(start),
      minutes,
      aps: counts(minutes, isDown),
    }),
  )
  const own = (place: number) =>
    spells.map(
      ([start, minutes, isDown]): ApRun => ({
        state: place < isDown ? 'down' : 'up',
        from: at(start),
        minutes,
      }),
    )
  const mbps = (more: number) => Array.from({ length: 288 }, (_, step) => 10 + ((step * 7 + day + more) % 60))
  return {
    from,
    to,
    method: wifiMethod.id,
    contracted: aps.length,
    runs,
    aps: aps.map((name, place) => ({ name, runs: own(place) })),
    listed: aps,
    outages: aps.slice(0, down).map((ap) => ({ ap, from: at(600), to: at(660), opened: null })),
    clients: {
      stepMs: 300_000,
      values: Array.from({ length: 288 }, (_, step) => (step + code.length) % 120),
    },
    traffic: { in: mbps(0), out: mbps(20), steps: 288 },
    octets: 400_000_000_000,
    apEvidence: [],
    uplinkEvidence: [],
  }
}
