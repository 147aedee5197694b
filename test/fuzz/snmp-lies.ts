import { elements, integer, octets, oid, readInteger, sequence, tags, tlv } from '../helpers/ber.ts'
import type { Chance } from './chance.ts'

/** A response taken apart; each varbind is its name and its value in BER. */
type Response = {
  tag: number
  id: Buffer
  errorStatus: Buffer
  errorIndex: Buffer
  varbinds: Buffer[][]
}

const someTags = [0, 1, 2, 3, 4, 5, 6, 9, 0x24, 0x30, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x80]
const moreTags = [0x81, 0x82, 0x83, 0xa0, 0xa2, 0xa8, 0xbf, 0xff, 0x1f, 0x9f]

const hostileTexts = [
  '<script>alert(1)</script>',
  '=cmd|x',
  '\u202eabc\u2066',
  'a\u0000b',
  '\ud800',
  '😀'.repeat(60),
  'Ha\u0309i Du\u031bo\u031bng',
].map((text) => octets(text))

/** What may stand in place of a value. */
const values: ((chance: Chance, value: Buffer) => Buffer)[] = [
  (chance, value) => retagged(value, chance.pick([...someTags, ...moreTags])),
  (chance) => integer(-BigInt(1 + chance.upTo(2 ** 30)), tags.counter64),
  (chance) => integer(-1 - chance.upTo(2 ** 31), chance.pick([0x02, 0x41, 0x42, 0x43])),
  (chance) => tlv(tags.counter64, chance.bytes(chance.pick([0, 1, 8, 9, 10, 16, 200]))),
  (chance) =>
    tlv(chance.pick([0x02, 0x41, 0x42, 0x43, 0x47]), chance.bytes(chance.pick([0, 1, 4, 5, 6, 8, 9, 200]))),
  (chance) => octets(chance.bytes(chance.upTo(300))),
  (chance) => chance.pick(hostileTexts),
  (chance) => octets(Buffer.alloc(chance.upTo(chance.is(0.02) ? 60_000 : 2_000), chance.upTo(256))),
  (chance) => tlv(tags.oid, chance.bytes(chance.upTo(20))),
  (chance) => oid(`1.3.${Array.from({ length: 100 + chance.upTo(200) }, () => chance.upTo(300)).join('.')}`),
  // arcs of more than 32 bits, and one that does not end
  (chance) =>
    tlv(
      tags.oid,
      Buffer.from([0x2b, ...Array.from({ length: chance.upTo(30) }, () => 0xff), chance.pick([0x7f, 0xff])]),
    ),
  (chance) => nested(1 + chance.upTo(chance.is(0.02) ? 3_000 : 60)),
  (chance) => tlv(chance.pick([0x80, 0x81, 0x82, 0x05])),
  (chance, value) => withLength(value, chance),
  (chance, value) => Buffer.concat([value, chance.bytes(1 + chance.upTo(4))]),
  (chance, value) => value.subarray(0, chance.upTo(value.length)),
  (chance, value) => flipped(value, chance, 0),
  (chance) => tlv(0x40, chance.bytes(chance.pick([0, 3, 4, 5, 16]))),
  (chance) => tlv(0x44, chance.bytes(chance.upTo(12))),
  () => Buffer.alloc(0),
]

const names: ((chance: Chance, name: Buffer, others: Buffer[][]) => Buffer)[] = [
  // out of order, or twice
  (chance, name, others) => chance.pick(others)[0] ?? name,
  (chance, name) =>
    arcsAdded(
      name,
      Array.from({ length: 1 + chance.upTo(140) }, () => chance.upTo(128)),
    ),
  (chance, name) => arcsAdded(name, [0x8f, 0xff, 0xff, 0xff, chance.pick([0x7f, 0x00])]),
  (chance, name) => arcsAdded(name, [...Array.from({ length: chance.upTo(12) }, () => 0xff), 0x7f]),
  (_, name) => arcsAdded(name, [0xff]),
  (chance, name) => tlv(tags.oid, name.subarray(2, Math.max(3, name.length - 1 - chance.upTo(4)))),
  (chance, name) => flipped(name, chance, name.length > 14 ? 12 : 2),
  (chance, name) => withLength(name, chance),
  (chance, name) => retagged(name, chance.pick(someTags)),
  (chance) => oid(`1.3.6.1.${chance.upTo(6)}.${chance.upTo(300)}.${chance.upTo(2 ** 31)}`),
  () => tlv(tags.oid),
  () => tlv(tags.oid, Buffer.from([0x80])),
]

