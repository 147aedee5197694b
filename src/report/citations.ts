import type { Instant } from '../model.ts'
import type { MonthlyReport } from './monthly-report.ts'

type Citation = { checkId: string; firstDueAt: Instant }

/** The looks that prove a report's figures, each as often as it is named. */
export function* citationsOf({
  units,
  lines = [],
  hotspots = [],
  incidents = [],
}: Pick<MonthlyReport, 'units' | 'lines' | 'hotspots' | 'incidents'>): Generator<Citation> {
  for (const { verdicts } of units)
    for (const { assets } of verdicts) for (const { evidence } of assets) yield* evidence
  for (const { figures } of [...lines, ...hotspots]) yield* figures?.evidence ?? []
  for (const { evidence } of incidents) yield* evidence
}
