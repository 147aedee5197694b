import { beforeAll, describe, expect, test } from 'vitest'
import { readInventory } from '../../src/inventory/read.ts'
import { addDocument, withdrawDocument } from '../../src/store/documents.ts'
import { loadInventory } from '../../src/store/inventory.ts'
import { pages } from '../../src/web/pages/index.ts'
import { document } from '../readiness/builders.ts'
import { type Demo, type List, openDemo } from './demo.ts'
import { pageAddresses } from './page-addresses.ts'

const day = '2022-06-20'
const units = `code,name,kind,type,parent,valid_from,valid_to,contact_name,contact_email,profile
90001,Xã Hợp Nhất,commune,xa,291,,,,,`
const changes = `code,day,kind,from,to,name_before,name,document_no,document_date,note
m1,${day},merge,10606|10609,90001,,,12/NQ-HĐND,2022-05-30,
r1,${day},rename,291,,Huyện Nam Sách,Thị xã Nam Sách,13/NQ-HĐND,,`

/** Of whatever is not there, for pages that have no example here. */
const nothing = Object.fromEntries(pages.map(({ path }) => [path, path.replaceAll(/:\w+/g, 'none')]))
const examples = {
  '/criteria/:id': '/criteria/WEB-02',
  '/reports/:period': '/reports/2022-07',
  '/reports/:period/changes': '/reports/2022-07/changes',
  '/reports/:period/office': '/reports/2022-07/office',
  '/plan/tasks/:task': '/plan/tasks/2.08',
  '/plan/targets/:target': '/plan/targets/2021-platform',
  '/documents/new': '/documents/new?unit=30&kind=attestation&subject=GOV-02',
  '/documents/:document': '/documents/none',
  '/maintenance/:maintenance': '/maintenance/none',
  '/inventory/:kind': '/inventory/devices',
  '/units/:code': '/units/30',
  '/units/:code/verdicts': '/units/30/verdicts',
  '/units/:code/changes': '/units/30/changes',
  '/checks/:id': '/checks/device~dc-rt-01~snmp-interfaces',
  '/checks/:id/state': '/checks/device~dc-rt-01~snmp-interfaces/state',
  '/checks/:id/series': '/checks/device~dc-rt-01~snmp-interfaces/series',
  '/checks/:id/:firstDueAt': '/checks/device~dc-rt-01~snmp-interfaces/2022-06-30T01:50:00.000Z',
  '/devices/:code': '/devices/dc-rt-01',
  '/prefixes/:code': '/prefixes/v6-tinh',
  '/figures/:kind': '/figures/antimalware',
  '/accounts/:account': '/accounts/demo',
  '/figure-imports/:id': '/figure-imports/none',
}

let demo: Demo

beforeAll(async () => {
  demo = await openDemo({ only: ['30', '291', '10606', '10609', 'STTTT'] })
  await importFiles({ 'units.csv': units, 'unit_changes.csv': changes })
})

async function importFiles(texts: Record<string, string>): Promise<void> {
  const files = Object.entries(texts).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) }))
  const { problems, changes: found } = readInventory(files, await loadInventory(demo.province.db))
  expect(problems).toEqual([])
  await demo.province.deps.importInventory(found, demo.province.db, { by: 'test', files: [] })
}

test('no page shows the present to somebody who asks for a day', async () => {
  const past = { accept: 'text/html' }
  for (const path of pageAddresses({ ...nothing, ...examples })) {
    const response = await demo.get(`${path}${path.includes('?') ? '&' : '?'}asOf=2022-06-19`, past)
    if (response.status === 200) expect(await response.text(), path).toMatch(/Trạng thái tại 19\/06\/2022/)
    else expect([400, 404], path).toContain(response.status)
  }
  for (const path of ['/figures', '/reports', '/vantages', '/plan/tasks/2.08'])
    expect((await demo.get(`${path}?asOf=2022-06-19`)).status, path).toBe(400)
})

const codesAt = async (path: string) => (await demo.json<List>(path)).items.map(({ code }) => code).sort()

test('lists and the units of a day are those of that day', async () => {
  expect(await codesAt('/units.json')).toEqual(['291', '30', '90001', 'STTTT'])
  expect(await codesAt('/units.json?asOf=2022-06-20')).toEqual(['291', '30', '90001', 'STTTT'])
  expect(await codesAt('/units.json?asOf=2022-06-19')).toEqual(['10606', '10609', '291', '30', 'STTTT'])
  expect(await codesAt('/inventory/units.json?asOf=2022-06-19')).toEqual([
    '10606',
    '10609',
    '291',
    '30',
    'STTTT',
  ])
  expect(await codesAt('/inventory/units.json')).toEqual(['10606', '10609', '291', '30', '90001', 'STTTT'])
  expect(await demo.html('/units?asOf=2022-06-19')).toContain('Huyện Nam Sách')
  expect(await demo.html('/units')).toContain('Thị xã Nam Sách')
})

