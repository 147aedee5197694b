import { BlockList, isIP, isIPv6 } from 'node:net'
import { createMiddleware } from 'hono/factory'
import { refuse } from './refuse.ts'
import type { WebDeps, WebEnv } from './web.ts'

/** Who asks, and under which origin: X-Forwarded-* count only when the peer is a trusted proxy. */
export function readClient({ host, trustedProxies }: Pick<WebDeps, 'host' | 'trustedProxies'>) {
  const isTrusted = addressMatcher(trustedProxies)
  const onLoopback = isLoopback(host)
  return createMiddleware<WebEnv>(async (c, next) => {
    const peer = withoutMapping(c.env?.incoming?.socket?.remoteAddress ?? '')
    const url = new URL(c.req.url)
    const proxied = isTrusted(peer)
    const forwardedHost = proxied ? c.req.header('x-forwarded-host') : undefined
    const forwardedScheme = proxied ? c.req.header('x-forwarded-proto') : undefined
    // DNS rebinding: a page elsewhere may give its own name our loopback address and then read us
    if (onLoopback && !proxied && !isLoopback(url.hostname)) refuse('wrongHost')
    const scheme = forwardedScheme === 'https' ? 'https:' : url.protocol
    c.set('origin', `${scheme}//${forwardedHost ?? url.host}`)
    c.set('client', proxied ? clientOf(c.req.header('x-forwarded-for'), peer, isTrusted) : peer)
    await next()
  })
}

/**
 * The last entry of the chain that is not a trusted proxy: what stands before it anybody may have written. Where it is
 * no address (RFC 7239 knows "unknown" and made-up names), or there is none, the peer is all that we know.
 */
function clientOf(header: string | undefined, peer: string, isTrusted: (address: string) => boolean): string {
  const chain = (header ?? '').split(',').map((entry) => withoutMapping(withoutPort(entry.trim())))
  const client = chain.findLast((address) => !isTrusted(address)) ?? ''
  return isIP(client) === 0 ? peer : client
}

/** Some proxies write the port too: `192.0.2.7:51234`, `[2001:db8::7]:51234`. A bare IPv6 address has none. */
function withoutPort(entry: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([^:]*):\d+$/.exec(entry)?.[1] ?? entry
}

/** Matches single addresses and prefixes such as 10.0.0.0/8 or fd00::/8. */
function addressMatcher(entries: string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  return bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1' || /^127(\.\d+){3}$/.test(bare)
}
