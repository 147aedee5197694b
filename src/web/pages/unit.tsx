import { UnitPage, UnitVerdicts } from '../../../views/unit.tsx'
import type { UnitRow } from '../../../views/units.tsx'
import { compareNames } from '../../inventory/search.ts'
import type { UnitKind } from '../../model.ts'
import { listChecks } from '../../store/checks.ts'
import { findUnit } from '../../store/inventory.ts'
import { sendJson } from '../data.ts'
import { judgeProvince, judgeUnit } from '../province.ts'
import { maxLimit, readAsOf } from '../query.ts'
import { refuse } from '../refuse.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const unitPages: Page[] = [
  { method: 'GET', path: '/units/:code', rule: 'reader', formats: ['json'], handle: showUnit },
  { method: 'GET', path: '/units/:code/verdicts', rule: 'reader', handle: showUnit },
]

/** Kinds that have others as members; to find these, the whole province has to be judged. */
const withMembers: UnitKind[] = ['platform', 'department', 'district']

async function showUnit(c: WebContext) {
  const { deps } = c.var
  const code = c.req.param('code') ?? ''
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const judged = await judgeUnit(deps, code, at)
  if (judged === undefined) refuse('notFound', [code])
  const { unit, state, readiness, operations, newestAt } = judged
  if (c.var.format === 'json')
    return sendJson(c, { ...unit, ...readiness, operations, newestAt, assets: state.assets })
  const frame = await frameOf(c, { asOf })
  const base = {
    frame: { ...frame, url: frame.url.replace(/\/verdicts(?=\?|$)/, '') },
    unit,
    readiness,
    operations,
    assets: state.assets,
    parent: null,
    checks: [],
    members: [],
  }
  if (isPartial(c)) return c.html(<UnitVerdicts {...base} />)
  const { items: checks } = await listChecks(deps.db, { unit: code, limit: maxLimit })
  const parent = unit.parent === null ? null : ((await findUnit(deps.db, unit.parent)) ?? null)
  const members = withMembers.includes(unit.kind) ? await membersOf(c, code, at) : []
  return c.html(<UnitPage {...base} parent={parent} checks={checks} members={members} />)
}

async function membersOf(c: WebContext, code: string, at: string): Promise<UnitRow[]> {
  const judged = await judgeProvince(c.var.deps, at)
  return judged
    .filter(({ unit }) => unit.parent === code)
    .map((one) => ({ ...one, parent: null }))
    .sort((a, b) => compareNames(a.unit.name, b.unit.name))
}
