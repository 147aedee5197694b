import { type Endpoint, type Family, ProbeError, type Sample } from '../probe.ts'
import { familyOf, mayDial } from './endpoint.ts'
import type { FailureClass } from './failure-class.ts'
import { type Fetched, fetchPage, type LookUp, type Page } from './http-follow.ts'
import { inTurn } from './in-turn.ts'
import type { Look } from './look.ts'
import { type Connected, connectWithTries, type NotConnected } from './tcp-connect.ts'

export type Site = { host: string; path: string; userAgent: string; lookUp: LookUp }

type EndpointFacts = Omit<Fetched, 'page' | 'hops'> & {
  family: Family
  address: string
  port: number
  /** null: not tried, because it must not be dialled. */
  open: boolean | null
}

/** What one address shows on one port. */
export type View = { facts: EndpointFacts; page: Page | null; connectMs: number | null }

/** Three tries of 4 s (domain rules 4.3 and 4.5, TCP_TIMEOUT). */
const connectTimeoutMs = 4000
const connectTries = 3

const httpsPort = 443

/**
 * The ports of one address, one after the other: a host has one conversation with us per address. While one is silent the
 * next is asked.
 */
export function lookAtPorts(site: Site, address: string, ports: number[], look: Look): Promise<View[]> {
  return inTurn(ports, (port, next) => lookAtPort(site, { address, port }, look, next))
}

async function lookAtPort(
  site: Site,
  { address, port }: Endpoint,
  look: Look,
  onSilence: () => void,
): Promise<View> {
  const family = familyOf(address)
  const nothing = { family, address, port, status: null, finalHost: null, certificate: null }
  const view = (open: boolean | null, failure: FailureClass | null): View => ({
    facts: { ...nothing, open, failure },
    page: null,
    connectMs: null,
  })
  if (!mayDial(address)) return view(null, 'AAAA_FORBIDDEN_CLASS')
  const connected = await connectUnlessRefused({ address, port }, look, onSilence)
  if (connected === null) return view(null, null)
  if ('failure' in connected) return view(false, connected.failure)
  const url = new URL(`${port === httpsPort ? 'https' : 'http'}://${site.host}:${port}`)
  const target = new URL(site.path, url)
  if (target.host !== url.host) throw new ProbeError('bad_settings', `"${site.path}" is not a path`)
  const fetch = { ...site, url: target, connected, address, family }
  const { page, hops: _, ...fetched } = await fetchPage(fetch, look)
  return { facts: { ...nothing, open: true, ...fetched }, page, connectMs: connected.connectMs }
}

/** null: the safety check forbids this endpoint. */
async function connectUnlessRefused(
  asked: Endpoint,
  look: Look,
  onSilence: () => void,
): Promise<Connected | NotConnected | null> {
  try {
    const timeoutMs = connectTimeoutMs * look.patience
    return await connectWithTries(asked, { timeoutMs, tries: connectTries, onSilence }, look)
  } catch (error) {
    if (error instanceof ProbeError && error.code === 'target_refused') return null
    throw error
  }
}

/** `v6.443.connectMs` and so on: of the address that connected first, for each family and port. */
export function timings(views: View[]): Sample[] {
  const best = new Map<string, View & { connectMs: number }>()
  for (const { facts, page, connectMs } of views) {
    if (connectMs === null) continue
    const series = `v${facts.family}.${facts.port}`
    if (connectMs < (best.get(series)?.connectMs ?? Number.POSITIVE_INFINITY))
      best.set(series, { facts, page, connectMs })
  }
  return [...best].flatMap(([series, { page, connectMs }]) =>
    Object.entries({ connectMs, tlsMs: page?.tlsMs, firstByteMs: page?.firstByteMs }).flatMap(
      ([name, value]): Sample[] =>
        typeof value === 'number' ? [{ series: `${series}.${name}`, kind: 'gauge', value }] : [],
    ),
  )
}
