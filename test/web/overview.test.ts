import { beforeAll, describe, expect, test } from 'vitest'
import { healthy } from '../helpers/healthy.ts'
import { type Demo, type List, openDemo } from './demo.ts'
import { openProvince } from './province.ts'

let demo: Demo

beforeAll(async () => {
  demo = await openDemo()
})

describe('the province', () => {
  test('answers where, what blocks, what changed, then groups and districts', async () => {
    const page = await demo.html('/')
    for (const text of [
      'Đang ở đâu so với kế hoạch',
      'Vướng gì',
      'Vừa thay đổi',
      'Theo khối',
      'Theo địa bàn',
    ])
      expect(page).toContain(text)
    expect(page).toContain('/units?criterion=WAN-02&amp;verdict=fail')
    expect(page).toContain('/units?kind=commune&amp;level=0')
    expect(page).toContain('href="/units?district=291"')
  })

  test('its figures are those of the lists they open', async () => {
    const { kinds } = await demo.json<{
      kinds: Record<string, { units: string[]; levels: { value: number }[] }>
    }>('/overview.json')
    for (const [kind, group] of Object.entries(kinds)) {
      expect((await demo.json<List>(`/units.json?kind=${kind}`)).total).toBe(group.units.length)
      expect((await demo.json<List>(`/units.json?kind=${kind}&level=0`)).total).toBe(group.levels[0]?.value)
    }
  })

  test('every link of a figure opens as many units as it says', async () => {
    const page = await demo.html('/')
    const figures = [...page.matchAll(/<td[^>]*><a href="(\/units\?[^"]+)">([\d.]+)<\/a>/g)]
    expect(figures.length).toBeGreaterThan(30)
    for (const [, href = '', figure = ''] of figures) {
      if (href.includes('broken=yes')) continue // counts addresses, of which a unit may have several
      const list = `${href.replace('/units?', '/units.json?').replaceAll('&amp;', '&')}&limit=1`
      expect((await demo.json<List>(list)).total, href).toBe(Number(figure.replace('.', '')))
    }
  })

  test('the plan opens the very units it counts', async () => {
    const page = await demo.html('/plan')
    const figures = [...page.matchAll(/<a href="\/units\?codes=([^"]+)">([\d.]+)<\/a>/g)]
    expect(figures.length).toBeGreaterThan(10)
    for (const [, codes = '', figure = ''] of figures.slice(0, 12))
      expect((await demo.json<List>(`/units.json?limit=1&codes=${codes}`)).total).toBe(
        Number(figure.replace('.', '')),
      )
    expect(await demo.html('/units?codes=30,STTTT')).toContain('Chỉ những đơn vị của con số vừa mở (2)')
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

describe('health', () => {
  test('says no more than whether', async () => {
    expect(await demo.json('/healthz')).toEqual({ ok: true })
    expect(await demo.json('/readyz')).toEqual({
      ok: true,
      database: true,
      scheduler: true,
      families: { ipv4: true, ipv6: true },
      standby: false,
      trouble: null,
      diskLow: false,
      logHeld: false,
      overdue: 0,
    })
    const late = await openProvince({
      demo: true,
      health: async () => ({
        ...healthy,
        ok: false,
        database: true,
        scheduler: { ok: false, lagMs: 9e9 },
        families: { ipv4: true, ipv6: false },
        vantagesDown: ['outside'],
        standby: true,
        overdue: ['the backup'],
        store: {
          trouble: { kind: 'full', since: '2022-06-30T00:00:00.000Z' },
          diskLow: true,
          logHeld: true,
          disk: { free: 1e6, log: 5e7 },
        },
      }),
    })
    expect((await late.app.request('/readyz')).status).toBe(503)
    const page = await (await late.app.request('/units')).text()
    expect(page).toContain('Bộ lập lịch đang chậm hoặc đã dừng')
    expect(page).toContain('Điểm đo không có IPv6 hoạt động')
    for (const said of ['chỉ hiển thị trang', 'Đĩa chứa cơ sở dữ liệu đã đầy', 'Đĩa sắp đầy'])
      expect(page).toContain(said)
  })
})
