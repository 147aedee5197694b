import type { Instant } from '../model.ts'
import type { DialMap } from './network.ts'
import type { Timeline } from './world/timeline.ts'

/**
 * How the demo's clock runs: it shows `startAt` now, and from now on moves `rate` times as fast as real time
 * (1 the wall clock, 0 it stands still until it is set again).
 */
export type DemoClock = { startAt: Instant; rate: number }

export type DemoOptions = { seed: number; timeline: Timeline; clock: DemoClock }

/** What the product's process says to the network's. Each is answered; `clock` by the map that holds from then on. */
export type ToChild =
  | { type: 'start'; options: DemoOptions }
  | { type: 'clock'; id: number; clock: DemoClock }

export type FromChild =
  | {
      type: 'ready'
      resolvers: string[]
      anchors: string[]
      roots: string[]
      mailControls: string[]
      ca: string
      dial: DialMap
      notes: string[]
    }
  | { type: 'failed'; message: string }
  /** Where addresses lead that led elsewhere until now; `id` when it answers `clock`. */
  | { type: 'dial'; changes: DialMap; id?: number }
