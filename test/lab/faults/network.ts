import { must } from '../../helpers/process.ts'
import type { Namespaces } from '../namespaces.ts'

/**
 * Where faults are made. `core` looks; `border` is its own network's way out; everything that is looked at stands behind
 * `far`, where firewalls and routes break it, but for `behind`, whose line has a small MTU in its middle.
 *
 *   core -- border -- far -- servers (DNS, web, mail: each fault at an address of its own)
 *                 `-- narrow -- behind (web)
 */
export const faultNodes = ['core', 'border', 'far', 'servers', 'narrow', 'behind'] as const

/** Addresses of the servers, by a number from 1 to 254 of their own for each fault. */
export const six = (number: number) => `2001:db8:c::${number}`
export const four = (number: number) => `10.9.0.${number}`
export const behind6 = '2001:db8:d::80'
export const behind4 = '10.8.0.80'
const core6 = ['2001:db8:a::10/64', '2001:db8:a::1'] as const

const cables: [string, string, string, string][] = [
  ['core', 'eth0', 'border', 'lan0'],
  ['border', 'wan0', 'far', 'wan0'],
  ['far', 'lan0', 'servers', 'eth0'],
  ['border', 'wan1', 'narrow', 'wan0'],
  ['narrow', 'lan0', 'behind', 'eth0'],
]

/** Octets of an IPv6 packet that fit through the line of `narrow`. */
const smallMtu = 1400

type Plan = Record<string, { addresses: Record<string, string[]>; routes: string[] }>

function planFor(numbers: number[]): Plan {
  return {
    core: {
      addresses: { eth0: [core6[0], '10.1.0.10/24'] },
      routes: [`default via ${core6[1]}`, 'default via 10.1.0.1'],
    },
    border: {
      addresses: {
        lan0: ['2001:db8:a::1/64', '10.1.0.1/24'],
        wan0: ['2001:db8:b::1/64', '10.2.0.1/24'],
        wan1: ['2001:db8:e::1/64', '10.3.0.1/24'],
      },
      routes: [
        '2001:db8:c::/64 via 2001:db8:b::2',
        '2001:db8:d::/64 via 2001:db8:e::2',
        '10.9.0.0/24 via 10.2.0.2',
        '10.8.0.0/24 via 10.3.0.2',
      ],
    },
    far: {
      addresses: {
        wan0: ['2001:db8:b::2/64', '10.2.0.2/24'],
        lan0: ['2001:db8:c::ffff/64', '10.9.0.255/16'],
      },
      routes: ['default via 2001:db8:b::1', 'default via 10.2.0.1'],
    },
    servers: {
      addresses: { eth0: numbers.flatMap((number) => [`${six(number)}/64`, `${four(number)}/16`]) },
      routes: ['default via 2001:db8:c::ffff', 'default via 10.9.0.255'],
    },
    narrow: {
      addresses: {
        wan0: ['2001:db8:e::2/64', '10.3.0.2/24'],
        lan0: ['2001:db8:d::1/64', '10.8.0.1/24'],
      },
      routes: ['default via 2001:db8:e::1', 'default via 10.3.0.1'],
    },
    behind: {
      addresses: { eth0: [`${behind6}/64`, `${behind4}/24`] },
      routes: ['default via 2001:db8:d::1', 'default via 10.8.0.1'],
    },
  }
}

/** Cables, addresses and routes; the servers have every address that these numbers stand for. */
export async function connectFaultNetwork(lab: Namespaces, numbers: number[]): Promise<void> {
  const plan = planFor(numbers)
  for (const node of faultNodes)
    await lab.sysctl(node, {
      'net.ipv6.conf.all.disable_ipv6': 0,
      'net.ipv6.conf.default.disable_ipv6': 0,
      'net.ipv6.conf.default.accept_dad': 0,
      'net.ipv6.conf.default.accept_ra': 0,
      ...(['border', 'far', 'narrow'].includes(node) && {
        'net.ipv4.ip_forward': 1,
        'net.ipv6.conf.all.forwarding': 1,
        'net.ipv6.icmp.ratelimit': 0, // every connection that is refused hears of it
      }),
    })
  const links = cables.map(
    ([a, ifA, b, ifB]) =>
      `link add name ${ifA} netns ${lab.nameOf(a)} type veth peer name ${ifB} netns ${lab.nameOf(b)}`,
  )
  await must(['ip', '-batch', '-'], { input: links.join('\n') })
  for (const node of faultNodes) {
    const { addresses, routes } = plan[node] ?? { addresses: {}, routes: [] }
    await lab.ip(node, [
      'link set lo up',
      ...Object.entries(addresses).flatMap(([name, list]) => [
        `link set ${name} up`,
        ...list.map((address) => `address add ${address} dev ${name}`),
      ]),
    ])
    await lab.ip(
      node,
      routes.map((route) => `route add ${route}`),
    )
  }
  await lab.ip('border', [`link set wan1 mtu ${smallMtu}`])
  await lab.ip('narrow', [`link set wan0 mtu ${smallMtu}`])
}

/** Ends a fault. */
export type Heal = () => Promise<void>

/** Takes the way to an address of the servers out of the routes of `far`, which then says so to whoever sends there. */
export async function withdrawRoute(lab: Namespaces, address: string): Promise<Heal> {
  await lab.ip('far', [`route add unreachable ${address}/128`])
  return () => lab.ip('far', [`route delete unreachable ${address}/128`])
}

/** Takes IPv6 away from `core`. */
export async function loseIpv6(lab: Namespaces): Promise<Heal> {
  const disable = (value: 0 | 1) => lab.sysctl('core', { 'net.ipv6.conf.all.disable_ipv6': value })
  await disable(1)
  return async () => {
    await disable(0)
    await lab.ip('core', [`address add ${core6[0]} dev eth0`, `route add default via ${core6[1]} dev eth0`])
  }
}
