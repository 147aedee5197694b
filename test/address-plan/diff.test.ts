import { describe, expect, test } from 'vitest'
import { classifyAddress } from '../../probes/lib/address-class.ts'
import { compareThree } from '../../src/address-plan/diff.ts'
import type { Sighting, UnitSightings } from '../../src/address-plan/sightings.ts'
import { planTree } from '../../src/address-plan/tree.ts'
import { unitTree } from '../../src/address-plan/unit-tree.ts'
import { entry, plan } from './entries.ts'

const evidence = {
  checkId: 'c',
  firstDueAt: '2022-06-30T00:00:00.000Z',
  lastSeenAt: '2022-06-30T01:00:00.000Z',
}
const planned = {
  tree: planTree([...plan, entry('guests', '2001:db8:30:1004::/64', 'vlan', 'SNV')]),
  isPartOf: unitTree([]),
}

function on(unit: string, address: string, length: number | null, more: Partial<Sighting> = {}): Sighting {
  const bits = length === null ? null : `${address.replace(/::.*/, '')}::/${length}`
  return {
    kind: 'address',
    address,
    prefix: bits,
    class: classifyAddress(address),
    unit,
    asset: { kind: 'device', code: `R-${unit}` },
    at: 'Vlan10',
    isDuplicate: false,
    evidence,
    ...more,
  }
}
const name = (unit: string, address: string, kind: 'aaaa' | 'reverse' = 'aaaa') =>
  on(unit, address, null, { kind, asset: { kind: 'service', code: 'web' }, at: 'www.test' })

function seen(sightings: Sighting[], more: Partial<UnitSightings> = {}): UnitSightings {
  return { unit: 'SNV', sightings, told: ['R-SNV'], untold: [], ...more }
}
const lan = on('SNV', '2001:db8:30:1002::1', 64)
const rowsOf = (...units: UnitSightings[]) =>
  compareThree(planned, units).map((row) => `${row.class} ${row.block} ${row.plan?.code ?? '-'}`)

describe('plan, DNS and devices', () => {
  test('what is used as planned agrees, what nobody shows is unused', () => {
    expect(rowsOf(seen([lan]))).toEqual([
      'unused 2001:db8:30:1001::/64 snv-wan',
      'unused 2001:db8:30:1004::/64 guests',
      // nobody looks at these
      'untold 2001:db8:30::/52 dc',
      'untold 2001:db8:30:8000::/60 commune',
      'agrees 2001:db8:30:1002::/64 snv-lan',
    ])
  })

  test('while a device of the unit does not tell, nobody knows what is unused', () => {
    const rows = rowsOf(seen([lan], { untold: ['FW-SNV'] }))
    expect(rows).toContain('untold 2001:db8:30:1001::/64 snv-wan')
    expect(rows.filter((row) => row.startsWith('unused'))).toEqual([])
  })

  test.each<[string, Sighting, string]>([
    ['a link in free space', on('SNV', '2001:db8:30:1009::1', 64), 'unplanned 2001:db8:30:1009::/64 snv'],
    ['a link outside of everything', on('SNV', '2001:db8:99::1', 64), 'unplanned 2001:db8:99::/64 -'],
    [
      'a LAN with a longer prefix',
      on('SNV', '2001:db8:30:1002::1', 80),
      'wrong_length 2001:db8:30:1002::/80 snv-lan',
    ],
    [
      'a link as wide as the unit',
      on('SNV', '2001:db8:30:1000::1', 56),
      'wrong_length 2001:db8:30:1000::/56 snv',
    ],
    [
      'a link around planned ones',
      on('SNV', '2001:db8:30:1000::1', 60),
      'wrong_length 2001:db8:30:1000::/60 snv',
    ],
    ['an AAAA outside', name('SNV', '2001:db8:99::80'), 'outside_dns 2001:db8:99::80/128 -'],
    [
      'a reverse name in free space',
      name('SNV', '2001:db8:30:1009::5', 'reverse'),
      'outside_dns 2001:db8:30:1009::5/128 snv',
    ],
    ['an AAAA of fd00::/8', name('SNV', 'fd00:30::1'), 'special fd00:30::1/128 -'],
    ['a 6to4 tunnel', on('SNV', '2002:a28:902::1', 48), 'special 2002:a28:902::/48 -'],
    [
      'a neighbour in free space',
      on('SNV', '2001:db8:30:1009::7', null, { kind: 'neighbour' }),
      'unplanned 2001:db8:30:1009::7/128 snv',
    ],
    [
      'people in a /64 of nobody',
      on('SNV', '2001:db8:30:1009::', 64, { kind: 'neighbour', address: null }),
      'unplanned 2001:db8:30:1009::/64 snv',
    ],
    [
      'a route to what nobody has',
      on('SNV', '2001:db8:30:1010::', 60, { kind: 'route', address: null }),
      'unplanned 2001:db8:30:1010::/60 snv',
    ],
    [
      'a next hop outside',
      on('SNV', '2001:db8:99::9', null, { kind: 'next_hop' }),
      'unplanned 2001:db8:99::9/128 -',
    ],
    ['an address that is taken', { ...lan, isDuplicate: true }, 'duplicate 2001:db8:30:1002::1/128 snv-lan'],
  ])('%s', (_, sighting, row) => {
    const differing = rowsOf(seen([sighting])).filter((one) => !/^(unused|untold|agrees)/.test(one))
    expect(differing).toEqual([row])
  })

  test.each<[string, Sighting]>([
    ['a /64 of a unit that divides by itself', on('10507', '2001:db8:30:8003::1', 64)],
    ['a /127 in a point-to-point block', on('SNV', '2001:db8:30:1001::1', 127)],
    ['an AAAA in a planned LAN', name('SNV', '2001:db8:30:1002::80')],
    ['a next hop on a planned link', on('SNV', '2001:db8:30:1001::1', null, { kind: 'next_hop' })],
  ])('%s is as planned', (_, sighting) => {
    expect(rowsOf(seen([sighting])).filter((one) => !/^(unused|untold|agrees)/.test(one))).toEqual([])
  })

  test('one address or LAN in two units is a duplicate; the ends of a link, and a router beside another, are none', () => {
    const other = (sightings: Sighting[]) => seen(sightings, { unit: 'STP', told: ['R-STP'] })
    const duplicates = (...units: UnitSightings[]) =>
      rowsOf(...units).filter((row) => row.startsWith('duplicate'))
    expect(duplicates(seen([lan]), other([{ ...lan, unit: 'STP' }]))).toEqual([
      'duplicate 2001:db8:30:1002::1/128 snv-lan',
    ])
    expect(duplicates(seen([lan]), other([on('STP', '2001:db8:30:1002::2', 64)]))).toEqual([
      'duplicate 2001:db8:30:1002::/64 snv-lan',
    ])
    const ends = [on('SNV', '2001:db8:30:1001::2', 64), on('30', '2001:db8:30:1001::1', 64)]
    expect(duplicates(seen(ends.slice(0, 1)), other(ends.slice(1)))).toEqual([])
    expect(duplicates(seen([lan, { ...lan, asset: { kind: 'device', code: 'R2-SNV' } }]))).toEqual([])
  })

  test('each side carries the look that proves it', () => {
    const [row] = compareThree(planned, [seen([lan, name('SNV', '2001:db8:30:1002::80')])]).filter(
      ({ plan }) => plan?.code === 'snv-lan',
    )
    expect(row?.devices.map((one) => one.evidence)).toEqual([evidence])
    expect(row?.dns.map(({ at, evidence: own }) => [at, own])).toEqual([['www.test', evidence]])
  })
})
