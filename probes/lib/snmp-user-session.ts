import type { Endpoint } from '../probe.ts'
import { type Cursor, octetStringTag, sequenceTag } from './ber-read.ts'
import { tlv } from './ber-write.ts'
import { readOddAnswer } from './snmp-odd-answer.ts'
import { encodeRequest, headOf } from './snmp-request.ts'
import { readPdu, reportTag, responseTag } from './snmp-response.ts'
import type { SnmpOutcome, SnmpRequest, SnmpSession } from './snmp-session.ts'
import { type Conversation, type Encode, openSharedSession, type Reading } from './snmp-shared-session.ts'
import { decrypt, isAuthentic } from './snmp-usm-cipher.ts'
import {
  clockOf,
  engineOf,
  followClock,
  forgetEngine,
  isInWindow,
  keepEngine,
  knownEngine,
  type UsmEngine,
} from './snmp-usm-engine.ts'
import { noKeys, type UserCredential, type UserKeys, userKeys } from './snmp-usm-keys.ts'
import {
  encodeUserMessage,
  enterScopedPdu,
  msgFlags,
  readUserMessage,
  type UserMessage,
} from './snmp-usm-message.ts'

/** RFC 3414 section 5: the counters by which an agent says why it refused. */
const notInTimeWindows = '1.3.6.1.6.3.15.1.1.2.0'
const unknownEngineIds = '1.3.6.1.6.3.15.1.1.4.0'
const usmReports: Record<string, string> = {
  '1.3.6.1.6.3.15.1.1.1.0':
    'usmStatsUnsupportedSecLevels: the agent does not offer this security level to the user',
  [notInTimeWindows]: 'usmStatsNotInTimeWindows: engine boots and time do not agree',
  '1.3.6.1.6.3.15.1.1.3.0': 'usmStatsUnknownUserNames: the agent does not know the user',
  [unknownEngineIds]: 'usmStatsUnknownEngineIDs: the agent has changed its engine ID',
  '1.3.6.1.6.3.15.1.1.5.0': 'usmStatsWrongDigests: wrong authentication key or protocol',
  '1.3.6.1.6.3.15.1.1.6.0': 'usmStatsDecryptionErrors: wrong privacy key or protocol',
}

const levels = { noAuthNoPriv: 0, authNoPriv: msgFlags.auth, authPriv: msgFlags.auth | msgFlags.priv }
const nobody = { engineId: Buffer.alloc(0), boots: 0, time: 0, user: '' }
/** An odd PDU is shown to net-snmp in a message of SNMPv2c. */
const asCommunity = { version: '2c', community: 'v3' } as const

/**
 * Opens a session of SNMPv3 with the User-based Security Model (RFC 3412, RFC 3414). What an agent told of its engine is
 * kept for the next session. The credential must have no flaw.
 */