test('pages of units say what they come from, what became of them, and what they were called', async () => {
  const old = await demo.html('/units/10606')
  expect(old).toContain('Đã sáp nhập vào')
  expect(old).toContain('<a href="/units/90001">Xã Hợp Nhất</a>')
  expect(old).toContain('12/NQ-HĐND')
  expect(old).toContain('Đơn vị này hết hiệu lực từ 20/06/2022')
  const made = await demo.html('/units/90001?asOf=2022-06-25')
  expect(made).toContain('Hình thành từ')
  expect(made).toContain('href="/units/10606?asOf=2022-06-25T16%3A59%3A59.999Z"')
  expect(await demo.html('/units/291')).toContain('Tên cũ:')
  const before = await demo.html('/units/10606?asOf=2022-06-19')
  expect(before).not.toContain('Đã sáp nhập vào')
  expect(before).not.toContain('hết hiệu lực từ')
  expect(before).toContain('Huyện Nam Sách')
  expect(await demo.html('/units/90001?asOf=2022-06-19')).toContain('Đơn vị này có từ 20/06/2022')
  expect(await demo.html('/units/90001?lang=en')).toContain('Made of')
})

test('a past day is kept on the way to other pages', async () => {
  const page = await demo.html('/units/291?asOf=2022-06-19')
  for (const path of ['/', '/units', '/criteria', '/plan', '/inventory'])
    expect(page).toContain(`href="${path}?asOf=2022-06-19T16%3A59%3A59.999Z"`)
  const inventory = await demo.html('/inventory?asOf=2022-06-19')
  expect(inventory).toContain('href="/inventory/units?asOf=2022-06-19T16%3A59%3A59.999Z"')
  expect(inventory).not.toContain('id="import"')
  expect(await demo.html('/inventory/unit_changes')).toContain('12/NQ-HĐND')
  expect((await demo.json<List>('/inventory/unit_changes.json?asOf=2022-06-19')).total).toBe(0)
})

test('a device is shown as it was, and only while it was', async () => {
  const device = (await loadInventory(demo.province.db)).assets.find(({ kind }) => kind === 'device')
  if (device?.kind !== 'device') throw new Error('the sample has devices')
  const renamed = `code,name\n${device.code},Tên mới của thiết bị`
  await importFiles({ 'devices.csv': renamed })
  expect(await demo.html(`/devices/${device.code}`)).toContain('Tên mới của thiết bị')
  expect(await demo.html(`/devices/${device.code}?asOf=2022-06-29`)).not.toContain('Tên mới của thiết bị')
  expect((await demo.get(`/devices/${device.code}?asOf=2021-06-01`)).status).toBe(404)
})

type Difference = {
  since: string
  verdicts: {
    id: string
    before: { verdict: string }
    after: { verdict: string }
    assets: { before: Evidenced; after: Evidenced }[]
  }[]
  unit: { column: string; before: string; after: string }[]
  assets: { event: string; asset: { code: string } }[]
  documents: { event: string; document: { id: string } }[]
}
type Evidenced = { verdict: string; evidence: { checkId: string; firstDueAt: string }[] } | null

test('what changed since: verdicts with what proves them, the inventory, and documents', async () => {
  const none = await demo.json<Difference>('/units/30/changes.json?since=2022-05-01&asOf=2022-05-20')
  expect(none).toMatchObject({ verdicts: [], unit: [], assets: [], documents: [] })
  const { file: _, ...entered } = document({ unit: '30', kind: 'exception', subject: 'WEB-02' })
  const until = '2022-06-29'
  for (const id of ['kept', 'ended'])
    await addDocument(demo.province.db, {
      ...entered,
      id,
      until,
      enteredAt: '2022-06-25T00:00:00.000Z',
      file: null,
    })
  await withdrawDocument(demo.province.db, 'kept', { at: '2022-06-26T00:00:00.000Z', by: 'lan' })
  await importFiles({
    'services.csv': 'code,unit,kind,host,critical,owner,senders\nneu,30,web,neu.haiduong.test,yes,,',
  })
  const found = await demo.json<Difference>('/units/30/changes.json')
  expect(found.since).toBe('2022-05-31T05:00:00.000Z')
  expect(found.assets).toMatchObject([{ event: 'added', asset: { code: 'neu' } }])
  expect(found.documents.map(({ event, document: { id } }) => `${id} ${event}`).sort()).toEqual([
    'ended entered',
    'ended expired',
    'kept entered',
    'kept withdrawn',
  ])
  const changed = found.verdicts.find(({ id }) => id === 'WEB-02')
  expect(changed).toMatchObject({ before: { verdict: 'unknown' }, after: { verdict: 'fail' } })
  const proof = changed?.assets.flatMap(({ after }) => after?.evidence ?? []).at(0)
  if (proof === undefined) throw new Error('a verdict that changed has its proof')
  const path = `/checks/${encodeURIComponent(proof.checkId)}/${encodeURIComponent(proof.firstDueAt)}`
  expect((await demo.get(path)).status).toBe(200)
  const page = await demo.html('/units/30')
  expect(page).toContain(`href="${path}"`)
  expect(page).toContain('Thay đổi từ 31/05/2022')
  expect(page).toContain('neu')
  expect(await demo.html('/units/30/changes?since=2022-06-29&lang=en')).toContain(
    'What changed since 29 Jun 2022',
  )
  expect((await demo.get('/units/30/changes.json?since=2022-07-30')).status).toBe(400)
  expect((await demo.get('/units/30/changes.json?since=2022-06-29&asOf=2022-06-29')).status).toBe(400)
})

