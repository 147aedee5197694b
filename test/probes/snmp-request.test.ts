import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeRequest, headOf } from '../../probes/lib/snmp-request.ts'
import { idOf } from '../../probes/lib/snmp-response.ts'
import type { SnmpRequest } from '../../probes/lib/snmp-session.ts'
import { integer, nothing, octets, oid, sequence, tags, tlv } from '../helpers/ber.ts'

const pduTags = { GET: tags.get, GETNEXT: tags.getNext, GETBULK: tags.getBulk }

/** The same by the rules of BER, element by element. */
function expected(version: '1' | '2c', community: string, id: number, request: SnmpRequest): Buffer {
  const bulk = request.kind === 'GETBULK' ? request : { nonRepeaters: 0, maxRepetitions: 0 }
  const names = sequence(...request.oids.map((name) => sequence(oid(name), nothing)))
  const numbers = [integer(id), integer(bulk.nonRepeaters), integer(bulk.maxRepetitions)]
  return sequence(
    integer(version === '1' ? 0 : 1),
    octets(community),
    tlv(pduTags[request.kind], ...numbers, names),
  )
}

const oids = fc.array(
  fc
    .array(fc.nat(0xff_ff_ff_ff), { minLength: 1, maxLength: 126 })
    .map((numbers) => ['1.3', ...numbers].join('.')),
  { maxLength: 40 },
)
const requests: fc.Arbitrary<SnmpRequest> = fc.oneof(
  fc.record({ kind: fc.constantFrom('GET' as const, 'GETNEXT' as const), oids }),
  fc.record({
    kind: fc.constant('GETBULK' as const),
    oids,
    nonRepeaters: fc.nat(127),
    maxRepetitions: fc.nat(127),
  }),
)

test('a request is written octet by octet as BER wants it, and its id can be read', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('1' as const, '2c' as const),
      fc.string({ maxLength: 300, unit: 'binary' }),
      fc.integer({ min: 0x01_00_00_00, max: 0x7f_ff_ff_ff }),
      requests,
      (version, community, id, request) => {
        const written = encodeRequest(headOf({ version, community }), id, request)
        expect(written.equals(expected(version, community, id, request))).toBe(true)
        expect(idOf(written)).toBe(id)
      },
    ),
  )
})
