import { calendarMonth, contractDays } from '../operations/line-months.ts'
import { wifiFiguresOf } from '../operations/wifi-sum.ts'
import { dayOf, defaultCutoffDay, periodAt } from '../report/period.ts'
import { findAsset, listAssets } from '../store/inventory.ts'
import { addWifiDay, listWifiDays } from '../store/wifi-days.ts'
import { listHotspotsToKeep, loadWifiDay } from '../store/wifi-looks.ts'
import { type DayToKeep, type KeepDeps, keepDays } from './keep-days.ts'

/** Keeps what public Wi-Fi sites came to on days that are over, and their figures by month, as of lines. */
export async function keepWifiDays(
  deps: KeepDeps,
  { sites, settled = false }: { sites: number; settled?: boolean },
): Promise<boolean> {
  const hotspots = await listAssets(deps.db, { kind: 'hotspot' })
  const waiting = await listHotspotsToKeep(deps.db, hotspots)
  return keepDays(
    deps,
    waiting.map(({ hotspot, from }) => ({ code: hotspot, from })),
    { most: sites, settled, keep: (day) => keepDay(deps, day) },
  )
}

async function keepDay(
  { db, cutoffDay = defaultCutoffDay }: KeepDeps,
  { code, from, to, pace }: DayToKeep,
): Promise<boolean> {
  const lastMoment = new Date(Date.parse(to) - 1).toISOString()
  const site = await findAsset(db, 'hotspot', code, { asOf: lastMoment })
  if (site === undefined || (site.validTo != null && site.validTo <= dayOf(from))) return false // it is no more
  const day = await loadWifiDay(db, site, { from, to, pace })
  const months = []
  for (const period of [periodAt(from, { cutoffDay }), calendarMonth(from)]) {
    const kept =
      (await listWifiDays(db, { hotspots: [code], from: period.from, until: from })).get(code) ?? []
    const figures = wifiFiguresOf(contractDays([...kept, day], site), site)
    if (figures) months.push({ from: period.from, figures })
  }
  await addWifiDay(db, site, day, months)
  return true
}
