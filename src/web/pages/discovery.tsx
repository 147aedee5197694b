import { z } from 'zod'
import { DiscoveryPage, type FoundDevice } from '../../../views/discovery.tsx'
import { deviceRoles } from '../../model/inventory.ts'
import { proposedDevice } from '../../readiness/proposed-device.ts'
import { listDismissals } from '../../store/dismissals.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { decideProposal, previewProposal } from '../proposals.ts'
import { recentProvince } from '../province.ts'
import { choice, paging, readQuery, searchText, sliceOf } from '../query.ts'
import { withinReach } from '../reach.ts'
import { readForm } from '../read-form.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const discoveryPages: Page[] = [
  { method: 'GET', path: '/discovery', rule: 'own', formats: ['json', 'csv'], handle: showDiscovery },
  { method: 'POST', path: '/discovery/accept', rule: 'engineer', isPreview: true, handle: accept },
  { method: 'POST', path: '/discovery/dismiss', rule: 'engineer', handle: changeDismissal },
]

const query = { ...paging, unit: searchText, state: choice(['open', 'dismissed']) }

/** What routers and switches tell of around them and no inventory holds, and who answered a sweep that somebody asked for. */
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

async function accept(c: WebContext) {
  const { one, form } = await findOne(c)
  const role = z.enum(deviceRoles).catch(one.proposal.role).parse(form.role?.[0])
  return previewProposal(c, { ...one.proposal, role })
}

async function changeDismissal(c: WebContext) {
  const { one, form } = await findOne(c)
  return decideProposal(c, { unit: one.unit, key: one.key, form, back: '/discovery' })
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
