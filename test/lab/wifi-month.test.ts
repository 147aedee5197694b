import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../probes/probe.ts'
import { snmpWifi } from '../../probes/snmp-wifi.ts'
import { keepWifiDays } from '../../src/jobs/keep-wifi-days.ts'
import type { Hotspot } from '../../src/model/inventory.ts'
import { wifiCheckIds } from '../../src/operations/wifi-figures.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { pruneWifiDays } from '../../src/store/wifi-days.ts'
import type { WifiRow } from '../../views/wifi.tsx'
import type { ProviderCard } from '../../views/wifi-providers.tsx'
import { integer, octets, tags } from '../helpers/ber.ts'
import { exampleLook } from '../helpers/example.ts'
import { readRequest, serve, startAgent } from '../helpers/snmp-agent.ts'
import { lookAt } from '../helpers/snmp-look.ts'
import { scalars } from '../helpers/snmp-objects.ts'
import { exampleHotspot, wifiChecksEvery, wifiDevice } from '../helpers/wifi.ts'
import { type Demo, type List, openDemo } from '../web/demo.ts'
import { airespace, type Told, unifi } from './wifi.ts'

/** A month at +07:00 that is four days old, looked at every four hours. */
const start = Date.parse('2022-05-31T17:00:00.000Z')
const [hours, days] = [4, 4]
const everySeconds = hours * 3600
const iso = (hour: number) => new Date(start + hour * 3_600_000).toISOString()

const yard: Hotspot = {
  ...exampleHotspot,
  code: 'YARD',
  unit: 'STTTT',
  name: 'Sân (minh hoạ)',
  controller: 'lab-wlc',
  apContracted: 2,
  aps: ['ap-yard', 'ap-gate'],
  uplinkDevice: undefined,
  uplinkIf: undefined,
}
const hall: Hotspot = { ...yard, code: 'HALL', name: 'Nhà (minh hoạ)', controller: null, aps: ['one', 'two'] }
/** Its controller is the other one of the provider. */
const park: Hotspot = {
  ...yard,
  code: 'PARK',
  name: 'Vườn (minh hoạ)',
  controller: 'lab-wlc-2',
  apContracted: 1,
  aps: ['ap-park'],
}
const agents = ['lab-wlc', 'one', 'two', 'lab-wlc-2'] as const

/** What the agents tell from an hour on, and what the pages then have to show; null: the agent answers nobody. */
const script: {
  at: number
  lists: [yard: number | 'down' | null, gate: number | 'down' | null]
  alone: [one: number | 'down', two: number | 'down']
  /** The gate's clients, where it has gone over to the other controller. */
  over?: number
  yard: string
  hall: string
}[] = [
  { at: 0, lists: [3, 2], alone: [4, 1], yard: 'up up', hall: 'up up' },
  // 4:00 to 8:00 of the second day, the gate is not in the list
  { at: 28, lists: [5, null], alone: [4, 1], yard: 'up down', hall: 'up up' },
  { at: 32, lists: [3, 2], alone: [4, 1], yard: 'up up', hall: 'up up' },
  // 0:00 to 4:00 of the third, the controller says that one is down; then until 12:00 one alone says it of itself
  { at: 48, lists: ['down', 2], alone: [4, 1], yard: 'down up', hall: 'up up' },
  { at: 52, lists: [3, 2], alone: [6, 'down'], yard: 'up up', hall: 'up down' },
  { at: 60, lists: [3, 2], alone: [4, 1], yard: 'up up', hall: 'up up' },
  // 0:00 to 4:00 of the fourth, nobody is served in the hall; from 8:00 to 12:00, a crowd
  { at: 72, lists: [3, 2], alone: ['down', 'down'], yard: 'up up', hall: 'down down' },
  { at: 76, lists: [3, 2], alone: [4, 1], yard: 'up up', hall: 'up up' },
  { at: 80, lists: [30, 12], alone: [9, 8], yard: 'up up', hall: 'up up' },
  { at: 84, lists: [3, 2], alone: [4, 1], yard: 'up up', hall: 'up up' },
  // from 16:00 to 20:00, the gate is at the other controller, which is not to be down
  { at: 88, lists: [3, null], alone: [4, 1], over: 2, yard: 'up up', hall: 'up up' },
  { at: 92, lists: [3, 2], alone: [4, 1], yard: 'up up', hall: 'up up' },
]

