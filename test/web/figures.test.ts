import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Operations } from '../../src/readiness/operations/evaluate.ts'
import { type Demo, type List, openDemo } from './demo.ts'
import { now } from './looks.ts'

let demo: Demo
beforeEach(async () => {
  demo = await openDemo({ only: ['30', '291', '10606', 'STTTT'] })
})

const day = now.slice(0, 10)
const antimalware = `unit,day,declared,agents,seen_7d,updated_7d,infections,cleaned,connected_national,connected_date,connected_document
10606,${day},60,12,12,12,1,1,in_progress,,
`
const projects = `code,name,kind,unit,document_number,document_date,ipv6_from_use,ipv6_document
SOC,Trung tâm <b>SOC</b>,soc,30,,,,
`
const milestones = `project,milestone,planned,actual,document_number,document_date
SOC,bidding_plan,2021-12-31,2021-12-17,12/QĐ-UBND,2021-12-17
SOC,in_use,2999-12-31,,,
`

async function send(path: string, body: FormData) {
  return demo.province.app.request(path, {
    method: 'POST',
    body,
    headers: { cookie: demo.cookie, origin: 'http://localhost', 'sec-fetch-site': 'same-origin' },
  })
}
function preview(...files: [name: string, text: string][]) {
  const body = new FormData()
  for (const [name, text] of files) body.append('files', new File([text], name))
  return send('/figures/preview', body)
}
function confirm(...files: [name: string, text: string][]) {
  const body = new FormData()
  for (const [name, text] of files) {
    body.append('name', name)
    body.append('content', Buffer.from(text).toString('base64'))
  }
  return send('/figures/import', body)
}
const operationsOf = async (unit: string) =>
  (await demo.json<{ operations: Operations }>(`/units/${unit}.json`)).operations

describe('figures from files', () => {
  test('are previewed, written once confirmed, and opened from the verdict down to the file', async () => {
    const before = await operationsOf('10606')
    const inProvince = async () => {
      const { items } = await demo.json<{ items: Operations[] }>('/operations.json')
      const own = items.find(({ unit }) => unit === '10606')
      return own?.verdicts.find(({ id }) => id === 'OPS-AM-01')?.verdict
    }
    expect(await inProvince()).toBe('unknown')
    expect(before.verdicts.find(({ id }) => id === 'OPS-AM-01')).toMatchObject({ reason: 'no_evidence' })
    const shown = await preview(['am.csv', antimalware])
    expect(shown.status).toBe(200)
    expect((await demo.json<List>('/figures/antimalware.json')).total).toBe(0)

    const done = await confirm(['am.csv', antimalware])
    expect(done.status).toBe(303)
    const path = done.headers.get('location') ?? ''
    const verdict = (await operationsOf('10606')).verdicts.find(({ id }) => id === 'OPS-AM-01')
    expect(verdict).toMatchObject({ verdict: 'fail' })
    expect(await inProvince()).toBe('fail')
    expect(verdict?.because.vi).toContain('20,0% (12/60) máy đã cài')
    expect(verdict?.imports).toMatchObject([{ id: path.split('/').at(-1) }])
    const page = await demo.html('/units/10606')
    expect(page).toContain('href="/anti-malware?unit=10606"')
    expect(page).toContain(`href="${path}"`)
    const register = await demo.html('/anti-malware?unit=10606')
    expect(register).toContain('/figures/antimalware?of=10606')
    expect(await demo.html('/figures/antimalware?of=10606')).toContain(`href="${path}"`)
    const sha256 = createHash('sha256').update(antimalware).digest('hex')
    expect(await demo.html(path)).toContain(sha256)
    expect(await (await demo.get(`${path}/${sha256}`)).text()).toBe(antimalware)
  })

  test('with mistakes change nothing, and the same file twice is written once', async () => {
    const wrong = antimalware.replace('10606', 'nobody').replace(',12,12,12,', ',12,13,12,')
    const response = await confirm(['am.csv', wrong])
    expect(response.status).toBe(422)
    const html = await response.text()
    expect(html).toContain('không có đơn vị nobody')
    expect(html).toContain('13 lớn hơn agents 12')
    expect((await demo.json<List>('/figures/antimalware.json')).total).toBe(0)
    expect((await confirm(['am.csv', antimalware])).status).toBe(303)
    expect((await confirm(['am.csv', antimalware])).status).toBe(200)
    const imports = (await demo.html('/figures')).match(/href="\/figure-imports\//g)
    expect(imports).toHaveLength(1)
  })

  test('that are corrected leave the earlier moment as it was judged', async () => {
    await confirm(['am.csv', antimalware])
    const { db } = demo.province
    await db.updateTable('figure').set({ imported_at: '2022-01-01T00:00:00.000Z' }).execute()
    await confirm(['am.csv', antimalware.replace(',60,12,12,12,', ',60,60,60,60,')])
    const list = await demo.json<List>('/figures/antimalware.json')
    expect(list).toMatchObject({ total: 1, items: [{ agents: 60 }] })
    expect(await db.selectFrom('figure').select('key').execute()).toHaveLength(2)
  })

  test('of projects show each step, and move the platform alone', async () => {
    const done = await confirm(['p.csv', projects], ['m.csv', milestones])
    expect(done.status).toBe(303)
    expect(await demo.html('/units/30')).toContain(`href="${done.headers.get('location')}"`)
    const html = await demo.html('/projects')
    expect(html).toContain('Trung tâm &lt;b&gt;SOC&lt;/b&gt;')
    expect(html).toContain('12/QĐ-UBND, ngày 17/12/2021')
    const of = async (unit: string) =>
      (await operationsOf(unit)).verdicts.find(({ id }) => id === 'OPS-PJ-01')?.verdict
    expect([await of('30'), await of('10606')]).toEqual(['pass', 'na'])
    expect((await demo.get('/projects.csv')).status).toBe(200)
    expect((await demo.json<List>('/projects.json')).total).toBe(1)
  })
})

test('index O of every unit is a page, a list and a file, and the overview leads to it', async () => {
  const list = await demo.json<List>('/operations.json')
  expect(list.total).toBe(4)
  expect(await demo.html('/operations')).toContain('href="/units/10606#operations"')
  expect((await demo.get('/operations.csv')).headers.get('content-type')).toContain('text/csv')
  expect(await demo.html('/')).toContain('href="/operations"')
  expect(await demo.html('/operations?lang=en')).toContain('Operational compliance (O)')
})

test('whoever may only read cannot write figures', async () => {
  const { app } = demo.province
  for (const path of ['/figures/preview', '/figures/import'])
    expect(
      (await app.request(path, { method: 'POST', headers: { origin: 'http://localhost' } })).status,
    ).toBe(401)
})
