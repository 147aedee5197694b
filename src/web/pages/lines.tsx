import { z } from 'zod'
import {
  contractVerdicts,
  LineList,
  type LineRow,
  LinesPage,
  type LinesQuery,
  loadOf,
} from '../../../views/lines.tsx'
import { compareNames, fold } from '../../inventory/search.ts'
import type { ContractVerdict } from '../../operations/line-contract.ts'
import { lineStates } from '../../operations/line-figures.ts'
import { listAssets } from '../../store/inventory.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { loadLineRows, readMonth, withLastDays, withStates } from '../lines.ts'
import { choice, paging, readAsOf, readQuery, searchText, sliceOf, sorting } from '../query.ts'
import { withinReach } from '../reach.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const linesPages: Page[] = [
  { method: 'GET', path: '/lines', rule: 'own', formats: ['json', 'csv'], handle: showLines },
  { method: 'GET', path: '/parts/lines', rule: 'own', handle: showLines },
]

const sorts = ['unit', 'cir', 'load', 'availability', 'rtt', 'loss', 'verdict'] as const

const query = {
  ...paging,
  asOf: z.string().optional(), // readAsOf reads it
  q: searchText,
  unit: searchText,
  provider: searchText,
  level: choice(['I', 'II', 'internet', 'backup']),
  state: choice(lineStates),
  verdict: choice(contractVerdicts),
  period: z.string().optional(),
  sort: sorting(sorts),
}

async function showLines(c: WebContext) {
  const { deps } = c.var
  const { sort = { by: 'unit', descending: false }, ...asked } = readQuery(c, query)
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const period = readMonth(asked.period, at)
  const lines = withinReach(c, await listAssets(deps.db, { kind: 'line', asOf: at }), ({ unit }) => unit)
  const figured = await loadLineRows(deps, lines, { at, period })
  // of all lines only where they are chosen by it: else of those that are shown
  const all = asked.state === undefined ? figured : await withStates(deps, figured, { at, asOf })
  const matching = all.filter(matches(asked))
  const found = matching.filter(({ verdict }) => asked.verdict === undefined || verdict === asked.verdict)
  const slice = { ...sliceOf(c, asked), total: found.length }
  const some = found.sort(comparing(sort)).slice(slice.offset, slice.offset + slice.limit)
  const shown = asked.state === undefined ? await withStates(deps, some, { at, asOf }) : some
  if (c.var.format === 'csv') return sendCsv(c, `lines-${period.name}`, lineColumns, shown)
  const rows = await withLastDays(deps, shown, at)
  if (c.var.format === 'json') return sendList(c, { items: rows, total: found.length, asOf: at })
  const frame = await frameOf(c, { asOf })
  const props = {
    frame: { ...frame, url: frame.url.replace('/parts/lines', '/lines') },
    rows,
    slice,
    sort,
    query: asked,
    period,
    counts: countBy(matching),
    units: unitsOf(all),
    providers: [...new Set(lines.map(({ provider }) => provider))]
      .filter((name) => name !== '')
      .sort(compareNames),
  }
  return c.html(isPartial(c) ? <LineList {...props} /> : <LinesPage {...props} />)
}

/** Everything but the verdict, by which those that are left are counted. */
function matches({ q, unit, provider, level, state }: LinesQuery): (row: LineRow) => boolean {
  const folded = fold(q ?? '')
  return (row) =>
    (!unit || row.line.unit === unit) &&
    (!provider || row.line.provider === provider) &&
    (level === undefined || row.line.level === level) &&
    (state === undefined || row.state === state) &&
    (folded === '' ||
      fold(`${row.line.code} ${row.unit?.name ?? ''} ${row.line.unit} ${row.line.contractNo}`).includes(
        folded,
      ))
}

function countBy(rows: LineRow[]): Record<ContractVerdict, number> {
  const counts = { pass: 0, fail: 0, unknown: 0, na: 0 }
  for (const { verdict } of rows) counts[verdict]++
  return counts
}

