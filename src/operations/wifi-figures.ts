import type { Instant } from '../model.ts'
import type { AccountingMethod } from './accounting-method.ts'
import type { LineEvidence, LineTraffic } from './line-figures.ts'
import type { Run } from './minutes.ts'

/** What an access point was in a minute. Neither of the last two is a state of it, and both are kept apart. */
export const apStates = ['up', 'down', 'maintenance', 'void', 'unmeasured'] as const
export type ApState = (typeof apStates)[number]

/** What a site was in a minute: `partial`: some access point served, but not as many as are contracted. */
export const siteStates = ['up', 'partial', 'down', 'maintenance', 'void', 'unmeasured'] as const
export type SiteState = (typeof siteStates)[number]

/** Minutes of all contracted access points; they add up to their number times the length of the time. */
export type ApMinutes = Record<ApState, number>
export type SiteMinutes = Record<SiteState, number>

export type ApRun = Run<ApState>
/** With how many of the contracted access points were in each state. */
export type SiteRun = Run<SiteState> & { aps: ApMinutes }

/** How the minutes of public Wi-Fi are counted; printed beside every figure. A change is a new version. */
export const wifiMethod: AccountingMethod = {
  id: 'v6gov-wifi-1',
  name: {
    vi: 'Theo v6gov: AP không hoạt động khi bộ điều khiển báo hoặc không còn liệt kê, AP riêng khi im lặng từ 3 lần đo liên tiếp; AP dôi ra không bù cho phút khác; bảo trì và phút không đo được để riêng',
    en: 'By v6gov: an AP is down when its controller says so or lists it no more, one of its own when silent to 3 looks in a row; spare APs make up for no other minute; maintenance and unseen minutes apart',
  },
  down: 'all_silent',
  looks: 3,
  minute: 'longest',
  maintenance: 'apart',
  unseen: 'apart',
  leastSeen: 0.95,
  mergeMinutes: 5,
  rounding: { decimals: 2, way: 'down' },
  zone: 'Asia/Ho_Chi_Minh',
}

/** A share of minutes, of those that were seen; null where too few were. */
export type ShareUp = { share: number | null; coverage: number }

/** A time without an access point (`ap`), or without any of the site (null). */
export type WifiIncident = {
  ap: string | null
  from: Instant
  /** First minute after it; null while it goes on. */
  to: Instant | null
  minutes: number
  /** The observation that showed it first; null where none is at hand. */
  opened: LineEvidence | null
}

export type WifiClients = {
  /** Greatest number at one moment, and when it was. */
  most: { clients: number; at: Instant } | null
  mean: number | null
  /** Days of the time, and those of which there are numbers. */
  days: number
  daysTold: number
  /** Steps of the clock of which there is a number, 0 to 1. */
  coverage: number
}

/** What a public Wi-Fi site was over a time. */
export type WifiFigures = {
  hotspot: string
  from: Instant
  to: Instant
  /** The accounting method. */
  method: string
  /** Access points that are counted against: those of the contract, else those that the inventory names. */
  contracted: number
  apMinutes: ApMinutes
  /** OPS-WF-01: minutes of access points up. */
  aps: ShareUp
  siteMinutes: SiteMinutes
  /** OPS-WF-02: minutes with at least one access point up. */
  site: ShareUp
  /** Each access point that the inventory names, with its own minutes. */
  byAp: ({ name: string; minutes: ApMinutes } & ShareUp)[]
  incidents: WifiIncident[]
  clients: WifiClients
  /** As the guests see it: `down` is towards them. Against the rates of the contract. */
  traffic: { down: LineTraffic; up: LineTraffic }
  /** What was carried both ways, in the part of the time that is known; null where nobody counts. */
  volumeGb: number | null
  /** The first and the last look at its access points, and at its uplink. */
  apEvidence: LineEvidence[]
  uplinkEvidence: LineEvidence[]
}

/** Id of the check that counts the traffic of a site. */
export function uplinkCheckId(code: string): string {
  return `hotspot~${code}~snmp-line`
}

/** Ids of the checks that look at a device for its Wi-Fi, and for whether it is there. */
export function wifiCheckIds(device: string): { wifi: string; reach: string } {
  return { wifi: `device~${device}~snmp-wifi`, reach: `device~${device}~reach-ping` }
}
