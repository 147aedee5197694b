import type { Sample } from '../probe.ts'

/** Gauges by the names of their series. One without a value is left out: it is missing, not zero. */
export function gauges(values: Record<string, number | null | undefined>): Sample[] {
  return Object.entries(values).flatMap(([series, value]): Sample[] =>
    typeof value === 'number' ? [{ series, kind: 'gauge', value }] : [],
  )
}
