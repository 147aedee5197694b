import { describe, expect, test } from 'vitest'
import { idOf, readResponse } from '../../probes/lib/snmp-response.ts'
import { integer, nothing, octets, oid, sequence, tags, tlv } from '../helpers/ber.ts'

const request = sequence(
  integer(1),
  octets('public'),
  tlv(tags.get, integer(4711), integer(0), integer(0), sequence(sequence(oid('1.3.6.1.2.1.1.3.0'), nothing))),
)
const mark = { head: Buffer.concat([integer(1), octets('public')]), id: 4711 }

function answer(varbinds: Buffer[], wrong: { id?: number; community?: string; version?: number } = {}) {
  const { id = 4711, community = 'public', version = 1 } = wrong
  const pdu = tlv(tags.response, integer(id), integer(0), integer(0), sequence(...varbinds))
  return sequence(integer(version), octets(community), pdu)
}
const read = (datagram: Buffer) => readResponse(datagram, mark)
const one = (value: Buffer) => [sequence(oid('1.3.6.1.4.1.99999.1'), value)]

describe('an answer to this very request', () => {
  test.each<[name: string, value: Buffer, read: unknown]>([
    ['INTEGER', integer(-2), -2],
    ['Counter32 above 2^31', integer(4_294_967_295, tags.counter32), 4_294_967_295],
    ['Gauge32 without its leading zero', tlv(tags.gauge32, Buffer.alloc(4, 0xff)), 4_294_967_295],
    ['Counter64', integer(2n ** 63n, tags.counter64), Buffer.from('008000000000000000', 'hex')],
    ['OCTET STRING', octets('Gi1/0/1'), Buffer.from('Gi1/0/1')],
    ['OBJECT IDENTIFIER', oid('1.3.6.1.4.1.4294967295'), '1.3.6.1.4.1.4294967295'],
    ['IpAddress', tlv(0x40, Buffer.from([10, 0, 0, 1])), '10.0.0.1'],
    ['noSuchInstance', tlv(tags.noSuchInstance), null],
  ])('%s', (_name, value, expected) => {
    expect(read(answer(one(value)))).toEqual({
      errorStatus: 0,
      errorIndex: 0,
      varbinds: [{ oid: '1.3.6.1.4.1.99999.1', type: value[0], value: expected }],
    })
  })
})

describe('anything else is left to net-snmp', () => {
  const good = answer(one(integer(1)))
  test.each<[name: string, datagram: Buffer]>([
    ['another id', answer(one(integer(1)), { id: 4712 })],
    ['another community', answer(one(integer(1)), { community: 'privat' })],
    ['another version', answer(one(integer(1)), { version: 0 })],
    ['the request itself', request],
    ['octets after the message', Buffer.concat([good, Buffer.of(0)])],
    [
      'a value that leads out of its varbind',
      Buffer.from(good.toString('hex').replace(/0101$/, '0201'), 'hex'),
    ],
    ['an INTEGER of five octets', answer(one(tlv(tags.integer, Buffer.alloc(5, 1))))],
    ['an INTEGER of none', answer(one(tlv(tags.integer)))],
    ['an IpAddress of three octets', answer(one(tlv(0x40, Buffer.alloc(3))))],
    ['an OID that breaks off', answer([sequence(tlv(tags.oid, Buffer.of(0x2b, 0x86)), integer(1))])],
    ['an unknown type', answer(one(tlv(0x99, Buffer.of(1))))],
    ['an indefinite length', Buffer.from(`3080${good.toString('hex').slice(4)}`, 'hex')],
  ])('%s', (_name, datagram) => expect(read(datagram)).toBeUndefined())

  test('every beginning of an answer, and every answer with one octet changed, is read or left, never thrown at', () => {
    for (let length = 0; length < good.length; length++)
      expect(read(good.subarray(0, length))).toBeUndefined()
    for (let at = 0; at < good.length; at++)
      for (let octet = 0; octet < 256; octet += 5) {
        const changed = Buffer.from(good)
        changed[at] = octet
        expect(() => [read(changed), idOf(changed)]).not.toThrow()
      }
  })
})
