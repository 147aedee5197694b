import type { Observation } from '../model.ts'
import { type LineEvidence, type LineRun, lineCheckIds } from '../operations/line-figures.ts'
import { minuteMs } from '../operations/minutes.ts'
import { findCheck } from '../store/checks.ts'
import { findAsset } from '../store/inventory.ts'
import { loadLineRows, readMonth, withStates } from './lines.ts'
import { readAsOf } from './query.ts'
import { refuse } from './refuse.ts'
import type { WebContext } from './web.ts'

export type About = Awaited<ReturnType<typeof readLine>>

/** The line that the address names, at the moment and in the month that it names, and who looks at it. */
export async function readLine(c: WebContext, month: string | undefined) {
  const { deps } = c.var
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const code = c.req.param('code') ?? ''
  const line =
    (await findAsset(deps.db, 'line', code, { asOf: asOf ?? undefined })) ?? refuse('notFound', [code])
  const period = readMonth(month, at)
  const [row] = await withStates(deps, await loadLineRows(deps, [line], { at, period }), { at, asOf })
  if (row === undefined) refuse('notFound', [code])
  const ids = lineCheckIds(code)
  const checks = {
    reach: (await findCheck(deps.db, ids.reach)) ?? null,
    counters: (await findCheck(deps.db, ids.counters)) ?? null,
    traffic:
      line.device === null
        ? null
        : ((await findCheck(deps.db, `device~${line.device}~snmp-traffic`)) ?? null),
  }
  return { deps, asOf, at, period, row, checks }
}

/** The interval in which the first whole minute of a run lies, `looks` newest first; nobody looked in what was not measured. */
export function proofOf({ state, from, minutes }: LineRun, looks: Observation[]): LineEvidence | null {
  if (state === 'unmeasured') return null
  const after = new Date(Date.parse(from) + minuteMs).toISOString()
  const end = new Date(Date.parse(from) + minutes * minuteMs).toISOString()
  const found =
    looks.find(({ firstSeenAt, lastSeenAt }) => firstSeenAt <= after && lastSeenAt >= from) ??
    looks.findLast(({ firstSeenAt, lastSeenAt }) => firstSeenAt <= end && lastSeenAt >= from)
  return found ? { checkId: found.checkId, firstDueAt: found.firstDueAt } : null
}
