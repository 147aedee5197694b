import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { must, run, type Started, until } from '../../helpers/process.ts'
import { nsdConfig } from '../dns.ts'
import type { Namespaces } from '../namespaces.ts'
import { four, six } from './network.ts'

/** Numbers of the addresses (network.ts) where name servers and resolvers listen. */
export const at = {
  /** knot with the zones above, which must not hide where they delegate. */
  above: 52,
  aboveToo: 51,
  /** knot with every zone that is sound, and those whose fault is in their records. */
  knot: 53,
  knotToo: 54,
  /** knot again: fragments of its answers are dropped. */
  fragments: 58,
  /** knot again: TCP to it is dropped, or refused. */
  udpAlone: 59,
  udpAloneToo: 63,
  /** knot again: nothing reaches it over IPv6. */
  dead: 60,
  /** A knot that lost its zones' files. */
  failing: 55,
  /** A knot that is stopped. */
  stopped: 56,
  /** nsd with the zone above alone. */
  lame: 57,
  /** dnsdist before knot, with rules as people write them. */
  denying: 61,
  notAuthoritative: 62,
  /** unbound; dnsdist before it; unbound as a DNS64. */
  resolver: 35,
  resolverUdpAlone: 36,
  resolverRefusing: 37,
  dns64: 38,
} as const

const listenOf = (numbers: number[], sign: string) =>
  numbers.flatMap((number) => [`${four(number)}${sign}53`, `${six(number)}${sign}53`])

const soa = 'SOA ns1.sound.test. hostmaster.sound.test. 2026010101 3600 600 86400 2'
const host = (name: string, number: number, ipv4 = number) =>
  `${name} A ${four(ipv4)}\n${name} AAAA ${six(number)}`

/** Name servers, all of them in the sound zone. */
const nameServers = [
  host('ns1', at.knot),
  host('ns2', at.knotToo),
  host('ns-fragments', at.fragments),
  host('ns-udp', at.udpAlone),
  host('ns-udp-too', at.udpAloneToo),
  host('ns-dead', at.dead),
  host('ns-failing', at.failing),
  host('ns-stopped', at.stopped),
  host('ns-lame', at.lame),
  host('ns-denying', at.denying),
  host('ns-notauth', at.notAuthoritative),
].join('\n')

/** Zones with a fault in one server: the first server is sound. Served by knot, delegated without glue. */
const servedBadly: Record<string, string[]> = {
  'fragments.test.': ['ns1', 'ns-fragments'],
  'udp.test.': ['ns1', 'ns-udp'],
  'udp-too.test.': ['ns1', 'ns-udp-too'],
  'three.test.': ['ns1', 'ns2', 'ns-dead'],
  'failing.test.': ['ns1', 'ns-failing'],
  'stopped.test.': ['ns1', 'ns-stopped'],
  'lame.test.': ['ns1', 'ns-lame'],
  'lame.example.': ['ns1', 'ns-lame'],
  'notauth.test.': ['ns1', 'ns-notauth'],
  'denying.test.': ['ns-denying'],
  'broken.test.': ['ns-failing'],
  'bogus.test.': ['ns1', 'ns2'],
}
const serversOf = (zone: string) =>
  (servedBadly[zone] ?? []).map((server) => `${zone} NS ${server}.sound.test.`).join('\n')

/** Zones with a fault in their glue: what their own servers say, and what the parent says. */
const gluedBadly: Record<string, { own: string; parent: string }> = {
  'unglued.test.': { own: host('ns.unglued.test.', at.knot), parent: '' },
  'misglued.test.': {
    own: host('ns.misglued.test.', at.knot),
    parent: host('ns.misglued.test.', at.knotToo),
  },
  'halfglued.test.': {
    own: host('ns.halfglued.test.', at.knot),
    parent: `ns.halfglued.test. A ${four(at.knot)}`,
  },
}
const ownServers = (zone: string) => `${zone} NS ns1.sound.test.\n${zone} NS ns.${zone}`

/** 600 octets that look like a key: five of them make an answer that does not fit into one packet. */
const key = (number: number) => Buffer.alloc(600, `khoa ${number} `).toString('base64')

/** The /64 of the servers under ip6.arpa. */
const reverseZone = '0.0.0.0.c.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.'
const pointer = (number: number, target: string) =>
  `${`${number}`.padStart(16, '0').split('').reverse().join('.')} PTR ${target}`

const above = `${host('a.nic.test.', at.above)}\n${host('b.nic.test.', at.aboveToo)}`

