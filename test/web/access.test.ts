import { beforeAll, describe, expect, test } from 'vitest'
import { type Rule, roles } from '../../src/auth/access.ts'
import { newToken } from '../../src/auth/token.ts'
import { addAccount, openSession } from '../../src/store/accounts.ts'
import { pages } from '../../src/web/pages/index.ts'
import { now } from './looks.ts'
import { openProvince, type Province } from './province.ts'

const origin = 'http://localhost'

let province: Province
const cookies: Record<string, string> = {}

beforeAll(async () => {
  province = await openProvince({ only: ['30', '288', '291', '10606', 'STTTT', 'SKHDT'] })
  for (const role of roles) cookies[role] = await cookieOf(province, role)
})

/** A signed-in browser of an account with this role. */
async function cookieOf({ db }: Province, role: (typeof roles)[number]): Promise<string> {
  const unit = role === 'unit_head' ? '288' : null
  await addAccount(db, { name: role, role, unit, password: 'x', now })
  const token = newToken()
  await openSession(db, { account: role, now, ttlHours: 1, token })
  return `v6gov_session=${token}`
}

/** An address that the page answers, its parameters filled with what exists. */
function addressOf(path: string): string {
  return path
    .replace('/devices/:code', '/devices/dc-rt-01')
    .replace('/prefixes/:code', '/prefixes/v6-tinh')
    .replace(':code', '30')
    .replace(':firstDueAt', '2022-06-30T04:50:00.000Z')
    .replace('/criteria/:id', '/criteria/WEB-02')
    .replace(':id', 'device~dc-rt-01~snmp-system')
    .replace(':period', '2022-07')
    .replace(':task', '2.04')
    .replace(':target', '2022-portals')
    .replace(':kind', 'units')
    .replace('/assets/:name', '/assets/style.css')
    .replace('/tokens/:name', '/tokens/nobody')
    .replace(':account', 'nobody')
    .replace(':secret', 'nobody')
}

/** Whom each rule lets in, as the documentation says. */
const lets: Record<Rule, readonly string[]> = {
  public: roles,
  everyone: roles,
  own: roles,
  unit: roles,
  reader: ['reader', 'auditor', 'engineer', 'admin'],
  setup: ['auditor', 'engineer', 'admin'],
  engineer: ['engineer', 'admin'],
  auditor: ['auditor', 'admin'],
  admin: ['admin'],
}

/** What every answer says, whatever it is. */
const guards = {
  'content-security-policy': /^default-src 'none'; script-src 'self'; (?!.*unsafe).*frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^same-origin$/,
  'cross-origin-opener-policy': /^same-origin$/,
}

/** A wall asks for its token itself. */
const openToAll = [
  '/assets/:name',
  '/sign-in',
  '/sign-in/provider',
  '/sign-in/provider/callback',
  '/sign-in/provider/left',
  '/first-run',
  '/healthz',
  '/readyz',
  '/wall/:token',
]

