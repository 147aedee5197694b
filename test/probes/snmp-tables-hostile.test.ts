import { afterEach, describe, expect, test } from 'vitest'
import { mib, type ObjectName } from '../../probes/lib/mib.ts'
import type { Endpoint, Probe } from '../../probes/probe.ts'
import { snmpBgp } from '../../probes/snmp-bgp.ts'
import { snmpInventory } from '../../probes/snmp-inventory.ts'
import { snmpLldp } from '../../probes/snmp-lldp.ts'
import { snmpNeighbours } from '../../probes/snmp-neighbours.ts'
import { snmpRa } from '../../probes/snmp-ra.ts'
import { snmpRoutes } from '../../probes/snmp-routes.ts'
import { snmpTraffic } from '../../probes/snmp-traffic.ts'
import { snmpWifi } from '../../probes/snmp-wifi.ts'
import { integer, nothing, octets, oid, tags, tlv } from '../helpers/ber.ts'
import {
  type AgentRequest,
  type Behaviour,
  readRequest,
  refuse,
  respond,
  serve,
  startAgent,
} from '../helpers/snmp-agent.ts'
import { lookAt, see } from '../helpers/snmp-look.ts'
import { inetIndex, mac, row, scalars, textIndex } from '../helpers/snmp-objects.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

async function agent(behave: Behaviour): Promise<Endpoint> {
  const started = await startAgent(behave)
  stops.push(started.stop)
  return started
}

const serving = (answer: (request: AgentRequest) => Buffer) =>
  agent((datagram) => [answer(readRequest(datagram))])

const probes: [name: string, probe: Probe, settings: Record<string, unknown>][] = [
  ['snmp-inventory', snmpInventory, {}],
  ['snmp-routes', snmpRoutes, { prefixes: ['2001:db8:1::/48', '10.1.0.0/16'], census: true }],
  ['snmp-neighbours', snmpNeighbours, { interfaces: ['wan'], routers: ['10.0.0.1'] }],
  ['snmp-traffic', snmpTraffic, { interfaces: ['wan'] }],
  ['snmp-ra', snmpRa, { interfaces: ['wan'] }],
  ['snmp-bgp', snmpBgp, {}],
  ['snmp-lldp', snmpLldp, {}],
  ['snmp-wifi', snmpWifi, {}],
]

/** A device that has a row of every table these probes ask for. */
const host = mac('00:53:00:00:00:05')
const ap = '0.83.0.0.0.1'
const device: Record<string, Buffer> = Object.assign(
  {},
  scalars({
    sysDescr: 'a device, Version 1.2.3',
    sysObjectID: '1.3.6.1.4.1.99999.1',
    sysUpTime: 4_242,
    sysName: 'sw-01',
    snmpEngineBoots: 1,
    inetCidrRouteNumber: 3,
    bgpLocalAs: 65_001,
  }),
  row('2', {
    ifName: 'wan',
    ifDescr: 'wan',
    ifHCInOctets: 10n,
    ifHCOutOctets: 20n,
    ipSystemStatsHCInOctets: 1n,
    ipSystemStatsHCOutOctets: 2n,
    ipSystemStatsHCInReceives: 1n,
    ipv6RouterAdvertSendAdverts: 'true',
    ipv6InterfaceEnableStatus: 'up',
    entPhysicalClass: 'chassis',
    entPhysicalSerialNum: 'SN',
    entPhysicalModelName: 'M',
    lldpLocPortId: 'Gi2',
  }),
  row('2.2', { ipIfStatsHCInOctets: 1n, ipIfStatsHCOutOctets: 2n }),
  row(`2.${inetIndex('2001:db8::')}.64`, { ipAddressPrefixOrigin: 'manual' }),
  row(`2.${inetIndex('10.0.0.5')}`, { ipNetToPhysicalPhysAddress: host, ipNetToPhysicalType: 'dynamic' }),
  row(`2.${inetIndex('2001:db8::5')}`, { ipNetToPhysicalPhysAddress: host, ipNetToPhysicalType: 'dynamic' }),
  row(`${inetIndex('fe80::1')}.2`, { ipDefaultRouterLifetime: 1_800 }),
  row(`${inetIndex('::')}.0.2.0.0.${inetIndex('fe80::1')}`, {
    inetCidrRouteType: 'remote',
    inetCidrRouteProto: 'bgp',
    inetCidrRouteIfIndex: 2,
  }),
  row(`${inetIndex('0.0.0.0')}.0.2.0.0.${inetIndex('10.0.0.1')}`, { inetCidrRouteType: 'remote' }),
  row('10.0.0.1', { bgpPeerState: 'established', bgpPeerRemoteAs: 65_002 }),
  row(inetIndex('2001:db8::1'), { cbgpPeer2State: 'established' }),
  row(`${inetIndex('2001:db8::1')}.2.1`, { cbgpPeer2AcceptedPrefixes: 4 }),
  row('1.2.1', { lldpRemChassisIdSubtype: 4, lldpRemChassisId: host, lldpRemSysName: 'next' }),
  row(`1.2.1.${inetIndex('10.0.0.9')}`, { lldpRemManAddrIfId: 1 }),
  row(ap, { hwWlanApName: 'ap-1', hwWlanApRunState: 'normal', hwWlanApOnlineUserNum: 3 }),
  row(textIndex('free'), { hwWlanSsid2gStaCnt: 1, hwWlanSsid5gStaCnt: 2 }),
)
const honest = serve(device)