/** Clients are counted at steps of the clock as long as the time between two looks, which begin an hour before them. */
const stepOf = (hour: number) => iso(hour - 1)

/** Reckoned by hand from the script: minutes of four days, 5,760 of each site and 11,520 of its two access points. */
const byHand = {
  YARD: {
    apMinutes: { up: 11_520 - 240 - 240, down: 240 + 240, maintenance: 0, void: 0, unmeasured: 0 },
    siteMinutes: { up: 5_760 - 240 - 240, partial: 480, down: 0, maintenance: 0, void: 0, unmeasured: 0 },
    most: { clients: 42, at: stepOf(80) },
    incidents: [
      ['ap-gate', iso(28), 240],
      ['ap-yard', iso(48), 240],
    ],
    // 95.83 %, and all of the time with at least one
    verdicts: ['partial', 'pass', 'pass'],
    shown: ['95,83%', '100,00%', '480 phút AP', '4/4 ngày'],
  },
  HALL: {
    apMinutes: { up: 11_520 - 480 - 480, down: 480 + 480, maintenance: 0, void: 0, unmeasured: 0 },
    siteMinutes: { up: 5_760 - 480 - 240, partial: 480, down: 240, maintenance: 0, void: 0, unmeasured: 0 },
    most: { clients: 17, at: stepOf(80) },
    incidents: [
      ['two', iso(52), 480],
      [null, iso(72), 240],
    ],
    // 91.66 %, and 95.83 % with at least one
    verdicts: ['fail', 'fail', 'pass'],
    shown: ['91,66%', '95,83%', '960 phút AP', '4/4 ngày'],
  },
} as const

let demo: Demo
let clock = iso(0)
const told = new Map<string, Record<string, Buffer>>()
const started: (Endpoint & { stop(): Promise<void> })[] = []

beforeAll(async () => {
  demo = await openDemo({ only: ['STTTT'], seen: false, now: () => clock })
  const { db } = demo.province
  const devices = agents.map((code) =>
    wifiDevice(code, code.startsWith('lab-wlc') ? 'controller' : 'ap', 'STTTT'),
  )
  await saveInventory(db, { units: [], assets: [yard, hall, park, ...devices] }, iso(-1))
  const checks = [yard, hall, park].flatMap((site) => wifiChecksEvery(everySeconds, site))
  const looking = new Set<string>(agents.map((code) => wifiCheckIds(code).wifi))
  await syncChecks(
    db,
    checks.filter(({ id }) => looking.has(id)),
    iso(-1),
    { pace: 1 },
  )
  for (const code of agents)
    started.push(await startAgent((datagram) => [serve(told.get(code) ?? {})(readRequest(datagram))]))
})
afterAll(() => Promise.all(started.map((agent) => agent.stop())))

function tell({ lists, alone, over }: (typeof script)[number]): void {
  const listed = (name: string, n: number, state: number | 'down' | null | undefined) => {
    const clients: [number, number] = [typeof state === 'number' ? state : 0, 0]
    return state == null ? [] : [{ name, mac: [2, 0, 94, 0, 0, n], clients, isUp: state !== 'down' }]
  }
  const say = (aps: ReturnType<typeof listed>) => objects(airespace('Wi-Fi Lab', aps))
  told.set('lab-wlc', say([...listed('ap-yard', 0, lists[0]), ...listed('ap-gate', 1, lists[1])]))
  told.set('lab-wlc-2', say([...listed('ap-gate', 1, over), ...listed('ap-park', 2, 1)]))
  for (const [n, state] of alone.entries())
    told.set(
      agents[n + 1] ?? '',
      objects(state === 'down' ? unifi('Wi-Fi Lab', [0, 0], false) : unifi('Wi-Fi Lab', [state, 0])),
    )
}

