import { createMiddleware } from 'hono/factory'
import { refuse } from './refuse.ts'
import { bearerOf } from './session.ts'
import type { WebEnv } from './web.ts'

/**
 * Refuses writes that another site caused. hono/csrf looks at form content types only and is content with one good
 * header; here every write, whatever its type, must name our own origin, and Sec-Fetch-Site must not contradict it.
 * A request with neither header comes from no browser of today and is refused too, unless it names a token: no browser
 * adds that by itself, and then no cookie counts.
 */
export const sameSiteWrites = createMiddleware<WebEnv>(async (c, next) => {
  if (!['GET', 'HEAD', 'OPTIONS'].includes(c.req.method) && bearerOf(c) === undefined) {
    const origin = c.req.header('origin')
    const site = c.req.header('sec-fetch-site')
    const originAgrees = origin === c.var.origin || (origin === undefined && site === 'same-origin')
    if (!originAgrees || (site !== undefined && site !== 'same-origin')) refuse('crossSite')
  }
  await next()
})
