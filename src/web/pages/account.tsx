import { OwnAccountPage } from '../../../views/own-account.tsx'
import { hashPassword, newSalt, passwordProblem, verifyPassword } from '../../auth/password.ts'
import { addressKey } from '../../auth/rate-limit.ts'
import { newToken } from '../../auth/token.ts'
import { formatSpan } from '../../i18n/format.ts'
import { changeAccount, findAccount, openSession } from '../../store/accounts.ts'
import { choice, readQuery } from '../query.ts'
import { readForm } from '../read-form.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { sendSessionCookie, sessionHours } from '../session.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const accountPages: Page[] = [
  { method: 'GET', path: '/account', rule: 'everyone', handle: showOwn },
  { method: 'POST', path: '/account/password', rule: 'everyone', handle: changePassword },
]

async function showOwn(c: WebContext) {
  const { changed } = readQuery(c, { changed: choice(['yes']) })
  return sendOwn(c, { error: null, changed: changed === 'yes' }, 200)
}

async function sendOwn(
  c: WebContext,
  said: { error: string | null; changed: boolean },
  status: 200 | 422 | 429,
) {
  const unit = c.var.session?.unit ?? null
  return c.html(
    <OwnAccountPage frame={{ ...(await frameOf(c)), url: '/account' }} unit={unit} {...said} />,
    status,
  )
}

/** Asks for the present password, since a session may have been left open, and ends all sessions but this one. */
async function changePassword(c: WebContext) {
  const { deps, limits, client, session, words } = c.var
  const form = await readForm(c)
  const [current = '', next = '', repeat = ''] = [form.current?.[0], form.next?.[0], form.repeat?.[0]]
  const name = session?.account ?? ''
  const again = (error: string, status: 422 | 429 = 422) => sendOwn(c, { error, changed: false }, status)
  const waitMs = limits.accountFromAddress.attempt(`${name} ${addressKey(client)}`)
  const { wait } = words.t.entry.signIn
  if (waitMs > 0) return again(wait(formatSpan(Math.ceil(waitMs / 1000), words.locale)), 429)
  const account = (await findAccount(deps.db, name)) ?? refuse('forbidden')
  if (!(await verifyPassword(current, account.password))) return again(words.t.accounts.own.wrong)
  if (passwordProblem(next) !== null) return again(words.t.entry.firstRun.badPassword)
  if (next !== repeat) return again(words.t.entry.firstRun.mismatch)
  const password = await hashPassword(next, newSalt())
  const token = newToken()
  await recorded(c, async (db, tell) => {
    await changeAccount(db, name, { password })
    await openSession(db, { account: name, now: deps.now(), ttlHours: sessionHours, token })
    await tell({ action: 'account.password', subject: name })
  })
  sendSessionCookie(c, token)
  return c.redirect('/account?changed=yes', 303)
}
