import type { Chance } from './chance.ts'

/** Where the parts of a message begin (RFC 1035 4.1); offsets in octets. */
type Layout = { questionEnd: number; records: { start: number; fixed: number; data: number; end: number }[] }

/** A, NS, CNAME, SOA, PTR, HINFO, MX, TXT, RP, KEY, LOC, SRV, NAPTR, DNAME, OPT, DS, SSHFP, RRSIG, NSEC and more. */
const types = [
  1, 2, 5, 6, 12, 13, 15, 16, 17, 25, 28, 29, 33, 35, 39, 41, 43, 44, 46, 47, 48, 50, 51, 52, 64, 65,
]
const moreTypes = [0, 99, 249, 250, 251, 252, 255, 257, 32_769, 65_535]

/** A header without a lie in its id and question, but one to three anywhere behind them. */
export function lieInMessage(honest: Buffer, chance: Chance): Buffer {
  let message: Buffer = Buffer.from(honest)
  for (let lies = 1 + chance.upTo(3); lies > 0; lies--) {
    const layout = layoutOf(message)
    if (!layout) break
    message = chance.pick(kinds)(message, layout, chance)
  }
  return message.subarray(0, 65_000)
}

type Lie = (message: Buffer, layout: Layout, chance: Chance) => Buffer

const kinds: Lie[] = [
  // counts that do not fit
  (message, _, chance) => {
    message.writeUInt16BE(chance.pick([0, 1, 2, 40, 255, 65_535]), chance.pick([6, 8, 10]))
    return message
  },
  // flags and RCODE: TC, AA, RA, AD, CD, the reserved bit, opcode
  (message, _, chance) => {
    message[2] = 0x80 | ((message[2] ?? 0) ^ (1 << chance.upTo(7)))
    return message
  },
  (message, _, chance) => {
    message[2] = (message[2] ?? 0) | 0x02
    return message.subarray(0, chance.is(0.5) ? undefined : 12 + chance.upTo(message.length - 11))
  },
  (message, _, chance) => {
    message[3] = chance.upTo(256)
    return message
  },
  // the length of a record's data
  onRecord((message, { fixed }, chance) => {
    const lie = chance.pick([0, 1, 3, 4, 5, 15, 16, 17, 255, 4_096, 65_535])
    message.writeUInt16BE(lie, fixed + 8)
    return message
  }),
  // data cut or grown, with its length right
  onRecord((message, { fixed, data, end }, chance) => {
    const kept = message.subarray(data, data + chance.upTo(end - data + 1))
    const rest = chance.is(0.5) ? chance.bytes(chance.upTo(40)) : Buffer.alloc(0)
    return spliced(message, { fixed, data, end }, Buffer.concat([kept, rest]))
  }),
  onRecord((message, where, chance) => spliced(message, where, chance.bytes(chance.upTo(300)))),
  // another type, class or time to live
  onRecord((message, { fixed }, chance) => {
    message.writeUInt16BE(chance.pick(chance.is(0.9) ? types : moreTypes), fixed)
    return message
  }),
  onRecord((message, { fixed }, chance) => {
    message.writeUInt16BE(chance.pick([0, 3, 4, 254, 255, 65_535]), fixed + 2)
    return message
  }),
  onRecord((message, { fixed }, chance) => {
    message.writeUInt32BE(chance.pick([0, 0x7fffffff, 0x80000000, 0xffffffff]), fixed + 4)
    return message
  }),
  // pointers in a circle, forward, to the header, out of the message; labels too long and of reserved kinds
  onRecord((message, { start, data, end }, chance) => {
    const at = chance.is(0.5) || end - data < 2 ? start : data + chance.upTo(end - data - 1)
    message.writeUInt16BE(0xc000 | (pointerTo(at, message, chance) & 0x3fff), at)
    return message
  }),
  onRecord((message, { start, data, end }, chance) => {
    const at = chance.is(0.5) || end === data ? start : data + chance.upTo(end - data)
    message[at] = chance.pick([0, 1, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xff])
    return message
  }),
  // letters of names and texts
  onRecord((message, { data, end }, chance) => {
    for (let changes = 1 + chance.upTo(6); changes > 0 && end > data; changes--) {
      message[data + chance.upTo(end - data)] = chance.upTo(256)
    }
    return message
  }),
  // records twice, often, or gone
  onRecord((message, { start, end }, chance) => {
    const record = message.subarray(start, end)
    const times = chance.is(0.03) ? 1_000 : 1 + chance.upTo(5)
    const copies = Array.from({ length: times }, () => record)
    const longer = Buffer.concat([message.subarray(0, end), ...copies, message.subarray(end)])
    longer.writeUInt16BE(Math.min(65_535, message.readUInt16BE(6) + times), 6)
    return longer
  }),
  onRecord((message, { start, end }) => Buffer.concat([message.subarray(0, start), message.subarray(end)])),
  // records of kinds that the server does not have, with data of chance
  (message, { questionEnd }, chance) => {
    const data = chance.bytes(chance.upTo(chance.is(0.02) ? 20_000 : 60))
    const fixed = Buffer.alloc(10)
    fixed.writeUInt16BE(chance.pick(chance.is(0.9) ? types : moreTypes), 0)
    fixed.writeUInt16BE(1, 2)
    fixed.writeUInt32BE(300, 4)
    fixed.writeUInt16BE(data.length, 8)
    const record = Buffer.concat([Buffer.from([0xc0, 12]), fixed, data])
    const section = chance.pick([6, 8, 10])
    message.writeUInt16BE((message.readUInt16BE(section) + 1) & 0xffff, section)
    return section === 6
      ? Buffer.concat([message.subarray(0, questionEnd), record, message.subarray(questionEnd)])
      : Buffer.concat([message, record])
  },
  // bytes anywhere behind the question
  (message, { questionEnd }, chance) => {
    for (let flips = 1 + chance.upTo(8); flips > 0 && message.length > questionEnd; flips--) {
      const at = questionEnd + chance.upTo(message.length - questionEnd)
      message[at] = (message[at] ?? 0) ^ (1 << chance.upTo(8))
    }
    return message
  },
  (message, { questionEnd }, chance) =>
    message.subarray(0, questionEnd + chance.upTo(message.length - questionEnd + 1)),
  (message, _, chance) => Buffer.concat([message, chance.bytes(1 + chance.upTo(200))]),
]

