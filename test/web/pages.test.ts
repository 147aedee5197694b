import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeReport } from '../../src/jobs/monthly-report.ts'
import { loadPlan } from '../../src/plan-file.ts'
import { pages } from '../../src/web/pages/index.ts'
import { hostile, now, openProvince, type Province } from './province.ts'

const origin = 'http://localhost'
let province: Province
/** A browser that the demo has signed in as an administrator. */
let cookie: string

beforeAll(async () => {
  province = await openProvince({ demo: true })
  const first = await province.app.request('/', { headers: { accept: 'text/html' } })
  cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
})

function get(path: string, headers: Record<string, string> = {}) {
  return province.app.request(path, { headers: { cookie, ...headers } })
}

async function html(path: string, headers: Record<string, string> = {}): Promise<string> {
  return (await get(path, headers)).text()
}

async function json<Shape>(path: string): Promise<Shape> {
  const response = await get(path)
  expect(response.status, path).toBe(200)
  return response.json() as Promise<Shape>
}

type List = {
  items: { code: string; name: string; kind: string; score: number }[]
  total: number
  asOf: string
}
const codes = ({ items }: List) => items.map(({ code }) => code)

describe('the list of units', () => {
  test('as JSON has items, total and the moment', async () => {
    const list = await json<List>('/units.json')
    expect(list.total).toBe(267)
    expect(list.items).toHaveLength(267)
    expect(list.asOf).toBe(now)
    expect(list.items.find(({ code }) => code === '30')).toMatchObject({
      levelReachable: 5,
      enoughData: false,
      counts: { pass: 8, fail: 2 },
      broken: ['dichvucong.haiduong.test'],
    })
  })

  test('is searched without tone marks, and đ is d', async () => {
    for (const q of ['nam sach', 'Nam Sách', 'NAM SACH'])
      expect(codes(await json(`/units.json?${new URLSearchParams({ q })}`))).toEqual(['291', '10606'])
    expect(codes(await json('/units.json?q=duc%20chinh'))).toEqual(['10912'])
  })

  test('is filtered by every field, all of it in the address', async () => {
    expect((await json<List>('/units.json?kind=district')).total).toBe(12)
    expect((await json<List>('/units.json?district=291')).total).toBe(20)
    expect((await json<List>('/units.json?kind=commune&district=291')).total).toBe(19)
    expect(codes(await json('/units.json?broken=yes'))).toEqual(['30'])
    expect(codes(await json('/units.json?criterion=WEB-02&verdict=fail'))).toEqual(['30'])
    expect((await json<List>('/units.json?level=0')).total).toBe(267)
    expect((await json<List>('/units.json?level=5')).total).toBe(0)
    expect((await json<List>('/units.json?verdict=unknown&reason=snmp_timeout')).total).toBeGreaterThan(0)
    const page = await html('/units?kind=commune&district=291&q=nam&sort=-score')
    expect(page).toContain('value="291" selected')
    expect(page).toContain('value="commune" selected')
    expect(page).toContain('name="sort" value="-score"')
    expect(page).toContain('/units.csv?kind=commune&amp;district=291&amp;q=nam&amp;sort=-score')
  })

  test('is sorted as Vietnamese is, and by figures with unknowns last', async () => {
    const names = (await json<List>('/units.json?kind=district')).items.map(({ name }) => name)
    expect(names).toEqual([...names].sort(new Intl.Collator('vi').compare))
    const scores = (await json<List>('/units.json?sort=-score')).items.map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(scores[0]).toBeGreaterThan(0)
  })

  test('is paged, and no page loses or doubles a unit', async () => {
    const seen: string[] = []
    for (let offset = 0; offset < 267; offset += 100)
      seen.push(...codes(await json(`/units.json?limit=100&offset=${offset}&sort=level`)))
    expect(new Set(seen).size).toBe(267)
    const second = await html('/units?page=2')
    expect(second).toContain('51–100 trong 267')
    expect(second).toContain('href="/units?page=3"')
    expect(second).toContain('href="/units"')
    expect(await html('/units?page=99')).toContain('Không có đơn vị nào khớp bộ lọc')
  })

  test('as CSV opens in a spreadsheet', async () => {
    const response = await get('/units.csv?kind=district')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="units.csv"')
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const rows: Record<string, string>[] = parse(Buffer.from(bytes), { bom: true, columns: true })
    expect(rows).toHaveLength(12)
    expect(rows[0]).toMatchObject({ kind: 'district', 'WEB-01': expect.any(String) })
  })
})

