import type { Endpoint, SnmpCredential } from '../probe.ts'
import { readOddAnswer } from './snmp-odd-answer.ts'
import { encodeRequest, headOf } from './snmp-request.ts'
import { readResponse } from './snmp-response.ts'
import type { SnmpSession } from './snmp-session.ts'
import { openSharedSession } from './snmp-shared-session.ts'

/**
 * Opens a session of SNMPv1 or v2c. Requests and plain answers are written and read here; what is odd goes to net-snmp.
 * The credential must have no flaw.
 */
export function openCommunitySession(
  endpoint: Endpoint,
  credential: Exclude<SnmpCredential, { version: '3' }>,
): SnmpSession {
  const head = headOf(credential)
  return openSharedSession(
    endpoint,
    credential.version,
    (request) => ({
      first: (id) => encodeRequest(head, id, request),
      read(datagram, id) {
        const response = readResponse(datagram, { head, id })
        if (response) return { end: 'answer', answer: { ...response, bytes: datagram.length } }
        return readOddAnswer(datagram, credential, id)
      },
    }),
    { engine: () => null },
  )
}
