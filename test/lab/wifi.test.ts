import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must, until } from '../helpers/process.ts'
import { v6gov, withSettings } from '../helpers/process-v6gov.ts'
import { createNamespaces, type Namespaces } from './namespaces.ts'
import type { Pages } from './pages.ts'
import { labMissing } from './requirements.ts'
import { signInAt, startServer } from './server.ts'
import { credentials } from './snmp.ts'
import {
  type AccessPoint,
  type Agent,
  addresses,
  airespace,
  layWifi,
  startWifiAgent,
  takePower,
  unifi,
  wifiNodes,
} from './wifi.ts'

const missing = labMissing()

/** Looks every three seconds. */
const pace = 100
const ssid = 'Wi-Fi Lab'

const inventory = {
  'units.csv': `code,name,kind,type,parent,profile,valid_from,valid_to,contact_name,contact_email
HL,Huyện Lab,district,huyen,,has_tslcd,,,,
XL,Xã Lab,commune,xa,HL,has_tslcd|has_public_wifi,,,,
`,
  'devices.csv': `code,unit,name,kind,address,address6,credential,internet_if,tslcd_if,user_if,wifi_if
XL-WLC,XL,Bộ điều khiển,controller,${addresses.wlc},,lab-v2c,,,,
XL-AP1,XL,AP 1,ap,${addresses.ap1},,lab-v2c,,,,
XL-AP2,XL,AP 2,ap,${addresses.ap2},,lab-v2c,,,,
`,
  'hotspots.csv': `code,unit,name,category,address,lat,lon,provider,contract_no,contract_from,contract_to,ap_contracted,ssid,login,down_mbps,up_mbps,controller,aps
XL-S1,XL,Quảng trường Lab,quảng trường,Xã Lab,,,Nhà mạng Lab,01/HĐ,,,3,${ssid},open,100,100,XL-WLC,ap-san|ap-cong|ap-chua-lap
XL-S2,XL,Một cửa Lab,một cửa,Xã Lab,,,Nhà mạng Lab,02/HĐ,,,2,${ssid},open,50,50,,XL-AP1|XL-AP2
`,
}

/** Newest interval, and newest look, first. */
type Check = {
  intervals: { result: { ok: true; facts: Facts } | { ok: false; error: string } }[]
  samples: { values: Record<string, number> }[]
}
type Facts = { accessPoints: { name: string; up: boolean | null }[] }

/** A table kept by hand: what is told, and what the pages of the looks at each agent have to show of it. */
const steps = [
  {
    name: 'at first',
    yard: [2, 3],
    gate: [4, 0],
    alone: [
      [1, 4],
      [0, 2],
    ],
    shown: { 'XL-WLC': ['ap-san ap-cong', 9], 'XL-AP1': ['ap-1-lab', 5], 'XL-AP2': ['ap-2-lab', 2] },
  },
  {
    name: 'when one has left the list of its controller, and another has no power',
    yard: [7, 0],
    gate: null,
    alone: [[3, 3], null],
    shown: { 'XL-WLC': ['ap-san', 7], 'XL-AP1': ['ap-1-lab', 6], 'XL-AP2': ['snmp_timeout', null] },
  },
  {
    name: 'when both are back',
    yard: [7, 4],
    gate: [1, 1],
    alone: [
      [0, 0],
      [2, 0],
    ],
    shown: { 'XL-WLC': ['ap-san ap-cong', 13], 'XL-AP1': ['ap-1-lab', 0], 'XL-AP2': ['ap-2-lab', 2] },
  },
] as const

describe.skipIf(missing)(`public Wi-Fi of real agents${missing ? ` (${missing})` : ''}`, () => {
  let lab: Namespaces
  let pages: Pages
  let wlc: Agent
  let alone: Agent[]
  let giveBack = async () => {}

  beforeAll(async () => {
    lab = await createNamespaces(wifiNodes)
    await layWifi(lab)
    const ubnt = { objectId: '1.3.6.1.4.1.41112', subtrees: ['1.3.6.1.4.1.41112'], objects: [] }
    const cisco = { objectId: '1.3.6.1.4.1.9.1.1279', subtrees: ['1.3.6.1.4.1.9.9.618', '1.3.6.1.4.1.14179'] }
    wlc = await startWifiAgent(lab, 'wlc', { ...cisco, name: 'wlc-lab', objects: [] })
    alone = [
      await startWifiAgent(lab, 'ap1', { ...ubnt, name: 'ap-1-lab' }),
      await startWifiAgent(lab, 'ap2', { ...ubnt, name: 'ap-2-lab' }),
    ]
    await tell(steps[0])
    const file = (name: string, text: string) => {
      const at = path.join(lab.directory, name)
      writeFileSync(at, text)
      return at
    }
    const settings = {
      V6GOV_DATABASE_URL: `sqlite:${lab.directory}/v6gov.db`,
      V6GOV_CREDENTIALS_FILE: file('credentials.json', JSON.stringify(credentials)),
      V6GOV_PACE: String(pace),
      V6GOV_PORT: '8080',
    }
    const files = Object.entries(inventory).map(([name, text]) => file(name, text))
    await must(lab.inside('core', v6gov('import', ...files)), { env: withSettings(settings) })
    pages = await signInAt(lab, startServer(lab, settings))
  }, 150_000)
  afterAll(() => lab?.remove())

  async function tell(step: (typeof steps)[number]): Promise<void> {
    const ap = (name: string, n: number, clients: readonly [number, number] | null): AccessPoint[] =>
      clients ? [{ name, mac: [2, 0, 94, 0, 0, n], clients: [...clients] }] : []
    wlc.tell(airespace(ssid, [...ap('ap-san', 1, step.yard), ...ap('ap-cong', 2, step.gate)]))
    for (const [n, clients] of step.alone.entries()) if (clients) alone[n]?.tell(unifi(ssid, [...clients]))
    await giveBack()
    giveBack = step.alone[1] === null ? await takePower(lab, 'ap2') : async () => {}
  }

  /** The access points that serve by the newest look at a device, and their clients; or why it could not be looked at. */
  async function shown(device: string): Promise<[aps: string, clients: number | null]> {
    const check = encodeURIComponent(`device~${device}~snmp-wifi`)
    const { intervals, samples } = await pages.json<Check>(`/checks/${check}.json`)
    const result = intervals[0]?.result
    if (!result?.ok) return [result?.error ?? '', null]
    const up = result.facts.accessPoints.filter((ap) => ap.up)
    return [up.map(({ name }) => name).join(' '), samples[0]?.values.clients ?? null]
  }

  test.each(steps)('the pages show it $name', { timeout: 120_000 }, async (step) => {
    await tell(step)
    for (const [device, wanted] of Object.entries(step.shown)) {
      let seen: unknown
      const isShown = async () => {
        seen = await shown(device)
        return isDeepStrictEqual(seen, wanted)
      }
      await until(`${device} shows ${wanted}`, 50_000, isShown, 500).catch(() => {})
      expect({ [device]: seen }).toEqual({ [device]: wanted })
    }
  })
})
