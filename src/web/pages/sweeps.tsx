import { Address4 } from 'ip-address'
import { sweepRange } from '../../../probes/lib/sweep-range.ts'
import { SweepsPage } from '../../../views/sweeps.tsx'
import { sshPort } from '../../inventory/check-of.ts'
import { compareNames } from '../../inventory/search.ts'
import { type CheckRow, findCheck } from '../../store/checks.ts'
import { listUnits } from '../../store/inventory.ts'
import { listSweeps, openSweep } from '../../store/sweeps.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { askLook } from '../manual-looks.ts'
import { readQuery } from '../query.ts'
import { readForm } from '../read-form.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

/** A small IPv4 range is swept when somebody asks for it, where the operator allows it; IPv6 never is. */
export const sweepPages: Page[] = [
  { method: 'GET', path: '/discovery/sweeps', rule: 'setup', formats: ['json', 'csv'], handle: showSweeps },
  { method: 'POST', path: '/discovery/sweeps', rule: 'engineer', handle: ask },
]

async function showSweeps(c: WebContext) {
  readQuery(c, {})
  const { deps } = c.var
  const rows = await listSweeps(deps.db)
  if (c.var.format === 'csv') return sendCsv(c, 'sweeps', columns, rows)
  if (c.var.format === 'json') {
    const items = rows.map((row) => Object.fromEntries(columns.map(([name, of]) => [name, of(row)])))
    return sendList(c, { items, total: rows.length, asOf: deps.now() })
  }
  return sendPage(c, { unit: '', range: '' }, [])
}

async function sendPage(c: WebContext, asked: { unit: string; range: string }, problems: Problem[]) {
  const { deps } = c.var
  const units = await listUnits(deps.db, { asOf: deps.now() })
  return c.html(
    <SweepsPage
      frame={{ ...(await frameOf(c)), url: '/discovery/sweeps' }}
      rows={await listSweeps(deps.db)}
      units={units.sort((one, other) => compareNames(one.name, other.name))}
      allowed={deps.sweepRanges}
      {...{ asked, problems }}
    />,
    problems.length === 0 ? 200 : 422,
  )
}

async function ask(c: WebContext) {
  const { deps, words } = c.var
  const form = await readForm(c)
  const asked = { unit: form.unit?.[0] ?? '', range: (form.range?.[0] ?? '').trim() }
  const t = words.t.discovery.sweeps
  const isRange = sweepRange.safeParse(asked.range).success
  const units = await listUnits(deps.db, { asOf: deps.now() })
  const isAllowed = isRange && deps.sweepRanges.some((allowed) => isWithin(asked.range, allowed))
  const problems: Problem[] = []
  if (units.every(({ code }) => code !== asked.unit)) problems.push({ field: 'unit', message: t.noUnit })
  if (!isRange) problems.push({ field: 'range', message: t.badRange })
  else if (!isAllowed) problems.push({ field: 'range', message: t.notAllowed })
  if (problems.length > 0) return sendPage(c, asked, problems)
  const id = await recorded(c, async (db, tell) => {
    await tell({ action: 'discovery.sweep', subject: asked.range, after: { unit: asked.unit } })
    return openSweep(db, { ...asked, tcpPort: sshPort })
  })
  const check = (await findCheck(deps.db, id)) ?? refuse('notFound', [id])
  const queued = await askLook(deps, check)
  return c.redirect(`/checks/${encodeURIComponent(id)}?${new URLSearchParams({ queued })}`, 303)
}

type Problem = { field: string; message: string }

function isWithin(range: string, allowed: string): boolean {
  return new Address4(range).isInSubnet(new Address4(allowed))
}

/** What a sweep's newest look saw; null while there is none that could look. */
function seenBy({ last }: CheckRow) {
  if (!last?.observation.result.ok) return null
  return last.observation.result.facts as { answered: string[]; tried: number; refused: number }
}

const columns: CsvColumn<CheckRow>[] = [
  ['range', ({ settings }) => (settings as { range: string }).range],
  ['unit', ({ unit }) => unit],
  ['swept_at', ({ last }) => last?.startedAt ?? null],
  ['tried', (row) => seenBy(row)?.tried ?? null],
  ['refused', (row) => seenBy(row)?.refused ?? null],
  ['answered', (row) => seenBy(row)?.answered.join(' ') ?? null],
  ['check', ({ id }) => `/checks/${id}`],
]
