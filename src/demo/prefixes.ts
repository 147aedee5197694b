import type { Prefix } from '../model/inventory.ts'
import type { DemoDevice, DemoInterface } from './world/device.ts'
import { blockIn, linkIn } from './world/interfaces.ts'
import type { Place } from './world/places.ts'
import type { World } from './world.ts'

/** Whose Wi-Fi and whose Internet link somebody numbered without a word to those who plan. */
const unplannedWifi = '290'
const unplannedInternet = 'SKHCN'
/** Who has planned a network for guests that nobody has built. */
const unbuilt = ['STTTT', 'SNV']

/**
 * The address plan of the demo: a /48 from VNNIC, /52 for the data centre, /56 for departments and districts, /60 for
 * communes (domain rules 1.6), the links of each, and the providers' blocks on Internet links. Here and there it differs from
 * what is built, so that every class of the comparison is seen.
 */
export function demoPrefixes({ places, devices }: World): Prefix[] {
  const [platform] = places
  if (platform === undefined) return []
  const province = entry(platform, 'V6-TINH', '2001:db8:30::/48', 'allocation', {
    source: 'vnnic',
    decisionNo: '147/QĐ-VNNIC',
    decisionDate: '2021-03-15',
    description: 'Vùng độc lập của tỉnh (minh hoạ)',
  })
  const dmz = entry(platform, 'V6-30-DMZ', '2001:db8:30:80::/64', 'vlan', {
    vlan: 80,
    description: 'Máy chủ công bố dịch vụ',
  })
  const names = entry(platform, 'V6-30-DNS', '2001:db8:30:53::/64', 'vlan', {
    vlan: 53,
    description: 'Máy chủ tên miền',
  })
  return [province, ...devices.filter(({ role }) => role === 'router').flatMap(ofUnit), dmz, names]
}

/** A unit's block and the links within it. */
function ofUnit({ place, number, interfaces }: DemoDevice): Prefix[] {
  const { code, kind } = place
  const isPlatform = kind === 'platform'
  const block = entry(place, `V6-${code}`, blockIn(place, number), isPlatform ? 'site' : 'unit', {
    ...(isPlatform && { site: 'Trung tâm dữ liệu' }),
  })
  const link = (suffix: string, which: number, role: Prefix['role'], more: Partial<Prefix> = {}) =>
    entry(place, `V6-${code}-${suffix}`, linkIn(place, number, which), role, more)
  const hasWifi = interfaces.some(({ role }) => role === 'wifi') && code !== unplannedWifi
  return [
    block,
    link('QT', 0, 'vlan', { vlan: 1, description: 'Quản trị thiết bị' }),
    link('WAN', 1, 'point_to_point', { description: 'Đường TSLCD' }),
    link('LAN', 2, 'vlan', { vlan: 10, description: 'Người dùng' }),
    ...(hasWifi ? [link('WIFI', 3, 'wifi', { vlan: 20, description: 'Wi-Fi công cộng' })] : []),
    ...(unbuilt.includes(code) ? [link('KHACH', 4, 'vlan', { vlan: 30, description: 'Khách' })] : []),
    ...interfaces.flatMap((each) => internetLink(place, each)),
  ]
}

function internetLink(place: Place, { role, addresses6: [own] }: DemoInterface): Prefix[] {
  if (role !== 'internet' || own === undefined || place.code === unplannedInternet) return []
  const block = own.address.replace(/::.*/, '::/64')
  return [
    entry(place, `V6-${place.code}-INET`, block, 'allocation', {
      source: 'isp',
      description: 'Vùng của nhà mạng trên đường Internet (minh hoạ)',
    }),
  ]
}

function entry(
  { code: unit }: Place,
  code: string,
  prefix: string,
  role: Prefix['role'],
  more: Partial<Prefix>,
): Prefix {
  return {
    kind: 'prefix',
    code,
    unit,
    prefix,
    role,
    source: null,
    decisionNo: '',
    decisionDate: null,
    site: '',
    vlan: null,
    description: '',
    ...more,
  }
}
