import type { Moment, World } from '../world.ts'
import { between, chance } from './chance.ts'
import { macOf } from './mac.ts'
import type { Place } from './places.ts'
import { hourOf, presence } from './presence.ts'
import { type Spells, spellAt } from './spells.ts'

/** A public Wi-Fi site of a place, with the access points that its contract names. */
export type DemoHotspot = {
  code: string
  name: string
  category: string
  /** What its access points hang on; null: each stands alone, and is a device of its own. */
  controller: string | null
  aps: string[]
  /** The interface of the place's router towards it. */
  uplinkIf: string
}

/** What contracts name, each way. */
export const siteMbps = 100

export const publicSsid = 'HaiDuong-WiFi-MinhHoa'

const kinds = [
  { name: 'Quảng trường', category: 'quảng trường' },
  { name: 'Bộ phận một cửa', category: 'một cửa' },
  { name: 'Bến xe khách', category: 'bến xe' },
  { name: 'Công viên', category: 'công viên' },
]

export function hotspotsIn(place: Place): DemoHotspot[] {
  const controller = controllerOf(place)
  return kinds.slice(0, place.hotspots).map((kind, index) => ({
    ...kind,
    code: `WIFI-${place.code}-${index + 1}`,
    controller,
    uplinkIf: `Vlan${21 + index}`,
    aps: Array.from({ length: 2 + index }, (_, n) => {
      const name = `ap-${place.code}-${index + 1}-${n + 1}`
      return controller === null ? name.toUpperCase() : name
    }),
  }))
}

/** The province's controller, but for the two towns that have one of their own; communes have none. */
function controllerOf({ code, kind }: Place): string | null {
  if (kind === 'commune') return null
  return `WLC-${hasOwnController(code) ? code : '30'}`
}

export function hasOwnController(code: string): boolean {
  return code === '30' || code === '288' || code === deafController
}

/** Where the controller answers nobody. */
export const deafController = '292'

/** An access point as the controller, or it itself, knows it. */
export type AccessPoint = {
  name: string
  mac: number[]
  serial: string
  outages: Spells
  /** Its controller takes it off the list while it is away, as many do. */
  vanishes: boolean
}

const hour = 3_600_000
/** Paid for, and never put up: the controller has not heard of it. */
const neverJoined = 'ap-290-2-3'
/** Loses its power every evening of the schedule and comes back. */
const unsteady = ['ap-30-1-2', 'AP-10606-1-2']

/** The access points that ever joined a controller, or of a place that has none. */
export function accessPointsOf({ seed, places }: World, controller: string | null): AccessPoint[] {
  return places
    .flatMap((place) => hotspotsIn(place))
    .flatMap((site) => (site.controller === controller ? site.aps : []))
    .filter((name) => name !== neverJoined)
    .map((name) => accessPoint(seed, name))
}

export function accessPoint(seed: number, name: string): AccessPoint {
  const isUnsteady = unsteady.includes(name)
  return {
    name,
    mac: macOf(seed, name),
    serial: `DEMOAP${name.replace(/\D/g, '').padStart(9, '0')}`,
    vanishes: isUnsteady,
    outages: {
      key: `ap ${name}`,
      ...(isUnsteady
        ? { everyMs: 8 * hour, likelihood: 1, shortestMs: 1.5 * hour, longestMs: 2 * hour }
        : { everyMs: 96 * hour, likelihood: 0.5, shortestMs: 2 * hour, longestMs: 20 * hour }),
    },
  }
}

/** The access points that a controller has in its list. */
export function listedBy(world: World, controller: string, moment: Moment): AccessPoint[] {
  return accessPointsOf(world, controller).filter(
    (ap) => !ap.vanishes || accessPointState(world, ap, moment).up,
  )
}

/** Whether an access point serves, how many clients it has on each of its two radios, and what these are on. */
export function accessPointState({ seed }: World, { name, outages }: AccessPoint, { schedule }: Moment) {
  const up = spellAt(seed, outages, schedule) === undefined
  const quarter = Math.floor(schedule / (hour / 4))
  const usual = between(4, 26, chance(seed, 'clients', name)) * presence('public', hourOf(schedule))
  const clients = up ? Math.round(usual * between(0.75, 1.25, chance(seed, 'clients', name, quarter))) : 0
  const on24 = Math.round(clients * 0.35)
  return {
    up,
    radios: [on24, clients - on24] as const,
    channels: [1 + 5 * choice(3, seed, name, 2), 36 + 4 * choice(4, seed, name, 5)] as const,
    /** Percent of the time that each channel is in use. */
    busy: up ? ([Math.min(90, 20 + 3 * on24), Math.min(90, 8 + 2 * (clients - on24))] as const) : [0, 0],
  }
}

function choice(of: number, ...key: Parameters<typeof chance>): number {
  return Math.floor(chance(...key) * of)
}
