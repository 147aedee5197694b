import { z } from 'zod'
import { rememberingHosts } from './lib/dns-host.ts'
import { readName } from './lib/dns-name.ts'
import { createResolver } from './lib/dns-resolver.ts'
import { mayDial } from './lib/endpoint.ts'
import { failureClass } from './lib/failure-class.ts'
import { type Fetched, fetchPage, type LookUp } from './lib/http-follow.ts'
import { userAgentOf } from './lib/http-user-agent.ts'
import { inTurn } from './lib/in-turn.ts'
import { type Look, runLook } from './lib/look.ts'
import { type Connected, connectWithTries, type NotConnected } from './lib/tcp-connect.ts'
import { answersOverIpv6 } from './lib/web-host.ts'
import { type Reference, referencesIn, type Use } from './lib/web-references.ts'
import { siteOf } from './lib/web-site.ts'
import { defineProbe, type Endpoint, ProbeError } from './probe.ts'

const version = 1
const maxAddresses = 4
const connectTimeoutMs = 4000
/** 443, 80, and others that a page names. */
const maxPorts = 4
/** Hosts of the site that are asked, and others that are listed; more than any page has. */
const maxHosts = 40
const maxOthers = 60

const use = z.enum(['script', 'style', 'image', 'form', 'frame', 'media', 'redirect'])

const facts = z.object({
  host: z.string(),
  /** Why the page could not be read over IPv6; null when it could. */
  failure: failureClass.nullable(),
  status: z.number().nullable(),
  finalHost: z.string().nullable(),
  /** Hosts of the same registrable domain that the page uses, and every host that it redirects to; sorted. */
  firstParty: z.array(
    z.object({
      host: z.string(),
      uses: z.array(use), // sorted
      /** Some AAAA of it accepts TCP on 443, 80 or the port it is used by; null: it must not be asked. */
      answers: z.boolean().nullable(),
      failure: failureClass.nullable(),
    }),
  ),
  /** Other hosts that it uses, sorted; not asked. */
  thirdParty: z.array(z.string()),
  /** Hosts left out of the two lists, which have their limits. */
  omitted: z.number(),
})
type Facts = z.output<typeof facts>

/** What the home page of a site takes from where, and whether all of that is to be had over IPv6 (WEB-04). */
export const webDependencies = defineProbe({
  version,
  budgetMs: 120_000,
  settings: z.strictObject({
    host: z.string().min(1).max(253),
    path: z.string().startsWith('/').default('/'),
  }),
  facts,
  needsIpv6: () => true,
  run({ host, path }, context) {
    return runLook<Facts>(context, async (look) => {
      const name = readName(host)
      const lookUp = rememberingHosts(createResolver(look))
      const { aaaa } = await lookUp(name)
      const addresses = aaaa.addresses.map(({ address }) => address)
      const seen = await readPage(name, path, addresses, lookUp, look)
      const { failure, status, finalHost } = seen ?? nothing
      const { ours, others } = await hostsOf(name, seen ?? nothing)
      const asked = ours.slice(0, maxHosts).map(async ([one, { uses, ports }]) => {
        const tried = [...new Set([443, 80, ...ports])].slice(0, maxPorts)
        return { host: one, uses: [...uses].sort(), ...(await answersOverIpv6(one, tried, lookUp, look)) }
      })
      return {
        facts: {
          host: name,
          failure: seen === null ? (aaaa.failure ?? 'AAAA_FORBIDDEN_CLASS') : failure,
          status,
          finalHost,
          firstParty: await Promise.all(asked),
          thirdParty: others.slice(0, maxOthers).map(([one]) => one),
          omitted: Math.max(0, ours.length - maxHosts) + Math.max(0, others.length - maxOthers),
        },
      }
    })
  },
})

type Seen = Pick<Fetched, 'failure' | 'status' | 'finalHost' | 'hops' | 'page'>
const nothing: Seen = { failure: null, status: null, finalHost: null, hops: [], page: null }

/**
 * What the first address and port that answers shows, TLS first; else what the last try came to. null: no address. While
 * one is silent the next is asked.
 */
async function readPage(
  host: string,
  path: string,
  addresses: string[],
  lookUp: LookUp,
  look: Look,
): Promise<Seen | null> {
  const userAgent = userAgentOf(version, look.contact)
  const dialled = addresses.filter(mayDial).slice(0, maxAddresses)
  const doors = dialled.flatMap((address) => [
    { scheme: 'https', address, port: 443 },
    { scheme: 'http', address, port: 80 },
  ])
  const tried = await inTurn(
    doors,
    async ({ scheme, address, port }, next): Promise<Seen | ProbeError> => {
      const url = new URL(path, `${scheme}://${host}`)
      if (url.host !== host) throw new ProbeError('bad_settings', `"${path}" is not a path`)
      const connected = await connect({ address, port }, look, next)
      if (connected instanceof ProbeError) return connected
      if (!('socket' in connected)) return { ...nothing, failure: connected.failure }
      return fetchPage({ url, connected, address, family: 6, userAgent, lookUp }, look)
    },
    isAnswer,
  )
  const answer = tried.find(isAnswer)
  if (answer) return answer
  const seen = tried.filter((one): one is Seen => !(one instanceof ProbeError))
  const [refusal] = tried
  if (seen.length === 0 && refusal instanceof ProbeError) throw refusal
  return seen.findLast(({ hops }) => hops.length > 0) ?? seen[0] ?? null
}

/** An answer, whatever it leads to. */
function isAnswer(tried: Seen | ProbeError): tried is Seen {
  return !(tried instanceof ProbeError) && tried.status !== null
}

/** A ProbeError: the safety check forbids this endpoint; another may do. */
async function connect(
  asked: Endpoint,
  look: Look,
  onSilence: () => void,
): Promise<Connected | NotConnected | ProbeError> {
  try {
    const timeoutMs = connectTimeoutMs * look.patience
    return await connectWithTries(asked, { timeoutMs, tries: 2, onSilence }, look)
  } catch (error) {
    if (error instanceof ProbeError && error.code === 'target_refused') return error
    throw error
  }
}

type Used = { uses: Set<Use>; ports: Set<number> }

/** Hosts that the page redirects to or uses, sorted by name: those of the same site and all redirects are ours. */
async function hostsOf(name: string, { status, finalHost, hops, page }: Seen) {
  const last = hops.at(-1)
  const isShown = page !== null && status !== null && status < 300
  const references = isShown && last ? await referencesIn(page.body.toString('utf8'), last) : []
  const redirects = hops.slice(1).map((url): Reference => ({ url, use: 'redirect' }))
  const hosts = [...byHost([...redirects, ...references])]
  const sites = new Set([name, finalHost ?? name].map(siteOf))
  const isOurs = ([host, { uses }]: [string, Used]) => sites.has(siteOf(host)) || uses.has('redirect')
  return { ours: hosts.filter(isOurs), others: hosts.filter((entry) => !isOurs(entry)) }
}

function byHost(references: Reference[]): Map<string, Used> {
  const hosts = new Map<string, Used>()
  for (const { url, use: used } of references) {
    const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
    const entry = hosts.get(host) ?? { uses: new Set(), ports: new Set() }
    entry.uses.add(used)
    if (url.port !== '') entry.ports.add(Number(url.port))
    hosts.set(host, entry)
  }
  return new Map([...hosts].sort(([one], [other]) => (one < other ? -1 : 1)))
}