export function openUserSession(endpoint: Endpoint, credential: UserCredential): SnmpSession {
  const key = `${endpoint.address} ${endpoint.port}`
  let engine = knownEngine(key)
  /** The engine as this conversation has heard of it. */
  let heard: UsmEngine | undefined

  function begin(request: SnmpRequest): Conversation {
    let isMeeting = engine === undefined
    let hasMet = isMeeting
    let hasSynchronised = false

    const ask =
      (to: UsmEngine): Encode =>
      (id) => {
        const scoped = scopedPdu(to.id, credential.context ?? '', id, request)
        const sender = { engineId: to.id, ...clockOf(to), user: credential.user }
        return encodeUserMessage(userKeys(credential, to.id), sender, id, scoped)
      }
    const askWith = (told: UsmEngine): Reading => {
      engine = told
      heard = told
      return { send: ask(told) }
    }

    function readReport(pdu: Cursor, told: UsmEngine): Reading {
      const counter = readPdu(pdu, reportTag)?.varbinds[0]?.oid
      if (counter === undefined) return { noise: 'it is no answer' }
      if (counter === unknownEngineIds && !hasMet) {
        hasMet = true
        return askWith(told)
      }
      // A clock that went back is believed too, for many agents forget how often they have booted: what is then
      // answered must be signed, and for an id drawn just now.
      if (counter === notInTimeWindows && !hasSynchronised) {
        hasSynchronised = true
        return askWith(told)
      }
      heard = told
      const says = usmReports[counter]
      return refused(
        says
          ? `${says} (report ${counter})`
          : 'the agent refused by a report other than those of USM (unknown context?)',
      )
    }

    function readAnswer(
      pdu: Cursor,
      message: UserMessage,
      told: UsmEngine,
      id: number,
      bytes: number,
    ): Reading {
      if ((message.flags & levels.authPriv) !== levels[credential.level])
        return refused('the answer has a lower security level than the request')
      if (!engine?.id.equals(told.id)) return unreadable('the answer is of another engine')
      if (message.flags & msgFlags.auth) {
        followClock(engine, message)
        if (!isInWindow(engine, message))
          return refused('the answer lies outside the time window (RFC 3414 section 3.2)')
      }
      keepEngine(key, engine)
      heard = told
      const odd = pdu.bytes.subarray(pdu.at, pdu.end)
      const response = readPdu(pdu, responseTag, id)
      if (response) return { end: 'answer', answer: { ...response, bytes } }
      return readOddAnswer(tlv(sequenceTag, headOf(asCommunity), odd), asCommunity, id)
    }

    return {
      first: engine
        ? ask(engine)
        : (id) =>
            encodeUserMessage(
              noKeys,
              nobody,
              id,
              scopedPdu(nobody.engineId, '', id, { kind: 'GET', oids: [] }),
            ),
      read(datagram, id) {
        const message = readUserMessage(datagram)
        if (!message) return { noise: 'it is no message of SNMPv3' }
        const told = engineOf(message.engineId, message.boots, message.time)
        if (!told) return unreadable('the agent told an engine that cannot be')
        if (isMeeting) {
          isMeeting = false
          return askWith(told)
        }
        const pdu = open(datagram, message, userKeys(credential, told.id))
        if (!('at' in pdu)) return pdu
        const kind = pdu.bytes[pdu.at]
        if (kind === reportTag) return readReport(pdu, told)
        if (kind === responseTag) return readAnswer(pdu, message, told, id, datagram.length)
        return unreadable('the answer is no response to this request')
      },
    }
  }

  return openSharedSession(endpoint, '3', begin, {
    onSilence() {
      if (heard) return
      // an agent that is silent to what we remember of it is asked for its engine at the next try
      forgetEngine(key)
      engine = undefined
    },
    engine: () => (heard ? { id: heard.id.toString('hex'), boots: heard.boots, time: heard.time } : null),
  })
}

/** Where the PDU of a message is, once it has been found authentic and decrypted, as far as its flags say that it is. */
function open(datagram: Buffer, message: UserMessage, { auth, priv }: UserKeys): Cursor | Reading {
  const { flags, digest, digestAt, data } = message
  if (flags & msgFlags.auth) {
    if (!auth) return { noise: 'it is signed, and we have no key' }
    if (!isAuthentic(auth, datagram, digest, digestAt))
      return refused('the answer is not authentic: wrong authentication key, or forged')
  }
  if (!(flags & msgFlags.priv)) return enterScopedPdu(data) ?? { noise: 'it is no message of SNMPv3' }
  const plain = priv && decrypt(priv, message, data)
  const pdu = plain && enterScopedPdu(plain)
  return pdu ?? refused('the answer cannot be decrypted: wrong privacy key or protocol')
}

function scopedPdu(engineId: Buffer, context: string, id: number, request: SnmpRequest): Buffer {
  const head = [tlv(octetStringTag, engineId), tlv(octetStringTag, Buffer.from(context))]
  return encodeRequest(Buffer.concat(head), id, request)
}

function refused(reason: string): SnmpOutcome {
  return { end: 'auth', reason }
}

function unreadable(reason: string): SnmpOutcome {
  return { end: 'unreadable', reason }
}
