import { expect, test } from 'vitest'
import type { Device } from '../../src/model/inventory.ts'
import type { CheckState } from '../../src/model.ts'
import { defaultOptions, evaluate } from '../../src/readiness/evaluate.ts'
import { at, check, device, seen, stateOf } from './builders.ts'
import { systemFacts } from './facts.ts'

const day = 24 * 60

function inventory(changes: Record<string, unknown> = {}) {
  return {
    tables: { entPhysicalTable: 'ok' },
    sysObjectId: '1.3.6.1.4.1.9.1.1',
    enterprise: 9,
    vendor: 'Cisco',
    description: '',
    name: null,
    model: 'C9300',
    serial: 'FOC1',
    software: '17.3',
    serialFrom: 'entity_mib',
    softwareFrom: 'entity_mib',
    members: [],
    truncated: false,
    ...changes,
  }
}
function neighbour(sysName: string, changes: Record<string, unknown> = {}) {
  return {
    localPort: 'Gi1/0/1',
    localPortNumber: 1,
    chassisId: `mac of ${sysName}`,
    portId: null,
    portDescription: '',
    sysName,
    capabilities: ['bridge'],
    addresses: [],
    ...changes,
  }
}
function lldp(neighbours: unknown[], changes: Record<string, unknown> = {}) {
  const lldpRemTable = neighbours.length > 0 ? 'ok' : 'empty'
  return { tables: { lldpRemTable }, neighbours, truncated: false, ...changes }
}

/** Looks of a device, three in three days. */
function looks(
  of: Device,
  probe: 'snmp-inventory' | 'snmp-lldp' | 'snmp-system' | 'snmp-around' | 'snmp-routes',
  facts: unknown,
): CheckState {
  const about = check(of, probe, { everySeconds: 86_400, vantage: 'inside' })
  return seen(about, { from: 0, to: 2 * day, times: 3, facts })
}
const switches = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    device(`sw${index}`, {
      role: 'switch',
      address: `10.0.0.${index + 1}`,
      tslcdIf: index === 0 ? 'uplink' : null,
    }),
  )

type Story = {
  /** Devices in the inventory, and how many of them lack a serial number. */
  known: number
  lacking?: number
  around?: unknown[] | null
  /** The tables of LLDP of the devices after the first; asked of nobody but the first unless given. */
  others?: ReturnType<typeof lldp>[]
  minutes?: number
  system?: Partial<Record<'ipv6Forwarding', string>>
  /** What the first one's neighbour tables and routes tell. */
  beside?: { own4?: string[]; stations?: string[][]; next?: [hop: string, at: string][] }
}

/** One that is of the inventory. */
const sw0 = neighbour('sw0')
const empty = lldp([])
const off = lldp([], { tables: { lldpRemTable: 'no_such_object' } })

function judged(story: Story) {
  const { known, lacking = 0, around = [sw0], others = [], minutes = 2 * day, system = {}, beside } = story
  const devices = switches(known)
  const checks = devices.flatMap((one, index) => [
    looks(one, 'snmp-inventory', inventory(index < lacking ? { serial: null } : {})),
    looks(one, 'snmp-system', { ...systemFacts, ...system }),
  ])
  const [first] = devices
  if (first && around !== null) checks.push(looks(first, 'snmp-lldp', lldp(around)))
  if (first && beside !== undefined) {
    const { own4 = [], stations = [], next = [] } = beside
    const on = { ifIndex: 5, ifName: 'lan' }
    const routes = next.map(([nextHop, ifName]) => ({
      ...{ type: 'remote', proto: 'netmgmt', nextHop, ifIndex: 1, ifName, ifDescr: null },
    }))
    const met = { own4, stations: stations.map((addresses) => ({ ...on, addresses })) }
    const nothing = { tables: {}, blocks: [], truncated: false }
    checks.push(
      looks(first, 'snmp-around', { ...nothing, ...met, routes: [] }),
      looks(first, 'snmp-routes', {
        ...{ ...nothing, sources: { ipv4: null, ipv6: null }, census: null },
        ...{ default4: routes, default6: [], prefixes: [] },
      }),
    )
  }
  for (const [index, facts] of others.entries()) {
    const device = devices[index + 1]
    if (device) checks.push(looks(device, 'snmp-lldp', facts))
  }
  const { verdicts } = evaluate(stateOf({ assets: devices, checks }), at(minutes), defaultOptions)
  return verdicts.find(({ id }) => id === 'GOV-03')
}