function onRecord(lie: (message: Buffer, where: Layout['records'][number], chance: Chance) => Buffer): Lie {
  return (message, { records }, chance) =>
    records.length === 0 ? message : lie(message, chance.pick(records), chance)
}

function pointerTo(at: number, message: Buffer, chance: Chance): number {
  return chance.pick([at, at + 1, Math.max(0, at - 2), 0, 2, 12, message.length - 2, message.length, 0x3fff])
}

function spliced(
  message: Buffer,
  { fixed, data, end }: { fixed: number; data: number; end: number },
  put: Buffer,
) {
  const changed = Buffer.concat([message.subarray(0, data), put, message.subarray(end)])
  changed.writeUInt16BE(put.length, fixed + 8)
  return changed
}

/** Undefined for what has become unreadable by an earlier lie. */
function layoutOf(message: Buffer): Layout | undefined {
  try {
    const questionEnd = message.readUInt16BE(4) === 1 ? afterName(message, 12) + 4 : 12
    const records: Layout['records'] = []
    for (let at = questionEnd; at < message.length; ) {
      const fixed = afterName(message, at)
      const end = fixed + 10 + message.readUInt16BE(fixed + 8)
      if (end > message.length) break
      records.push({ start: at, fixed, data: fixed + 10, end })
      at = end
    }
    return { questionEnd, records }
  } catch {
    return undefined
  }
}

function afterName(message: Buffer, start: number): number {
  for (let at = start; ; ) {
    const length = message.readUInt8(at)
    if (length === 0) return at + 1
    if (length >= 0xc0) return at + 2
    at += length + 1
  }
}

/** The message with a lie in its id or question, or nothing like a message. */
export function lieInQuestion(honest: Buffer, chance: Chance): Buffer {
  const message = Buffer.from(honest)
  switch (chance.upTo(4)) {
    case 0:
      message.writeUInt16BE(message.readUInt16BE(0) ^ (1 + chance.upTo(65_535)), 0)
      return message
    case 1:
      message[12 + chance.upTo(Math.max(1, (layoutOf(message)?.questionEnd ?? 13) - 12))] = chance.upTo(256)
      return message
    case 2:
      return chance.bytes(chance.upTo(100))
    default:
      return message.subarray(0, chance.upTo(17))
  }
}

/** Whether a message is an answer with the id and the one question of the query. */
export function passesQuestion(message: Buffer, query: Buffer): boolean {
  const layout = layoutOf(query)
  if (!layout || message.length < layout.questionEnd) return false
  return (
    message.readUInt16BE(0) === query.readUInt16BE(0) &&
    (message[2] ?? 0) >= 0x80 &&
    message.readUInt16BE(4) === 1 &&
    message.subarray(12, layout.questionEnd).equals(query.subarray(12, layout.questionEnd))
  )
}
