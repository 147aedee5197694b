import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashPassword, newSalt } from '../../src/auth/password.ts'
import { newToken } from '../../src/auth/token.ts'
import { addAccount, changeAccount, findAccount, makeInvitation } from '../../src/store/accounts.ts'
import { listAudit } from '../../src/store/audit.ts'
import { type IdentityProvider, startIdentityProvider } from '../helpers/identity-provider.ts'
import { now } from './looks.ts'
import { openProvince, type Province } from './province.ts'

const origin = 'http://localhost'
let province: Province

beforeAll(async () => {
  province = await openProvince({ only: ['30'] })
})

describe('signing in', () => {
  test('by password, out again, and the session is gone', async () => {
    const { db, app } = province
    const password = 'mật khẩu đủ dài 123'
    await addAccount(db, {
      name: 'ky.su',
      role: 'engineer',
      password: await hashPassword(password, newSalt()),
      now,
    })
    const wrong = await form(app, '/sign-in', { name: 'ky.su', password: 'sai mật khẩu nhé', to: '/units' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('Sai tên tài khoản hoặc mật khẩu')
    const right = await form(app, '/sign-in', { name: ' Ky.Su ', password, to: '/units?kind=commune' })
    expect(right.status).toBe(303)
    expect(right.headers.get('location')).toBe('/units?kind=commune')
    const set = right.headers.get('set-cookie') ?? ''
    expect(set).toMatch(/HttpOnly/)
    expect(set).toMatch(/SameSite=Lax/)
    const cookie = set.split(';')[0] ?? ''
    expect((await app.request('/units', { headers: { cookie } })).status).toBe(200)
    expect((await form(app, '/sign-out', {}, cookie)).status).toBe(303)
    expect((await app.request('/units.json', { headers: { cookie } })).status).toBe(401)
  })

  test('leads nowhere else afterwards', async () => {
    for (const to of [
      'https://elsewhere.test/',
      '//elsewhere.test',
      '/\\elsewhere.test',
      'javascript:alert(1)',
    ]) {
      const page = await (await province.app.request(`/sign-in?${new URLSearchParams({ to })}`)).text()
      expect(page).toContain('name="to" value="/"')
    }
  })

  test('guessing is slowed down', async () => {
    const { app } = await openProvince({ units: false })
    let response = new Response()
    for (let i = 0; i < 11; i++)
      response = await form(app, '/sign-in', { name: 'nobody', password: `guess ${i} guess` })
    expect(response.status).toBe(429)
  })

  test('ten wrong tries from one place leave the account open from another', async () => {
    const { app, db } = await openProvince({ units: false, host: '0.0.0.0' })
    const password = 'mật khẩu đủ dài 123'
    await addAccount(db, {
      name: 'admin',
      role: 'admin',
      password: await hashPassword(password, newSalt()),
      now,
    })
    const from = (remoteAddress: string, tried: string) =>
      app.request(
        '/sign-in',
        {
          method: 'POST',
          headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ name: 'admin', password: tried }).toString(),
        },
        { incoming: { socket: { remoteAddress } } },
      )
    for (let i = 0; i < 10; i++) expect((await from('10.0.0.1', `guess ${i} guess`)).status).toBe(422)
    expect((await from('10.0.0.1', password)).status).toBe(429)
    expect((await from('10.0.0.2', password)).status).toBe(303)
  })

  test('the first administrator is made by a link that works once', async () => {
    const { app, db } = await openProvince({ units: false })
    const token = newToken()
    await makeInvitation(db, { role: 'admin', now, ttlHours: 24, token })
    expect(await (await app.request(`/first-run?token=${token}`)).text()).toContain(
      'Tạo tài khoản quản trị đầu tiên',
    )
    const fields = { token, name: 'quản.trị', password: 'mười hai ký tự', repeat: 'mười hai ký tự' }
    expect((await form(app, '/first-run', { ...fields, repeat: 'khác hẳn đi rồi' })).status).toBe(422)
    expect((await form(app, '/first-run', { ...fields, password: 'ngắn', repeat: 'ngắn' })).status).toBe(422)
    const made = await form(app, '/first-run', fields)
    expect(made.status).toBe(303)
    const cookie = (made.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect(await (await app.request('/', { headers: { cookie } })).text()).toContain('Chưa có đơn vị nào')
    expect((await form(app, '/first-run', { ...fields, name: 'another' })).status).toBe(422)
    expect(await (await app.request(`/first-run?token=${token}`)).text()).not.toContain(
      '<input name="password"',
    )
  })
})

describe('a provider of identities', () => {
  let identity: IdentityProvider
  let served: Province
  beforeAll(async () => {
    identity = await startIdentityProvider()
    const rules = [
      { claim: 'groups', value: 'wards', role: 'unit_head', unit: '30' },
      { claim: 'groups', value: 'network', role: 'engineer', unit: null },
    ] as const
    served = await openProvince({ only: ['30'], provider: identity.deps({ rules }) })
    await addAccount(served.db, { name: 'an', role: 'engineer', password: 'x', now })
  })
  afterAll(() => identity.stop())

  type Forge = typeof identity.state.forge
  /** Where a browser ends that goes to the provider and comes back, and with which session. */
  async function signIn(
    as: string,
    {
      claims = {},
      forge = null,
      change = (callback: string, kept: Record<string, string>) => [callback, kept] as const,
      at = served,
    }: {
      claims?: Record<string, unknown>
      forge?: Forge
      change?: (callback: string, kept: Record<string, string>) => readonly [string, Record<string, string>]
      at?: Province
    } = {},
  ) {
    Object.assign(identity.state, { signedIn: as, claims, forge })
    const away = await at.app.request('/sign-in/provider?to=/units')
    expect(away.status).toBe(302)
    const set = away.headers.get('set-cookie') ?? ''
    expect(set).toMatch(/^v6gov_provider=.*Path=\/sign-in\/provider; HttpOnly; SameSite=Lax/)
    const kept = JSON.parse(Buffer.from(/=([^;]*)/.exec(set)?.[1] ?? '', 'base64url').toString())
    const back = await identity.follow(away.headers.get('location') ?? '')
    expect(back).toMatch(/^http:\/\/localhost\/sign-in\/provider\/callback\?code=/)
    const [callback, carried] = change(back, kept)
    const cookie = `v6gov_provider=${Buffer.from(JSON.stringify(carried)).toString('base64url')}`
    const response = await at.app.request(callback, { headers: { cookie } })
    const session = /v6gov_session=[\w-]+/.exec(response.headers.getSetCookie().join())?.[0] ?? ''
    return { response, session, again: () => at.app.request(callback, { headers: { cookie } }) }
  }
  const lastTold = async () => (await listAudit(served.db, { limit: 1, offset: 0 })).items[0]

  test('signs in an account that is there, once, and out at the provider too', async () => {
    expect(await (await served.app.request('/sign-in')).text()).toContain('Đăng nhập bằng Cổng tỉnh')
    const { response, session, again } = await signIn('an')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/units'])
    expect(await lastTold()).toMatchObject({
      ...{ action: 'session.open', who: 'an', subject: 'an' },
      after: { provider: identity.issuer, subject: 'an' },
    })
    const own = await served.app.request('/account', { headers: { cookie: session } })
    expect(await own.text()).toContain('an (kỹ sư)')
    expect((await again()).status).toBe(422) // a code is good for one session
    const out = await form(served.app, '/sign-out', {}, session)
    expect(out.headers.get('location')).toBe('/sign-in/provider/left')
    const left = await served.app.request('/sign-in/provider/left')
    const leave = /^0; url=(.*)$/.exec(left.headers.get('refresh') ?? '')?.[1] ?? ''
    expect(leave).toContain(`${identity.issuer}/session/end?`)
    expect(leave).toContain(encodeURIComponent('http://localhost/sign-in'))
    expect((await served.app.request('/units.json', { headers: { cookie: session } })).status).toBe(401)
  })

  test.each([
    ['whom nobody knows', 'ba', {}, 'no_account'],
    ['of another group', 'ba', { groups: ['guests'] }, 'no_account'],
    ['without a name', 'ba', { preferred_username: 7 }, 'no_name'],
  ])('lets nobody in %s', async (_, as, claims, why) => {
    const { response, session } = await signIn(as, { claims })
    expect([response.status, session]).toEqual([422, ''])
    expect(await response.text()).toContain('chưa có tài khoản')
    expect(await lastTold()).toMatchObject({ action: 'session.refuse', subject: 'ba', after: { why } })
    expect(await findAccount(served.db, 'ba')).toBeUndefined()
  })

  test('gives a role by a rule, as long as the rule fits, and never to an account of an administrator', async () => {
    const first = await signIn('chi', { claims: { groups: ['wards', 'others'] } })
    expect(first.response.status).toBe(303)
    expect(await findAccount(served.db, 'chi')).toMatchObject({ role: 'unit_head', unit: '30' })
    const second = await signIn('chi', { claims: { groups: ['network'] } })
    expect(second.response.status).toBe(303)
    expect(await findAccount(served.db, 'chi')).toMatchObject({ role: 'engineer', unit: null })
    const of = (cookie: string) => served.app.request('/units.json', { headers: { cookie } })
    expect([(await of(first.session)).status, (await of(second.session)).status]).toEqual([401, 200])
    expect((await signIn('chi')).response.status).toBe(422)
    expect((await of(second.session)).status).toBe(401)
    expect(await lastTold()).toMatchObject({ action: 'session.refuse', after: { why: 'no_rule' } })
    expect((await signIn('an', { claims: { groups: ['wards'] } })).response.status).toBe(303)
    expect(await findAccount(served.db, 'an')).toMatchObject({ role: 'engineer', provider: null })
    await changeAccount(served.db, 'chi', { disabledAt: now })
    expect((await signIn('chi', { claims: { groups: ['network'] } })).response.status).toBe(422)
  })

  test('counts a mail address only when it is verified', async () => {
    const at = await openProvince({ units: false, provider: identity.deps({ claim: 'email' }) })
    await addAccount(at.db, { name: 'an@haiduong.test', role: 'admin', password: 'x', now })
    const email = 'an@haiduong.test'
    expect((await signIn('z', { at, claims: { email } })).response.status).toBe(422)
    expect((await signIn('z', { at, claims: { email, email_verified: true } })).response.status).toBe(303)
  })

  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const payload =
    (changed: Record<string, unknown>): Forge =>
    (header, was) => ({
      header,
      payload: { ...was, ...changed },
    })
  test.each<[string, Forge, number]>([
    ['as it was', payload({}), 303],
    ['for another client', payload({ aud: 'another' }), 422],
    ['of another issuer', payload({ iss: 'https://elsewhere.test' }), 422],
    ['that is over', payload({ exp: 1_600_000_000 }), 422],
    ['of another attempt', payload({ nonce: 'another' }), 422],
    ['without a nonce', payload({ nonce: undefined }), 422],
    ['signed by another', (header, was) => ({ header, payload: was, key: other }), 422],
    ['that is not signed', (header, was) => ({ header: { ...header, alg: 'none' }, payload: was }), 422],
  ])('an ID token %s', async (_, forge, status) => {
    const { response, session } = await signIn('an', { forge })
    expect([response.status, session !== '']).toEqual([status, status === 303])
  })

  test.each([
    [
      'another state in the address',
      (url: string, kept: Record<string, string>) =>
        [url.replace(/state=[^&]+/, 'state=another'), kept] as const,
    ],
    [
      'no state',
      (url: string, kept: Record<string, string>) => [url.replace(/&state=[^&]+/, ''), kept] as const,
    ],
    ['the code of another browser', (url: string) => [url, {}] as const],
    [
      'another verifier',
      (url: string, kept: Record<string, string>) => [url, { ...kept, verifier: 'a'.repeat(43) }] as const,
    ],
    [
      'another issuer in the address',
      (url: string, kept: Record<string, string>) =>
        [url.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Felsewhere.test'), kept] as const,
    ],
    [
      'the refusal of the provider',
      (_: string, kept: Record<string, string>) =>
        [`/sign-in/provider/callback?error=access_denied&state=${kept.state}`, kept] as const,
    ],
  ])('%s opens nothing', async (_, change) => {
    const { response, session } = await signIn('an', { change })
    expect([response.status, session]).toEqual([422, ''])
  })

  test('that is away stops neither the start nor passwords, and is asked again', async () => {
    const gone = await startIdentityProvider()
    const at = await openProvince({ units: false, provider: gone.deps() })
    await gone.stop()
    const away = await at.app.request('/sign-in/provider')
    expect(away.status).toBe(503)
    const text = await away.text()
    expect(text).toContain('Cổng tỉnh không trả lời')
    expect(text).toContain('name="password"')
    expect((await at.app.request('/sign-in/provider/left')).status).toBe(200)
    expect(at.errors).toHaveLength(2)
    const none = await openProvince({ units: false })
    expect((await none.app.request('/sign-in/provider')).status).toBe(404)
    expect(await (await none.app.request('/sign-in')).text()).not.toContain('/sign-in/provider')
  })
})

describe('the demo', () => {
  test('lets curl read and not write, and signs a browser in', async () => {
    const { app, sent } = await openProvince({ demo: true, only: ['30'] })
    const read = await app.request('/units.json')
    expect(read.status).toBe(200)
    expect(read.headers.get('set-cookie')).toBeNull()
    const probe = '/checks/device~dc-rt-01~snmp-system/probe'
    expect((await app.request(probe, { method: 'POST', headers: { origin } })).status).toBe(401)
    const page = await app.request('/', { headers: { accept: 'text/html' } })
    const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect(cookie).toMatch(/^v6gov_session=/)
    expect(await page.text()).toContain('Dữ liệu minh hoạ')
    expect((await app.request(probe, { method: 'POST', headers: { origin, cookie } })).status).toBe(303)
    expect(sent).toHaveLength(1)
    const second = await app.request('/', { headers: { accept: 'text/html' } })
    expect(second.headers.get('set-cookie')).toMatch(/^v6gov_session=/)
  })
})

function form(app: Province['app'], path: string, fields: Record<string, string>, cookie = '') {
  return app.request(path, {
    method: 'POST',
    headers: { origin, cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
}
