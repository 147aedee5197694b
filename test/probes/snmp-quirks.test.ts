import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { canonicalAddress } from '../../probes/lib/address-class.ts'
import { snmpAddresses } from '../../probes/snmp-addresses.ts'
import { snmpCounters } from '../../probes/snmp-counters.ts'
import { snmpInterfaces } from '../../probes/snmp-interfaces.ts'
import { snmpSystem } from '../../probes/snmp-system.ts'
import { snmpTraffic } from '../../probes/snmp-traffic.ts'
import { integer, octets, oid, tags, tlv } from '../helpers/ber.ts'
import {
  type AgentRequest,
  type AgentVarbind,
  readRequest,
  refuse,
  respond,
  serve,
  startAgent,
} from '../helpers/snmp-agent.ts'
import { see } from '../helpers/snmp-look.ts'
import { inetIndex, octetsOf, row, scalars, textIndex } from '../helpers/snmp-objects.ts'

// Agents of our own making with the faults that recordings of devices in service show, one by one.

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

async function agentThat(answer: (request: AgentRequest) => Buffer[]) {
  const agent = await startAgent((datagram) => answer(readRequest(datagram)))
  stops.push(agent.stop)
  return agent
}
const agentOf = (...objects: Record<string, Buffer>[]) => {
  const answer = serve(Object.assign({}, ...objects))
  return agentThat((request) => [answer(request)])
}

const groupsOf = (address: string) => {
  const bytes = Buffer.from(octetsOf(address))
  return Array.from({ length: 8 }, (_, group) => bytes.readUInt16BE(group * 2))
}
const dotted = (address: string) => octetsOf(address).join('.')
const longText = (address: string) =>
  groupsOf(address)
    .map((group) => group.toString(16).padStart(4, '0'))
    .join(':')

/** How an address on an interface becomes the index of its row, by the form that the agent uses. */
const forms: Record<string, (address: string, ifIndex: number) => string> = {
  'RFC 4001': (address) => inetIndex(address),
  'ipv6z with a zone': (address, ifIndex) => `4.20.${dotted(address)}.0.0.0.${ifIndex}`,
  'no length': (address) => `2.${dotted(address)}`,
  'ipv6z without length and zone': (address) => `4.${dotted(address)}`,
  'zone without length': (address, ifIndex) => `2.${dotted(address)}.0.0.0.${ifIndex}`,
  'eight groups and the ifIndex': (address, ifIndex) => `2.${groupsOf(address).join('.')}.${ifIndex}`,
  'eight groups': (address) => `2.${groupsOf(address).join('.')}`,
  text: (address) => `2.${textIndex(longText(address))}`,
  'ifIndex first': (address, ifIndex) => `${ifIndex}.${inetIndex(address)}`,
}

describe('every form of index shows the same addresses', () => {
  const given: [address: string, ifIndex: number][] = [
    ['1001:db8::16', 7],
    ['2001:db8::1', 1],
    ['2001:db8:0:1:200:5eff:fe00:5301', 2],
    ['fe80::1', 2],
  ]
  test.each(Object.keys(forms))('%s', async (form) => {
    const indexOf = forms[form]
    if (!indexOf) throw new Error(form)
    const to = await agentOf(
      ...given.map(([address, ifIndex]) =>
        row(indexOf(address, ifIndex), {
          ipAddressIfIndex: ifIndex,
          ipAddressPrefix: oid('0.0'),
          ipAddressStatus: 'preferred',
        }),
      ),
    )
    const { facts } = await see(snmpAddresses, to)
    expect(facts).toMatchObject({ table: 'ok', source: 'ip_mib', droppedRows: 0, truncated: false })
    expect(facts.quirks).toHaveLength(form === 'RFC 4001' || form === 'ipv6z with a zone' ? 0 : 1)
    expect(
      facts.addresses.map(({ address, ifIndex, prefixLength }) => [address, ifIndex, prefixLength]),
    ).toEqual(given.map(([address, ifIndex]) => [address, ifIndex, null]))
  })

  test('rows of neighbours in the table of addresses are none of the device', async () => {
    const to = await agentOf(
      row(`2.${inetIndex('2001:db8::9')}`, { ipAddressOrigin: 'other', ipAddressStatus: 'preferred' }),
    )
    expect((await see(snmpAddresses, to)).facts).toMatchObject({ table: 'malformed', addresses: [] })
  })

  test('a row that no form fits makes the table malformed, and IPv4 in text none', async () => {
    const good = row(inetIndex('2001:db8::1'), { ipAddressIfIndex: 1 })
    const ipv4 = row(`2.${textIndex('10.20.30.40')}`, { ipAddressIfIndex: 1 })
    const to = await agentOf(good, ipv4)
    expect((await see(snmpAddresses, to)).facts).toMatchObject({ table: 'ok', droppedRows: 1 })
    const worse = await agentOf(good, row('2.16.1.2.3', { ipAddressIfIndex: 1 }))
    expect((await see(snmpAddresses, worse)).facts).toMatchObject({ table: 'malformed', addresses: [{}] })
  })
})