function objects(list: Told[]): Record<string, Buffer> {
  const types = { integer: tags.integer, gauge: tags.gauge32, counter: tags.counter32 }
  const values = list.map(([oid, type, value]) => [
    oid,
    typeof value === 'string' || type === 'string' ? octets(String(value)) : integer(value, types[type]),
  ])
  return { ...scalars({ sysUpTime: 1 }), ...Object.fromEntries(values) }
}

/** Looks at every agent as the schedule would at the moment of the clock. */
async function look(): Promise<void> {
  const looks = await Promise.all(
    started.map(async (agent, n) => {
      const { looked } = await lookAt(snmpWifi, agent)
      if (looked === undefined) throw new Error(`${agents[n]} does not answer`)
      return exampleLook(clock, {
        checkId: wifiCheckIds(agents[n] ?? '').wifi,
        probeVersion: snmpWifi.version,
        result: { ok: true, facts: looked.facts },
        samples: looked.samples ?? [],
      })
    }),
  )
  await recordLooks(demo.province.db, looks, { pace: 1 })
}

describe('four days of a controller and of two access points that stand alone', () => {
  test('show on the pages as they go', async () => {
    for (let hour = 0; hour <= days * 24; hour += hours) {
      clock = iso(hour)
      const step = script.find(({ at }) => at === hour)
      if (step) tell(step)
      await look()
      if (step === undefined) continue
      const { items } = await demo.json<List<WifiRow>>('/wifi.json')
      const states = Object.fromEntries(
        items.map(({ site, aps }) => [site.code, aps.map(({ state }) => state).join(' ')]),
      )
      expect(states, clock).toEqual({ YARD: step.yard, HALL: step.hall, PARK: 'up' })
      const gate = items.find(({ site }) => site.code === 'YARD')?.aps.at(-1)
      expect(gate?.evidence?.checkId).toBe(wifiCheckIds(step.over ? 'lab-wlc-2' : 'lab-wlc').wifi)
    }
  })

  test.each(['YARD', 'HALL'] as const)('come at %s to what they do by hand', async (code) => {
    clock = iso(days * 24 + 3)
    const deps = { db: demo.province.db, now: () => clock, optionsAt: async () => ({ pace: 1 }) }
    while (await keepWifiDays(deps, { sites: 100 }));
    const expected = byHand[code]
    const { figures, findings } = await demo.json<WifiRow>(`/wifi/${code}.json?period=2022-06`)
    expect(figures).toMatchObject({
      from: iso(0),
      to: iso(days * 24),
      apMinutes: expected.apMinutes,
      siteMinutes: expected.siteMinutes,
      clients: { most: expected.most, days, daysTold: days },
    })
    expect(figures?.incidents.map(({ ap, from, minutes }) => [ap, from, minutes])).toEqual(expected.incidents)
    const [aps, site, , clients] = findings.map(({ verdict }) => verdict)
    expect([aps, site, clients]).toEqual(expected.verdicts)
    const page = await demo.html(`/wifi/${code}?period=2022-06`)
    for (const said of expected.shown) expect(page).toContain(said)
  })

  test('add up on the sheet of their provider', async () => {
    const { items } = await demo.json<List<ProviderCard>>('/wifi-providers.json?period=2022-06')
    expect(items).toMatchObject([
      {
        apsContracted: 5,
        apMinutes: { up: 11_040 + 10_560 + 5_760, down: 480 + 960 },
        siteMinutes: { down: 240 },
      },
    ])
  })

  test('outlive the days that they were made of', async () => {
    const figures = async () => (await demo.json<WifiRow>('/wifi/HALL.json?period=2022-06')).figures
    const before = await figures()
    while (await pruneWifiDays(demo.province.db, clock));
    expect(before).not.toBeNull()
    expect(await figures()).toEqual(before)
  })
})
