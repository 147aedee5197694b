import type { Prefix, PrefixRole } from '../../src/model/inventory.ts'

export function entry(
  code: string,
  prefix: string,
  role: PrefixRole,
  unit = '30',
  more: Partial<Prefix> = {},
): Prefix {
  return {
    kind: 'prefix',
    code,
    unit,
    prefix,
    role,
    source: role === 'allocation' ? 'vnnic' : null,
    decisionNo: '',
    decisionDate: null,
    site: '',
    vlan: null,
    description: '',
    ...more,
  }
}

/** A /48 with the data centre, a department with two links, and a commune. */
export const plan: Prefix[] = [
  entry('province', '2001:db8:30::/48', 'allocation'),
  entry('dc', '2001:db8:30::/52', 'site'),
  entry('snv', '2001:db8:30:1000::/56', 'unit', 'SNV'),
  entry('snv-wan', '2001:db8:30:1001::/64', 'point_to_point', 'SNV'),
  entry('snv-lan', '2001:db8:30:1002::/64', 'vlan', 'SNV', { vlan: 10, description: 'Người dùng' }),
  entry('commune', '2001:db8:30:8000::/60', 'unit', '10507'),
]
