/** One run of a case: how much was done, and the CPU time it took of the process that the case is about. */
export type Measured = { units: number; cpuMs: number; more?: Record<string, number> }

/** `ours`, a peer or a floor. */
export type Case = { name: string; run(): Promise<Measured> }

export type CaseResult = { name: string; each: Measured[]; cpuUs: number; least: number; most: number }

/**
 * Runs the cases in turn (A B C A B C …), so that a machine that is slow for a while is slow for all of them. The first
 * round only warms up.
 */
export async function runRounds(cases: Case[], rounds: number): Promise<CaseResult[]> {
  const runs = cases.map((one) => ({ one, each: [] as Measured[] }))
  for (let round = 0; round <= rounds; round++)
    for (const { one, each } of runs) {
      const measured = await one.run()
      if (round > 0) each.push(measured)
    }
  return runs.map(({ one, each }) => {
    const costs = each.map(cpuUsOf)
    return {
      name: one.name,
      each,
      cpuUs: median(costs),
      least: Math.min(...costs),
      most: Math.max(...costs),
    }
  })
}

/** CPU microseconds for each unit. */
function cpuUsOf({ cpuMs, units }: Measured): number {
  return (cpuMs * 1000) / units
}

/** The median of the ratios of each round: what drifts between rounds is in both and falls out. */
export function pairedRatio(ours: CaseResult, other: CaseResult): number {
  return median(
    ours.each.map(
      (one, round) => cpuUsOf(one) / cpuUsOf(other.each[round] ?? { units: 1, cpuMs: Number.NaN }),
    ),
  )
}

/** Of no values NaN. */
export function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length / 2
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2
}