test('old IOS tells addresses and forwarding only in CISCO-IETF-IP-MIB, which others are not asked for', async () => {
  const index = inetIndex('2001:db8::1')
  const old = row(index, {
    cIpAddressIfIndex: 3,
    cIpAddressPrefix: oid(`1.3.6.1.4.1.9.10.86.1.1.1.1.5.3.${inetIndex('2001:db8::')}.64`),
    cIpAddressOrigin: 'manual',
    cIpAddressStatus: 'preferred',
  })
  const to = await agentOf(old, scalars({ cIpv6Forwarding: 'forwarding' }))
  expect((await see(snmpAddresses, to)).facts).toMatchObject({
    source: 'cisco_ietf_ip_mib',
    table: 'ok',
    tables: { ipAddressTable: 'no_such_object', ipv6AddrTable: 'no_such_object', cIpAddressTable: 'ok' },
    addresses: [
      { address: '2001:db8::1', ifIndex: 3, prefixLength: 64, status: 'preferred', origin: 'manual' },
    ],
  })
  expect((await see(snmpSystem, to)).facts).toMatchObject({
    ipv6Forwarding: 'forwarding',
    ipv6ForwardingSource: 'cIpv6Forwarding',
  })
  const { facts } = await see(snmpAddresses, await agentOf(old, row(index, { ipAddressIfIndex: 3 })))
  expect(facts).toMatchObject({ source: 'ip_mib', addresses: [{ prefixLength: null }] })
  expect(facts.tables).not.toHaveProperty('cIpAddressTable')
})

describe('interfaces', () => {
  test('a name in ifXTable makes none, and a tunnel is never left out', async () => {
    const extra = row('9', { ifName: 'ghost', ifHCInOctets: 5n })
    const to = await agentOf(
      row('1', { ifDescr: 'eth0', ifName: 'eth0' }),
      row('7', { tunnelIfEncapsMethod: 11 }),
      extra,
    )
    const { facts } = await see(snmpInterfaces, to)
    expect(facts.interfaces.map(({ ifIndex, tunnel }) => [ifIndex, tunnel])).toEqual([
      [1, null],
      [7, 'sixToFour'],
    ])
    expect(facts.truncated).toBe(false)
    // names alone say that there is more than is told
    expect((await see(snmpInterfaces, await agentOf(extra))).facts).toMatchObject({
      interfaces: [],
      truncated: true,
    })
  })

  test('of an agent with every fault of values at once', async () => {
    const to = await agentOf(
      scalars({ sysUpTime: integer(5, tags.timeTicks) }),
      { '1.3.6.1.2.1.2.1.0': integer(99) }, // ifNumber
      row('1', {
        ifDescr: octets('eth0\u0000'),
        ifSpeed: octets('100000000'),
        ifOperStatus: 'up',
        ifHCInOctets: tlv(tags.counter64, Buffer.from('00ffffffffffffffff', 'hex')),
        ifHCOutOctets: tlv(tags.counter64, Buffer.from('ffffffffffffffff', 'hex')),
      }),
      row('1073741919', { ifDescr: 'eth1', ifSpeed: integer(1_000_000_000), ifOperStatus: 'up' }),
      row('4194316032', {
        ifDescr: 'GPON 0/1',
        ifOperStatus: 'down',
        ifInOctets: integer(7, tags.counter32),
        ifOutOctets: integer(8, tags.counter32),
      }),
    )
    const { facts } = await see(snmpInterfaces, to)
    const { numbers } = await see(snmpCounters, to)
    expect(facts.interfaces).toMatchObject([
      { ifIndex: 1, name: 'eth0', speedMbps: 100, operStatus: 'up' },
      { ifIndex: 1_073_741_919, name: 'eth1', speedMbps: 1_000 },
      { ifIndex: 4_194_316_032, name: 'GPON 0/1', operStatus: 'down' },
    ])
    expect(facts.truncated).toBe(false)
    expect(numbers).toMatchObject({
      'if.1.inOctets': 2n ** 64n - 1n,
      'if.1.outOctets': 2n ** 64n - 1n,
      'if.4194316032.inOctets32': 7n,
    })
    expect((await see(snmpSystem, to)).facts).toMatchObject({ sysName: '', sysObjectId: '' })
  })

  test('one half of ipSystemStats says nothing of the other', async () => {
    const half = (index: string) =>
      row(index, {
        ...{ ipSystemStatsInReceives: 5, ipSystemStatsHCInReceives: 5n },
        ...{ ipSystemStatsHCInOctets: 500n, ipSystemStatsHCOutOctets: 600n },
      })
    const only6 = await see(snmpTraffic, await agentOf(half('2')))
    expect(only6.facts.system).toMatchObject({ ipv4: 'empty', ipv6: 'ok' })
    expect(Object.keys(only6.numbers).filter((series) => series.includes('ipv4'))).toEqual([])
    const only4 = await see(snmpTraffic, await agentOf(half('1')))
    expect(only4.facts.system).toMatchObject({ ipv4: 'ok', ipv6: 'empty' })
  })
})