describe('one unit', () => {
  test('shows broken IPv6 first, then where it stands, then every criterion with its proof', async () => {
    const page = await html('/units/30')
    const order = [
      'IPv6 hỏng: đã công bố',
      'Mức độ sẵn sàng IPv6 (R)',
      'id="WEB-02"',
      'Tài sản trong danh mục',
      'Phép đo của đơn vị',
    ]
    const places = order.map((text) => page.indexOf(text))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
    expect(page).toContain('21,6')
    expect(page).toContain('độ phủ 28,4%')
    const link = /href="(\/checks\/service~web-dvc~web-dual-stack\/[^"]+)"/.exec(page)?.[1] ?? ''
    expect(await html(decodeURI(link))).toContain('TCP_TIMEOUT')
  })

  test('every number of its score can be recomputed from the verdicts it lists', async () => {
    const unit = await json<{
      score: number
      scoreMax: number
      coverage: number
      verdicts: { id: string; verdict: string }[]
    }>('/units/30.json')
    const { items } = await json<{ items: { id: string; weight: number }[] }>('/criteria.json')
    const weights = new Map(items.map(({ id, weight }) => [id, weight]))
    const sum = (...wanted: string[]) =>
      unit.verdicts
        .filter(({ verdict }) => wanted.includes(verdict))
        .reduce((total, { id }) => total + (weights.get(id) ?? 0), 0)
    const all = sum('pass', 'partial', 'fail', 'unknown')
    expect(unit.score).toBeCloseTo((100 * (sum('pass') + sum('partial') / 2)) / all, 9)
    expect(unit.coverage).toBeCloseTo(1 - sum('unknown') / all, 9)
    expect(unit.scoreMax).toBeCloseTo(unit.score + (100 * sum('unknown')) / all, 9)
  })

  test('as of a past day is shown as it was then, and says so', async () => {
    const before = await html('/units/30?asOf=2022-06-29')
    expect(before).toContain('Trạng thái tại 29/06/2022 23:59, không phải hiện tại.')
    expect(before).not.toContain('IPv6 hỏng: đã công bố')
    expect(before).not.toContain('hx-get="/units/30/verdicts"')
    expect(before).toContain('/units?asOf=2022-06-29T16%3A59%3A59.999Z')
    const then = await json<List>('/units.json?asOf=2022-06-29')
    expect(then.asOf).toBe('2022-06-29T16:59:59.999Z')
    expect(then.items.every(({ score }) => score === 0)).toBe(true)
    expect((await json<List>('/units.json?asOf=2999-01-01')).asOf).toBe(now)
    expect((await json<List>('/units.json?asOf=2018-01-01')).total).toBe(19)
  })
})

describe('the province', () => {
  test('answers where, what blocks, what changed, then groups and districts', async () => {
    const page = await html('/')
    for (const text of [
      'Đang ở đâu so với kế hoạch',
      'Vướng gì',
      'Vừa thay đổi',
      'Theo khối',
      'Theo địa bàn',
    ])
      expect(page).toContain(text)
    expect(page).toContain('/units?criterion=WEB-02&amp;verdict=fail')
    expect(page).toContain('/units?kind=commune&amp;level=0')
    expect(page).toContain('href="/units?district=291"')
  })

  test('its figures are those of the lists they open', async () => {
    const { kinds } = await json<{ kinds: Record<string, { units: string[]; levels: { value: number }[] }> }>(
      '/overview.json',
    )
    for (const [kind, group] of Object.entries(kinds)) {
      expect((await json<List>(`/units.json?kind=${kind}`)).total).toBe(group.units.length)
      expect((await json<List>(`/units.json?kind=${kind}&level=0`)).total).toBe(group.levels[0]?.value)
    }
  })

  test('without units says what to do', async () => {
    const empty = await openProvince({ demo: true, units: false })
    const page = await (await empty.app.request('/', { headers: { accept: 'text/html' } })).text()
    expect(page).toContain('npm run demo')
    expect(page).toContain('npx v6gov import')
    for (const path of ['/units', '/checks', '/criteria', '/plan', '/reports', '/inventory', '/overview'])
      expect((await empty.app.request(path)).status, path).toBe(200)
  })
})

