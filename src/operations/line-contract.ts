import type { Line } from '../model/inventory.ts'
import { accountingMethod } from './accounting-method.ts'
import { provenAvailability, roundedPercent } from './availability.ts'
import type { LineDelay, LineFigures } from './line-figures.ts'

/** What a contract commits to, and what was measured: percent, late repairs, milliseconds. */
export type Commitment = {
  of: 'availability' | 'restore' | 'rtt' | 'loss'
  /** Of delay and loss, which both families have to keep; null where it is not by family, or neither is measured. */
  family: 'ipv4' | 'ipv6' | null
  limit: number
  /** null: too little was measured. */
  value: number | null
  /** null: not known, which is never kept. */
  kept: boolean | null
}

/** `na`: the contract commits to nothing that is measured here. */
export type ContractVerdict = 'pass' | 'fail' | 'unknown' | 'na'

/** From less of the looks nothing is said of delay and loss (domain rules 3.7). */
const leastCoverage = 0.8

type Contract = Pick<
  Line,
  'slaAvailabilityPct' | 'slaRestoreHours' | 'slaRttMsP95' | 'slaLossPct' | 'slaMethod'
>

/** Each commitment of the contract held against the figures of a time; null where there are none. */
export function commitmentsOf(line: Contract, figures: LineFigures | null): Commitment[] {
  const { slaAvailabilityPct, slaRestoreHours, slaRttMsP95, slaLossPct } = line
  const { rounding } = accountingMethod(line.slaMethod ?? '')
  const availability = figures && provenAvailability(figures)
  const percent = availability === null ? null : roundedPercent(availability, rounding)
  // where much of the time was not seen, outages may have been missed
  const late = availability === null ? null : (figures?.late ?? null)
  return [
    ...committed('availability', slaAvailabilityPct, percent, (value, limit) => value >= limit),
    ...committed('restore', slaRestoreHours === null ? null : 0, late),
    ...byFamily('rtt', slaRttMsP95, figures, ({ rttP95Ms }) => rttP95Ms),
    ...byFamily('loss', slaLossPct, figures, ({ loss }) => (loss === null ? null : loss * 100)),
  ]
}

/** Kept as a whole: only where every commitment is known to be. */
export function contractVerdict(commitments: Commitment[]): ContractVerdict {
  if (commitments.length === 0) return 'na'
  if (commitments.some(({ kept }) => kept === false)) return 'fail'
  return commitments.every(({ kept }) => kept) ? 'pass' : 'unknown'
}

/** Of no commitment nothing. */
function committed(
  of: Commitment['of'],
  limit: number | null,
  value: number | null,
  keeps = (value: number, limit: number) => value <= limit + 1e-9, // a share times a hundred may come out a hair above
  family: Commitment['family'] = null,
): Commitment[] {
  return limit === null
    ? []
    : [{ of, family, limit, value, kept: value === null ? null : keeps(value, limit) }]
}

function byFamily(
  of: Commitment['of'],
  limit: number | null,
  figures: LineFigures | null,
  told: (delay: LineDelay) => number | null,
): Commitment[] {
  const found = (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const delay = figures?.delay[family] ?? null
    if (delay === null) return []
    return committed(of, limit, delay.coverage < leastCoverage ? null : told(delay), undefined, family)
  })
  return found.length === 0 ? committed(of, limit, null) : found
}