describe('how an agent answers', () => {
  const rows = Array.from({ length: 30 }, (_, number) =>
    row(String(number + 1), { ifDescr: `p${number + 1}`, ifOperStatus: 'up' }),
  )
  const objects: Record<string, Buffer> = Object.assign(scalars({ sysName: 'sw' }), ...rows)
  const honest = serve(objects)
  const names = async (answer: (request: AgentRequest) => Buffer[]) => {
    const { facts } = await see(snmpInterfaces, await agentThat(answer))
    return { names: facts.interfaces.map(({ name }) => name).sort(), truncated: facts.truncated }
  }
  const all = Array.from({ length: 30 }, (_, number) => `p${number + 1}`).sort()

  test('GETBULK is refused as too big, whatever its size', async () => {
    const answer = (request: AgentRequest) => [
      request.kind === tags.getBulk ? refuse(request, 1) : honest(request),
    ]
    expect(await names(answer)).toEqual({ names: all, truncated: false })
  })

  test('GETBULK is not answered at all', async () => {
    expect(await names((request) => (request.kind === tags.getBulk ? [] : [honest(request)]))).toEqual({
      names: all,
      truncated: false,
    })
  })

  test('GETBULK brings one row, however many are wanted', async () => {
    expect(
      await names((request) => [honest({ ...request, repetitions: Math.min(1, request.repetitions) })]),
    ).toEqual({
      names: all,
      truncated: false,
    })
  })

  test('rows come in an order of the agent, and the walk begins again at the end', async () => {
    const columnOf = (name: string) => name.slice(0, name.lastIndexOf('.'))
    const columns = [...new Set(Object.keys(objects).map(columnOf))].sort()
    const list = columns.flatMap((column) =>
      Object.keys(objects)
        .filter((name) => columnOf(name) === column)
        .toReversed(),
    )
    const next = (name: string): AgentVarbind => {
      const at = list.indexOf(name)
      const found = at >= 0 ? list[(at + 1) % list.length] : list.find((each) => each.startsWith(`${name}.`))
      return found === undefined
        ? [name, tlv(tags.endOfMibView)]
        : [found, objects[found] ?? tlv(tags.noSuchInstance)]
    }
    const backwards = (request: AgentRequest): Buffer[] => {
      if (request.kind === tags.get) return [honest(request)]
      const cursors = request.oids.slice(request.nonRepeaters)
      const varbinds = request.oids.slice(0, request.nonRepeaters).map(next)
      for (let round = 0; round < request.repetitions; round++) {
        for (const [place, cursor] of cursors.entries()) {
          const found = next(cursor)
          varbinds.push(found)
          cursors[place] = found[0]
        }
      }
      return [respond(request, varbinds)]
    }
    expect((await names(backwards)).names).toEqual(all)
  })
})

/** Recordings of devices in service; they are not part of this project. */
const folder = new URL('../../../shared/snmprec', import.meta.url).pathname
const recordings = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.snmprec')) : []

describe.skipIf(recordings.length === 0)(
  'recorded addresses in every form of index (needs ../shared/snmprec)',
  () => {
    /** Addresses of rows with an index of RFC 4001. */
    const addressesOf = (recording: string) => {
      const rowOf = /^1\.3\.6\.1\.2\.1\.4\.34\.1\.3\.2\.16\.((?:\d+\.){15}\d+)\|2\|(\d+)$/gm
      return [...recording.matchAll(rowOf)].map(([, numbers = '', ifIndex]) => {
        const bytes = Buffer.from(numbers.split('.').map(Number))
        const text = (bytes.toString('hex').match(/.{4}/g) ?? []).join(':')
        return { address: canonicalAddress(text), ifIndex: Number(ifIndex) }
      })
    }
    const recorded = recordings
      .map((file) => [file, addressesOf(readFileSync(join(folder, file), 'latin1'))] as const)
      .filter(([, addresses]) => addresses.length > 0)

    test('there are some', () => expect(recorded.length).toBeGreaterThan(5))

    test.each(recorded)('%s', async (_file, addresses) => {
      const wanted = [...new Set(addresses.map(({ address }) => address))].sort()
      for (const [form, indexOf] of Object.entries(forms)) {
        // an octet of the zone holds no more
        const small = addresses.map((each, place) => ({ ...each, ifIndex: (place % 200) + 1 }))
        const to = await agentOf(
          ...small.map(({ address, ifIndex }) =>
            row(indexOf(address, ifIndex), { ipAddressIfIndex: ifIndex }),
          ),
        )
        const { facts } = await see(snmpAddresses, to)
        const seen = [...new Set(facts.addresses.map(({ address }) => address))].sort()
        expect([form, seen, facts.table]).toEqual([form, wanted, 'ok'])
      }
    })
  },
)