describe('checks', () => {
  test('as JSON tell when each looked last and what it saw', async () => {
    const { items, total } = await json<{
      items: { id: string; last: { at: string; ok: boolean; error: string | null; facts: unknown } }[]
      total: number
    }>('/checks.json')
    expect(items).toHaveLength(total)
    expect(items.find(({ id }) => id === 'service~web-tinh~dns-address')).toMatchObject({
      unit: '30',
      probe: 'dns-address',
      vantage: 'inside',
      nextDueAt: expect.stringMatching(/^2022-06-30T/),
      last: { at: '2022-06-30T04:50:00.000Z', ok: true, error: null, facts: { host: 'www.haiduong.test' } },
    })
    const failed = await json<{ items: { last: { ok: boolean; error: string } }[] }>(
      '/checks.json?result=error',
    )
    expect(failed.items.length).toBeGreaterThan(0)
    expect(failed.items.every(({ last }) => !last.ok && last.error === 'snmp_timeout')).toBe(true)
    expect((await json<List>('/checks.json?q=dichvucong')).total).toBe(2)
  })

  test('one check shows settings, facts, samples, history with differences, and the raw exchange', async () => {
    const page = await html('/checks/device~dc-rt-01~snmp-interfaces')
    expect(page).toContain('snmp-tinh')
    expect(page).toContain('ifHCInOctets.1')
    expect(page).toContain('+450.000.000')
    expect(page).toContain('ipv6IpForwarding.0 = INTEGER: forwarding(1)')
    const changed = await html('/checks/device~stttt-rt-01~snmp-system')
    expect(changed).toContain('không chuyển tiếp')
    expect(changed).toMatch(/<del>.*không chuyển tiếp.*<\/del>/s)
    const silent = await html('/checks?result=error')
    expect(silent).toContain('Không đo được')
  })

  test('counters beyond 2^53 lose no digit', async () => {
    const text = await html('/checks/device~dc-rt-01~snmp-interfaces.json')
    expect(text).toMatch(/"ifHCInOctets\.1":"9\d{15}"/)
  })

  test('an observation has an address for good, and unknown ones are 404', async () => {
    const [row] = (
      await json<{ intervals: { firstDueAt: string }[] }>('/checks/service~web-dvc~web-dual-stack.json')
    ).intervals
    const path = `/checks/service~web-dvc~web-dual-stack/${row?.firstDueAt}`
    expect(await html(path)).toContain('Địa chỉ của trang này không đổi')
    expect(await json(`${path}.json`)).toMatchObject({ result: { ok: true }, evidence: { exchanges: [{}] } })
    for (const missing of [
      '/checks/none',
      `${path.slice(0, -5)}999Z`,
      '/units/none',
      '/criteria/XXX-99',
      '/reports/2020-13',
      '/reports/2020-01',
      '/inventory/none',
    ])
      expect((await get(missing)).status, missing).toBe(404)
  })

  test('“probe now” sends one manual job and waits for what is newer than the asking', async () => {
    const before = province.sent.length
    const response = await province.app.request('/checks/device~dc-rt-01~snmp-system/probe', {
      method: 'POST',
      headers: { cookie, origin },
    })
    expect(response.status).toBe(303)
    expect(province.sent.slice(before)).toEqual([
      {
        host: 'device:dc-rt-01',
        vantage: 'inside',
        manual: true,
        turns: [{ checkId: 'device~dc-rt-01~snmp-system', dueAt: now }],
      },
    ])
    const to = response.headers.get('location') ?? ''
    const waiting = await html(to)
    expect(waiting).toContain('đang chờ kết quả')
    expect(waiting).toContain('hx-trigger="every 2s"')
    expect(await html('/checks/device~dc-rt-01~snmp-system?queued=2022-06-30T04:00:00.000Z')).toContain(
      'Đã đo xong theo yêu cầu',
    )
  })
})

