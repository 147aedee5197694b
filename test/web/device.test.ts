import { beforeAll, expect, test } from 'vitest'
import type { AgentSeen } from '../../src/model.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { exampleLook } from '../helpers/example.ts'
import { type Demo, openDemo } from './demo.ts'

const checkId = 'device~dc-rt-01~snmp-addresses'
const at = '2022-06-30T04:55:00.000Z'
let demo: Demo

beforeAll(async () => {
  demo = await openDemo()
  const agent: AgentSeen = {
    askedAs: '10.30.0.1#161 snmp-tinh 1234',
    version: '2c',
    tables: {
      ipAddressTable: 'ok',
      ipv6AddrTable: 'no_such_object',
      cbgpPeer2Table: 'malformed',
      oldTable: 'empty',
    },
    sysObjectId: null,
    sysDescr: null,
    engineBoots: null,
    bootedAt: null,
  }
  const older = {
    ...agent,
    askedAs: '10.30.0.1#161 snmp-tinh 9999',
    tables: { tunnelIfTable: 'ok' as const },
  }
  const empty = { addresses: [], interfaces: [], quirks: [], droppedRows: 0, truncated: false }
  const result = { ok: true as const, facts: { source: 'none', table: 'empty', tables: {}, ...empty } }
  const looks = [
    exampleLook('2022-06-30T04:51:00.000Z', { checkId, agent: older, result }),
    exampleLook(at, { checkId, agent, result }),
  ]
  await recordLooks(demo.province.db, looks, { pace: 1 })
})

test('a device shows its addresses, checks and tables, each state with what taught it', async () => {
  const page = await demo.html('/devices/dc-rt-01?lang=en')
  for (const text of [
    'IPv6 management address',
    'SNMP: interfaces',
    'IPV6-MIB',
    'RFC 2465',
    'a MIB of Cisco',
  ])
    expect(page).toContain(text)
  for (const state of ['there, readable', 'there, but empty', 'not there', 'there, but not readable'])
    expect(page).toContain(`</svg>${state}</span>`)
  const [, href = ''] = page.match(/href="(\/checks\/[^"]*snmp-addresses\/2022-[^"]*)"/) ?? []
  expect((await demo.get(href)).status).toBe(200)
  expect(page).not.toContain('tunnelIfTable') // learnt through a credential that is not in use any more
})

test('and as JSON when each is asked for again', async () => {
  const { tables, address, checks } = await demo.json<{
    tables: { table: string; nextSurveyAt: string | null }[]
    address: string
    checks: { id: string }[]
  }>('/devices/dc-rt-01.json')
  expect(tables.map(({ table }) => table)).toEqual([
    'cbgpPeer2Table',
    'ipAddressTable',
    'oldTable',
    'ipv6AddrTable',
  ])
  const [, ok, , missing] = tables
  expect(ok?.nextSurveyAt).toBe(null)
  const inMs = Date.parse(missing?.nextSurveyAt ?? '') - Date.parse(at)
  expect(inMs).toBeGreaterThan(0)
  expect(inMs).toBeLessThanOrEqual(7 * 86_400_000)
  expect(address).toMatch(/^10\./)
  expect(checks.length).toBeGreaterThan(3)
  expect(checks.every(({ id }) => id.startsWith('device~dc-rt-01~'))).toBe(true)
})

test('a device is one click from its unit, its checks and the inventory; one that is not there is 404', async () => {
  for (const path of ['/units/30', '/checks/device~dc-rt-01~snmp-system', '/inventory/devices'])
    expect(await demo.html(path)).toContain('href="/devices/dc-rt-01"')
  expect((await demo.get('/devices/none')).status).toBe(404)
})
