import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { must, run, until } from '../helpers/process.ts'
import type { Namespaces } from './namespaces.ts'

/** The zones that the province's own servers (knot) serve and sign, parents first. */
const signed = ['.', 'test.', 'tinhmau.test.']
/** u1's own zone, unsigned: served by nsd on its own host and by the province's knot. */
const ofUnit1 = 'noivu.tinhmau.test.'

const soa = 'SOA ns1.tinhmau.test. hostmaster.tinhmau.test. 2026010101 3600 600 86400 2'
const provinceServers = `
ns1.tinhmau.test. A 10.0.1.53
ns1.tinhmau.test. AAAA 2001:db8:0:1::53
ns2.tinhmau.test. A 10.0.1.54
ns2.tinhmau.test. AAAA 2001:db8:0:1::54`
const unit1Server = `
ns1.noivu.tinhmau.test. A 10.1.1.80
ns1.noivu.tinhmau.test. AAAA 2001:db8:1:1::80`
const twoServers = '@ NS ns1.tinhmau.test.\n@ NS ns2.tinhmau.test.'

/** `ds` gives the DS records of a child. */
const zones: Record<string, (ds: (child: string) => string) => string> = {
  '.': (ds) => `@ ${soa}
${twoServers}
test. NS ns1.tinhmau.test.
test. NS ns2.tinhmau.test.
${ds('test.')}
${provinceServers}`,
  'test.': (ds) => `@ ${soa}
${twoServers}
tinhmau NS ns1.tinhmau.test.
tinhmau NS ns2.tinhmau.test.
${ds('tinhmau.test.')}
${provinceServers}`,
  'tinhmau.test.': () => `@ ${soa}
${twoServers}
${provinceServers}
noivu NS ns1.noivu
noivu NS ns1
${unit1Server}
yte A 10.2.1.80
huyenmau A 10.3.1.80
huyenmau AAAA 2001:db8:3:1::80
xamau AAAA 2001:db8:4:1::80`,
  [ofUnit1]: () => `@ ${soa}
@ NS ns1
@ NS ns1.tinhmau.test.
${unit1Server}
@ A 10.1.1.80
@ AAAA 2001:db8:1:1::80
www A 10.1.1.80
www AAAA 2001:db8:1:1::80`,
}

/** Resolvers of the lab, as V6GOV_RESOLVERS takes them. */
export const resolvers = '10.0.1.35,2001:db8:0:1::35'

/** The lab's own root servers, as V6GOV_ROOTS takes them. */
export const roots = '10.0.1.53,2001:db8:0:1::53,10.0.1.54,2001:db8:0:1::54'

/** Starts knot and nsd with the zones, and unbound, which resolves from the lab's own root and validates. */
export async function startDns(lab: Namespaces): Promise<void> {
  const directory = path.join(lab.directory, 'dns')
  mkdirSync(path.join(directory, 'keys'), { recursive: true })
  const file = (name: string) => path.join(directory, name)
  const zoneFile = (zone: string) => file(`${zone === '.' ? 'root' : zone}zone`)

  writeFileSync(file('knot.conf'), knotConfig(directory, zoneFile))
  const keymgr = (zone: string, ...args: string[]) => must(['keymgr', '-c', file('knot.conf'), zone, ...args])
  await Promise.all(
    signed.map((zone) => keymgr(zone, 'generate', 'algorithm=ecdsap256sha256', 'ksk=yes', 'zsk=yes')),
  )
  const dsOf = new Map<string, string>()
  for (const zone of signed) dsOf.set(zone, sha256Ds(await keymgr(zone, 'ds')))
  for (const [zone, text] of Object.entries(zones))
    writeFileSync(zoneFile(zone), `$ORIGIN ${zone}\n$TTL 5\n${text((child) => dsOf.get(child) ?? '')}\n`)
  lab.start('dns', ['knotd', '-c', file('knot.conf')])

  const listen = ['10.1.1.80', '2001:db8:1:1::80']
  const ofNsd = { listen, zone: ofUnit1, zoneFile: zoneFile(ofUnit1) }
  writeFileSync(file('nsd.conf'), nsdConfig(directory, ofNsd))
  lab.start('u1h', ['nsd', '-d', '-c', file('nsd.conf')])

  writeFileSync(file('root.ds'), `${dsOf.get('.')}\n`)
  writeFileSync(file('root.hints'), `. NS ns1.tinhmau.test.\n. NS ns2.tinhmau.test.${provinceServers}\n`)
  writeFileSync(file('unbound.conf'), unboundConfig(directory))
  await until('knot serves the root', 10_000, () => answers(lab, '10.0.1.53', '. SOA', 'status: NOERROR'))
  lab.start('dns', ['unbound', '-d', '-p', '-c', file('unbound.conf')])
  await until('names resolve with DNSSEC', 10_000, () =>
    answers(lab, '10.0.1.35', '+dnssec huyenmau.tinhmau.test AAAA', /flags:[^;]* ad.*2001:db8:3:1::80/s),
  )
  await until("u1's own zone resolves", 10_000, () =>
    answers(lab, '10.0.1.35', 'www.noivu.tinhmau.test AAAA', '2001:db8:1:1::80'),
  )
}