describe('every address', () => {
  test('comes from the registry, with a rule', () => {
    const served = province.app.routes.filter(({ path }) => path !== '/*')
    expect(served.length).toBe(pages.length)
    for (const { method, path } of served) {
      const page = pages.find((one) => one.method === method && one.path === path)
      expect(Object.keys(lets), `${method} ${path}`).toContain(page?.rule)
    }
  })

  test('is open without a session only where it must be', () => {
    expect(pages.filter(({ rule }) => rule === 'public').map(({ path }) => path)).toEqual(
      expect.arrayContaining(openToAll),
    )
    expect(pages.filter(({ rule, path }) => rule === 'public' && !openToAll.includes(path))).toEqual([])
  })

  test.each(pages.filter(({ rule }) => rule !== 'public'))(
    'refuses $method $path without a session',
    async ({ method, path, formats = [] }) => {
      const headers = { origin, accept: 'text/html' }
      const html = await province.app.request(addressOf(path), { method, headers })
      if (method === 'GET') {
        expect(html.status).toBe(303)
        expect(html.headers.get('location')).toMatch(/^\/sign-in\?to=/)
      } else expect(html.status).toBe(401)
      for (const format of formats) {
        const data = await province.app.request(`${addressOf(path)}.${format}`)
        expect(data.status).toBe(401)
        expect(await data.json()).toMatchObject({ error: 'unauthorised' })
      }
      const made_up = await province.app.request(addressOf(path), {
        method,
        headers: { origin, cookie: 'v6gov_session=made-up' },
      })
      expect([303, 401]).toContain(made_up.status)
    },
  )

  test.each(pages.flatMap((page) => roles.map((role) => ({ ...page, role, needed: page.rule }))))(
    '$method $path (for $needed) asked by a $role',
    async ({ method, path, rule, role }) => {
      const response = await province.app.request(addressOf(path), {
        method,
        headers: { origin, cookie: cookies[role] ?? '', accept: 'text/html' },
      })
      // what is of the whole province, or of another unit, is closed to the head of one
      const isOthers = role === 'unit_head' && rule === 'unit'
      if (!lets[rule].includes(role) || isOthers) expect(response.status).toBe(403)
      else if (!(role === 'unit_head' && path === '/incidents/:incident'))
        expect([401, 403]).not.toContain(response.status)
      expect(response.status).toBeLessThan(500)
      for (const [name, value] of Object.entries(guards))
        expect(response.headers.get(name), name).toMatch(value)
      if (path === '/sign-out') cookies[role] = await renewed(role)
    },
  )

  async function renewed(role: string) {
    const token = newToken()
    await openSession(province.db, { account: role, now, ttlHours: 1, token })
    return `v6gov_session=${token}`
  }

  test('that nobody registered is 404 for those signed in and 401 for others', async () => {
    const cookie = cookies.admin ?? ''
    for (const path of ['/nothing', '/units/30/nothing/here', '/assets', '/units.xml', '/about.json']) {
      expect((await province.app.request(path, { headers: { cookie } })).status, path).toBe(404)
      expect((await province.app.request(path, { headers: { accept: '*/*' } })).status, path).toBe(401)
    }
    expect(
      (await province.app.request('/units', { method: 'DELETE', headers: { cookie, origin } })).status,
    ).toBe(404)
  })
})

