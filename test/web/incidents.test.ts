import { beforeAll, expect, test } from 'vitest'
import type { ProviderFigures } from '../../src/incidents/provider-figures.ts'
import type { Incident, IncidentEvent } from '../../src/model/incidents.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { addMaintenance, approveMaintenance } from '../../src/store/maintenance.ts'
import type { ShownRepair } from '../../views/incident-providers.tsx'
import { addIncident, exampleIncident } from '../helpers/incident.ts'
import { exampleLine } from '../helpers/line.ts'
import { type Demo, type List, openDemo } from './demo.ts'

let demo: Demo
const incident = exampleIncident()
const path = `/incidents/${incident.id}`

beforeAll(async () => {
  demo = await openDemo()
  const { db } = demo.province
  await addIncident(db, incident, [{ kind: 'device', code: 'dc-rt-01' }])
  const over = {
    id: '0123456789ab',
    restoredAt: '2022-06-29T05:20:00.000Z',
    closedAt: '2022-06-29T05:25:00.000Z',
  }
  await addIncident(
    db,
    exampleIncident({ ...over, since: '2022-06-29T04:20:00.000Z', openedAt: '2022-06-29T04:22:00.000Z' }),
  )
  await addIncident(
    db,
    exampleIncident({
      id: 'ffffffffffff',
      root: { kind: 'prober', code: 'inside' },
      symptom: 'no_ipv6',
      severity: 'critical',
      unit: null,
      provider: null,
      children: 0,
    }),
  )
})

