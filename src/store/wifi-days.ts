import type { Hotspot } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { countSiteMinutes } from '../operations/site-minutes.ts'
import type { WifiDayNumbers } from '../operations/wifi-day.ts'
import type { SiteMinutes, WifiFigures } from '../operations/wifi-figures.ts'
import { batches } from './batches.ts'
import { pack, unpack } from './bytes.ts'
import type { Database } from './database.ts'
import { groupBy } from './group-by.ts'
import { revise } from './revisions.ts'

/** Keeps a day of a site, and the figures of the months that it lies in, each by its first moment. */
export async function addWifiDay(
  db: Database,
  { code: hotspot, unit }: Pick<Hotspot, 'code' | 'unit'>,
  day: WifiDayNumbers,
  months: { from: Instant; figures: WifiFigures }[],
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const kept = { to_at: day.to, body: pack(day), minutes: JSON.stringify(countSiteMinutes(day.runs)) }
    await trx
      .insertInto('wifi_day')
      .values({ hotspot, from_at: day.from, ...kept })
      .onConflict((conflict) => conflict.columns(['hotspot', 'from_at']).doUpdateSet(kept))
      .execute()
    for (const { from, figures } of months) {
      const sum = { to_at: figures.to, body: JSON.stringify(figures) }
      await trx
        .insertInto('wifi_figure')
        .values({ hotspot, from_at: from, ...sum })
        .onConflict((conflict) => conflict.columns(['hotspot', 'from_at']).doUpdateSet(sum))
        .execute()
    }
    await revise(trx, [unit])
  })
}

/** The days of sites that are over at `until`, from one that begins at `from` on, by site, oldest first. */
export async function listWifiDays(
  db: Database,
  { hotspots, from, until }: { hotspots: string[]; from: Instant; until: Instant },
): Promise<Map<string, WifiDayNumbers[]>> {
  const found = new Map<string, WifiDayNumbers[]>()
  for (const some of batches(hotspots)) {
    const rows = await db
      .selectFrom('wifi_day')
      .select(['hotspot', 'body'])
      .where('hotspot', 'in', some)
      .where('from_at', '>=', from)
      .where('to_at', '<=', until)
      .orderBy('hotspot')
      .orderBy('from_at')
      .execute()
    for (const [hotspot, days] of groupBy(rows, (row) => row.hotspot))
      found.set(
        hotspot,
        days.map(({ body }) => unpack<WifiDayNumbers>(body)),
      )
  }
  return found
}

/** Minutes by state of the days that begin between `from` (included) and `to` (not), by site and by their first moment. */
export async function listSiteMinutes(
  db: Database,
  { hotspots, from, to }: { hotspots: string[]; from: Instant; to: Instant },
): Promise<Map<string, Map<Instant, SiteMinutes>>> {
  const found = new Map<string, Map<Instant, SiteMinutes>>()
  for (const some of batches(hotspots)) {
    const rows = await db
      .selectFrom('wifi_day')
      .select(['hotspot', 'from_at', 'minutes'])
      .where('hotspot', 'in', some)
      .where('from_at', '>=', from)
      .where('from_at', '<', to)
      .execute()
    for (const [hotspot, days] of groupBy(rows, (row) => row.hotspot))
      found.set(hotspot, new Map(days.map(({ from_at, minutes }) => [from_at, JSON.parse(minutes)])))
  }
  return found
}

/** The newest day that is kept of a site and over at a moment; undefined for none. */
export async function findLastWifiDay(
  db: Database,
  hotspot: string,
  until?: Instant,
): Promise<WifiDayNumbers | undefined> {
  const row = await db
    .selectFrom('wifi_day')
    .select('body')
    .where('hotspot', '=', hotspot)
    .$if(until !== undefined, (query) => query.where('to_at', '<=', until as string))
    .orderBy('from_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && unpack<WifiDayNumbers>(row.body)
}

/** The figures of sites that are kept of the month that begins at a moment, by site. */
export async function listKeptWifiFigures(
  db: Database,
  { from, hotspots }: { from: Instant; hotspots: string[] },
): Promise<Map<string, WifiFigures>> {
  const found = new Map<string, WifiFigures>()
  for (const some of batches(hotspots)) {
    const rows = await db
      .selectFrom('wifi_figure')
      .select(['hotspot', 'body'])
      .where('hotspot', 'in', some)
      .where('from_at', '=', from)
      .execute()
    for (const { hotspot, body } of rows) found.set(hotspot, JSON.parse(body))
  }
  return found
}

/** Days that one piece removes. */
const daysAtOnce = 500

/** Removes some days that were over at a moment. Returns whether there were any. */
export async function pruneWifiDays(db: Database, before: Instant): Promise<boolean> {
  const some = await db
    .selectFrom('wifi_day')
    .select(['hotspot', 'from_at'])
    .where('to_at', '<=', before)
    .limit(daysAtOnce)
    .execute()
  for (const { hotspot, from_at } of some)
    await db.deleteFrom('wifi_day').where('hotspot', '=', hotspot).where('from_at', '=', from_at).execute()
  return some.length > 0
}
