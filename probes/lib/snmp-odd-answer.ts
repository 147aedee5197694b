import snmp from 'net-snmp'
import type { SnmpCredential } from '../probe.ts'
import { outcomeOf, responseOf } from './snmp-outcome.ts'
import { isCut } from './snmp-response.ts'
import type { SnmpOutcome } from './snmp-session.ts'

/** net-snmp's members that are not in its type declarations: the requests that wait, and what reads a datagram. */
type Inner = {
  send(request: { message: { pdu: { id: number } } }): void
  reqs: Record<number, unknown>
  onMsg(datagram: Buffer): void
}

/** A socket for a session that never sends. */
const noSocket = { on() {}, ref() {}, unref() {}, send() {}, close() {} }

/**
 * What net-snmp makes of an answer of SNMPv1 or v2c that is not as our own reader (`readResponse`) knows them: the
 * outcome of the request with this id; `noise` for what may be anyone's.
 */
export function readOddAnswer(
  datagram: Buffer,
  { community, version }: Exclude<SnmpCredential, { version: '3' }>,
  id: number,
): SnmpOutcome | { noise: string } {
  let outcome: SnmpOutcome | undefined
  let noise = 'it is no answer'
  try {
    if (isCut(datagram)) throw new Error('the datagram is shorter than its BER length says')
    const session = snmp.createSession('127.0.0.1', community, {
      version: version === '1' ? snmp.Version1 : snmp.Version2c,
      dgramModule: { createSocket: () => noSocket },
    } as object)
    session.on('error', (error) => {
      noise = error.message
    })
    session.onSimpleGetResponse = (_request, message) => {
      outcome = responseOf(message.pdu, datagram.length)
    }
    const inner = session as unknown as Inner
    inner.send = (request) => {
      inner.reqs[id] = request
    }
    session.get([], (error) => {
      if (error) outcome = outcomeOf(error)
    })
    inner.onMsg(datagram)
  } catch (error) {
    outcome = { end: 'unreadable', reason: (error as Error).message }
  }
  return outcome ?? { noise }
}
