import { must, type Started } from '../helpers/process.ts'
import type { Namespaces } from './namespaces.ts'

/**
 * One leased line: `core`, where v6gov runs, behind the provider's edge `pe`; the line itself in `wire`, which nobody routes
 * through and which counts what passes; the unit's edge `ce`.
 *
 *   core -- pe == wire == ce
 */
export const lineNodes = ['core', 'pe', 'wire', 'ce'] as const

export const ce = { wan4: '10.255.7.2', wan6: '2001:db8:0:f7::2', lan4: '10.7.1.1', lan6: '2001:db8:7:1::1' }
const core = { four: '10.0.7.10', six: '2001:db8:0:7::10' }

const addresses: Record<string, [name: string, address: string][]> = {
  core: [
    ['eth0', `${core.six}/64`],
    ['eth0', `${core.four}/24`],
  ],
  pe: [
    ['dc0', '2001:db8:0:7::1/64'],
    ['dc0', '10.0.7.1/24'],
    ['line0', '2001:db8:0:f7::1/64'],
    ['line0', '10.255.7.1/30'],
  ],
  ce: [
    ['wan0', `${ce.wan6}/64`],
    ['wan0', `${ce.wan4}/30`],
    ['lo', `${ce.lan6}/128`],
    ['lo', `${ce.lan4}/32`],
  ],
}
const routes: Record<string, string[]> = {
  core: ['default via 2001:db8:0:7::1', 'default via 10.0.7.1'],
  pe: [`${ce.lan6}/128 via ${ce.wan6}`, `${ce.lan4}/32 via ${ce.wan4}`],
  ce: ['default via 2001:db8:0:f7::1', 'default via 10.255.7.1'],
}

export async function layLine(lab: Namespaces): Promise<void> {
  for (const node of lineNodes)
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
    cable('pe', 'line0', 'wire', 'left'),
    cable('wire', 'right', 'ce', 'wan0'),
  ]
  await must(['ip', '-batch', '-'], { input: links.join('\n') })
  await lab.ip('wire', [
    'link add name br0 type bridge stp_state 0 forward_delay 0',
    'link set dev left master br0 up',
    'link set dev right master br0 up',
    'link set dev br0 up',
  ])
  for (const [node, list] of Object.entries(addresses)) {
    const names = new Set(['lo', ...list.map(([name]) => name)])
    await lab.ip(node, [
      ...[...names].map((name) => `link set dev ${name} up`),
      ...list.map(([name, address]) => `address add ${address} dev ${name}`),
    ])
    await lab.ip(
      node,
      (routes[node] ?? []).map((route) => `route add ${route}`),
    )
  }
}

/** Takes the light from the unit's end, as a cut fibre does. Returns how to splice it. */
export async function cutLine(lab: Namespaces): Promise<() => Promise<void>> {
  await lab.ip('wire', ['link set dev right down'])
  return () => lab.ip('wire', ['link set dev right up'])
}

/** The line carries IPv4 alone. Returns how to mend it. */
export async function loseIpv6(lab: Namespaces): Promise<() => Promise<void>> {
  const rules = [
    'add table bridge line',
    'add chain bridge line forward { type filter hook forward priority 0; }',
    'add rule bridge line forward meta protocol ip6 drop',
    '',
  ]
  await must(lab.inside('wire', ['nft', '-f', '-']), { input: rules.join('\n') })
  return async () => void (await must(lab.inside('wire', ['nft', 'delete', 'table', 'bridge', 'line'])))
}

/** The line loses what is larger than 1,400 octets, and tells nobody. Returns how to mend it. */
export async function narrowLine(lab: Namespaces): Promise<() => Promise<void>> {
  const mtu = (octets: number) =>
    lab.ip(
      'wire',
      ['left', 'right'].map((port) => `link set dev ${port} mtu ${octets}`),
    )
  await mtu(1400)
  return () => mtu(1500)
}

export type Octets = { in: number; out: number }

/** What the kernel counted at the unit's edge, and the line itself at that end; both as the unit sees it. */
export async function countedOctets(lab: Namespaces): Promise<{ kernel: Octets; line: Octets }> {
  return { kernel: await counted(lab, 'ce', 'wan0'), line: swap(await counted(lab, 'wire', 'right')) }
}

async function counted(lab: Namespaces, node: string, name: string): Promise<Octets> {
  const told = await must(lab.inside(node, ['ip', '-j', '-s', 'link', 'show', 'dev', name]))
  const [{ stats64 }] = JSON.parse(told) as [{ stats64: Record<'rx' | 'tx', { bytes: number }> }]
  return { in: stats64.rx.bytes, out: stats64.tx.bytes }
}

const swap = (octets: Octets): Octets => ({ in: octets.out, out: octets.in })

/** Sends datagrams of such sizes at an even rate, both ways and over both families, until it is stopped. */
export function sendTraffic(lab: Namespaces, { octets }: { octets: number[] }): Started[] {
  const send = (node: string, to: string[]) =>
    lab.start(node, [process.execPath, '-e', sender, octets.join(), ...to])
  return [send('core', [ce.lan4, ce.lan6]), send('ce', [core.four, core.six])]
}

/** Every 5 ms one datagram of each size to port 9 of each address; that nobody takes them changes nothing. */
const sender = `
  const [octets, ...to] = process.argv.slice(1)
  for (const size of octets.split(','))
    for (const address of to) {
      const socket = require('node:dgram').createSocket(address.includes(':') ? 'udp6' : 'udp4')
      socket.on('error', () => {})
      setInterval(() => socket.send(Buffer.alloc(Number(size)), 9, address, () => {}), 5)
    }`
