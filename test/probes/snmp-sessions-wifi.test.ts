import { afterEach, describe, expect, test } from 'vitest'
import { mib } from '../../probes/lib/mib.ts'
import { wifiMakers } from '../../probes/lib/wifi-makers.ts'
import { channelOf } from '../../probes/lib/wifi-radios.ts'
import type { Endpoint } from '../../probes/probe.ts'
import { snmpBgp } from '../../probes/snmp-bgp.ts'
import { snmpWifi } from '../../probes/snmp-wifi.ts'
import { integer, octets, tags } from '../helpers/ber.ts'
import { readRequest, serve, startAgent } from '../helpers/snmp-agent.ts'
import { lookAt, see } from '../helpers/snmp-look.ts'
import { inetIndex, octetsOf, row, scalars, textIndex } from '../helpers/snmp-objects.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

/** A correct agent that has these objects. */
async function agentOf(...objects: Record<string, Buffer>[]): Promise<Endpoint> {
  const answer = serve(Object.assign({}, scalars({ sysUpTime: 1 }), ...objects))
  const agent = await startAgent((datagram) => [answer(readRequest(datagram))])
  stops.push(agent.stop)
  return agent
}

const versions = ['v1', 'v2c'] as const

describe('BGP sessions', () => {
  const address = (text: string) => octets(Buffer.from(octetsOf(text)))

  test.each(versions)('of BGP4-MIB, where a large AS hides behind 23456 (%s)', async (version) => {
    const to = await agentOf(
      scalars({ bgpLocalAs: 65_001 }),
      row('10.0.0.1', { bgpPeerState: 'established', bgpPeerAdminStatus: 'start', bgpPeerRemoteAs: 23_456 }),
      row('10.0.0.2', { bgpPeerState: 'active', bgpPeerAdminStatus: 'start', bgpPeerRemoteAs: 65_002 }),
      row('10.0.0.3', { bgpPeerState: 'idle', bgpPeerAdminStatus: 'stop', bgpPeerRemoteAs: 65_003 }),
      row('2.0.10.0.0.1', { ospfv3NbrState: 'full' }),
      row('2.0.10.0.0.2', { ospfv3NbrState: 'init' }),
    )
    const { facts } = await see(snmpBgp, to, {}, { version })
    const peer = { transport: 4, instance: null, families: null, tables: ['bgpPeerTable'] }
    expect(facts).toMatchObject({
      localAs: 65_001,
      peers: [
        { ...peer, address: '10.0.0.1', remoteAs: null, established: true, enabled: true },
        { ...peer, address: '10.0.0.2', remoteAs: 65_002, established: false, enabled: true },
        { ...peer, address: '10.0.0.3', remoteAs: 65_003, established: false, enabled: false },
      ],
      ospfv3: { neighbours: 2, full: 1 },
      truncated: false,
    })
  })

  test('of a device whose own AS is large too, which is then not told', async () => {
    const to = await agentOf(scalars({ bgpLocalAs: 23_456 }))
    expect((await see(snmpBgp, to)).facts.localAs).toBeNull()
  })

  test('of Cisco: IPv6 routes in an IPv4 session, the same session in two tables, and an IPv6 peer', async () => {
    const to = await agentOf(
      row('10.0.0.1', { bgpPeerState: 'established', bgpPeerAdminStatus: 'start', bgpPeerRemoteAs: 23_456 }),
      row(inetIndex('10.0.0.1'), {
        cbgpPeer2State: 'established',
        cbgpPeer2AdminStatus: 'start',
        cbgpPeer2RemoteAs: 4_200_000_001,
      }),
      row(inetIndex('2001:db8::1'), { cbgpPeer2State: 'openconfirm', cbgpPeer2RemoteAs: 65_010 }),
      row(`${inetIndex('10.0.0.1')}.1.1`, { cbgpPeer2AddrFamilyName: 'IPv4 Unicast' }),
      row(`${inetIndex('10.0.0.1')}.2.1`, { cbgpPeer2AcceptedPrefixes: integer(7, tags.counter32) }),
      row('10.0.0.1.2.2', { cbgpPeerAddrFamilyName: 'IPv6 Multicast' }),
    )
    const { facts, numbers } = await see(snmpBgp, to)
    expect(facts.peers).toEqual([
      {
        address: '10.0.0.1',
        transport: 4,
        instance: null,
        remoteAs: 4_200_000_001,
        established: true,
        enabled: true,
        families: ['ipv4-unicast', 'ipv6-multicast', 'ipv6-unicast'],
        tables: [
          'bgpPeerTable',
          'cbgpPeer2AddrFamilyPrefixTable',
          'cbgpPeer2AddrFamilyTable',
          'cbgpPeer2Table',
          'cbgpPeerAddrFamilyTable',
        ],
      },
      {
        address: '2001:db8::1',
        transport: 6,
        instance: null,
        remoteAs: 65_010,
        established: false,
        enabled: null,
        families: null,
        tables: ['cbgpPeer2Table'],
      },
    ])
    expect(numbers).toEqual({ 'peer.10.0.0.1.accepted.ipv6-unicast': 7 })
  })

  test('of Huawei: a row for each family and instance', async () => {
    const peer = (index: string, state: 'established' | 'idle') =>
      row(index, { hwBgpPeerState: state, hwBgpPeerRemoteAs: 65_020 })
    const to = await agentOf(
      peer(`0.1.1.${inetIndex('10.0.0.1')}`, 'established'),
      peer(`0.2.1.${inetIndex('2001:db8::1')}`, 'established'),
      peer(`0.2.1.${inetIndex('10.0.0.1')}`, 'established'),
      peer(`5.1.1.${inetIndex('10.0.0.1')}`, 'idle'),
    )
    const { facts } = await see(snmpBgp, to)
    expect(facts.peers).toMatchObject([
      { address: '10.0.0.1', instance: null, established: true, families: ['ipv4-unicast', 'ipv6-unicast'] },
      { address: '2001:db8::1', transport: 6, instance: null, families: ['ipv6-unicast'] },
      { address: '10.0.0.1', instance: '5', established: false, families: ['ipv4-unicast'] },
    ])
  })

  test('of Arista', async () => {
    const to = await agentOf(
      row(`1.${inetIndex('2001:db8::1')}`, {
        aristaBgp4V2PeerState: 'established',
        aristaBgp4V2PeerAdminStatus: 'start',
        aristaBgp4V2PeerRemoteAs: 65_030,
      }),
      row(`1.${inetIndex('2001:db8::1')}.2.1`, { aristaBgp4V2PrefixInPrefixesAccepted: 12 }),
      row(`7.${inetIndex('10.0.0.1')}`, {
        aristaBgp4V2PeerState: 'idle',
        aristaBgp4V2PeerAdminStatus: 'stop',
      }),
    )
    const { facts, numbers } = await see(snmpBgp, to)
    expect(facts.peers).toMatchObject([
      { address: '2001:db8::1', instance: null, remoteAs: 65_030, enabled: true, families: ['ipv6-unicast'] },
      { address: '10.0.0.1', instance: '7', remoteAs: null, enabled: false, families: null },
    ])
    expect(numbers).toEqual({ 'peer.2001:db8::1.accepted.ipv6-unicast': 12 })
  })

  test('of Juniper, whose index has no length of addresses', async () => {
    const index = `0.2.${octetsOf('2001:db8::2').join('.')}.2.${octetsOf('2001:db8::1').join('.')}`
    const to = await agentOf(
      row(index, {
        jnxBgpM2PeerState: 'established',
        jnxBgpM2PeerStatus: 'start',
        jnxBgpM2PeerRemoteAddr: address('2001:db8::1'),
        jnxBgpM2PeerRemoteAs: 65_040,
        jnxBgpM2PeerIndex: 3,
      }),
      row('3.2.1', { jnxBgpM2PrefixInPrefixesAccepted: 1 }),
      row('9.2.1', { jnxBgpM2PrefixInPrefixesAccepted: 5 }),
    )
    const { facts, numbers } = await see(snmpBgp, to)
    expect(facts.peers).toMatchObject([
      { address: '2001:db8::1', transport: 6, remoteAs: 65_040, families: ['ipv6-unicast'] },
    ])
    expect(numbers).toEqual({ 'peer.2001:db8::1.accepted.ipv6-unicast': 1 })
  })

  test('an index that is no address makes the table malformed, and the others count', async () => {
    const to = await agentOf(
      row('2.16.1.2.3', { cbgpPeer2State: 'established' }),
      row(inetIndex('2001:db8::1'), { cbgpPeer2State: 'established' }),
    )
    const { facts } = await see(snmpBgp, to)
    expect(facts.tables.cbgpPeer2Table).toBe('malformed')
    expect(facts.peers).toHaveLength(1)
  })
})

