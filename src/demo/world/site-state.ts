import type { Moment, World } from '../world.ts'
import type { DemoSite } from './sites.ts'
import { spellAt } from './spells.ts'

/** How a port of an address meets a connection. */
export type Reach = 'open' | 'refused' | 'silent'

/** What a web server does once it is asked. */
export type WebBehaviour = {
  certificate: 'own' | 'other' | 'expired'
  page: 'site' | 'old' | 'server_default' | 'forbidden'
  /** Milliseconds before the answer; null: it never comes. */
  waitMs: number | null
  /** Host to send visitors to instead of answering. */
  redirectTo: string | null
  /** Whether port 80 answers itself instead of sending visitors to port 443. */
  plainHttp: boolean
}

/** Whether the name has its AAAA yet; it keeps it while what is behind it is broken. */
export function publishes6(site: DemoSite, moment: Moment): boolean {
  return (
    site.oddity !== 'never' &&
    site.oddity !== 'nxdomain6' &&
    site.oddity !== 'servfail6' &&
    moment.done >= site.from
  )
}

/** How the site's address meets a connection on port 80 or 443. */
export function siteReach(
  world: World,
  site: DemoSite,
  address: string,
  port: number,
  moment: Moment,
): Reach {
  if (site.oddity === 'http_only' && port === 443) return 'refused'
  if (!address.includes(':')) return 'open'
  if (moment.done < site.from) return 'refused'
  if (site.oddity === 'silent6') return 'silent'
  // Nobody outside has a route to a unique local address; a refusal stands for that, because it costs no wait.
  if (site.oddity === 'refused6' || site.oddity === 'ula') return 'refused'
  if (site.oddity === 'half' && address !== site.addresses6[0]) return 'refused'
  if (site.breaks !== null && spellAt(world.seed, site.breaks, moment.schedule)) return 'refused'
  return 'open'
}

/** What the site's web server does over one family. */
export function webBehaviour(site: DemoSite, family: 4 | 6): WebBehaviour {
  const { oddity } = site
  const on6 = family === 6
  return {
    certificate: oddity === 'expired' ? 'expired' : on6 && oddity === 'wrong_certificate6' ? 'other' : 'own',
    page:
      oddity === 'forbidden'
        ? 'forbidden'
        : on6 && oddity === 'other_site6'
          ? 'server_default'
          : on6 && oddity === 'old_site6'
            ? 'old'
            : 'site',
    waitMs: on6 && oddity === 'stalls6' ? null : on6 && oddity === 'slow6' ? 1500 : 0,
    redirectTo: oddity === 'redirect4' ? `ipv4.${site.host}` : null,
    plainHttp: oddity === 'http_only',
  }
}
