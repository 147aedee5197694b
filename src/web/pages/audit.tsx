import { z } from 'zod'
import { AuditPage } from '../../../views/audit.tsx'
import { type AuditRow, auditActions } from '../../model/audit.ts'
import { listAudit } from '../../store/audit.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { choice, paging, readQuery, searchText, sliceOf } from '../query.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const auditPages: Page[] = [
  { method: 'GET', path: '/audit', rule: 'auditor', formats: ['json', 'csv'], handle: showLog },
]

const kinds = [...new Set(auditActions.map((action) => action.split('.')[0] ?? ''))]

/** Older entries are shown with `since`. */
const shownMs = 90 * 86_400_000

const query = {
  ...paging,
  who: searchText,
  subject: searchText,
  kind: choice(kinds),
  since: z.iso.date().optional().or(z.literal('')),
}

async function showLog(c: WebContext) {
  const { db, now } = c.var.deps
  const { who, subject, kind, since, ...asked } = readQuery(c, query)
  const slice = sliceOf(c, asked)
  const { items, total } = await listAudit(db, {
    ...slice,
    who: who || undefined,
    subject: subject || undefined,
    action: kind && `${kind}.`,
    from: since || new Date(Date.parse(now()) - shownMs).toISOString(),
  })
  if (c.var.format === 'json') return sendList(c, { items, total, asOf: now() })
  if (c.var.format === 'csv') return sendCsv(c, 'audit', columns, items)
  const props = { rows: items, slice: { ...slice, total }, kinds, query: { who, subject, kind, since } }
  return c.html(<AuditPage frame={await frameOf(c)} {...props} />)
}

const columns: CsvColumn<AuditRow>[] = [
  ['seq', ({ seq }) => seq],
  ['at', ({ at }) => at],
  ['who', ({ who }) => who],
  ['from', ({ from }) => from],
  ['request', ({ request }) => request],
  ['action', ({ action }) => action],
  ['subject', ({ subject }) => subject],
  ['before', ({ before }) => JSON.stringify(before)],
  ['after', ({ after }) => JSON.stringify(after)],
  ['hash', ({ hash }) => hash],
]
