import type {
  Asset,
  Device,
  Hotspot,
  Inventory,
  Line,
  ProfileFlag,
  Service,
  Unit,
} from '../model/inventory.ts'
import type { Day } from '../model.ts'
import { demoPrefixes } from './prefixes.ts'
import { between, chance } from './world/chance.ts'
import type { DemoDevice, DemoInterface } from './world/device.ts'
import { hotspotsIn, publicSsid, siteMbps } from './world/hotspots.ts'
import type { Place, RouterOddity } from './world/places.ts'
import type { DemoSite } from './world/sites.ts'
import type { World } from './world.ts'

/** The demo's inventory: its 48 units and what the province believes to have there. It does not change with time. */
export function demoInventory(world: World): Inventory {
  return {
    units: world.places.map(unitOf),
    assets: [
      ...world.devices.map(deviceOf),
      ...world.sites.filter(({ listed }) => listed).map(serviceOf),
      ...world.mail.map(mailOf),
      ...world.zones.flatMap(zoneOf),
      ...world.devices.flatMap((device) => linesOf(world, device)),
      ...world.places.flatMap((place) => hotspotsOf(world, place)),
      ...demoPrefixes(world),
    ] satisfies Asset[],
  }
}

function unitOf(place: Place): Unit {
  const { code, name, kind, type, parent } = place
  return {
    code,
    name,
    kind,
    type,
    parent,
    validFrom: kind === 'department' ? null : '2019-12-01',
    validTo: null,
    contactName: `Đầu mối IPv6 ${name}`,
    contactEmail: `ipv6.${code.toLowerCase()}@haiduong.test`,
    profile: profileOf(place),
  }
}

function profileOf(place: Place): ProfileFlag[] {
  const isPlatform = place.kind === 'platform'
  const flags: [ProfileFlag, boolean][] = [
    ['has_public_domain', place.label !== null],
    ['has_own_zone', isPlatform || place.zone !== null],
    ['has_mail_domain', isPlatform || place.mail],
    ['has_own_internet', place.ownInternet],
    ['has_tslcd', true],
    ['has_lan', true],
    ['has_public_wifi', place.hotspots > 0],
    ['has_asn', isPlatform],
  ]
  return flags.filter(([, has]) => has).map(([flag]) => flag)
}

function deviceOf(device: DemoDevice): Device {
  const named = (role: DemoInterface['role']) =>
    device.interfaces.filter((each) => each.role === role).map(({ name }) => name)
  return {
    kind: 'device',
    code: device.code,
    unit: device.place.code,
    name: device.name,
    role: device.role,
    address: device.address,
    address6: device.managed6From === Infinity ? null : device.address6,
    credential: device.credential,
    internetIf: named('internet')[0] ?? null,
    tslcdIf: named('tslcd')[0] ?? null,
    userIf: named('user'),
    wifiIf: named('wifi'),
  }
}

function serviceOf({ type, host, unit, critical, title }: DemoSite): Service {
  return { kind: 'service', code: `${type}-${host}`, unit, type, host, critical, owner: title, senders: [] }
}

/** Mail is entered by the domain that it goes to. */
function mailOf({ domain, unit, address6 }: World['mail'][number]): Service {
  return {
    kind: 'service',
    code: `mail-${domain}`,
    unit,
    type: 'mail',
    host: domain,
    critical: false,
    owner: '',
    senders: [address6],
  }
}

/** Zones that are not the province's are in nobody's inventory. */
function zoneOf({ name, unit }: World['zones'][number]): Service[] {
  if (unit === null) return []
  return [
    {
      kind: 'service',
      code: `zone-${name}`,
      unit,
      type: 'zone',
      host: name,
      critical: false,
      owner: '',
      senders: [],
    },
  ]
}

/** The contract's years lie around the demo's time: from the January before it begins, for five years. */
function contractOf({ timeline }: World): { contractFrom: Day; contractTo: Day } {
  const year = Number(timeline[0]?.from.slice(0, 4) ?? 2021)
  return { contractFrom: `${year}-01-01`, contractTo: `${year + 4}-12-31` }
}

/** Whose contracts commit to availability, so that they are looked at often; those of the others are of old. */
const committed: RouterOddity[] = ['v3', 'fortigate_index']

/** The leased line and the Internet line that end at a router. */
function linesOf(world: World, { code: device, place, interfaces }: DemoDevice): Line[] {
  const { code: unit, kind } = place
  const isCommune = kind === 'commune'
  const isCommitted = kind === 'platform' || committed.includes(place.router)
  const common = {
    kind: 'line' as const,
    unit,
    device,
    ...contractOf(world),
    slaAvailabilityPct: isCommitted ? 99.5 : null,
    slaRestoreHours: isCommune ? 8 : 4,
    directionSwap: false,
    nextHop: null,
    nextHop6: null,
  }
  return interfaces.flatMap((each): Line[] => {
    const { role, name: ifName, speedMbps } = each
    const end = lineEnd(each)
    if (role === 'tslcd') {
      const line = {
        ...common,
        ...end,
        code: `TSLCD-${unit}`,
        level: 'II' as const,
        provider: 'Nhà mạng A (minh hoạ)',
        contractNo: `${unit}/HĐ-TSLCD`,
        monthlyFee: isCommune ? 1_650_000 : 3_300_000,
        cirDownMbps: speedMbps,
        cirUpMbps: speedMbps,
        slaRttMsP95: isCommitted ? 20 : null,
        slaLossPct: isCommitted ? 0.1 : null,
        ifName,
      }
      return [line]
    }
    if (role !== 'internet') return []
    const line = {
      ...common,
      ...end,
      code: `INET-${unit}`,
      level: 'internet' as const,
      provider: 'Nhà mạng B (minh hoạ)',
      contractNo: `${unit}/HĐ-INTERNET`,
      monthlyFee: 5_500_000,
      cirDownMbps: speedMbps,
      cirUpMbps: speedMbps / 2,
      slaRttMsP95: isCommitted ? 50 : null,
      slaLossPct: isCommitted ? 1 : null,
      ifName,
    }
    return [line]
  })
}

/** Addresses of the customer edge; those of IPv6 are entered when the line is about to have it. */
function lineEnd({ address4, addresses6 }: DemoInterface): Pick<Line, 'ceAddress' | 'ceAddress6'> {
  const [address6] = addresses6
  return {
    ...(address4 && { ceAddress: address4.address }),
    ...(address6 && address6.from <= enteredFrom && { ceAddress6: address6.address }),
  }
}

/** Progress of the plan up to which the inventory knows of addresses. */
const enteredFrom = 0.6

function hotspotsOf(world: World, place: Place): Hotspot[] {
  return hotspotsIn(place).map(({ code, name, category, controller, aps, uplinkIf }) => {
    return {
      kind: 'hotspot',
      code,
      unit: place.code,
      name: `${name} ${place.name}`,
      category,
      address: place.name,
      // Somewhere in the province, not where the place really is.
      lat: Number(between(20.75, 21.15, chance(world.seed, code, 'lat')).toFixed(4)),
      lon: Number(between(106.15, 106.55, chance(world.seed, code, 'lon')).toFixed(4)),
      provider: 'Nhà mạng C (minh hoạ)',
      contractNo: `${place.code}/HĐ-WIFI`,
      ...contractOf(world),
      apContracted: aps.length,
      ssid: publicSsid,
      login: 'portal',
      downMbps: siteMbps,
      upMbps: siteMbps,
      controller,
      aps,
      monthlyFee: 1_500_000 + 500_000 * aps.length,
      uplinkDevice: `R-${place.code}`,
      uplinkIf,
      directionSwap: true,
    }
  })
}
