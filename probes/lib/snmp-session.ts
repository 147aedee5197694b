import snmp from 'net-snmp'
import type { Endpoint, Family, SnmpCredential } from '../probe.ts'
import { userOf } from './snmp-credential.ts'
import { markOf, type RequestMark, readResponse } from './snmp-response.ts'
import { guardedSocket } from './snmp-socket.ts'
import { isAbsent, type Varbind } from './snmp-value.ts'

/** A question to an agent. The first `nonRepeaters` OIDs of a GETBULK are asked once (RFC 3416 section 4.2.3). */
export type SnmpRequest =
  | { kind: 'GET' | 'GETNEXT'; oids: string[] }
  | { kind: 'GETBULK'; oids: string[]; nonRepeaters: number; maxRepetitions: number }

/** An answer as it came: `errorStatus` and `errorIndex` are those of RFC 3416, 0 for none. */
export type SnmpAnswer = { errorStatus: number; errorIndex: number; varbinds: Varbind[]; bytes: number }

/**
 * How a try to get an answer ended.
 *
 * - `silent`: nothing came in time
 * - `auth`: the agent refused us, or its answer was not authentic
 * - `unreadable`: something came that is no answer
 * - `unsent`: the packet did not leave this machine; `code` says why (ENETUNREACH, ...)
 */
export type SnmpOutcome =
  | { end: 'answer'; answer: SnmpAnswer }
  | { end: 'silent' | 'auth' | 'unreadable'; reason: string }
  | { end: 'unsent'; code: string; reason: string }

export type SnmpEngine = { id: string; boots: number; time: number }

/** A conversation with one agent over one socket: the transport under `snmp.ts`. One question at a time. */
export type SnmpSession = {
  family: Family
  /** Where answers really came from; null before the first. */
  peer: Endpoint | null
  /** Asks once. The promise never rejects; `close` ends it at once. */
  ask(request: SnmpRequest, timeoutMs: number): Promise<SnmpOutcome>
  /** The SNMPv3 engine that was discovered. */
  engine(): SnmpEngine | null
  /** Resolves when neither socket nor timer is left. */
  close(): Promise<void>
}

/** RFC 3414 section 5: the counters by which an agent says why it refused. */
const usmReports: Record<string, string> = {
  '1.3.6.1.6.3.15.1.1.1.0':
    'usmStatsUnsupportedSecLevels: the agent does not offer this security level to the user',
  '1.3.6.1.6.3.15.1.1.2.0': 'usmStatsNotInTimeWindows: engine boots and time do not agree',
  '1.3.6.1.6.3.15.1.1.3.0': 'usmStatsUnknownUserNames: the agent does not know the user',
  '1.3.6.1.6.3.15.1.1.4.0': 'usmStatsUnknownEngineIDs: the agent has changed its engine ID',
  '1.3.6.1.6.3.15.1.1.5.0': 'usmStatsWrongDigests: wrong authentication key or protocol',
  '1.3.6.1.6.3.15.1.1.6.0': 'usmStatsDecryptionErrors: wrong privacy key or protocol',
}

/** net-snmp's member that is not in its type declarations: what it learned of the agent's engine. */
type Learned = {
  msgSecurityParameters?: {
    msgAuthoritativeEngineID: Buffer
    msgAuthoritativeEngineBoots: number
    msgAuthoritativeEngineTime: number
  }
}

/**
 * What agents have told of their engines, by endpoint and user, so that the next conversation begins without asking. An
 * agent that has restarted since says so in a report, and net-snmp asks again with what the report tells.
 */
const engines = new Map<string, { learned: NonNullable<Learned['msgSecurityParameters']>; at: number }>()
const mostEngines = 20_000

/** More datagrams than this for one question is a flood (an agent that answers every report with a report). */
const mostDatagrams = 16

/** One for all requests: an error for each would cost its stack. */
const settled = new Error('settled')

/** What came in during one question. */
type Received = { datagrams: number; bytes: number; strangers: Set<string> }

/** Bits of msgFlags (RFC 3412 section 6.4) that an answer must have. */
const levels = { noAuthNoPriv: 0, authNoPriv: 1, authPriv: 3 }