describe('reports', () => {
  test('a frozen one is served as the very bytes that were hashed, as tables and as CSV', async () => {
    const { db, deps } = province
    const made = await makeReport(
      { db, now: deps.now, optionsAt: deps.optionsAt, plan: loadPlan() },
      '2022-06',
    )
    expect(made.state).toBe('frozen')
    const body = await html('/reports/2022-06.json')
    expect(createHash('sha256').update(body).digest('hex')).toBe(made.sha256)
    const page = await html('/reports/2022-06')
    expect(page).toContain(made.sha256)
    expect(page).toContain('Biểu 01')
    expect(page).toContain('15/05/2022')
    expect(page).not.toContain('DỰ THẢO')
    expect(page).toContain('/units/30?asOf=2022-06-14T16%3A59%3A59.999Z')
    expect(await html('/reports/2022-06.csv?table=01')).toContain('Nền tảng tỉnh')
    expect(await html('/reports')).toContain('Tháng 06 năm 2022')
    expect(await json('/reports.json')).toMatchObject({
      total: 1,
      items: [{ period: '2022-06', sha256: made.sha256 }],
    })
    expect(await html('/reports/2022-06?all=yes')).not.toContain('Hiện tất cả')
  })

  test('of the open period there is a draft, marked as such', async () => {
    const drafting: Province = await openProvince({
      demo: true,
      only: ['30', 'STTTT'],
      draftReport: (period) =>
        makeReport(
          { db: drafting.db, now: () => now, optionsAt: drafting.deps.optionsAt, plan: loadPlan() },
          period,
        ),
    })
    const page = await (await drafting.app.request('/reports/2022-07')).text()
    expect(page).toContain('DỰ THẢO')
    expect(page).toContain('bản dự thảo không lưu')
    expect((await drafting.app.request('/reports/2022-08')).status).toBe(404)
    expect(await (await drafting.app.request('/reports')).text()).toContain('href="/reports/2022-07"')
  })
})

describe('fragments', () => {
  test.each([
    '/units/30/verdicts',
    '/parts/units?kind=district',
    '/parts/checks',
    '/parts/overview',
    '/checks/device~dc-rt-01~snmp-system/state',
  ])('%s is a part for htmx and a whole page for everybody else', async (path) => {
    const part = await html(path, { 'hx-request': 'true', 'hx-request-type': 'partial' })
    expect(part).toMatch(/^<div class="flow" id="/)
    expect(part).not.toContain('<html')
    const whole = await html(path)
    expect(whole).toMatch(/^<!doctype html>/)
    expect(whole).toContain(part.slice(0, 60))
  })

  test('the links of a part are those of its page', async () => {
    const part = await html('/parts/units?kind=commune&page=2', { 'hx-request-type': 'partial' })
    expect(part).toContain('hx-get="/parts/units?kind=commune&amp;page=2"')
    expect(part).toContain('href="/units?kind=commune&amp;page=3"')
  })

  test('a filter changed by htmx names the address to show, without empty fields', async () => {
    const response = await get('/units?q=&kind=commune&level=&lang=vi', { 'hx-request-type': 'full' })
    expect(response.headers.get('hx-push-url')).toBe('/units?kind=commune')
  })

  test('a session that is over sends htmx to sign in, instead of a form into the middle of a page', async () => {
    const product = await openProvince({ units: false })
    const response = await product.app.request('/parts/units', {
      headers: { 'hx-request': 'true', accept: 'text/html' },
    })
    expect(response.status).toBe(401)
    expect(response.headers.get('hx-redirect')).toBe('/sign-in')
  })
})

describe('languages', () => {
  test('Vietnamese by default, English by a switch that is remembered', async () => {
    expect(await html('/units')).toContain('<html lang="vi">')
    const switched = await get('/units?lang=en&kind=district')
    const remembered = (switched.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const page = await switched.text()
    expect(page).toContain('<html lang="en">')
    expect(page).toContain('rural district') // a type of unit
    expect(page).toContain('href="/units?kind=district&amp;lang=vi"')
    expect(await html('/plan', { cookie: `${cookie}; ${remembered}` })).toContain('Targets')
    expect(await html('/units?lang=xx')).toContain('<html lang="vi">')
  })

  test('numbers and dates follow', async () => {
    expect(await html('/units/30?lang=en')).toContain('coverage 28.4%')
    expect(await html('/checks/device~dc-rt-01~snmp-system?lang=en')).toContain('30 Jun 2022 11:50')
  })
})

describe('bad input', () => {
  const values = [
    '-1',
    '0',
    '1e99',
    'NaN',
    "'; drop table unit; --",
    '1000000000',
    '%00',
    '<script>',
    '__proto__',
    ' ',
    '😀'.repeat(300),
  ]
  const names = [
    'q',
    'kind',
    'district',
    'level',
    'criterion',
    'verdict',
    'reason',
    'sort',
    'page',
    'limit',
    'offset',
    'asOf',
    'result',
    'probe',
    'unit',
    'before',
    'queued',
    'table',
    'lang',
    'added',
  ]
  const lists = [
    '/units',
    '/checks',
    '/criteria',
    '/plan',
    '/reports',
    '/inventory',
    '/inventory/units',
    '/units/30',
    '/checks/device~dc-rt-01~snmp-system',
    '/overview',
    '/reports/2022-07',
  ]

  test('never ends in a fault', async () => {
    const small = await openProvince({ demo: true, only: ['30', 'STTTT'] })
    for (const path of lists)
      for (const name of names)
        for (const value of values) {
          const { status } = await small.app.request(`${path}?${new URLSearchParams({ [name]: value })}`)
          expect([200, 400, 404], `${path}?${name}=${value}`).toContain(status)
        }
    expect(small.errors).toEqual([])
  }, 60_000)

  test('is named, and a limit beyond the most is cut', async () => {
    const wrong = await get('/units.json?limit=abc&sort=drop')
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({
      error: 'badRequest',
      issues: [expect.stringMatching(/^limit/), expect.stringMatching(/^sort/)],
    })
    expect(await html('/units?asOf=yesterday')).toContain('asOf: a day such as 2022-06-30')
    expect((await json<List>('/checks.json?limit=999999999')).items.length).toBeLessThanOrEqual(1000)
  })

  test('malformed addresses are no fault either', async () => {
    for (const path of [
      '/units/%',
      '/units/%ff',
      '/checks/%00',
      '/units/..%2f..%2fetc',
      '/checks/a/b/c/d',
      '/assets/..%2fpackage',
    ])
      expect([400, 404], path).toContain((await get(path)).status)
    expect(province.errors).toEqual([])
  })
})

describe('hostile strings', () => {
  test('are shown harmless on every page', async () => {
    for (const { method, path } of pages) {
      if (method !== 'GET') continue
      const page = await html(
        path
          .replace(':code', '30')
          .replace('/criteria/:id', '/criteria/LAN-04')
          .replace(':id', 'device~dc-rt-01~snmp-system'),
      )
      expect(page, path).not.toContain('<script>alert')
      expect(page, path).not.toContain('<img')
      expect(page, path).not.toContain('\u202e')
      expect(page, path).not.toContain('\u0000')
    }
    const page = await html('/checks/device~dc-rt-01~snmp-system')
    expect(page).toContain('&lt;script&gt;alert(&quot;sysName&quot;)&lt;/script&gt;')
    expect(page).toContain('anh\\u{202e}gpj.exe')
  })

  test('run as no formula in a spreadsheet', async () => {
    const rows: Record<string, string>[] = parse(await html('/checks.csv'), { bom: true, columns: true })
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+@\t\r-]/)
    const facts = rows.find(({ id }) => id === 'device~dc-rt-01~snmp-system')?.facts ?? ''
    expect(JSON.parse(facts).sysContact).toBe(hostile.formula)
  })
})

