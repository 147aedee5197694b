import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namesAt } from '../../src/demo/dns/names.ts'
import { type DnsRole, replyTo } from '../../src/demo/dns/server.ts'
import { makeSigner } from '../../src/demo/dns/signatures.ts'
import { makeAgent } from '../../src/demo/snmp/agent.ts'
import { elementAt, integer, octets, oid, readInteger, readOid, tags, tlv } from '../../src/demo/snmp/ber.ts'
import { planTimeline } from '../../src/demo/world/timeline.ts'
import { makeWorld, momentOf } from '../../src/demo/world.ts'

const world = makeWorld({ seed: 7, timeline: planTimeline })
const at = Date.parse('2023-12-01T03:00:00.000Z')
const agentNamed = (code: string) => {
  const device = world.devices.find((each) => each.code === code)
  if (!device) throw new Error(`no device ${code}`)
  return makeAgent(world, device, () => at)
}
const sequence = (...parts: Buffer[]) => tlv(tags.sequence, ...parts)

const pdu = (tag: number, ...names: number[][]) =>
  tlv(
    tag,
    integer(42),
    integer(0),
    integer(20),
    sequence(...names.map((name) => sequence(oid(name), tlv(tags.null)))),
  )
const v2c = (body: Buffer) => sequence(integer(1), octets('demo-haiduong'), body)
const v3 = sequence(
  integer(3),
  sequence(integer(7), integer(65_507), octets(Buffer.from([7])), integer(3)),
  octets(
    sequence(
      octets(Buffer.from('80001f8805', 'hex')),
      integer(1),
      integer(2),
      octets('v6gov'),
      octets(Buffer.alloc(24)),
      octets(Buffer.alloc(8)),
    ),
  ),
  octets(Buffer.alloc(64)),
)
const bulk = v2c(pdu(tags.getBulkRequest, [1, 3, 6, 1, 2, 1, 1, 3], [1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6]))

/** A good message with some octets changed and perhaps its end cut off. */
const spoilt = (message: Buffer) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(message.length - 1), fc.nat(255)), { maxLength: 4 }),
      fc.integer({ min: 0, max: message.length }),
    )
    .map(([changes, length]) => {
      const bytes = Buffer.from(message)
      for (const [place, octet] of changes) bytes[place] = octet
      return bytes.subarray(0, length)
    })

describe('an agent', () => {
  test('answers a GETBULK with rows in order, and a request it cannot read with silence', () => {
    const agent = agentNamed('R-288')
    const answer = agent(bulk)
    expect(answer?.length).toBeGreaterThan(200)
    expect(agent(Buffer.from('hello'))).toBeUndefined()
    expect(agent(Buffer.alloc(0))).toBeUndefined()
  })

  test.each(['R-288', 'R-30', 'R-300'])('%s survives whatever it is sent', (code) => {
    const agent = agentNamed(code)
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      spoilt(bulk),
      spoilt(v3),
    )
    fc.assert(
      fc.property(anything, (datagram) => void agent(datagram)),
      { numRuns: 3000 },
    )
  })

  test('keeps its answers below what a datagram holds', () => {
    const greedy = v2c(
      tlv(
        tags.getBulkRequest,
        integer(1),
        integer(0),
        integer(100_000),
        sequence(sequence(oid([1, 3]), tlv(tags.null))),
      ),
    )
    const length = agentNamed('R-288')(greedy)?.length ?? 0
    expect(length).toBeGreaterThan(1000)
    expect(length).toBeLessThan(9000)
  })
})

describe('BER', () => {
  test('numbers come back as they were', () => {
    const back = (value: number) => {
      const bytes = integer(value)
      return readInteger(bytes, elementAt(bytes, 0))
    }
    fc.assert(fc.property(fc.integer(), (value) => back(value) === value))
    expect(integer(127).toString('hex')).toBe('02017f')
    expect(integer(128).toString('hex')).toBe('02020080')
    expect(integer(-128).toString('hex')).toBe('020180')
    expect(integer(2n ** 64n - 1n, tags.counter64).toString('hex')).toBe('460900ffffffffffffffff')
  })

  test('object identifiers come back as they were', () => {
    const arc = fc.integer({ min: 0, max: 2 ** 32 - 1 })
    fc.assert(
      fc.property(fc.array(arc, { maxLength: 40 }), (rest) => {
        const bytes = oid([1, 3, ...rest])
        expect(readOid(bytes, elementAt(bytes, 0))).toEqual([1, 3, ...rest])
      }),
    )
  })
})

test('the DNS servers survive whatever they are sent', () => {
  const names = namesAt(world, momentOf(world, at))
  const data = { names: () => names, signer: makeSigner(), now: () => at }
  const roles: DnsRole[] = [
    { kind: 'resolver' },
    { kind: 'authoritative', zones: ['.', 'test'], lame: false },
  ]
  const query = Buffer.from('2a2a01000001000000000000037777770868616964756f6e6704746573740000ff0001', 'hex')
  fc.assert(
    fc.property(fc.oneof(spoilt(query), fc.uint8Array({ maxLength: 100 })), (bytes) => {
      for (const role of roles) replyTo(Buffer.from(bytes), role, data, 'udp')
    }),
    { numRuns: 3000 },
  )
})
