import { isIP } from 'node:net'
import { type Endpoint, type Family, ProbeError } from '../probe.ts'
import type { lookUpHost } from './dns-host.ts'
import { familyOf, mayDial } from './endpoint.ts'
import type { FailureClass } from './failure-class.ts'
import type { Answered } from './http-answer.ts'
import { get } from './http-get.ts'
import { mayLeadTo, mayLeadToPort } from './http-redirect.ts'
import { type CertificateFacts, type HttpProtocol, startTls } from './http-tls.ts'
import type { Look } from './look.ts'
import { losesLargePackets } from './pmtu.ts'
import { type Connected, connectWithTries } from './tcp-connect.ts'

export type Page = { body: Buffer; tlsMs: number | null; firstByteMs: number }
export type Fetched = {
  failure: FailureClass | null
  status: number | null
  finalHost: string | null
  /** Of the first host, when the first port speaks TLS. */
  certificate: CertificateFacts | null
  /** null where no whole answer came. */
  page: Page | null
  /** Every URL on the way, from the first on; the last may be one that could not be had. */
  hops: URL[]
}

/** A and AAAA of the host of a redirect. */
export type LookUp = (host: string) => ReturnType<typeof lookUpHost>

type Fetch = {
  url: URL
  /** The connection to the first host; every later one goes to the same address while the host stays the same. */
  connected: Connected
  address: string
  family: Family
  userAgent: string
  lookUp: LookUp
}

const maxRedirects = 5
/** For everything after the TCP connection to the first host: TLS, all redirects, all bodies. */
const totalMs = 15_000
const connectTimeoutMs = 4000

/**
 * Fetches a page through one address, with its redirects, each pinned to the same family. A redirect to a host that has
 * no address of that family ends there: over IPv6 it is REDIRECT_TO_V4ONLY. One that leads where a site has no business
 * to send us (http-redirect.ts) is not followed: HTTP_BAD_ANSWER. What other hosts write stays out of the evidence.
 */
export async function fetchPage(first: Fetch, look: Look): Promise<Fetched> {
  const { stalledAt, ...fetched } = await follow(first, look)
  const blackHole = first.family === 6 && stalledAt !== null && (await losesLargePackets(stalledAt, look))
  return blackHole ? { ...fetched, failure: 'PMTUD_BLACKHOLE' } : fetched
}

/** `stalledAt`: the address where a connection stood and nothing more came, as on a path that loses large packets. */
async function follow(first: Fetch, look: Look): Promise<Fetched & { stalledAt: string | null }> {
  const started = performance.now()
  const remainingMs = () => Math.max(1, totalMs * look.patience - (performance.now() - started))
  let { url, connected, address } = first
  let certificate: CertificateFacts | null = null
  let tlsMs: number | null = null
  const cookies = new Map<string, string>()
  let status: number | null = null
  const hops = [url]
  const ended = (failure: FailureClass, stalled = false) => ({
    failure,
    status,
    finalHost: status === null ? null : bareHost(url),
    certificate,
    page: null,
    hops,
    stalledAt: stalled ? address : null,
  })
  for (let hop = 0; ; hop++) {
    const asked = { address, port: portOf(url) }
    let socket: Connected['socket'] = connected.socket
    let protocol: HttpProtocol = 'http/1.1'
    if (url.protocol === 'https:') {
      let secured = await startTls(asked, connected, bareHost(url), remainingMs(), look)
      if ('failure' in secured && secured.otherProtocol) {
        connected.socket.destroy()
        const again = await connect(asked, remainingMs(), look)
        if ('failure' in again) return ended(again.failure)
        connected = again
        protocol = 'h2'
        secured = await startTls(asked, connected, bareHost(url), remainingMs(), look, protocol)
      }
      if ('failure' in secured) {
        connected.socket.destroy()
        return ended('TLS_FAILED', secured.stalled)
      }
      socket = secured.socket
      if (hop === 0) {
        certificate = secured.certificate
        tlsMs = secured.tlsMs
      }
    }
    const headers = headersFor(url, first.userAgent, cookies)
    const answer = await get(
      asked,
      { socket, peer: connected.peer },
      { path: pathOf(url), headers, keepText: url.hostname === first.url.hostname, protocol },
      remainingMs(),
      look,
    )
    connected.socket.destroy()
    status = answer.status ?? status
    if ('failure' in answer) return ended(answer.failure, answer.failure === 'HTTP_TIMEOUT')
    const { body, firstByteMs } = answer
    const target = redirectTarget(url, answer)
    if (target === undefined)
      return {
        failure: null,
        status,
        finalHost: bareHost(url),
        certificate,
        page: { body, tlsMs, firstByteMs },
        hops,
        stalledAt: null,
      }
    if (target === null || hop === maxRedirects) return ended('HTTP_BAD_ANSWER')
    if (target.hostname !== url.hostname) cookies.clear()
    else keepCookies(cookies, answer.headers['set-cookie'])
    const next = await nextAddress(target, url, address, first)
    url = target
    hops.push(url)
    if ('failure' in next) return ended(next.failure)
    address = next.address
    const opened = await connect({ address, port: portOf(url) }, remainingMs(), look)
    if ('failure' in opened) return ended(opened.failure)
    connected = opened
  }
}

