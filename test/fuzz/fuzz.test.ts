import { describe, expect, test } from 'vitest'
import { hasDnsDaemons } from '../helpers/dns-daemons.ts'
import { hasSnmpd } from '../helpers/snmp-daemon.ts'
import { insane, judge } from './fuzz.ts'
import { runPart } from './parts.ts'

// a short run of what `npm run fuzz` does a million times
const amount = { cases: 1_500, seed: 38, slots: 30 }

describe('malformed answers', () => {
  test.skipIf(!hasSnmpd)('of SNMP agents end in facts or a ProbeError (needs snmpd)', async () => {
    const tally = await runPart('snmp', amount)
    expect(judge(tally)).toEqual([])
    expect(tally.facts).toBeGreaterThan(100)
    expect(tally.errors.snmp_malformed).toBeGreaterThan(10)
  })

  test.skipIf(!hasDnsDaemons)('of DNS servers too (needs knot, unbound)', async () => {
    const tally = await runPart('dns', amount)
    expect(judge(tally)).toEqual([])
    expect(tally.facts).toBeGreaterThan(50)
  })

  test('what no look may tell is seen', () => {
    const facts = {
      mtu: -1,
      name: 'a\u202eb',
      peers: [{ address: 'x' }],
      share: Number.NaN,
      ok: ['::1', 5, null],
    }
    expect(insane(facts, 'facts')).toEqual([
      'facts.mtu is -1',
      'facts.name is "a\u202eb"',
      'facts.peers.0.address is "x", no address',
      'facts.share is NaN',
    ])
  })
})
