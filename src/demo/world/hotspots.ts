import type { Moment, World } from '../world.ts'
import { between, chance } from './chance.ts'
import { macOf } from './mac.ts'
import type { Place } from './places.ts'
import { hourOf, presence } from './presence.ts'
import { type Spells, spellAt } from './spells.ts'

/** A public Wi-Fi site of a place, with the access points that its contract names. */
export type DemoHotspot = { code: string; name: string; category: string; aps: string[] }

export const publicSsid = 'HaiDuong-WiFi-MinhHoa'

const kinds = [
  { name: 'Quảng trường', category: 'quảng trường' },
  { name: 'Bộ phận một cửa', category: 'một cửa' },
  { name: 'Bến xe khách', category: 'bến xe' },
  { name: 'Công viên', category: 'công viên' },
]

export function hotspotsIn(place: Place): DemoHotspot[] {
  return kinds.slice(0, place.hotspots).map((kind, index) => ({
    ...kind,
    code: `WIFI-${place.code}-${index + 1}`,
    aps: Array.from({ length: 2 + index }, (_, n) => `ap-${place.code}-${index + 1}-${n + 1}`),
  }))
}

/** An access point as the controller knows it. */
export type AccessPoint = { name: string; mac: number[]; outages: Spells }

const hour = 3_600_000
/** Paid for, and never put up: the controller has not heard of it. */
const neverJoined = 'ap-290-2-3'

/** The access points that ever joined the controller, of all places. */
export function accessPointsOf({ seed, places }: World): AccessPoint[] {
  return places
    .flatMap((place) => hotspotsIn(place).flatMap(({ aps }) => aps))
    .filter((name) => name !== neverJoined)
    .map((name) => ({
      name,
      mac: macOf(seed, name),
      outages: {
        key: `ap ${name}`,
        everyMs: 96 * hour,
        likelihood: 0.5,
        shortestMs: 2 * hour,
        longestMs: 20 * hour,
      },
    }))
}

/** Whether an access point serves, and how many clients it has on each of its two radios. */
export function accessPointState({ seed }: World, { name, outages }: AccessPoint, { schedule }: Moment) {
  const up = spellAt(seed, outages, schedule) === undefined
  const quarter = Math.floor(schedule / (hour / 4))
  const usual = between(4, 26, chance(seed, 'clients', name)) * presence('public', hourOf(schedule))
  const clients = up ? Math.round(usual * between(0.75, 1.25, chance(seed, 'clients', name, quarter))) : 0
  const on24 = Math.round(clients * 0.35)
  return { up, radios: [on24, clients - on24] as const }
}
