import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probes } from '../../probes/index.ts'
import { ProbeError } from '../../probes/probe.ts'
import { demoInventory } from '../../src/demo/inventory.ts'
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/start.ts'
import { credentials } from '../../src/demo/world/credentials.ts'
import { planTimeline } from '../../src/demo/world/timeline.ts'
import { makeWorld } from '../../src/demo/world.ts'
import { checksOf } from '../../src/inventory/checks-of.ts'
import { testContext } from '../helpers/dns-context.ts'

const seed = 7
const timeline = planTimeline
const checks = demoInventory(makeWorld({ seed, timeline })).assets.flatMap((asset) =>
  checksOf(asset, { vantages: ['inside'] }),
)
let network: DemoNetwork

beforeAll(async () => {
  network = await startDemoNetwork({
    seed,
    timeline,
    clock: { startAt: '2023-12-01T03:00:00.000Z', rate: 0 },
  })
})
afterAll(() => network?.stop())

/** Runs the real probe of a check against the demo network; a code where it could not look. */
async function look(id: string): Promise<unknown> {
  const check = checks.find((each) => each.id === id)
  if (!check) throw new Error(`no check ${id}`)
  const { resolvers, ca: trustedCa, dial } = network
  const context = { ...testContext({ resolvers, trustedCa, patience: 0.5 }), dial }
  const probe = probes[check.probe]
  try {
    const { facts } = await probe.run(probe.settings.parse(check.settings) as never, {
      ...context,
      secret: (name) => credentials[name],
    })
    return facts
  } catch (error) {
    if (error instanceof ProbeError) return error.code
    throw error
  }
}
const web = (host: string) => look(`service~web-${host}~web-dual-stack`)
const over6 = (port: number, more: object) => expect.objectContaining({ family: 6, port, ...more })

describe('the real probes see the demo as it is meant', () => {
  test.each([
    ['www.haiduong.test', { endpoints: [over6(443, { open: true, status: 200 })], body: 'same' }],
    ['sxd.haiduong.test', { body: null, endpoints: [over6(443, { failure: 'TCP_REFUSED' })] }],
    ['syt.haiduong.test', { body: null, endpoints: [over6(443, { failure: 'TCP_TIMEOUT' })] }],
    ['ninhgiang.haiduong.test', { body: null, endpoints: [over6(443, { failure: 'HTTP_TIMEOUT' })] }],
    ['snv.haiduong.test', { endpoints: [over6(443, { open: true, status: 200 })], body: 'same' }],
    ['snn.haiduong.test', { endpoints: [over6(443, { status: 200 })], body: 'different' }],
    ['svhttdl.haiduong.test', { endpoints: [over6(443, { status: 200 })], body: 'similar' }],
    ['stp.haiduong.test', { endpoints: [over6(443, { status: 403 })], body: 'not_seen' }],
  ])('web site %s', async (host, { endpoints, body }) => {
    const facts = await web(host)
    expect(facts).toMatchObject({ aaaaFailure: null })
    expect(facts).toMatchObject({ endpoints: expect.arrayContaining(endpoints) })
    expect(facts).toMatchObject({ content: body === null ? null : { body } })
  })

  test('names: no AAAA, the answer of RFC 4074, a broken server, a forbidden class', async () => {
    expect(await web('thanhtra.haiduong.test')).toMatchObject({ aaaaFailure: 'NODATA' })
    expect(await web('bqlkcn.haiduong.test')).toMatchObject({ aaaaFailure: 'AAAA_NXDOMAIN_A_OK' })
    expect(await web('sct.haiduong.test')).toMatchObject({ aaaaFailure: 'SERVFAIL' })
    expect(await web('stc.haiduong.test')).toMatchObject({ aaaa: [{ class: 'ula' }] })
    expect(await web('stnmt.haiduong.test')).toMatchObject({
      endpoints: expect.arrayContaining([
        over6(443, { certificate: expect.objectContaining({ failure: 'TLS_NAME' }) }),
      ]),
    })
  })

  test('name servers: good, lame and silent', async () => {
    const good = {
      udp: expect.objectContaining({ good: true }),
      tcp: expect.objectContaining({ good: true }),
    }
    expect(await look('service~zone-haiduong.test~dns-nameservers')).toMatchObject({
      servers: [{ ipv6: [good] }, { ipv6: [good] }],
      serialsEqual: true,
    })
    expect(await look('service~zone-sgddt-hd.test~dns-nameservers')).toMatchObject({
      servers: [{ ipv6: [good] }, { ipv6: [{ udp: { failure: 'LAME_NS', rcode: 'REFUSED' } }] }],
    })
    expect(await look('service~zone-chilinh.test~dns-nameservers')).toMatchObject({
      servers: [{ ipv6: [good] }, { ipv6: [{ udp: { failure: 'DNS_TIMEOUT' } }] }],
    })
  })

  test('devices: tables of all makes, tunnels, silence, a key out of date', async () => {
    const addresses = (code: string) => look(`device~${code}~snmp-addresses`)
    expect(await addresses('R-30')).toMatchObject({
      source: 'ip_mib',
      table: 'ok',
      quirks: [],
      droppedRows: 0,
    })
    expect(await addresses('R-294')).toMatchObject({ source: 'ipv6_mib', table: 'ok' })
    expect(await addresses('R-295')).toMatchObject({ source: 'none' })
    expect(await addresses('R-BQLKCN')).toMatchObject({ table: 'ok', quirks: ['sixteen_bit_groups'] })
    expect(await addresses('R-298')).toMatchObject({ table: 'ok', quirks: [expect.any(String)] })
    expect(await addresses('R-293')).toBe('snmp_timeout')
    expect(await addresses('R-299')).toBe('snmp_auth')
    expect(await look('device~R-SGTVT~snmp-interfaces')).toMatchObject({
      interfaces: expect.arrayContaining([expect.objectContaining({ tunnel: 'sixToFour' })]),
    })
    expect(await look('device~R-10888~snmp-interfaces')).toMatchObject({
      interfaces: expect.arrayContaining([expect.objectContaining({ tunnel: 'isatap' })]),
    })
    expect(await look('device~R-297~snmp-system')).toMatchObject({
      sysName: '<script>alert(1)</script>',
      ipv6Forwarding: 'forwarding',
    })
    expect(await look('device~R-300~snmp-system')).toMatchObject({ sysName: 'r-300' })
    expect(await look('device~R-288~snmp-reach')).toEqual({ ipv4: 'answered', ipv6: 'answered' })
    expect(await look('device~R-TTT~snmp-reach')).toEqual({ ipv4: 'answered', ipv6: 'no_address' })
  })
})
