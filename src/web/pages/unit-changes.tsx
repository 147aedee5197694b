import { z } from 'zod'
import { UnitChangePage } from '../../../views/unit-change.tsx'
import { UnitChangesPage } from '../../../views/unit-changes.tsx'
import type { Hindrance } from '../../inventory/withdraw-unit-change.ts'
import type { UnitChangeRecord } from '../../model/inventory.ts'
import { listUnits } from '../../store/inventory.ts'
import { listUnitChangeRecords } from '../../store/unit-changes.ts'
import { previewWithdrawal, withdrawUnitChange } from '../../store/withdraw-unit-change.ts'
import { type CsvColumn, sendCsv, sendJson, sendList } from '../data.ts'
import { paging, readQuery, sliceOf } from '../query.ts'
import { readForm } from '../read-form.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const unitChangePages: Page[] = [
  { method: 'GET', path: '/unit-changes', rule: 'reader', formats: ['json', 'csv'], handle: showAll },
  {
    method: 'GET',
    path: '/unit-changes/:change',
    rule: 'reader',
    formats: ['json'],
    handle: (c) => showOne(c),
  },
  { method: 'POST', path: '/unit-changes/:change/withdraw', rule: 'engineer', handle: withdraw },
]

/** Every change of units that was ever entered, the withdrawn too. */
async function showAll(c: WebContext) {
  const all = (await listUnitChangeRecords(c.var.deps.db)).toReversed()
  const slice = { ...sliceOf(c, readQuery(c, paging)), total: all.length }
  const rows = all.slice(slice.offset, slice.offset + slice.limit)
  if (c.var.format === 'json') return sendList(c, { items: rows, total: all.length, asOf: c.var.deps.now() })
  if (c.var.format === 'csv') return sendCsv(c, 'unit-changes', columns, rows)
  return c.html(
    <UnitChangesPage frame={await frameOf(c)} {...{ rows, slice, names: await namesOf(c, rows) }} />,
  )
}

async function showOne(
  c: WebContext,
  { why, hindrances }: { why: string; hindrances: Hindrance[] } = { why: '', hindrances: [] },
) {
  readQuery(c, {})
  const change = await requireChange(c)
  if (c.var.format === 'json') return sendJson(c, change)
  const effect = change.withdrawn ? null : await previewWithdrawal(c.var.deps.db, change)
  const names = await namesOf(c, [change])
  return c.html(
    <UnitChangePage frame={await frameOf(c)} {...{ change, effect, names, why, hindrances }} />,
    hindrances.length > 0 ? 409 : 200,
  )
}

/** Nothing is written where something is in the way: the page then says all of it. */
async function withdraw(c: WebContext) {
  const { deps, session } = c.var
  const { withdrawn, ...change } = await requireChange(c)
  const form = await readForm(c)
  const why = z.string().trim().max(500).catch('').parse(form.why?.[0])
  if (why === '') refuse('badRequest', ['why: required'])
  if (withdrawn) refuse('badRequest', [`${change.code} was withdrawn before`])
  const never = form.never ?? []
  const by = session?.account ?? ''
  const hindrances = await recorded(c, async (db, tell) => {
    const found = await withdrawUnitChange(db, change, { at: deps.now(), by, why, never })
    if (found.length === 0)
      await tell({
        action: 'inventory.withdraw',
        subject: change.code,
        before: change,
        after: { why, never },
      })
    return found
  })
  if (hindrances.length > 0) return showOne(c, { why, hindrances })
  return c.redirect(`/unit-changes/${encodeURIComponent(change.code)}`, 303)
}

async function requireChange(c: WebContext): Promise<UnitChangeRecord> {
  const code = c.req.param('change') ?? ''
  const [change] = await listUnitChangeRecords(c.var.deps.db, { code })
  return change ?? refuse('notFound', [code])
}

async function namesOf(c: WebContext, changes: UnitChangeRecord[]): Promise<Map<string, string>> {
  const codes = [...new Set(changes.flatMap(({ from, to }) => [...from, ...to]))]
  if (codes.length === 0) return new Map()
  return new Map((await listUnits(c.var.deps.db, { codes })).map(({ code, name }) => [code, name]))
}

const columns: CsvColumn<UnitChangeRecord>[] = [
  ['code', ({ code }) => code],
  ['day', ({ day }) => day],
  ['kind', ({ kind }) => kind],
  ['from', ({ from }) => from.join('|')],
  ['to', ({ to }) => to.join('|')],
  ['name_before', ({ nameBefore }) => nameBefore],
  ['name', ({ name }) => name],
  ['document_no', ({ documentNo }) => documentNo],
  ['document_date', ({ documentDate }) => documentDate],
  ['note', ({ note }) => note],
  ['withdrawn_at', ({ withdrawn }) => withdrawn?.at ?? null],
  ['withdrawn_by', ({ withdrawn }) => withdrawn?.by ?? null],
  ['withdrawn_why', ({ withdrawn }) => withdrawn?.why ?? null],
]
