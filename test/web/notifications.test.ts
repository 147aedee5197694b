import { beforeAll, expect, test } from 'vitest'
import { addTestMessage, endAttempt } from '../../src/store/outbox.ts'
import { listSubscriptions, offerChannels } from '../../src/store/subscriptions.ts'
import { type Demo, type List, openDemo } from './demo.ts'
import { now } from './looks.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo({ seen: false, only: ['30', '291', 'STTTT'] })
  await offerChannels(
    demo.province.db,
    [
      { name: 'thu', kind: 'email', detail: 'mail.test:587, v6gov@haiduong.test' },
      { name: 'hook', kind: 'webhook', detail: 'HTTP POST' },
    ],
    now,
  )
})

const person = {
  name: 'Tổ <trực>',
  channel: 'thu',
  target: 'truc@haiduong.test',
  locale: 'vi',
  topics: 'incidents',
  units: '30, 291',
  severity: 'major',
  tellEnd: 'yes',
  zone: 'Asia/Ho_Chi_Minh',
  quietFrom: '22:00',
  quietTo: '06:00',
}
function send(fields: Record<string, string>, path = '/notifications') {
  return demo.province.app.request(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { cookie: demo.cookie, origin: 'http://localhost', 'sec-fetch-site': 'same-origin' },
  })
}

test('a person is entered, tested and ended, and a channel that fails says so', async () => {
  const { db } = demo.province
  expect((await send(person)).status).toBe(303)
  const [one] = await listSubscriptions(db)
  expect(one).toMatchObject({ units: ['30', '291'], quiet: { from: '22:00', to: '06:00' }, urgent: false })
  expect(await demo.html('/notifications')).toContain('Tổ &lt;trực&gt;')
  expect((await send({}, `/notifications/${one?.id}/test`)).headers.get('location')).toBe(
    '/notifications?tested=yes',
  )
  type Item = { id: string; channel: string; kind: string; state: string; attempts: number }
  const { items } = await demo.json<List<Item>>('/notifications.json?state=waiting')
  expect(items).toMatchObject([{ kind: 'test', channel: 'thu', attempts: 0 }])
  const failed = { sent: false as const, error: 'the server answered <550>', dueAt: null, at: now }
  await endAttempt(db, { ...(items[0] as Item), attempts: -1 }, failed)
  const html = await demo.html('/notifications?lang=en')
  expect(html).toContain('Fails: 1 try in a row')
  expect(html).toContain('the server answered &lt;550&gt;')
  expect((await send({}, `/notifications/${one?.id}/end`)).status).toBe(303)
  expect(await listSubscriptions(db)).toEqual([])
  expect(await demo.html('/notifications.csv')).toContain('Tổ <trực>') // what was sent still says to whom
  await addTestMessage(db, { id: 'gone', channel: 'thu' }, now)
  expect(await demo.html('/notifications?lang=vi')).toContain('gone')
})

test('what is wrong with one is told all at once, and changes nothing', async () => {
  const wrong = {
    name: '',
    channel: 'none',
    units: '30, 999',
    severity: 'all',
    zone: 'Asia/Hanoi',
    quietFrom: '25:00',
    quietTo: '',
  }
  const response = await send({ ...person, ...wrong })
  expect(response.status).toBe(422)
  const html = await response.text()
  for (const field of ['name', 'channel', 'units', 'severity', 'zone', 'quietFrom', 'quietTo'])
    expect(html, field).toContain(`<a href="#${field}">`)
  expect(html).toContain('không có đơn vị: 999')
  expect(await listSubscriptions(demo.province.db)).toEqual([])
})

test.each([
  ['thu', 'a@b.test, c@d.test'],
  ['thu', 'a@b.test\r\nBcc: c@d.test'],
  ['hook', 'file:///etc/passwd'],
  ['hook', 'http://user:password@x.test/'],
  ['hook', 'x.test'],
])('%s takes no %j', async (channel, target) => {
  const response = await send({ ...person, channel, target })
  expect(response.status).toBe(422)
  expect(await response.text()).toContain('<a href="#target">')
})
