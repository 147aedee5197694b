import { FirstRunPage } from '../../../views/entry.tsx'
import { parseAccountName } from '../../auth/account-name.ts'
import { hashPassword, newSalt, passwordProblem } from '../../auth/password.ts'
import { signIn } from '../../auth/sign-in.ts'
import { newToken } from '../../auth/token.ts'
import { formatSpan } from '../../i18n/format.ts'
import { findInvitation, openSession, redeemInvitation } from '../../store/accounts.ts'
import { recorded, recordedIn } from '../recorded.ts'
import { endSession, sendSessionCookie, sessionHours } from '../session.ts'
import { frameOf } from '../show.ts'
import { ownPath, showSignIn } from '../show-sign-in.tsx'
import type { Page, WebContext } from '../web.ts'
import { leavePath } from './provider.tsx'

export const entryPages: Page[] = [
  { method: 'GET', path: '/sign-in', rule: 'public', handle: askToSignIn },
  { method: 'POST', path: '/sign-in', rule: 'public', handle: doSignIn },
  { method: 'POST', path: '/sign-out', rule: 'everyone', handle: doSignOut },
  { method: 'GET', path: '/first-run', rule: 'public', handle: showFirstRun },
  { method: 'POST', path: '/first-run', rule: 'public', handle: doFirstRun },
]

function askToSignIn(c: WebContext) {
  return showSignIn(c, { to: ownPath(c.req.query('to')) })
}

async function doSignIn(c: WebContext) {
  const { deps, limits, client, words } = c.var
  const form = await readForm(c)
  const to = ownPath(form.to)
  const token = newToken()
  const result = await signIn(
    {
      db: deps.db,
      limits,
      ttlHours: sessionHours,
      tell: (trx, action, who) => recordedIn(c, trx, { action, subject: who, who }),
    },
    { name: form.name ?? '', password: form.password ?? '', address: client, now: deps.now(), token },
  )
  if (result.state === 'signed_in') {
    sendSessionCookie(c, token)
    return c.redirect(to, 303)
  }
  const { wait, wrong } = words.t.entry.signIn
  const slow = result.state === 'slow_down'
  const error = slow ? wait(formatSpan(Math.ceil(result.waitMs / 1000), words.locale)) : wrong
  return showSignIn(c, { to, name: form.name ?? '', error }, slow ? 429 : 422)
}

async function doSignOut(c: WebContext) {
  const account = c.var.session?.account ?? ''
  const issuer = await recorded(c, async (db, tell) => {
    await tell({ action: 'session.close', subject: account })
    return endSession(c, db)
  })
  const isProviders = issuer !== null && issuer === c.var.deps.provider?.trust.issuer
  return c.redirect(isProviders ? leavePath : '/sign-in', 303)
}

async function showFirstRun(c: WebContext) {
  const token = c.req.query('token') ?? ''
  const invitation = await findInvitation(c.var.deps.db, token, c.var.deps.now())
  return c.html(<FirstRunPage frame={await frameOf(c)} link={invitation ? { token, ...invitation } : null} />)
}

async function doFirstRun(c: WebContext) {
  const { db, now } = c.var.deps
  const t = c.var.words.t.entry.firstRun
  const form = await readForm(c)
  const sent = form.token ?? ''
  const invitation = await findInvitation(db, sent, now())
  const again = async (error: string | null) => {
    const link = invitation && error !== null ? { token: sent, ...invitation } : null
    const page = <FirstRunPage frame={await frameOf(c)} link={link} name={form.name ?? ''} error={error} />
    return c.html(page, 422)
  }
  if (invitation === undefined) return again(null)
  const name = invitation.account ?? parseAccountName(form.name ?? '')
  const password = form.password ?? ''
  if (name === undefined) return again(t.badName)
  if (passwordProblem(password) !== null) return again(t.badPassword)
  if (password !== form.repeat) return again(t.mismatch)
  const hash = await hashPassword(password, newSalt())
  const token = newToken()
  const redeemed = await recorded(c, async (trx, tell) => {
    const done = await redeemInvitation(trx, sent, { name, password: hash, now: now() })
    if (done !== 'redeemed') return done
    await openSession(trx, { account: name, now: now(), ttlHours: sessionHours, token })
    const isNew = invitation.account === null
    const after = isNew ? { role: invitation.role } : null
    await tell({ action: isNew ? 'account.add' : 'account.password', subject: name, who: name, after })
    return done
  })
  if (redeemed === 'name_taken') return again(t.taken)
  if (redeemed === 'not_open') return again(null)
  sendSessionCookie(c, token)
  return c.redirect('/', 303)
}

/** Text fields of a form; a file in place of a text is no text. */
async function readForm(c: WebContext): Promise<Record<string, string | undefined>> {
  const body = await c.req.parseBody()
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]),
  )
}
