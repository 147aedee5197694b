import type { Hotspot } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { contractDays } from '../operations/line-months.ts'
import type { WifiFigures } from '../operations/wifi-figures.ts'
import { wifiFiguresOf } from '../operations/wifi-sum.ts'
import type { Period } from '../report/period.ts'
import type { Database } from './database.ts'
import { listKeptWifiFigures, listWifiDays } from './wifi-days.ts'

/**
 * Figures of public Wi-Fi sites over the days of a period that are over at a moment and kept by now, by site; one of which
 * no day is kept is not there. As of lines, the same moment always gives the same figures.
 */
export async function loadWifiFigures(
  db: Database,
  { asOf, period, sites }: { asOf: Instant; period: Pick<Period, 'from' | 'to'>; sites: Hotspot[] },
): Promise<Map<string, WifiFigures>> {
  const until = new Date(Date.parse(asOf) + 1).toISOString() // a day is over at its last millisecond
  const kept = await listKeptWifiFigures(db, { from: period.from, hotspots: sites.map(({ code }) => code) })
  const figures = new Map([...kept].filter(([, { to }]) => to <= until))
  const others = sites.filter(({ code }) => !figures.has(code))
  const days = await listWifiDays(db, {
    hotspots: others.map(({ code }) => code),
    from: period.from,
    until: asOf < period.to ? until : period.to,
  })
  for (const site of others) {
    const made = wifiFiguresOf(contractDays(days.get(site.code) ?? [], site), site)
    if (made) figures.set(site.code, made)
  }
  return figures
}