async function answers(lab: Namespaces, server: string, question: string, expected: string | RegExp) {
  const dig = ['dig', `@${server}`, '+time=1', '+tries=1', ...question.split(' ')]
  const { out } = await run(lab.inside('core', dig))
  return typeof expected === 'string' ? out.includes(expected) : expected.test(out)
}

function sha256Ds(records: string): string {
  return records.split('\n').find((line) => / 13 2 /.test(line)) ?? ''
}

function knotConfig(directory: string, zoneFile: (zone: string) => string): string {
  const listen = ['53', '54'].flatMap((host) => [`10.0.1.${host}@53`, `2001:db8:0:1::${host}@53`])
  return `server:
    rundir: ${directory}
    user: root
    listen: [ ${listen.join(', ')} ]
    udp-workers: 1
    tcp-workers: 2
    background-workers: 1
log:
  - target: stderr
    any: warning
database:
    storage: ${directory}/keys
policy:
  - id: single
    algorithm: ecdsap256sha256
    single-type-signing: on
zone:
${Object.keys(zones)
  .map(
    (zone) => `  - domain: ${zone}
    file: ${zoneFile(zone)}
${
  signed.includes(zone)
    ? `    dnssec-signing: on
    dnssec-policy: single
    zonefile-sync: -1
    zonefile-load: difference-no-serial
    journal-content: all
`
    : ''
}`,
  )
  .join('')}`
}

/** nsd with one zone, listening on these addresses. */
export function nsdConfig(
  directory: string,
  { listen, zone, zoneFile }: { listen: string[]; zone: string; zoneFile: string },
): string {
  return `server:
${listen.map((address) => `  ip-address: ${address}`).join('\n')}
  username: root
  chroot: ""
  zonesdir: "${directory}"
  database: ""
  pidfile: "${directory}/nsd.pid"
  xfrdfile: "${directory}/nsd.xfrd"
  zonelistfile: "${directory}/nsd.zones"
  server-count: 1
remote-control:
  control-enable: no
zone:
  name: ${zone}
  zonefile: "${zoneFile}"
`
}

function unboundConfig(directory: string): string {
  return `server:
  interface: 10.0.1.35
  interface: 2001:db8:0:1::35
  access-control: 0.0.0.0/0 allow
  access-control: ::/0 allow
  root-hints: "${directory}/root.hints"
  trust-anchor-file: "${directory}/root.ds"
  local-zone: "test." nodefault
  chroot: ""
  username: ""
  directory: "${directory}"
  pidfile: "${directory}/unbound.pid"
  use-syslog: no
  do-daemonize: no
  cache-max-negative-ttl: 2
  infra-host-ttl: 5
remote-control:
  control-enable: no
`
}
