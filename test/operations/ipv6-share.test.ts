import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ipv6Share, type ShareInput, type SourceGrowth } from '../../src/operations/ipv6-share.ts'

const mega = 1_000_000n
/** Growth in megabytes of octets, with a packet for each 1,000 of them unless said otherwise. */
const grown = (octets: bigint, packets: bigint | null = octets * 1_000n) => ({
  octets: octets * mega,
  packets,
})
const both = (ipv4: bigint, ipv6: bigint): SourceGrowth => ({ ipv4: grown(ipv4), ipv6: grown(ipv6) })
const input = (change: Partial<ShareInput>): ShareInput => ({
  interface: null,
  system: null,
  linkOctets: 1_030n * mega,
  uplinks: 1,
  coverage: 1,
  ...change,
})

describe('the decision list of the domain rules, 3.5', () => {
  test.each<[string, Partial<ShareInput>, ReturnType<typeof ipv6Share>]>([
    [
      '1: both versions of the interface',
      { interface: both(600n, 400n) },
      { share: 0.4, source: 'interface', mark: 'exact' },
    ],
    [
      '1: the interface is believed before the device',
      { interface: both(600n, 400n), system: both(1n, 99n) },
      { share: 0.4, source: 'interface', mark: 'exact' },
    ],
    [
      '1: IPv6 that nobody uses is a share of zero',
      { interface: both(1_000n, 0n) },
      { share: 0, source: 'interface', mark: 'exact' },
    ],
    [
      '2: less than half of the link was counted by version',
      { interface: both(200n, 300n) },
      { share: null, reason: 'counter_not_hw' },
    ],
    [
      '2: just half is enough',
      { interface: both(215n, 300n) },
      { share: 0.582524271, source: 'interface', mark: 'exact' },
    ],
    [
      '2: without the octets of the link nothing can be checked',
      { interface: both(600n, 400n), linkOctets: null },
      { share: null, reason: 'oid_not_supported' },
    ],
    [
      '3: only IPv6 rows, as on Linux',
      { interface: { ipv4: null, ipv6: grown(206n) } },
      { share: 0.2, source: 'interface_and_link', mark: 'estimate' },
    ],
    [
      '3: more IPv6 than there was traffic',
      { interface: { ipv4: null, ipv6: grown(1_031n) } },
      { share: null, reason: 'contradiction' },
    ],
    [
      '4: only the device, with one uplink; forwarded packets count twice in both',
      { system: both(1_200n, 800n) },
      { share: 0.4, source: 'system', mark: 'whole_device' },
    ],
    [
      '4: several uplinks',
      { system: both(1_200n, 800n), uplinks: 2 },
      { share: null, reason: 'oid_not_supported' },
    ],
    [
      '4: one version of the device alone',
      { system: { ipv4: null, ipv6: grown(800n) } },
      { share: null, reason: 'oid_not_supported' },
    ],
    [
      '4: a switch that counts only what its processor sees',
      { system: both(2n, 1n) },
      { share: null, reason: 'counter_not_hw' },
    ],
    [
      '4: a device without octets of its link',
      { system: both(60n, 40n), linkOctets: null },
      { share: 0.4, source: 'system', mark: 'whole_device' },
    ],
    [
      '5: IPv6 packets without octets',
      { interface: { ipv4: grown(1_000n), ipv6: grown(0n, 5_000n) } },
      { share: null, reason: 'oid_not_supported' },
    ],
    [
      '5: IPv6 octets of zero, and nobody counts packets',
      { interface: { ipv4: grown(1_000n), ipv6: grown(0n, null) } },
      { share: null, reason: 'oid_not_supported' },
    ],
    [
      '5: IPv4 packets without octets must not make it 100 %',
      { interface: { ipv4: grown(0n, 900_000n), ipv6: grown(600n) } },
      { share: null, reason: 'oid_not_supported' },
    ],
    [
      '5: the device counts what the interface does not',
      { interface: { ipv4: grown(1_000n), ipv6: grown(0n, 5_000n) }, system: both(750n, 250n) },
      { share: 0.25, source: 'system', mark: 'whole_device' },
    ],
    [
      '6: too few samples',
      { interface: both(600n, 400n), coverage: 0.79 },
      { share: null, reason: 'coverage_low' },
    ],
    [
      '6: just enough',
      { interface: both(600n, 400n), coverage: 0.8 },
      { share: 0.4, source: 'interface', mark: 'exact' },
    ],
    [
      '6: unknown coverage',
      { interface: both(600n, 400n), coverage: Number.NaN },
      { share: null, reason: 'coverage_low' },
    ],
    ['no source at all', {}, { share: null, reason: 'oid_not_supported' }],
    [
      'a counter that fell is none',
      { interface: both(600n, -1n) },
      { share: null, reason: 'oid_not_supported' },
    ],
    ['nothing passed', { interface: both(0n, 0n), linkOctets: 0n }, { share: null, reason: 'no_evidence' }],
    [
      'numbers beyond 2^53',
      {
        interface: {
          ipv4: { octets: 3n * 2n ** 62n, packets: 1n },
          ipv6: { octets: 2n ** 62n, packets: 1n },
        },
        linkOctets: 2n ** 64n,
      },
      { share: 0.25, source: 'interface', mark: 'exact' },
    ],
  ])('%s', (_, change, expected) => {
    expect(ipv6Share(input(change))).toEqual(expected)
  })
})

const octets = fc.oneof(fc.constant(0n), fc.bigInt({ min: -10n, max: 2n ** 66n }))
const growth = fc.option(fc.record({ octets, packets: fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n })) }))
const growths = fc.option(fc.record({ ipv4: growth, ipv6: growth }))
const anyInput = fc.record({
  interface: growths,
  system: growths,
  linkOctets: fc.option(octets),
  uplinks: fc.integer({ min: 0, max: 3 }),
  coverage: fc.double({ min: 0, max: 1 }),
})

describe('whatever is counted', () => {
  test('a share lies between 0 and 1, and only where samples suffice', () => {
    fc.assert(
      fc.property(anyInput, (any) => {
        const { share } = ipv6Share(any)
        if (share === null) return
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
        expect(any.coverage).toBeGreaterThanOrEqual(0.8)
      }),
      { numRuns: 2_000 },
    )
  })

  test('a sound interface gives the true share within 0.1 %, whatever the other sources say', () => {
    const packets = fc.record({
      ipv4: fc.bigInt({ min: 1n, max: 2n ** 40n }),
      ipv6: fc.bigInt({ min: 1n, max: 2n ** 40n }),
    })
    fc.assert(
      fc.property(packets, growths, (true_, system) => {
        const total = true_.ipv4 + true_.ipv6
        const seen = ipv6Share({
          interface: {
            ipv4: { octets: true_.ipv4, packets: 1n },
            ipv6: { octets: true_.ipv6, packets: 1n },
          },
          system,
          linkOctets: total + total / 40n, // Ethernet adds to every packet
          uplinks: 1,
          coverage: 1,
        })
        expect(Math.abs((seen.share ?? 2) - Number(true_.ipv6) / Number(total))).toBeLessThan(0.001)
      }),
    )
  })
})
