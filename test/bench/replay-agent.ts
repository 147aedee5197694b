import { createSocket } from 'node:dgram'
import type { Endpoint } from '../../probes/probe.ts'
import type { Agent } from '../../src/demo/snmp/agent.ts'
import { type Engine, openV3, type Usm } from '../../src/demo/snmp/usm.ts'
import { type Element, elements, oid, tags, tlv } from '../helpers/ber.ts'

/** Who may ask over SNMPv3 besides everybody over v2c, and what the agent says of itself. */
export type ReplayUser = { user: Usm; engine: Engine }

/** What passes in one packet: agents cut their answers there. */
const mostBytes = 1_472
/** For the heads before the list of varbinds, at their longest. */
const headBytes = 64

type Item = { key: string; varbind: Buffer; name: Buffer }

/**
 * An SNMPv2c agent that answers GET, GETNEXT and GETBULK from a recording, fast enough not to be what a benchmark
 * measures: every varbind is encoded beforehand. Any community is right. Sub-identifiers asked for must be below 16384,
 * where the order of the octets is the order of the OIDs.
 */
export function replayAgent(objects: Record<string, Buffer>, v3?: ReplayUser): Agent {
  const items = Object.entries(objects)
    .map(([dotted, value]): Item => {
      const name = oid(dotted)
      return { key: keyOf(elements(name)[0]?.body ?? name), varbind: tlv(tags.sequence, name, value), name }
    })
    .sort((one, other) => (one.key < other.key ? -1 : 1))
  const positions = new Map(items.map(({ key }, position) => [key, position]))

  function after(key: string): number {
    const at = positions.get(key)
    if (at !== undefined) return at + 1
    let [low, high] = [0, items.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((items[middle]?.key ?? '') > key) high = middle
      else low = middle + 1
    }
    return low
  }

  function respond(pdu: Element): Buffer | undefined {
    const [id, second, third, list] = elements(pdu.body)
    if (!id || !second || !third || !list) return undefined
    const asked = elements(list.body).map(({ body }) => elements(body)[0]?.body ?? body)
    const found: Buffer[] = []
    let room = mostBytes - headBytes
    const put = (varbind: Buffer) => {
      room -= varbind.length
      if (room < 0) return false
      found.push(varbind)
      return true
    }
    const none = (name: Buffer, tag: number) => tlv(tags.sequence, tlv(tags.oid, name), tlv(tag))
    if (pdu.tag === tags.getBulk) {
      const nonRepeaters = second.body.readUIntBE(0, second.body.length)
      const repetitions = third.body.readUIntBE(0, third.body.length)
      const cursors = asked.map((name) => after(keyOf(name)))
      const putNext = (position: number) => {
        const item = items[cursors[position] ?? 0]
        if (item) cursors[position] = (cursors[position] ?? 0) + 1
        return put(item?.varbind ?? none(asked[position] as Buffer, tags.endOfMibView))
      }
      let isFull = false
      for (let position = 0; position < nonRepeaters && !isFull; position++) isFull = !putNext(position)
      for (let round = 0; round < repetitions && !isFull; round++)
        for (let position = nonRepeaters; position < asked.length && !isFull; position++)
          isFull = !putNext(position)
    } else
      for (const name of asked) {
        const at = pdu.tag === tags.get ? positions.get(keyOf(name)) : after(keyOf(name))
        const item = at === undefined ? undefined : items[at]
        put(item?.varbind ?? none(name, pdu.tag === tags.get ? tags.noSuchObject : tags.endOfMibView))
      }
    const zero = tlv(tags.integer, Buffer.from([0]))
    return tlv(tags.response, tlv(tags.integer, id.body), zero, zero, tlv(tags.sequence, ...found))
  }

  return (datagram) => {
    const [version, community, pdu] = elements(elements(datagram)[0]?.body ?? datagram)
    if (!version || !community || !pdu) return undefined
    if (version.body[0] === 3) {
      const result = v3 && openV3(datagram, v3.user, v3.engine)
      if (result === undefined || 'report' in result) return result?.report
      const { message, pdu: asked, seal } = result.opened
      const response = respond({ tag: asked.tag, body: message.subarray(asked.start, asked.end) })
      return response && seal(response)
    }
    const response = respond(pdu)
    const head = [tlv(tags.integer, version.body), tlv(tags.octetString, community.body)]
    return response && tlv(tags.sequence, ...head, response)
  }
}

function keyOf(name: Buffer): string {
  return name.toString('latin1')
}

/** Puts an agent on a free port of 127.0.0.1; `count` tells how many requests came in. */
export async function serveReplay(agent: Agent): Promise<Endpoint & { count(): number; stop(): void }> {
  const address = '127.0.0.1'
  const socket = createSocket({ type: 'udp4', lookup: (host, _options, done) => done(null, host, 4) })
  let requests = 0
  socket.on('message', (datagram, from) => {
    requests++
    const reply = agent(datagram)
    if (reply) socket.send(reply, from.port, from.address)
  })
  await new Promise<void>((resolve, reject) => socket.on('error', reject).bind(0, address, resolve))
  socket.setRecvBufferSize(8 << 20)
  return { address, port: socket.address().port, count: () => requests, stop: () => void socket.close() }
}
