import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mayDial } from '../../probes/lib/endpoint.ts'
import { ProbeError } from '../../probes/probe.ts'
import { namesAt } from '../../src/demo/dns/names.ts'
import { demoInventory } from '../../src/demo/inventory.ts'
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/start.ts'
import { portalHosts } from '../../src/demo/world/portal.ts'
import { planTimeline } from '../../src/demo/world/timeline.ts'
import { makeWorld, momentOf } from '../../src/demo/world.ts'
import { run, until } from '../helpers/process.ts'

const tools = ['/usr/bin/snmpget', '/usr/bin/snmpbulkwalk', '/usr/bin/dig', '/usr/bin/curl']
const missing = tools.filter((tool) => !existsSync(tool)).join(', ')

const seed = 7
const world = makeWorld({ seed, timeline: planTimeline })
const before = '2021-06-15T03:00:00.000Z'
const after = '2023-12-01T03:00:00.000Z'
const folder = mkdtempSync(join(tmpdir(), 'v6gov-demo-'))
let network: DemoNetwork

beforeAll(async () => {
  network = await startDemoNetwork({ seed, timeline: planTimeline, clock: { startAt: after, rate: 0 } })
  writeFileSync(join(folder, 'ca.pem'), network.ca)
})
afterAll(async () => {
  await network?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** `[::1]:port` or `127.0.0.1:port`. */
function place(address: string, port: number): string {
  const endpoint = network.dial(address, port)
  return endpoint.address === '::1' ? `[::1]:${endpoint.port}` : `127.0.0.1:${endpoint.port}`
}

function deviceNamed(code: string) {
  const device = world.devices.find((each) => each.code === code)
  if (!device) throw new Error(`no device ${code}`)
  return device
}

async function snmp(tool: string, address: string, options: string[], oids: string[]): Promise<string> {
  const transport = address.includes(':') ? 'udp6:' : 'udp:'
  const quick = ['-On', '-t', '1', '-r', '0']
  const { out, err } = await run(
    [`/usr/bin/${tool}`, ...quick, ...options, `${transport}${place(address, 161)}`, ...oids],
    { env: { ...process.env, MIBS: '', SNMP_PERSISTENT_DIR: folder } },
  )
  return out + err
}
const v2c = ['-v2c', '-c', 'demo-haiduong']
const v3 = (authKey: string) =>
  `-v3 -l authPriv -u v6gov -a SHA-256 -A ${authKey} -x AES -X demo-priv-2021`.split(' ')

async function dig(server: string, ...question: string[]): Promise<string> {
  const { address, port } = network.dial(server, 53)
  const { out } = await run([
    '/usr/bin/dig',
    '+time=1',
    '+tries=1',
    `@${address}`,
    '-p',
    `${port}`,
    ...question,
  ])
  return out
}

/** Asks a site over one pinned address; gives "status size" or curl's complaint. */
async function curl(host: string, address: string, port: number): Promise<string> {
  const scheme = port === 443 ? 'https' : 'http'
  const form = '%{http_code} %{redirect_url}%{errormsg}'
  const to = place(address, port)
  const { out } = await run(
    `/usr/bin/curl -s -m 2 --cacert ${join(folder, 'ca.pem')} --connect-to ${host}:${port}:${to} -o`
      .split(' ')
      .concat(join(folder, 'page'), '-w', form, `${scheme}://${host}/`),
  )
  return out
}

describe.skipIf(missing)(`real clients against the demo network${missing && ` (needs ${missing})`}`, () => {
  test('snmpget and snmpbulkwalk over IPv4 and IPv6, v2c', async () => {
    const device = deviceNamed('R-288')
    for (const address of [device.address, device.address6]) {
      const system = await snmp('snmpget', address, v2c, ['.1.3.6.1.2.1.1.5.0', '.1.3.6.1.2.1.4.25.0'])
      expect(system).toContain('.1.3.6.1.2.1.1.5.0 = STRING: "r-288"')
      expect(system).toContain('.1.3.6.1.2.1.4.25.0 = INTEGER: 1')
    }
    const walked = await snmp('snmpbulkwalk', device.address, v2c, ['.1'])
    expect(walked.match(/^\.1\.3\.6\.1\.2\.1\.31\.1\.1\.1\.6\.\d+ = Counter64: \d{6,}$/gm)).toHaveLength(
      device.interfaces.length,
    )
    expect(walked).toMatch(/\.1\.3\.6\.1\.2\.1\.4\.34\.1\.3\.2\.16\.32\.1\.13\.184(\.\d+){12} = INTEGER: 20/)
    expect(walked).toContain('No more variables left in this MIB View')
    expect(walked).not.toMatch(/not increasing|Timeout|error/i)
  })

  test('SNMPv3 with authentication and privacy; a wrong key is refused, a wrong community is met with silence', async () => {
    const { address } = deviceNamed('R-30')
    expect(await snmp('snmpget', address, v3('demo-auth-2021'), ['.1.3.6.1.2.1.1.5.0'])).toContain('"r-30"')
    expect(await snmp('snmpbulkwalk', address, v3('demo-auth-2021'), ['.1.3.6.1.2.1.31.1.1.1.1'])).toContain(
      'STRING: "Loopback0"',
    )
    expect(await snmp('snmpget', address, v3('demo-auth-2019'), ['.1.3.6.1.2.1.1.5.0'])).toContain(
      'Authentication failure',
    )
    expect(
      await snmp('snmpget', deviceNamed('R-288').address, ['-v2c', '-c', 'public'], ['.1.3.6.1.2.1.1.5.0']),
    ).toContain('Timeout')
  })

  test('SNMPv1 walks past 64-bit counters; other makes of table are as the world says', async () => {
    const old = await snmp('snmpwalk', deviceNamed('R-300').address, ['-v1', '-c', 'demo-haiduong'], ['.1'])
    expect(old).toContain('End of MIB')
    expect(old).not.toContain('Counter64')
    const legacy = await snmp('snmpbulkwalk', deviceNamed('R-294').address, v2c, ['.1.3.6.1.2.1.55.1.8.1.2'])
    expect(legacy).toMatch(/\.1\.3\.6\.1\.2\.1\.55\.1\.8\.1\.2\.\d+\.32\.1\.13\.184(\.\d+){12} = INTEGER: 64/)
    const none = await snmp('snmpget', deviceNamed('R-295').address, v2c, ['.1.3.6.1.2.1.4.25.0'])
    expect(none).toContain('No Such Object')
    const tunnel = await snmp('snmpget', deviceNamed('R-SGTVT').address, v2c, [
      '.1.3.6.1.2.1.10.131.1.1.1.1.3.30',
    ])
    expect(tunnel).toContain('INTEGER: 11')
    expect(await snmp('snmpget', deviceNamed('R-297').address, v2c, ['.1.3.6.1.2.1.1.5.0'])).toContain(
      '<script>alert(1)</script>',
    )
    expect(await snmp('snmpget', deviceNamed('R-293').address, v2c, ['.1.3.6.1.2.1.1.5.0'])).toContain(
      'Timeout',
    )
  })

  test('the recursive resolver answers every way a name can go', async () => {
    const resolver = network.resolvers[0] ?? ''
    expect(await dig(resolver, 'www.haiduong.test', 'AAAA', '+short')).toBe('2001:db8:30:80::1\n')
    expect(await dig(resolver, 'www.haiduong.test', 'AAAA', '+short', '+tcp')).toBe('2001:db8:30:80::1\n')
    const nodata = await dig(resolver, 'thanhtra.haiduong.test', 'AAAA')
    expect(nodata).toMatch(/status: NOERROR.*ANSWER: 0.*\sSOA\s/s)
    expect(await dig(resolver, 'nobody.haiduong.test', 'AAAA')).toMatch(/status: NXDOMAIN.*\sSOA\s/s)
    expect(await dig(resolver, 'example.com', 'A')).toContain('status: NXDOMAIN')
    expect(await dig(resolver, 'bqlkcn.haiduong.test', 'AAAA')).toContain('status: NXDOMAIN')
    expect(await dig(resolver, 'bqlkcn.haiduong.test', 'A', '+short')).toMatch(/^10\./)
    expect(await dig(resolver, 'sct.haiduong.test', 'AAAA')).toContain('status: SERVFAIL')
    expect(await dig(resolver, 'namsach.haiduong.test', 'AAAA', '+short')).toMatch(/^may-chu.*\n2001:db8:/s)
    expect(await dig(resolver, 'haiduong.test', 'MX', '+short')).toBe('10 mail.haiduong.test.\n')
    expect(await dig(resolver, 'haiduong.test', 'NS', '+norec')).toContain('status: REFUSED')
  })

  test('name servers answer with authority over IPv6, UDP and TCP; one refuses, one is silent', async () => {
    const zoneOf = (name: string) => {
      const zone = world.zones.find((each) => each.name === name)
      if (!zone) throw new Error(`no zone ${name}`)
      return zone.servers.map(({ address6 }) => address6)
    }
    for (const address of zoneOf('haiduong.test')) {
      for (const transport of ['+notcp', '+tcp']) {
        const answer = await dig(address, 'haiduong.test', 'SOA', '+norec', transport)
        expect(answer).toMatch(/flags: qr aa;.*ANSWER: 1/s)
      }
    }
    const [, lame = ''] = zoneOf('sgddt-hd.test')
    expect(await dig(lame, 'sgddt-hd.test', 'SOA', '+norec')).toContain('status: REFUSED')
    const [, silent = ''] = zoneOf('chilinh.test')
    expect(await dig(silent, 'chilinh.test', 'SOA', '+norec')).toContain('no servers could be reached')
    expect(await connectTo(silent, 53)).toBe('silent')
  })

  test('web servers over both families, with the certificate of the demo authority', async () => {
    for (const address of ['10.80.0.1', '2001:db8:30:80::1']) {
      expect(await curl('www.haiduong.test', address, 443)).toBe('200 ')
      expect(await curl('www.haiduong.test', address, 80)).toBe('301 https://www.haiduong.test/')
    }
    expect(await curl('stnmt.haiduong.test', '10.80.0.12', 443)).toBe('200 ')
    expect(await curl('stnmt.haiduong.test', '2001:db8:30:80::12', 443)).toMatch(/^000 .*subject name/)
    expect(await curl('vphdnd.haiduong.test', '10.80.0.20', 443)).toMatch(/^000 .*expired/)
    expect(await curl('stp.haiduong.test', '2001:db8:30:80::5', 443)).toBe('403 ')
    expect(await curl('skhdt.haiduong.test', '10.80.0.6', 443)).toBe('302 https://ipv4.skhdt.haiduong.test/')
  })

  test('is seen changing by clients when the clock is set', async () => {
    const resolver = network.resolvers[0] ?? ''
    const { address6 } = deviceNamed('R-288')
    await network.setTime(before)
    expect(await dig(resolver, 'www.haiduong.test', 'AAAA', '+short')).toBe('')
    expect(await snmp('snmpget', address6, v2c, ['.1.3.6.1.2.1.1.5.0'])).toContain('Timeout')
    await network.setTime(after)
    expect(await dig(resolver, 'www.haiduong.test', 'AAAA', '+short')).toBe('2001:db8:30:80::1\n')
    expect(await snmp('snmpget', address6, v2c, ['.1.3.6.1.2.1.1.5.0'])).toContain('r-288')
  })
})

/** How a TCP connection is met within a second. */
function connectTo(address: string, port: number): Promise<'open' | 'refused' | 'silent'> {
  const endpoint = network.dial(address, port)
  return new Promise((resolve) => {
    const socket = connect({ host: endpoint.address, port: endpoint.port })
    const end = (how: 'open' | 'refused' | 'silent') => {
      socket.destroy()
      resolve(how)
    }
    socket.setTimeout(1000, () => end('silent'))
    socket.on('connect', () => end('open'))
    socket.on('error', () => end('refused'))
  })
}

describe('the dial map', () => {
  test('covers every address that the DNS names and every device, and knows nothing else', () => {
    const zones = [...namesAt(world, momentOf(world, Date.parse(after))).values()]
    const servers = new Set(world.zones.flatMap((zone) => zone.servers.map(({ name }) => name)))
    const mail = new Set(world.mail.map(({ host }) => host))
    const portals = new Set(Object.values(portalHosts).map(({ name }) => name)) // plain HTTP, to be redirected
    const records = zones.flatMap(({ nodes, delegations }) => [
      ...[...nodes.values()].flat(),
      ...[...delegations.values()].flatMap(({ glue }) => glue),
    ])
    for (const record of records) {
      if ((record.type !== 'A' && record.type !== 'AAAA') || !mayDial(record.data)) continue
      const { name, data: address } = record
      for (const port of portals.has(name)
        ? [80]
        : servers.has(name)
          ? [53]
          : mail.has(name)
            ? [25]
            : [80, 443]) {
        expect(['127.0.0.1', '::1']).toContain(network.dial(address, port).address)
      }
    }
    for (const root of network.roots) network.dial(root, 53)
    for (const asset of demoInventory(world).assets) {
      if (asset.kind !== 'device') continue
      for (const address of [asset.address, asset.address6]) if (address) network.dial(address, 161)
    }
    for (const anchor of network.anchors) {
      const [address = '', port] = anchor.split('#')
      network.dial(address, Number(port))
    }
    expect(() => network.dial('10.80.0.1', 22)).toThrow(ProbeError)
    expect(() => network.dial('192.0.2.1', 443)).toThrow(/not in the demo network/)
  })

  test('keeps families apart and takes any spelling of an address', () => {
    for (const [key, { address }] of Object.entries(network.dialMap())) {
      expect(address).toBe(key.includes(':') ? '::1' : '127.0.0.1')
    }
    expect(network.dial('2001:0DB8:0030:0080::0001', 443)).toEqual(network.dial('2001:db8:30:80::1', 443))
  })

  test('leads to doors that are open, closed or silent', async () => {
    const [anchor = ''] = network.anchors
    expect(await connectTo(anchor.split('#')[0] ?? '', 443)).toBe('open')
    expect(await connectTo('2001:db8:30:80::1', 443)).toBe('open')
    expect(await connectTo('2001:db8:30:80::11', 443)).toBe('refused')
    expect(await connectTo('2001:db8:30:80::17', 443)).toBe('silent')
    expect(await connectTo('10.80.0.17', 443)).toBe('open')
  })

  test('changes while the clock runs', async () => {
    const site = world.sites.find(({ oddity }) => oddity === 'breaks_often')
    if (!site) throw new Error('no such site')
    const [address = ''] = site.addresses6
    const ports = new Set<number>()
    // A day of schedule in two seconds: it holds a break and two ends of it.
    await network.setClock({ startAt: after, rate: 43_200 })
    await until('the address breaks and heals', 10_000, () => {
      ports.add(network.dial(address, 443).port)
      return ports.size === 2
    })
    await network.setTime(after)
  })
})
