import { html } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import { formatMoment } from '../src/i18n/format.ts'
import { atMoment, type Banner, type Frame, may, withQuery } from './frame.ts'

const pages = [
  ['overview', '/'],
  ['units', '/units'],
  ['lines', '/lines'],
  ['addresses', '/addresses'],
  ['incidents', '/incidents'],
  ['wifi', '/wifi'],
  ['checks', '/checks'],
  ['plan', '/plan'],
  ['operations', '/operations'],
  ['reports', '/reports'],
  ['inventory', '/inventory'],
  ['criteria', '/criteria'],
  ['documents', '/documents'],
  ['maintenance', '/maintenance'],
  ['notifications', '/notifications'],
  ['secrets', '/secrets'],
  ['accounts', '/accounts'],
  ['audit', '/audit'],
  ['system', '/system'],
  ['about', '/about'],
] as const
/** Those that show any day; a past one is kept on the way from one to another. */
const timeless: (typeof pages)[number][0][] = [
  'overview',
  'units',
  'lines',
  'addresses',
  'wifi',
  'criteria',
  'plan',
  'inventory',
]
/**
 * For those who work here: the way to IPv6, the network day by day, and what all of it rests on, at most four of each. For a
 * head of department three in all. The rest is linked from the foot of each page.
 */
const railGroups = [
  ['overview', 'units', 'plan', 'reports'],
  ['lines', 'wifi', 'incidents', 'operations'],
  ['checks', 'inventory'],
]
const shortRails: Partial<Record<string, string[][]>> = {
  reader: [['overview', 'units', 'reports']],
  unit_head: [['overview', 'units', 'incidents']],
}

/** Pages that are not for everybody who has signed in, and what somebody has to be allowed to see. */
const closed: Partial<Record<(typeof pages)[number][0], Parameters<typeof may>[1]>> = {
  addresses: 'reader',
  plan: 'reader',
  reports: 'reader',
  maintenance: 'reader',
  notifications: 'setup',
  secrets: 'setup',
  system: 'setup',
  accounts: 'auditor',
  audit: 'auditor',
}

type Props = PropsWithChildren<{
  frame: Frame
  title: string
  section?: (typeof pages)[number][0]
  /** Whether it has charts or strips to walk in. */
  charts?: boolean
}>

/** A whole page. `section` marks where in the rail it belongs. */
export function Layout({ frame, title, section, charts = false, children }: Props) {
  const { t, locale } = frame
  const groups = shortRails[frame.account?.role ?? ''] ?? railGroups
  const inRail = groups.flat()
  const open = pages.filter(([name]) => {
    const part = closed[name]
    return part === undefined || may(frame, part)
  })
  const link = ([name, href]: (typeof pages)[number]) => (
    <li>
      <a
        href={timeless.includes(name) ? atMoment(href, frame) : href}
        aria-current={name === section ? 'page' : undefined}
      >
        {t.nav[name]}
      </a>
    </li>
  )
  return (
    <Document frame={frame} title={title} charts={charts}>
      <a class="skip" href="#main">
        {t.skipToContent}
      </a>
      <div class="frame">
        <header class="rail">
          <div class="rail-inner">
            <a class="brand" href="/">
              {t.appName}
              <small>{t.tagline}</small>
            </a>
            <nav aria-label={t.navigation}>
              {groups.map((group) => (
                <ul>{group.map((name) => open.filter(([one]) => one === name).map(link))}</ul>
              ))}
            </nav>
            <div class="rail-end">
              <a
                href={withQuery(frame.url, { lang: locale === 'vi' ? 'en' : 'vi' })}
                lang={locale === 'vi' ? 'en' : 'vi'}
              >
                {t.otherLanguage}
              </a>
              <SignedIn frame={frame} />
            </div>
          </div>
        </header>
        <div class="content">
          <Banners frame={frame} />
          <main id="main" tabindex={-1}>
            {children}
          </main>
          <footer>
            <span>{t.footer.ownScore}</span>
            <span>{t.footer.shown(formatMoment(frame.now, locale))}</span>
            <nav aria-label={t.footer.pages}>
              <ul class="chips">{open.filter(([name]) => !inRail.includes(name)).map(link)}</ul>
            </nav>
          </footer>
        </div>
      </div>
    </Document>
  )
}

