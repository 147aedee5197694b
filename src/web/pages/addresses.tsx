import { z } from 'zod'
import { AddressesPage, type EntryRow, PrefixPage } from '../../../views/addresses.tsx'
import { type DiffRow, diffClasses } from '../../address-plan/diff.ts'
import { entryOf } from '../../address-plan/entry.ts'
import { flawsOf } from '../../address-plan/flaws.ts'
import { searchPlan } from '../../address-plan/search.ts'
import { mapOf } from '../../address-plan/space.ts'
import { type PlanNode, pathTo } from '../../address-plan/tree.ts'
import { type Prefix, prefixRoles } from '../../model/inventory.ts'
import { loadPlanSeen, type PlanSeen } from '../address-plan.ts'
import { type CsvColumn, sendCsv, sendJson, sendList } from '../data.ts'
import { choice, paging, readAsOf, readQuery, searchText, sliceOf } from '../query.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const addressesPages: Page[] = [
  { method: 'GET', path: '/addresses', rule: 'reader', formats: ['json', 'csv'], handle: showAddresses },
  { method: 'GET', path: '/prefixes/:code', rule: 'reader', formats: ['json'], handle: showPrefix },
]

const query = {
  ...paging,
  asOf: z.string().optional(), // readAsOf reads it
  q: searchText,
  unit: searchText,
  kind: choice(prefixRoles),
}

/** The address plan: as a tree, or as a list of what a search finds. */
async function showAddresses(c: WebContext) {
  const { deps } = c.var
  const asked = readQuery(c, query)
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const seen = await loadPlanSeen(deps, at)
  const { tree } = seen.plan
  const rowOf = rowMaker(seen)
  const textOf = ({ prefix }: PlanNode) => searchableText(prefix, seen)
  const found = (asked.q ? searchPlan(tree, asked.q, textOf) : tree.nodes).filter(
    ({ prefix }) =>
      (!asked.unit || prefix.unit === asked.unit) && (asked.kind === undefined || prefix.role === asked.kind),
  )
  const slice = { ...sliceOf(c, asked), total: found.length }
  const rows = found.slice(slice.offset, slice.offset + slice.limit).map(rowOf)
  if (c.var.format === 'csv') return sendCsv(c, 'addresses', columns, rows)
  if (c.var.format === 'json') return sendList(c, { items: rows, total: found.length, asOf: at })
  const isSearch = Boolean(asked.q || asked.unit || asked.kind)
  return c.html(
    <AddressesPage
      frame={await frameOf(c, { asOf })}
      {...{ rows, slice, query: asked, isSearch, tree, rowOf }}
      counts={countsOf(seen.rows)}
      units={unitsWithEntries(seen)}
    />,
  )
}

/** One entry: what is said of it, what lies within it, and what is free. */
async function showPrefix(c: WebContext) {
  const { deps } = c.var
  readQuery(c, { asOf: z.string().optional() })
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const code = c.req.param('code') ?? ''
  const seen = await loadPlanSeen(deps, at)
  const node = seen.plan.tree.nodes.find(({ prefix }) => prefix.code === code) ?? refuse('notFound', [code])
  const rowOf = rowMaker(seen)
  const row = rowOf(node)
  const path = pathTo(node).map(rowOf)
  const map = mapOf(node)
  const within = seen.rows.filter(({ plan, block }) => plan?.code === code || block === node.prefix.prefix)
  if (c.var.format === 'json') {
    const cells = map && {
      length: map.length,
      cells: map.cells.map(({ by, ...cell }) => ({ ...cell, by: by.map(({ prefix }) => prefix.code) })),
    }
    return sendJson(c, {
      ...row,
      path: path.map(({ prefix }) => prefix.code),
      map: cells,
      differences: within,
      asOf: at,
    })
  }
  return c.html(
    <PrefixPage
      frame={await frameOf(c, { asOf })}
      {...{ node, row, path, map, rowOf }}
      differences={within}
    />,
  )
}

/** Makes rows of entries with what the comparison says of them: the gravest class of its lines. */
function rowMaker({ plan, rows, units }: PlanSeen): (node: PlanNode) => EntryRow {
  const byCode = new Map<string, DiffRow>()
  for (const row of rows) {
    const known = row.plan && byCode.get(row.plan.code)
    if (row.plan && (!known || gravityOf(row) < gravityOf(known))) byCode.set(row.plan.code, row)
  }
  return (node) => ({
    ...entryOf(node),
    unitName: units.get(node.prefix.unit)?.name ?? node.prefix.unit,
    state: byCode.get(node.prefix.code)?.class ?? null,
    flaws: flawsOf(node, node.parent?.children ?? plan.tree.roots, plan.isPartOf),
  })
}

function gravityOf(row: DiffRow): number {
  return diffClasses.indexOf(row.class)
}

function searchableText(prefix: Prefix, { units }: PlanSeen): string {
  const { code, unit, site, vlan, description, decisionNo } = prefix
  return [code, unit, units.get(unit)?.name, site, vlan && `vlan ${vlan}`, description, decisionNo]
    .filter(Boolean)
    .join(' ')
}

function unitsWithEntries({ plan, units }: PlanSeen) {
  const codes = new Set(plan.tree.nodes.map(({ prefix }) => prefix.unit))
  return [...units.values()].filter(({ code }) => codes.has(code))
}

function countsOf(rows: DiffRow[]): Record<DiffRow['class'], number> {
  const counts = Object.fromEntries(diffClasses.map((one) => [one, 0])) as Record<DiffRow['class'], number>
  for (const row of rows) counts[row.class]++
  return counts
}

const columns: CsvColumn<EntryRow>[] = [
  ['code', ({ prefix }) => prefix.code],
  ['prefix', ({ prefix }) => prefix.prefix],
  ['kind', ({ prefix }) => prefix.role],
  ['parent', ({ parent }) => parent],
  ['unit', ({ prefix }) => prefix.unit],
  ['unit_name', ({ unitName }) => unitName],
  ['source', ({ prefix }) => prefix.source],
  ['decision_no', ({ prefix }) => prefix.decisionNo],
  ['decision_date', ({ prefix }) => prefix.decisionDate],
  ['site', ({ prefix }) => prefix.site],
  ['vlan', ({ prefix }) => prefix.vlan],
  ['description', ({ prefix }) => prefix.description],
  ['lans_used', ({ lans }) => lans?.used ?? null],
  ['lans', ({ lans }) => lans?.all ?? null],
  ['handed_out_length', ({ room }) => room?.length ?? null],
  ['left', ({ room }) => room?.left ?? null],
  ['next_free', ({ room }) => room?.next ?? null],
  ['state', ({ state }) => state],
  ['flaws', ({ flaws }) => flaws.map(({ code }) => code).join('|')],
]
