import { canonical } from './canonical.ts'
import { between, chance } from './chance.ts'
import type { DemoInterface } from './device.ts'
import type { Place } from './places.ts'
import type { Spells } from './spells.ts'
import type { Flow } from './traffic.ts'

/** ipAddressStatus preferred(1). */
export const preferred = 1

/**
 * An address in one of a place's /64s, out of 2001:db8:30::/48: a /52 for the data centre, a /56 for each department
 * and district, a /60 for each commune.
 */
export function addressIn(place: Place, number: number, which: number, host: string): string {
  return canonical(`2001:db8:30:${(baseOf(place, number) + which).toString(16)}::${host}`)
}

/** The block that a place's addresses are in, and one of its links. */
export function blockIn(place: Place, number: number): string {
  const length = { platform: 52, department: 56, district: 56, commune: 60 }[place.kind]
  return `${addressIn(place, number, 0, '')}/${length}`
}

export function linkIn(place: Place, number: number, which: number): string {
  return `${addressIn(place, number, which, '')}/64`
}

function baseOf({ kind }: Place, number: number): number {
  const bases = { platform: 0, department: 0x1000, district: 0x1000, commune: 0x8000 }
  return bases[kind] + (kind === 'platform' ? 0 : number * (kind === 'commune' ? 0x10 : 0x100))
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
  meanShare?: number,
): Pick<DemoInterface, 'incoming' | 'outgoing'> {
  const share = meanShare ?? between(0.12, 0.45, chance(seed, 'load', key))
  const flow = (meanMbps: number, way: string): Flow => ({
    meanMbps,
    phase: chance(seed, 'phase', key, way),
    outages,
  })
  return { incoming: flow(speedMbps * share, 'in'), outgoing: flow(speedMbps * share * 0.3, 'out') }
}