/** undefined: no redirect. null: one that leads nowhere we could go. */
function redirectTarget(url: URL, { status, headers }: Answered): URL | null | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined
  // node:http reads octets as Latin-1; paths in Vietnamese come as bare UTF-8
  const location = headers.location && Buffer.from(headers.location, 'latin1').toString('utf8')
  if (location === undefined || !URL.canParse(location, url.href)) return null
  const target = new URL(location, url)
  return target.protocol === 'http:' || target.protocol === 'https:' ? target : null
}

async function nextAddress(
  target: URL,
  from: URL,
  address: string,
  first: Fetch,
): Promise<{ address: string } | { failure: FailureClass }> {
  const { family, lookUp } = first
  if (!mayLeadToPort(portOf(target), portOf(first.url))) return { failure: 'HTTP_BAD_ANSWER' }
  if (target.hostname === from.hostname) return { address }
  const host = bareHost(target)
  const allowed = (one: string) =>
    target.hostname === first.url.hostname || mayLeadTo(host, one, first.address)
  if (isIP(host)) {
    if (familyOf(host) === family && mayDial(host))
      return allowed(host) ? { address: host } : { failure: 'HTTP_BAD_ANSWER' }
    return { failure: family === 6 ? 'REDIRECT_TO_V4ONLY' : 'NODATA' }
  }
  const { a, aaaa } = await lookUp(host)
  const found = family === 4 ? a.addresses : aaaa.addresses.map((one) => one.address)
  const dialled = found.filter(mayDial)
  const next = dialled.find(allowed)
  if (next !== undefined) return { address: next }
  if (dialled.length > 0) return { failure: 'HTTP_BAD_ANSWER' }
  if (found.length > 0) return { failure: 'AAAA_FORBIDDEN_CLASS' }
  if (family === 6 && a.addresses.length > 0) return { failure: 'REDIRECT_TO_V4ONLY' }
  return { failure: (family === 4 ? a : aaaa).failure ?? 'NODATA' }
}

/** Connects to the next hop. What the safety check forbids is no place for a page to lead to. */
async function connect(
  asked: Endpoint,
  timeoutMs: number,
  look: Look,
): Promise<Connected | { failure: FailureClass }> {
  try {
    const patience = Math.min(timeoutMs, connectTimeoutMs * look.patience)
    return await connectWithTries(asked, { timeoutMs: patience, tries: 1 }, look)
  } catch (error) {
    if (error instanceof ProbeError && error.code === 'target_refused') return { failure: 'HTTP_BAD_ANSWER' }
    throw error
  }
}

function headersFor(url: URL, userAgent: string, cookies: Map<string, string>): Record<string, string> {
  return {
    Host: url.host,
    'User-Agent': userAgent,
    Accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    'Accept-Language': 'vi,en;q=0.5',
    'Accept-Encoding': 'gzip, deflate, br',
    ...(cookies.size > 0 ? { Cookie: [...cookies].map((pair) => pair.join('=')).join('; ') } : {}),
    Connection: 'close',
  }
}

/** Sites that try whether we keep cookies redirect for ever when we do not. */
function keepCookies(cookies: Map<string, string>, set: string[] = []): void {
  for (const line of set.slice(0, 20)) {
    const [, name, value] = /^([^=;\s]{1,100})=([^;\s]{0,1000})/.exec(line) ?? []
    if (name !== undefined && value !== undefined) cookies.set(name, value)
  }
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
}

function pathOf(url: URL): string {
  return url.pathname + url.search
}

/** Without the brackets around an IPv6 address. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}
