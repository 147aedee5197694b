import type { Sample } from '../../probes/probe.ts'
import type { Device, Hotspot } from '../../src/model/inventory.ts'
import type { Check, Instant, Look } from '../../src/model.ts'
import { uplinkCheckId, wifiCheckIds } from '../../src/operations/wifi-figures.ts'
import { exampleCheck, exampleLook } from './example.ts'

/** A site of three access points on a controller, with 100 Mb/s towards its guests and 50 back. */
export const exampleHotspot: Hotspot = {
  kind: 'hotspot',
  code: 'W1',
  unit: 'U1',
  name: 'Quảng trường (minh hoạ)',
  category: 'quảng trường',
  address: 'Phường Trần Hưng Đạo',
  lat: 20.94,
  lon: 106.33,
  provider: 'Nhà mạng C (minh hoạ)',
  contractNo: '05/HĐ-WIFI',
  contractFrom: '2022-01-01',
  contractTo: '2022-12-31',
  apContracted: 3,
  ssid: 'HaiDuong-WiFi',
  login: 'portal',
  downMbps: 100,
  upMbps: 50,
  controller: 'wlc',
  aps: ['ap-1', 'ap-2', 'ap-3'],
  monthlyFee: 6_000_000,
  uplinkDevice: 'gw',
  uplinkIf: 'wifi',
}

/** The device that the access points hang on, or that one is. */
export function wifiDevice(code: string, role: 'controller' | 'ap', unit = 'U1'): Device {
  return {
    kind: 'device',
    code,
    unit,
    name: code,
    role,
    address: '10.30.0.9',
    address6: null,
    credential: 'tslcd',
    internetIf: null,
    tslcdIf: null,
    userIf: [],
    wifiIf: [],
  }
}

/** The checks of a site, as often as a test can afford to record looks. */
export function wifiChecksEvery(everySeconds: number, site: Hotspot = exampleHotspot): Check[] {
  const { unit, code, controller } = site
  const of = { unit, everySeconds, host: 'device:wlc' }
  return [
    ...(controller === null ? site.aps : [controller]).flatMap((device) => {
      const ids = wifiCheckIds(device)
      const asset = { kind: 'device' as const, code: device }
      const settings = { address: '10.30.0.9' }
      return [
        exampleCheck({ ...of, asset, id: ids.wifi, probe: 'snmp-wifi', settings }),
        exampleCheck({ ...of, asset, id: ids.reach, probe: 'reach-ping', settings }),
      ]
    }),
    exampleCheck({
      ...of,
      asset: { kind: 'hotspot', code },
      id: uplinkCheckId(code),
      probe: 'snmp-line',
      settings: { interface: 'wifi' },
    }),
  ]
}

/** Up with so many clients, or down; one that is left out is not in the controller's list. */
export type ApTold = number | 'down'

/** A look at the controller, or one that was not answered. */
export function wifiLook(at: Instant, told: Record<string, ApTold> | 'silent', device = 'wlc'): Look {
  const checkId = wifiCheckIds(device).wifi
  if (told === 'silent')
    return exampleLook(at, { checkId, result: { ok: false, error: 'snmp_timeout', message: 'no answer' } })
  const aps = Object.entries(told)
  const gauge = (series: string, value: number): Sample => ({ series, kind: 'gauge', value })
  const clientsOf = (value: ApTold) => (value === 'down' ? 0 : value)
  return exampleLook(at, {
    checkId,
    result: {
      ok: true,
      facts: {
        tables: { bsnAPTable: 'ok' },
        sources: ['AIRESPACE-WIRELESS-MIB'],
        accessPoints: aps.map(([name, value]) => ({
          id: name === 'self' ? name : idOf(name),
          name,
          up: value !== 'down',
          state: value === 'down' ? 'disassociating' : 'associated',
        })),
        ssids: ['HaiDuong-WiFi'],
        truncated: false,
      },
    },
    samples: [
      gauge(
        'clients',
        aps.reduce((sum, [, value]) => sum + clientsOf(value), 0),
      ),
      ...aps.map(([name, value]) => gauge(`ap.${idOf(name)}.clients`, clientsOf(value))),
    ],
  })
}

/** The id of an access point, which is no part of its name. */
function idOf(name: string): string {
  return `00:00:5e:00:53:${(Number(name.split('-').at(-1)) || 0).toString(16).padStart(2, '0')}`
}

/** A look at what the uplink has counted; `seconds` since the agent started. */
export function uplinkLook(
  at: Instant,
  seconds: number,
  counted: { inOctets: bigint; outOctets: bigint },
  site: Pick<Hotspot, 'code'> = exampleHotspot,
): Look {
  return exampleLook(at, {
    checkId: uplinkCheckId(site.code),
    result: { ok: true, facts: { ifIndex: 2, operStatus: 'up', speedMbps: 1000, octets: 'octets64' } },
    samples: [
      { series: 'sysUpTime', kind: 'gauge', value: seconds * 100 },
      { series: 'if.wifi.speedMbps', kind: 'gauge', value: 1000 },
      ...Object.entries(counted).map(
        ([name, value]): Sample => ({ series: `if.wifi.${name}`, kind: 'counter', value }),
      ),
    ],
  })
}
