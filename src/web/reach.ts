import { reachOf, type Session } from '../auth/access.ts'
import { findCheck } from '../store/checks.ts'
import { findDocument } from '../store/documents.ts'
import { findAsset, listUnits } from '../store/inventory.ts'
import type { WebContext } from './web.ts'

/** The codes of the units that the caller may see; null for all there are. */
export async function reachOfCaller(c: WebContext): Promise<ReadonlySet<string> | null> {
  const { session, deps } = c.var
  if (session === null) return new Set()
  return isBounded(session) ? reachOf(session, await listUnits(deps.db)) : null
}

function isBounded(session: Session): boolean {
  return reachOf(session, []) !== null
}

/** The rows that belong to a unit that the caller may see; what belongs to none is for those who see the province. */
export function withinReach<Row>(
  { var: { reach } }: WebContext,
  rows: Row[],
  unitOf: (row: Row) => string | null | undefined,
): Row[] {
  return reach === null ? rows : rows.filter((row) => reach.has(unitOf(row) ?? ''))
}

/** A list that SQL filters by units; undefined for no such filter. */
export function unitsWithin({ var: { reach } }: WebContext): string[] | undefined {
  return reach === null ? undefined : [...reach]
}

/**
 * Of which units the thing is that an address names. A page is closed to whoever may not see all of them, and where there
 * are none: what nobody knows of is no secret, but neither does anybody of one unit need to be told.
 */
export type UnitsOf = (c: WebContext) => Promise<string[]>

export const unitOfCode: UnitsOf = async (c) => [param(c, 'code')]

/** An asset's unit of now, so that a past owner does not keep what has gone to another. */
export function unitOfAsset(kind: 'device' | 'line' | 'hotspot' | 'prefix'): UnitsOf {
  return async (c) => {
    const { db, now } = c.var.deps
    const code = param(c, 'code')
    const asset = (await findAsset(db, kind, code, { asOf: now() })) ?? (await findAsset(db, kind, code))
    return asset === undefined ? [] : [asset.unit]
  }
}

export const unitOfCheck: UnitsOf = async (c) => {
  const check = await findCheck(c.var.deps.db, param(c, 'id'))
  return check?.unit == null ? [] : [check.unit]
}

export const unitOfDocument: UnitsOf = async (c) => {
  const document = await findDocument(c.var.deps.db, param(c, 'document'))
  return document === undefined ? [] : [document.unit]
}

function param(c: WebContext, name: string): string {
  return c.req.param(name) ?? ''
}
