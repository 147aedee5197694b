import snmp from 'net-snmp'
import type { Endpoint, SnmpCredential } from '../probe.ts'
import { userOf } from './snmp-credential.ts'
import {
  flood,
  mostDatagrams,
  noteStranger,
  outcomeOf,
  type Received,
  responseOf,
  silence,
  unsent,
} from './snmp-outcome.ts'
import type { SnmpOutcome, SnmpSession } from './snmp-session.ts'
import { guardedSocket } from './snmp-socket.ts'

type UserCredential = Extract<SnmpCredential, { version: '3' }>

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

/** One for all requests: an error for each would cost its stack. */
const settled = new Error('settled')

/** Bits of msgFlags (RFC 3412 section 6.4) that an answer must have. */
const levels = { noAuthNoPriv: 0, authNoPriv: 1, authPriv: 3 }

/** Opens a session of SNMPv3 over npm net-snmp, with a socket of its own. The credential must have no flaw. */
export function openUserSession(endpoint: Endpoint, credential: UserCredential): SnmpSession {
  let settle: ((outcome: SnmpOutcome) => void) | undefined
  let received: Received = { datagrams: 0, bytes: 0, strangers: new Set() }
  const finish = (outcome: SnmpOutcome) => settle?.(outcome)
  const unreadable = (reason: string) => finish({ end: 'unreadable', reason })

  const socket = guardedSocket(endpoint, {
    onAnswer(from, datagram) {
      self.peer = from
      received.bytes = datagram.length
      received.datagrams += 1
      if (received.datagrams > mostDatagrams) finish(flood)
    },
    isWaiting: () => settle !== undefined,
    onStranger: (from) => noteStranger(received, from),
    onUnreadable: (error) => unreadable(error.message),
    onBroken: (error) => finish(unsent(error)),
  })
  const session = snmp.createV3Session(endpoint.address, userOf(credential), {
    transport: `udp${socket.family}`,
    port: endpoint.port,
    retries: 0,
    timeout: 600_000, // never reached: `ask` has its own
    backwardsGetNexts: false,
    dgramModule: { createSocket: () => socket },
    version: snmp.Version3,
    context: credential.context ?? '',
  })

  const engineKey = `${endpoint.address} ${endpoint.port} ${credential.user}`
  const known = engines.get(engineKey)
  if (known) {
    const passed = Math.floor((performance.now() - known.at) / 1000)
    const { msgAuthoritativeEngineTime } = known.learned
    ;(session as Learned).msgSecurityParameters = {
      ...known.learned,
      msgAuthoritativeEngineTime: msgAuthoritativeEngineTime + passed,
    }
  }

  // A datagram that cannot be parsed may be anyone's noise, so the wait for the true answer goes on.
  session.on('error', (error) => {
    received.noise = error.message
  })
  // The whole answer, before net-snmp's own checks, which do not survive every agent (GETBULK with too many varbinds).
  session.onSimpleGetResponse = (_request, message) => {
    if (((message.msgGlobalData?.msgFlags ?? 0) & 3) !== levels[credential.level]) {
      finish({ end: 'auth', reason: 'the answer has a lower security level than the request' })
      return
    }
    const outcome = responseOf(message.pdu, received.bytes)
    if (outcome.end === 'answer') remember()
    finish(outcome)
  }
  function remember() {
    const learned = (session as Learned).msgSecurityParameters
    if (learned === undefined) return
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
      received = { datagrams: 0, bytes: 0, strangers: new Set() }
      return new Promise<SnmpOutcome>((resolve) => {
        const timer = setTimeout(() => {
          // an agent that is silent to what we remember of it is asked for its engine at the next try
          if (self.peer === null) {
            engines.delete(engineKey)
            delete (session as Learned).msgSecurityParameters
          }
          finish(silence(received, credential.version))
        }, timeoutMs)
        settle = (outcome) => {
          settle = undefined
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
