import { z } from 'zod'
import { UnitList, type UnitRow, UnitsPage, type UnitsQuery } from '../../../views/units.tsx'
import { compareNames, fold } from '../../inventory/search.ts'
import { unitKinds } from '../../model/inventory.ts'
import { criteria } from '../../readiness/catalogue.ts'
import type { Verdict } from '../../readiness/criterion.ts'
import { reasonTexts } from '../../readiness/reasons.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { judgeProvince } from '../province.ts'
import { choice, paging, readAsOf, readQuery, searchText, sliceOf, sorting } from '../query.ts'
import { withinReach } from '../reach.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const unitsPages: Page[] = [
  { method: 'GET', path: '/units', rule: 'own', formats: ['json', 'csv'], handle: showUnits },
  { method: 'GET', path: '/parts/units', rule: 'own', handle: showUnits },
]

const verdicts = ['pass', 'partial', 'fail', 'unknown', 'na'] as const satisfies Verdict[]
const reasons = Object.keys(reasonTexts) as (keyof typeof reasonTexts)[]

const query = {
  ...paging,
  asOf: z.string().optional(), // readAsOf reads it
  q: searchText,
  kind: choice(unitKinds),
  district: searchText,
  level: choice(['0', '1', '2', '3', '4', '5']),
  criterion: choice(criteria.map(({ id }) => id)),
  verdict: choice(verdicts),
  reason: choice(reasons),
  broken: choice(['yes']),
  enough: choice(['yes', 'no']),
  /** Only these: a figure of the plan leads to the very units it counts. */
  codes: z
    .string()
    .max(8000)
    .optional()
    .transform((text) => (text ? new Set(text.split(',')) : undefined)),
  sort: sorting(['name', 'kind', 'level', 'score', 'coverage', 'newestAt']),
}

async function showUnits(c: WebContext) {
  const { deps } = c.var
  const asked = readQuery(c, query)
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const judged = withinReach(c, await judgeProvince(deps, at), ({ unit }) => unit.code)
  const units = new Map(judged.map(({ unit }) => [unit.code, unit]))
  const sort = asked.sort ?? { by: 'name', descending: false }
  const all = judged
    .map((one): UnitRow => ({ ...one, parent: (one.unit.parent && units.get(one.unit.parent)) || null }))
    .filter(matching(asked))
    .sort(comparing(sort.by, sort.descending))
  const slice = { ...sliceOf(c, asked), total: all.length }
  const rows = all.slice(slice.offset, slice.offset + slice.limit)
  if (c.var.format === 'json') return sendList(c, { items: rows.map(toItem), total: all.length, asOf: at })
  if (c.var.format === 'csv') return sendCsv(c, 'units', columns, rows)
  const frame = await frameOf(c, { asOf })
  const districts = judged
    .map(({ unit }) => unit)
    .filter(({ kind }) => kind === 'district')
    .sort((a, b) => compareNames(a.name, b.name))
  const props = {
    frame: { ...frame, url: frame.url.replace('/parts/units', '/units') },
    rows,
    slice,
    sort,
    query: asked,
    districts,
  }
  return c.html(isPartial(c) ? <UnitList {...props} /> : <UnitsPage {...props} />)
}

function matching(asked: UnitsQuery): (row: UnitRow) => boolean {
  const folded = fold(asked.q ?? '')
  return ({ unit, readiness }) => {
    if (asked.kind !== undefined && unit.kind !== asked.kind) return false
    if (asked.district && unit.code !== asked.district && unit.parent !== asked.district) return false
    if (asked.level !== undefined && readiness.level !== Number(asked.level)) return false
    if (asked.broken !== undefined && readiness.broken.length === 0) return false
    if (asked.enough !== undefined && readiness.enoughData !== (asked.enough === 'yes')) return false
    if (asked.codes !== undefined && !asked.codes.has(unit.code)) return false
    if (folded !== '' && !fold(`${unit.name} ${unit.code}`).includes(folded)) return false
    if (asked.criterion === undefined && asked.verdict === undefined && asked.reason === undefined)
      return true
    return readiness.verdicts.some(
      (one) =>
        (asked.criterion === undefined || one.id === asked.criterion) &&
        (asked.verdict === undefined || one.verdict === asked.verdict) &&
        (asked.reason === undefined || one.reason === asked.reason),
    )
  }
}

/** Ties go by name and then by code, since names repeat. What has no value comes last in either direction. */
function comparing(by: string, descending: boolean): (a: UnitRow, b: UnitRow) => number {
  const value = (row: UnitRow): number | string | null => {
    if (by === 'kind') return unitKinds.indexOf(row.unit.kind)
    if (by === 'level') return row.readiness.level
    if (by === 'score') return row.readiness.score
    if (by === 'coverage') return row.readiness.coverage
    return by === 'newestAt' ? row.newestAt : null
  }
  const byName = (a: UnitRow, b: UnitRow) =>
    compareNames(a.unit.name, b.unit.name) || compareNames(a.unit.code, b.unit.code)
  if (by === 'name') return (a, b) => (descending ? -1 : 1) * byName(a, b)
  return (a, b) => {
    const [left, right] = [value(a), value(b)]
    if (left === right) return byName(a, b)
    if (left === null || right === null) return left === null ? 1 : -1
    return (left < right ? -1 : 1) * (descending ? -1 : 1)
  }
}

/** One unit as programs read it. Scores are 0 to 100, coverage 0 to 1. */
function toItem({ unit, readiness, newestAt }: UnitRow) {
  const { score, scoreMax, coverage, level, levelReachable, enoughData, counts, broken, weight } = readiness
  return {
    code: unit.code,
    name: unit.name,
    kind: unit.kind,
    type: unit.type,
    parent: unit.parent,
    score,
    scoreMax,
    coverage,
    level,
    levelReachable,
    enoughData,
    weight,
    counts,
    verdicts: Object.fromEntries(readiness.verdicts.map(({ id, verdict }) => [id, verdict])),
    broken: broken.map(({ asset }) => asset.label),
    newestAt,
  }
}

const columns: CsvColumn<UnitRow>[] = [
  ['code', ({ unit }) => unit.code],
  ['name', ({ unit }) => unit.name],
  ['kind', ({ unit }) => unit.kind],
  ['type', ({ unit }) => unit.type],
  ['parent', ({ unit }) => unit.parent],
  ['level', ({ readiness }) => readiness.level],
  ['level_reachable', ({ readiness }) => readiness.levelReachable],
  ['enough_data', ({ readiness }) => readiness.enoughData],
  ['score', ({ readiness }) => readiness.score],
  ['score_max', ({ readiness }) => readiness.scoreMax],
  ['coverage', ({ readiness }) => readiness.coverage],
  ...verdicts.map((verdict): CsvColumn<UnitRow> => [verdict, ({ readiness }) => readiness.counts[verdict]]),
  ['broken', ({ readiness }) => readiness.broken.map(({ asset }) => asset.label).join('|')],
  ['newest_at', ({ newestAt }) => newestAt],
  ...criteria.map(
    ({ id }): CsvColumn<UnitRow> => [
      id,
      ({ readiness }) => readiness.verdicts.find((one) => one.id === id)?.verdict ?? null,
    ],
  ),
]