const lists: ((chance: Chance, varbinds: Buffer[][]) => Buffer[][])[] = [
  (chance, varbinds) => varbinds.slice(0, chance.upTo(varbinds.length + 1)),
  (chance, varbinds) => varbinds.filter(() => chance.is(0.7)),
  (_chance, varbinds) => [...varbinds, ...varbinds],
  (chance, varbinds) => varbinds.flatMap((varbind) => (chance.is(0.2) ? [varbind, varbind] : [varbind])),
  (_chance, varbinds) => varbinds.toReversed(),
  (chance, varbinds) => varbinds.map((varbind) => (chance.is(0.1) ? [...varbind, ...varbind] : varbind)),
  (chance, varbinds) =>
    varbinds.map((varbind) => (chance.is(0.1) ? varbind.slice(0, chance.upTo(2)) : varbind)),
  (chance, varbinds) =>
    varbinds.map(([name = tlv(tags.oid), value = tlv(5)]) => [name, chance.is(0.3) ? tlv(0x82) : value]),
  (chance, varbinds) =>
    Array.from({ length: 1 + chance.upTo(chance.is(0.05) ? 1_500 : 60) }, () => chance.pick(varbinds)),
]

/**
 * The PDU of an honest response with one to three lies below its request-id: in values, names, the list of varbinds, the
 * error fields, or the bytes.
 */
export function lieInPdu(honest: Buffer, chance: Chance): Buffer {
  const response = takenApart(honest)
  if (!response) return honest
  const before = response.varbinds.length === 0 ? [[tlv(tags.oid), tlv(tags.null)]] : response.varbinds
  response.varbinds = before
  let bytes: ((pdu: Buffer) => Buffer) | undefined
  for (let lies = 1 + chance.upTo(3); lies > 0; lies--) {
    const kind = chance.upTo(100)
    if (response.varbinds.length === 0) break
    if (kind < 45) {
      const changed = chance.is(0.3) ? chance.pick([0.2, 1]) : 0
      const only = chance.upTo(response.varbinds.length)
      const lie = chance.pick(values)
      response.varbinds = response.varbinds.map(([name = tlv(6), value = tlv(5)], place) =>
        place === only || chance.is(changed) ? [name, lie(chance, value)] : [name, value],
      )
    } else if (kind < 65) {
      const only = chance.upTo(response.varbinds.length)
      const lie = chance.pick(names)
      response.varbinds = response.varbinds.map(([name = tlv(6), value = tlv(5)], place) =>
        place === only ? [lie(chance, name, before), value] : [name, value],
      )
    } else if (kind < 80) response.varbinds = chance.pick(lists)(chance, response.varbinds)
    else if (kind < 90) {
      response.errorStatus = integer(chance.pick([1, 2, 3, 5, 16, 18, 255, -1, 2 ** 31]))
      response.errorIndex = integer(chance.pick([0, 1, 2, 3, 60, -1, 2 ** 31 - 1]))
    } else if (kind < 92) response.tag = tags.report
    else bytes = (pdu) => flipped(pdu, chance, 4 + response.id.length)
  }
  const pdu = putTogether(response)
  return bytes ? bytes(pdu) : pdu
}

function takenApart(pdu: Buffer): Response | undefined {
  const [whole] = elements(pdu)
  const [id, status, index, list] = elements(whole?.body ?? pdu)
  if (!whole || !id || !status || !index || !list) return undefined
  const raw = (element: { tag: number; body: Buffer }) => tlv(element.tag, element.body)
  return {
    tag: whole.tag,
    id: raw(id),
    errorStatus: raw(status),
    errorIndex: raw(index),
    varbinds: elements(list.body).map(({ body }) => elements(body).map(raw)),
  }
}

function putTogether({ tag, id, errorStatus, errorIndex, varbinds }: Response): Buffer {
  return tlv(tag, id, errorStatus, errorIndex, sequence(...varbinds.map((varbind) => sequence(...varbind))))
}

