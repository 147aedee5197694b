import { between, chance } from './chance.ts'
import type { DemoInterface } from './device.ts'
import type { Place } from './places.ts'
import type { Spells } from './spells.ts'
import type { Flow } from './traffic.ts'

/** ipAddressStatus preferred(1). */
export const preferred = 1

/** The /64s of a place inside 2001:db8:30::/48: /56 for departments and districts, /60 for communes. */
export function subnet(place: Place, number: number, which: number): string {
  const base =
    place.kind === 'platform' ? 0 : place.kind === 'commune' ? 0x8000 + number * 0x10 : number * 0x100
  return `2001:db8:30:${(base + which).toString(16)}`
}

/** An interface with what it does not say left ordinary. */
export function interfaceOf(
  seed: number,
  device: string,
  speedMbps: number,
  over: Partial<DemoInterface> & Pick<DemoInterface, 'index' | 'name' | 'role'>,
): DemoInterface {
  return {
    descr: over.name,
    alias: '',
    type: 6,
    speedMbps,
    mtu: 1500,
    address4: null,
    addresses6: [],
    tunnel: null,
    ...flows(seed, `${device} ${over.name}`, 1),
    ...over,
  }
}

/** Download runs at a quarter to two thirds of the line in the mean, upload well below. */
export function flows(
  seed: number,
  key: string,
  speedMbps: number,
  outages?: Spells,
): Pick<DemoInterface, 'incoming' | 'outgoing'> {
  const share = between(0.12, 0.45, chance(seed, 'load', key))
  const flow = (meanMbps: number, way: string): Flow => ({
    meanMbps,
    phase: chance(seed, 'phase', key, way),
    outages,
  })
  return { incoming: flow(speedMbps * share, 'in'), outgoing: flow(speedMbps * share * 0.3, 'out') }
}