/** A word that the state of an AP may have besides those that mean up. */
function downWord(maker: (typeof wifiMakers)[number]): string {
  const state = maker.aps?.state
  const syntax = state && mib[state].syntax
  if (typeof syntax !== 'object') return 'Disconnect'
  return Object.values(syntax).find((word) => !maker.aps?.up?.includes(word)) ?? ''
}

describe('Wi-Fi', () => {
  const first = '0.83.0.0.0.1' // AP 00:53:00:00:00:01
  const second = '0.83.0.0.0.2'

  test.each(wifiMakers.flatMap((maker) => versions.map((version) => [maker.mib, version, maker] as const)))(
    '%s over %s',
    async (_mib, version, maker) => {
      const { aps, radios, ssids, stations, scalars: totals, apsUpByNode } = maker
      const lead = aps?.skip ? '1.' : ''
      const radio = (place: string, values: { clients: number; busy: number }) =>
        row(place, {
          ...(radios?.clients && { [radios.clients]: integer(values.clients, tags.counter32) }),
          ...(radios?.channel && {
            [radios.channel]: mib[radios.channel].syntax === 'text' ? '2437/20-Ce/gn(18dBm)' : 2437,
          }),
          ...(radios?.busy && { [radios.busy]: values.busy }),
        })
      const ap = (index: string, name: string, state: string, clients: number) =>
        aps
          ? row(`${lead}${index}`, {
              ...(aps.name && { [aps.name]: name }),
              ...(aps.serial && { [aps.serial]: `SN-${name}` }),
              ...(aps.state && { [aps.state]: state }),
              ...(aps.clients && { [aps.clients]: clients }),
            })
          : {}
      const objects: Record<string, Buffer>[] = [
        scalars({ sysObjectID: `1.3.6.1.4.1.${maker.enterprises[0] ?? 99_999}.1`, sysName: 'hotspot' }),
        ap(first, 'ap-1', aps?.up?.[0] ?? '', 2),
        ap(second, 'ap-2', downWord(maker), 1),
        ...(radios?.isInterface
          ? [
              radio('7', { clients: 2, busy: 30 }),
              radio('8', { clients: 1, busy: 101 }),
              row('7', { ifName: 'hall-ap-1-1' }),
              row('8', { ifName: 'ap-2-1' }),
            ]
          : radios
            ? [
                radio(`${lead}${first}.0`, { clients: 2, busy: 30 }),
                radio(`${lead}${second}.0`, { clients: 1, busy: 101 }),
                radio(`${lead}${second}.1`, { clients: 0, busy: 0 }),
              ]
            : []),
        ...(ssids
          ? [
              row(ssids.name ? '1' : textIndex('Hải Dương Free'), {
                ...(ssids.name && { [ssids.name]: 'Hải Dương Free' }),
                ...Object.fromEntries(
                  ssids.clients.map((column, band) => [column, integer(band === 0 ? 3 : 0, tags.counter32)]),
                ),
              }),
            ]
          : []),
        ...(stations
          ? [1, 2, 3].map((client) => row(`0.83.0.0.1.${client}.7`, { [stations.ssid]: 'Hải Dương Free' }))
          : []),
        ...(totals?.clients ? [scalars({ [totals.clients]: 3 })] : []),
        ...(totals?.aps ? [scalars({ [totals.aps]: 2 })] : []),
        ...(totals?.apsUp ? [scalars({ [totals.apsUp]: 1 })] : []),
        ...(totals?.apsDown ? [scalars({ [totals.apsDown]: 1 })] : []),
        ...(apsUpByNode ? [row('1', { [apsUpByNode.aps]: 1 })] : []),
      ]
      const { facts, numbers } = await see(snmpWifi, await agentOf(...objects), {}, { version })
      expect(facts.sources).toEqual([maker.mib])
      expect(facts.truncated).toBe(false)
      if (maker.isAp) {
        expect(facts.accessPoints).toEqual([
          { id: 'self', name: 'hotspot', serial: null, up: true, state: null },
        ])
        expect(numbers).toMatchObject({ aps: 1, apsUp: 1, clients: 3, 'ap.self.clients': 3 })
      } else {
        const isTotalTold = aps || totals?.aps || totals?.apsDown
        expect(numbers).toMatchObject(aps?.state || totals ? { apsUp: 1 } : {})
        expect(numbers.aps).toBe(isTotalTold ? 2 : undefined)
      }
      const ids = aps?.who ? ['ap-1', 'ap-2'] : ['00:53:00:00:00:01', '00:53:00:00:00:02']
      if (aps) {
        const told = (name: string) => ({
          name: aps.name ? name : '',
          serial: aps.serial ? `SN-${name}` : null,
        })
        expect(facts.accessPoints).toMatchObject([
          { id: ids[0], ...told('ap-1'), up: aps.state ? true : null },
          { id: ids[1], ...told('ap-2'), up: aps.state ? false : null },
        ])
      }
      if (aps?.clients || radios?.clients) {
        const clients = maker.isAp ? {} : { [`ap.${ids[0]}.clients`]: 2, [`ap.${ids[1]}.clients`]: 1 }
        expect(numbers).toMatchObject({ ...clients, clients: 3 })
      }
      if (radios) {
        const [own, number] = maker.isAp ? ['self', '0'] : [ids[0], radios.isInterface ? '7' : '0']
        expect(numbers[`ap.${own}.radio.${number}.channel`]).toBe(radios.channel ? 6 : undefined)
        if (!maker.isAp) {
          expect(numbers[`ap.${own}.radio.${number}.busy`]).toBe(radios.busy ? 30 : undefined)
          expect(numbers).not.toHaveProperty([`ap.${ids[1]}.radio.0.busy`]) // more than all of the time
        }
      }
      if (ssids || stations) {
        expect(facts.ssids).toEqual(['Hải Dương Free'])
        expect(numbers['ssid.Hải Dương Free.clients']).toBe(3)
      }
    },
  )

  test('a MikroTik that leads others is no access point, and whose client it is stays out of the evidence', async () => {
    const client = '2.17.34.51.68.85.7'
    const to = await agentOf(
      scalars({ sysObjectID: '1.3.6.1.4.1.14988.1', mtxrWifiCapsmanEnabled: 'true' }),
      row(client, { mtxrWifiRegistrationSsid: 'free' }),
    )
    const { looked } = await lookAt(snmpWifi, to)
    expect(looked?.facts).toMatchObject({ accessPoints: [], ssids: ['free'] })
    expect(looked?.samples).toContainEqual({ series: 'clients', kind: 'gauge', value: 1 })
    const evidence = JSON.stringify(looked?.evidence)
    expect(evidence).toContain('mtxrWifiRegistrationSsid.2.17.34…')
    expect(evidence).not.toContain(client)
  })

  test('access points of a CAPsMAN are who they are, whatever number they have after they join anew', async () => {
    const cap = (index: string, address: string, name: string, state = 'Run') =>
      row(index, {
        mtxrWlCMRemoteAddress: address,
        mtxrWlCMRemoteName: name,
        mtxrWlCMRemoteState: state,
      })
    const radio = (index: string, ifName: string, clients: number) => ({
      ...row(index, { mtxrWlCMRegClientCount: integer(clients, tags.counter32) }),
      ...row(index, { ifName }),
    })
    const system = scalars({ sysObjectID: '1.3.6.1.4.1.14988.1' })
    const before = await agentOf(
      system,
      cap('1', '02:00:5E:00:00:01/27044', 'lobby'),
      cap('2', '10.0.0.7/5246', 'lobby2'),
      radio('11', 'lobby-1', 4),
      radio('12', 'lobby-1-1', 2), // a virtual interface of the same
      radio('13', 'lobby2-1', 3),
      radio('14', 'cap9', 5), // of somebody
    )
    const after = await agentOf(
      system,
      cap('3', '10.0.0.9/5246', 'lobby2'),
      cap('8', '02:00:5e:00:00:01/4711', 'lobby', 'Joining'), // the old row of the one that joined anew
      cap('9', '02:00:5e:00:00:01/4712', 'lobby'),
    )
    const seen = await see(snmpWifi, before)
    const ids = ['02:00:5e:00:00:01', 'lobby2']
    expect(seen.facts.accessPoints.map(({ id }) => id)).toEqual(ids)
    expect(seen.numbers).toMatchObject({
      clients: 14,
      'ap.02:00:5e:00:00:01.clients': 6,
      'ap.lobby2.clients': 3,
    })
    const later = await see(snmpWifi, after)
    expect(later.facts.accessPoints).toMatchObject(ids.map((id) => ({ id, up: true })))
    expect(later.numbers).toMatchObject({ aps: 2, apsUp: 2 })
  })

  test('one listed in two virtual domains is one, and up where either says so', async () => {
    const id = textIndex('FP231ETF20000001')
    const to = await agentOf(
      scalars({ sysObjectID: '1.3.6.1.4.1.12356.101.1.1' }),
      row(`1.${id}`, { fgWcWtpSessionConnectionState: 'offLine', fgWcWtpSessionWtpStationCount: 0 }),
      row(`2.${id}`, { fgWcWtpSessionConnectionState: 'onLine', fgWcWtpSessionWtpStationCount: 9 }),
      row(`2.${id}`, { fgWcWtpConfigWtpName: 'Bến xe' }),
    )
    const { facts, numbers } = await see(snmpWifi, to)
    expect(facts.accessPoints).toMatchObject([{ id: 'FP231ETF20000001', name: 'Bến xe', up: true }])
    expect(numbers).toEqual({ aps: 1, apsUp: 1, clients: 9, 'ap.FP231ETF20000001.clients': 9 })
  })

  test('a controller on standby, or one that has just started, has no access point: that is told, not missing', async () => {
    const to = await agentOf(
      scalars({ sysObjectID: '1.3.6.1.4.1.9.1.1279', clsSysApConnectCount: 0 }),
      row('1', { bsnDot11EssSsid: 'free', bsnDot11EssNumberOfMobileStations: integer(0, tags.counter32) }),
    )
    const { facts, numbers } = await see(snmpWifi, to)
    expect(facts).toMatchObject({
      sources: ['AIRESPACE-WIRELESS-MIB'],
      accessPoints: [],
      tables: { bsnDot11EssTable: 'ok' },
      truncated: false,
    })
    expect(numbers).toEqual({ apsUp: 0, clients: 0, 'ssid.free.clients': 0 })
  })

  test('an agent that falls silent within the table leaves the rest open', async () => {
    const answer = serve({
      ...scalars({ sysUpTime: 1, sysObjectID: '1.3.6.1.4.1.2011.2.240.1' }),
      ...Object.assign(
        {},
        ...Array.from({ length: 60 }, (_, n) =>
          row(`0.83.0.0.0.${n + 1}`, { hwWlanApName: `ap-${n + 1}`, hwWlanApRunState: 'normal' }),
        ),
      ),
    })
    const last = `${mib.hwWlanApName.oid}.0.83.0.0.0.2`
    const agent = await startAgent((datagram) => {
      const request = readRequest(datagram)
      const isBeyond = request.oids.some((oid) => oid.startsWith(`${mib.hwWlanApName.oid}.`) && oid > last)
      return isBeyond ? [] : [answer(request)]
    })
    stops.push(agent.stop)
    const { facts } = await see(snmpWifi, agent)
    expect(facts.truncated).toBe(true)
    expect(facts.accessPoints.length).toBeLessThan(60)
  })

  test.each([
    ['149E', 149],
    ['2437/20-Ce/gn(18dBm)', 6],
    [2484, 14],
    [5180, 36],
    [5955, 1],
    [6415, 93],
    [36, 36],
    [0, null],
    ['', null],
    ['auto', null],
    [5001, null],
    [99_999, null],
    [null, null],
  ])('the channel %s is %s', (told, channel) => {
    expect(channelOf(told)).toBe(channel)
  })

  test('a maker is found by what the device has, whatever it calls itself', async () => {
    const to = await agentOf(
      scalars({ sysObjectID: '1.3.6.1.4.1.8072.3.2.10' }),
      row(first, { hwWlanApName: 'ap-1', hwWlanApRunState: 'fault', hwWlanApOnlineUserNum: 0 }),
    )
    const { facts, numbers } = await see(snmpWifi, to)
    expect(facts).toMatchObject({
      sources: ['HUAWEI-WLAN-AP-MIB'],
      accessPoints: [{ up: false, state: 'fault' }],
    })
    expect(numbers).toEqual({ clients: 0, aps: 1, apsUp: 0, 'ap.00:53:00:00:00:01.clients': 0 })
  })

  test('a device without Wi-Fi has none, and nothing is zero', async () => {
    const { facts, numbers, requests } = await see(snmpWifi, await agentOf())
    expect(facts).toMatchObject({ sources: [], accessPoints: [], ssids: [] })
    expect(new Set(Object.values(facts.tables))).toEqual(new Set(['no_such_object']))
    expect(numbers).toEqual({})
    const missing = Object.keys(facts.tables)
    const again = await see(snmpWifi, await agentOf(), {}, { missing })
    expect(again.facts).toEqual(facts)
    expect(again.requests).toBeLessThan(requests)
  })

  test('an access point whose networks are all off is down, and empty numbers are missing', async () => {
    const to = await agentOf(
      scalars({ sysObjectID: '1.3.6.1.4.1.41112.1.6', sysName: 'ap' }),
      row('1', { unifiVapEssId: 'one', unifiVapNumStations: octets(''), unifiVapUp: 'false' }),
      row('2', { unifiVapEssId: 'two', unifiVapUp: 'false' }),
    )
    const { facts, numbers } = await see(snmpWifi, to)
    expect(facts.accessPoints).toMatchObject([{ id: 'self', up: false }])
    expect(numbers).toEqual({ aps: 1, apsUp: 0 })
  })

  test('clients of a network that tells no name count all the same', async () => {
    const to = await agentOf(
      row('1', { ubntWlStatStaCount: 2 }),
      row('2', { ubntWlStatSsid: 'free', ubntWlStatStaCount: 3 }),
    )
    const { facts, numbers } = await see(snmpWifi, to)
    expect(facts.ssids).toEqual(['free'])
    expect(numbers).toMatchObject({ clients: 5, 'ssid.free.clients': 3 })
  })

  test('SSIDs in several bands are one, and hostile ones are cleaned', async () => {
    const hostile = '"><img src=x>\u0000\u001b[31m=cmd|x'
    const to = await agentOf(
      scalars({ sysObjectID: '1.3.6.1.4.1.14988.1' }),
      row('1', { mtxrWlApSsid: 'free', mtxrWlApClientCount: integer(4, tags.counter32) }),
      row('2', { mtxrWlApSsid: 'free', mtxrWlApClientCount: integer(5, tags.counter32) }),
      row('3', { mtxrWlApSsid: hostile, mtxrWlApClientCount: integer(1, tags.counter32) }),
    )
    const { facts, numbers } = await see(snmpWifi, to)
    expect(facts.ssids).toEqual(['"><img src=x>[31m=cmd|x', 'free'])
    expect(numbers).toMatchObject({ clients: 10, 'ssid.free.clients': 9 })
  })

  test('AIRESPACE and LWAPP tell of the same access points', async () => {
    const to = await agentOf(
      scalars({ sysObjectID: '1.3.6.1.4.1.9.1.1279' }),
      row(first, {
        bsnAPOperationStatus: 'downloading',
        bsnAPName: 'ap-1',
        cLApName: 'ap-1',
        cLApAssociatedClientCount: 6,
      }),
      row(second, { cLApName: 'ap-2', cLApAssociatedClientCount: 0 }),
    )
    const { facts, numbers } = await see(snmpWifi, to)
    expect(facts.accessPoints).toEqual([
      { id: '00:53:00:00:00:01', name: 'ap-1', serial: null, up: false, state: 'downloading' },
      { id: '00:53:00:00:00:02', name: 'ap-2', serial: null, up: null, state: null },
    ])
    expect(numbers).toMatchObject({ aps: 2, apsUp: 0, 'ap.00:53:00:00:00:01.clients': 6 })
  })
})
