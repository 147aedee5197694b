/** Scores and points as reports state them: one decimal. null stays null. */
export function roundScore<Value extends number | null>(value: Value): Value {
  return round(value, 10)
}

/** Shares as reports state them: four decimals. */
export function roundShare<Value extends number | null>(value: Value): Value {
  return round(value, 10_000)
}

/** Halves go up. A value a hair below a half only because binary cannot hold it counts as the half. */
function round<Value extends number | null>(value: Value, factor: number): Value {
  if (value === null) return value
  const scaled = Math.abs(value) * factor
  const rounded = Math.round(scaled * (1 + Number.EPSILON)) / factor
  return (value < 0 && rounded !== 0 ? -rounded : rounded) as Value
}

/** null for an empty list. */
export function mean(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}
