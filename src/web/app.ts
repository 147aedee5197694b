import { performance } from 'node:perf_hooks'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { csrf } from 'hono/csrf'
import { etag } from 'hono/etag'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { authorise, isInScope, type Session, writeScope } from '../auth/access.ts'
import { createRateLimiter, type RateLimiter } from '../auth/rate-limit.ts'
import type { SignInLimits } from '../auth/sign-in.ts'
import { messages } from '../i18n/messages.ts'
import { readClient } from './client.ts'
import { formatOf, pathWithoutFormat } from './format.ts'
import { readLanguage } from './language.ts'
import { sectionOf } from './openapi.ts'
import { pages } from './pages/index.ts'
import { showError, showProblem } from './problem.tsx'
import { serveProgram } from './programs.ts'
import { reachOfCaller, type UnitsOf } from './reach.ts'
import { refuse } from './refuse.ts'
import { sameSiteWrites } from './same-site.ts'
import { bearerOf, readSession } from './session.ts'
import type { Page, WebContext, WebDeps, WebEnv } from './web.ts'

/** The largest thing anybody sends is an inventory: five files, previewed and sent again. */
const maxBodyBytes = 16 * 1024 * 1024

/**
 * The web application. Every address comes from the registry and is served through `serve`, which asks the one
 * authorisation function; whatever is not in the registry does not exist.
 */
export function createApp(deps: WebDeps): Hono<WebEnv> {
  const limits = signInLimits()
  const providerLimit = limiter(300)
  const underWay = new Set<string>()
  const app = new Hono<WebEnv>({ getPath: pathWithoutFormat })
  app.use(requestId({ headerName: '' }), async (c, next) => {
    c.set('deps', deps)
    c.set('limits', limits)
    c.set('providerLimit', providerLimit)
    c.set('sections', sections)
    c.set('pages', pages)
    c.set('underWay', underWay)
    c.set('format', formatOf(c.req.raw))
    c.set('words', { t: messages.vi, locale: 'vi' }) // until readLanguage knows better
    c.set('session', null)
    c.set('reach', new Set()) // nothing, until it is known who asks
    await next()
  })
  app.use(compress({ threshold: 1400 }), etag({ weak: true }), securityHeaders())
  app.use(async (c, next) => {
    await next()
    // a page belongs to whoever asked for it, and may be old by the next request
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'private, no-cache')
    c.res.headers.append('vary', 'Cookie, HX-Request-Type')
  })
  app.use(readClient(deps), readLanguage)
  const isOwn = csrf({ origin: (origin, c: WebContext) => origin === c.var.origin })
  app.use((c, next) => (bearerOf(c) === undefined ? isOwn(c, next) : next()), sameSiteWrites)
  app.use(bodyLimit({ maxSize: maxBodyBytes, onError: () => refuse('tooLarge') }), readSession)
  for (const page of pages) app.on(page.method, page.path, (c) => serve(page, c))
  // somebody unknown is not told which addresses exist
  app.notFound((c) => showProblem(c, c.var.session === null ? 'unauthorised' : 'notFound'))
  app.onError((error, c) => showError(error, c))
  return app
}

/** What tokens can be for: whatever programs can read and a reader of the province may. */
const reader: Session = { account: '', role: 'reader', unit: null, expiresAt: '' }
const sections = [
  ...new Set([
    ...pages
      .filter(
        ({ rule, formats, forPrograms }) =>
          (formats !== undefined || forPrograms) && authorise(rule, reader) === 'allowed',
      )
      .map(sectionOf),
    ...pages.filter(({ form }) => form !== undefined).map((page) => writeScope(sectionOf(page))),
  ]),
].sort()

async function serve(page: Page, c: WebContext): Promise<Response> {
  const { session, format } = c.var
  const { form } = page
  const isProgram = form !== undefined && format === 'json' && session?.role === 'machine'
  const access = authorise(page.rule, session, isProgram ? sectionOf(page) : undefined)
  if (access === 'sign_in') return showProblem(c, 'unauthorised')
  if (access === 'forbidden') refuse('forbidden')
  c.set('reach', await reachOfCaller(c))
  if (page.rule === 'unit') await refuseUnitsOfOthers(page.unitsOf, c)
  if (
    session?.role === 'machine' &&
    !isProgram &&
    ((format === 'html' && !page.forPrograms) || !isInScope(session, sectionOf(page)))
  )
    refuse('forbidden')
  if (!isProgram && c.var.format !== 'html' && !page.formats?.includes(c.var.format)) refuse('notFound')
  refuseControls(c)
  const response = isProgram ? await serveProgram({ ...page, form }, c) : await page.handle(c)
  if (page.method === 'POST' && !page.isPreview && !c.var.isRecorded && response.status < 400)
    throw new Error(`POST ${page.path} wrote without telling the log`)
  // today shown to somebody who asked for another day would be taken for that day
  if (c.req.query('asOf') && !c.var.readsAsOf)
    refuse('badRequest', ['asOf: this page shows nothing but the present'])
  return response
}

/** Whoever is kept to some units gets one answer for what is of others and for what is not there. */
async function refuseUnitsOfOthers(unitsOf: UnitsOf, c: WebContext): Promise<void> {
  const { reach } = c.var
  if (reach === null) return
  const units = await unitsOf(c)
  if (units.length === 0 || !units.every((code) => reach.has(code))) refuse('forbidden')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const controls = /[\0-\x08\x0b\x0c\x0e-\x1f]/

/**
 * Nothing of ours is named with control characters, and PostgreSQL takes no NUL in a text. Tabs and line ends, which
 * come along when somebody copies a cell into a search, do no harm.
 */
function refuseControls(c: WebContext): void {
  const values = [...Object.entries(c.req.param()), ...Object.entries(c.req.queries())]
  const wrong = values.filter((named) => named.flat().some((text) => controls.test(text)))
  if (wrong.length > 0)
    refuse(
      'badRequest',
      wrong.map(([name]) => `${name}: contains a control character`),
    )
}

/** Nothing but our own files: no inline script or style, no evaluation, no frame around us, no other origin. */
export function securityHeaders() {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'same-origin',
    strictTransportSecurity: false, // for the proxy that ends TLS to say
  })
}

/**
 * Enough for a person who mistypes, too few for one who guesses: 10 tries of an account from one address, 60 of one
 * address (an office may share one), 300 of an account from everywhere.
 */
function signInLimits(): SignInLimits {
  return { address: limiter(60), accountFromAddress: limiter(10), account: limiter(300), proven: new Set() }
}

function limiter(max: number): RateLimiter {
  return createRateLimiter({ max, windowMs: 15 * 60_000, elapsedMs: () => performance.now() })
}
