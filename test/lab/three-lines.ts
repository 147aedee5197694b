import { must } from '../helpers/process.ts'
import type { Namespaces } from './namespaces.ts'

/**
 * Three leased lines of one provider, `core` behind its edge `pe`; each can be cut in `wire`, which nobody routes through.
 *
 *   core -- pe == wire == ce1, ce2, ce3
 */
export const threeLineNodes = ['core', 'pe', 'wire', 'ce1', 'ce2', 'ce3'] as const

export const lineNumbers = [1, 2, 3] as const
export type LineNumber = (typeof lineNumbers)[number]

export const wanOf = (line: LineNumber) => ({
  four: `10.255.8.${line * 4 + 2}`,
  six: `2001:db8:0:f8${line}::2`,
})
const core = { four: '10.0.8.10', six: '2001:db8:0:8::10' }

export async function layThreeLines(lab: Namespaces): Promise<void> {
  for (const node of threeLineNodes)
    await lab.sysctl(node, {
      'net.ipv6.conf.all.disable_ipv6': node === 'wire' ? 1 : 0,
      'net.ipv6.conf.default.accept_dad': 0,
      'net.ipv6.conf.default.accept_ra': 0,
      ...(node === 'pe' && { 'net.ipv4.ip_forward': 1, 'net.ipv6.conf.all.forwarding': 1 }),
    })
  const cable = (one: string, oneIf: string, other: string, otherIf: string) =>
    `link add name ${oneIf} netns ${lab.nameOf(one)} type veth peer name ${otherIf} netns ${lab.nameOf(other)}`
  const links = [
    cable('core', 'eth0', 'pe', 'dc0'),
    ...lineNumbers.flatMap((line) => [
      cable('pe', `line${line}`, 'wire', `left${line}`),
      cable('wire', `right${line}`, `ce${line}`, 'wan0'),
    ]),
  ]
  await must(['ip', '-batch', '-'], { input: links.join('\n') })
  for (const line of lineNumbers)
    await lab.ip('wire', [
      `link add name br${line} type bridge stp_state 0 forward_delay 0`,
      `link set dev left${line} master br${line} up`,
      `link set dev right${line} master br${line} up`,
      `link set dev br${line} up`,
    ])
  await lab.ip('core', [
    'link set dev lo up',
    'link set dev eth0 up',
    `address add ${core.six}/64 dev eth0`,
    `address add ${core.four}/24 dev eth0`,
    'route add default via 10.0.8.1',
  ])
  await lab.ip('pe', [
    'link set dev dc0 up',
    'address add 2001:db8:0:8::1/64 dev dc0',
    'address add 10.0.8.1/24 dev dc0',
    ...lineNumbers.flatMap((line) => [
      `link set dev line${line} up`,
      `address add 2001:db8:0:f8${line}::1/64 dev line${line}`,
      `address add 10.255.8.${line * 4 + 1}/30 dev line${line}`,
    ]),
  ])
  await giveIpv6(lab)
  for (const line of lineNumbers)
    await lab.ip(`ce${line}`, [
      'link set dev lo up',
      'link set dev wan0 up',
      `address add ${wanOf(line).six}/64 dev wan0`,
      `address add ${wanOf(line).four}/30 dev wan0`,
      `route add default via 10.255.8.${line * 4 + 1}`,
      `route add default via 2001:db8:0:f8${line}::1`,
    ])
}

/** Takes the light from units' ends, as a cut fibre does. */
export async function cut(lab: Namespaces, lines: readonly LineNumber[]): Promise<void> {
  await lab.ip(
    'wire',
    lines.map((line) => `link set dev right${line} down`),
  )
}

export async function splice(lab: Namespaces, lines: readonly LineNumber[]): Promise<void> {
  await lab.ip(
    'wire',
    lines.map((line) => `link set dev right${line} up`),
  )
}

/** We ourselves have no way out over IPv6. */
export async function takeIpv6(lab: Namespaces): Promise<void> {
  await lab.ip('core', ['route del default via 2001:db8:0:8::1', `address del ${core.six}/64 dev eth0`])
}

export async function giveIpv6(lab: Namespaces): Promise<void> {
  await lab.ip('core', [
    `address replace ${core.six}/64 dev eth0`,
    'route replace default via 2001:db8:0:8::1',
  ])
}
