import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ProbeName, probes } from '../../probes/index.ts'
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/start.ts'
import { credentials } from '../../src/demo/world/credentials.ts'
import { knownPage, knownText, portalPage } from '../../src/demo/world/portal.ts'
import { planTimeline } from '../../src/demo/world/timeline.ts'
import { makeWorld } from '../../src/demo/world.ts'
import { testContext } from '../helpers/dns-context.ts'

const seed = 7
const timeline = planTimeline
const world = makeWorld({ seed, timeline })
const early = '2021-09-14T03:00:00.000Z'
const late = '2023-12-01T03:00:00.000Z'
let network: DemoNetwork

beforeAll(async () => {
  network = await startDemoNetwork({ seed, timeline, clock: { startAt: late, rate: 0 } })
})
afterAll(() => network?.stop())

type Seen = { facts: unknown; samples: Record<string, number> }

/** What a real probe sees of the demo network. */
async function look(name: ProbeName, settings: object): Promise<Seen> {
  const { resolvers, ca: trustedCa, dial } = network
  const probe = probes[name]
  const context = { ...testContext({ resolvers, trustedCa, patience: 0.5 }), dial, now: () => late }
  const { facts, samples = [] } = await probe.run(probe.settings.parse(settings) as never, {
    ...context,
    secret: (credential) => credentials[credential],
  })
  return { facts, samples: Object.fromEntries(samples.map(({ series, value }) => [series, Number(value)])) }
}

function device(code: string) {
  const found = world.devices.find((each) => each.code === code)
  if (!found) throw new Error(`no device ${code}`)
  return { address: found.address, credential: found.credential }
}
const ask = (name: ProbeName, code: string, settings: object = {}) =>
  look(name, { ...device(code), ...settings })