describe('a fault of ours', () => {
  test('is logged with the id that the page shows, and the process lives', async () => {
    const broken = await openProvince({
      demo: true,
      optionsAt: async () => {
        throw new Error('a bug')
      },
    })
    const response = await broken.app.request('/units', { headers: { accept: 'application/json' } })
    expect(response.status).toBe(500)
    const body = (await response.json()) as { error: string; requestId: string }
    expect(body).toEqual({ error: 'internal', requestId: expect.stringMatching(/^[\w-]{36}$/) })
    expect(broken.errors).toEqual([new Error('a bug')])
    expect((await broken.app.request('/healthz')).status).toBe(200)
    await broken.db.destroy()
    expect((await broken.app.request('/units')).status).toBe(500)
  })
})

describe('health', () => {
  test('says no more than whether', async () => {
    expect(await json('/healthz')).toEqual({ ok: true })
    expect(await json('/readyz')).toEqual({
      ok: true,
      database: true,
      scheduler: true,
      families: { ipv4: true, ipv6: true },
    })
    const late = await openProvince({
      demo: true,
      health: async () => ({
        ok: false,
        database: true,
        scheduler: { ok: false, lagMs: 9e9 },
        families: { ipv4: true, ipv6: false },
      }),
    })
    expect((await late.app.request('/readyz')).status).toBe(503)
    const page = await (await late.app.request('/units')).text()
    expect(page).toContain('Bộ lập lịch đang chậm hoặc đã dừng')
    expect(page).toContain('Điểm đo không có IPv6 hoạt động')
  })
})

describe('answers are small', () => {
  test('gzip, and 304 when nothing changed', async () => {
    const first = await get('/units', { 'accept-encoding': 'gzip' })
    expect(first.headers.get('content-encoding')).toBe('gzip')
    expect((await first.arrayBuffer()).byteLength).toBeLessThan(20_000)
    const etag = first.headers.get('etag') ?? ''
    expect((await get('/units', { 'if-none-match': etag })).status).toBe(304)
    expect((await get('/units?lang=en', { 'if-none-match': etag })).status).toBe(200)
  })
})
