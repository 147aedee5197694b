import { beforeAll, describe, expect, test } from 'vitest'
import { newToken } from '../../src/auth/token.ts'
import { addAccount, openSession } from '../../src/store/accounts.ts'
import { verifyAudit } from '../../src/store/audit.ts'
import { now } from './looks.ts'
import { openProvince, type Province } from './province.ts'

const origin = 'http://localhost'
const password = 'mười hai ký tự'
let province: Province
let admin: string

beforeAll(async () => {
  province = await openProvince({ only: ['288'], seen: false })
  await addAccount(province.db, { name: 'chief', role: 'admin', password: 'x', now })
  admin = await cookieOf('chief')
})

async function cookieOf(account: string): Promise<string> {
  const token = newToken()
  await openSession(province.db, { account, now, ttlHours: 1, token })
  return `v6gov_session=${token}`
}

async function post(path: string, fields: Record<string, string>, cookie = admin) {
  return province.app.request(path, {
    method: 'POST',
    headers: { origin, cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
}

async function get(path: string, cookie = admin) {
  return province.app.request(path, { headers: { cookie } })
}

const linkIn = async (response: Response) =>
  /first-run\?token=([\w-]{43})/.exec(await response.text())?.[1] ?? ''
const cookieIn = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''

describe('an account', () => {
  let token: string
  let head: string

  test('is made by the administrator, and gets its password from its owner', async () => {
    const made = await post('/accounts', { name: 'Thu.Truong', role: 'unit_head', unit: '288' })
    expect(made.status).toBe(200)
    token = await linkIn(made)
    expect(await (await get(`/first-run?token=${token}`, '')).text()).toContain('thu.truong')
    const set = await post('/first-run', { token, password, repeat: password }, '')
    head = cookieIn(set)
    expect((await get('/units/288', head)).status).toBe(200)
    expect((await post('/first-run', { token, password, repeat: password }, '')).status).toBe(422)
    const signedIn = await post('/sign-in', { name: 'thu.truong', password }, '')
    expect(signedIn.status).toBe(303)
  })

  test.each([
    { name: 'x', role: 'reader', unit: '' },
    { name: 'thu.truong', role: 'reader', unit: '' },
    { name: 'moi', role: 'machine', unit: '' },
    { name: 'moi', role: 'unit_head', unit: '' },
    { name: 'moi', role: 'unit_head', unit: 'nothing' },
    { name: 'moi', role: 'engineer', unit: '288' },
  ])('is not made of %o', async (fields) => {
    const refused = await post('/accounts', fields)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('role="alert"')
  })

  test('loses its sessions with another role, and may do what that allows', async () => {
    expect((await post('/accounts/thu.truong', { role: 'auditor', unit: '' })).status).toBe(303)
    expect((await get('/units.json', head)).status).toBe(401)
    head = await cookieOf('thu.truong')
    expect((await get('/audit', head)).status).toBe(200)
    expect((await post('/accounts', { name: 'moi', role: 'admin', unit: '' }, head)).status).toBe(403)
  })

  test('changes its password with the present one, which ends other sessions', async () => {
    const elsewhere = await cookieOf('thu.truong')
    const fields = { current: password, next: 'mật khẩu khác hẳn', repeat: 'mật khẩu khác hẳn' }
    for (const wrong of [{ current: 'sai' }, { next: 'ngắn', repeat: 'ngắn' }, { repeat: 'nhầm' }])
      expect((await post('/account/password', { ...fields, ...wrong }, head)).status).toBe(422)
    const changed = await post('/account/password', fields, head)
    expect(changed.headers.get('location')).toBe('/account?changed=yes')
    for (const old of [head, elsewhere]) expect((await get('/account', old)).status).toBe(303)
    head = cookieIn(changed)
    expect(await (await get('/account?changed=yes', head)).text()).toContain('Đã đổi mật khẩu')
  })

  test('that forgot it gets a link, by which the old one ends at once', async () => {
    const link = await linkIn(await post('/accounts/thu.truong/link', {}))
    expect((await get('/account', head)).status).toBe(303)
    expect((await post('/sign-in', { name: 'thu.truong', password: 'mật khẩu khác hẳn' }, '')).status).toBe(
      422,
    )
    head = cookieIn(await post('/first-run', { token: link, password, repeat: password }, ''))
    expect((await get('/account', head)).status).toBe(200)
  })

  test('that is disabled is out, with its link', async () => {
    const link = await linkIn(await post('/accounts/thu.truong/link', {}))
    await post('/accounts/thu.truong/disable', {})
    expect((await get('/account', head)).status).toBe(303)
    expect((await post('/first-run', { token: link, password, repeat: password }, '')).status).toBe(422)
    await post('/accounts/thu.truong/enable', {})
    const { state } = (await (await get('/accounts/thu.truong.json')).json()) as { state: string }
    expect(state).toBe('waiting')
  })

  test('of the last administrator stays one', async () => {
    const refused = await post('/accounts/chief/disable', {})
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('quản trị viên cuối cùng')
  })
})

test('a token is shown once, reads what it is for, and ends when it is revoked', async () => {
  expect((await post('/tokens', { name: 'Bảng', scopes: '*', days: '30' })).status).toBe(422)
  expect((await post('/tokens', { name: 'dash', scopes: 'nothing', days: '30' })).status).toBe(422)
  const made = await (await post('/tokens', { name: 'dash', scopes: 'units', days: '30' })).text()
  const token = /v6gov_[\w-]{43}/.exec(made)?.[0] ?? ''
  const read = () => province.app.request('/units.json', { headers: { authorization: `Bearer ${token}` } })
  expect((await read()).status).toBe(200)
  expect(await (await get('/tokens')).text()).not.toContain(token)
  await post('/tokens/dash/revoke', {})
  expect((await read()).status).toBe(401)
})

test('the log tells all of it, and holds neither passwords nor links', async () => {
  const { items } = (await (await get('/audit.json?limit=200')).json()) as {
    items: { action: string; who: string; subject: string; from: string; before: unknown; after: unknown }[]
  }
  const told = items.map(({ action, who, subject }) => `${action} ${who} ${subject}`)
  for (const expected of [
    'account.add chief thu.truong',
    'account.password thu.truong thu.truong',
    'session.open thu.truong thu.truong',
    'session.refuse thu.truong thu.truong',
    'account.change chief thu.truong',
    'account.link chief thu.truong',
    'token.add chief dash',
    'token.revoke chief dash',
  ])
    expect(told).toContain(expected)
  const role = items.find(
    ({ action, after }) => action === 'account.change' && JSON.stringify(after).includes('auditor'),
  )
  expect(role).toMatchObject({ before: { role: 'unit_head', unit: '288' }, after: { role: 'auditor' } })
  const rows = JSON.stringify(await province.db.selectFrom('audit').selectAll().execute())
  for (const secret of [password, 'mật khẩu khác hẳn', 'v6gov_', 'first-run'])
    expect(rows).not.toContain(secret)
  expect((await verifyAudit(province.db)).fault).toBeNull()
  const filtered = (await (await get('/audit.json?kind=token&who=chief')).json()) as { total: number }
  expect(filtered.total).toBe(2)
  expect(await (await get('/audit.csv?kind=token')).text()).toContain('token.revoke')
  expect(await (await get('/audit?subject=dash')).text()).toContain('tạo mã truy cập')
})
