import type { Device, Prefix } from '../model/inventory.ts'
import { blockOf, blockText, sizeOf } from './block.ts'
import { isLan } from './flaws.ts'

/** Command languages of routers that snippets are written in. */
export const dialects = ['ios', 'junos', 'routeros', 'vrp', 'frr'] as const
export type Dialect = (typeof dialects)[number]

/** One link of a unit as a router has it. */
type Link = {
  code: string
  interface: string
  /** Its own address: the first on a LAN, the second on a link whose other end has the first. */
  address: string
  length: number
  prefix: string
  isLan: boolean
}

/** What a snippet is made of: the block that a unit has, its links, and the way out. */
type Config = { block: string; links: Link[]; nextHop: string | null }

/** Names that routers take without quotes; whatever else stands in an inventory is no name of an interface. */
const plainName = /^[\w./:-]{1,60}$/

/**
 * The links of a unit's block for one of its routers: LANs on the interfaces that the inventory names, point-to-point links on
 * the leased line. Where it names none, the snippet holds a name in angle brackets, which no router takes.
 */
export function configOf(block: Prefix, entries: readonly Prefix[], router: Device | undefined): Config {
  const rest = { vlan: [...(router?.userIf ?? [])], wifi: [...(router?.wifiIf ?? [])] }
  const links = entries.flatMap((entry): Link[] => {
    const { role, code, vlan } = entry
    if (role !== 'vlan' && role !== 'wifi' && role !== 'point_to_point' && role !== 'loopback') return []
    const named =
      role === 'point_to_point'
        ? router?.tslcdIf
        : role === 'loopback'
          ? 'Loopback0'
          : vlan === 1
            ? null
            : rest[role].shift()
    const { first, length } = blockOf(entry.prefix)
    const host =
      role === 'point_to_point' && length < 127 ? 2n : role === 'point_to_point' || length === 128 ? 0n : 1n
    const isNamed = named != null && plainName.test(named)
    return [
      {
        code,
        interface: isNamed ? named : `<interface-${vlan === null ? code : `vlan${vlan}`}>`,
        address: blockText({ first: first + host, length: 128 }).replace('/128', ''),
        length,
        prefix: entry.prefix,
        isLan: isLan(entry),
      },
    ]
  })
  const uplink = entries.find(({ role }) => role === 'point_to_point')
  const far = uplink && blockOf(uplink.prefix)
  const nextHop =
    far && sizeOf(far.length) > 1n
      ? blockText({ first: far.first + 1n, length: 128 }).replace('/128', '')
      : null
  return { block: block.prefix, links, nextHop }
}

const templates: Record<Dialect, (config: Config) => string[]> = {
  ios: ({ block, links, nextHop }) => [
    'ipv6 unicast-routing',
    'ipv6 cef',
    ...links.flatMap((link) => [
      `interface ${link.interface}`,
      ` description ${link.code}`,
      ` ipv6 address ${link.address}/${link.length}`,
      link.isLan ? ' no ipv6 nd ra suppress' : ' ipv6 nd ra suppress all',
      '!',
    ]),
    ...(nextHop ? [`ipv6 route ::/0 ${nextHop}`] : []),
    `ipv6 route ${block} Null0`,
  ],
  junos: ({ block, links, nextHop }) => [
    ...links.flatMap((link) => [
      `set interfaces ${unitOf(link.interface)} description ${link.code}`,
      `set interfaces ${unitOf(link.interface)} family inet6 address ${link.address}/${link.length}`,
      ...(link.isLan
        ? [`set protocols router-advertisement interface ${logical(link.interface)} prefix ${link.prefix}`]
        : []),
    ]),
    ...(nextHop ? [`set routing-options rib inet6.0 static route ::/0 next-hop ${nextHop}`] : []),
    `set routing-options rib inet6.0 static route ${block} discard`,
  ],
  routeros: ({ block, links, nextHop }) => [
    ...links.map(
      (link) =>
        `/ipv6 address add address=${link.address}/${link.length} interface=${link.interface} advertise=${link.isLan ? 'yes' : 'no'} comment=${link.code}`,
    ),
    ...(nextHop ? [`/ipv6 route add dst-address=::/0 gateway=${nextHop}`] : []),
    `/ipv6 route add blackhole dst-address=${block}`,
  ],
  vrp: ({ block, links, nextHop }) => [
    'ipv6',
    ...links.flatMap((link) => [
      `interface ${link.interface}`,
      ` description ${link.code}`,
      ' ipv6 enable',
      ` ipv6 address ${link.address}/${link.length}`,
      link.isLan ? ' undo ipv6 nd ra halt' : ' ipv6 nd ra halt',
      ' quit',
    ]),
    ...(nextHop ? [`ipv6 route-static :: 0 ${nextHop}`] : []),
    `ipv6 route-static ${block.replace('/', ' ')} NULL0`,
  ],
  frr: ({ block, links, nextHop }) => [
    'ipv6 forwarding',
    ...links.flatMap((link) => [
      `interface ${link.interface}`,
      ` description ${link.code}`,
      ` ipv6 address ${link.address}/${link.length}`,
      ...(link.isLan
        ? [' no ipv6 nd suppress-ra', ` ipv6 nd prefix ${link.prefix}`]
        : [' ipv6 nd suppress-ra']),
      'exit',
      '!',
    ]),
    ...(nextHop ? [`ipv6 route ::/0 ${nextHop}`] : []),
    `ipv6 route ${block} blackhole`,
  ],
}

const comments: Record<Dialect, string> = { ios: '!', junos: '#', routeros: '#', vrp: '#', frr: '!' }

/** A snippet to be read and pasted by a person: addresses, router advertisements on LANs, a default route, and the block as a whole. */
export function routerConfig(config: Config, dialect: Dialect): string {
  const mark = comments[dialect]
  const head = [
    `${mark} ${config.block}: read before use; names in <> are to be filled in`,
    ...(config.nextHop ? [`${mark} the other end of the leased line is taken to be ${config.nextHop}`] : []),
  ]
  return `${[...head, ...templates[dialect](config)].join('\n')}\n`
}

/** Junos names an interface and its unit: "ge-0/0/1.0". */
function logical(name: string): string {
  return name.includes('.') ? name : `${name}.0`
}

function unitOf(name: string): string {
  return logical(name).replace(/\.(\d+)$/, ' unit $1')
}