/** Opens a session over npm net-snmp. The credential must have no flaw. */
export function openSession(endpoint: Endpoint, credential: SnmpCredential): SnmpSession {
  let settle: ((outcome: SnmpOutcome) => void) | undefined
  let received: Received = { datagrams: 0, bytes: 0, strangers: new Set() }
  let mark: RequestMark | undefined
  const finish = (outcome: SnmpOutcome) => settle?.(outcome)
  const unreadable = (reason: string) => finish({ end: 'unreadable', reason })

  const socket = guardedSocket(endpoint, {
    onSend(message) {
      mark = credential.version === '3' ? undefined : markOf(message)
    },
    onAnswer(from, datagram) {
      self.peer = from
      received.bytes = datagram.length
      received.datagrams += 1
      if (received.datagrams > mostDatagrams)
        unreadable(`more than ${mostDatagrams} datagrams for one request`)
      const response = mark && readResponse(datagram, mark)
      if (response === undefined) return true
      finish({ end: 'answer', answer: { ...response, bytes: datagram.length } })
      return false
    },
    isWaiting: () => settle !== undefined,
    onStranger: ({ address, port }) => received.strangers.add(`${address} port ${port}`),
    onUnreadable: (error) => unreadable(error.message),
    onBroken: (error) => finish(unsent(error)),
  })
  const options = {
    transport: `udp${socket.family}` as const,
    port: endpoint.port,
    retries: 0,
    timeout: 600_000, // never reached: `ask` has its own
    backwardsGetNexts: false,
    dgramModule: { createSocket: () => socket },
  }
  const session =
    credential.version === '3'
      ? snmp.createV3Session(endpoint.address, userOf(credential), {
          ...options,
          version: snmp.Version3,
          context: credential.context ?? '',
        })
      : snmp.createSession(endpoint.address, credential.community, {
          ...options,
          version: credential.version === '1' ? snmp.Version1 : snmp.Version2c,
        })

  const engineKey =
    credential.version === '3' ? `${endpoint.address} ${endpoint.port} ${credential.user}` : undefined
  const known = engineKey === undefined ? undefined : engines.get(engineKey)
  if (known) {
    const passed = Math.floor((performance.now() - known.at) / 1000)
    const { msgAuthoritativeEngineTime } = known.learned
    ;(session as Learned).msgSecurityParameters = {
      ...known.learned,
      msgAuthoritativeEngineTime: msgAuthoritativeEngineTime + passed,
    }
  }

  // A datagram that cannot be parsed may be anyone's noise, so the wait for the true answer goes on.
  let noise: string | undefined
  session.on('error', (error) => {
    noise = error.message
  })
  // The whole answer, before net-snmp's own checks, which do not survive every agent (GETBULK with too many varbinds).
  session.onSimpleGetResponse = (_request, message) => {
    const wanted = credential.version === '3' ? levels[credential.level] : undefined
    if (wanted !== undefined && ((message.msgGlobalData?.msgFlags ?? 0) & 3) !== wanted) {
      finish({ end: 'auth', reason: 'the answer has a lower security level than the request' })
      return
    }
    const { errorStatus, errorIndex } = message.pdu
    const varbinds: Varbind[] = message.pdu.varbinds
    // what net-snmp makes of a value whose length leads out of the message
    if (varbinds.some((varbind) => varbind.value === null && !isAbsent(varbind))) {
      unreadable('the answer has a value that ends after the message')
      return
    }
    remember()
    finish({ end: 'answer', answer: { errorStatus, errorIndex, varbinds, bytes: received.bytes } })
  }
  function remember() {
    const learned = (session as Learned).msgSecurityParameters
    if (engineKey === undefined || learned === undefined) return
    if (engines.size >= mostEngines) engines.clear()
    engines.set(engineKey, { learned: { ...learned }, at: performance.now() })
  }
  session.userSecurityModelError = (_request, oid) => {
    finish({ end: 'auth', reason: usmReports[oid] ? `${usmReports[oid]} (report ${oid})` : `report ${oid}` })
  }
  const onFailed = (error: Error | null) => {
    if (error) finish(outcomeOf(error))
  }

  const self: SnmpSession = {
    family: socket.family,
    peer: null,
    ask(request, timeoutMs) {
      noise = undefined
      received = { datagrams: 0, bytes: 0, strangers: new Set() }
      return new Promise<SnmpOutcome>((resolve) => {
        const timer = setTimeout(() => {
          // an agent that is silent to what we remember of it is asked for its engine at the next try
          if (engineKey !== undefined && self.peer === null) {
            engines.delete(engineKey)
            delete (session as Learned).msgSecurityParameters
          }
          finish(silence(noise, received, credential.version))
        }, timeoutMs)
        settle = (outcome) => {
          settle = undefined
          mark = undefined
          clearTimeout(timer)
          // net-snmp must forget the request; it calls back at once, with nobody listening any more
          session.cancelRequests(settled)
          resolve(outcome)
        }
        if (request.kind === 'GETBULK') {
          session.getBulk(request.oids, request.nonRepeaters, request.maxRepetitions, onFailed)
        } else if (request.kind === 'GETNEXT') session.getNext(request.oids, onFailed)
        else session.get(request.oids, onFailed)
      })
    },
    engine() {
      const learned = (session as Learned).msgSecurityParameters
      // what is only remembered is not said: the agent may be gone
      if (!learned || self.peer === null) return null
      return {
        id: learned.msgAuthoritativeEngineID.toString('hex'),
        boots: learned.msgAuthoritativeEngineBoots,
        time: learned.msgAuthoritativeEngineTime,
      }
    },
    close() {
      finish({ end: 'silent', reason: 'the session was closed' })
      return socket.close()
    },
  }
  return self
}

function silence(
  noise: string | undefined,
  { datagrams, strangers }: Received,
  version: string,
): SnmpOutcome {
  if (noise !== undefined) return { end: 'unreadable', reason: `what came cannot be read: ${noise}` }
  const others = [...strangers].slice(0, 3).join(', ')
  if (others) return { end: 'silent', reason: `answers came only from ${others}, which was not asked` }
  if (datagrams === 1 && version === '3')
    return { end: 'silent', reason: 'no answer but to the engine discovery' }
  if (datagrams > 0) return { end: 'silent', reason: 'what came was no answer to this request' }
  return { end: 'silent', reason: 'no answer' }
}

/** net-snmp's errors in our words; its own sentences may quote the community, so they are not passed on. */
function outcomeOf(error: Error): SnmpOutcome {
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

function unsent(error: NodeJS.ErrnoException): SnmpOutcome {
  return { end: 'unsent', code: error.code ?? 'unknown', reason: error.message }
}
