import { must } from '../helpers/process.ts'
import { filter } from './filter.ts'
import type { Namespaces } from './namespaces.ts'

/**
 * A small province. `core` is where v6gov runs; every unit has a router (snmpd) and behind it a host (nginx).
 *
 *   core, dns -- bridge in rtr -- leased line -- u1 dual stack, with an Internet line of its own -- u1h
 *                              -- leased line -- u2 IPv4 only -- u2h
 *                              -- leased line -- u3 IPv6 addresses, but IPv6 is dropped silently -- u3h
 *                              -- leased line -- u4 IPv6 only -- u4h
 *                              -- border -- out, the Internet side: it reaches services and no management network
 */
export const nodes = [
  'rtr',
  'core',
  'dns',
  'u1',
  'u1h',
  'u2',
  'u2h',
  'u3',
  'u3h',
  'u4',
  'u4h',
  'out',
] as const
export type Node = (typeof nodes)[number]

const routers: Node[] = ['rtr', 'u1', 'u2', 'u3', 'u4']
const withoutIpv6: Node[] = ['u2', 'u2h']

/** Pairs of connected interfaces. */
const cables: [Node, string, Node, string][] = [
  ['rtr', 'dc-core', 'core', 'eth0'],
  ['rtr', 'dc-dns', 'dns', 'eth0'],
  ['rtr', 'inet-u1', 'u1', 'inet0'],
  ['rtr', 'border', 'out', 'eth0'],
  ...([1, 2, 3, 4] as const).flatMap((n): [Node, string, Node, string][] => [
    ['rtr', `line-u${n}`, `u${n}`, 'wan0'],
    [`u${n}`, 'lan0', `u${n}h`, 'eth0'],
  ]),
]

const core6 = ['2001:db8:0:1::10/64', '2001:db8:0:1::1'] as const

/** Addresses of each interface, and the node's routes. */
const plan: Record<Node, { addresses: Record<string, string[]>; routes: string[] }> = {
  rtr: {
    addresses: {
      lan0: ['2001:db8:0:1::1/64', '10.0.1.1/24'],
      'inet-u1': ['2001:db8:0:e1::1/64', '10.254.1.1/30'],
      border: ['2001:db8:0:b::1/64', '10.254.9.1/30'],
      'line-u1': ['2001:db8:0:f1::1/64', '10.255.1.1/30'],
      'line-u2': ['10.255.2.1/30'],
      'line-u3': ['2001:db8:0:f3::1/64', '10.255.3.1/30'],
      'line-u4': ['2001:db8:0:f4::1/64'],
    },
    routes: [
      '2001:db8:1::/48 via 2001:db8:0:f1::2',
      '2001:db8:3::/48 via 2001:db8:0:f3::2',
      '2001:db8:4::/48 via 2001:db8:0:f4::2',
      '10.1.0.0/16 via 10.255.1.2',
      '10.2.0.0/16 via 10.255.2.2',
      '10.3.0.0/16 via 10.255.3.2',
    ],
  },
  core: {
    addresses: { eth0: [core6[0], '10.0.1.10/24'] },
    routes: [`default via ${core6[1]}`, 'default via 10.0.1.1'],
  },
  dns: {
    addresses: {
      eth0: ['53', '54', '35'].flatMap((host) => [`2001:db8:0:1::${host}/64`, `10.0.1.${host}/24`]),
    },
    routes: ['default via 2001:db8:0:1::1', 'default via 10.0.1.1'],
  },
  u1: {
    addresses: {
      wan0: ['2001:db8:0:f1::2/64', '10.255.1.2/30'],
      inet0: ['2001:db8:0:e1::2/64', '10.254.1.2/30'],
      lan0: ['2001:db8:1:1::1/64', '10.1.1.1/24'],
    },
    routes: ['default via 2001:db8:0:f1::1', 'default via 10.255.1.1'],
  },
  u1h: {
    addresses: { eth0: ['2001:db8:1:1::80/64', '10.1.1.80/24'] },
    routes: ['default via 2001:db8:1:1::1', 'default via 10.1.1.1'],
  },
  u2: {
    addresses: { wan0: ['10.255.2.2/30'], lan0: ['10.2.1.1/24'] },
    routes: ['default via 10.255.2.1'],
  },
  u2h: { addresses: { eth0: ['10.2.1.80/24'] }, routes: ['default via 10.2.1.1'] },
  u3: {
    addresses: {
      wan0: ['2001:db8:0:f3::2/64', '10.255.3.2/30'],
      lan0: ['2001:db8:3:1::1/64', '10.3.1.1/24'],
    },
    routes: ['default via 2001:db8:0:f3::1', 'default via 10.255.3.1'],
  },
  u3h: {
    addresses: { eth0: ['2001:db8:3:1::80/64', '10.3.1.80/24'] },
    routes: ['default via 2001:db8:3:1::1', 'default via 10.3.1.1'],
  },
  u4: {
    addresses: { wan0: ['2001:db8:0:f4::2/64'], lan0: ['2001:db8:4:1::1/64'] },
    routes: ['default via 2001:db8:0:f4::1'],
  },
  out: {
    addresses: { eth0: ['2001:db8:0:b::2/64', '10.254.9.2/30'] },
    routes: ['default via 2001:db8:0:b::1', 'default via 10.254.9.1'],
  },
  u4h: { addresses: { eth0: ['2001:db8:4:1::80/64'] }, routes: ['default via 2001:db8:4:1::1'] },
}

