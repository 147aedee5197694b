import { z } from 'zod'
import { lookUpHost } from './lib/dns-host.ts'
import { createResolver } from './lib/dns-resolver.ts'
import { mayDial } from './lib/endpoint.ts'
import { failureClass } from './lib/failure-class.ts'
import { get } from './lib/http-get.ts'
import { userAgentOf } from './lib/http-user-agent.ts'
import { type Look, runLook } from './lib/look.ts'
import { connectWithTries } from './lib/tcp-connect.ts'
import { defineProbe } from './probe.ts'

const connection = { timeoutMs: 4000, tries: 2 }
const answerMs = 10_000
const version = 1

const family = z.object({
  /**
   * open: the page that is known came, so the way is free; portal: a redirect elsewhere, or another page in its place
   * (RFC 8952 1); no_answer: nothing came, `failure` says how; no_address: the name has none of this family.
   */
  outcome: z.enum(['open', 'portal', 'no_answer', 'no_address']),
  status: z.number().nullable(),
  /** Scheme, host and path of where a redirect leads: the query of a portal names the guest. */
  leadsTo: z.string().nullable(),
  failure: failureClass.nullable(),
})
type FamilyFacts = z.output<typeof family>

/**
 * What a guest of a public Wi-Fi site meets first: the page that was asked for, or a captive portal, over each family.
 * Redirects are noted and not followed.
 */
export const webPortal = defineProbe({
  version,
  budgetMs: 60_000,
  settings: z.strictObject({
    /** A page that always answers the same, over plain HTTP: a portal cannot stand in for one over TLS unseen. */
    url: z
      .url({ protocol: /^http$/ })
      .refine((text) => new URL(text).port === '' || Number(new URL(text).port) > 0, 'no port to ask'),
    /** What the page says, or part of it. Absent: it is the answer 204, without any page. */
    text: z.string().min(1).optional(),
  }),
  facts: z.object({ ipv4: family, ipv6: family }),
  needsIpv6: () => false, // a site without IPv6 is a fact
  ownNetwork: true,
  run({ url, text }, context) {
    return runLook(context, async (look) => {
      const { hostname } = new URL(url)
      const { a, aaaa } = await lookUpHost(createResolver(look), hostname)
      const [ipv4, ipv6] = await Promise.all([
        lookThrough(a.addresses, url, text, look),
        lookThrough(
          aaaa.addresses.map(({ address }) => address),
          url,
          text,
          look,
        ),
      ])
      return { facts: { ipv4, ipv6 } }
    })
  },
})

/** Through the first address: a guest's browser would take one, too. */
async function lookThrough(
  addresses: string[],
  url: string,
  text: string | undefined,
  look: Look,
): Promise<FamilyFacts> {
  const address = addresses.find(mayDial)
  if (address === undefined) return { outcome: 'no_address', status: null, leadsTo: null, failure: null }
  const { port, host, pathname, search } = new URL(url)
  const asked = { address, port: port === '' ? 80 : Number(port) }
  const times = { ...connection, timeoutMs: connection.timeoutMs * look.patience }
  const connected = await connectWithTries(asked, times, look)
  if (!('socket' in connected))
    return { outcome: 'no_answer', status: null, leadsTo: null, failure: connected.failure }
  const headers = { Host: host, 'User-Agent': userAgentOf(version, look.contact), Connection: 'close' }
  const target = { path: `${pathname}${search}`, headers, keepText: true, protocol: 'http/1.1' as const }
  const answer = await get(asked, connected, target, answerMs * look.patience, look)
  const { status } = answer
  if ('failure' in answer) return { outcome: 'no_answer', status, leadsTo: null, failure: answer.failure }
  const expected =
    text === undefined
      ? answer.status === 204
      : answer.status === 200 && answer.body.toString('utf8').includes(text)
  if (expected) return { outcome: 'open', status, leadsTo: null, failure: null }
  return { outcome: 'portal', status, leadsTo: placeOf(answer.headers.location, url), failure: null }
}

function placeOf(location: string | undefined, from: string): string | null {
  if (location === undefined || !URL.canParse(location, from)) return null
  const { origin, pathname } = new URL(location, from)
  return `${origin}${pathname}`
}
