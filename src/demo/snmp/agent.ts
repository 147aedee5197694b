import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { DemoDevice } from '../world/device.ts'
import { type DeviceState, deviceState } from '../world/device-state.ts'
import { hourOf } from '../world/presence.ts'
import { type Moment, momentOf, type World } from '../world.ts'
import { elementAt, elementsIn, integer, octets, readInteger, tags, tlv } from './ber.ts'
import { rowsOf, secondsSince } from './mib.ts'
import { neighbourRows } from './neighbour-rows.ts'
import { respond } from './pdu.ts'
import { compareOids, type Row } from './rows.ts'
import { openV3 } from './usm.ts'

/** Answers a datagram as the agent of one device does; undefined where it stays silent. */
export type Agent = (datagram: Buffer) => Buffer | undefined

/** Steps of the plan at which hosts come to IPv6, so that the rows of a neighbour table hold for a while. */
const stepsOfPlan = 400

/** The SNMP agent of a device: v1, v2c or v3 as its credential says. `now` is the clock in milliseconds. */
export function makeAgent(world: World, device: DemoDevice, now: () => number): Agent {
  const engineId = engineIdOf(device)
  const own = kept<Row[]>()
  const all = kept<Row[]>()
  const rowsFor = (state: DeviceState, moment: Moment): Row[] => {
    const shape = shapeOf(state)
    const rows = own(shape, () => rowsOf(world, device, state, engineId))
    const key = `${shape} ${Math.floor(moment.done * stepsOfPlan)} ${hourOf(moment.schedule)}`
    return all(key, () => {
      const more = neighbourRows(world, device, state, moment)
      return more.length === 0
        ? rows
        : [...rows, ...more].sort((one, other) => compareOids(one.oid, other.oid))
    })
  }
  return (datagram) => {
    try {
      const at = now()
      const moment = momentOf(world, at)
      const state = deviceState(world, device, moment)
      const view = (first: boolean) => ({ rows: rowsFor(state, moment), at, first })
      const { accepts } = device
      if (accepts.version !== '3') {
        const first = accepts.version === '1'
        return answerCommunity(datagram, accepts.community, first, () => view(first))
      }
      const engine = {
        engineID: engineId,
        engineBoots: state.boots,
        engineTime: secondsSince(state.bootedAt, at),
      }
      if (versionOf(datagram) !== 3) return undefined
      const result = openV3(datagram, accepts, engine)
      if (result === undefined || 'report' in result) return result?.report
      const { message, pdu, seal } = result.opened
      const response = respond(message, pdu, view(false))
      return response && seal(response)
    } catch (error) {
      // Bytes that are no SNMP message: an agent drops them.
      if (error instanceof RangeError) return undefined
      throw error
    }
  }
}

/** SNMPv1 (version 0) and v2c (1): a wrong community gets no answer (RFC 1157 4.1). */
function answerCommunity(
  datagram: Buffer,
  community: string,
  first: boolean,
  view: () => Parameters<typeof respond>[2],
): Buffer | undefined {
  const [, name, pdu] = elementsIn(datagram, elementAt(datagram, 0))
  const version = first ? 0 : 1
  if (versionOf(datagram) !== version || !name || !pdu) return undefined
  if (datagram.toString('utf8', name.start, name.end) !== community) return undefined
  const response = respond(datagram, pdu, view())
  return response && tlv(tags.sequence, integer(version), octets(community), response)
}

function versionOf(datagram: Buffer): number {
  return readInteger(datagram, elementAt(datagram, elementAt(datagram, 0).start))
}

/** Keeps what was made last, for as long as the key is the same. */
function kept<T>(): (key: string, make: () => T) => T {
  let last: { key: string; made: T } | undefined
  return (key, make) => {
    if (last?.key !== key) last = { key, made: make() }
    return last.made
  }
}

/** Everything that decides which rows there are and what stands in them, but for counters and time. */
function shapeOf({ bootedAt, boots, forwards6, interfaces, listed }: DeviceState): string {
  const each = interfaces.map(
    ({ up, changedAt, addresses6 }) => `${up ? 1 : 0} ${changedAt} ${addresses6.length}`,
  )
  return [bootedAt, boots, forwards6, ...each, ...listed.map(({ name }) => name)].join(' ')
}

/** Of RFC 3411's form 5 (own octets) under net-snmp's enterprise number; always the same for a device. */
function engineIdOf({ code }: DemoDevice): Buffer {
  const own = createHash('sha256').update(code).digest().subarray(0, 8)
  return Buffer.concat([Buffer.from('80001f8805', 'hex'), own])
}

/** Puts an agent on a free UDP port of a loopback address. */
export async function serveAgent(agent: Agent, host: string): Promise<{ port: number; close(): void }> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  socket.on('message', (datagram, from) => {
    const answer = agent(datagram)
    if (answer) socket.send(answer, from.port, from.address)
  })
  socket.bind(0, host)
  await once(socket, 'listening')
  return { port: socket.address().port, close: () => void socket.close() }
}
