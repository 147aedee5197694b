import { type Element, elementsIn, integer, readInteger, readOid, tags, tlv } from './ber.ts'
import { compareOids, lowerBound, type Row } from './rows.ts'

/** Errors of RFC 3416 that a read-only agent needs. */
const noSuchName = 2
const notWritable = 17
const none = Buffer.alloc(0)
const exceptions = {
  noSuchObject: tlv(tags.noSuchObject),
  noSuchInstance: tlv(tags.noSuchInstance),
  endOfMibView: tlv(tags.endOfMibView),
}

/** What a response may weigh: enough for many rows, less than a datagram can hold. */
const mostOctets = 8000

/** A name that was asked for, also as it crosses the wire. */
type Asked = { oid: number[]; name: Buffer }
/** A binding found, its name, and the place of the row behind it; `missing` only for SNMPv1. */
type Answered = { next: number; name: Buffer; bytes: Buffer } | { missing: true }

/**
 * The agent's response to a PDU; undefined for a PDU that asks nothing. `first` tells SNMPv1, which knows neither
 * exceptions nor Counter64 (RFC 3584).
 */
export function respond(
  message: Buffer,
  pdu: Element,
  view: { rows: readonly Row[]; at: number; first: boolean },
): Buffer | undefined {
  const [id, second, third, list] = elementsIn(message, pdu)
  if (!id || !second || !third || !list) return undefined
  const requestId = message.subarray(id.from, id.end)
  const asked = elementsIn(message, list).map((varbind): Asked => {
    const name = elementsIn(message, varbind)[0]
    if (name?.tag !== tags.oid) throw new RangeError('a variable binding begins with a name')
    return { oid: readOid(message, name), name: message.subarray(varbind.start, name.end) }
  })
  const fail = (status: number, index: number) =>
    response(requestId, status, index, tlv(tags.sequence, message.subarray(list.start, list.end)))

  if (pdu.tag === tags.setRequest) return fail(view.first ? noSuchName : notWritable, 1)
  if (pdu.tag === tags.getRequest) {
    const found = asked.map((each) => getExact(each, view))
    const missing = found.indexOf(undefined)
    return missing >= 0 ? fail(noSuchName, missing + 1) : response(requestId, 0, 0, varbinds(found))
  }
  if (pdu.tag === tags.getNextRequest) {
    const found = asked.map((each) => getNext(each.name, lowerBound(view.rows, after(each.oid)), view))
    const missing = found.findIndex((each) => 'missing' in each)
    return missing >= 0
      ? fail(noSuchName, missing + 1)
      : response(requestId, 0, 0, varbinds(found.map((each) => ('bytes' in each ? each.bytes : none))))
  }
  if (pdu.tag === tags.getBulkRequest && !view.first) {
    const counts = { nonRepeaters: readInteger(message, second), repetitions: readInteger(message, third) }
    return response(requestId, 0, 0, varbinds(getBulk(asked, counts, view)))
  }
  return undefined
}

type View = Parameters<typeof respond>[2]

function getExact(asked: Asked, { rows, at, first }: View): Buffer | undefined {
  const place = lowerBound(rows, asked.oid)
  const row = rows[place]
  if (row && compareOids(row.oid, asked.oid) === 0 && !(first && row.wide)) return varbind(row, at)
  if (first) return undefined
  // An object that exists under another instance is told from one that the agent does not have at all.
  const object = asked.oid.slice(0, -1)
  const near = rows[lowerBound(rows, object)]?.oid.slice(0, object.length)
  const isKnown = near !== undefined && compareOids(near, object) === 0
  return tlv(tags.sequence, asked.name, isKnown ? exceptions.noSuchInstance : exceptions.noSuchObject)
}

/** The row at a place, or the next that the version can carry; past the last, endOfMibView under the name asked. */
function getNext(asked: Buffer, place: number, { rows, at, first }: View): Answered {
  let next = place
  while (first && rows[next]?.wide) next++
  const row = rows[next]
  if (row) return { next: next + 1, name: row.name, bytes: varbind(row, at) }
  return first
    ? { missing: true }
    : { next, name: asked, bytes: tlv(tags.sequence, asked, exceptions.endOfMibView) }
}

/** RFC 3416 4.2.3: the first names once, the others again and again, until the message is full. */
function getBulk(
  asked: Asked[],
  { nonRepeaters, repetitions }: { nonRepeaters: number; repetitions: number },
  view: View,
): Buffer[] {
  const found: Buffer[] = []
  let octets = 0
  const columns = asked.map(({ oid, name }) => ({ name, place: lowerBound(view.rows, after(oid)) }))
  const take = (column: { name: Buffer; place: number }): boolean => {
    const answered = getNext(column.name, column.place, view)
    if ('missing' in answered || octets + answered.bytes.length > mostOctets) return false
    column.place = answered.next
    column.name = answered.name
    octets += answered.bytes.length
    found.push(answered.bytes)
    return true
  }
  const once = Math.min(Math.max(0, nonRepeaters), columns.length)
  for (const column of columns.slice(0, once)) if (!take(column)) return found
  const repeated = columns.slice(once)
  for (let turn = 0; turn < repetitions; turn++) {
    if (turn > 0 && repeated.every(({ place }) => place >= view.rows.length)) break
    for (const column of repeated) if (!take(column)) return found
  }
  return found
}

function varbind(row: Row, at: number): Buffer {
  return tlv(tags.sequence, row.name, typeof row.value === 'function' ? row.value(at) : row.value)
}

function varbinds(all: (Buffer | undefined)[]): Buffer {
  return tlv(tags.sequence, ...all.filter((each) => each !== undefined))
}

function response(requestId: Buffer, status: number, index: number, list: Buffer): Buffer {
  return tlv(tags.response, requestId, integer(status), integer(index), list)
}

/** The least OID behind this one. */
function after(oid: number[]): number[] {
  return [...oid, 0]
}
