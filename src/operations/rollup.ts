/**
 * What values came to in equal steps of time, one after the other. All is reckoned in whole thousandths, so that steps
 * added up give exactly what their values do.
 */
export type Rollups = {
  /** When each step begins, in milliseconds since 1970. */
  at: Float64Array
  /** How many values there were, and how many there should have been. */
  count: Float64Array
  expected: Float64Array
  /** Of no values the sum is 0, the others NaN. */
  sum: Float64Array
  min: Float64Array
  max: Float64Array
}

export type Steps = { from: number; to: number; stepMs: number }

/** A value as rollups take it: to the nearest thousandth, of which this is the number. */
function thousandths(value: number): number {
  return Math.round(value * 1000) + 0 // which is not -0
}

/** The steps from `from` to before `to` without any value. */
function emptyRollups({ from, to, stepMs }: Steps, expected: number): Rollups {
  const steps = Math.max(Math.ceil((to - from) / stepMs), 0)
  const filled = (value: number) => new Float64Array(steps).fill(value)
  return {
    at: Float64Array.from({ length: steps }, (_, step) => from + step * stepMs),
    count: filled(0),
    expected: filled(expected),
    sum: filled(0),
    min: filled(Number.NaN),
    max: filled(Number.NaN),
  }
}

/** Rollups of values; those that are NaN are missing, and those outside of the steps belong to others. */
export function rollUp(
  { at, values }: { at: Float64Array; values: Float64Array },
  steps: Steps,
  expected: number,
): Rollups {
  const rolled = emptyRollups(steps, expected)
  for (const [index, value] of values.entries()) {
    const step = Math.floor(((at[index] ?? Number.NaN) - steps.from) / steps.stepMs)
    if (Number.isNaN(value) || rolled.at[step] === undefined) continue
    const exact = thousandths(value)
    addTo(rolled, step, { count: 1, sum: exact, min: exact, max: exact })
  }
  return asThousandths(rolled)
}

/** Rollups of longer steps from those of shorter ones. */
export function rollUpAgain(shorter: Rollups, steps: Steps): Rollups {
  const rolled = emptyRollups(steps, 0)
  for (const [index, at] of shorter.at.entries()) {
    const step = Math.floor((at - steps.from) / steps.stepMs)
    if (rolled.at[step] === undefined) continue
    const expected = (rolled.expected[step] ?? 0) + (shorter.expected[index] ?? 0)
    rolled.expected[step] = Math.round(expected * 1e6) / 1e6
    const [sum, min, max] = [shorter.sum, shorter.min, shorter.max].map((list) =>
      thousandths(list[index] ?? 0),
    )
    if ((shorter.count[index] ?? 0) > 0)
      addTo(rolled, step, { count: shorter.count[index] ?? 0, sum: sum ?? 0, min: min ?? 0, max: max ?? 0 })
  }
  return asThousandths(rolled)
}

type One = { count: number; sum: number; min: number; max: number }

function addTo({ count, sum, min, max }: Rollups, step: number, one: One): void {
  const isFirst = count[step] === 0
  count[step] = (count[step] ?? 0) + one.count
  sum[step] = (sum[step] ?? 0) + one.sum
  min[step] = isFirst ? one.min : Math.min(min[step] ?? 0, one.min)
  max[step] = isFirst ? one.max : Math.max(max[step] ?? 0, one.max)
}

function asThousandths(rolled: Rollups): Rollups {
  for (const list of [rolled.sum, rolled.min, rolled.max])
    for (let index = 0; index < list.length; index++) list[index] = (list[index] ?? 0) / 1000
  return rolled
}
