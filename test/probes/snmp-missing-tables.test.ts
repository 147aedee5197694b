import { afterEach, describe, expect, test } from 'vitest'
import { snmpAddresses } from '../../probes/snmp-addresses.ts'
import { snmpInterfaces } from '../../probes/snmp-interfaces.ts'
import { snmpRa } from '../../probes/snmp-ra.ts'
import { oid, tags } from '../helpers/ber.ts'
import { readRequest, refuse, serve, startAgent } from '../helpers/snmp-agent.ts'
import { lookAt, see } from '../helpers/snmp-look.ts'
import { inetIndex, row, scalars } from '../helpers/snmp-objects.ts'

const stopping: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stopping.splice(0).map((stop) => stop()))
})

async function agentOf(
  objects: Record<string, Buffer>,
  answer: (request: ReturnType<typeof readRequest>) => Buffer | null = () => null,
) {
  const honest = serve({ ...scalars({ sysUpTime: 1 }), ...objects })
  const agent = await startAgent((datagram) => {
    const request = readRequest(datagram)
    return [answer(request) ?? honest(request)]
  })
  stopping.push(agent.stop)
  return agent
}

const port = (index: number, ifType = 6) => row(`${index}`, { ifDescr: `port ${index}`, ifType })
const address = row(inetIndex('2001:db8::1'), {
  ipAddressIfIndex: 1,
  ipAddressStatus: 'preferred',
  ipAddressPrefix: oid('0.0'),
})

describe('tables that the agent is known not to have', () => {
  test('addresses: the older table costs nothing, and facts are those of a full look', async () => {
    const to = await agentOf({ ...port(1), ...address })
    const { facts, requests } = await see(snmpAddresses, to)
    expect(facts.tables).toEqual({ ipAddressTable: 'ok', ipv6AddrTable: 'no_such_object' })
    const again = await see(snmpAddresses, to, {}, { missing: ['ipv6AddrTable'] })
    expect(again.facts).toEqual(facts)
    expect(requests - again.requests).toBeGreaterThanOrEqual(2)
  })

  test('addresses: with neither table the agent is still met', async () => {
    const missing = ['ipAddressTable', 'ipv6AddrTable']
    const { facts, requests } = await see(snmpAddresses, await agentOf({}))
    const again = await see(snmpAddresses, await agentOf({}), {}, { missing })
    expect(again.facts).toEqual(facts)
    expect(again.facts.table).toBe('no_such_object')
    expect(again.requests).toBeLessThan(requests)
    const silent = await startAgent(() => [])
    stopping.push(silent.stop)
    expect((await lookAt(snmpAddresses, silent, {}, { missing })).error?.code).toBe('snmp_timeout')
  })

  test('interfaces: the tunnel table is not asked for, unless there is a tunnel', async () => {
    const missing = ['tunnelIfTable']
    const plain = await agentOf({ ...port(1), ...port(2) })
    const { facts, requests } = await see(snmpInterfaces, plain)
    const again = await see(snmpInterfaces, plain, {}, { missing })
    expect(again.facts).toEqual(facts)
    expect(again.facts.tunnelTable).toBe('no_such_object')
    expect(again.requests).toBeLessThan(requests)

    const tunnel = await agentOf({
      ...port(1),
      ...port(2, 131),
      ...row('2', { tunnelIfEncapsMethod: 'sixToFour' }),
    })
    const { facts: seen } = await see(snmpInterfaces, tunnel, {}, { missing })
    expect(seen).toEqual((await see(snmpInterfaces, tunnel)).facts)
    expect(seen.tunnelTable).toBe('ok')
  })

  test('an agent that refuses to say whether it has a table has not said that it lacks it', async () => {
    const genErr = 5
    const to = await agentOf({ ...port(1), ...address }, (request) =>
      request.kind === tags.get && !request.oids.some((asked) => asked.startsWith('1.3.6.1.2.1.1.'))
        ? refuse(request, genErr)
        : null,
    )
    expect((await see(snmpAddresses, to)).facts.tables).toEqual({
      ipAddressTable: 'ok',
      ipv6AddrTable: 'malformed',
    })
    expect(Object.values((await see(snmpRa, to)).facts.tables)).not.toContain('no_such_object')
    expect((await see(snmpInterfaces, to)).facts.tunnelTable).toBe('malformed')
  })
})
