import { getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { Session } from '../auth/access.ts'
import { hashPassword, newSalt } from '../auth/password.ts'
import { newToken } from '../auth/token.ts'
import { addAccount, closeSession, findSession, openSession } from '../store/accounts.ts'
import type { Database } from '../store/database.ts'
import { useToken } from '../store/tokens.ts'
import type { WebContext, WebEnv } from './web.ts'

const cookie = 'v6gov_session'
/** A working day; then the password is asked for again. */
export const sessionHours = 12
const demoAccount = 'demo'

/** Finds who is signed in. In the demo a browser is signed in by its first page, and others may read. */
export const readSession = createMiddleware<WebEnv>(async (c, next) => {
  const { db, now, demo } = c.var.deps
  const bearer = bearerOf(c)
  if (bearer !== undefined) {
    c.set('session', await sessionOfToken(c, bearer))
    return next() // who names a token is nobody else, whatever cookie comes along
  }
  const token = getCookie(c, cookie)
  const found = token === undefined ? undefined : await findSession(db, token, now())
  c.set('session', found ?? null)
  if (found === undefined && demo && ['GET', 'HEAD'].includes(c.req.method))
    c.set('session', isPageOfBrowser(c) ? await startDemoSession(c) : demoReader(now()))
  await next()
})

/** The token that a program names; such a request is nobody else's, so that no other site can cause it. */
export function bearerOf(c: WebContext): string | undefined {
  return /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
}

async function sessionOfToken(c: WebContext, token: string): Promise<Session | null> {
  const { db, now } = c.var.deps
  const found = await useToken(db, token, now())
  if (found === undefined) return null
  const { name, unit, scopes, expiresAt } = found
  return { account: `token:${name}`, role: 'machine', unit, scopes, expiresAt: expiresAt ?? '9999' }
}

export function sendSessionCookie(c: WebContext, token: string): void {
  setCookie(c, cookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax', // Strict would ask for the password after every link in a mail
    secure: c.var.origin.startsWith('https:'),
    maxAge: sessionHours * 3600,
  })
}

/** Ends the session on the server, where it counts, and in the browser. The issuer that vouched for it; null for none. */
export async function endSession(c: WebContext, db: Database): Promise<string | null> {
  const token = getCookie(c, cookie)
  setCookie(c, cookie, '', { path: '/', maxAge: 0 })
  return token === undefined ? null : closeSession(db, token)
}

function demoReader(now: string): Session {
  return { account: demoAccount, role: 'reader', unit: null, expiresAt: now }
}

/** A person opened a page, which curl and fetch do not look like. */
function isPageOfBrowser(c: WebContext): boolean {
  return c.var.format === 'html' && (c.req.header('accept') ?? '').includes('text/html')
}

async function startDemoSession(c: WebContext): Promise<Session> {
  const { db, now } = c.var.deps
  const open = () => openSession(db, { account: demoAccount, now: now(), ttlHours: sessionHours, token })
  const token = newToken()
  let session = await open()
  if (session === undefined) {
    const password = await hashPassword(newToken(), newSalt()) // nobody knows it
    await addAccount(db, { name: demoAccount, role: 'admin', password, now: now() })
    session = await open()
  }
  if (session === undefined) return demoReader(now())
  sendSessionCookie(c, token)
  return session
}
