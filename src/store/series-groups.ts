import type { Database } from './database.ts'

/** What the name of a series has before its last dot: nothing, or whom it is about. */
export function groupOf(series: string): string {
  return series.slice(0, Math.max(series.lastIndexOf('.'), 0))
}

/** The groups of a check's series by name; of those `named`, where that is told. */
export async function findGroups(
  db: Database,
  checkId: string,
  named?: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const groups = await db
    .selectFrom('series_group')
    .select(['id', 'name'])
    .where('check_id', '=', checkId)
    .$if(named !== undefined && named.size > 0 && named.size <= fewNames, (query) =>
      query.where('name', 'in', [...(named ?? [])]),
    )
    .execute()
  return new Map(groups.flatMap(({ id, name }) => (named?.has(name) === false ? [] : [[name, id]])))
}

/** Up to here each is found by its name, instead of all groups of the check being read. */
const fewNames = 8

/** The same, where those that are missing are made. */
export async function makeGroups(
  db: Database,
  checkId: string,
  named: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const known = await findGroups(db, checkId, named)
  const missing = [...named].filter((name) => !known.has(name))
  if (missing.length === 0) return known
  for (const name of missing)
    await db
      .insertInto('series_group')
      .values({ check_id: checkId, name })
      .onConflict((conflict) => conflict.columns(['check_id', 'name']).doNothing())
      .execute()
  return findGroups(db, checkId, named)
}
