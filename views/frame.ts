import type { Words } from '../src/i18n/messages.ts'
import type { Instant } from '../src/model.ts'

/** What every view is told besides its own matter: the words, the moment, where it is and who looks at it. */
export type Frame = Words & {
  now: Instant
  /** Set while a past state is shown. */
  asOf: Instant | null
  /** Path and query of the page, from which links to other pages of it are made. */
  url: string
  account: { name: string; role: keyof Words['t']['account']['role']; may: readonly Part[] } | null
  banners: Banner[]
  /** Seconds between two refreshes of the parts that refresh; null where nothing changes. */
  refreshSeconds: number | null
  assetVersion: string
}

/** Parts of the product that are not for everybody: pages of the whole province, its set-up, work on it, the log, accounts. */
type Part = 'reader' | 'setup' | 'engineer' | 'auditor' | 'admin'

/** Whether whoever looks may go there; a view offers nothing that the server would refuse. */
export function may({ account }: Pick<Frame, 'account'>, part: Part): boolean {
  return account?.may.includes(part) ?? false
}

export type Banner =
  | 'demo'
  | 'documentationIsGlobal'
  | 'insideCountsAsOutside'
  | 'noIpv6'
  | 'stalled'
  | 'vantageDown'
  | 'standby'
  | 'databaseFull'
  | 'databaseReadonly'
  | 'databaseDamaged'
  | 'diskLow'
  | 'logHeld'
  | 'overdue'

/** The address with some of its query values replaced, or taken out by null. Values equal to their defaults stay out. */
export function withQuery(url: string, changes: Record<string, string | number | null>): string {
  const [path = '', query = ''] = url.split('?')
  const values = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changes))
    if (value === null || value === '') values.delete(name)
    else values.set(name, String(value))
  const text = values.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Links inside a past state stay in it. */
export function atMoment(href: string, { asOf }: Pick<Frame, 'asOf'>): string {
  return asOf === null ? href : withQuery(href, { asOf })
}

/** The same address in another format: `/units?kind=commune` becomes `/units.csv?kind=commune`. */
export function inFormat(
  url: string,
  format: 'json' | 'csv' | 'xlsx',
  changes: Record<string, string | null> = {},
): string {
  return withQuery(
    url.replace(/^[^?]*/, (path) => `${path === '/' ? '/overview' : path}.${format}`),
    changes,
  )
}
