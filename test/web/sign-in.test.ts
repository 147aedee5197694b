import { beforeAll, describe, expect, test } from 'vitest'
import { hashPassword, newSalt } from '../../src/auth/password.ts'
import { newToken } from '../../src/auth/token.ts'
import { addAccount, makeInvitation } from '../../src/store/accounts.ts'
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