/** Cables, addresses and routes; u3's router then drops what it should forward over IPv6. */
export async function connectNetwork(lab: Namespaces): Promise<void> {
  for (const node of nodes) {
    const disable = withoutIpv6.includes(node) ? 1 : 0
    await lab.sysctl(node, {
      'net.ipv6.conf.all.disable_ipv6': disable,
      'net.ipv6.conf.default.disable_ipv6': disable,
      'net.ipv6.conf.default.accept_dad': 0, // addresses are preferred at once
      'net.ipv6.conf.default.accept_ra': 0,
      ...(routers.includes(node) && { 'net.ipv4.ip_forward': 1, 'net.ipv6.conf.all.forwarding': 1 }),
    })
  }
  const links = cables.map(
    ([a, ifA, b, ifB]) =>
      `link add name ${ifA} netns ${lab.nameOf(a)} type veth peer name ${ifB} netns ${lab.nameOf(b)}`,
  )
  await must(['ip', '-batch', '-'], { input: links.join('\n') })
  await lab.ip('rtr', [
    'link add lan0 type bridge',
    'link set dc-core master lan0',
    'link set dc-dns master lan0',
  ])
  for (const node of nodes) {
    const ports = cables.flatMap(([a, ifA, b, ifB]) => (a === node ? [ifA] : b === node ? [ifB] : []))
    const { addresses, routes } = plan[node]
    await lab.ip(node, [
      ...['lo', ...ports, ...(node === 'rtr' ? ['lan0'] : [])].map((name) => `link set ${name} up`),
      ...Object.entries(addresses).flatMap(([name, list]) =>
        list.map((address) => `address add ${address} dev ${name}`),
      ),
    ])
    await lab.ip(
      node,
      routes.map((route) => `route add ${route}`),
    )
  }
  await blockForwarding(lab, 'u3', 'meta nfproto ipv6', 'drop')
  await lab.sysctl('rtr', { 'net.ipv6.conf.border.keep_addr_on_down': 1 })
  await filter(lab, 'rtr', 'iifname "border" ip6 daddr 2001:db8:0:f0::/60 drop')
  await filter(lab, 'rtr', 'iifname "border" ip daddr 10.255.0.0/16 drop')
}

/** What a router's firewall does to packets that it would forward. */
type Fate = 'drop' | 'reject' | 'reject with tcp reset'

/** The node no longer forwards packets that match (in the words of nft). Returns how to end it. */
export function blockForwarding(
  lab: Namespaces,
  node: Node,
  matching: string,
  fate: Fate,
): Promise<() => Promise<void>> {
  return filter(lab, node, `${matching} ${fate}`)
}

/** Takes the link across the border down, as a cut cable would. Returns how to mend it. */
export async function cutBorder(lab: Namespaces): Promise<() => Promise<void>> {
  await lab.ip('rtr', ['link set border down'])
  return () => lab.ip('rtr', ['link set border up'])
}

/** Takes IPv6 away from `core`, so that the prober there has none. */
export async function takeIpv6(lab: Namespaces): Promise<void> {
  await lab.sysctl('core', disabled(1))
}

/** Gives `core` its IPv6 address and route back. */
export async function giveIpv6(lab: Namespaces): Promise<void> {
  await lab.sysctl('core', disabled(0))
  await lab.ip('core', [`address add ${core6[0]} dev eth0`, `route add default via ${core6[1]} dev eth0`])
}

const disabled = (value: 0 | 1) => ({
  'net.ipv6.conf.all.disable_ipv6': value,
  'net.ipv6.conf.default.disable_ipv6': value,
})
