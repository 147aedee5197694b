import type { DemoDevice } from './world/device.ts'
import { devicesOf } from './world/devices.ts'
import { type DemoMail, mailOf } from './world/mail.ts'
import { type Place, places } from './world/places.ts'
import { type DemoSite, sitesOf } from './world/sites.ts'
import { doneAt, type PacedSpan, pacedSpans, scheduleAt, type Timeline } from './world/timeline.ts'
import { balancerZones, type DemoZone, zonesAbove, zonesOf } from './world/zones.ts'

/** Everything there is in the demo province, with when each thing changes. The same for the same seed and timeline. */
export type World = {
  seed: number
  timeline: Timeline
  spans: PacedSpan[]
  places: Place[]
  devices: DemoDevice[]
  sites: DemoSite[]
  zones: DemoZone[]
  mail: DemoMail[]
}

/** A moment of the world: the clock and the schedule in milliseconds, and how far the plan is. */
export type Moment = { at: number; schedule: number; done: number }

/** Where the recursive resolver is. */
export const resolverAddress = '10.80.53.53'

/** Hosts of the demo's Internet that always accept TCP, for the prober's self-test: three of each family. */
export const anchors = [1, 2, 3].flatMap((n) => [`10.255.0.${n}#443`, `2001:db8:ffff::${n}#443`])

/** A mail server of the demo's Internet that greets over IPv6 whatever happens. */
export const mailControl = '2001:db8:ffff::25#25'

/** Where messages about incidents go: an HTTP server that takes them, and does nothing with them. */
export const messageReceiver = '10.80.53.80'

export function makeWorld({ seed, timeline }: { seed: number; timeline: Timeline }): World {
  const numbered = places.map((place, index) => ({ place, number: index + 1 }))
  const sites = numbered.flatMap(({ place, number }) => sitesOf(seed, place, number))
  return {
    seed,
    timeline,
    spans: pacedSpans(timeline),
    places,
    devices: numbered.flatMap(({ place, number }) => devicesOf(seed, place, number)),
    sites,
    zones: [
      ...zonesAbove(),
      ...numbered.flatMap(({ place, number }) => zonesOf(seed, place, number)),
      ...balancerZones(sites),
    ],
    mail: places.flatMap((place) => mailOf(seed, place)),
  }
}

/** The world's moment at a time of the clock in milliseconds since 1970. */
export function momentOf(world: World, at: number): Moment {
  return { at, schedule: scheduleAt(world.spans, at), done: doneAt(world.timeline, at) }
}
