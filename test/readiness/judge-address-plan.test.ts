import { expect, test } from 'vitest'
import { probes } from '../../probes/index.ts'
import type { Prefix } from '../../src/model/inventory.ts'
import { defaultOptions, evaluate } from '../../src/readiness/evaluate.ts'
import { entry } from '../address-plan/entries.ts'
import { at, check, device, seen, stateOf, unit } from './builders.ts'

const router = device('r1', { userIf: ['Vlan10'] })
const own = (code: string, prefix: string, role: Prefix['role'], more = {}) =>
  entry(code, prefix, role, unit.code, more)
const base = [own('top', '2001:db8:30::/48', 'allocation'), own('lan', '2001:db8:30:1::/64', 'vlan')]

function facts(addresses: [address: string, length: number][], changes = {}) {
  return probes['snmp-addresses'].facts.parse({
    source: 'ip_mib',
    table: 'ok',
    tables: { ipAddressTable: 'ok' },
    addresses: addresses.map(([address, prefixLength]) => ({
      address,
      class: 'documentation',
      ifIndex: 1,
      ifName: 'Vlan10',
      prefixLength,
      status: 'preferred',
      origin: 'manual',
    })),
    interfaces: [],
    quirks: [],
    droppedRows: 0,
    truncated: false,
    ...changes,
  })
}
const planned: [string, number] = ['2001:db8:30:1::1', 64]
/** Blocks that are all planned, in numbers. */
const many = Array.from({ length: 19 }, (_, n): [string, number] => [
  `2001:db8:30:${(256 + n).toString(16)}::1`,
  64,
])
const plannedMany = many.map(([address], n) => own(`m${n}`, address.replace('::1', '::/64'), 'vlan'))

type Story = {
  plan?: Prefix[]
  seen?: [string, number][]
  changes?: object
  asked?: boolean
  minutes?: number
  times?: number
}

function verdictOf({
  plan = base,
  seen: addresses = [planned],
  changes = {},
  asked = true,
  minutes = 130,
  times = 3,
}: Story) {
  const about = check(router, 'snmp-addresses', { everySeconds: 3600, vantage: 'inside' })
  const checks = asked ? [seen(about, { from: 0, to: 120, times, facts: facts(addresses, changes) })] : []
  const addressPlan = {
    entries: plan.map((value) => ({ since: '' as const, until: null, value })),
    units: [unit, { code: 'SNV', parent: unit.code, kind: 'department' as const }],
  }
  const assets = [router, ...plan.filter((one) => one.unit === unit.code)]
  const { verdicts } = evaluate(stateOf({ assets, checks, addressPlan }), at(minutes), defaultOptions)
  return verdicts.find(({ id }) => id === 'ADR-02')
}

test.each<[string, Story, string, string | null]>([
  ['everything in its place', {}, 'pass', null],
  ['nobody plans', { plan: [] }, 'unknown', 'no_evidence'],
  ['nobody looks', { asked: false }, 'unknown', 'no_evidence'],
  ['the table is no more than half read', { changes: { truncated: true } }, 'unknown', 'coverage_low'],
  [
    'the agent has no such table',
    { changes: { table: 'no_such_object' }, seen: [] },
    'unknown',
    'oid_not_supported',
  ],
  ['looks of long ago', { minutes: 32 * 24 * 60 }, 'unknown', 'stale'],
  ['a prefix in use that nobody planned', { seen: [planned, ['2001:db8:30:9::1', 64]] }, 'fail', null],
  [
    'seen once only: not confirmed',
    { seen: [['2001:db8:30:9::1', 64]], times: 1 },
    'unknown',
    'awaiting_confirmation',
  ],
  [
    '1 of 41 wrong: not more than 5 %',
    { plan: [...base, ...plannedMany], seen: [planned, ...many, ['2001:db8:99::1', 64]] },
    'partial',
    null,
  ],
  [
    '3 of 43 wrong: more than 5 %',
    {
      plan: [...base, ...plannedMany],
      seen: [planned, ...many, ['2001:db8:99::1', 64], ['2001:db8:98::1', 64], ['2001:db8:97::1', 64]],
    },
    'fail',
    null,
  ],
  [
    'an overlap fails by itself',
    { plan: [...base, ...plannedMany, own('in', '2001:db8:30:1::/80', 'vlan')], seen: [planned, ...many] },
    'fail',
    null,
  ],
  ['a LAN that is no /64', { plan: [...base, own('wide', '2001:db8:30:20::/60', 'vlan')] }, 'fail', null],
  [
    'an entry outside what was allocated',
    { plan: [...base, own('out', '2001:db8:31::/64', 'vlan')] },
    'fail',
    null,
  ],
  [
    "another unit's link is planned too",
    {
      plan: [...base, entry('o', '2001:db8:30:9::/64', 'point_to_point', 'SNV')],
      seen: [planned, ['2001:db8:30:9::2', 64]],
    },
    'pass',
    null,
  ],
  [
    'an entry that has ended is none',
    { plan: [...base, own('old', '2001:db8:31::/64', 'vlan', { validTo: '2021-01-01' })] },
    'pass',
    null,
  ],
])('%s', (_, story, verdict, reason) => {
  const judged = verdictOf(story)
  expect([judged?.verdict, judged?.reason]).toEqual([verdict, reason])
})

test('an unplanned prefix is told with the device, and proved by its look', () => {
  const judged = verdictOf({ seen: [planned, ['2001:db8:30:9::1', 64]] })
  expect(judged?.because.en).toContain(
    '2001:db8:30:9::/64 lies in what is free of 2001:db8:30::/48 (top) (r1 Vlan10)',
  )
  expect(judged?.because.vi).toContain(
    '2001:db8:30:9::/64 nằm trong phần còn trống của 2001:db8:30::/48 (top)',
  )
  const one = judged?.assets.find(({ asset }) => asset.label === '2001:db8:30:9::/64')
  expect(one?.evidence).toEqual([
    { checkId: 'device~r1~snmp-addresses', firstDueAt: at(0), lastSeenAt: at(120) },
  ])
})
