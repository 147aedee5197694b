import { z } from 'zod'
import type { Instant } from '../model.ts'
import { choice } from './query.ts'
import { refuse } from './refuse.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Times before now that a chart may be asked to show, by their names in addresses. */
const rangeMs = {
  '6h': 6 * hourMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
  '30d': 30 * dayMs,
  '90d': 90 * dayMs,
  '1y': 365 * dayMs,
}
export type RangeName = keyof typeof rangeMs
const rangeNames = Object.keys(rangeMs) as [RangeName, ...RangeName[]]

/** The time that charts show; `name` is null for one that was chosen on the chart. */
export type ChartRange = { from: Instant; to: Instant; name: RangeName | null }

const shortestMs = 60_000
const longestMs = 11 * 365 * dayMs

/** Parameters of every page with charts: `range`, or `from` and `to`. */
export const rangeQuery = {
  range: choice(rangeNames),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
}

/** Reads them. A named range ends at `at`, and is as much shorter as the pace is higher; nothing is shown of after `at`. */
export function readRange(
  {
    range,
    from,
    to,
  }: { range?: RangeName | undefined; from?: Instant | undefined; to?: Instant | undefined },
  {
    at,
    otherwise,
    pace,
  }: { at: Instant; otherwise: RangeName | { from: Instant; to: Instant }; pace: number },
): ChartRange {
  const atMs = Date.parse(at)
  const lengthOf = (name: RangeName) => Math.round(rangeMs[name] / Math.max(pace, 1))
  if (from === undefined && to === undefined) {
    const name = range ?? otherwise
    if (typeof name !== 'string') return { ...name, name: null }
    return { from: new Date(atMs - lengthOf(name)).toISOString(), to: at, name }
  }
  const toMs = Math.min(to === undefined ? atMs : Date.parse(to), atMs)
  const fromMs = from === undefined ? toMs - lengthOf(range ?? '24h') : Date.parse(from)
  if (toMs - fromMs < shortestMs || toMs - fromMs > longestMs)
    refuse('badRequest', ['from, to: between a minute and eleven years, and not in the future'])
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), name: null }
}