const post = (to: string, form: Record<string, string>) =>
  demo.province.app.request(to, {
    method: 'POST',
    headers: {
      cookie: demo.cookie,
      origin: 'http://localhost',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
  })

test('the list shows open incidents, the gravest first, with what fell by each folded in', async () => {
  const { items } = await demo.json<List<Incident>>('/incidents.json')
  expect(items.map(({ id }) => id)).toEqual(['ffffffffffff', incident.id])
  const page = await demo.html('/incidents?lang=en')
  expect(page).toContain('1 fell with it')
  expect(page).toContain('href="/devices/dc-rt-01"')
})

test.each([
  ['state=all', 3],
  ['state=closed', 1],
  ['severity=critical', 1],
  ['unit=30', 1],
  ['of=device~dc-rt-01&state=all', 1],
  ['cause=power', 0],
  ['provider=VNPT&state=all', 2],
])('the filter %s leaves %i', async (filter, count) => {
  const { total } = await demo.json<List>(`/incidents.json?${filter}`)
  expect(total).toBe(count)
  const csv = await demo.html(`/incidents.csv?${filter}`)
  expect(csv.trim().split('\n')).toHaveLength(count + 1)
})

test('people acknowledge, assign, comment and correct the cause, and who and when is kept', async () => {
  for (const form of [
    { act: 'ack' },
    { act: 'assign', to: 'Tổ mạng' },
    { act: 'cause', cause: 'power', note: 'Biên bản 12' },
    { act: 'comment', text: '<b>điện lực báo</b>' },
  ])
    expect((await post(`${path}/act`, form)).status).toBe(303)
  for (const form of [{ act: 'cause', cause: 'gremlins' }, { act: 'comment', text: ' ' }, {}])
    expect((await post(`${path}/act`, form as Record<string, string>)).status).toBe(400)
  const told = await demo.json<Incident & { events: IncidentEvent[] }>(`${path}.json`)
  expect(told).toMatchObject({
    acked: { by: 'demo' },
    assignee: 'Tổ mạng',
    cause: { cause: 'power', by: 'demo', rule: null },
  })
  expect(told.events.map(({ kind, by }) => `${kind} ${by}`)).toEqual([
    'comment demo',
    'cause demo',
    'assign demo',
    'ack demo',
    'opened null',
  ])
  const page = await demo.html(path)
  expect(page).toContain('&lt;b&gt;điện lực báo')
  expect(page).toContain('href="/checks/device~dc-rt-01~snmp-system/2022-06-30T04%3A20%3A00.000Z"')
})

test('work that was announced for its line while it lasted stands on its page, and whether it excuses anything', async () => {
  const window = {
    scope: 'line',
    key: 'L1',
    zone: 'Asia/Ho_Chi_Minh',
    repetition: null,
    openEnd: false,
  } as const
  const by = { enteredAt: '2022-06-29T00:00:00.000Z', enteredBy: 'demo' }
  const times = { start: '2022-06-30T11:00', end: '2022-06-30T11:30' } // until ten minutes after it began
  const { db } = demo.province
  await addMaintenance(db, { ...window, ...by, ...times, id: 'm1', mode: 'exclude', what: 'thay bộ nguồn' })
  await addMaintenance(db, {
    ...window,
    ...by,
    ...times,
    id: 'm2',
    mode: 'exclude',
    what: 'không được duyệt',
  })
  await approveMaintenance(db, 'm1', { at: '2022-06-29T01:00:00.000Z', by: 'demo' })
  await approveMaintenance(db, 'm2', { at: '2022-06-30T04:10:00.000Z', by: 'demo' })
  const { maintenance } = await demo.json<{ maintenance: { isExcluded: boolean; from: string }[] }>(
    `${path}.json`,
  )
  expect(maintenance).toMatchObject([
    { isExcluded: true, from: '2022-06-30T04:00:00.000Z', to: '2022-06-30T04:30:00.000Z' },
    { isExcluded: false },
  ])
  expect(await demo.html(path)).toContain('thay bộ nguồn')
})

test('a provider has the times that its incidents took, and the repairs that came late', async () => {
  const { items } = await demo.json<List<ProviderFigures>>('/incidents/providers.json')
  expect(items).toMatchObject([
    { provider: 'VNPT', incidents: 2, open: 1, acked: 1, mttrMinutes: 60, restored: 1, inWork: 0 },
  ])
  const behind = await demo.json<List<ShownRepair>>('/incidents/providers.json?provider=VNPT')
  expect(behind.items).toMatchObject([
    { line: 'L1', minutes: 60, workMinutes: 0 },
    { line: 'L1', to: null, workMinutes: 10 },
  ])
  const page = await demo.html('/incidents/providers?provider=VNPT')
  expect(page).toContain(`href="${path}"`)
  expect(page).toContain('id="repairs"')
  expect((await demo.html('/incidents/providers.csv')).split('\n')[0]).toContain('in_work')
})

test('whether a repair was late is told by the contract of that day', async () => {
  const { db } = demo.province
  const line = { ...exampleLine, code: 'L1', unit: '30' }
  const hours = async () => {
    const { items } = await demo.json<List<ShownRepair>>('/incidents/providers.json?provider=VNPT')
    return items.map(({ limitHours, late }) => [limitHours, late])
  }
  await saveInventory(
    db,
    { units: [], assets: [{ ...line, slaRestoreHours: 0.5 }] },
    '2022-06-29T01:00:00.000Z',
  )
  expect((await hours())[0]).toEqual([0.5, true])
  await saveInventory(
    db,
    { units: [], assets: [{ ...line, slaRestoreHours: 8 }] },
    '2022-06-29T12:00:00.000Z',
  )
  const [first, second] = await hours()
  expect(first).toEqual([0.5, true])
  expect(second?.[0]).toBe(8)
})

test('the course of a unit is the log of all that touched it', async () => {
  const { items } = await demo.json<List<IncidentEvent>>('/units/30/incidents.json')
  expect(items.map(({ kind }) => kind)).toContain('comment')
  expect(new Set(items.map((one) => one.incident)).size).toBe(2)
  expect(await demo.html('/units/30/incidents')).toContain(`href="${path}"`)
})

test('a screen shows open incidents to whoever has its link, until it is revoked', async () => {
  expect((await post('/walls', { name: ' ' })).status).toBe(422)
  const made = await (await post('/walls', { name: 'Phòng trực' })).text()
  const [, link = ''] = made.match(/href="http:\/\/localhost(\/wall\/[\w-]+)"/) ?? []
  const look = () => demo.province.app.request(link, { headers: { accept: 'text/html' } })
  const wall = await (await look()).text()
  expect(wall).toContain('L1')
  expect(wall).toContain(`hx-get="${link}"`)
  expect(wall).not.toContain('href="/incidents') // nothing to click
  const [, id = ''] = (await demo.html('/walls')).match(/\/walls\/(\w+)\/revoke/) ?? []
  expect((await post(`/walls/${id}/revoke`, {})).status).toBe(303)
  expect((await look()).status).not.toBe(200)
})
