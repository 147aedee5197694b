import type { Endpoint, SnmpCredential } from '../probe.ts'
import { familyOf } from './endpoint.ts'
import { sendToAgent } from './snmp-channel.ts'
import { readOddAnswer } from './snmp-odd-answer.ts'
import { flood, mostDatagrams, noteStranger, type Received, silence, unsent } from './snmp-outcome.ts'
import { encodeRequest, headOf } from './snmp-request.ts'
import { isCut, readResponse } from './snmp-response.ts'
import type { SnmpOutcome, SnmpSession } from './snmp-session.ts'

/**
 * Opens a session of SNMPv1 or v2c over the sockets that all looks share. Requests and plain answers are written and read
 * here; what is odd goes to net-snmp. The credential must have no flaw.
 */
export function openCommunitySession(
  endpoint: Endpoint,
  credential: Exclude<SnmpCredential, { version: '3' }>,
): SnmpSession {
  const head = headOf(credential)
  const closed: SnmpOutcome = { end: 'silent', reason: 'the session was closed' }
  let isClosed = false
  let giveUp = () => {}
  const self: SnmpSession = {
    family: familyOf(endpoint.address),
    peer: null,
    ask(request, timeoutMs) {
      if (isClosed) return Promise.resolve(closed)
      return new Promise<SnmpOutcome>((resolve) => {
        const received: Received = { datagrams: 0, bytes: 0, strangers: new Set() }
        const mark = { head, id: 0 }
        const timer = setTimeout(() => finish(silence(received, credential.version)), timeoutMs)
        const finish = (outcome: SnmpOutcome) => {
          clearTimeout(timer)
          sent.forget()
          resolve(outcome)
        }
        const encode = (id: number) => {
          mark.id = id
          return encodeRequest(head, id, request)
        }
        const sent = sendToAgent(endpoint, encode, {
          onAnswer(datagram, from) {
            self.peer = from
            const bytes = datagram.length
            const response = readResponse(datagram, mark)
            if (response) return finish({ end: 'answer', answer: { ...response, bytes } })
            received.datagrams += 1
            if (received.datagrams > mostDatagrams) return finish(flood)
            const odd = readOddAnswer(datagram, credential, mark.id)
            if ('noise' in odd) received.noise = odd.noise
            else finish(odd)
          },
          onNoise(datagram, from, id) {
            self.peer = from
            received.datagrams += 1
            if (isCut(datagram)) received.noise = 'the datagram is shorter than its BER length says'
            else if (id === undefined) received.noise = `it is no message of SNMPv${credential.version}`
          },
          onStranger: (from) => noteStranger(received, from),
          onUnsent: (error) => finish(unsent(error)),
        })
        giveUp = () => finish(closed)
      })
    },
    engine: () => null,
    async close() {
      isClosed = true
      giveUp()
    },
  }
  return self
}
