import { CriteriaPage, type CriterionRow } from '../../../views/criteria.tsx'
import { CriterionPage } from '../../../views/criterion.tsx'
import { compareNames } from '../../inventory/search.ts'
import { catalogueVersion, criteria } from '../../readiness/catalogue.ts'
import type { Criterion, Verdict } from '../../readiness/criterion.ts'
import { type CsvColumn, sendCsv, sendJson, sendList } from '../data.ts'
import { type Judged, judgeProvince } from '../province.ts'
import { readAsOf } from '../query.ts'
import { withinReach } from '../reach.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const criteriaPages: Page[] = [
  { method: 'GET', path: '/criteria', rule: 'own', formats: ['json', 'csv'], handle: showCriteria },
  { method: 'GET', path: '/criteria/:id', rule: 'own', formats: ['json'], handle: showCriterion },
]

/** What stands in the way first. */
const order: Verdict[] = ['fail', 'partial', 'unknown', 'pass', 'na']
/** Units named of each verdict; the rest is behind a link. */
const unitsShown = 12

async function showCriteria(c: WebContext) {
  const asOf = readAsOf(c)
  const at = asOf ?? c.var.deps.now()
  const judged = withinReach(c, await judgeProvince(c.var.deps, at), ({ unit }) => unit.code)
  const rows = criteria.map((criterion) => ({ criterion, counts: countsOf(criterion, judged) }))
  if (c.var.format === 'json') {
    const items = rows.map(toItem)
    return sendList(c, { items, total: items.length, asOf: at })
  }
  if (c.var.format === 'csv') return sendCsv(c, 'criteria', columnsIn(c.var.words.locale), rows)
  return c.html(<CriteriaPage frame={await frameOf(c, { asOf })} rows={rows} />)
}

async function showCriterion(c: WebContext) {
  const asOf = readAsOf(c)
  const at = asOf ?? c.var.deps.now()
  const id = c.req.param('id') ?? ''
  const criterion = criteria.find((one) => one.id === id)
  if (criterion === undefined) refuse('notFound', [id])
  const judged = withinReach(c, await judgeProvince(c.var.deps, at), ({ unit }) => unit.code)
  const row = { criterion, counts: countsOf(criterion, judged) }
  const standing = judged
    .map(({ unit, readiness }) => ({ unit, of: readiness.verdicts.find((one) => one.id === id) }))
    .flatMap(({ unit, of }) => (of === undefined ? [] : [{ unit, of }]))
    .sort((a, b) => compareNames(a.unit.name, b.unit.name))
  if (c.var.format === 'json') {
    const units = standing.map(({ unit, of }) => ({ code: unit.code, name: unit.name, ...of }))
    return sendJson(c, { ...toItem(row), how: criterion.how, units, asOf: at })
  }
  const groups = order.map((verdict) => ({
    verdict,
    units: standing.filter(({ of }) => of.verdict === verdict).slice(0, verdict === 'na' ? 0 : unitsShown),
  }))
  return c.html(<CriterionPage frame={await frameOf(c, { asOf })} row={row} groups={groups} />)
}

function countsOf({ id }: Criterion, judged: Judged[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { pass: 0, partial: 0, fail: 0, unknown: 0, na: 0 }
  for (const { readiness } of judged) {
    const found = readiness.verdicts.find((one) => one.id === id)
    if (found !== undefined) counts[found.verdict] += 1
  }
  return counts
}

function toItem({ criterion, counts }: CriterionRow) {
  const { id, name, layer, weight, ttlHours, phase, level, questions } = criterion
  const measured = questions.length > 0
  return { id, name, layer, weight, ttlHours, phase, level, measured, catalogue: catalogueVersion, counts }
}

function columnsIn(locale: 'vi' | 'en'): CsvColumn<CriterionRow>[] {
  return [
    ['id', ({ criterion }) => criterion.id],
    ['name', ({ criterion }) => criterion.name[locale]],
    ['layer', ({ criterion }) => criterion.layer],
    ['weight', ({ criterion }) => criterion.weight],
    ['ttl_hours', ({ criterion }) => criterion.ttlHours],
    ['stage', ({ criterion }) => criterion.phase],
    ['level', ({ criterion }) => criterion.level],
    ...order.map((verdict): CsvColumn<CriterionRow> => [verdict, ({ counts }) => counts[verdict]]),
  ]
}
