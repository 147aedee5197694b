import { beforeAll, expect, test } from 'vitest'
import { probes } from '../../probes/index.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { exampleLook } from '../helpers/example.ts'
import { type Demo, openDemo } from './demo.ts'

const checkId = 'device~dc-rt-01~snmp-lldp'
const dueAt = '2022-06-30T04:55:00.000Z'
const stranger = {
  ...{ localPort: 'Gi0/0/2', localPortNumber: 1, chassisId: '00:00:5e:00:53:01', portId: 'Gi1/0/24' },
  ...{ portDescription: '', sysName: 'dc-sw-99.haiduong.test', capabilities: ['bridge'] },
  addresses: ['10.30.9.9', 'fe80::1', '2001:db8:30:9::9'],
}
let demo: Demo

beforeAll(async () => {
  demo = await openDemo({ only: ['30'], seen: false })
  const facts = { tables: { lldpRemTable: 'ok' }, neighbours: [stranger], truncated: false }
  const result = { ok: true as const, facts }
  const look = exampleLook(dueAt, { checkId, probeVersion: probes['snmp-lldp'].version, result })
  await recordLooks(demo.province.db, [look], { pace: 1 })
})

type Found = {
  items: {
    unit: string
    key: string
    ways: { source: string; evidence: { checkId: string } }[]
    proposal: { code: string; role: string; address: string; address6: string; credential: string }
  }[]
}
const open = async (state = 'open') => (await demo.json<Found>(`/discovery.json?state=${state}`)).items

async function post(path: string, fields: Record<string, string>) {
  const headers = { cookie: demo.cookie, origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }
  return demo.province.app.request(path, { method: 'POST', headers, body: new URLSearchParams(fields) })
}

test('a neighbour that no inventory holds is proposed with the look that proves it, and can be dismissed', async () => {
  const [one] = await open()
  expect(one).toMatchObject({
    ...{ unit: '30', key: stranger.chassisId, ways: [{ source: 'lldp', evidence: { checkId } }] },
    proposal: { code: 'dc-sw-99', role: 'switch', address: '10.30.9.9', address6: '2001:db8:30:9::9' },
  })
  expect(await demo.html('/discovery')).toContain(`/checks/${encodeURIComponent(checkId)}/`)
  const target = { unit: '30', key: stranger.chassisId }
  expect((await post('/discovery/dismiss', target)).status).toBe(400) // no reason
  expect((await post('/discovery/dismiss', { ...target, reason: 'máy mượn' })).status).toBe(303)
  expect(await open()).toEqual([])
  expect(await open('dismissed')).toHaveLength(1)
  expect((await post('/discovery/dismiss', { ...target, restore: 'yes' })).status).toBe(303)
  expect(await open()).toHaveLength(1)
})

test('taken into the inventory it is no longer proposed, and is again when the import is taken back', async () => {
  const preview = await post('/discovery/accept', { unit: '30', key: stranger.chassisId })
  expect(preview.status).toBe(200)
  const html = await preview.text()
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  const done = await post('/inventory/import', { name: field('name'), content: field('content') })
  expect(done.headers.get('location')).toBe('/inventory?added=1&changed=0')
  expect(await open()).toEqual([])
  const page = await demo.html('/inventory')
  const [, number = ''] =
    /action="\/inventory\/undo"><input type="hidden" name="number" value="(\d+)"/.exec(page) ?? []
  const undone = await post('/inventory/undo', { number })
  expect(undone.headers.get('location')).toBe('/inventory?undone=1')
  expect(await open()).toHaveLength(1)
  expect((await post('/inventory/undo', { number })).status).toBe(409)
})
