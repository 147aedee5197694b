import { z } from 'zod'
import { DiscoveryPage, type FoundDevice } from '../../../views/discovery.tsx'
import { writeCsv } from '../../inventory/write.ts'
import { proposedDevice } from '../../readiness/proposed-device.ts'
import { dismiss, listDismissals, restore } from '../../store/dismissals.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { recentProvince } from '../province.ts'
import { choice, paging, readQuery, searchText, sliceOf } from '../query.ts'
import { withinReach } from '../reach.ts'
import { readForm } from '../read-form.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'
import { previewFiles } from './inventory.tsx'

export const discoveryPages: Page[] = [
  { method: 'GET', path: '/discovery', rule: 'own', formats: ['json', 'csv'], handle: showDiscovery },
  { method: 'POST', path: '/discovery/accept', rule: 'engineer', isPreview: true, handle: accept },
  { method: 'POST', path: '/discovery/dismiss', rule: 'engineer', handle: changeDismissal },
]

const query = { ...paging, unit: searchText, state: choice(['open', 'dismissed']) }

/** What routers and switches tell of around them and no inventory holds; nothing is swept for it. */
async function showDiscovery(c: WebContext) {
  const asked = readQuery(c, query)
  const all = (await findAll(c)).filter(({ unit }) => !asked.unit || unit === asked.unit)
  const state = asked.state ?? 'open'
  const found = all.filter(({ dismissal }) => (dismissal === null) === (state === 'open'))
  const slice = { ...sliceOf(c, asked), total: found.length }
  const rows = found.slice(slice.offset, slice.offset + slice.limit)
  if (c.var.format === 'csv') return sendCsv(c, 'discovery', columns, rows)
  if (c.var.format === 'json')
    return sendList(c, { items: rows, total: found.length, asOf: c.var.deps.now() })
  const open = all.filter(({ dismissal }) => dismissal === null).length
  const counts = { open, dismissed: all.length - open }
  return c.html(<DiscoveryPage frame={await frameOf(c)} {...{ rows, slice, state, counts }} />)
}

async function findAll(c: WebContext): Promise<FoundDevice[]> {
  const { deps } = c.var
  const dismissals = await listDismissals(deps.db)
  const judged = withinReach(c, await recentProvince(deps, deps.now()), ({ unit }) => unit.code)
  return judged.flatMap(({ unit, strangers }) =>
    strangers.map((one) => ({
      ...one,
      unitName: unit.name,
      proposal: proposedDevice(one),
      dismissal: dismissals.find(({ unit: of, key }) => of === one.unit && key === one.key) ?? null,
    })),
  )
}

/** As a file that is about to be imported: the preview says what it would change, and a person confirms. */
async function accept(c: WebContext) {
  const { one } = await findOne(c)
  const text = writeCsv('devices', [one.proposal], { bom: true })
  return previewFiles(c, [{ name: 'devices.csv', bytes: new TextEncoder().encode(text) }])
}

async function changeDismissal(c: WebContext) {
  const { one, form } = await findOne(c)
  const { unit, key } = one
  const { deps, session } = c.var
  const reason = z.string().trim().max(300).catch('').parse(form.reason?.[0])
  const isRestored = form.restore?.[0] === 'yes'
  if (!isRestored && reason === '') refuse('badRequest', ['reason: required'])
  const dismissal = { unit, key, reason, at: deps.now(), by: session?.account ?? '' }
  await recorded(c, async (db, tell) => {
    if (isRestored) await restore(db, one)
    else await dismiss(db, dismissal)
    const action = isRestored ? 'discovery.restore' : 'discovery.dismiss'
    await tell({ action, subject: `${unit} ${key}`, after: isRestored ? null : { reason } })
  })
  return c.redirect('/discovery', 303)
}

async function findOne(c: WebContext) {
  const form = await readForm(c)
  const one = (await findAll(c)).find(({ unit, key }) => unit === form.unit?.[0] && key === form.key?.[0])
  return { form, one: one ?? refuse('notFound', [form.key?.[0] ?? '']) }
}

const columns: CsvColumn<FoundDevice>[] = [
  ['unit', ({ unit }) => unit],
  ['name', ({ sysName }) => sysName],
  ['chassis_id', ({ chassisId }) => chassisId],
  ['addresses', ({ addresses }) => addresses.join(' ')],
  ['capabilities', ({ capabilities }) => capabilities.join(' ')],
  ['found_by', ({ ways }) => ways.map(({ source }) => source).join(' | ')],
  ['told_by', ({ ways }) => ways.map(({ by }) => by.code).join(' | ')],
  ['port', ({ ways }) => ways.map(({ port }) => port).join(' | ')],
  [
    'seen_at',
    ({ ways }) =>
      ways
        .map(({ evidence }) => evidence.lastSeenAt)
        .toSorted()
        .at(-1) ?? null,
  ],
  ['evidence', ({ ways }) => ways.map(({ evidence }) => evidencePath(evidence)).join(' | ')],
  ['dismissed', ({ dismissal }) => dismissal?.reason ?? null],
]

function evidencePath({ checkId, firstDueAt }: FoundDevice['ways'][number]['evidence']): string {
  return `/checks/${checkId}/${firstDueAt}`
}
