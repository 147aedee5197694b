import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import type { DiffRow } from '../../src/address-plan/diff.ts'
import type { EntryRow } from '../../views/addresses.tsx'
import { type Demo, type List, openDemo } from './demo.ts'

let demo: Demo

beforeAll(async () => {
  demo = await openDemo({ only: ['30', 'STTTT', '288'] })
})

const rowsOf = (csv: string): Record<string, string>[] => parse(csv, { bom: true, columns: true })

describe('the address plan', () => {
  test('is the same as a tree, as JSON and as CSV', async () => {
    const { items, total } = await demo.json<List<EntryRow>>('/addresses.json')
    expect(total).toBe(11)
    const file = rowsOf(await demo.html('/addresses.csv'))
    expect(file.map(({ code }) => code)).toEqual(items.map(({ prefix }) => prefix.code))
    expect(file[0]).toMatchObject({ code: 'v6-tinh', lans: '65536', parent: '', handed_out_length: '56' })
    const page = await demo.html('/addresses')
    for (const { prefix } of items) expect(page).toContain(`href="/prefixes/${prefix.code}"`)
    expect(page).toContain('<details open')
  })

  test.each([
    ['q=2001:0DB8:30:8800:0::7', ['v6-tinh', 'v6-288', 'v6-288-qt']],
    ['q=thanh pho hai duong', ['v6-288', 'v6-288-qt', 'v6-288-wifi', 'v6-tslcd-288']],
    ['unit=STTTT', ['v6-stttt', 'v6-tslcd-stttt']],
    ['kind=wifi', ['v6-288-wifi']],
  ])('?%s', async (query, codes) => {
    const { items } = await demo.json<List<EntryRow>>(`/addresses.json?${query}`)
    expect(items.map(({ prefix }) => prefix.code)).toEqual(codes)
  })

  test('an entry has its room, its map with a table beside, and files for engineers', async () => {
    const page = await demo.html('/prefixes/v6-tinh')
    expect(page).toContain('256 vùng /56')
    expect(page).toMatch(/<svg[^>]*role="img"/)
    expect(page).toContain('Bảng của bản đồ')
    expect(await demo.html('/prefixes/v6-288/router?dialect=vrp')).toContain(
      'ipv6 address 2001:db8:30:8800::1 64'.replace(' 64', '/64'),
    )
    expect(await demo.html('/prefixes/v6-288/reverse-zone')).toContain(
      '$ORIGIN 8.8.0.3.0.0.8.b.d.0.1.0.0.2.ip6.arpa.',
    )
    expect((await demo.get('/prefixes/nothing')).status).toBe(404)
  })
})

test('the comparison opens to the looks that prove it, and is the same as a file', async () => {
  const { items } = await demo.json<List<DiffRow>>('/addresses/diff.json')
  expect(rowsOf(await demo.html('/addresses/diff.csv')).map(({ block }) => block)).toEqual(
    items.map(({ block }) => block),
  )
  const seen = items.flatMap(({ dns, devices }) => [...dns, ...devices])
  expect(seen.length).toBeGreaterThan(0)
  const { checkId, firstDueAt } = seen[0]?.evidence ?? expect.fail()
  const href = `/checks/${encodeURIComponent(checkId)}/${encodeURIComponent(firstDueAt)}`
  expect(await demo.html('/addresses/diff?limit=1000')).toContain(href)
  expect((await demo.get(href)).status).toBe(200)
  const agreeing = await demo.json<List<DiffRow>>('/addresses/diff.json?class=agrees')
  expect(agreeing.items.every((row) => row.class === 'agrees')).toBe(true)
})

test('plans are compared before anything is written, and the chosen one goes through the preview', async () => {
  const page = await demo.html(
    '/addresses/generate?block1=2001:db8:40::/48&commune1=56&more1=274&block2=2001:db8:40::/44&more2=274',
  )
  expect(page).toContain('2001:db8:40::/48 chứa 256 vùng /56; cần 276.')
  expect(page).toContain('Thiếu 20.')
  expect(page).toContain('Mọi đơn vị đều có vùng')
  const origin = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }
  const { app } = demo.province
  const preview = await app.request('/addresses/generate?block1=2001:db8:40::/48&variant=1', {
    method: 'POST',
    headers: { cookie: demo.cookie, ...origin },
  })
  expect(await preview.text()).toContain('prefixes.csv')
  expect(preview.status).toBe(200)
  expect((await demo.json<List<EntryRow>>('/addresses.json')).total).toBe(11)
  expect((await demo.get('/addresses/generate?block1=10.0.0.0/8')).status).toBe(400)
})

test('a device shows which address is asked, and how far it has come', async () => {
  const page = await demo.html('/devices/dc-rt-01')
  expect(page).toContain('đang hỏi SNMP qua địa chỉ này')
  for (const rung of ['Có khả năng', 'Đã bật', 'Có địa chỉ', 'Có tuyến', 'Đang dùng'])
    expect(page).toContain(rung)
  const { polled, ladder } = await demo.json<{ polled: string; ladder: { rung: string }[] }>(
    '/devices/dc-rt-01.json',
  )
  expect([polled, ladder.length]).toEqual(['10.30.0.1', 5])
})
