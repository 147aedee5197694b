import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Demo, type List, openDemo } from './demo.ts'
import { now as start } from './looks.ts'

let demo: Demo
let now = start
beforeAll(async () => {
  demo = await openDemo({ seen: false, only: ['30', '291', 'STTTT'], now: () => now })
})

const night = {
  target: 'unit~30',
  what: 'Nâng cấp <b>tường lửa</b>',
  mode: 'exclude',
  zone: 'Asia/Ho_Chi_Minh',
  start: '2022-07-02T22:00',
  end: '2022-07-03T02:00',
}

function send(fields: Record<string, string>, path = '/maintenance') {
  return demo.province.app.request(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { cookie: demo.cookie, origin: 'http://localhost', 'sec-fetch-site': 'same-origin' },
  })
}
async function announce(fields: Record<string, string>): Promise<string> {
  const response = await send({ ...night, ...fields })
  expect(response.status, await response.clone().text()).toBe(303)
  return (response.headers.get('location') ?? '').replace(/\?.*/, '')
}
type Item = { what: string; state: string; rule: string; times: { from: string; to: string }[] }
const stateOf = async (path: string) => (await demo.json<Item>(`${path}.json`)).state

describe('work that is announced', () => {
  test('is in the calendar, in its zone and in the time of the province', async () => {
    const path = await announce({})
    const abroad = await announce({
      zone: 'Europe/Berlin',
      what: 'Bảo trì tuyến quốc tế',
      target: 'province~',
    })
    const html = await demo.html('/maintenance?month=2022-07')
    expect(html).toContain('Nâng cấp &lt;b&gt;tường lửa&lt;/b&gt;')
    expect(html).toContain('02/07/2022 22:00 – 02:00 (Asia/Ho_Chi_Minh)')
    expect(html).toContain('02/07/2022 22:00 – 02:00 (Europe/Berlin)')
    expect(html).toContain('03/07/2022 03:00 – 03/07/2022 07:00 giờ của tỉnh')
    const { items } = await demo.json<List<Item>>('/maintenance.json?month=2022-07&scope=unit')
    expect(items).toMatchObject([
      {
        state: 'planned',
        rule: '',
        times: [{ from: '2022-07-02T15:00:00.000Z', to: '2022-07-02T19:00:00.000Z' }],
      },
    ])
    const rows: { start_local: string }[] = parse(await demo.html('/maintenance.csv?month=2022-07'), {
      bom: true,
      columns: true,
    })
    expect(rows.map((row) => row.start_local)).toEqual(['2022-07-02T22:00', '2022-07-02T22:00'])
    expect(await demo.html('/maintenance?month=2022-08')).toContain('Không có bảo trì nào')
    expect(await demo.html(`${abroad}?lang=en`)).toContain('Whole province')
    expect((await send({}, `${path}/close`)).status).toBe(303)
    expect(await stateOf(path)).toBe('withdrawn')
    expect(await demo.html('/maintenance?month=2022-07&lang=vi')).toContain('Đã rút') // never deleted
  })

  test('may come again by a rule', async () => {
    const weekly = { repeat: 'weekly', weekday: 'SA', interval: '2', count: '3' }
    const path = await announce(weekly)
    const { rule, times } = await demo.json<Item>(`${path}.json`)
    expect(rule).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;COUNT=3')
    expect(times.map(({ from }) => from.slice(0, 10))).toEqual(['2022-07-02', '2022-07-16', '2022-07-30'])
    const monthly = await announce({ repeat: 'monthly_weekday', until: '2022-12-31' })
    expect((await demo.json<Item>(`${monthly}.json`)).rule).toBe('FREQ=MONTHLY;BYDAY=1SA;UNTIL=20221231')
    expect(await demo.html(monthly)).toContain('thứ Bảy đầu tiên của tháng, đến hết 31/12/2022')
  })

  test('is left out of the SLA once it is approved, and says so', async () => {
    const path = await announce({ what: 'Thay nguồn' })
    expect(await demo.html(path)).toContain('Chưa duyệt: vẫn tính vào SLA')
    await send({}, `${path}/approve`)
    const html = await demo.html(path)
    expect(html).toContain('>không tính vào SLA<')
    expect(html).not.toContain(`action="${path}/approve"`)
  })

  test('with an end that was forgotten is asked about, until somebody says', async () => {
    const path = await announce({
      openEnd: 'yes',
      what: 'Sửa cáp',
      start: '2022-06-30T13:00',
      end: '2022-06-30T15:00',
      mode: 'mute',
    })
    expect(await demo.html('/maintenance')).not.toContain('Việc này đã xong chưa?')
    now = '2022-06-30T08:30:00.000Z'
    expect(await stateOf(path)).toBe('forgotten')
    expect(await demo.html('/maintenance?month=2023-01')).toContain('Việc này đã xong chưa?')
    await send({ hours: '2' }, `${path}/prolong`)
    expect(await stateOf(path)).toBe('under_way')
    now = '2022-06-30T11:00:00.000Z'
    expect(await stateOf(path)).toBe('forgotten')
    await send({}, `${path}/close`)
    expect(await stateOf(path)).toBe('ended')
    expect((await send({ hours: '1000' }, `${path}/prolong`)).status).toBe(400)
    now = start
  })

  test('with mistakes comes back with every one of them, and changes nothing', async () => {
    const before = (await demo.json<List>('/maintenance.json?month=2022-07')).total
    const wrong = {
      target: 'line~nobody',
      what: '',
      zone: 'Asia/Hanoi',
      start: '2022-02-30T10:00',
      mode: 'both',
      repeat: 'weekly',
      count: '0',
      until: '2022-01-01x',
    }
    const response = await send({ ...night, ...wrong })
    expect(response.status).toBe(422)
    const html = await response.text()
    for (const field of ['target', 'what', 'zone', 'start', 'mode', 'count', 'until'])
      expect(html, field).toContain(`<a href="#${field}">`)
    expect(html).toContain('value="Asia/Hanoi"')
    expect((await demo.json<List>('/maintenance.json?month=2022-07')).total).toBe(before)
  })

  test.each([
    ['an end before its beginning', { end: '2022-07-02T21:00' }, 'end'],
    ['an end in the past', { mode: 'mute', start: '2022-06-01T10:00', end: '2022-06-01T11:00' }, 'end'],
    ['a length of months', { end: '2022-09-01T00:00' }, 'end'],
    ['a beginning that has passed, to be left out', { start: '2022-06-30T10:00' }, 'start'],
    ['a beginning that is no day of its rule', { repeat: 'weekly', weekday: 'MO' }, 'start'],
    [
      'a fifth Saturday',
      { repeat: 'monthly_weekday', start: '2022-07-30T22:00', end: '2022-07-30T23:00' },
      'repeat',
    ],
    ['an open end that comes again', { repeat: 'weekly', openEnd: 'yes' }, 'openEnd'],
    ['two ends of its rule', { repeat: 'weekly', until: '2022-08-01', count: '2' }, 'until'],
  ])('with %s is refused at that field', async (_, wrong, field) => {
    const response = await send({ ...night, ...wrong } as Record<string, string>)
    expect(response.status).toBe(422)
    const fields = [...(await response.text()).matchAll(/<a href="#(\w+)">/g)].map(([, name]) => name)
    expect(fields.filter((name) => name !== 'main')).toEqual([field])
  })
})
