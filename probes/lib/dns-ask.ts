import type { Endpoint } from '../probe.ts'
import { type DnsMessage, type DnsQuestion, decodeMessage, encodeQuery } from './dns-message.ts'
import { describeMessage } from './dns-text.ts'
import { exchangeTcp, exchangeUdp, type Heard, type Unheard } from './dns-transport.ts'
import type { Ended } from './evidence.ts'
import { beginExchange, type Look } from './look.ts'

/** Waiting times of the three tries of domain rules 4.5, in milliseconds. */
export const dnsTries = [2000, 4000, 6000]

/** Longest message whose bytes are kept in the evidence; the text stays in any case. */
const maxEvidenceBytes = 4096

export type Reply =
  | { message: DnsMessage }
  | { failure: Unheard['failure'] | 'TRUNCATED_NO_TCP'; rcode: string | null }

/** Puts one question to one server over one transport, once for each waiting time, until it answers. */
export async function ask(
  server: Endpoint,
  question: DnsQuestion,
  how: { transport: 'udp' | 'tcp'; triesMs: number[] },
  look: Look,
): Promise<Reply> {
  const { transport, triesMs } = how
  const endpoint = look.dial(server.address, server.port)
  const exchange = transport === 'udp' ? exchangeUdp : exchangeTcp
  const note = beginExchange(look, server)
  let failures = ''
  for (let tried = 1; ; tried++) {
    const query = encodeQuery(question)
    const outcome = await exchange(endpoint, query, (triesMs[tried - 1] ?? 0) * look.patience, look.signal)
    if ('message' in outcome) {
      note(endedWith(transport, query, outcome, undefined))
      const { message } = outcome
      return needsPlainDns(question, message)
        ? ask(server, { ...question, edns: false }, how, look)
        : { message }
    }
    failures = failures === '' ? outcome.detail : `${failures}; ${outcome.detail}`
    if (outcome.again && tried < triesMs.length) continue
    note(endedWith(transport, query, outcome, failures))
    return { failure: outcome.failure, rcode: null }
  }
}

function endedWith(
  transport: 'udp' | 'tcp',
  query: Buffer,
  outcome: Heard | Unheard,
  failure: string | undefined,
): Ended {
  const heard = 'message' in outcome ? outcome : undefined
  return {
    protocol: 'dns',
    transport,
    peer: outcome.peer,
    request: () => describeBytes(query),
    requestBytes: query,
    response: heard ? () => describeMessage(heard.message) : [],
    responseBytes: heard && heard.bytes.length <= maxEvidenceBytes ? heard.bytes : undefined,
    failure,
  }
}

function describeBytes(bytes: Buffer): string[] {
  const message = decodeMessage(bytes)
  return message ? describeMessage(message) : []
}

/** Asks over UDP, and over TCP when the answer was cut short (RFC 7766 5). */
export async function askUdpThenTcp(
  server: Endpoint,
  question: DnsQuestion,
  triesMs: number[],
  look: Look,
): Promise<Reply> {
  const reply = await ask(server, question, { transport: 'udp', triesMs }, look)
  if (!('message' in reply) || !reply.message.flag_tc) return reply
  const whole = await ask(server, question, { transport: 'tcp', triesMs }, look)
  return 'message' in whole ? whole : { failure: 'TRUNCATED_NO_TCP', rcode: reply.message.rcode }
}

/** A server from before EDNS answers FORMERR or NOTIMP without an OPT record (RFC 6891 7). */
function needsPlainDns({ edns = true }: DnsQuestion, { rcode, additionals }: DnsMessage): boolean {
  return edns && ['FORMERR', 'NOTIMP'].includes(rcode) && !additionals.some(({ type }) => type === 'OPT')
}
