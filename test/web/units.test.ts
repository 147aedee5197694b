import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Demo, type List, openDemo } from './demo.ts'
import { now } from './looks.ts'

let demo: Demo

beforeAll(async () => {
  demo = await openDemo()
})

const codes = ({ items }: List) => items.map(({ code }) => code)

describe('the list of units', () => {
  test('as JSON has items, total and the moment', async () => {
    const list = await demo.json<List>('/units.json')
    expect(list.total).toBe(267)
    expect(list.items).toHaveLength(267)
    expect(list.asOf).toBe(now)
    expect(list.items.find(({ code }) => code === '30')).toMatchObject({
      levelReachable: 5,
      enoughData: false,
      counts: { pass: 17, fail: 6 },
      broken: ['dichvucong.haiduong.test'],
    })
  })

  test('is searched without tone marks, and đ is d', async () => {
    for (const q of ['nam sach', 'Nam Sách', 'NAM SACH'])
      expect(codes(await demo.json(`/units.json?${new URLSearchParams({ q })}`))).toEqual(['291', '10606'])
    expect(codes(await demo.json('/units.json?q=duc%20chinh'))).toEqual(['10912'])
  })

  test('is filtered by every field, all of it in the address', async () => {
    expect((await demo.json<List>('/units.json?kind=district')).total).toBe(12)
    expect((await demo.json<List>('/units.json?district=291')).total).toBe(20)
    expect((await demo.json<List>('/units.json?kind=commune&district=291')).total).toBe(19)
    expect(codes(await demo.json('/units.json?broken=yes'))).toEqual(['30'])
    expect(codes(await demo.json('/units.json?criterion=WEB-02&verdict=fail'))).toEqual(['30'])
    expect((await demo.json<List>('/units.json?level=0')).total).toBe(267)
    expect((await demo.json<List>('/units.json?level=5')).total).toBe(0)
    expect((await demo.json<List>('/units.json?verdict=unknown&reason=snmp_timeout')).total).toBeGreaterThan(
      0,
    )
    const page = await demo.html('/units?kind=commune&district=291&q=nam&sort=-score')
    expect(page).toContain('value="291" selected')
    expect(page).toContain('value="commune" selected')
    expect(page).toContain('name="sort" value="-score"')
    expect(page).toContain('/units.csv?kind=commune&amp;district=291&amp;q=nam&amp;sort=-score')
  })

  test('is sorted as Vietnamese is, and by figures with unknowns last', async () => {
    const names = (await demo.json<List>('/units.json?kind=district')).items.map(({ name }) => name)
    expect(names).toEqual([...names].sort(new Intl.Collator('vi').compare))
    const scores = (await demo.json<List>('/units.json?sort=-score')).items.map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(scores[0]).toBeGreaterThan(0)
  })

  test('is paged, and no page loses or doubles a unit', async () => {
    const seen: string[] = []
    for (let offset = 0; offset < 267; offset += 100)
      seen.push(...codes(await demo.json(`/units.json?limit=100&offset=${offset}&sort=level`)))
    expect(new Set(seen).size).toBe(267)
    const second = await demo.html('/units?page=2')
    expect(second).toContain('51–100 trong 267')
    expect(second).toContain('href="/units?page=3"')
    expect(second).toContain('href="/units"')
    expect(await demo.html('/units?page=99')).toContain('Không có đơn vị nào khớp bộ lọc')
  })

  test('as CSV opens in a spreadsheet', async () => {
    const response = await demo.get('/units.csv?kind=district')
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
    const page = await demo.html('/units/30')
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
    expect(page).toContain('37,8')
    expect(page).toContain('độ phủ 59,5%')
    const link = /href="(\/checks\/service~web-dvc~web-dual-stack\/[^"]+)"/.exec(page)?.[1] ?? ''
    expect(await demo.html(decodeURI(link))).toContain('TCP_TIMEOUT')
  })

  test('every number of its score can be recomputed from the verdicts it lists', async () => {
    const unit = await demo.json<{
      score: number
      scoreMax: number
      coverage: number
      verdicts: { id: string; verdict: string }[]
    }>('/units/30.json')
    const { items } = await demo.json<{ items: { id: string; weight: number }[] }>('/criteria.json')
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
    const before = await demo.html('/units/30?asOf=2022-06-29')
    expect(before).toContain('Trạng thái tại 29/06/2022 23:59, không phải hiện tại.')
    expect(await demo.html('/?asOf=2022-06-29&lang=en')).toContain('State at 29 Jun 2022 23:59, not now.')
    expect(before).not.toContain('IPv6 hỏng: đã công bố')
    expect(before).not.toContain('hx-get="/units/30/verdicts"')
    expect(before).toContain('/units?asOf=2022-06-29T16%3A59%3A59.999Z')
    const then = await demo.json<List>('/units.json?asOf=2022-06-29')
    expect(then.asOf).toBe('2022-06-29T16:59:59.999Z')
    expect(then.items.every(({ score }) => score === 0)).toBe(true)
    expect((await demo.json<List>('/units.json?asOf=2999-01-01')).asOf).toBe(now)
    expect((await demo.json<List>('/units.json?asOf=2018-01-01')).total).toBe(19)
  })
})
