import type { Line } from '../model/inventory.ts'
import type { Instant, LinkGrowth } from '../model.ts'
import type { LineDayNumbers } from '../operations/line-day.ts'
import type { LineFigures, LineMinutes } from '../operations/line-figures.ts'
import { countMinutes } from '../operations/line-minutes.ts'
import { batches } from './batches.ts'
import { pack, unpack } from './bytes.ts'
import type { Database } from './database.ts'
import { groupBy } from './group-by.ts'
import { revise } from './revisions.ts'

/** Keeps a day of a line, and the figures of the months that it lies in, each by its first moment. */
export async function addLineDay(
  db: Database,
  { code: line, unit }: Pick<Line, 'code' | 'unit'>,
  day: LineDayNumbers,
  months: { from: Instant; figures: LineFigures }[],
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const kept = {
      to_at: day.to,
      body: pack({ ...day, growth: withCounters(day.growth, String) }),
      minutes: JSON.stringify(countMinutes(day.runs)),
    }
    await trx
      .insertInto('line_day')
      .values({ line, from_at: day.from, ...kept })
      .onConflict((conflict) => conflict.columns(['line', 'from_at']).doUpdateSet(kept))
      .execute()
    for (const { from, figures } of months) {
      const sum = { to_at: figures.to, body: JSON.stringify(figures) }
      await trx
        .insertInto('line_figure')
        .values({ line, from_at: from, ...sum })
        .onConflict((conflict) => conflict.columns(['line', 'from_at']).doUpdateSet(sum))
        .execute()
    }
    await revise(trx, [unit])
  })
}

/** The days of lines that are over at `until`, from one that begins at `from` on, by line, oldest first. */
export async function listLineDays(
  db: Database,
  { lines, from, until }: { lines?: string[] | undefined; from: Instant; until: Instant },
): Promise<Map<string, LineDayNumbers[]>> {
  const rows = await db
    .selectFrom('line_day')
    .select(['line', 'body'])
    .$if(lines !== undefined, (query) => query.where('line', 'in', lines as string[]))
    .where('from_at', '>=', from)
    .where('to_at', '<=', until)
    .orderBy('line')
    .orderBy('from_at')
    .execute()
  const days = groupBy(rows, ({ line }) => line)
  return new Map([...days].map(([line, list]) => [line, list.map(({ body }) => toDay(body))]))
}

/** Minutes by state of the days that begin between `from` (included) and `to` (not), by line and by their first moment. */
export async function listLineMinutes(
  db: Database,
  { lines, from, to }: { lines: string[]; from: Instant; to: Instant },
): Promise<Map<string, Map<Instant, LineMinutes>>> {
  const found = new Map<string, Map<Instant, LineMinutes>>()
  for (const some of batches(lines)) {
    const rows = await db
      .selectFrom('line_day')
      .select(['line', 'from_at', 'minutes'])
      .where('line', 'in', some)
      .where('from_at', '>=', from)
      .where('from_at', '<', to)
      .execute()
    for (const [line, days] of groupBy(rows, (row) => row.line))
      found.set(line, new Map(days.map(({ from_at, minutes }) => [from_at, JSON.parse(minutes)])))
  }
  return found
}

/** The newest day that is kept of a line; undefined for none. */
export async function findLastLineDay(db: Database, line: string): Promise<LineDayNumbers | undefined> {
  const row = await db
    .selectFrom('line_day')
    .select('body')
    .where('line', '=', line)
    .orderBy('from_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toDay(row.body)
}

/** The figures of lines that are kept of the month that begins at a moment, by line. */
export async function listLineFigures(
  db: Database,
  { from, lines }: { from: Instant; lines?: string[] | undefined },
): Promise<Map<string, LineFigures>> {
  const rows = await db
    .selectFrom('line_figure')
    .select(['line', 'body'])
    .$if(lines !== undefined, (query) => query.where('line', 'in', lines as string[]))
    .where('from_at', '=', from)
    .execute()
  return new Map(rows.map(({ line, body }) => [line, JSON.parse(body)]))
}

function toDay(body: Uint8Array): LineDayNumbers {
  const day = unpack<LineDayNumbers>(body)
  return { ...day, growth: withCounters(day.growth, BigInt) as LineDayNumbers['growth'] }
}

/** Counters have more digits than JSON's numbers hold, so they are text in it. */
function withCounters<As>(growth: LineDayNumbers['growth'], as: (counter: bigint) => As) {
  const each = (link: LinkGrowth | null) =>
    link && {
      ...link,
      counters: Object.fromEntries(
        Object.entries(link.counters).map(([name, one]) => [name, { ...one, growth: as(one.growth) }]),
      ),
    }
  return growth && { ...growth, link: each(growth.link), device: each(growth.device) }
}
