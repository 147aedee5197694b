/** The readings of one series in the order of time. What was not read is not there: missing is not zero. */
export type Series = {
  kind: 'counter' | 'gauge'
  /** Moments of the looks by our clock, in milliseconds since 1970, each once. */
  at: Float64Array
  /** Rounded where a counter is beyond 2^53. */
  values: Float64Array
  /** All values exactly, where some of them are beyond 2^53; else null. */
  exact: bigint[] | null
}

/** Some series of one check, by their names; those of which nothing was read are not there. */
export type Readings = ReadonlyMap<string, Series>

export function isSameMoments(one: Float64Array, other: Float64Array): boolean {
  if (one === other) return true
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false
  return true
}

/** Pieces of one series as one, in the order of time; of readings of the same moment the first counts. */
export function joinSeries([first, ...others]: readonly [Series, ...Series[]]): Series {
  if (others.length === 0) return first
  const pieces = [first, ...others]
  const count = pieces.reduce((sum, { at }) => sum + at.length, 0)
  const at = new Float64Array(count)
  const values = new Float64Array(count)
  let place = 0
  for (const piece of pieces) {
    at.set(piece.at, place)
    values.set(piece.values, place)
    place += piece.at.length
  }
  const exact = pieces.every((piece) => piece.exact === null) ? null : pieces.flatMap(exactOf)
  const joined: Series = { kind: first.kind, at, values, exact }
  return isAscending(at) ? joined : sorted(joined)
}

function isAscending(at: Float64Array): boolean {
  for (let index = 1; index < at.length; index++) if (!((at[index] ?? 0) > (at[index - 1] ?? 0))) return false
  return true
}

function exactOf({ values, exact }: Series): bigint[] {
  return exact ?? Array.from(values, BigInt)
}

function sorted(series: Series): Series {
  const { at } = series
  const first = new Map<number, number>()
  for (const [index, moment] of at.entries()) if (!first.has(moment)) first.set(moment, index)
  const order = [...first].sort(([one], [other]) => one - other).map(([, index]) => index)
  return pick(series, order)
}

/** The readings from `from` to before `to`, in milliseconds since 1970. */
export function sliceSeries(series: Series, from: number, to: number): Series {
  const { kind, at, values, exact } = series
  let first = 0
  while (first < at.length && (at[first] ?? 0) < from) first++
  let end = at.length
  while (end > first && (at[end - 1] ?? 0) >= to) end--
  if (first === 0 && end === at.length) return series
  return {
    kind,
    at: at.subarray(first, end),
    values: values.subarray(first, end),
    exact: exact?.slice(first, end) ?? null,
  }
}

function pick({ kind, at, values, exact }: Series, order: number[]): Series {
  return {
    kind,
    at: Float64Array.from(order, (index) => at[index] ?? Number.NaN),
    values: Float64Array.from(order, (index) => values[index] ?? Number.NaN),
    exact: exact && order.map((index) => exact[index] ?? 0n),
  }
}
