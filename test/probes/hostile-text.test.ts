import { afterEach, describe, expect, test } from 'vitest'
import { printableName } from '../../probes/lib/dns-name.ts'
import { readLldpId } from '../../probes/lib/lldp-id.ts'
import { readableText } from '../../probes/lib/readable-text.ts'
import { decode } from '../../probes/lib/snmp-value.ts'
import { snmpInterfaces } from '../../probes/snmp-interfaces.ts'
import { snmpSystem } from '../../probes/snmp-system.ts'
import { integer, tags } from '../helpers/ber.ts'
import { readRequest, serve, startAgent } from '../helpers/snmp-agent.ts'
import { see } from '../helpers/snmp-look.ts'
import { row, scalars } from '../helpers/snmp-objects.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

async function agentOf(...objects: Record<string, Buffer>[]) {
  const answer = serve(Object.assign({}, ...objects))
  const agent = await startAgent((datagram) => [answer(readRequest(datagram))])
  stops.push(agent.stop)
  return agent
}

const decomposed = 'Ha\u0309i Du\u031bo\u031bng'

describe('texts from devices', () => {
  test.each([
    ['combining marks are composed', decomposed, 'Hải Dương'],
    ['marks that turn the order of writing go', 'sw\u202e01\u2066\u200f', 'sw01'],
    ['NUL and escapes go', 'a\u0000b\u001b[31m', 'ab[31m'],
    ['invalid UTF-8 is marked', Buffer.from([0x61, 0xff, 0xc3]), 'a\ufffd\ufffd'],
    ['lines become one', 'one\r\ntwo\tthree', 'one two three'],
    ['markup and formulas stay for those who escape', '=cmd|<b>"', '=cmd|<b>"'],
    ['no half of a character is left', '😀'.repeat(600), '😀'.repeat(512)],
  ])('%s', (_name, given, text) => {
    expect(readableText(Buffer.from(given as string))).toBe(text)
  })

  test('reach the facts like that, in names, aliases and ids', async () => {
    const to = await agentOf(
      scalars({ sysName: `${decomposed}\u202e`, sysDescr: 'a', sysObjectID: '1.3.6.1.4.1.9' }),
      row('1', { ifDescr: '\u2067port\u0000', ifAlias: decomposed, ifOperStatus: 'up' }),
    )
    expect((await see(snmpSystem, to)).facts.sysName).toBe('Hải Dương')
    expect((await see(snmpInterfaces, to)).facts.interfaces).toMatchObject([
      { name: 'port', alias: 'Hải Dương' },
    ])
    const subtypes = { mac: 4, address: 5 }
    expect(readLldpId(7, Buffer.from(`${decomposed}\u202e`), subtypes)).toBe('Hải Dương')
  })

  test('a name of the DNS shows what is not printable', () => {
    expect(printableName('NS\u007f.Haiduong.test')).toBe('ns\\127.haiduong.test')
    expect(printableName('a b\u202e.test')).toBe('a\\32b\\8238.test')
  })
})

describe('values that cannot be', () => {
  test('a number below zero is missing', async () => {
    const to = await agentOf(
      scalars({ sysName: 'sw', snmpEngineBoots: integer(-5), snmpEngineTime: integer(-6) }),
      row('1', { ifDescr: 'one', ifMtu: integer(-1), ifType: integer(-2), ifSpeed: integer(-294_967_296) }),
    )
    const { facts, numbers } = await see(snmpInterfaces, to)
    expect(facts.interfaces).toMatchObject([{ name: 'one', mtu: null, speedMbps: 4_000 }])
    expect(Object.values(numbers).every((value) => value >= 0)).toBe(true)
    expect((await see(snmpSystem, to)).facts.engineBoots).toBeNull()
  })

  test('an OID is no address', () => {
    const told = (type: number, value: unknown) => decode('jnxBgpM2PeerRemoteAddr', { oid: '', type, value })
    expect(told(tags.oid, '1.3.6.1.4.1')).toBeNull()
    expect(told(0x40, '10.0.0.9')).toBe('10.0.0.9')
  })
})
