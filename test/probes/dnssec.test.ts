import type { RrsigAnswer } from 'dns-packet'
import { expect, test } from 'vitest'
import type { DnsMessage } from '../../probes/lib/dns-message.ts'
import { daysToExpiry } from '../../probes/lib/dnssec.ts'

const day = 86_400

/** Of signatures of sets of records, which begin and end so many days from now. */
const daysAt = (now: string, ...signatures: [covered: string, begins: number, ends: number][]) => {
  const answers = signatures.map(([typeCovered, begins, ends]): RrsigAnswer => {
    const at = (inDays: number) => (Date.parse(now) / 1000 + inDays * day) >>> 0
    const data = {
      ...{ typeCovered, algorithm: 13, labels: 2, originalTTL: 60, keyTag: 1, signersName: 'a.test' },
      ...{ inception: at(begins), expiration: at(ends), signature: Buffer.alloc(64) },
    }
    return { type: 'RRSIG', name: 'a.test', ttl: 60, data }
  })
  return daysToExpiry({ answers } as unknown as DnsMessage, now)
}

const days = (...signatures: [covered: string, begins: number, ends: number][]) =>
  daysAt('2022-06-30T12:00:00.000Z', ...signatures)

test.each([
  ['the longest-lived of a set counts', days(['NS', -7, 3], ['NS', -1, 9]), 9],
  ['of sets the one that ends first', days(['NS', -7, 9], ['SOA', -7, 4]), 4],
  ['below zero when it has ended', days(['NS', -9, -2]), -2],
  ['one that ends before it begins is none', days(['NS', 5, 1]), null],
  ['beside one that is', days(['NS', 5, 1], ['SOA', -1, 2]), 2],
  ['times go round in 2106', daysAt('2106-02-06T00:00:00Z', ['NS', -1, 10]), 10],
  ['none', days(), null],
])('days until signatures end: %s', (_, found, expected) => {
  if (expected === null) expect(found).toBeNull()
  else expect(found).toBeCloseTo(expected, 6)
})
