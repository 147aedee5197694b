import { z } from 'zod'
import { AddressDiffPage, type DiffQuery } from '../../../views/address-diff.tsx'
import { blockOf, holds, readBlock } from '../../address-plan/block.ts'
import { type DiffClass, type DiffRow, diffClasses } from '../../address-plan/diff.ts'
import type { Sighting } from '../../address-plan/sightings.ts'
import { compareNames, fold } from '../../inventory/search.ts'
import { loadPlanSeen } from '../address-plan.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { choice, paging, readAsOf, readQuery, searchText, sliceOf } from '../query.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const addressDiffPages: Page[] = [
  { method: 'GET', path: '/addresses/diff', rule: 'reader', formats: ['json', 'csv'], handle: showDiff },
]

const query = {
  ...paging,
  asOf: z.string().optional(), // readAsOf reads it
  q: searchText,
  unit: searchText,
  class: choice(diffClasses),
  side: choice(['plan', 'dns', 'devices']),
}

/** The lines of the comparison; those that agree only where they are asked for. */
async function showDiff(c: WebContext) {
  const { deps } = c.var
  const asked = readQuery(c, query)
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const { rows: all, units } = await loadPlanSeen(deps, at)
  const nameOf = (unit: string) => units.get(unit)?.name ?? unit
  const matching = all.filter(matches(asked, nameOf))
  const found = matching.filter((row) =>
    asked.class === undefined ? row.class !== 'agrees' : row.class === asked.class,
  )
  const slice = { ...sliceOf(c, asked), total: found.length }
  const rows = found.slice(slice.offset, slice.offset + slice.limit)
  if (c.var.format === 'csv') return sendCsv(c, 'address-diff', columns, rows)
  if (c.var.format === 'json') return sendList(c, { items: rows, total: found.length, asOf: at })
  const counts = Object.fromEntries(diffClasses.map((one) => [one, 0])) as Record<DiffClass, number>
  for (const row of matching) counts[row.class]++
  const concerned = new Set(all.map(({ unit }) => unit))
  const props = {
    frame: await frameOf(c, { asOf }),
    ...{ rows, slice, counts, nameOf, query: asked },
    units: [...units.values()]
      .filter(({ code }) => concerned.has(code))
      .sort((one, other) => compareNames(one.name, other.name)),
  }
  return c.html(<AddressDiffPage {...props} />)
}

/** Everything but the class, by which those that are left are counted. */
function matches({ q, unit, side }: DiffQuery, nameOf: (unit: string) => string): (row: DiffRow) => boolean {
  const block = q ? readBlock(q) : null
  const folded = fold(q ?? '')
  const isFound = (row: DiffRow) => {
    if (block) return holds(block, blockOf(row.block)) || holds(blockOf(row.block), block)
    const seen = [...row.dns, ...row.devices].map(({ at, asset }) => `${at} ${asset.code}`)
    return fold([row.block, row.unit, nameOf(row.unit), row.plan?.code, ...seen].join(' ')).includes(folded)
  }
  return (row) =>
    (!unit || row.unit === unit) &&
    (side === undefined || (side === 'plan' ? row.plan !== null : row[side].length > 0)) &&
    (folded === '' || isFound(row))
}

const columns: CsvColumn<DiffRow>[] = [
  ['class', (row) => row.class],
  ['block', (row) => row.block],
  ['unit', (row) => row.unit],
  ['plan_code', (row) => row.plan?.code ?? null],
  ['plan_prefix', (row) => row.plan?.prefix ?? null],
  ['dns', (row) => named(row.dns)],
  ['dns_seen_at', (row) => newest(row.dns)],
  ['dns_evidence', (row) => proofs(row.dns)],
  ['devices', (row) => named(row.devices)],
  ['devices_seen_at', (row) => newest(row.devices)],
  ['devices_evidence', (row) => proofs(row.devices)],
  ['because', (row) => row.because.en],
]

function named(seen: Sighting[]): string {
  return seen.map(({ asset, at, address, prefix }) => `${asset.code} ${at} ${address ?? prefix}`).join(' | ')
}

function newest(seen: Sighting[]): string | null {
  return (
    seen
      .map(({ evidence }) => evidence.lastSeenAt)
      .sort()
      .at(-1) ?? null
  )
}

function proofs(seen: Sighting[]): string {
  return seen.map(({ evidence }) => `/checks/${evidence.checkId}/${evidence.firstDueAt}`).join(' | ')
}