describe('routers', () => {
  const dataCentre = { prefixes: ['2001:db8:30::/64'] }
  const hop = (resolved: boolean | null) => [expect.objectContaining({ nextHopResolved: resolved })]

  test.each([
    ['R-288', 'inetCidrRouteTable', hop(true)],
    ['R-291', 'inetCidrRouteTable', []], // nobody set the route
    ['R-10999', 'inetCidrRouteTable', hop(false)], // nobody answers to the next hop
    ['R-294', 'ipv6RouteTable', hop(null)],
    ['R-298', 'inetCidrRouteTable', hop(true)], // no length octet in the index
  ])('%s has its default route in %s', async (code, ipv6, default6) => {
    const { facts } = await ask('snmp-routes', code, dataCentre)
    expect(facts).toMatchObject({ sources: { ipv6 }, default6, truncated: false })
    expect(facts).toMatchObject({ prefixes: [{ matched: '2001:db8:30::/52' }] })
  })

  test('an agent without any IPv6 table tells of IPv4 alone', async () => {
    const { facts } = await ask('snmp-routes', 'R-295', dataCentre)
    expect(facts).toMatchObject({ sources: { ipv4: 'ipCidrRouteTable', ipv6: null }, default6: [] })
  })

  test('hosts with a global address become more along the plan', async () => {
    const settings = { interfaces: ['Vlan10'] }
    const { samples } = await ask('snmp-neighbours', 'R-288', settings)
    await network.setTime(early)
    const before = (await ask('snmp-neighbours', 'R-288', settings)).samples
    await network.setTime(late)
    expect(before['if.Vlan10.hostsDoc']).toBe(0)
    expect(before['if.Vlan10.hosts']).toBeGreaterThan(10)
    expect(samples['if.Vlan10.hostsDoc']).toBeGreaterThan((samples['if.Vlan10.hosts'] ?? 0) * 0.6)
  })

  test('a router that announces nothing has hosts without a global address', async () => {
    const settings = { interfaces: ['Vlan10'] }
    const adverts = (await ask('snmp-ra', 'R-10507', settings)).facts as { adverts: { send: boolean }[] }
    expect(adverts.adverts.some(({ send }) => send)).toBe(false)
    const { samples } = await ask('snmp-neighbours', 'R-10507', settings)
    expect(samples).toMatchObject({ 'if.Vlan10.hostsDoc': 0 })
    const { facts } = await ask('snmp-ra', 'R-288', settings)
    expect(facts).toMatchObject({
      adverts: expect.arrayContaining([expect.objectContaining({ ifName: 'Vlan10', send: true })]),
    })
  })

  test.each([
    ['R-30', 'ok'],
    ['R-294', 'no_such_object'],
    ['R-300', 'no_such_object'],
  ])('traffic by version on %s: %s', async (code, ipv6) => {
    const [line] = world.devices.find((each) => each.code === code)?.interfaces ?? []
    const { facts } = await ask('snmp-traffic', code, { interfaces: [line?.name] })
    expect(facts).toMatchObject({ interfaces: [{ ipv6 }] })
  })

  test('some agent counts packets and leaves octets at zero', async () => {
    const states = world.devices.filter(
      ({ vendor, place, oddity }) =>
        vendor.name === 'Huawei-like' && place.kind === 'commune' && oddity === 'plain',
    )
    const [first] = states
    const { facts } = await ask('snmp-traffic', first?.code ?? '', {
      interfaces: [first?.interfaces[0]?.name],
    })
    expect(facts).toMatchObject({ interfaces: [{ ipv4: 'ok', ipv6: 'zero_octets_with_packets' }] })
  })

  test('the border has sessions of both families with two carriers, and nobody else has any', async () => {
    const { facts } = await ask('snmp-bgp', 'R-30')
    expect(facts).toMatchObject({
      localAs: 64_500,
      peers: [
        { address: '10.40.1.1', remoteAs: 64_496, established: true, families: ['ipv4-unicast'] },
        { address: '10.41.1.1', remoteAs: 64_497 },
        { address: '2001:db8:f001::1', established: true, families: ['ipv6-unicast'] },
        { address: '2001:db8:f041::1' },
      ],
    })
    expect((await ask('snmp-bgp', 'R-288')).facts).toMatchObject({ localAs: null, peers: [] })
  })

  test('equipment: in ENTITY-MIB, in scalars of the maker, of a stack, and untold', async () => {
    const told = (model: unknown, serialFrom: unknown) => ({ model, serialFrom })
    expect((await ask('snmp-inventory', 'R-30')).facts).toMatchObject(told('CL-4331', 'entity_mib'))
    expect((await ask('snmp-inventory', 'R-BQLKCN')).facts).toMatchObject(told(null, 'vendor_mib'))
    expect((await ask('snmp-inventory', 'R-300')).facts).toMatchObject(told(null, null))
    expect((await ask('snmp-inventory', 'SW-290')).facts).toMatchObject({
      members: [{ name: 'Switch 1' }, { name: 'Switch 2' }],
    })
  })

  test('switches hear routers and access points, and routers the switch', async () => {
    const { facts } = await ask('snmp-lldp', 'SW-30')
    expect(facts).toMatchObject({
      neighbours: expect.arrayContaining([
        expect.objectContaining({ sysName: 'r-30', capabilities: ['router'], localPort: 'Gi1/0/1' }),
        expect.objectContaining({ sysName: 'ap-30-1-1', capabilities: ['wlan_access_point'] }),
      ]),
    })
    expect((await ask('snmp-lldp', 'R-30')).facts).toMatchObject({ neighbours: [{ sysName: 'sw-30' }] })
  })

  test('the controller of the public Wi-Fi counts access points and clients', async () => {
    const { facts, samples } = await ask('snmp-wifi', 'WLC-30')
    expect(facts).toMatchObject({ sources: ['AIRESPACE-WIRELESS-MIB'], ssids: ['HaiDuong-WiFi-MinhHoa'] })
    const perAp = Object.entries(samples).filter(([series]) => /^ap\..*\.clients$/.test(series))
    expect(perAp).toHaveLength(samples.aps ?? 0)
    expect(perAp.reduce((sum, [, clients]) => sum + clients, 0)).toBe(samples.clients)
    expect(samples.clients).toBeGreaterThan(50)
  })

  test('a town has a controller of another maker, and what it tells adds up', async () => {
    const { facts, samples } = await ask('snmp-wifi', 'WLC-288')
    const { accessPoints } = facts as { accessPoints: object[] }
    expect(facts).toMatchObject({ sources: ['HUAWEI-WLAN-AP-MIB'], ssids: ['HaiDuong-WiFi-MinhHoa'] })
    expect(accessPoints).toHaveLength(14)
    expect(accessPoints[0]).toMatchObject({ serial: expect.stringMatching(/^DEMOAP\d{9}$/) })
    const perAp = Object.entries(samples).filter(([series]) => /^ap\..*\.clients$/.test(series))
    expect(perAp.reduce((sum, [, clients]) => sum + clients, 0)).toBe(samples.clients)
    expect(samples['ssid.HaiDuong-WiFi-MinhHoa.clients']).toBe(samples.clients)
    const busy = Object.keys(samples).filter((series) => series.endsWith('.busy'))
    expect(busy).toHaveLength(28)
  })

  test('another has one that answers nobody', async () => {
    await expect(ask('snmp-wifi', 'WLC-292')).rejects.toMatchObject({ code: 'snmp_timeout' })
  })

  test.each([
    ['AP-10525-1-1', /MIKROTIK-MIB|UBNT-UniFi-MIB/],
    ['AP-10606-1-1', /MIKROTIK-MIB|UBNT-UniFi-MIB/],
  ])('%s stands alone, and tells of itself', async (code, source) => {
    const { facts, samples } = await ask('snmp-wifi', code)
    expect(facts).toMatchObject({
      sources: [expect.stringMatching(source)],
      accessPoints: [{ id: 'self', name: code.toLowerCase(), up: true }],
    })
    expect(samples.clients).toBe(samples['ssid.HaiDuong-WiFi-MinhHoa.clients'])
    expect(samples).toMatchObject({ aps: 1, apsUp: 1 })
  })

  test('answer over TCP, since ICMP cannot be led to a port', async () => {
    const { address } = device('R-288')
    const address6 = world.devices.find(({ code }) => code === 'R-288')?.address6
    const answered = { answered: true, method: 'tcp' }
    const { facts } = await look('reach-ping', { address, address6, tcpPort: 22, packets: 2 })
    expect(facts).toMatchObject({ ipv4: answered, ipv6: answered })
  })
})