/** A page outside the frame: signing in, and errors before anybody has. */
export function Sheet({ frame, title, children }: PropsWithChildren<{ frame: Frame; title: string }>) {
  const { t, locale } = frame
  return (
    <Document frame={frame} title={title}>
      <div class="sheet">
        <main id="main">
          <div class="brand">{t.appName}</div>
          <h1>{title}</h1>
          {children}
          <p class="small">
            <a
              href={withQuery(frame.url, { lang: locale === 'vi' ? 'en' : 'vi' })}
              lang={locale === 'vi' ? 'en' : 'vi'}
            >
              {t.otherLanguage}
            </a>
          </p>
        </main>
      </div>
    </Document>
  )
}

/** A page without any frame, for a screen that nobody touches. */
export function Bare({
  frame,
  title,
  kind,
  children,
}: PropsWithChildren<{ frame: Frame; title: string; kind: string }>) {
  return (
    <Document frame={frame} title={title}>
      <div class={kind}>{children}</div>
    </Document>
  )
}

/** htmx takes no errors of the server for content, evaluates nothing, and adds no style of its own. */
const htmxConfig = JSON.stringify({
  noSwap: [204, 304, '4xx', '5xx'],
  includeIndicatorCSS: false,
  history: 'reload',
  morphIgnore: ['data-htmx-powered', 'open'], // what the reader has unfolded stays unfolded
  mode: 'same-origin',
})

function Document({
  frame,
  title,
  charts = false,
  children,
}: PropsWithChildren<{ frame: Frame; title: string; charts?: boolean }>) {
  const { t, locale, assetVersion: v } = frame
  return html`<!doctype html>${(
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={htmxConfig} />
        <title>{`${title} – ${t.appName}`}</title>
        <link rel="icon" href={`/assets/icon.svg?v=${v}`} type="image/svg+xml" />
        <link
          rel="preload"
          href="/assets/be-vietnam-pro-vietnamese-400-normal.woff2"
          as="font"
          type="font/woff2"
          crossorigin="anonymous"
        />
        <link rel="stylesheet" href={`/assets/style.css?v=${v}`} />
        <script src={`/assets/htmx.js?v=${v}`} defer></script>
        <script src={`/assets/keys.js?v=${v}`} defer></script>
        {charts && <script src={`/assets/charts.js?v=${v}`} type="module"></script>}
      </head>
      <body>{children}</body>
    </html>
  )}`
}

/** These say how the figures are meant; the others, that something is wrong with them. */
export const statements: Banner[] = ['demo', 'insideCountsAsOutside', 'standby']

/** What must be known before any figure is read. */
function Banners({ frame }: { frame: Frame }) {
  const { t, locale, banners, asOf } = frame
  if (banners.length === 0 && asOf === null) return null
  return (
    <aside aria-label={t.banner.label}>
      {banners.map((banner) => (
        <p class={statements.includes(banner) ? 'banner' : 'banner warning'}>
          {t.banner[banner]}
          {banner === 'overdue' && (
            <>
              {' '}
              <a href="/system">{t.banner.overdueMore}</a>
            </>
          )}
          {banner === 'vantageDown' && (
            <>
              {' '}
              <a href="/vantages">{t.banner.vantageDownMore}</a>
            </>
          )}
        </p>
      ))}
      {asOf !== null && (
        <p class="banner warning">
          <strong>{t.banner.asOf(formatMoment(asOf, locale))}</strong>{' '}
          <a href={withQuery(frame.url, { asOf: null })}>{t.banner.toNow}</a>
        </p>
      )}
    </aside>
  )
}

function SignedIn({ frame: { t, account } }: { frame: Frame }) {
  if (account === null) return <a href="/sign-in">{t.account.signIn}</a>
  return (
    <form method="post" action="/sign-out">
      <a href="/account">{t.account.signedInAs(account.name, t.account.role[account.role])}</a>{' '}
      <button class="plain" type="submit">
        {t.account.signOut}
      </button>
    </form>
  )
}
