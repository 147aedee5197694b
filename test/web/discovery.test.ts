import { beforeAll, expect, test } from 'vitest'
import { probes } from '../../probes/index.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { exampleLook } from '../helpers/example.ts'
import { type Demo, openDemo } from './demo.ts'
import { now } from './looks.ts'

const checkId = 'device~dc-rt-01~snmp-lldp'
const dueAt = '2022-06-30T04:55:00.000Z'
const stranger = {
  ...{ localPort: 'Gi0/0/2', localPortNumber: 1, chassisId: '00:00:5e:00:53:01', portId: 'Gi1/0/24' },
  ...{ portDescription: '', sysName: 'dc-sw-99.haiduong.test', capabilities: ['bridge'] },
  addresses: ['10.30.9.9', 'fe80::1', '2001:db8:30:9::9'],
}
let demo: Demo
let clock = now

const around = {
  ...{ tables: {}, own4: [], truncated: false },
  stations: [{ ifIndex: 2, ifName: 'lan', addresses: ['10.30.9.9', '2001:db8:30:f9::9'] }],
  blocks: [{ ifIndex: 3, ifName: 'vlan20', prefix: '2001:db8:30:fa::/64' }],
  routes: [{ prefix: '2001:db8:30:e00::/60', nextHop: '2001:db8:30:9::9', ifName: 'lan' }],
}

beforeAll(async () => {
  demo = await openDemo({ only: ['30'], seen: false, now: () => clock })
  const facts = { tables: { lldpRemTable: 'ok' }, neighbours: [stranger], truncated: false }
  const result = { ok: true as const, facts }
  const look = exampleLook(dueAt, { checkId, probeVersion: probes['snmp-lldp'].version, result })
  const of = (probe: 'snmp-around') => ({
    ...{ checkId: `device~dc-rt-01~${probe}`, probeVersion: probes[probe].version },
    result: { ok: true as const, facts: around },
  })
  await recordLooks(demo.province.db, [look, exampleLook(dueAt, of('snmp-around'))], { pace: 1 })
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
    ...{
      unit: '30',
      key: stranger.chassisId,
      ways: expect.arrayContaining([expect.objectContaining({ source: 'lldp' })]),
    },
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

test('blocks that devices use and no plan has are proposed as entries of the plan, with the looks that prove them', async () => {
  type Blocks = {
    items: { block: string; proposal: { code: string; role: string; vlan: number | null }; seen: unknown[] }[]
  }
  const { items } = await demo.json<Blocks>('/discovery/prefixes.json')
  expect(items.map(({ block, proposal }) => `${block} ${proposal.role} ${proposal.vlan ?? ''}`)).toEqual([
    '2001:db8:30:f9::/64 vlan ',
    '2001:db8:30:fa::/64 vlan 20',
    '2001:db8:30:e00::/60 unit ',
  ])
  expect(await demo.html('/discovery/prefixes')).toContain('/checks/device~dc-rt-01~snmp-around/')
  const target = { unit: '30', key: '2001:db8:30:fa::/64' }
  const preview = await (await post('/discovery/prefixes/accept', target)).text()
  expect(preview).toContain('V6-30-2001-db8-30-fa-64')
  expect((await post('/discovery/prefixes/dismiss', { ...target, reason: 'thử' })).status).toBe(303)
  expect((await demo.json<Blocks>('/discovery/prefixes.json?state=dismissed')).items).toHaveLength(1)
  expect((await post('/discovery/prefixes/dismiss', { ...target, restore: 'yes' })).status).toBe(303)
})

test('a sweep is made of what is allowed, told in the log, and proposes who answers', async () => {
  const ask = (range: string, unit = '30') => post('/discovery/sweeps', { unit, range })
  for (const [range, said] of [
    ['10.30.4.0/23', 'phải là dải IPv4'],
    ['10.99.4.0/24', 'nằm ngoài phạm vi cho phép'],
    ['169.254.169.254/32', 'nằm ngoài phạm vi cho phép'],
    ['2001:db8::/120', 'phải là dải IPv4'],
  ] as const) {
    const refused = await ask(range)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain(said)
  }
  expect((await ask('10.30.9.0/24', 'none')).status).toBe(422)
  expect(demo.province.sent).toEqual([])
  const accepted = await ask('10.30.9.0/24')
  const checkId = 'prober~30.10.30.9.0-24~ipv4-sweep'
  expect(accepted.headers.get('location')).toContain(`/checks/${encodeURIComponent(checkId)}?queued=`)
  expect(demo.province.sent).toMatchObject([{ host: 'sweep', manual: true, turns: [{ checkId }] }])
  expect(await demo.html('/audit')).toContain('10.30.9.0/24')
  const facts = { answered: ['10.30.9.9', '10.30.9.40'], tried: 254, refused: 0 }
  const look = exampleLook('2022-06-30T05:00:00.000Z', {
    ...{ checkId, probeVersion: probes['ipv4-sweep'].version, result: { ok: true, facts } },
  })
  await recordLooks(demo.province.db, [look], { pace: 1 })
  clock = '2022-06-30T05:02:00.000Z'
  const found = (await demo.json<Found>('/discovery.json')).items
  expect(found.map(({ key, ways }) => [key, ways.map(({ source }) => source)])).toEqual([
    [stranger.chassisId, ['lldp', 'next_hop', 'neighbour', 'sweep']],
    ['10.30.9.40', ['sweep']],
  ])
  expect(await demo.html('/discovery/sweeps')).toContain('2/254')
  // again at its own page only, where it is held against what is allowed
  expect((await post(`/checks/${encodeURIComponent(checkId)}/probe`, {})).status).toBe(404)
})
