import { type Look, withinTime } from './look.ts'

/** Does nothing for so long. Throws ProbeError `out_of_time` when the look is over before. */
export function pause(ms: number, { signal }: Look): Promise<void> {
  if (ms <= 0) return Promise.resolve()
  return withinTime<void>({ timeoutMs: ms, signal, timedOut: () => {}, cancel: () => {} }, () => {})
}
