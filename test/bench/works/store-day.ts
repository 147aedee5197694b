import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sql } from 'kysely'
import { calendarDayMs, startOfDayAt } from '../../../src/days.ts'
import { createSampleKeeper } from '../../../src/jobs/keep-samples.ts'
import type { Instant } from '../../../src/model.ts'
import { type Database, isPostgres, openDatabase } from '../../../src/store/database.ts'
import { addSamples } from '../../../src/store/samples.ts'
import { fillDays, looksOfDay, numbersOfDay, storeDevices } from '../store-devices.ts'
import { temporaryUrl } from '../temporary-url.ts'

type Settings = {
  devices: number
  /** Days that the table holds already. */
  days: number
  /** An empty database; else SQLite in a file that is removed when the process ends. */
  url?: string
}

/** Looks that the recorder writes together. */
const batch = 10

/**
 * Each run is a day: its looks are written as the recorder writes them, then what is to be done after midnight is done, the
 * removal of the looks of the day before included.
 */
export async function storeDay({ devices: count, days, url }: Settings) {
  const db = await openDatabase(url ?? temporaryUrl())
  const devices = storeDevices(count)
  let day = await fillDays(db, devices, days)
  const numbers = numbersOfDay()
  const perLook = numbers[0]?.[0]?.length ?? 0
  const sampled = new Map<string, Instant>()
  let nowAt = startOfDayAt(day, calendarDayMs)
  const keep = createSampleKeeper({ db, now: () => nowAt, pace: 1 })
  for (const { check } of devices) await addLastLook(db, check.id)

  async function write(): Promise<number> {
    let values = 0
    for (const looks of looksOfDay(devices, day, numbers)) {
      for (let first = 0; first < looks.length; first += batch) {
        const some = looks.slice(first, first + batch)
        await db.transaction().execute((trx) =>
          addSamples(
            trx,
            some.map((look) => ({ look, sampledAt: sampled.get(look.checkId) ?? null })),
          ),
        )
        for (const { checkId, endedAt } of some) sampled.set(checkId, endedAt)
        values += some.length * perLook
      }
      // as often as a server does of its own, after which each page that is changed is written whole
      if (url !== undefined && isPostgres(url)) await sql`checkpoint`.execute(db)
    }
    for (const [id, sampled_at] of sampled)
      await db.updateTable('last_look').set({ sampled_at }).where('check_id', '=', id).execute()
    return values
  }

  return async (runs: number) => {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    let [values, keepMs, longestMs] = [0, 0, 0]
    const [writtenBefore, sizeBefore] = [bytesWritten(), await sizeOf(db, url)]
    for (let run = 0; run < runs; run++) {
      values += await write()
      day++
      nowAt = new Date(Date.parse(startOfDayAt(day, calendarDayMs)) + 61 * 60_000).toISOString()
      const started = process.cpuUsage()
      delay.enable()
      const stretch = watchStretches()
      await keep(Number.POSITIVE_INFINITY)
      longestMs = Math.max(longestMs, stretch.stop())
      delay.disable()
      const { user, system } = process.cpuUsage(started)
      keepMs += (user + system) / 1000
    }
    return {
      values,
      writtenPerValue: (bytesWritten() - writtenBefore) / values,
      atRestPerValue: ((await sizeOf(db, url)) - sizeBefore) / values,
      keepUsPerValue: (keepMs * 1000) / values,
      longestMs,
      delayP99Ms: delay.percentile(99) / 1e6,
      delayMaxMs: delay.max / 1e6,
    }
  }
}

/** The longest that others waited for the event loop, by our own processor time: a busy machine does not count. */
function watchStretches(): { stop(): number } {
  const spentMs = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
  let [before, longest] = [spentMs(), 0]
  const timer = setInterval(() => {
    const now = spentMs()
    longest = Math.max(longest, now - before)
    before = now
  }, 5)
  return {
    stop() {
      clearInterval(timer)
      return longest
    },
  }
}

async function addLastLook(db: Database, checkId: string): Promise<void> {
  await db
    .insertInto('last_look')
    .values({
      check_id: checkId,
      due_at: '',
      first_due_at: '',
      started_at: '',
      duration_ms: 0,
      manual: 0,
      evidence: Buffer.alloc(0),
      sampled_at: null,
    })
    .execute()
}

/** Bytes that this process wrote to files: the log of the database, and the database when that is taken over. */
function bytesWritten(): number {
  return Number(/wchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
}

/** What the database takes on disk; on PostgreSQL what is kept does, since space of looks that were removed is used again by and by. */
async function sizeOf(db: Database, url: string | undefined): Promise<number> {
  if (url !== undefined && isPostgres(url)) {
    const { rows } = await sql<{ size: string }>`
      select sum(pg_total_relation_size(one::regclass)) as size
      from unnest(array['series_day', 'series_group', 'rollup_day', 'sample_fold']) as one`.execute(db)
    return Number(rows[0]?.size)
  }
  const numberOf = async (pragma: string) => {
    const { rows } = await sql.raw<Record<string, number>>(`pragma ${pragma}`).execute(db)
    return Number(rows[0]?.[pragma])
  }
  const [pages, free, size] = [
    await numberOf('page_count'),
    await numberOf('freelist_count'),
    await numberOf('page_size'),
  ]
  return (pages - free) * size
}