describe.each(probes)('%s', (_name, probe, settings) => {
  test.each(['v1', 'v2c'] as const)('reads the honest device, twice alike (%s)', async (version) => {
    const to = await serving(honest)
    const one = await see(probe, to, settings, { version })
    expect(await see(probe, to, settings, { version })).toEqual(one)
    expect((one.facts as { truncated: boolean }).truncated).toBe(false)
    const states = Object.values((one.facts as { tables: Record<string, string> }).tables)
    expect(states).toContain('ok')
    expect(states).not.toContain('malformed')
  })

  test('is snmp_timeout where nobody answers', async () => {
    const { error } = await lookAt(probe, await agent(() => []), settings, { patience: 0.01 })
    expect(error).toMatchObject({ code: 'snmp_timeout' })
  })

  test('stops at once when its time is up', async () => {
    const stop = new AbortController()
    const to = await agent((datagram) => [{ afterMs: 30, datagram: honest(readRequest(datagram)) }])
    setTimeout(() => stop.abort(), 50)
    const { error, tookMs } = await lookAt(probe, to, settings, { patience: 1, signal: stop.signal })
    expect(error?.code).toBe('out_of_time')
    expect(tookMs).toBeLessThan(1_000)
  })

  test('brings home what it has when the agent dies on the way', async () => {
    const { facts, requests } = await see(probe, await serving(honest), settings)
    const dyingAfter = async (answers: number) => {
      let left = answers
      const to = await agent((datagram) => (left-- > 0 ? [honest(readRequest(datagram))] : []))
      const { looked } = await lookAt(probe, to, settings, { patience: 0.5 })
      const seen = looked?.facts as { truncated: boolean; tables: Record<string, string> } | undefined
      expect(seen, `after ${answers} answers`).toMatchObject({ truncated: true })
      // a table it could not ask is left out and never called missing
      for (const [table, state] of Object.entries(seen?.tables ?? {}))
        expect((facts as { tables: Record<string, string> }).tables[table]).toBe(state)
    }
    await Promise.all(Array.from({ length: requests - 1 }, (_, n) => dyingAfter(n + 1)))
  })

  test('an agent that has nothing is asked little, and less when that is known', async () => {
    const bare = serve(scalars({ sysUpTime: 1, sysObjectID: '1.3.6.1.4.1.99999.1' }))
    const to = await serving(bare)
    const { facts, requests } = await see(probe, to, settings)
    const { tables } = facts as { tables: Record<string, string> }
    expect(new Set(Object.values(tables))).toEqual(new Set(['no_such_object']))
    const again = await see(probe, to, settings, { missing: Object.keys(tables) })
    expect(again.facts).toEqual(facts)
    expect(again.requests).toBeLessThan(requests)
    expect(again.requests).toBeGreaterThan(0)
    const gone = await lookAt(probe, await agent(() => []), settings, { missing: Object.keys(tables) })
    expect(gone.error?.code).toBe('snmp_timeout')
  })

  test.each([
    ['a table that is there without rows is empty', tags.noSuchObject, 'empty'],
    ['"no such instance" of everything proves no table to be there', tags.noSuchInstance, 'no_such_object'],
  ])('%s', async (_name, ofNobody, state) => {
    const bare = serve(scalars({ sysUpTime: 1 }))
    const absent = (name: string) =>
      tlv(name.startsWith(`${mib.reservedEnterprise.oid}.`) ? ofNobody : tags.noSuchInstance)
    const to = await serving((request) =>
      request.kind === tags.get
        ? respond(
            request,
            request.oids.map((name) => [name, absent(name)]),
          )
        : bare(request),
    )
    const { facts } = await see(probe, to, settings)
    const { tables } = facts as { tables: Record<string, string> }
    expect(new Set(Object.values(tables))).toEqual(new Set([state]))
  })

  test('values of any type are facts of the promised shape', async () => {
    const odd = [
      octets(Buffer.from([0xff, 0xfe, 0])),
      octets(''),
      octets('<script>alert(1)</script>'),
      integer(-1),
      integer(2n ** 64n - 1n, tags.counter64),
      integer(0, tags.counter32),
      oid('1.3.6.1'),
      nothing,
      tlv(tags.noSuchInstance),
    ]
    for (const value of odd) {
      const answer = serve(Object.fromEntries(Object.keys(device).map((name) => [name, value])))
      await lookAt(probe, await serving(answer), settings)
    }
  })

  test('indexes of any shape are facts or malformed, never a throw', async () => {
    const shapes = ['0', '4294967295', '2.16', '1.4.10.0.0.300', '2.255.1.2', '1.1.1.1.1.1.1.1.1.1', '9.9.9']
    const columns = [...new Set(Object.keys(device).map(columnOf))].filter((name) => name !== undefined)
    const objects = columns.flatMap((name) =>
      shapes.map((shape) => [`${mib[name].oid}.${shape}`, integer(1)] as const),
    )
    const answer = serve({ ...Object.fromEntries(objects), ...scalars({ sysUpTime: 1 }) })
    const { error } = await lookAt(probe, await serving(answer), settings)
    expect(error).toBeUndefined()
  })

  test('tables without end are cut, and the look says so', async () => {
    const first = new Map<string, string>() // by everything that stands before an instance
    for (const name of Object.keys(device).sort()) {
      for (let at = name.lastIndexOf('.'); at > 0; at = name.lastIndexOf('.', at - 1)) {
        if (!first.has(name.slice(0, at))) first.set(name.slice(0, at), name)
      }
    }
    const rows = new Set(Object.keys(device).map(withoutLast))
    const endless = (name: string): [string, Buffer] => {
      const at = rows.has(withoutLast(name)) ? withoutLast(name) : undefined
      if (at !== undefined) return [`${at}.${Number(name.slice(at.length + 1)) + 1}`, value]
      return [first.get(name) ?? `${name}.1`, value]
    }
    const value = integer(1)
    const to = await serving((request) => {
      if (request.kind === tags.get) return honest(request)
      const varbinds = request.oids.slice(0, request.nonRepeaters).map(endless)
      const cursors = request.oids.slice(request.nonRepeaters)
      for (let round = 0; round < request.repetitions; round++) {
        for (const [position, cursor] of cursors.entries()) {
          const found = endless(cursor)
          cursors[position] = found[0]
          varbinds.push(found)
        }
      }
      return respond(request, varbinds)
    })
    const { looked } = await lookAt(probe, to, settings, { patience: 1 })
    const seen = looked?.facts as { truncated: boolean; tables: Record<string, string> } | undefined
    expect(seen?.truncated || Object.values(seen?.tables ?? {}).includes('malformed')).toBe(true)
  })

  test('answers that loop end in malformed or an error', async () => {
    const to = await serving((request) =>
      request.kind === tags.get
        ? honest(request)
        : respond(
            request,
            Array.from({ length: 4 }, () =>
              request.oids.map((name): [string, Buffer] => [name, integer(1)]),
            ).flat(),
          ),
    )
    await lookAt(probe, to, settings)
  })

  test.each([1, 2, 5])('error-status %d to everything is an error or nothing', async (status) => {
    const to = await serving((request) => refuse(request, status, 1))
    const { looked } = await lookAt(probe, to, settings)
    const tables = (looked?.facts as { tables?: Record<string, string> } | undefined)?.tables ?? {}
    expect(Object.values(tables)).not.toContain('ok')
  })

  test('600 damaged answers never throw out of turn', async () => {
    const random = generator(20_211_230)
    const damage = (whole: Buffer) => {
      const damaged = Buffer.from(whole)
      for (let times = 1 + (random() % 6); times > 0; times--)
        damaged[random() % damaged.length] = random() % 256
      return random() % 5 === 0 ? damaged.subarray(0, random() % damaged.length) : damaged
    }
    let answered = 0
    const to = await agent((datagram) => {
      const whole = honest(readRequest(datagram))
      // the first answers are whole, so that the damage gets past the first question
      return [answered++ % 4 === 0 ? damage(whole) : whole]
    })
    while (answered < 600) {
      await Promise.all(Array.from({ length: 25 }, () => lookAt(probe, to, settings, { patience: 0.005 })))
    }
  })
})

test('an OID that only grows is malformed at 128 numbers (RFC 2578 section 3.5)', async () => {
  const to = await serving((request) =>
    request.kind === tags.get
      ? honest(request)
      : respond(
          request,
          request.oids.map((name) => [`${name}.1`, integer(1)]),
        ),
  )
  const { facts, requests } = await see(snmpNeighbours, to)
  expect(facts.tables).toMatchObject({ ipNetToPhysicalTable: 'malformed' })
  expect(requests).toBeLessThan(400)
})

function columnOf(name: string): ObjectName | undefined {
  const columns = Object.keys(mib) as ObjectName[]
  return columns
    .filter((column) => name.startsWith(`${mib[column].oid}.`))
    .sort((one, other) => mib[other].oid.length - mib[one].oid.length)[0]
}

function withoutLast(name: string): string {
  return name.slice(0, name.lastIndexOf('.'))
}

/** Numbers that look random and are the same at each run (a linear congruential generator). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 8
  }
}