describe('writes', () => {
  const cookie = () => cookies.admin ?? ''
  test.each([
    { name: 'another origin', headers: { origin: 'https://elsewhere.test' }, status: 403 },
    { name: 'another port', headers: { origin: 'http://localhost:9999' }, status: 403 },
    { name: 'no origin', headers: {}, status: 403 },
    { name: 'origin null', headers: { origin: 'null' }, status: 403 },
    {
      name: 'cross-site by Sec-Fetch-Site',
      headers: { origin, 'sec-fetch-site': 'cross-site' },
      status: 403,
    },
    { name: 'same-site by Sec-Fetch-Site', headers: { origin, 'sec-fetch-site': 'same-site' }, status: 403 },
    {
      name: 'JSON of another origin',
      headers: { origin: 'https://elsewhere.test', 'content-type': 'application/json' },
      status: 403,
    },
    { name: 'our own origin', headers: { origin }, status: 303 },
    {
      name: 'our own by Sec-Fetch-Site',
      headers: { 'sec-fetch-site': 'same-origin' },
      status: 303,
      check: 'service~web-tinh~dns-address', // the other was asked for just now
    },
  ])('from $name: $status', async ({ headers, status, check = 'device~dc-rt-01~snmp-interfaces' }) => {
    const before = province.sent.length
    const response = await province.app.request(`/checks/${check}/probe`, {
      method: 'POST',
      headers: { cookie: cookie(), ...headers } as Record<string, string>,
    })
    expect(response.status).toBe(status)
    expect(province.sent.length - before).toBe(status === 303 ? 1 : 0)
  })

  test('signing in from another site is refused too', async () => {
    const response = await province.app.request('/sign-in', {
      method: 'POST',
      headers: { origin: 'https://elsewhere.test', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'name=a&password=b',
    })
    expect(response.status).toBe(403)
  })

  test('larger than the limit are refused', async () => {
    const response = await province.app.request('/inventory/preview', {
      method: 'POST',
      headers: { origin, cookie: cookie(), 'content-type': 'text/plain' },
      body: 'x'.repeat(17 * 1024 * 1024),
    })
    expect(response.status).toBe(413)
  })
})

describe('that looks from inside count as looks from outside', () => {
  const said = 'Người vận hành xác nhận điểm đo trong mạng đi ra ngoài như Internet'
  const pageOf = async ({ app }: Province, cookie: string, path = '/about') =>
    (await app.request(path, { headers: { cookie } })).text()

  test.each([
    { role: 'reader', told: false },
    { role: 'unit_head', told: false },
    { role: 'auditor', told: true },
    { role: 'engineer', told: true },
    { role: 'admin', told: true },
  ])('is said to a $role: $told', async ({ role, told }) => {
    expect((await pageOf(province, cookies[role] ?? '')).includes(said)).toBe(told)
    const english = (await pageOf(province, cookies[role] ?? '', '/about?lang=en')).includes(
      'The operator confirms',
    )
    expect(english).toBe(told)
  })

  test('is said neither where it is not so, nor in the demonstration', async () => {
    const optionsAt = async () => ({ ...(await province.deps.optionsAt(now)), insideCountsAsOutside: false })
    const strict = await openProvince({ units: false, optionsAt })
    expect(await pageOf(strict, await cookieOf(strict, 'admin'))).not.toContain(said)
    const demo = await openProvince({ units: false, demo: true })
    expect(await pageOf(demo, await cookieOf(demo, 'admin'))).not.toContain(said)
  })
})

describe('headers', () => {
  test('forbid everything but our own files', async () => {
    const { headers } = await province.app.request('/sign-in')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|data:|http|\*/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
  })

  test('no page says style= or on…=, which the policy would drop', async () => {
    for (const { method, path, rule } of pages) {
      if (method !== 'GET' || rule === 'public') continue
      const html = await (
        await province.app.request(addressOf(path), { headers: { cookie: cookies.admin ?? '' } })
      ).text()
      expect(html, path).not.toMatch(/<[^>]+\s(style|on\w+)=/)
    }
  })
})

describe('who asks', () => {
  test('a name that is not ours is refused while we listen on loopback', async () => {
    expect((await province.app.request('http://rebound.test/healthz')).status).toBe(421)
    for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080'])
      expect((await province.app.request(`http://${host}/healthz`)).status).toBe(200)
    const open = await openProvince({ units: false, host: '0.0.0.0' })
    expect((await open.app.request('http://v6gov.haiduong.test/healthz')).status).toBe(200)
  })

  test('X-Forwarded-* count only from a trusted proxy', async () => {
    const behind = await openProvince({ units: false, trustedProxies: ['10.9.0.0/16', '::1'] })
    const token = await cookieOf(behind, 'admin')
    const post = (peer: string) =>
      behind.app.request(
        'http://127.0.0.1:8080/sign-out',
        {
          method: 'POST',
          headers: {
            origin: 'https://v6gov.haiduong.test',
            cookie: token,
            'x-forwarded-proto': 'https',
            'x-forwarded-host': 'v6gov.haiduong.test',
            'x-forwarded-for': '192.0.2.7',
          },
        },
        { incoming: { socket: { remoteAddress: peer } } },
      )
    expect((await post('10.8.0.1')).status).toBe(403)
    const trusted = await post('::ffff:10.9.0.1')
    expect(trusted.status).toBe(303)
  })
})
