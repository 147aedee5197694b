import type { Endpoint } from '../probe.ts'
import { familyOf } from './endpoint.ts'
import { sendToAgent } from './snmp-channel.ts'
import { flood, mostDatagrams, noteStranger, type Received, silence, unsent } from './snmp-outcome.ts'
import { isCut, isVersion3 } from './snmp-response.ts'
import type { SnmpOutcome, SnmpRequest, SnmpSession } from './snmp-session.ts'

/** Writes a datagram with the id that was drawn for it. */
export type Encode = (id: number) => Buffer

/** What came of a datagram: the outcome, another datagram to send first, or why it may be anyone's noise. */
export type Reading = SnmpOutcome | { send: Encode } | { noise: string }

/** How one request is put and its answer read. Nothing here may throw. */
export type Conversation = {
  first: Encode
  read(datagram: Buffer, id: number): Reading
}

/** Opens a session over the sockets that all looks share; `begin` starts the conversation of each request. */
export function openSharedSession(
  endpoint: Endpoint,
  version: '1' | '2c' | '3',
  begin: (request: SnmpRequest) => Conversation,
  { onSilence, engine }: { onSilence?: () => void; engine: SnmpSession['engine'] },
): SnmpSession {
  const closed: SnmpOutcome = { end: 'silent', reason: 'the session was closed' }
  let isClosed = false
  let giveUp = () => {}
  const self: SnmpSession = {
    family: familyOf(endpoint.address),
    peer: null,
    ask(request, timeoutMs) {
      if (isClosed) return Promise.resolve(closed)
      return new Promise<SnmpOutcome>((resolve) => {
        const received: Received = { datagrams: 0, strangers: new Set() }
        const { first, read } = begin(request)
        let asked: { id: number; forget(): void }
        const timer = setTimeout(() => {
          onSilence?.()
          finish(silence(received, version))
        }, timeoutMs)
        const finish = (outcome: SnmpOutcome) => {
          clearTimeout(timer)
          asked.forget()
          resolve(outcome)
        }
        const waiting = {
          onAnswer(datagram: Buffer, from: Endpoint) {
            self.peer = from
            received.datagrams += 1
            if (received.datagrams > mostDatagrams) return finish(flood)
            const reading = read(datagram, asked.id)
            if ('end' in reading) finish(reading)
            else if ('noise' in reading) received.noise = reading.noise
            else {
              asked.forget()
              asked = sendToAgent(endpoint, reading.send, waiting)
            }
          },
          onNoise(datagram: Buffer, from: Endpoint, id: number | undefined) {
            self.peer = from
            received.datagrams += 1
            if (isCut(datagram)) received.noise = 'the datagram is shorter than its BER length says'
            else if (id === undefined || isVersion3(datagram) !== (version === '3'))
              received.noise = `it is no message of SNMPv${version}`
          },
          onStranger: (from: Endpoint) => noteStranger(received, from),
          onUnsent: (error: NodeJS.ErrnoException) => finish(unsent(error)),
        }
        asked = sendToAgent(endpoint, first, waiting)
        giveUp = () => finish(closed)
      })
    },
    engine,
    async close() {
      isClosed = true
      giveUp()
    },
  }
  return self
}
