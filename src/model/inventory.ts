import type { Day, Instant } from '../model.ts'

export const unitKinds = ['platform', 'department', 'district', 'commune'] as const
export type UnitKind = (typeof unitKinds)[number]

/** What a unit has, so that criteria about what it has not do not apply (domain rules 2.2). */
export const profileFlags = [
  'has_public_domain',
  'has_own_zone',
  'has_mail_domain',
  'has_own_internet',
  'has_tslcd',
  'has_lan',
  'has_public_wifi',
  'has_asn',
] as const
export type ProfileFlag = (typeof profileFlags)[number]

export type Unit = {
  code: string
  name: string
  kind: UnitKind
  /** The administrative type as the catalogue writes it: so, thanh_pho, thi_xa, huyen, phuong, xa, thi_tran, … */
  type: string
  parent: string | null
  validFrom: Day | null
  /** First day on which the unit is no more. */
  validTo: Day | null
  contactName: string
  contactEmail: string
  /** null: not declared, so the template of its kind holds. */
  profile: ProfileFlag[] | null
}

export type AssetKind = 'device' | 'service' | 'line' | 'hotspot' | 'prefix'

/** When an asset exists; most say nothing, and are there since they were entered. */
export type AssetValidity = {
  validFrom?: Day | undefined
  /** First day on which the asset is no more. */
  validTo?: Day | undefined
}

export const deviceRoles = ['router', 'switch', 'firewall', 'controller', 'ap', 'server'] as const

export type Device = AssetValidity & {
  kind: 'device'
  code: string
  unit: string
  name: string
  role: (typeof deviceRoles)[number]
  address: string | null
  address6: string | null
  credential: string
  internetIf: string | null
  tslcdIf: string | null
  userIf: string[]
  wifiIf: string[]
}

export type Service = AssetValidity & {
  kind: 'service'
  code: string
  unit: string
  type: 'web' | 'zone' | 'mail' | 'resolver' | 'app'
  host: string
  critical: boolean
  owner: string
  /** IPv6 addresses that the mail of a service of type mail is sent from. */
  senders: string[]
}

export type Line = AssetValidity & {
  kind: 'line'
  code: string
  unit: string
  level: 'I' | 'II' | 'internet' | 'backup'
  provider: string
  contractNo: string
  contractFrom: Day | null
  contractTo: Day | null
  /** Vietnamese dong per month. */
  monthlyFee: number | null
  cirDownMbps: number | null
  cirUpMbps: number | null
  slaAvailabilityPct: number | null
  slaRestoreHours: number | null
  slaRttMsP95: number | null
  slaLossPct: number | null
  device: string | null
  ifName: string
  directionSwap: boolean
  nextHop: string | null
  nextHop6: string | null
  /** How the unit is connected: fibre, copper, radio, as the contract words it. */
  accessType?: string | undefined
  /** WAN addresses of the customer edge, whose answers are the line's availability. */
  ceAddress?: string | undefined
  ceAddress6?: string | undefined
  /** The provider's edge, where it may be looked at: a device and its interface towards the line. */
  peDevice?: string | undefined
  peIf?: string | undefined
  /** Who answers for the power of the equipment at the unit. */
  power?: 'unit' | 'provider' | undefined
  /** The accounting method that the contract names (src/operations/accounting-method.ts); absent: the first. */
  slaMethod?: string | undefined
}

export const hotspotLogins = ['open', 'portal', 'otp'] as const
type HotspotLogin = (typeof hotspotLogins)[number]

export type Hotspot = AssetValidity & {
  kind: 'hotspot'
  code: string
  unit: string
  name: string
  category: string
  address: string
  lat: number | null
  lon: number | null
  provider: string
  contractNo: string
  contractFrom: Day | null
  contractTo: Day | null
  apContracted: number | null
  ssid: string
  /** How guests get in: at once, past a portal's page, or by a code sent to them; empty: not said. */
  login: '' | HotspotLogin
  downMbps: number | null
  upMbps: number | null
  controller: string | null
  /** As the controller names them; without a controller, codes of devices. */
  aps: string[]
  /** Vietnamese dong per month. */
  monthlyFee?: number | undefined
  /** What counts the traffic of the site: a device and its interface towards it. */
  uplinkDevice?: string | undefined
  uplinkIf?: string | undefined
  /** Absent: what comes into the interface is what guests download. */
  directionSwap?: boolean | undefined
  /** The interface that guests are behind, one of those that a device of the unit has towards Wi-Fi (`wifiIf`). */
  clientIf?: string | undefined
}

/**
 * What an entry of the address plan is for, from the outside in: a block that was allocated to the province, what a unit or
 * one of its sites gets of it, and the links: VLANs, point-to-point links, loopbacks, Wi-Fi.
 */
export const prefixRoles = [
  'allocation',
  'unit',
  'site',
  'vlan',
  'wifi',
  'point_to_point',
  'loopback',
] as const
export type PrefixRole = (typeof prefixRoles)[number]

/** An entry of the address plan; its parent is the narrowest other entry around it. */
export type Prefix = AssetValidity & {
  kind: 'prefix'
  code: string
  /** Who answers for it: the platform for what units share. */
  unit: string
  /** "2001:db8:30::/48": RFC 5952, no host bits. */
  prefix: string
  role: PrefixRole
  /** Of an allocation: VNNIC (independent of providers) or a provider, to whom it returns. */
  source: 'vnnic' | 'isp' | null
  decisionNo: string
  decisionDate: Day | null
  site: string
  /** VLAN number of IEEE 802.1Q. */
  vlan: number | null
  description: string
}

export type Asset = Device | Service | Line | Hotspot | Prefix

/**
 * - `merge`: the units `from` become the one in `to`, which may be one of them
 * - `split`: the unit `from` becomes those in `to`, of which it may be one
 * - `rename`: the unit `from` goes by another name
 * - `end`: the units `from` are no more, and no unit of ours follows
 */
export const unitChangeKinds = ['merge', 'split', 'rename', 'end'] as const
export type UnitChangeKind = (typeof unitChangeKinds)[number]

/** What a document decided about units, from a day on. */
export type UnitChange = {
  code: string
  /** First day on which it holds. */
  day: Day
  kind: UnitChangeKind
  from: string[]
  to: string[]
  /** Of a rename; else empty. */
  nameBefore: string
  name: string
  documentNo: string
  documentDate: Day | null
  note: string
}

/** A change of units as it stands in the register: in force, or withdrawn because it was entered by mistake. */
export type UnitChangeRecord = UnitChange & { withdrawn: { at: Instant; by: string; why: string } | null }

export type Inventory = {
  units: Unit[]
  assets: Asset[]
  /** Absent when there are none. */
  unitChanges?: UnitChange[]
  /** Codes of changes that were withdrawn, which no import brings back; absent when there are none. */
  withdrawnChanges?: string[]
}

/** What a part of the inventory was from one moment until before another; an empty `since` is ever, null still. */
export type Version<Value> = { since: Instant | ''; until: Instant | null; value: Value }