/** The message with a lie in its outer header or about its length: it should get no further. */
export function lieInHeader(message: Buffer, chance: Chance): Buffer {
  switch (chance.upTo(4)) {
    case 0:
      return message.subarray(0, chance.upTo(message.length))
    case 1:
      return chance.bytes(chance.upTo(200))
    case 2:
      return withLength(message, chance)
    default:
      return flipped(message.subarray(0, 24), chance, 0, message)
  }
}

/** Whether version, community, kind of PDU and request-id are those of an answer to the request, and nothing is cut. */
export function passesHeader(
  datagram: Buffer,
  expected: { version: number; community: string; id: number },
): boolean {
  try {
    const [message] = elements(datagram)
    if (message?.tag !== tags.sequence || datagram.length < message.body.length) return false
    const [version, community, pdu] = firstElements(message.body)
    const [id] = firstElements(pdu?.body ?? Buffer.alloc(0))
    return (
      version?.tag === tags.integer &&
      readInteger(version) === expected.version &&
      community?.body.toString() === expected.community &&
      (pdu?.tag === tags.response || pdu?.tag === tags.report) &&
      id?.tag === tags.integer &&
      readInteger(id) === expected.id
    )
  } catch {
    return false
  }
}

/** Up to three elements, whatever follows. */
function firstElements(buffer: Buffer) {
  const found: { tag: number; body: Buffer }[] = []
  for (let at = 0; at < buffer.length && found.length < 3; ) {
    const short = buffer[at + 1] ?? 0
    const width = short < 0x80 ? 0 : short & 0x7f
    const length = width === 0 ? short : buffer.readUIntBE(at + 2, width)
    const start = at + 2 + width
    found.push({ tag: buffer[at] ?? 0, body: buffer.subarray(start, start + length) })
    at = start + length
  }
  return found
}

function retagged(element: Buffer, tag: number): Buffer {
  const copy = Buffer.from(element)
  if (copy.length > 0) copy[0] = tag
  return copy
}

/** The element with a length that is wrong, without end (X.690 8.1.3.6), or in more octets than needed. */
function withLength(element: Buffer, chance: Chance): Buffer {
  const short = element[1] ?? 0
  const body = element.subarray(2 + (short < 0x80 ? 0 : short & 0x7f))
  const length = body.length
  const head = chance.pick([
    [0x80],
    [0x81, length & 255],
    [0x82, length >> 8, length & 255],
    [0x84, 0, 0, length >> 8, length & 255],
    [0x84, 0xff, 0xff, 0xff, 0xff],
    [0x84, 0x7f, 0xff, 0xff, 0xff],
    [0x88, 0, 0, 0, 0, 0, 0, length >> 8, length & 255],
    [0xff],
    [(length + 1 + chance.upTo(20)) & 0x7f],
    [Math.max(0, length - 1 - chance.upTo(4)) & 0x7f],
    [0],
  ])
  return Buffer.concat([element.subarray(0, 1), Buffer.from(head), body])
}

/** One to eight bytes changed from `start` on; `whole` is what the bytes are the beginning of. */
function flipped(bytes: Buffer, chance: Chance, start: number, whole = bytes): Buffer {
  const copy = Buffer.from(whole)
  for (let flips = 1 + chance.upTo(8); flips > 0 && bytes.length > start; flips--) {
    const at = start + chance.upTo(bytes.length - start)
    copy[at] = chance.is(0.5) ? (copy[at] ?? 0) ^ (1 << chance.upTo(8)) : chance.upTo(256)
  }
  return copy
}

function nested(depth: number): Buffer {
  let inner = tlv(tags.null)
  for (let level = 0; level < depth; level++) inner = sequence(inner)
  return inner
}

function arcsAdded(name: Buffer, arcs: number[]): Buffer {
  return tlv(tags.oid, name.subarray(2), Buffer.from(arcs))
}

/** One to four bytes changed anywhere. */
export function changedSomewhere(bytes: Buffer, chance: Chance): Buffer {
  const copy = Buffer.from(bytes)
  for (let changes = 1 + chance.upTo(4); changes > 0; changes--) {
    copy[chance.upTo(copy.length)] = chance.upTo(256)
  }
  return copy
}
