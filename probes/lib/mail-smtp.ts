import { isIPv6, type Socket } from 'node:net'
import type { Endpoint } from '../probe.ts'
import type { FailureClass } from './failure-class.ts'
import { beginExchange, type Look } from './look.ts'
import { createReplyReader, type Reply } from './mail-reply.ts'
import type { Connected } from './tcp-connect.ts'

/** `starttls` is null when the server was not heard out. */
export type Greeting = {
  failure: Extract<FailureClass, 'SMTP_NO_BANNER' | 'SMTP_REJECT'> | null
  starttls: boolean | null
}

/** Waiting times in milliseconds: the banner's is of domain rules 4.4. Each is for a whole reply, however slow. */
const bannerMs = 30_000
const ehloMs = 30_000
const quitMs = 5000

/** Lines of the dialogue that are kept, and characters of each. */
const maxEvidenceLines = 40
const maxEvidenceText = 300

/**
 * Says hello to a mail server over an open connection and leaves: banner, EHLO, QUIT (RFC 5321 4.1.1). Never a mail:
 * no MAIL FROM. The connection is closed in the end.
 */
export async function greet(asked: Endpoint, { socket, peer }: Connected, look: Look): Promise<Greeting> {
  const note = beginExchange(look, asked)
  const said: string[] = []
  const heard: string[] = []
  const reader = createReplyReader(socket)
  let problem: string | undefined
  const hear = async (patienceMs: number): Promise<Reply | null> => {
    const reply = await reader.next(patienceMs * look.patience, look.signal)
    heard.push(...('problem' in reply ? [] : reply.lines))
    if ('problem' in reply) problem ??= reply.problem
    return 'problem' in reply ? null : reply
  }
  const say = (line: string) => {
    said.push(line)
    socket.write(`${line}\r\n`)
  }
  const leave = async () => {
    say('QUIT')
    const before = problem
    await hear(quitMs)
    problem = before // how it takes our leave is of no account
  }
  try {
    const banner = await hear(bannerMs)
    if (banner === null) return { failure: 'SMTP_NO_BANNER', starttls: null }
    if (banner.code !== 220) {
      await leave()
      return { failure: 'SMTP_REJECT', starttls: null }
    }
    say(`EHLO ${ownName(socket)}`)
    const hello = await hear(ehloMs)
    if (hello !== null) await leave()
    if (hello?.code !== 250) return { failure: 'SMTP_REJECT', starttls: null }
    return { failure: null, starttls: hello.lines.some((line) => /^250[ -]STARTTLS\s*$/i.test(line)) }
  } finally {
    socket.destroy()
    note({
      protocol: 'smtp',
      transport: 'tcp',
      peer,
      request: said,
      response: heard.slice(0, maxEvidenceLines).map((line) => line.slice(0, maxEvidenceText)),
      ...(problem !== undefined && { failure: problem }),
    })
  }
}

/** A client without a name of its own gives its address (RFC 5321 4.1.3, 4.1.4). */
function ownName({ localAddress = '' }: Socket): string {
  return isIPv6(localAddress) ? `[IPv6:${localAddress}]` : `[${localAddress}]`
}
