import { CheckList, ChecksPage } from '../../../views/checks.tsx'
import { messages } from '../../i18n/messages.ts'
import { compareNames } from '../../inventory/search.ts'
import { type CheckRow, checkSorts, listChecks } from '../../store/checks.ts'
import { listUnits } from '../../store/inventory.ts'
import { type CsvColumn, sendCsv, sendList, toJson } from '../data.ts'
import { choice, paging, readQuery, searchText, sliceOf, sorting } from '../query.ts'
import { unitsWithin, withinReach } from '../reach.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const checksPages: Page[] = [
  { method: 'GET', path: '/checks', rule: 'own', formats: ['json', 'csv'], handle: showChecks },
  { method: 'GET', path: '/parts/checks', rule: 'own', handle: showChecks },
]

const query = {
  ...paging,
  q: searchText,
  probe: choice(Object.keys(messages.vi.checks.probes)),
  unit: searchText,
  vantage: searchText,
  result: choice(['ok', 'error', 'never']),
  sort: sorting(checkSorts),
}

async function showChecks(c: WebContext) {
  const { db, now } = c.var.deps
  const { q, probe, unit, vantage, result, ...asked } = readQuery(c, query)
  const sort = asked.sort ?? { by: 'id', descending: false }
  const slice = sliceOf(c, asked)
  const { items, total } = await listChecks(db, {
    probe,
    result,
    search: q || undefined,
    unit: unit || undefined,
    units: unitsWithin(c),
    vantage: vantage || undefined,
    sort: sort.by,
    descending: sort.descending,
    offset: slice.offset,
    limit: slice.limit,
  })
  if (c.var.format === 'json') return sendList(c, { items: items.map(toCheckItem), total, asOf: now() })
  if (c.var.format === 'csv') return sendCsv(c, 'checks', columns, items)
  const frame = await frameOf(c)
  const units = withinReach(c, await listUnits(db), ({ code }) => code).sort((a, b) =>
    compareNames(a.name, b.name),
  )
  const props = {
    frame: { ...frame, url: frame.url.replace('/parts/checks', '/checks') },
    checks: items,
    units,
    slice: { ...slice, total },
    sort,
    query: { q, probe, unit, result },
  }
  return c.html(isPartial(c) ? <CheckList {...props} /> : <ChecksPage {...props} />)
}

/** One check as programs read it. */
export function toCheckItem({ last, ...check }: CheckRow) {
  const result = last?.observation.result
  return {
    ...check,
    last: last && {
      at: last.startedAt,
      dueAt: last.dueAt,
      durationMs: last.durationMs,
      manual: last.manual,
      ok: result?.ok === true,
      error: result?.ok === false ? result.error : null,
      message: result?.ok === false ? result.message : null,
      facts: result?.ok === true ? result.facts : null,
      firstDueAt: last.observation.firstDueAt,
      firstSeenAt: last.observation.firstSeenAt,
      lastSeenAt: last.observation.lastSeenAt,
      timesSeen: last.observation.timesSeen,
    },
  }
}

const columns: CsvColumn<CheckRow>[] = [
  ['id', ({ id }) => id],
  ['unit', ({ unit }) => unit],
  ['asset_kind', ({ asset }) => asset.kind],
  ['asset_code', ({ asset }) => asset.code],
  ['probe', ({ probe }) => probe],
  ['vantage', ({ vantage }) => vantage],
  ['every_seconds', ({ everySeconds }) => everySeconds],
  ['next_due_at', ({ nextDueAt }) => nextDueAt],
  ['last_at', ({ last }) => last?.startedAt ?? null],
  ['last_ok', ({ last }) => last?.observation.result.ok ?? null],
  [
    'last_error',
    ({ last }) => (last?.observation.result.ok === false ? last.observation.result.error : null),
  ],
  [
    'last_message',
    ({ last }) => (last?.observation.result.ok === false ? last.observation.result.message : null),
  ],
  ['first_seen_at', ({ last }) => last?.observation.firstSeenAt ?? null],
  ['times_seen', ({ last }) => last?.observation.timesSeen ?? null],
  ['facts', ({ last }) => (last?.observation.result.ok ? toJson(last.observation.result.facts) : null)],
]
