import { Hono } from 'hono'
import { ClosedPage } from '../../views/closed.tsx'
import { messages } from '../i18n/messages.ts'
import type { Clock } from '../model.ts'
import type { Trouble } from '../store/trouble.ts'
import { securityHeaders } from './app.ts'
import { assetPages, assetVersion } from './assets.ts'
import type { WebEnv } from './web.ts'

/** What is served while the database cannot be used: one page that says so, at every address, and the health of the process. */
export function createClosedApp({ trouble, now }: { trouble: Trouble; now: Clock }): Hono<WebEnv> {
  const app = new Hono<WebEnv>()
  app.use(securityHeaders())
  for (const { path, handle } of assetPages) app.get(path, (c) => handle(c))
  app.get('/healthz', (c) => c.json({ ok: true }))
  app.get('/readyz', (c) => c.json({ ok: false, database: false, trouble }, 503))
  app.all('*', (c) => {
    const locale = c.req.query('lang') === 'en' ? 'en' : 'vi'
    const frame = {
      t: messages[locale],
      locale,
      now: now(),
      asOf: null,
      url: '/',
      account: null,
      banners: [],
      refreshSeconds: null,
      assetVersion,
    } as const
    c.header('retry-after', '60')
    c.header('cache-control', 'no-store')
    return c.html(<ClosedPage frame={{ ...frame, banners: [] }} trouble={trouble} />, 503)
  })
  return app
}
