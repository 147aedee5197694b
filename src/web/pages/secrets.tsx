import { type SecretRow, SecretsPage } from '../../../views/secrets.tsx'
import { parseCredentials } from '../../credentials.ts'
import { findCheck } from '../../store/checks.ts'
import { listAssets } from '../../store/inventory.ts'
import { listSecrets, removeSecret, setSecret } from '../../store/secrets.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { readQuery } from '../query.ts'
import { readForm } from '../read-form.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

/** Names and kinds may be seen by who works with them; what they hold is shown to nobody, once it is set. */
export const secretPages: Page[] = [
  { method: 'GET', path: '/secrets', rule: 'setup', formats: ['json', 'csv'], handle: showAll },
  { method: 'POST', path: '/secrets', rule: 'admin', handle: set },
  { method: 'POST', path: '/secrets/:secret/remove', rule: 'admin', handle: remove },
  { method: 'POST', path: '/secrets/:secret/test', rule: 'engineer', handle: tryOut },
]

async function showAll(c: WebContext) {
  readQuery(c, {})
  const rows = await rowsOf(c)
  if (c.var.format === 'json') return sendList(c, { items: rows, total: rows.length, asOf: c.var.deps.now() })
  if (c.var.format === 'csv') return sendCsv(c, 'secrets', columns, rows)
  return sendAll(c, {})
}

async function sendAll(
  c: WebContext,
  said: { problem?: string; tested?: { name: string; device: string; ok: boolean; message: string } },
) {
  const devices = await listAssets(c.var.deps.db, { kind: 'device', asOf: c.var.deps.now() })
  const { keyId } = c.var.deps.secrets
  return c.html(
    <SecretsPage
      frame={{ ...(await frameOf(c)), url: '/secrets' }}
      rows={await rowsOf(c)}
      {...{ devices, keyId, ...said }}
    />,
    said.problem === undefined ? 200 : 422,
  )
}

async function rowsOf(c: WebContext): Promise<SecretRow[]> {
  const { db, secrets } = c.var.deps
  const stored = new Map((await listSecrets(db)).map((one) => [one.name, one]))
  const known = secrets.describe()
  const names = [...new Set([...stored.keys(), ...known.keys()])].sort()
  return names.map((name) => {
    const one = stored.get(name)
    return {
      name,
      kind: known.get(name) ?? null,
      keyId: one?.keyId ?? null,
      enteredAt: one?.enteredAt ?? null,
      enteredBy: one?.enteredBy ?? null,
    }
  })
}

const columns: CsvColumn<SecretRow>[] = [
  ['name', ({ name }) => name],
  ['kind', ({ kind }) => kind],
  ['key', ({ keyId }) => keyId],
  ['entered_at', ({ enteredAt }) => enteredAt],
  ['entered_by', ({ enteredBy }) => enteredBy],
]

async function set(c: WebContext) {
  const { deps, session, words } = c.var
  const form = await readForm(c)
  const name = (form.name?.[0] ?? '').trim()
  const text = form.secret?.[0] ?? ''
  const t = words.t.secrets
  if (deps.secrets.keyId === null) return sendAll(c, { problem: t.noKey })
  if (!/^[\w.-]{1,64}$/.test(name)) return sendAll(c, { problem: t.badName })
  try {
    parseCredentials(`{${JSON.stringify(name)}:${text}}`)
  } catch (error) {
    return sendAll(c, { problem: `${t.badSecret} ${(error as Error).message}` })
  }
  const before = (await rowsOf(c)).find((one) => one.name === name)
  const keys = deps.secrets.keys()
  await recorded(c, async (db, tell) => {
    await setSecret(db, keys, { name, text, at: deps.now(), by: session?.account ?? '' })
    await tell({
      action: 'secret.set',
      subject: name,
      before: before ?? null,
      after: { keyId: keys.current },
    })
  })
  await deps.secrets.refresh()
  return c.redirect('/secrets', 303)
}

async function remove(c: WebContext) {
  const name = c.req.param('secret') ?? ''
  await recorded(c, async (db, tell) => {
    if (!(await removeSecret(db, name))) refuse('notFound', [name])
    await tell({ action: 'secret.remove', subject: name })
  })
  await c.var.deps.secrets.refresh()
  return c.redirect('/secrets', 303)
}

/** Asks a device who it is by this credential, and says what it answered. */
async function tryOut(c: WebContext) {
  const { deps } = c.var
  const name = c.req.param('secret') ?? ''
  if (!deps.secrets.describe().has(name)) refuse('notFound', [name])
  const code = (await readForm(c)).device?.[0] ?? ''
  const devices = await listAssets(deps.db, { kind: 'device', asOf: deps.now() })
  const device = devices.find((one) => one.code === code) ?? refuse('badRequest', ['device'])
  // where its checks ask it, which a device with two addresses does at one
  const asked = (await findCheck(deps.db, `device~${code}~snmp-system`))?.settings as
    | { address?: string }
    | undefined
  const address =
    asked?.address ?? device.address6 ?? device.address ?? refuse('badRequest', ['device: has no address'])
  const { ok, message } = await deps.secrets.test(name, address)
  await recorded(c, (_, tell) =>
    tell({ action: 'secret.test', subject: name, after: { device: code, address, ok, message } }),
  )
  return sendAll(c, { tested: { name, device: code, ok, message } })
}