describe('names, mail and pages', () => {
  const zone = async (name: string) =>
    (await look('dns-zone', { zone: name, roots: network.roots })).facts as {
      dnssec: { status: string; signatures: string }
      servers: { glueFailure: string | null }[]
    }
  const walk = (name: string) => look('dns-ipv6-only', { zone: name, roots: network.roots })

  test.each([
    ['haiduong.test', 'valid', 'more_than_3_days', null],
    ['skhcn-hd.test', 'valid', 'more_than_3_days', null],
    ['camgiang.test', 'valid', 'at_most_3_days', null],
    ['thanhha.test', 'bogus', 'more_than_3_days', null],
    ['sgddt-hd.test', 'unsigned', null, null],
    ['sgtvt.test', 'unsigned', null, 'AAAA_ON_NS_NO_GLUE'],
    ['gialoc.test', 'unsigned', null, 'GLUE_MISMATCH'],
  ])('zone %s: DNSSEC %s %s, glue %s', async (name, status, signatures, glueFailure) => {
    const { dnssec, servers } = await zone(name)
    expect(dnssec).toMatchObject({ status, signatures })
    expect(servers.map((server) => server.glueFailure)).toEqual([glueFailure, glueFailure])
  })

  test.each([
    ['haiduong.test', null],
    ['chilinh.test', null], // one of two servers is silent
    ['sgtvt.test', 'NODATA'],
    ['gialoc.test', 'DNS_TIMEOUT'],
  ])('somebody with IPv6 alone finds %s: %s', async (name, failure) => {
    expect((await walk(name)).facts).toMatchObject({ complete: failure === null, failure })
  })

  test('reverse names: the zone is served over IPv6, one server has a name and one has none', async () => {
    const addresses = ['2001:db8:30:80::67', '2001:db8:30:80::68']
    expect((await look('dns-reverse', { prefix: '2001:db8:30::/48', addresses })).facts).toMatchObject({
      zones: [{ failure: null, servers: [{ overIpv6: true }, { overIpv6: true }] }],
      pointers: [{ names: ['mail.haiduong.test'], failure: null }, { failure: 'PTR_MISSING' }],
    })
  })

  test('a guest of public Wi-Fi meets a portal over both families, which at first nobody gave an AAAA', async () => {
    const meet = () => look('web-portal', { url: knownPage, text: knownText })
    const portal = { outcome: 'portal', leadsTo: portalPage, portalAnswers: true, failure: null }
    expect((await meet()).facts).toMatchObject({ ipv4: portal, ipv6: portal })
    await network.setTime(early)
    const without = { ...portal, portalAnswers: false, failure: 'NODATA' }
    expect((await meet()).facts).toMatchObject({ ipv4: portal, ipv6: without })
    await network.setTime(late)
  })

  test.each([
    ['haiduong.test', { works: true, failure: null }, true],
    ['tphaiduong.haiduong.test', { open: true, works: false, failure: 'SMTP_NO_BANNER' }, false],
  ])('mail of %s', async (domain, ipv6, coversIpv6) => {
    const { facts } = await look('mail-inbound', { domain, controls: network.mailControls })
    expect(facts).toMatchObject({ exchanges: [{ ipv4: [{ works: true, starttls: true }], ipv6: [ipv6] }] })
    expect((await look('mail-outbound', { domain })).facts).toMatchObject({ spf: { coversIpv6 } })
  })

  test.each([
    ['www.haiduong.test', [['tainguyen.haiduong.test', true]]],
    [
      'dichvucong.haiduong.test',
      [
        ['anh.haiduong.test', false],
        ['tainguyen.haiduong.test', true],
      ],
    ],
    ['skhdt.haiduong.test', [['ipv4.skhdt.haiduong.test', false]]],
  ])('what the page of %s needs', async (host, needs) => {
    const { facts } = await look('web-dependencies', { host })
    expect(facts).toMatchObject({
      firstParty: needs.map(([name, answers]) => ({ host: name, answers })),
    })
  })
})
