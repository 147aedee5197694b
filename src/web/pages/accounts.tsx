import { AccountPage, type AccountRow, AccountsPage } from '../../../views/accounts.tsx'
import { isRole, type Role } from '../../auth/access.ts'
import { parseAccountName } from '../../auth/account-name.ts'
import { newToken } from '../../auth/token.ts'
import {
  type Account,
  addAccount,
  changeAccount,
  findAccount,
  listAccounts,
  makeInvitation,
} from '../../store/accounts.ts'
import { findUnit } from '../../store/inventory.ts'
import { type CsvColumn, sendCsv, sendJson, sendList } from '../data.ts'
import { readQuery } from '../query.ts'
import { readForm } from '../read-form.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

/** Auditors see who may do what; only administrators change it. */
export const accountsPages: Page[] = [
  { method: 'GET', path: '/accounts', rule: 'auditor', formats: ['json', 'csv'], handle: showAll },
  { method: 'POST', path: '/accounts', rule: 'admin', handle: add },
  { method: 'GET', path: '/accounts/:account', rule: 'auditor', formats: ['json'], handle: showOne },
  { method: 'POST', path: '/accounts/:account', rule: 'admin', handle: change },
  { method: 'POST', path: '/accounts/:account/disable', rule: 'admin', handle: (c) => setDisabled(c, true) },
  { method: 'POST', path: '/accounts/:account/enable', rule: 'admin', handle: (c) => setDisabled(c, false) },
  { method: 'POST', path: '/accounts/:account/link', rule: 'admin', handle: sendLink },
]

/** A day to hand over a link. */
const linkHours = 24

async function showAll(c: WebContext) {
  readQuery(c, {})
  const rows = (await listAccounts(c.var.deps.db)).map(toRow)
  if (c.var.format === 'json') return sendList(c, { items: rows, total: rows.length, asOf: c.var.deps.now() })
  if (c.var.format === 'csv') return sendCsv(c, 'accounts', columns, rows)
  return sendAll(c, {}, null)
}

async function sendAll(c: WebContext, form: Record<string, string[]>, problem: string | null) {
  const rows = (await listAccounts(c.var.deps.db)).map(toRow)
  return c.html(
    <AccountsPage frame={await frameOf(c)} rows={rows} form={form} problem={problem} />,
    problem === null ? 200 : 422,
  )
}

function toRow({ password, ...account }: Account): AccountRow {
  return {
    ...account,
    state: account.disabledAt ? 'disabled' : password || account.provider ? 'active' : 'waiting',
  }
}

const columns: CsvColumn<AccountRow>[] = [
  ['name', ({ name }) => name],
  ['role', ({ role }) => role],
  ['unit', ({ unit }) => unit],
  ['provider', ({ provider }) => provider],
  ['state', ({ state }) => state],
  ['created_at', ({ createdAt }) => createdAt],
  ['disabled_at', ({ disabledAt }) => disabledAt],
]

async function add(c: WebContext) {
  const { deps, words } = c.var
  const { problems } = words.t.accounts
  const form = await readForm(c)
  const name = parseAccountName(form.name?.[0] ?? '')
  if (name === undefined) return sendAll(c, form, problems.name)
  const place = await readPlace(c, form)
  if (typeof place === 'string') return sendAll(c, form, place)
  const token = newToken()
  const isAdded = await recorded(c, async (db, tell) => {
    const added = await addAccount(db, { name, ...place, password: '', now: deps.now() })
    if (!added) return false
    await makeInvitation(db, { ...place, account: name, now: deps.now(), ttlHours: linkHours, token })
    await tell({ action: 'account.add', subject: name, after: place })
    return true
  })
  return isAdded ? sendOne(c, name, { token }) : sendAll(c, form, problems.taken)
}

async function showOne(c: WebContext) {
  readQuery(c, {})
  const account = await requireAccount(c)
  if (c.var.format === 'json') return sendJson(c, toRow(account))
  return sendOne(c, account.name, {})
}

async function sendOne(
  c: WebContext,
  name: string,
  { token = null, problem = null }: { token?: string | null; problem?: string | null },
) {
  const { deps, origin } = c.var
  const row = toRow((await findAccount(deps.db, name)) ?? refuse('notFound', [name]))
  const unit = row.unit === null ? null : ((await findUnit(deps.db, row.unit)) ?? null)
  const url = `/accounts/${encodeURIComponent(name)}` // what a POST shows has no address of its own
  const link = token === null ? null : `${origin}/first-run?token=${token}`
  return c.html(
    <AccountPage frame={{ ...(await frameOf(c)), url }} {...{ row, unit, link, problem }} />,
    problem === null ? 200 : 422,
  )
}

async function change(c: WebContext) {
  const { name, ...before } = await requireAccount(c)
  const place = await readPlace(c, await readForm(c))
  if (typeof place === 'string') return sendOne(c, name, { problem: place })
  // from now on it is an administrator who gives the role, and no rule
  return changeOrSay(c, name, { ...place, provider: null }, { role: before.role, unit: before.unit })
}

async function setDisabled(c: WebContext, isDisabled: boolean) {
  const { name, disabledAt } = await requireAccount(c)
  return changeOrSay(c, name, { disabledAt: isDisabled ? c.var.deps.now() : null }, { disabledAt })
}

async function changeOrSay(
  c: WebContext,
  name: string,
  after: Parameters<typeof changeAccount>[2],
  before: Parameters<typeof changeAccount>[2],
) {
  const done = await recorded(c, async (db, tell) => {
    const changed = await changeAccount(db, name, after)
    if (changed === 'changed') await tell({ action: 'account.change', subject: name, before, after })
    return changed
  })
  if (done === 'last_admin') return sendOne(c, name, { problem: c.var.words.t.accounts.problems.lastAdmin })
  return c.redirect(`/accounts/${encodeURIComponent(name)}`, 303)
}

/** Ends the password and every session at once, and hands out a link to choose another. */
async function sendLink(c: WebContext) {
  const { deps } = c.var
  const { name, role } = await requireAccount(c)
  const token = newToken()
  await recorded(c, async (db, tell) => {
    await changeAccount(db, name, { password: '' })
    await makeInvitation(db, { role, account: name, now: deps.now(), ttlHours: linkHours, token })
    await tell({ action: 'account.link', subject: name })
  })
  return sendOne(c, name, { token })
}

/** Role and unit from a form; a text says what is wrong with them. */
async function readPlace(
  c: WebContext,
  form: Record<string, string[]>,
): Promise<{ role: Role; unit: string | null } | string> {
  const { problems } = c.var.words.t.accounts
  const role = form.role?.[0] ?? ''
  const unit = (form.unit?.[0] ?? '').trim()
  if (!isRole(role)) return problems.role
  if (role !== 'unit_head') return unit === '' ? { role, unit: null } : problems.unitNotWanted
  if (unit === '') return problems.unitMissing
  return (await findUnit(c.var.deps.db, unit)) === undefined ? problems.unitUnknown : { role, unit }
}

async function requireAccount(c: WebContext): Promise<Account> {
  const name = c.req.param('account') ?? ''
  return (await findAccount(c.var.deps.db, name)) ?? refuse('notFound', [name])
}
