import { z } from 'zod'
import { MatrixGrid, type MatrixGroup, MatrixPage, type MatrixRow } from '../../../views/matrix.tsx'
import { compareNames, fold } from '../../inventory/search.ts'
import {
  addLayers,
  countLayer,
  type LayerCount,
  layerSteps,
  matrixLayers,
} from '../../readiness/layer-steps.ts'
import { type CsvColumn, sendCsv, sendJson } from '../data.ts'
import { type Judged, judgeProvince } from '../province.ts'
import { choice, readAsOf, readQuery, searchText } from '../query.ts'
import { withinReach } from '../reach.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const matrixPages: Page[] = [
  { method: 'GET', path: '/matrix', rule: 'own', formats: ['json', 'csv'], handle: showMatrix },
  { method: 'GET', path: '/parts/matrix', rule: 'own', handle: showMatrix },
]

const query = {
  asOf: z.string().optional(), // readAsOf reads it
  q: searchText,
  district: searchText,
  layer: choice(matrixLayers),
  state: choice(['pass', 'partial', 'fail', 'unknown', 'na']),
  /** Groups that are unfolded, or `all`. */
  open: z.string().max(400).optional(),
}
type MatrixQuery = z.output<z.ZodObject<typeof query>>

async function showMatrix(c: WebContext) {
  const asked = readQuery(c, query)
  const asOf = readAsOf(c)
  const at = asOf ?? c.var.deps.now()
  const judged = withinReach(c, await judgeProvince(c.var.deps, at), ({ unit }) => unit.code)
  const rows = judged.map(toRow).filter(matching(asked))
  if (c.var.format === 'json')
    return sendJson(c, { items: rows.map(toItem), total: rows.length, steps: layerSteps, asOf: at })
  if (c.var.format === 'csv') return sendCsv(c, 'matrix', columns, rows)
  const frame = await frameOf(c, { asOf })
  const { open = '', q, layer, state, district } = asked
  const props = {
    frame: { ...frame, url: frame.url.replace('/parts/matrix', '/matrix') },
    groups: groupsOf(rows),
    total: addRows(rows),
    count: rows.length,
    query: asked,
    // whoever filters wants to see what is left
    open: q || layer || state || district ? 'all' : open,
    districts: judged
      .map(({ unit }) => unit)
      .filter(({ kind }) => kind === 'district')
      .sort((a, b) => compareNames(a.name, b.name)),
  }
  return c.html(isPartial(c) ? <MatrixGrid {...props} /> : <MatrixPage {...props} />)
}

function toRow({ unit, readiness }: Judged): MatrixRow {
  const counts = matrixLayers.map((layer) => [layer, countLayer(readiness, layer)] as const)
  return { unit, layers: Object.fromEntries(counts) as MatrixRow['layers'], broken: readiness.broken.length }
}

function matching({ q, district, layer, state }: MatrixQuery): (row: MatrixRow) => boolean {
  const folded = fold(q ?? '')
  return ({ unit, layers }) => {
    if (district && unit.code !== district && unit.parent !== district) return false
    if (folded !== '' && !fold(`${unit.name} ${unit.code}`).includes(folded)) return false
    if (state === undefined) return layer === undefined || layers[layer].state !== 'na'
    return (layer === undefined ? matrixLayers : [layer]).some((one) => layers[one].state === state)
  }
}

/** The province's platform, the departments, and each district with its communes. */
function groupsOf(rows: MatrixRow[]): MatrixGroup[] {
  const named = (one: MatrixRow) => one.unit.name
  const sorted = rows.toSorted((a, b) => compareNames(named(a), named(b)))
  const platforms = sorted.filter(({ unit }) => unit.kind === 'platform')
  const departments = sorted.filter(({ unit }) => unit.kind === 'department')
  const districts = sorted.filter(({ unit }) => unit.kind === 'district')
  const known = new Set(districts.map(({ unit }) => unit.code))
  const communes = sorted.filter(({ unit }) => unit.kind === 'commune')
  const rest = communes.filter(({ unit }) => unit.parent === null || !known.has(unit.parent))
  const groups = [
    { id: 'platform', name: null, rows: platforms },
    { id: 'department', name: null, rows: departments },
    ...districts.map((one) => ({
      id: one.unit.code,
      name: one.unit.name,
      rows: [one, ...communes.filter(({ unit }) => unit.parent === one.unit.code)],
    })),
    { id: 'commune', name: null, rows: rest },
  ]
  return groups.flatMap((group) =>
    group.rows.length === 0 ? [] : [{ ...group, layers: addRows(group.rows) }],
  )
}

function addRows(rows: MatrixRow[]): MatrixRow['layers'] {
  const sums = matrixLayers.map(
    (layer) => [layer, addLayers(rows.map(({ layers }) => layers[layer]))] as const,
  )
  return Object.fromEntries(sums) as MatrixRow['layers']
}

function toItem({ unit, layers, broken }: MatrixRow) {
  const { code, name, kind, parent } = unit
  return { code, name, kind, parent, layers, broken }
}

const columns: CsvColumn<MatrixRow>[] = [
  ['code', ({ unit }) => unit.code],
  ['name', ({ unit }) => unit.name],
  ['kind', ({ unit }) => unit.kind],
  ['parent', ({ unit }) => unit.parent],
  ...matrixLayers.flatMap((layer): CsvColumn<MatrixRow>[] =>
    (['state', 'served', 'addressed', 'reachable', 'working', 'unknown'] as const).map(
      (of: keyof LayerCount): CsvColumn<MatrixRow> => [`${layer}_${of}`, ({ layers }) => layers[layer][of]],
    ),
  ),
]
