import type snmp from 'net-snmp'
import type { Endpoint } from '../probe.ts'
import type { SnmpOutcome } from './snmp-session.ts'
import { isAbsent, type Varbind } from './snmp-value.ts'

/** What came in during one question; `noise` is why something that came cannot be read. */
export type Received = { datagrams: number; strangers: Set<string>; noise?: string }

/** More datagrams than this for one question is a flood (an agent that answers every report with a report). */
export const mostDatagrams = 16

export const flood: SnmpOutcome = {
  end: 'unreadable',
  reason: `more than ${mostDatagrams} datagrams for one request`,
}

/** Notes who sent a datagram without having been asked. */
export function noteStranger({ strangers }: Received, { address, port }: Endpoint): void {
  strangers.add(`${address} port ${port}`)
}

/** What it means that time is up. */
export function silence({ datagrams, strangers, noise }: Received, version: '1' | '2c' | '3'): SnmpOutcome {
  if (noise !== undefined) return { end: 'unreadable', reason: `what came cannot be read: ${noise}` }
  const others = [...strangers].slice(0, 3).join(', ')
  if (others) return { end: 'silent', reason: `answers came only from ${others}, which was not asked` }
  if (datagrams === 1 && version === '3')
    return { end: 'silent', reason: 'no answer but to the engine discovery' }
  if (datagrams > 0) return { end: 'silent', reason: 'what came was no answer to this request' }
  return { end: 'silent', reason: 'no answer' }
}

/** A response that net-snmp has read. */
export function responseOf(
  { errorStatus, errorIndex, varbinds }: { errorStatus: number; errorIndex: number; varbinds: Varbind[] },
  bytes: number,
): SnmpOutcome {
  // what net-snmp makes of a value whose length leads out of the message
  if (varbinds.some((varbind) => varbind.value === null && !isAbsent(varbind)))
    return { end: 'unreadable', reason: 'the answer has a value that ends after the message' }
  return { end: 'answer', answer: { errorStatus, errorIndex, varbinds, bytes } }
}

/** net-snmp's errors in our words; its own sentences may quote the community, so they are not passed on. */
export function outcomeOf(error: Error): SnmpOutcome {
  // numbers that do not fit into the message are those that the agent told of its engine
  if (error instanceof RangeError)
    return { end: 'unreadable', reason: 'the agent told an engine that cannot be' }
  if (error.name !== 'ResponseInvalidError') return unsent(error)
  switch ((error as snmp.ResponseInvalidError).code as number) {
    case 4:
      return { end: 'auth', reason: 'the answer cannot be decrypted: wrong privacy key or protocol' }
    case 5:
      return { end: 'auth', reason: 'the answer is not authentic: wrong authentication key, or forged' }
    case 9:
      return { end: 'unreadable', reason: 'the answer is of another SNMP version' }
    case 10:
      return { end: 'unreadable', reason: 'the answer names another community' }
    case 11:
      return {
        end: 'auth',
        reason: 'the agent refused by a report other than those of USM (unknown context?)',
      }
    case 14:
      return { end: 'auth', reason: 'the answer lies outside the time window (RFC 3414 section 3.2)' }
    default:
      return { end: 'unreadable', reason: 'the answer is no response to this request' }
  }
}

/** That a request did not leave. */
export function unsent(error: NodeJS.ErrnoException): SnmpOutcome {
  return { end: 'unsent', code: error.code ?? 'unknown', reason: error.message }
}
