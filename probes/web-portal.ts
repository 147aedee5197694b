import { isIP } from 'node:net'
import { z } from 'zod'
import { type HostAddresses, lookUpHost } from './lib/dns-host.ts'
import { createResolver } from './lib/dns-resolver.ts'
import { familyOf, mayDial } from './lib/endpoint.ts'
import { failureClass } from './lib/failure-class.ts'
import { get } from './lib/http-get.ts'
import { userAgentOf } from './lib/http-user-agent.ts'
import { type Look, runLook } from './lib/look.ts'
import { connectWithTries } from './lib/tcp-connect.ts'
import { defineProbe, type Family, ProbeError } from './probe.ts'

const connection = { timeoutMs: 4000, tries: 2 }
const answerMs = 10_000
const version = 2

const familyFacts = z.object({
  /**
   * open: the page that is known came, so the way is free; portal: a redirect elsewhere, or another page in its place
   * (RFC 8952 1); no_answer: nothing came, `failure` says how; no_address: the name has none of this family.
   */
  outcome: z.enum(['open', 'portal', 'no_answer', 'no_address']),
  status: z.number().nullable(),
  /** Scheme, host and path of where a redirect leads: the query of a portal names the guest. */
  leadsTo: z.string().nullable(),
  /** Whether the portal is there over this family: its page came, or its port takes connections. Null without a portal. */
  portalAnswers: z.boolean().nullable(),
  failure: failureClass.nullable(),
})
type FamilyFacts = z.output<typeof familyFacts>

/**
 * What a guest of a public Wi-Fi site meets first: the page that was asked for, or a captive portal, over each family.
 * Where it redirects to is only connected to, since a request there might log somebody in.
 */
export const webPortal = defineProbe({
  version,
  budgetMs: 90_000,
  settings: z.strictObject({
    /** A page that always answers the same, over plain HTTP: a portal cannot stand in for one over TLS unseen. */
    url: z
      .url({ protocol: /^http$/ })
      .refine((text) => new URL(text).port === '' || Number(new URL(text).port) > 0, 'no port to ask'),
    /** What the page says, or part of it. Absent: it is the answer 204, without any page. */
    text: z.string().min(1).optional(),
  }),
  facts: z.object({ ipv4: familyFacts, ipv6: familyFacts }),
  needsIpv6: () => false, // a site without IPv6 is a fact
  ownNetwork: true,
  run({ url, text }, context) {
    return runLook(context, async (look) => {
      const lookUp = (host: string) => lookUpHost(createResolver(look), host)
      const found = await lookUp(new URL(url).hostname)
      const through = (family: Family) =>
        lookThrough(addressesOf(found, family), { url, text, family, lookUp }, look)
      const [ipv4, ipv6] = await Promise.all([through(4), through(6)])
      return { facts: { ipv4, ipv6 } }
    })
  },
})

type Ask = {
  url: string
  text: string | undefined
  family: Family
  lookUp(host: string): Promise<HostAddresses>
}

const none = { status: null, leadsTo: null, portalAnswers: null, failure: null }

/** Through the first address: a guest's browser would take one, too. */
async function lookThrough(addresses: string[], ask: Ask, look: Look): Promise<FamilyFacts> {
  const { url, text } = ask
  const address = addresses.find(mayDial)
  if (address === undefined) return { ...none, outcome: 'no_address' }
  const { host, pathname, search } = new URL(url)
  const asked = { address, port: portOf(url) }
  const connected = await connectWithTries(asked, timesOf(look), look)
  if (!('socket' in connected)) return { ...none, outcome: 'no_answer', failure: connected.failure }
  const headers = { Host: host, 'User-Agent': userAgentOf(version, look.contact), Connection: 'close' }
  const target = { path: `${pathname}${search}`, headers, keepText: true, protocol: 'http/1.1' as const }
  const answer = await get(asked, connected, target, answerMs * look.patience, look)
  const { status } = answer
  if ('failure' in answer) return { ...none, outcome: 'no_answer', status, failure: answer.failure }
  const expected =
    text === undefined
      ? answer.status === 204
      : answer.status === 200 && answer.body.toString('utf8').includes(text)
  if (expected) return { ...none, outcome: 'open', status }
  const leadsTo = placeOf(answer.headers.location, url)
  const failure = leadsTo === null ? null : await failureOfPortal(leadsTo, ask, look)
  return { outcome: 'portal', status, leadsTo, portalAnswers: failure === null, failure }
}

/** Why the portal is not there over this family; null when its port takes connections. */
async function failureOfPortal(
  leadsTo: string,
  { family, lookUp }: Ask,
  look: Look,
): Promise<FamilyFacts['failure']> {
  const host = new URL(leadsTo).hostname.replace(/^\[|\]$/g, '')
  const found = isIP(host)
    ? familyOf(host) === family
      ? [host]
      : []
    : addressesOf(await lookUp(host), family)
  const address = found.find(mayDial)
  if (address === undefined) return found.length > 0 ? 'HTTP_BAD_ANSWER' : 'NODATA'
  try {
    const connected = await connectWithTries({ address, port: portOf(leadsTo) }, timesOf(look), look)
    if (!('socket' in connected)) return connected.failure
    connected.socket.destroy()
    return null
  } catch (error) {
    // it leads where nobody may look
    if (error instanceof ProbeError && error.code === 'target_refused') return 'HTTP_BAD_ANSWER'
    throw error
  }
}

function addressesOf({ a, aaaa }: HostAddresses, family: Family): string[] {
  return family === 4 ? a.addresses : aaaa.addresses.map(({ address }) => address)
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url)
  return Number(port) || (protocol === 'https:' ? 443 : 80)
}

function timesOf({ patience }: Look): { timeoutMs: number; tries: number } {
  return { ...connection, timeoutMs: connection.timeoutMs * patience }
}

function placeOf(location: string | undefined, from: string): string | null {
  if (location === undefined || !URL.canParse(location, from)) return null
  const { origin, pathname, protocol } = new URL(location, from)
  return protocol === 'http:' || protocol === 'https:' ? `${origin}${pathname}` : null
}
