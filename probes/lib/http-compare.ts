import { setImmediate } from 'node:timers/promises'
import type { View } from './http-endpoint.ts'
import type { Page } from './http-follow.ts'
import { pageTokens } from './http-page.ts'
import { pageDifference } from './http-page-difference.ts'

type Content = {
  sameStatus: boolean
  sameFinalHost: boolean
  body: 'same' | 'not_seen' | 'similar' | 'different'
}
/** `difference` is a share, 0 to 1; null where no page was seen. */
export type Compared = { content: Content; difference: number | null }

type Seen = { status: number; finalHost: string | null; page: Page }

/** Largest shares that still count (domain rules 4.3; 10 % as internet.nl). */
const sameUpTo = 0.1
const similarUpTo = 0.3

/** IPv4 pages that an IPv6 page is held against: servers behind several addresses may differ among themselves. */
const maxReferences = 2

/**
 * Compares what every IPv6 address shows with what IPv4 shows, on each port where both answer; the worst counts, as who
 * comes by that door sees it. An error that both show on another port than the best (443, then 80) hides nothing of the
 * page that was seen there. null where there is nothing to compare.
 */
export async function comparePages(views: View[]): Promise<Compared | null> {
  const ports = [...new Set([443, 80, ...views.map(({ facts }) => facts.port)])]
  let worst: Compared | null = null
  for (const port of ports) {
    const [ipv4, ipv6] = [pagesOf(views, 4, port), pagesOf(views, 6, port)]
    if (ipv4.length === 0) continue
    const isBest = worst === null
    for (const page of ipv6) {
      const compared = await closest(page, ipv4)
      if (compared.content.body === 'not_seen' && !isBest) continue
      if (worst === null || distance(compared) > distance(worst)) worst = compared
    }
  }
  return worst
}

/** One of each kind of page: addresses of one server show the same. */
function pagesOf(views: View[], family: 4 | 6, port: number): Seen[] {
  const kinds = new Map<string, Seen>()
  for (const { facts, page } of views) {
    const { status, finalHost } = facts
    if (facts.family !== family || facts.port !== port || page === null || status === null) continue
    kinds.set(`${status} ${finalHost} ${page.body.toString('latin1')}`, { status, finalHost, page })
  }
  return [...kinds.values()]
}

async function closest(page: Seen, references: Seen[]): Promise<Compared> {
  let best: Compared | null = null
  for (const reference of references.slice(0, maxReferences)) {
    await setImmediate() // each comparison takes up to 0.2 s of this thread
    const compared = compare(page, reference)
    if (best === null || distance(compared) < distance(best)) best = compared
    if (distance(best) === 0) break
  }
  if (best === null) throw new Error('nothing to compare with')
  return best
}

function compare(one: Seen, other: Seen): Compared {
  const sameStatus = Math.floor(one.status / 100) === Math.floor(other.status / 100)
  const sameFinalHost = one.finalHost === other.finalHost
  if (one.status >= 400 && other.status >= 400)
    return { content: { sameStatus, sameFinalHost, body: 'not_seen' }, difference: null }
  const difference = one.page.body.equals(other.page.body)
    ? 0
    : pageDifference(tokensOf(one), tokensOf(other))
  const body = difference <= sameUpTo ? 'same' : difference <= similarUpTo ? 'similar' : 'different'
  return { content: { sameStatus, sameFinalHost, body }, difference }
}

function tokensOf({ page }: Seen): string[] {
  return pageTokens(page.body.toString('utf8'))
}

/** Orders outcomes from equal to wholly different. */
function distance({ content, difference }: Compared): number {
  const { sameStatus, sameFinalHost, body } = content
  const bodies = { same: 0, not_seen: 1, similar: 2, different: 3 }
  return (sameStatus ? 0 : 200) + (sameFinalHost ? 0 : 100) + bodies[body] * 10 + (difference ?? 0)
}