/** Names of knot's zones and their records. `sites` are those of the sound zone besides its name servers. */
function zones(sites: string): Record<string, string> {
  const delegated = [...Object.keys(servedBadly), ...Object.keys(gluedBadly)]
  return {
    '.': `@ NS a.nic.test.
test. NS a.nic.test.
test. NS b.nic.test.
${above}
lame.example. NS ns1.sound.test.
lame.example. NS ns-lame.sound.test.
ipv4only.arpa. NS ns1.sound.test.
${reverseZone} NS ns1.sound.test.
${host('ns1.sound.test.', at.knot)}
${host('ns2.sound.test.', at.knotToo)}`,
    'test.': `@ NS a.nic
@ NS b.nic
${above}
sound NS ns1.sound.test.
sound NS ns2.sound.test.
${host('ns1.sound.test.', at.knot)}
${host('ns2.sound.test.', at.knotToo)}
${delegated
  .filter((zone) => zone in servedBadly && zone.endsWith('test.'))
  .map(serversOf)
  .join('\n')}
${Object.entries(gluedBadly)
  .map(([zone, { parent }]) => `${ownServers(zone)}\n${parent}`)
  .join('\n')}
bogus.test. DS 12345 13 2 ${'ab'.repeat(32)}`,
    'sound.test.': `@ NS ns1
@ NS ns2
${nameServers}
${sites}`,
    'ipv4only.arpa.': '@ NS ns1.sound.test.\n@ A 192.0.0.170\n@ A 192.0.0.171',
    [reverseZone]: `@ NS ns1.sound.test.
${pointer(80, 'www.sound.test.')}
${pointer(81, 'www.sound.test.')}`,
    ...Object.fromEntries(
      Object.keys(servedBadly).map((zone) => [zone, `${serversOf(zone)}\n${host('www', 80)}`]),
    ),
    'fragments.test.': `${serversOf('fragments.test.')}
${[1, 2, 3, 4, 5].map((number) => `@ DNSKEY 256 3 8 ${key(number)}`).join('\n')}`,
    ...Object.fromEntries(
      Object.entries(gluedBadly).map(([zone, { own }]) => [zone, `${ownServers(zone)}\n${own}`]),
    ),
  }
}

export type FaultDns = { stopped: Started }

/** Starts every name server and resolver of `servers`, and waits until names resolve with DNSSEC. */
export async function startFaultDns(lab: Namespaces, sites: string): Promise<FaultDns> {
  const directory = path.join(lab.directory, 'dns')
  mkdirSync(directory, { recursive: true })
  const file = (name: string, text: string) => {
    writeFileSync(path.join(directory, name), text)
    return path.join(directory, name)
  }
  const all = zones(sites)
  for (const [zone, records] of Object.entries(all))
    file(`${zone}zone`, `$ORIGIN ${zone}\n$TTL 300\n@ ${soa}\n${records}\n`)

  const knot = (name: string, numbers: number[], served: string[], signed: string[] = []) => {
    const config = file(
      `${name}.conf`,
      knotConfig(path.join(directory, name), directory, numbers, served, signed),
    )
    mkdirSync(path.join(directory, name), { recursive: true })
    return { config, start: () => lab.start('servers', ['knotd', '-c', config]) }
  }
  const main = knot(
    'knot',
    [at.knot, at.knotToo, at.fragments, at.udpAlone, at.udpAloneToo, at.dead],
    Object.keys(all).filter((zone) => !['.', 'test.', 'broken.test.'].includes(zone)),
  )
  const upper = knot('above', [at.above, at.aboveToo], ['.', 'test.'], ['test.'])
  await must([
    'keymgr',
    '-c',
    upper.config,
    'test.',
    'generate',
    'algorithm=ecdsap256sha256',
    'ksk=yes',
    'zsk=yes',
  ])
  const ds = await must(['keymgr', '-c', upper.config, 'test.', 'ds'])
  upper.start()
  main.start()
  const stopped = knot('stopped', [at.stopped], ['stopped.test.']).start()
  // its zones are configured, and their files are not there
  knot('failing', [at.failing], ['failing.test.gone', 'broken.test.gone']).start()
  lab.start('servers', [
    'nsd',
    '-d',
    '-c',
    file(
      'nsd.conf',
      nsdConfig(directory, {
        listen: listenOf([at.lame], '@'),
        zone: 'test.',
        zoneFile: path.join(directory, 'test.zone'),
      }),
    ),
  ])

  const anchor = file('anchor', ds.split('\n').find((line) => / 13 2 /.test(line)) ?? '')
  const hints = file('hints', `. NS a.nic.test.\n${above}\n`)
  const unbound = (name: string, numbers: number[], modules: string, more = '') =>
    lab.start('servers', [
      ...['unbound', '-d', '-p', '-c'],
      file(`${name}.conf`, unboundConfig({ directory, name, numbers, modules, anchor, hints, more })),
    ])
  unbound('unbound', [at.resolver, at.resolverUdpAlone], 'validator iterator')
  unbound('dns64', [at.dns64], 'dns64 validator iterator', `dns64-prefix: ${dns64Prefix}`)
  const dnsdist = file('dnsdist.conf', dnsdistConfig())
  lab.start('servers', ['dnsdist', '--supervised', '--disable-syslog', '-C', dnsdist])

  const answers = async (number: number, question: string, expected: RegExp) => {
    const dig = ['dig', `@${four(number)}`, '+time=1', '+tries=1', '+dnssec', ...question.split(' ')]
    const { out } = await run(lab.inside('core', dig))
    if (!expected.test(out)) throw new Error(out)
    return true
  }
  const awaited: [number, string, RegExp][] = [
    [at.resolver, 'test SOA', /flags:[^;]* ad/],
    [at.resolver, 'stopped.test NS', /ns-stopped/],
    [at.stopped, 'stopped.test SOA +norec', /flags:[^;]* aa/],
    [at.failing, 'failing.test SOA +norec', /SERVFAIL/],
    [at.lame, 'test SOA +norec', /NOERROR/],
    [at.denying, 'www.denying.test A +norec', /NOERROR/],
    [at.resolverRefusing, 'www.sound.test A', /NOERROR/],
    [at.dns64, 'v4only.sound.test AAAA', /2001:db8:64:/],
  ]
  await Promise.all(
    awaited.map(([number, question, expected]) =>
      until(`${four(number)} answers ${question}`, 15_000, () => answers(number, question, expected)),
    ),
  )
  return { stopped }
}

