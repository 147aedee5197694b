import type { Banner, Frame } from '../../views/frame.ts'
import { authorise } from '../auth/access.ts'
import type { Instant } from '../model.ts'
import { assetVersion } from './assets.ts'
import type { WebContext } from './web.ts'

/** A page about ten times per interval of the quickest checks, but never a burden: 60 s in production. */
const refreshSecondsAtPace1 = 60
const refreshSecondsLeast = 4

const parts = ['reader', 'setup', 'engineer', 'auditor', 'admin'] as const

/** What the views are told besides their own matter. A past moment does not refresh. */
export async function frameOf(
  c: WebContext,
  { asOf = null }: { asOf?: Instant | null } = {},
): Promise<Frame> {
  const { deps, words, session } = c.var
  const url = addressOf(c)
  // htmx took a whole page to put a part of it in place: a filter was changed, and the address goes with it
  if (c.req.header('hx-request-type') === 'full') c.header('HX-Push-Url', url)
  return {
    ...words,
    now: deps.now(),
    asOf,
    url,
    account: session && {
      name: session.account,
      role: session.role,
      may: parts.filter((part) => authorise(part, session) === 'allowed'),
    },
    banners: await bannersOf(c),
    refreshSeconds:
      asOf === null ? Math.max(refreshSecondsLeast, Math.round(refreshSecondsAtPace1 / deps.pace)) : null,
    assetVersion,
  }
}

/** Path and query without what says nothing: the choice of a language, and the empty fields of a form. */
function addressOf(c: WebContext): string {
  const { pathname, searchParams } = new URL(c.req.url)
  const values = new URLSearchParams(
    [...searchParams].filter(([name, value]) => name !== 'lang' && value !== ''),
  )
  return values.size === 0 ? pathname : `${pathname}?${values}`
}

async function bannersOf({ var: { deps, session } }: WebContext): Promise<Banner[]> {
  if (session === null) return deps.demo ? ['demo'] : [] // how we fare is nobody else's business
  const { scheduler, families, vantagesDown, standby, store, overdue } = await deps.health()
  const worksHere = authorise('setup', session) === 'allowed'
  const { treatDocumentationAsGlobal, insideCountsAsOutside } = await deps.optionsAt(deps.now())
  const said: Record<Banner, boolean> = {
    demo: deps.demo,
    documentationIsGlobal: treatDocumentationAsGlobal && !deps.demo,
    // whoever can look into the network judges what the operator vouches for; for readers the report says it
    insideCountsAsOutside: insideCountsAsOutside && !deps.demo && worksHere,
    stalled: scheduler?.ok === false,
    noIpv6: families.ipv6 === false,
    vantageDown: vantagesDown.length > 0,
    standby,
    databaseFull: store.trouble?.kind === 'full',
    databaseReadonly: store.trouble?.kind === 'readonly',
    databaseDamaged: store.trouble?.kind === 'damaged',
    diskLow: store.diskLow,
    logHeld: store.logHeld && worksHere,
    overdue: overdue.length > 0 && worksHere,
  }
  return (Object.keys(said) as Banner[]).filter((banner) => said[banner])
}

/** htmx asks for the part alone; without it the same address gives the whole page. */
export function isPartial(c: WebContext): boolean {
  return c.req.header('hx-request-type') === 'partial'
}
