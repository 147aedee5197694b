import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { pages } from '../../src/web/pages/index.ts'
import { type Demo, type List, openDemo } from './demo.ts'
import { hostile } from './looks.ts'
import { openProvince } from './province.ts'

let demo: Demo

beforeAll(async () => {
  demo = await openDemo()
})

describe('bad input', () => {
  const values = [
    '-1',
    'NaN',
    "'; drop table unit; --",
    '1000000000',
    '%00',
    '<script>',
    '__proto__',
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
    // every list with every name, every name with every value: a quarter of all there are, which is enough to meet each
    for (const [nth, path] of lists.entries())
      for (const [of, name] of names.entries())
        for (const value of values.filter((_, which) => (nth + of + which) % 4 === 0)) {
          const { status } = await small.app.request(`${path}?${new URLSearchParams({ [name]: value })}`)
          expect([200, 400, 404], `${path}?${name}=${value}`).toContain(status)
        }
    expect(small.errors).toEqual([])
  })

  test('is named, and a limit beyond the most is cut', async () => {
    const wrong = await demo.get('/units.json?limit=abc&sort=drop')
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({
      error: 'badRequest',
      issues: [expect.stringMatching(/^limit/), expect.stringMatching(/^sort/)],
    })
    expect(await demo.html('/units?asOf=yesterday')).toContain('asOf: a day such as 2022-06-30')
    expect((await demo.json<List>('/checks.json?limit=999999999')).items.length).toBeLessThanOrEqual(1000)
  })

  test('control characters are refused before any page looks for them', async () => {
    for (const path of [
      '/checks/%00',
      '/checks/a%00b/state',
      '/checks/device~dc-rt-01~snmp-system/%00',
      '/units/30%01',
      '/units/30/verdicts?asOf=%1b',
      '/criteria/%1f',
      '/reports/2022-07%00',
      '/units?kind=commune&kind=%00',
      '/units?made-up=%00',
      '/units?%00=commune',
      '/checks?unit=%00',
    ])
      expect((await demo.get(path)).status, path).toBe(400)
    const post = { method: 'POST', headers: { cookie: demo.cookie, origin: 'http://localhost' } }
    expect((await demo.province.app.request('/checks/%00/probe', post)).status).toBe(400)
    const page = await demo.html('/checks/%00?lang=vi')
    expect(page).toContain('id: contains a control character')
    for (const path of ['/checks/%00', '/units?%00=commune', '/units?q=%00'])
      expect(await demo.html(path), path).not.toContain('\0')
    expect((await demo.json<List>('/units.json?q=nam%20sach%09%0d%0a')).total).toBe(2)
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
      expect([400, 404], path).toContain((await demo.get(path)).status)
    expect(demo.province.errors).toEqual([])
  })
})

describe('hostile strings', () => {
  test('are shown harmless on every page', async () => {
    for (const { method, path } of pages) {
      if (method !== 'GET') continue
      const page = await demo.html(
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
    const page = await demo.html('/checks/device~dc-rt-01~snmp-system')
    expect(page).toContain('&lt;script&gt;alert(&quot;sysName&quot;)&lt;/script&gt;')
    expect(page).toContain('anh\\u{202e}gpj.exe')
  })

  test('run as no formula in a spreadsheet', async () => {
    const rows: Record<string, string>[] = parse(await demo.html('/checks.csv'), { bom: true, columns: true })
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