/** The units that have a line, by name. */
function unitsOf(rows: LineRow[]) {
  const units = new Map(rows.flatMap(({ unit }) => (unit === null ? [] : [[unit.code, unit] as const])))
  return [...units.values()].sort((one, other) => compareNames(one.name, other.name))
}

const gravity = ['fail', 'unknown', 'pass', 'na']

/** Ties go by unit and code; what is not known comes last whichever way. */
function comparing({ by, descending }: { by: (typeof sorts)[number]; descending: boolean }) {
  const direction = descending ? -1 : 1
  const value: Record<typeof by, (row: LineRow) => number | null> = {
    unit: () => 0,
    cir: ({ line }) => line.cirDownMbps,
    load: ({ figures }) => loadOf(figures),
    availability: ({ figures }) => figures?.availability ?? null,
    rtt: ({ figures }) => worst(figures?.delay.ipv4?.rttP95Ms, figures?.delay.ipv6?.rttP95Ms),
    loss: ({ figures }) => worst(figures?.delay.ipv4?.loss, figures?.delay.ipv6?.loss),
    verdict: ({ verdict }) => gravity.indexOf(verdict),
  }
  return (a: LineRow, b: LineRow) => {
    const [one, other] = [value[by](a), value[by](b)]
    const known = Number(one === null) - Number(other === null)
    const named =
      compareNames(a.unit?.name ?? '', b.unit?.name ?? '') || compareNames(a.line.code, b.line.code)
    return known || direction * ((one ?? 0) - (other ?? 0)) || (by === 'unit' ? direction : 1) * named
  }
}

function worst(one: number | null | undefined, other: number | null | undefined): number | null {
  const known = [one, other].filter((value) => value != null)
  return known.length === 0 ? null : Math.max(...known)
}

/** Of the list and of one line. */
export const lineColumns: CsvColumn<LineRow>[] = [
  ['code', ({ line }) => line.code],
  ['unit', ({ line }) => line.unit],
  ['unit_name', ({ unit }) => unit?.name ?? null],
  ['provider', ({ line }) => line.provider],
  ['level', ({ line }) => line.level],
  ['contract_no', ({ line }) => line.contractNo],
  ['from', ({ figures }) => figures?.from ?? null],
  ['to', ({ figures }) => figures?.to ?? null],
  ['method', ({ figures }) => figures?.method ?? null],
  ['state', ({ state }) => state],
  ['cir_down_mbps', ({ line }) => line.cirDownMbps],
  ['cir_up_mbps', ({ line }) => line.cirUpMbps],
  ['p95_down_mbps', ({ figures }) => figures?.traffic.down.p95Mbps ?? null],
  ['p95_up_mbps', ({ figures }) => figures?.traffic.up.p95Mbps ?? null],
  ['p95_of_cir', ({ figures }) => loadOf(figures)],
  ['availability', ({ figures }) => figures?.availability ?? null],
  ['availability_coverage', ({ figures }) => figures?.coverage ?? null],
  ['sla_availability_pct', ({ line }) => line.slaAvailabilityPct],
  ...lineStates.map(
    (state): CsvColumn<LineRow> => [`minutes_${state}`, ({ figures }) => figures?.minutes[state] ?? null],
  ),
  ['incidents', ({ figures }) => figures?.incidents.length ?? null],
  ['late', ({ figures }) => figures?.late ?? null],
  ['rtt_p95_ms_ipv4', ({ figures }) => figures?.delay.ipv4?.rttP95Ms ?? null],
  ['rtt_p95_ms_ipv6', ({ figures }) => figures?.delay.ipv6?.rttP95Ms ?? null],
  ['loss_ipv4', ({ figures }) => figures?.delay.ipv4?.loss ?? null],
  ['loss_ipv6', ({ figures }) => figures?.delay.ipv6?.loss ?? null],
  ['ipv6_share', ({ figures }) => figures?.ipv6?.share.share ?? null],
  ['verdict', ({ verdict }) => verdict],
]