test('a change of name and of the tree is told too', async () => {
  const { unit } = await demo.json<Difference>('/units/291/changes.json')
  expect(unit).toMatchObject([{ column: 'name', before: 'Huyện Nam Sách', after: 'Thị xã Nam Sách' }])
})

describe('a change of units that was entered by mistake', () => {
  const post = (change: string, fields: [string, string][]) =>
    demo.province.app.request(`/unit-changes/${change}/withdraw`, {
      method: 'POST',
      headers: {
        cookie: demo.cookie,
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
      },
      body: new URLSearchParams(fields).toString(),
    })
  const why: [string, string] = ['why', 'Nhập nhầm nghị quyết']

  test('is not withdrawn while something hangs on what came of it, and all of that is told', async () => {
    await importFiles({
      'services.csv': 'code,unit,kind,host,critical,owner,senders\nhopnhat,90001,app,,no,,',
      'unit_changes.csv': `code,day,kind,from,to,name_before,name,document_no,document_date,note
r2,2022-06-25,rename,291,,Thị xã Nam Sách,Thành phố Nam Sách,,,`,
    })
    const refused = await post('m1', [why, ['never', '90001']])
    expect(refused.status).toBe(409)
    expect(await refused.text()).toMatch(/Xã Hợp Nhất[^<]*hãy nạp lại với đơn vị đúng:.*hopnhat/s)
    const chained = await post('r1', [why])
    expect(chained.status).toBe(409)
    expect(await chained.text()).toMatch(/hãy hủy lần đổi tên ấy trước:.*r2/s)
    expect((await post('m1', [['why', ' ']])).status).toBe(400)
    expect(await demo.html('/units/10606')).toContain('Đã sáp nhập vào')
    expect(await demo.html('/unit-changes/m1')).toContain('Xã Hợp Nhất chưa từng có')
  })

  test('is withdrawn with its reason: units are on every day as without it, and it stays on record', async () => {
    await importFiles({
      'services.csv': 'code,unit,kind,host,critical,owner,senders\nhopnhat,10606,app,,no,,',
    })
    for (const [change, more] of [
      ['m1', [['never', '90001']]],
      ['r2', []],
      ['r1', []],
    ] as [string, [string, string][]][])
      expect((await post(change, [why, ...more])).status, change).toBe(303)
    for (const asOf of ['', '?asOf=2022-06-27', '?asOf=2022-06-19'])
      expect(await codesAt(`/units.json${asOf}`)).toEqual(['10606', '10609', '291', '30', 'STTTT'])
    for (const asOf of ['', '?asOf=2022-06-27'])
      expect(await demo.html(`/units/291${asOf}`)).toContain('<h1>Huyện Nam Sách</h1>')
    expect(await demo.html('/units/10606')).not.toContain('sáp nhập vào')
    expect((await demo.json<List>('/inventory/unit_changes.json')).total).toBe(0)
    const { items } =
      await demo.json<List<{ code: string; withdrawn: { by: string; why: string } }>>('/unit-changes.json')
    expect(items.map(({ code, withdrawn }) => [code, withdrawn.by, withdrawn.why])).toEqual(
      ['r2', 'r1', 'm1'].map((code) => [code, 'demo', why[1]]),
    )
    const { items: log } = await demo.json<List<{ action: string; subject: string }>>('/audit.json')
    expect(log.filter(({ action }) => action === 'inventory.withdraw').map(({ subject }) => subject)).toEqual(
      ['r1', 'r2', 'm1'],
    )
    expect((await post('m1', [why])).status).toBe(400)
  })

  test('does not come back with an old file', async () => {
    const files = [{ name: 'unit_changes.csv', bytes: new TextEncoder().encode(changes) }]
    const { problems } = readInventory(files, await loadInventory(demo.province.db))
    expect(problems.filter(({ code }) => code === 'withdrawn_change').map(({ row }) => row)).toEqual([2, 3])
  })
})
