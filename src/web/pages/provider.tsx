import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { LeavePage } from '../../../views/entry.tsx'
import { signInByProvider } from '../../auth/provider-sign-in.ts'
import { addressKey } from '../../auth/rate-limit.ts'
import { newToken } from '../../auth/token.ts'
import { formatSpan } from '../../i18n/format.ts'
import { recordedIn } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { sendSessionCookie, sessionHours } from '../session.ts'
import { frameOf } from '../show.ts'
import { ownPath, showSignIn } from '../show-sign-in.tsx'
import type { Page, WebContext } from '../web.ts'

const startPath = '/sign-in/provider'
export const leavePath = `${startPath}/left`

/** Signing in by whom the settings name (OpenID Connect). The provider sends people back with a GET, which `state` guards. */
export const providerPages: Page[] = [
  { method: 'GET', path: startPath, rule: 'public', handle: leaveForProvider },
  { method: 'GET', path: `${startPath}/callback`, rule: 'public', handle: comeBack },
  { method: 'GET', path: leavePath, rule: 'public', handle: leaveProviderToo },
]

const cookie = 'v6gov_provider'
const minutesThere = 10

const kept = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() })

async function leaveForProvider(c: WebContext) {
  const { name, client } = providerOf(c)
  const to = ownPath(c.req.query('to'))
  const waitMs = c.var.providerLimit.attempt(addressKey(c.var.client))
  if (waitMs > 0) return slowDown(c, to, waitMs)
  try {
    const { url, attempt } = await client.begin()
    keep(c, JSON.stringify({ ...attempt, to }), minutesThere * 60)
    return c.redirect(url, 302)
  } catch (error) {
    logFailure(c, error)
    return showSignIn(c, { to, error: c.var.words.t.entry.provider.unreachable(name) }, 503)
  }
}

/** Whatever the answer is, the attempt is over: it is good for one. */
async function comeBack(c: WebContext) {
  const { db, now } = c.var.deps
  const { name, client, trust } = providerOf(c)
  const t = c.var.words.t.entry.provider
  const attempt = readKept(getCookie(c, cookie))
  keep(c, '', 0)
  if (attempt === undefined) return showSignIn(c, { to: '/', error: t.failed(name) }, 422)
  const to = ownPath(attempt.to)
  const waitMs = c.var.providerLimit.attempt(addressKey(c.var.client))
  if (waitMs > 0) return slowDown(c, to, waitMs)
  const claims = await client.finish(new URL(c.req.url).search, attempt).catch((error) => {
    logFailure(c, error)
  })
  if (claims === undefined) return showSignIn(c, { to, error: t.failed(name) }, 422)
  const token = newToken()
  const result = await signInByProvider(
    {
      db,
      trust,
      ttlHours: sessionHours,
      tell: (trx, account, told) => recordedIn(c, trx, { ...told, subject: account, who: account }),
    },
    { claims, now: now(), token },
  )
  if ('refused' in result) return showSignIn(c, { to, error: t.noAccount(name) }, 422)
  sendSessionCookie(c, token)
  return c.redirect(to, 303)
}

/** A page between, since the policy of our pages lets no form lead to another site, be it by a redirect. */
async function leaveProviderToo(c: WebContext) {
  const { name, client } = providerOf(c)
  const url = await client.endSessionUrl().catch((error) => {
    logFailure(c, error)
    return null
  })
  if (url !== null) c.header('refresh', `0; url=${url}`)
  return c.html(<LeavePage frame={await frameOf(c)} provider={name} url={url} />)
}

function providerOf(c: WebContext) {
  return c.var.deps.provider ?? refuse('notFound')
}

function slowDown(c: WebContext, to: string, waitMs: number) {
  const { t, locale } = c.var.words
  return showSignIn(c, { to, error: t.entry.signIn.wait(formatSpan(Math.ceil(waitMs / 1000), locale)) }, 429)
}

/** Only this browser can end what it began: `state`, `nonce` and the verifier of PKCE stay with it. */
function keep(c: WebContext, text: string, maxAge: number): void {
  setCookie(c, cookie, Buffer.from(text).toString('base64url'), {
    path: startPath,
    httpOnly: true,
    sameSite: 'Lax', // the way back begins at the provider
    secure: c.var.origin.startsWith('https:'),
    maxAge,
  })
}

function readKept(text: string | undefined) {
  try {
    return kept.parse(JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}

function logFailure(c: WebContext, error: unknown): void {
  const { requestId, deps } = c.var
  deps.logError(error, { requestId, method: c.req.method, path: c.req.path })
}
