import type { DeviceState, InterfaceState } from '../world/device-state.ts'
import { type Flow, octetsBetween } from '../world/traffic.ts'
import type { World } from '../world.ts'
import { octets } from './ber.ts'
import { arcs, counter, counter64, gauge, number, type Row, row, tableRow, text, ticks } from './rows.ts'

const ifEntry = '1.3.6.1.2.1.2.2.1'
const ifXEntry = '1.3.6.1.2.1.31.1.1.1'
const tunnelIfEntry = '1.3.6.1.2.1.10.131.1.1.1.1'

/** IF-MIB (RFC 2863) with the old 32-bit counters, and the new ones unless the agent is too old for them. */
export function interfaceRows(world: World, state: DeviceState, { withIfX }: { withIfX: boolean }): Row[] {
  return [
    row(arcs('1.3.6.1.2.1.2.1.0'), number(state.interfaces.length)),
    ...state.interfaces.flatMap((each) => {
      const carried = {
        incoming: carriedBy(world, each.interface.incoming, state.bootedAt),
        outgoing: carriedBy(world, each.interface.outgoing, state.bootedAt),
      }
      return [...ifRow(state, each, carried), ...(withIfX ? ifXRow(each, carried) : []), ...tunnelRow(each)]
    }),
  ]
}

type Carried = Record<'incoming' | 'outgoing', (at: number) => bigint>

/** Octets since the boot. The last moment is kept, because one answer asks for several numbers made from it. */
function carriedBy(world: World, flow: Flow, bootedAt: number): (at: number) => bigint {
  let lastAt = Number.NaN
  let last = 0n
  return (at) => {
    if (at !== lastAt) {
      last = octetsBetween(world.seed, world.spans, flow, bootedAt, at)
      lastAt = at
    }
    return last
  }
}

function ifRow(state: DeviceState, each: InterfaceState, { incoming, outgoing }: Carried): Row[] {
  const { index, descr, type, mtu, speedMbps } = each.interface
  const per = (carried: (at: number) => bigint, octetsEach: bigint) => (at: number) =>
    counter(carried(at) / octetsEach)
  return tableRow(ifEntry, [index], {
    1: number(index),
    2: text(descr),
    3: number(type),
    4: number(mtu),
    5: gauge(Math.min(speedMbps * 1_000_000, 2 ** 32 - 1)),
    6: octets(physicalAddress(type, index, each.interface.incoming.phase)),
    7: number(1),
    8: number(each.up ? 1 : 2),
    9: ticks(each.changedAt - state.bootedAt),
    10: per(incoming, 1n),
    11: per(incoming, 700n),
    13: per(incoming, 4_000_000_000n),
    14: per(incoming, 9_000_000_000n),
    16: per(outgoing, 1n),
    17: per(outgoing, 500n),
    19: per(outgoing, 5_000_000_000n),
    20: per(outgoing, 90_000_000_000n),
  })
}

function ifXRow(each: InterfaceState, { incoming, outgoing }: Carried): Row[] {
  const { index, name, alias, speedMbps } = each.interface
  const per = (carried: (at: number) => bigint, octetsEach: bigint) => ({
    wide: (at: number) => counter64(carried(at) / octetsEach),
  })
  return tableRow(ifXEntry, [index], {
    1: text(name),
    6: per(incoming, 1n),
    7: per(incoming, 700n),
    8: per(incoming, 90_000n),
    9: per(incoming, 150_000n),
    10: per(outgoing, 1n),
    11: per(outgoing, 500n),
    15: gauge(speedMbps),
    18: text(alias),
    19: ticks(0),
  })
}

/** TUNNEL-MIB (RFC 4087). */
function tunnelRow({ interface: { index, tunnel } }: InterfaceState): Row[] {
  if (tunnel === null) return []
  const anyAddress = octets(Buffer.alloc(4), 0x40)
  return tableRow(tunnelIfEntry, [index], {
    1: anyAddress,
    2: anyAddress,
    3: number(tunnel),
    4: number(64),
    5: number(1),
    6: number(0),
  })
}

/** A locally administered MAC address for ports, none for loopbacks and tunnels. */
function physicalAddress(type: number, index: number, phase: number): Buffer {
  if (type !== 6 && type !== 136) return Buffer.alloc(0)
  const own = Math.floor(phase * 2 ** 24)
  return Buffer.from([0x02, 0x30, own >> 16, (own >> 8) & 0xff, own & 0xff, index & 0xff])
}