/** A prefix of our own network for translation (RFC 6052 2.2), which looks like any other. */
const dns64Prefix = '2001:db8:64::/96'

function knotConfig(
  own: string,
  zonesAt: string,
  numbers: number[],
  served: string[],
  signed: string[],
): string {
  const zone = (name: string) => {
    const isGone = name.endsWith('gone')
    const domain = isGone ? name.slice(0, -'gone'.length) : name
    const signing = signed.includes(domain)
      ? '\n    dnssec-signing: on\n    dnssec-policy: single\n    zonefile-sync: -1\n    zonefile-load: difference-no-serial\n    journal-content: all'
      : ''
    return `  - domain: ${domain}\n    file: ${zonesAt}/${isGone ? 'gone' : `${domain}zone`}${signing}`
  }
  return `server:
    rundir: ${own}
    user: root
    listen: [ ${listenOf(numbers, '@').join(', ')} ]
    udp-workers: 1
    tcp-workers: 2
    background-workers: 1
    udp-max-payload: 4096
log:
  - target: stderr
    any: error
database:
    storage: ${own}
policy:
  - id: single
    algorithm: ecdsap256sha256
    single-type-signing: on
zone:
${served.map(zone).join('\n')}
`
}

function unboundConfig(of: {
  directory: string
  name: string
  numbers: number[]
  modules: string
  anchor: string
  hints: string
  more: string
}): string {
  return `server:
${of.numbers.map((number) => `  interface: ${four(number)}\n  interface: ${six(number)}`).join('\n')}
  access-control: 0.0.0.0/0 allow
  access-control: ::/0 allow
  module-config: "${of.modules}"
  ${of.more}
  root-hints: "${of.hints}"
  trust-anchor-file: "${of.anchor}"
  local-zone: "test." nodefault
  local-zone: "8.b.d.0.1.0.0.2.ip6.arpa." nodefault
  chroot: ""
  username: ""
  directory: "${of.directory}"
  pidfile: "${of.directory}/${of.name}.pid"
  use-syslog: no
  do-daemonize: no
  num-threads: 1
  cache-max-negative-ttl: 2
  infra-host-ttl: 2
remote-control:
  control-enable: no
`
}

/** Load balancers in front of name servers and resolvers, with the rules that break IPv6 for many (RFC 4074). */
function dnsdistConfig(): string {
  const local = (number: number) => `addLocal("${four(number)}:53") addLocal("[${six(number)}]:53")`
  const numbers = [at.denying, at.notAuthoritative, at.resolverRefusing]
  const arrivesAt = (number: number) => `NetmaskGroupRule(at${number}, false)`
  return `${numbers.map(local).join('\n')}
setACL({"0.0.0.0/0", "::/0"})
setSecurityPollSuffix("")
newServer({address="${four(at.knot)}:53", pool="knot", healthCheckMode="up"})
newServer({address="${four(at.resolver)}:53", pool="resolver", healthCheckMode="up"})
${numbers
  .map(
    (number) =>
      `at${number} = newNMG() at${number}:addMask("${four(number)}/32") at${number}:addMask("${six(number)}/128")`,
  )
  .join('\n')}
local aaaa = QTypeRule(DNSQType.AAAA)
addAction(AndRule({${arrivesAt(at.denying)}, aaaa, QNameRule("www.denying.test.")}), RCodeAction(DNSRCode.NXDOMAIN))
addAction(${arrivesAt(at.denying)}, PoolAction("knot"))
addAction(${arrivesAt(at.notAuthoritative)}, RCodeAction(DNSRCode.NOTAUTH))
addAction(AndRule({aaaa, QNameRule("refused.sound.test.")}), RCodeAction(DNSRCode.REFUSED))
addAction(AndRule({aaaa, QNameRule("notauth.sound.test.")}), RCodeAction(DNSRCode.NOTAUTH))
addAction(AllRule(), PoolAction("resolver"))
`
}
