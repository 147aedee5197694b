import type { Line } from '../model/inventory.ts'
import { accountingMethod } from '../operations/accounting-method.ts'
import { roundedPercent } from '../operations/availability.ts'
import type { LineDelay, LineFigures } from '../operations/line-figures.ts'
import type { LineReport } from './monthly-report.ts'
import { roundScore, roundShare } from './round.ts'

/** Biểu 06: leased lines over the period, by unit and code; a line of which nothing is kept has its contract alone. */
export function reportLines(lines: Line[], figures: ReadonlyMap<string, LineFigures>): LineReport[] {
  return lines
    .filter(({ level }) => level !== 'internet')
    .map((line) => reportLine(line, figures.get(line.code)))
    .sort((one, other) => compare(one.unit, other.unit) || compare(one.code, other.code))
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

function reportLine(line: Line, figures: LineFigures | undefined): LineReport {
  const { unit, code, provider, cirDownMbps, cirUpMbps, slaAvailabilityPct } = line
  const contract = { unit, code, provider, cirDownMbps, cirUpMbps, slaAvailabilityPct }
  if (figures === undefined) return { ...contract, figures: null }
  const { minutes, availability, incidents, mttrMinutes, late, traffic, delay, ipv6 } = figures
  const { rounding } = accountingMethod(line.slaMethod ?? '')
  return {
    ...contract,
    figures: {
      from: figures.from,
      to: figures.to,
      method: figures.method,
      minutes,
      availabilityPct: availability === null ? null : roundedPercent(availability, rounding),
      p95DownMbps: roundScore(traffic.down.p95Mbps),
      p95UpMbps: roundScore(traffic.up.p95Mbps),
      p95OfCir: roundShare(greatest(traffic.down.p95OfCir, traffic.up.p95OfCir)),
      trafficCoverage: roundShare(Math.min(traffic.down.coverage, traffic.up.coverage)),
      incidents: incidents.length,
      mttrMinutes: roundScore(mttrMinutes),
      late,
      ipv4: reportDelay(delay.ipv4),
      ipv6: reportDelay(delay.ipv6),
      ipv6Share: ipv6?.share.share == null ? null : roundShare(ipv6.share.share),
      ipv6ShareMark: ipv6?.share.share == null ? null : ipv6.share.mark,
      evidence: [
        ...incidents.map(({ opened }) => opened),
        ...figures.reachEvidence,
        ...figures.countEvidence,
      ],
    },
  }
}

/** The greater of two; null unless both are known. */
function greatest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.max(one, other)
}

function reportDelay(delay: LineDelay | null) {
  return (
    delay && {
      rttP95Ms: roundScore(delay.rttP95Ms),
      loss: delay.loss === null ? null : Math.round(delay.loss * 1e6) / 1e6,
    }
  )
}
