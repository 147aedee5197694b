import { sql } from 'kysely'
import type { Instant } from '../model.ts'
import type { Series } from '../operations/series.ts'
import type { Breathe } from './breather.ts'
import type { Database } from './database.ts'
import { decodeNumbers, type Layout } from './sample-codec.ts'

/** The numbers of one look, in the order of its layout. */
export type SampleRow = { at: Instant; layout: Layout; numbers: (number | bigint)[] }

/** Rows that one statement follows back: a few milliseconds of work. */
const rowsAtOnce = 100

/**
 * The rows of a check's looks from the newest back to after `after`, oldest first. One check's rows are a needle in the
 * hay of all, so each is found by the one that followed it; a clock that was set back ends that chain. They never change,
 * so of the checks that were asked for last, only what has come since is followed.
 */
export async function listSampleRows(
  db: Database,
  checkId: string,
  { after, breathe }: { after: Instant; breathe: Breathe },
): Promise<SampleRow[]> {
  const known = knownOf(db)
  const before = known.get(checkId)
  const isEnough = before !== undefined && before.after <= after
  const newest = isEnough ? before.rows.at(-1)?.at : undefined
  const since = newest !== undefined && newest > after ? newest : after
  const rows = isEnough && since === newest ? [...before.rows] : []
  for await (const { rows: more } of samplesBack(db, checkId, {
    after: since,
    atOnce: Number.POSITIVE_INFINITY,
    breathe,
  }))
    for (const row of more) rows.push(row)
  known.delete(checkId)
  known.set(checkId, { after: isEnough && since === newest ? before.after : after, rows })
  forget(known)
  return rows.filter(({ at }) => at > after)
}

/** Rows that are kept in memory: two days of the looks at a line's end, and those of some other checks. */
const mostKnown = 20_000
type Known = Map<string, { after: Instant; rows: SampleRow[] }>
const knownByDatabase = new WeakMap<Database, Known>()

function knownOf(db: Database): Known {
  const known = knownByDatabase.get(db) ?? new Map()
  knownByDatabase.set(db, known)
  return known
}

/** Those that were asked for longest ago go first. */
function forget(known: Known): void {
  let count = [...known.values()].reduce((sum, { rows }) => sum + rows.length, 0)
  for (const [checkId, { rows }] of known) {
    if (count <= mostKnown) return
    known.delete(checkId)
    count -= rows.length
  }
}

/** The same in pieces of `atOnce` rows, or little more: the newest piece first, each with its oldest row first. */
export async function* samplesBack(
  db: Database,
  checkId: string,
  { after, atOnce, breathe }: { after: Instant; atOnce: number; breathe: Breathe },
): AsyncGenerator<{ rows: SampleRow[]; isLast: boolean }> {
  const newest = await db
    .selectFrom('last_look')
    .select('sampled_at')
    .where('check_id', '=', checkId)
    .executeTakeFirst()
  let found: SampleRow[] = []
  const layouts = new Map<string, Layout>()
  let next = newest?.sampled_at ?? null
  while (next !== null && next > after) {
    await breathe()
    const rows = await rowsBack(db, checkId, next, after)
    for (const row of await decodeRows(db, rows, layouts)) found.push(row)
    const last = rows.at(-1)
    // a row that is missing has been folded and removed, and so have those before it
    next = last && last.before_at !== null && last.before_at < last.at ? last.before_at : null
    if (found.length < atOnce || next === null || next <= after) continue
    yield { rows: found.reverse(), isLast: false }
    found = []
  }
  yield { rows: found.reverse(), isLast: true }
}

async function rowsBack(db: Database, checkId: string, newest: Instant, after: Instant) {
  return db
    .withRecursive('chain', (recursive) =>
      recursive
        .selectFrom('sample')
        .select(['at', 'before_at', 'layout', 'body'])
        .where('at', '=', newest)
        .where('check_id', '=', checkId)
        .unionAll(
          recursive
            .selectFrom('chain')
            .innerJoin('sample', 'sample.at', 'chain.before_at')
            .select(['sample.at', 'sample.before_at', 'sample.layout', 'sample.body'])
            .where('sample.check_id', '=', checkId)
            .where('sample.at', '>', after)
            .whereRef('sample.at', '<', 'chain.at'),
        ),
    )
    .selectFrom('chain')
    .selectAll()
    .limit(sql.lit(rowsAtOnce))
    .execute()
}

/** Rows with their numbers; `known` are layouts by id, and learns. */
export async function decodeRows(
  db: Database,
  rows: { at: Instant; layout: string; body: Uint8Array }[],
  known: Map<string, Layout>,
): Promise<SampleRow[]> {
  const unknown = [...new Set(rows.map(({ layout }) => layout))].filter((id) => !known.has(id))
  if (unknown.length > 0) {
    const layouts = await db.selectFrom('sample_layout').selectAll().where('id', 'in', unknown).execute()
    for (const { id, series } of layouts) known.set(id, JSON.parse(series))
  }
  return rows.map(({ at, layout, body }) => {
    const order = known.get(layout) ?? []
    return { at, layout: order, numbers: decodeNumbers(order, body) }
  })
}

type Gathered = { kind: Series['kind']; at: number[]; values: number[]; exact: bigint[] | null }

/** The readings of looks by series, as layouts write them; only those that are `wanted`. `rows`: oldest first. */
export async function seriesOfRows(
  rows: SampleRow[],
  { wanted, breathe }: { wanted(entry: string): boolean; breathe: Breathe },
): Promise<Map<string, Series>> {
  const gathered = new Map<string, Gathered>()
  const ofLayout = new Map<Layout, (Gathered | undefined)[]>()
  for (const { at, layout, numbers } of rows) {
    await breathe()
    const columns = ofLayout.get(layout) ?? columnsOf(layout, gathered, wanted)
    ofLayout.set(layout, columns)
    const ms = Date.parse(at)
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index]
      if (column !== undefined) addReading(column, ms, numbers[index] as number | bigint)
    }
  }
  return new Map(
    [...gathered].map(([entry, { kind, at, values, exact }]) => [
      entry,
      { kind, at: Float64Array.from(at), values: Float64Array.from(values), exact },
    ]),
  )
}

function columnsOf(layout: Layout, gathered: Map<string, Gathered>, wanted: (entry: string) => boolean) {
  return layout.map((entry): Gathered | undefined => {
    if (!wanted(entry)) return undefined
    const kind = entry.startsWith('c:') ? 'counter' : 'gauge'
    const column = gathered.get(entry) ?? { kind, at: [], values: [], exact: null }
    gathered.set(entry, column)
    return column
  })
}

function addReading(column: Gathered, ms: number, value: number | bigint): void {
  if (typeof value === 'bigint') column.exact ??= column.values.map(BigInt)
  column.exact?.push(BigInt(value))
  column.at.push(ms)
  column.values.push(Number(value))
}
