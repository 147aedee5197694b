import { createSocket, type Socket } from 'node:dgram'
import type { Endpoint } from '../../probes/probe.ts'
import {
  type Element,
  elements,
  integer,
  nothing,
  octets,
  oid,
  readInteger,
  readOid,
  sequence,
  tags,
  tlv,
} from './ber.ts'

/** An SNMPv1 or v2c request as the agent reads it. */
export type AgentRequest = {
  version: number
  community: Buffer
  kind: number
  id: number
  /** Of a GETBULK; 0 and 1 for the others. */
  nonRepeaters: number
  repetitions: number
  oids: string[]
}

export type AgentVarbind = [oid: string, value: Buffer]

/** What an agent does with a datagram: the datagrams that it sends back. */
export type Behaviour = (
  datagram: Buffer,
) => (Buffer | { afterMs: number; datagram: Buffer } | { elsewhere: Buffer })[]

/** Starts an agent on a free port of loopback that behaves, or misbehaves, as told. */
export async function startAgent(
  behave: Behaviour,
  address = '127.0.0.1',
): Promise<Endpoint & { stop(): Promise<void> }> {
  const family = address.includes(':') ? 'udp6' : 'udp4'
  const [socket, other] = await Promise.all([bind(family, address), bind(family, address)])
  const timers = new Set<NodeJS.Timeout>()
  socket.on('message', (datagram, from) => {
    for (const reply of behave(datagram)) {
      if (Buffer.isBuffer(reply)) socket.send(reply, from.port, from.address)
      else if ('elsewhere' in reply) other.send(reply.elsewhere, from.port, from.address)
      else timers.add(setTimeout(() => socket.send(reply.datagram, from.port, from.address), reply.afterMs))
    }
  })
  return {
    address,
    port: socket.address().port,
    async stop() {
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(
        [socket, other].map((each) => new Promise<void>((resolve) => each.close(() => resolve()))),
      )
    },
  }
}

function bind(family: 'udp4' | 'udp6', address: string): Promise<Socket> {
  const socket = createSocket(family)
  return new Promise((resolve, reject) => socket.on('error', reject).bind(0, address, () => resolve(socket)))
}

export function readRequest(datagram: Buffer): AgentRequest {
  const [version, community, pdu] = elements(elements(datagram)[0]?.body ?? datagram) as [
    Element,
    Element,
    Element,
  ]
  const [id, second, third, list] = elements(pdu.body) as [Element, Element, Element, Element]
  const isBulk = pdu.tag === tags.getBulk
  return {
    version: readInteger(version),
    community: community.body,
    kind: pdu.tag,
    id: readInteger(id),
    nonRepeaters: isBulk ? readInteger(second) : 0,
    repetitions: isBulk ? readInteger(third) : 1,
    oids: elements(list.body).map(({ body }) => readOid(elements(body)[0] as Element)),
  }
}

/** A response to a request, whole and correct but for what `wrong` changes. */
export function respond(
  request: AgentRequest,
  varbinds: AgentVarbind[],
  wrong: {
    id?: number
    errorStatus?: number
    errorIndex?: number
    version?: number
    community?: string
    pdu?: number
  } = {},
): Buffer {
  return sequence(
    integer(wrong.version ?? request.version),
    octets(wrong.community ?? request.community),
    tlv(
      wrong.pdu ?? tags.response,
      integer(wrong.id ?? request.id),
      integer(wrong.errorStatus ?? 0),
      integer(wrong.errorIndex ?? 0),
      sequence(...varbinds.map(([name, value]) => sequence(oid(name), value))),
    ),
  )
}

/** Refuses a request with an error-status, naming its varbinds as the standard asks. */
export function refuse(request: AgentRequest, errorStatus: number, errorIndex = 0): Buffer {
  return respond(
    request,
    request.oids.map((name) => [name, nothing]),
    { errorStatus, errorIndex },
  )
}

/** Answers like a correct agent that has these objects. */
export function serve(objects: Record<string, Buffer>) {
  const sorted = Object.entries(objects)
    .map(([name, value]) => ({ name, value, numbers: numbersOf(name) }))
    .sort((one, other) => compare(one.numbers, other.numbers))

  const next = (name: string): AgentVarbind | undefined => {
    const numbers = numbersOf(name)
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (compare(sorted[middle]?.numbers ?? [], numbers) > 0) high = middle
      else low = middle + 1
    }
    const found = sorted[low]
    return found && [found.name, found.value]
  }
  const isKnown = (name: string) => {
    const column = name.replace(/\.\d+$/, '.')
    return sorted.some((known) => known.name.startsWith(column))
  }

  return (request: AgentRequest): Buffer => {
    const { kind, version, oids, nonRepeaters, repetitions } = request
    if (kind === tags.get) {
      const missing = oids.findIndex((name) => objects[name] === undefined)
      if (version === 0 && missing !== -1) return refuse(request, 2, missing + 1)
      const absent = (name: string) => tlv(isKnown(name) ? tags.noSuchInstance : tags.noSuchObject)
      return respond(
        request,
        oids.map((name) => [name, objects[name] ?? absent(name)]),
      )
    }
    const end = tlv(tags.endOfMibView)
    const cursors = oids.slice(nonRepeaters)
    const varbinds = oids.slice(0, nonRepeaters).map((name): AgentVarbind => next(name) ?? [name, end])
    for (let round = 0; round < repetitions; round++) {
      for (const [position, cursor] of cursors.entries()) {
        const found = next(cursor)
        if (!found && version === 0) return refuse(request, 2, position + 1 + nonRepeaters)
        varbinds.push(found ?? [cursor, end])
        if (found) cursors[position] = found[0]
      }
    }
    return respond(request, varbinds)
  }
}

function numbersOf(name: string): number[] {
  return name.split('.').map(Number)
}

function compare(one: number[], other: number[]): number {
  const step = one.findIndex((number, position) => number !== other[position])
  if (step === -1) return one.length - other.length
  return (one[step] ?? 0) - (other[step] ?? -1)
}
