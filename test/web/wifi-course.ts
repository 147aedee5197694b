import { probes } from '../../probes/index.ts'
import { keepWifiDays } from '../../src/jobs/keep-wifi-days.ts'
import type { Hotspot } from '../../src/model/inventory.ts'
import type { Look } from '../../src/model.ts'
import { listChecks } from '../../src/store/checks.ts'
import type { Database } from '../../src/store/database.ts'
import { listUnits, saveInventory } from '../../src/store/inventory.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { exampleCheck, exampleLook } from '../helpers/example.ts'
import {
  type ApTold,
  exampleHotspot,
  uplinkLook,
  wifiChecksEvery,
  wifiDevice,
  wifiLook,
} from '../helpers/wifi.ts'

/** June of 2022 at +07:00. */
const start = Date.parse('2022-05-31T17:00:00.000Z')
const minuteMs = 60_000
const everySeconds = 1800
const neighbourSeconds = 21_600
const guestDays = 9
const iso = (minutes: number) => new Date(start + minutes * minuteMs).toISOString()

export const site: Hotspot = { ...exampleHotspot, unit: 'STTTT' }
/** One whose access points nobody has entered. */
const unnamed: Hotspot = {
  ...site,
  code: 'W2',
  name: 'Bến xe (minh hoạ)',
  category: 'bến xe',
  provider: 'Nhà mạng B',
  aps: [],
  uplinkDevice: undefined,
  uplinkIf: undefined,
}

/**
 * A month of looks at a site up to a moment, and its days kept: one access point is told to be down on the 10th from 6:00 to
 * 12:00, all vanish on the 17th from 1:00 to 9:00, the second on all of the 20th; nobody looks on the 24th.
 */
export async function fillWifi(db: Database, until: string): Promise<void> {
  const unit = (await listUnits(db, {})).find(({ code }) => code === 'STTTT')
  if (unit === undefined) throw new Error('the province has no STTTT')
  await saveInventory(
    db,
    {
      units: [{ ...unit, profile: ['has_tslcd', 'has_public_wifi'] }],
      assets: [
        site,
        unnamed,
        wifiDevice('wlc', 'controller', 'STTTT'),
        { ...wifiDevice('gw', 'ap', 'STTTT'), role: 'router', wifiIf: ['wifi', 'wifi-2'] },
      ],
    },
    iso(0),
  )
  const neighbours = exampleCheck({
    id: 'device~gw~snmp-neighbours',
    unit: 'STTTT',
    asset: { kind: 'device', code: 'gw' },
    probe: 'snmp-neighbours',
    vantage: 'inside',
    everySeconds: neighbourSeconds,
    host: 'device:gw',
  })
  const portal = exampleCheck({
    id: 'hotspot~W1~web-portal',
    unit: 'STTTT',
    asset: { kind: 'hotspot', code: 'W1' },
    probe: 'web-portal',
    vantage: 'STTTT',
    everySeconds,
    host: 'portal:W1',
  })
  const { items: others } = await listChecks(db, { limit: 10_000 })
  await syncChecks(db, [...others, ...wifiChecksEvery(everySeconds, site), portal, neighbours], iso(0), {
    pace: 1,
  })
  const looks: Look[] = []
  let octets = 0n
  let minutes = 0
  for (; start + minutes * minuteMs < Date.parse(until); minutes += everySeconds / 60) {
    if (Math.floor(minutes / 1440) !== 23)
      looks.push(
        wifiLook(iso(minutes), toldAt(minutes)),
        uplinkLook(iso(minutes), 86_400 + minutes * 60, {
          inOctets: octets,
          outOctets: BigInt(Math.round((10e6 * minutes * 60) / 8)),
        }),
      )
    octets += BigInt(Math.round((mbpsAt(minutes) * 1e6 * everySeconds) / 8))
  }
  looks.push(
    exampleLook(iso(minutes - 15), {
      checkId: portal.id,
      vantage: 'STTTT',
      result: {
        ok: true,
        facts: {
          ipv4: { outcome: 'portal', status: 302, leadsTo: 'http://portal.test/', failure: null },
          ipv6: { outcome: 'no_answer', status: null, leadsTo: null, failure: 'TCP_TIMEOUT' },
        },
      },
    }),
  )
  for (let at = minutes - guestDays * 1440; at < minutes; at += neighbourSeconds / 60)
    looks.push(neighbourLook(iso(at), neighbours.id))
  await recordLooks(db, looks, {
    pace: 1,
    kept: { 'snmp-neighbours': { days: 7, series: [], growth: false, sets: true } },
  })
  const deps = { db, now: () => until, optionsAt: async () => ({ pace: 1 }) }
  while (await keepWifiDays(deps, { sites: 100 }));
}

/** Eight guests of the site, of whom five have an IPv6 address; nobody on the other network. */
function neighbourLook(at: string, checkId: string): Look {
  const macs = (count: number) => Array.from({ length: count }, (_, n) => `00:00:5e:00:53:0${n}`)
  return exampleLook(at, {
    checkId,
    vantage: 'inside',
    probeVersion: probes['snmp-neighbours'].version,
    result: {
      ok: true,
      facts: {
        tables: { ipNetToPhysicalTable: 'ok' },
        sources: { ipv4: 'ipNetToPhysicalTable', ipv6: 'ipNetToPhysicalTable' },
        interfaces: [
          { name: 'wifi', ifIndex: 2, ipv4: true, ipv6Classes: ['documentation'] },
          { name: 'wifi-2', ifIndex: 3, ipv4: false, ipv6Classes: [] },
        ],
        truncated: false,
      },
    },
    sets: [
      { name: 'if.wifi.ipv4', members: macs(8) },
      { name: 'if.wifi.gua', members: [] },
      { name: 'if.wifi.doc', members: macs(5) },
      { name: 'if.wifi-2.ipv4', members: [] },
      { name: 'if.wifi-2.gua', members: [] },
    ],
  })
}

function toldAt(minutes: number): Record<string, ApTold> {
  const [day, hour] = [Math.floor(minutes / 1440) + 1, (minutes % 1440) / 60]
  if (day === 17 && hour >= 1 && hour < 9) return {}
  return {
    'ap-1': day === 12 && hour === 15 ? 40 : 10,
    ...(day !== 20 && { 'ap-2': 5 }),
    'ap-3': day === 10 && hour >= 6 && hour < 12 ? 'down' : 3,
  }
}

/** Two busy hours a day, which is more than a twentieth. */
function mbpsAt(minutes: number): number {
  const hour = (minutes % 1440) / 60
  return hour >= 19 && hour < 21 ? 90 : 40
}
