import { DiscoveryPrefixesPage, type FoundBlockRow } from '../../../views/discovery-prefixes.tsx'
import { foundBlocks } from '../../address-plan/proposed-prefix.ts'
import { listDismissals } from '../../store/dismissals.ts'
import { listAssets } from '../../store/inventory.ts'
import { loadPlanSeen } from '../address-plan.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { decideProposal, previewProposal } from '../proposals.ts'
import { choice, paging, readQuery, searchText, sliceOf } from '../query.ts'
import { readForm } from '../read-form.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

const path = '/discovery/prefixes'

export const discoveryPrefixPages: Page[] = [
  { method: 'GET', path, rule: 'reader', formats: ['json', 'csv'], handle: showFound },
  { method: 'POST', path: `${path}/accept`, rule: 'engineer', isPreview: true, handle: accept },
  { method: 'POST', path: `${path}/dismiss`, rule: 'engineer', handle: changeDismissal },
]

const query = { ...paging, unit: searchText, state: choice(['open', 'dismissed']) }

/** Blocks that devices show on their links, in advertisements, neighbour tables and routes, and that no plan has. */
async function showFound(c: WebContext) {
  const asked = readQuery(c, query)
  const all = (await findAll(c)).filter(({ unit }) => !asked.unit || unit === asked.unit)
  const state = asked.state ?? 'open'
  const found = all.filter(({ dismissal }) => (dismissal === null) === (state === 'open'))
  const slice = { ...sliceOf(c, asked), total: found.length }
  const rows = found.slice(slice.offset, slice.offset + slice.limit)
  if (c.var.format === 'csv') return sendCsv(c, 'discovery-prefixes', columns, rows)
  if (c.var.format === 'json')
    return sendList(c, { items: rows, total: found.length, asOf: c.var.deps.now() })
  const open = all.filter(({ dismissal }) => dismissal === null).length
  const counts = { open, dismissed: all.length - open }
  return c.html(<DiscoveryPrefixesPage frame={await frameOf(c)} {...{ rows, slice, state, counts }} />)
}

async function findAll(c: WebContext): Promise<FoundBlockRow[]> {
  const { deps } = c.var
  const asOf = deps.now()
  const dismissals = await listDismissals(deps.db)
  const devices = new Map(
    (await listAssets(deps.db, { kind: 'device', asOf })).map((device) => [device.code, device]),
  )
  const { rows, units } = await loadPlanSeen(deps, asOf)
  return foundBlocks(rows, (code) => devices.get(code)).map((one) => ({
    ...one,
    unitName: units.get(one.unit)?.name ?? one.unit,
    dismissal: dismissals.find(({ unit, key }) => unit === one.unit && key === one.block) ?? null,
  }))
}

async function accept(c: WebContext) {
  const { one } = await findOne(c)
  return previewProposal(c, one.proposal)
}

async function changeDismissal(c: WebContext) {
  const { one, form } = await findOne(c)
  return decideProposal(c, { unit: one.unit, key: one.block, form, back: path })
}

async function findOne(c: WebContext) {
  const form = await readForm(c)
  const one = (await findAll(c)).find(({ unit, block }) => unit === form.unit?.[0] && block === form.key?.[0])
  return { form, one: one ?? refuse('notFound', [form.key?.[0] ?? '']) }
}

const columns: CsvColumn<FoundBlockRow>[] = [
  ['block', ({ block }) => block],
  ['unit', ({ unit }) => unit],
  ['proposed_as', ({ proposal }) => proposal.role],
  ['found_by', ({ seen }) => seen.map(({ kind }) => kind).join(' | ')],
  ['told_by', ({ seen }) => seen.map(({ asset, at }) => `${asset.code} ${at}`).join(' | ')],
  [
    'seen_at',
    ({ seen }) =>
      seen
        .map(({ evidence }) => evidence.lastSeenAt)
        .toSorted()
        .at(-1) ?? null,
  ],
  [
    'evidence',
    ({ seen }) =>
      seen.map(({ evidence }) => `/checks/${evidence.checkId}/${evidence.firstDueAt}`).join(' | '),
  ],
  ['dismissed', ({ dismissal }) => dismissal?.reason ?? null],
]
