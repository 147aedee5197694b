import { describe, expect, test } from 'vitest'
import { readInventory } from '../../src/inventory/read.ts'
import type { Inventory, Unit } from '../../src/model/inventory.ts'

const header = 'code,unit,prefix,kind,source,decision_no,decision_date,site,vlan,description'
const unit = (code: string, kind: Unit['kind'], parent: string | null): Unit => ({
  code,
  name: code,
  kind,
  type: 'so',
  parent,
  validFrom: null,
  validTo: null,
  contactName: '',
  contactEmail: '',
  profile: null,
})
const units = [unit('30', 'platform', null), unit('SNV', 'department', '30'), unit('STP', 'department', '30')]

function read(rows: string[], existing: Inventory = { units, assets: [] }, head = header) {
  const text = [head, ...rows].join('\n')
  return readInventory([{ name: 'prefixes.csv', bytes: new TextEncoder().encode(text) }], existing)
}
const top = 'top,30,2001:db8:30::/48,allocation,vnnic,1/QĐ,2021-01-01,,,'
const snv = 'snv,SNV,2001:db8:30:1000::/56,unit,,,,,,'

describe('prefixes.csv', () => {
  test('a plan in any spelling is kept as RFC 5952 writes it', () => {
    const { problems, changes } = read([top.replace('2001:db8:30::', '2001:0DB8:0030:0:0:0:0:0'), snv])
    expect(problems).toEqual([])
    expect(changes.assets.map((one) => one.kind === 'prefix' && one.prefix)).toEqual([
      '2001:db8:30::/48',
      '2001:db8:30:1000::/56',
    ])
  })

  test.each<[string, string, [number, string, string][]]>([
    ['host bits', 'x,SNV,2001:db8:30:1002::1/64,vlan,,,,,10,', [[4, 'prefix', 'host_bits_set']]],
    ['an address without length', 'x,SNV,2001:db8:30:1002::1,vlan,,,,,10,', [[4, 'prefix', 'bad_prefix']]],
    ['IPv4', 'x,SNV,10.0.0.0/8,vlan,,,,,10,', [[4, 'prefix', 'bad_prefix']]],
    ['the same block twice', 'x,SNV,2001:DB8:30:1000::/56,unit,,,,,,', [[4, 'prefix', 'duplicate_prefix']]],
    ["another unit's block", 'x,STP,2001:db8:30:1010::/60,unit,,,,,,', [[4, 'unit', 'overlapping_prefix']]],
    [
      'an allocation within a unit',
      'x,SNV,2001:db8:30:1010::/60,allocation,isp,,,,,',
      [[4, 'kind', 'overlapping_prefix']],
    ],
    ['an allocation without source', 'x,30,2001:db8:31::/48,allocation,,,,,,', [[4, 'source', 'no_source']]],
    [
      'a source of a LAN',
      'x,SNV,2001:db8:30:1002::/64,vlan,isp,,,,,',
      [[4, 'source', 'only_of_allocations']],
    ],
    [
      'a VLAN number beyond 4094',
      'x,SNV,2001:db8:30:1002::/64,vlan,,,,,4095,',
      [[4, 'vlan', 'out_of_range']],
    ],
    [
      'a unit that there is not',
      'x,NOPE,2001:db8:30:1002::/64,vlan,,,,,,',
      [
        [4, 'unit', 'overlapping_prefix'],
        [4, 'unit', 'unknown_unit'],
      ],
    ],
  ])('%s is named by row and column', (_, row, expected) => {
    const { problems, changes } = read([top, snv, row])
    expect(problems.map((one) => [one.row, one.column, one.code]).sort()).toEqual(expected)
    expect(changes.assets).toEqual([])
  })

  test('what is known already is compared with too, and what is there at another time is not', () => {
    const { changes } = read([top, snv])
    const known = { units, assets: changes.assets }
    const later = read(
      ['x,SNV,2001:db8:30:1000::/56,unit,,,,,,,2024-01-01,'],
      known,
      `${header},valid_from,valid_to`,
    )
    expect(later.problems.map(({ code }) => code)).toEqual(['duplicate_prefix'])
    const apart = read(
      [
        'snv,SNV,2001:db8:30:1000::/56,unit,,,,,,,,2024-01-01',
        'x,STP,2001:db8:30:1000::/56,unit,,,,,,,2024-01-01,',
      ],
      known,
      `${header},valid_from,valid_to`,
    )
    expect(apart.problems).toEqual([])
  })
})
