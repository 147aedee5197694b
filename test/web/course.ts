import type { Sample } from '../../probes/probe.ts'
import type { Instant } from '../../src/model.ts'
import { findCheck } from '../../src/store/checks.ts'
import type { Database } from '../../src/store/database.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { lookOf } from './looks.ts'

const minuteMs = 60_000

/** Looks at a check one after the other up to `until`, with these numbers; null where nobody looked. */
export async function lookAlong(
  db: Database,
  checkId: string,
  { until, looks, everyMinutes }: { until: Instant; looks: number; everyMinutes: number },
  samplesAt: (index: number, at: Instant) => Sample[] | null,
): Promise<void> {
  const check = await findCheck(db, checkId)
  if (check === undefined) throw new Error(`no check ${checkId}`)
  const made = Array.from({ length: looks }, (_, index) => {
    const at = new Date(Date.parse(until) - (looks - 1 - index) * everyMinutes * minuteMs).toISOString()
    const samples = samplesAt(index, at)
    return samples === null ? [] : [{ ...lookOf(check, at, { fate: 'dual' }), samples }]
  })
  await recordLooks(db, made.flat(), { pace: 1 })
}

/** What a router with one busy interface counts: a rate that rises and falls over the day. */
export function countersAt(index: number): Sample[] {
  const bits = Array.from(
    { length: index + 1 },
    (_, at) => 40e6 + 30e6 * Math.sin(at / 46) + ((at * 7919) % 13) * 1e6,
  )
  const octets = bits.reduce((sum, rate) => sum + Math.round((rate * 300) / 8), 0)
  return [
    { series: 'sysUpTime', kind: 'gauge', value: 1_000_000 + index * 30_000 },
    { series: 'if.1.inOctets', kind: 'counter', value: BigInt(octets) },
    { series: 'if.1.outOctets', kind: 'counter', value: BigInt(Math.round(octets / 4)) },
    { series: 'if.1.inErrors', kind: 'counter', value: BigInt(index) },
    { series: 'if.1.outErrors', kind: 'counter', value: 0n },
  ]
}

/** Round trips over both families; over IPv6 none in a while in the middle. */
export function pingsAt(index: number): Sample[] {
  const rtt = 8 + 3 * Math.sin(index / 20) + ((index * 31) % 7) / 5
  const family = (name: string, more: number): Sample[] => [
    { series: `${name}.loss`, kind: 'gauge', value: index % 40 === 0 ? 0.2 : 0 },
    { series: `${name}.rttAvgMs`, kind: 'gauge', value: rtt + more },
    { series: `${name}.jitterMs`, kind: 'gauge', value: 0.4 + more / 10 },
  ]
  return [...family('v4', 0), ...(index % 300 > 100 && index % 300 < 130 ? [] : family('v6', 1.6))]
}
