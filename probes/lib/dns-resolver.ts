import { ProbeError } from '../probe.ts'
import { askUdpThenTcp, dnsTries, type Reply } from './dns-ask.ts'
import type { DnsMessage, DnsQuestion } from './dns-message.ts'
import { parseEndpoint } from './endpoint.ts'
import type { FailureClass } from './failure-class.ts'
import type { Look } from './look.ts'
import { pause } from './pause.ts'
import { remembered } from './remembered.ts'

/** An answer with RCODE NOERROR, NXDOMAIN or SERVFAIL, or the way in which every resolver refuses to give one. */
type Resolved =
  | { message: DnsMessage }
  | { failure: Extract<FailureClass, 'REFUSED' | 'NOTAUTH' | 'TRUNCATED_NO_TCP'>; rcode: string }

/** Asks our recursive resolvers, after a pause or at once. Throws ProbeError `resolver_timeout` when none of them answers. */
export type Resolver = (question: Omit<DnsQuestion, 'recursion'>, pauseMs?: number) => Promise<Resolved>

/** All the waiting for silent resolvers together, in milliseconds: inside the budget of every probe. */
const maxWaitMs = 24_000

/**
 * Our resolvers as one: asked in order, the next after a silence, all of them again with more patience. The one that
 * answered is asked first from then on. A refusal sends us to the next; when all refuse, the refusal is the reply.
 */
export function createResolver(look: Look): Resolver {
  let servers = look.resolvers.map(resolverAt)
  if (servers.length === 0) throw new ProbeError('bad_settings', 'no recursive resolver is configured')
  return async (asked, pauseMs) => {
    if (pauseMs !== undefined) await pause(pauseMs * look.patience, look)
    const question = { recursion: true, ...asked }
    let refusal: Resolved | undefined
    let waitedMs = 0
    let left = servers
    for (const tryMs of dnsTries)
      for (const server of left) {
        if (waitedMs + tryMs > maxWaitMs) break
        const reply = await askUdpThenTcp(server, question, [tryMs], look).catch(asSilence)
        if ('message' in reply && !isUseless(reply.message)) {
          if (servers[0] !== server) servers = [server, ...servers.filter((other) => other !== server)]
          return reply
        }
        const refused = refusalOf(reply)
        refusal ??= refused
        if (refused) left = left.filter((other) => other !== server)
        else waitedMs += tryMs
      }
    if (refusal && left.length === 0) return refusal
    throw new ProbeError('resolver_timeout', `no resolver answers (${look.resolvers.join(', ')})`)
  }
}

const resolverAt = remembered((text) => parseEndpoint(text, 53), 100)

/** A resolver of a family that we lack is as good as silent: another may be of the other family. */
function asSilence(error: unknown): Reply {
  const lacking = error instanceof ProbeError && ['prober_no_ipv6', 'prober_no_ipv4'].includes(error.code)
  if (lacking) return { failure: 'DNS_TIMEOUT', rcode: null }
  throw error
}

function refusalOf(reply: Reply): Resolved | undefined {
  if ('message' in reply) {
    const { rcode } = reply.message
    return { failure: rcode === 'NOTAUTH' ? 'NOTAUTH' : 'REFUSED', rcode }
  }
  const { failure, rcode } = reply
  return failure === 'TRUNCATED_NO_TCP' ? { failure, rcode: rcode ?? 'NOERROR' } : undefined
}

/** It refuses us, does not understand us, or does not recurse and refers us to other servers. */
function isUseless(message: DnsMessage): boolean {
  if (!['NOERROR', 'NXDOMAIN', 'SERVFAIL'].includes(message.rcode)) return true
  const refers = message.answers.length === 0 && message.authorities.some(({ type }) => type === 'NS')
  return refers && !message.flag_ra && !message.flag_aa
}
