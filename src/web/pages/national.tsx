import { NationalPage } from '../../../views/national.tsx'
import { nationalIndicators, nationalReferences } from '../../readiness/national.ts'
import { listUnits } from '../../store/inventory.ts'
import { sendJson } from '../data.ts'
import { judgeUnit } from '../province.ts'
import { readAsOf } from '../query.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const nationalPages: Page[] = [
  { method: 'GET', path: '/national', rule: 'reader', formats: ['json'], handle: showNational },
]

async function showNational(c: WebContext) {
  const { deps } = c.var
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const platform = (await listUnits(deps.db, { asOf: at })).find(({ kind }) => kind === 'platform')
  const judged = platform && (await judgeUnit(deps, platform.code, at))
  const indicators = judged ? nationalIndicators(judged.readiness) : []
  if (c.var.format === 'json')
    return sendJson(c, {
      items: indicators,
      total: indicators.length,
      asOf: at,
      unit: platform?.code ?? null,
      references: nationalReferences,
    })
  return c.html(
    <NationalPage
      frame={await frameOf(c, { asOf })}
      unit={platform ?? null}
      indicators={indicators}
      references={nationalReferences}
    />,
  )
}
