import { afterEach, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../probes/probe.ts'
import { snmpLine } from '../../probes/snmp-line.ts'
import { snmpPe } from '../../probes/snmp-pe.ts'
import { readRequest, serve, startAgent } from '../helpers/snmp-agent.ts'
import { see } from '../helpers/snmp-look.ts'
import { inetIndex, mac, row, scalars } from '../helpers/snmp-objects.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

/** An agent whose objects may be changed, and how many requests it got. */
async function agentOf(...objects: Record<string, Buffer>[]) {
  let answer = serve(Object.assign({}, ...objects))
  let requests = 0
  const agent: Endpoint & { stop(): Promise<void> } = await startAgent((datagram) => {
    requests++
    return [answer(readRequest(datagram))]
  })
  stops.push(agent.stop)
  return {
    endpoint: agent,
    requests: () => requests,
    become(...later: Record<string, Buffer>[]) {
      answer = serve(Object.assign({}, ...later))
      requests = 0
    },
  }
}

const clocks = scalars({ sysUpTime: 360_000, snmpEngineBoots: 7, snmpEngineTime: 3600 })
const wan = {
  ifName: 'wan',
  ifDescr: 'GigabitEthernet0/0',
  ifOperStatus: 'up',
  ifHCInOctets: 5_000n,
  ifHCOutOctets: 7_000n,
  ifInErrors: 3n,
  ifOutErrors: 0n,
  ifInDiscards: 1n,
  ifOutDiscards: 2n,
  ifHCInUcastPkts: 100n,
  ifHCInMulticastPkts: 20n,
  ifHCInBroadcastPkts: 3n,
  ifCounterDiscontinuityTime: 0,
  ifHighSpeed: 50,
} as const
const lan = {
  ifName: 'lan',
  ifDescr: 'GigabitEthernet0/1',
  ifOperStatus: 'up',
  ifHCInOctets: 1n,
  ifHCOutOctets: 2n,
} as const

describe('the interface of a line', () => {
  it('is counted by its name', async () => {
    const agent = await agentOf(clocks, row('2', wan), row('3', lan))
    const look = await see(snmpLine, agent.endpoint, { interface: 'wan' })
    expect(look.facts).toEqual({ ifIndex: 2, operStatus: 'up', speedMbps: 50, octets: 'octets64' })
    expect(look.numbers).toEqual({
      sysUpTime: 360_000,
      engineBoots: 7,
      engineTime: 3600,
      'if.wan.inOctets': 5_000n,
      'if.wan.outOctets': 7_000n,
      'if.wan.inPackets': 123n,
      'if.wan.inErrors': 3n,
      'if.wan.outErrors': 0n,
      'if.wan.inDiscards': 1n,
      'if.wan.outDiscards': 2n,
      'if.wan.speedMbps': 50,
      'if.wan.discontinuity': 0,
    })
  })

  it('is found again in two packets, and anew where it has another ifIndex', async () => {
    const agent = await agentOf(clocks, row('2', wan), row('3', lan))
    const ask = () => see(snmpLine, agent.endpoint, { interface: 'wan' })
    await ask()
    agent.become(clocks, row('2', wan), row('3', lan))
    await ask()
    expect(agent.requests()).toBe(2)
    // after a restart the names have changed places
    agent.become(clocks, row('2', lan), row('3', { ...wan, ifHCInOctets: 9n }))
    const look = await ask()
    expect(look.facts.ifIndex).toBe(3)
    expect(look.numbers['if.wan.inOctets']).toBe(9n)
  })

  it('goes by its description where no name is that', async () => {
    const agent = await agentOf(clocks, row('2', wan))
    expect((await see(snmpLine, agent.endpoint, { interface: 'GigabitEthernet0/0' })).facts.ifIndex).toBe(2)
  })

  it('is missing where the device has none of that name: that is a fact, and nothing was counted', async () => {
    const agent = await agentOf(clocks, row('2', wan))
    const look = await see(snmpLine, agent.endpoint, { interface: 'Gi9/9' })
    expect(look.facts).toEqual({ ifIndex: null, operStatus: null, speedMbps: null, octets: 'none' })
    expect(Object.keys(look.numbers)).toEqual(['sysUpTime', 'engineBoots', 'engineTime'])
  })

  it('is counted with 32 bits where there are no others', async () => {
    const old = {
      ifDescr: 'eth0',
      ifOperStatus: 'down',
      ifInOctets: 4n,
      ifOutOctets: 5n,
      ifSpeed: 10_000_000,
    } as const
    const agent = await agentOf(clocks, row('2', old))
    const look = await see(snmpLine, agent.endpoint, { interface: 'eth0' })
    expect(look.facts).toEqual({ ifIndex: 2, operStatus: 'down', speedMbps: 10, octets: 'octets32' })
    expect(look.numbers['if.eth0.inOctets32']).toBe(4n)
  })
})

describe("the provider's edge", () => {
  const settings = { interface: 'ce1', neighbour: '10.31.1.2', neighbour6: '2001:db8:31::2' }
  const port = row('7', { ifName: 'ce1', ifOperStatus: 'up' })
  const known = (address: string, state: 'reachable' | 'incomplete' = 'reachable') =>
    row(`7.${inetIndex(address)}`, {
      ipNetToPhysicalPhysAddress: mac('00:53:00:00:00:02'),
      ipNetToPhysicalType: 'dynamic',
      ipNetToPhysicalState: state,
    })

  it.each([
    [
      'has it for a neighbour',
      [known('10.31.1.2'), known('2001:db8:31::2')],
      { neighbour4: true, neighbour6: true },
    ],
    [
      'looks for it in vain',
      [known('10.31.1.2', 'incomplete'), known('2001:db8:31::3')],
      { neighbour4: false, neighbour6: false },
    ],
    [
      'has only the old table',
      [
        row('7.10.31.1.2', {
          ipNetToMediaPhysAddress: mac('00:53:00:00:00:02'),
          ipNetToMediaType: 'dynamic',
        }),
      ],
      { neighbour4: true, neighbour6: null },
    ],
    ['has no table of neighbours', [], { neighbour4: null, neighbour6: null }],
  ])('%s', async (_, rows, expected) => {
    const agent = await agentOf(clocks, port, ...rows)
    const { facts } = await see(snmpPe, agent.endpoint, settings)
    expect(facts).toEqual({ ifIndex: 7, operStatus: 'up', ...expected })
  })
})