test.each<[string, Story, string]>([
  ['all described, and nothing else around', { known: 3 }, 'pass'],
  ['19 of 20: exactly 95 %', { known: 20, lacking: 1 }, 'pass'],
  ['18 of 20: 90 %', { known: 20, lacking: 2 }, 'partial'],
  ['7 of 10: exactly 70 %', { known: 10, lacking: 3 }, 'partial'],
  ['6 of 10', { known: 10, lacking: 4 }, 'fail'],
  [
    'a neighbour that is in the inventory by address',
    { known: 3, around: [neighbour('x', { addresses: ['10.0.0.2'] })] },
    'pass',
  ],
  ['by name, with a domain behind it', { known: 3, around: [neighbour('SW1.haiduong.test')] }, 'pass'],
  ['3 described and one unknown beside: 75 %', { known: 3, around: [neighbour('stranger')] }, 'partial'],
  [
    'the same stranger at two ports is one',
    { known: 3, around: [neighbour('s'), neighbour('s', { localPort: 'Gi2' })] },
    'partial',
  ],
  ['two strangers: 60 %', { known: 3, around: [neighbour('s'), neighbour('t')] }, 'fail'],
  [
    'telephones are no devices of the network',
    { known: 1, around: [neighbour('p', { capabilities: ['telephone'] })] },
    'pass',
  ],
  [
    "beyond the uplink it is another's",
    { known: 1, around: [neighbour('pe', { localPort: 'uplink' })] },
    'pass',
  ],
  ['a machine on a link of no users: 75 %', { known: 3, beside: { stations: [['10.0.9.7']] } }, 'partial'],
  [
    'machines of the inventory, and an address of its own router',
    { known: 3, beside: { own4: ['10.0.9.1'], stations: [['10.0.0.2', '2001:db8::2'], ['10.0.9.1']] } },
    'pass',
  ],
  [
    'the same one by LLDP, as a next hop and as a neighbour',
    {
      known: 3,
      around: [neighbour('s', { addresses: ['10.0.9.7'] })],
      beside: { stations: [['10.0.9.7', '2001:db8::7']], next: [['2001:db8::7', 'lan']] },
    },
    'partial',
  ],
  ['a next hop that is nobody: 75 %', { known: 3, beside: { next: [['10.0.9.1', 'lan']] } }, 'partial'],
  [
    "beyond the uplink, or of one link alone, it is another's",
    {
      known: 3,
      beside: {
        next: [
          ['10.9.9.1', 'uplink'],
          ['fe80::1', 'lan'],
        ],
      },
    },
    'pass',
  ],
  ['a table without rows, as where LLDP is off', { known: 3, around: [] }, 'unknown no_evidence'],
  ['nothing but empty tables', { known: 3, around: [], others: [empty, empty] }, 'unknown no_evidence'],
  ['rows on one of them, the others empty', { known: 3, others: [empty, empty] }, 'pass'],
  ['4 of 5 asked tell: exactly 80 %', { known: 5, others: [empty, empty, empty, off] }, 'pass'],
  ['3 of 4 asked tell', { known: 4, others: [empty, empty, off] }, 'unknown no_evidence'],
  [
    'of one that was cut 2 of 3 asked tell',
    { known: 3, others: [empty, lldp([sw0], { truncated: true })] },
    'unknown no_evidence',
  ],
  ['nobody tells who is around', { known: 3, around: null }, 'unknown no_evidence'],
  ['most lack something, whoever is around', { known: 3, lacking: 3, around: null }, 'fail'],
  [
    'nothing tells whether they can do IPv6',
    { known: 3, system: { ipv6Forwarding: 'not_supported' } },
    'fail',
  ],
  ['no device in the inventory', { known: 0 }, 'unknown no_evidence'],
  ['90 days old', { known: 3, minutes: 92 * day }, 'pass'],
  ['older', { known: 3, minutes: 92 * day + 1 }, 'unknown stale'],
])('GOV-03, %s', (_, story, expected) => {
  const found = judged(story)
  expect(`${found?.verdict}${found?.reason ? ` ${found.reason}` : ''}`).toBe(expected)
})

test('a stranger is named, with the port and the look that saw it', () => {
  const stranger = judged({ known: 1, around: [neighbour('sw-la')] })?.assets[1]
  expect(stranger).toMatchObject({
    asset: { kind: 'neighbour', label: 'sw-la' },
    verdict: 'fail',
    because: { vi: 'sw-la (thấy qua LLDP ở sw0 Gi1/0/1) chưa có trong kiểm kê của đơn vị' },
    evidence: [{ checkId: 'device~sw0~snmp-lldp', firstDueAt: at(0) }],
  })
})

test('a list of neighbours that was cut tells of no completeness', () => {
  const [one] = switches(1)
  if (!one) throw new Error('no device')
  const checks = [
    looks(one, 'snmp-inventory', inventory()),
    looks(one, 'snmp-system', systemFacts),
    looks(one, 'snmp-lldp', lldp([sw0], { truncated: true })),
  ]
  const { verdicts } = evaluate(stateOf({ assets: [one], checks }), at(2 * day), defaultOptions)
  expect(verdicts.find(({ id }) => id === 'GOV-03')?.verdict).toBe('unknown')
})

test("a device in another unit's inventory is not missing, and each device's look around is linked", () => {
  const [own] = switches(1)
  if (own === undefined) throw new Error('no switch')
  const checks = [
    looks(own, 'snmp-inventory', inventory()),
    looks(own, 'snmp-system', systemFacts),
    looks(own, 'snmp-lldp', lldp([neighbour('core.haiduong.test', { addresses: ['10.9.9.9'] })])),
  ]
  const judged = (beside: Device[]) =>
    evaluate(stateOf({ assets: [own], checks, beside }), at(2 * day), defaultOptions).verdicts.find(
      ({ id }) => id === 'GOV-03',
    )
  expect(judged([])?.assets.map(({ verdict }) => verdict)).toEqual(['pass', 'fail'])
  const known = judged([device('trung-tam', { address: '10.9.9.9' })])
  expect(known?.verdict).toBe('pass')
  expect(known?.assets[0]?.evidence.map(({ checkId }) => checkId)).toEqual(
    checks.map(({ check }) => check.id),
  )
})
