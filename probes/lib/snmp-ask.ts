import { type Endpoint, ProbeError, type SnmpCredential } from '../probe.ts'
import type { Lines } from './evidence.ts'
import { beginExchange, type Look } from './look.ts'
import { engineLine, requestLines, varbindLine } from './snmp-lines.ts'
import type { SnmpAnswer, SnmpOutcome, SnmpRequest, SnmpSession } from './snmp-session.ts'
import type { Varbind } from './snmp-value.ts'

/**
 * Asks, with retries; `build` makes the request of each try. `relevant` picks what evidence keeps of the answer.
 * Throws ProbeError when no try was answered.
 */
export type Ask = (
  build: (attempt: number) => SnmpRequest,
  relevant?: (varbinds: Varbind[]) => Varbind[],
) => Promise<Reply>

/** The answer, and which try brought it, from 0. */
export type Reply = { answer: SnmpAnswer; attempt: number }

/** Tries for each request, with how long each waits. domain: 2 s, 3 tries, backoff 1.5. */
const tryTimeoutsMs = [2_000, 3_000, 4_500]
const allTriesMs = tryTimeoutsMs.reduce((sum, timeoutMs) => sum + timeoutMs, 0)
/** Share of the budget that the network may use; the rest is for reading and for closing. */
const networkShare = 0.9
/** Lines of answers that one look keeps as evidence: about 150 kB before compression. */
const mostAnswerLines = 2_000
/** The error-status of an agent that knows the user but lets it read nothing (RFC 3416 section 3). */
const authorizationError = 16

/**
 * Asks with retries inside the budget, and writes each request with its answer into the evidence. After one request
 * without an answer the others fail at once, for each would wait as long.
 */
export function askerOf(
  look: Look,
  asked: Endpoint,
  credential: SnmpCredential,
  session: SnmpSession,
  budgetMs: number,
): Ask {
  const endsAt = performance.now() + budgetMs * networkShare
  const scale = Math.min(look.patience, (budgetMs * networkShare) / allTriesMs)
  let linesLeft = mostAnswerLines
  let isHeard = false
  let lost: ProbeError | undefined

  /** What evidence keeps of an answer, written when it is read. */
  function linesOf({ answer, attempt }: Reply, relevant: (varbinds: Varbind[]) => Varbind[]): Lines {
    const engine = session.engine()
    return () => {
      const varbinds = relevant(answer.varbinds)
      const kept = varbinds.slice(0, linesLeft)
      linesLeft -= kept.length
      const unkept = varbinds.length - kept.length
      const { errorStatus, errorIndex } = answer
      return [
        ...(attempt > 0 ? [`answered at try ${attempt + 1} of ${tryTimeoutsMs.length}`] : []),
        ...(engine ? [engineLine(engine)] : []),
        ...(errorStatus ? [`error-status ${errorStatus}, error-index ${errorIndex}`] : []),
        ...kept.map(varbindLine),
        ...(unkept > 0 ? [`… ${unkept} more varbinds, not kept`] : []),
      ]
    }
  }

  return async (build, relevant = (varbinds) => varbinds) => {
    if (lost) throw lost
    const endExchange = beginExchange(look, asked)
    const failures: { reason: string; timeoutMs: number }[] = []
    let last: SnmpOutcome = { end: 'silent', reason: 'no time was left to ask' }
    let unreadable: SnmpOutcome | undefined
    let request = build(0)
    for (const [attempt, fullTimeoutMs] of tryTimeoutsMs.entries()) {
      const timeoutMs = Math.round(Math.min(fullTimeoutMs * scale, endsAt - performance.now()))
      if (timeoutMs <= 0) break
      request = build(attempt)
      last = await session.ask(request, timeoutMs)
      if (look.signal.aborted) break
      if (last.end === 'answer') {
        isHeard = true
        const { answer } = last
        const response = linesOf({ answer, attempt }, relevant)
        const sent = request
        endExchange({
          protocol: 'snmp',
          transport: 'udp',
          peer: session.peer,
          request: () => requestLines(credential, sent),
          response,
        })
        if (answer.errorStatus === authorizationError) {
          lost = new ProbeError(
            'snmp_auth',
            'authorizationError: the agent lets this credential read nothing here',
          )
          throw lost
        }
        return { answer, attempt }
      }
      failures.push({ reason: last.reason, timeoutMs })
      if (last.end === 'auth' || last.end === 'unsent') break
      if (last.end === 'unreadable') unreadable = last
    }
    const engine = session.engine()
    const failure = look.signal.aborted ? 'the time for this look was up' : summary(failures)
    endExchange({
      protocol: 'snmp',
      transport: 'udp',
      peer: session.peer,
      request: requestLines(credential, request),
      response: engine ? [engineLine(engine)] : [],
      failure,
    })
    if (look.signal.aborted) throw outOfTime()
    lost = errorOf(unreadable ?? last, failure, {
      credential,
      session,
      isHeard,
      hadTime: failures.length > 0,
    })
    throw lost
  }
}

/** "no answer within 2000, 3000, 4500 ms (3 tries)" */
function summary(failures: { reason: string; timeoutMs: number }[]): string {
  if (failures.length === 0) return 'no time was left to ask'
  const times = new Map<string, number[]>()
  for (const { reason, timeoutMs } of failures) times.set(reason, [...(times.get(reason) ?? []), timeoutMs])
  const texts = [...times].map(([reason, timeoutsMs]) => `${reason} within ${timeoutsMs.join(', ')} ms`)
  return `${texts.join('; ')} (${failures.length} ${failures.length === 1 ? 'try' : 'tries'})`
}

function errorOf(
  last: SnmpOutcome,
  failure: string,
  known: { credential: SnmpCredential; session: SnmpSession; isHeard: boolean; hadTime: boolean },
): ProbeError {
  const { credential, session } = known
  if (!known.hadTime) return outOfTime()
  if (last.end === 'auth') return new ProbeError('snmp_auth', last.reason)
  if (last.end === 'unreadable') return new ProbeError('snmp_malformed', failure)
  if (last.end === 'unsent') {
    const noFamily = session.family === 6 ? 'prober_no_ipv6' : 'prober_no_ipv4'
    return new ProbeError(isNoRoute(last.code) ? noFamily : 'internal', last.reason)
  }
  const isV3 = credential.version === '3'
  if (isV3 && credential.level === 'authPriv' && session.engine() && !known.isHeard) {
    return new ProbeError(
      'snmp_auth',
      `the agent tells its engine ID but leaves encrypted requests unanswered: wrong privacy key, protocol or context? (${failure})`,
    )
  }
  const hint = isV3 || known.isHeard ? '' : '; an agent is silent too when the community is wrong'
  return new ProbeError('snmp_timeout', `${failure}${hint}`)
}

/** Our own machine lets no packet out that way: route, source address, address family or local firewall. */
function isNoRoute(code: string): boolean {
  return /^E(NETUNREACH|HOSTUNREACH|ADDRNOTAVAIL|AFNOSUPPORT|NETDOWN|INVAL|ACCES|PERM)$/.test(code)
}

export function outOfTime(): ProbeError {
  return new ProbeError('out_of_time', 'the time for this look is up')
}
