import { TokensPage } from '../../../views/tokens.tsx'
import { newToken } from '../../auth/token.ts'
import { findUnit } from '../../store/inventory.ts'
import { addToken, listTokens, revokeToken, type Token } from '../../store/tokens.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { readQuery } from '../query.ts'
import { readForm } from '../read-form.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const tokenPages: Page[] = [
  { method: 'GET', path: '/tokens', rule: 'auditor', formats: ['json', 'csv'], handle: showAll },
  { method: 'POST', path: '/tokens', rule: 'admin', handle: add },
  { method: 'POST', path: '/tokens/:name/revoke', rule: 'admin', handle: revoke },
]

const dayMs = 86_400_000
const mostDays = 730

async function showAll(c: WebContext) {
  readQuery(c, {})
  const tokens = await listTokens(c.var.deps.db)
  if (c.var.format === 'json')
    return sendList(c, { items: tokens, total: tokens.length, asOf: c.var.deps.now() })
  if (c.var.format === 'csv') return sendCsv(c, 'tokens', columns, tokens)
  return sendAll(c, { made: null, problem: null })
}

async function sendAll(c: WebContext, said: { made: string | null; problem: string | null }) {
  const tokens = await listTokens(c.var.deps.db)
  return c.html(
    <TokensPage frame={await frameOf(c)} tokens={tokens} sections={[...c.var.sections]} {...said} />,
    said.problem === null ? 200 : 422,
  )
}

const columns: CsvColumn<Token>[] = [
  ['name', ({ name }) => name],
  ['scopes', ({ scopes }) => scopes.join('|')],
  ['unit', ({ unit }) => unit],
  ['created_at', ({ createdAt }) => createdAt],
  ['created_by', ({ createdBy }) => createdBy],
  ['expires_at', ({ expiresAt }) => expiresAt],
  ['revoked_at', ({ revokedAt }) => revokedAt],
  ['used_at', ({ usedAt }) => usedAt],
]

async function add(c: WebContext) {
  const { deps, words, session, sections } = c.var
  const { problems } = words.t.accounts
  const again = (problem: string) => sendAll(c, { made: null, problem })
  const form = await readForm(c)
  const name = (form.name?.[0] ?? '').trim()
  if (!/^[a-z0-9._-]{1,64}$/.test(name)) return again(problems.tokenName)
  const scopes = (form.scopes ?? []).filter((scope) => scope === '*' || sections.includes(scope))
  if (scopes.length === 0) return again(problems.scopes)
  const unit = (form.unit?.[0] ?? '').trim() || null
  if (unit !== null && (await findUnit(deps.db, unit)) === undefined) return again(problems.unitUnknown)
  if (unit !== null && scopes.some((scope) => scope.endsWith(':write'))) return again(problems.writeUnit)
  const days = Number(form.days?.[0])
  if (!Number.isInteger(days) || days < 1 || days > mostDays) return again(problems.days)
  const token = `v6gov_${newToken()}`
  const about = { scopes, unit, expiresAt: new Date(Date.parse(deps.now()) + days * dayMs).toISOString() }
  const isAdded = await recorded(c, async (db, tell) => {
    const entered = { createdAt: deps.now(), createdBy: session?.account ?? '' }
    const added = await addToken(db, { token, name, ...about, ...entered })
    if (added) await tell({ action: 'token.add', subject: name, after: about })
    return added
  })
  return isAdded ? sendAll(c, { made: token, problem: null }) : again(problems.tokenTaken)
}

async function revoke(c: WebContext) {
  const name = c.req.param('name') ?? ''
  await recorded(c, async (db, tell) => {
    if (!(await revokeToken(db, name, c.var.deps.now()))) refuse('notFound', [name])
    await tell({ action: 'token.revoke', subject: name })
  })
  return c.redirect('/tokens', 303)
}
