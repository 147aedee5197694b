import { TrendPage } from '../../../views/trend.tsx'
import { findUnit } from '../../store/inventory.ts'
import type { TrendPoint } from '../../store/standings.ts'
import { type CsvColumn, sendCsv, sendJson } from '../data.ts'
import { readAsOf, readQuery, searchText } from '../query.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import { loadTrend } from '../trend.ts'
import type { Page, WebContext } from '../web.ts'

export const trendPages: Page[] = [
  { method: 'GET', path: '/trend', rule: 'reader', formats: ['json', 'csv'], handle: showTrend },
]

const groups = /^(all|kind:[a-z]+|district:[^:]+)$/

/** Day by day of one unit (`unit=291`) or of a group (`group=all`, `kind:commune`, `district:291`). */
async function showTrend(c: WebContext) {
  const { deps } = c.var
  const { unit, group = 'all' } = readQuery(c, { unit: searchText, group: searchText, asOf: searchText })
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  if (!groups.test(group)) refuse('badRequest', ['group: all, kind:commune or district:291'])
  const found =
    unit === undefined ? undefined : ((await findUnit(deps.db, unit)) ?? refuse('notFound', [unit]))
  const trend = await loadTrend(deps.db, found ? { unit: found.code } : { group }, at)
  if (c.var.format === 'json')
    return sendJson(c, { items: trend.points, total: trend.points.length, asOf: at, rules: trend.rules })
  if (c.var.format === 'csv') return sendCsv(c, 'trend', columns, trend.points)
  const frame = await frameOf(c, { asOf })
  const name = found?.name ?? group
  return c.html(
    <TrendPage
      frame={frame}
      name={name}
      trend={trend}
      single={found !== undefined}
      of={found ? `unit=${encodeURIComponent(found.code)}` : `group=${encodeURIComponent(group)}`}
    />,
  )
}

const columns: CsvColumn<TrendPoint>[] = [
  ['day', ({ day }) => day],
  ['r', ({ score }) => score],
  ['r_max', ({ scoreMax }) => scoreMax],
  ['coverage', ({ coverage }) => coverage],
  ...[0, 1, 2, 3, 4, 5].map(
    (level): CsvColumn<TrendPoint> => [`units_level_${level}`, ({ levels }) => levels[level] ?? 0],
  ),
  ['broken', ({ broken }) => broken],
]
