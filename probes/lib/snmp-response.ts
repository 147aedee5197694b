import snmp from 'net-snmp'
import {
  type Cursor,
  cursorAt,
  enter,
  headerAt,
  integerTag,
  lengthAt,
  octetStringTag,
  readInteger,
  sequenceTag,
  skip,
} from './ber-read.ts'
import { oidText } from './snmp-oid-text.ts'
import type { Varbind } from './snmp-value.ts'

/** What an answer over SNMPv1 or v2c must repeat: the octets before the PDU (`headOf`), and the request's id. */
export type RequestMark = { head: Buffer; id: number }

/** A response as it was read. */
export type Response = { errorStatus: number; errorIndex: number; varbinds: Varbind[] }

const { ObjectType } = snmp
const oidTag = 0x06
export const responseTag = 0xa2
export const reportTag = 0xa8

/**
 * The request-id of a message of SNMPv1 or v2c, or the msgID of one of SNMPv3 (RFC 3412 section 6), even of one that is
 * cut short after it; undefined for anything else.
 */
export function idOf(bytes: Buffer): number | undefined {
  const cursor = cursorAt(bytes)
  if (headerAt(cursor, sequenceTag) === -1 || !skip(cursor, integerTag)) return undefined
  if (bytes[cursor.at] !== sequenceTag && !skip(cursor, octetStringTag)) return undefined
  return headerAt(cursor, bytes[cursor.at] ?? 0) === -1 ? undefined : readInteger(cursor)
}

/** Whether a message says that it is of SNMPv3. */
export function isVersion3(bytes: Buffer): boolean {
  const cursor = cursorAt(bytes)
  return headerAt(cursor, sequenceTag) !== -1 && readInteger(cursor) === 3
}

/**
 * Whether the outer SEQUENCE (X.690) is longer than what came. net-snmp would read as far as it gets and take the
 * varbinds after the cut for objects that the agent does not have.
 */
export function isCut(datagram: Buffer): boolean {
  const short = datagram[1] ?? 0
  const width = short < 0x80 ? 0 : short & 0x7f
  if (datagram.length < 2 + width || width > 4) return true
  return 2 + width + (width === 0 ? short : datagram.readUIntBE(2, width)) > datagram.length
}

/**
 * Reads a response of SNMPv1 or v2c to the request with this mark, ten times as fast as net-snmp and to the same
 * values. Undefined for everything that is not exactly such a response: net-snmp then finds out what it is.
 */
export function readResponse(bytes: Buffer, { head, id }: RequestMark): Response | undefined {
  const cursor = cursorAt(bytes)
  if (!enter(cursor, sequenceTag)) return undefined
  const afterHead = cursor.at + head.length
  if (head.compare(bytes, cursor.at, Math.min(afterHead, bytes.length)) !== 0) return undefined
  cursor.at = afterHead
  return readPdu(cursor, responseTag, id)
}

/** The PDU at the cursor, which must be of this kind and, where one is given, have this id. */
export function readPdu(cursor: Cursor, tag: number, id?: number): Response | undefined {
  if (!enter(cursor, tag)) return undefined
  const own = readInteger(cursor)
  if (own === undefined || (id !== undefined && own !== id)) return undefined
  const errorStatus = readInteger(cursor)
  const errorIndex = readInteger(cursor)
  if (errorStatus === undefined || errorIndex === undefined || !enter(cursor, sequenceTag)) return undefined
  const varbinds: Varbind[] = []
  while (cursor.at < cursor.end) {
    const varbind = readVarbind(cursor)
    if (varbind === undefined) return undefined
    varbinds.push(varbind)
  }
  return { errorStatus, errorIndex, varbinds }
}

function readVarbind(cursor: Cursor): Varbind | undefined {
  const { bytes } = cursor
  const length = lengthAt(cursor, sequenceTag)
  if (length === -1) return undefined
  const end = cursor.at + length
  const oidLength = lengthAt(cursor, oidTag)
  if (oidLength === -1) return undefined
  const oid = oidText(bytes, cursor.at, cursor.at + oidLength)
  cursor.at += oidLength
  const type = bytes[cursor.at] ?? 0
  const valueLength = lengthAt(cursor, type)
  if (oid === undefined || valueLength === -1 || cursor.at + valueLength !== end) return undefined
  const value = readValue(bytes, type, cursor.at, end)
  if (value === undefined) return undefined
  cursor.at = end
  return { oid, type, value }
}

/** The value as net-snmp would give it; undefined for what only net-snmp can judge. */
function readValue(bytes: Buffer, type: number, start: number, end: number): unknown {
  const length = end - start
  switch (type) {
    case ObjectType.Integer:
      return length >= 1 && length <= 4 ? bytes.readIntBE(start, length) : undefined
    case ObjectType.Counter:
    case ObjectType.Gauge:
    case ObjectType.TimeTicks:
      return length >= 1 && length <= 5 ? bytes.readIntBE(start, length) >>> 0 : undefined
    case ObjectType.OctetString:
    case ObjectType.Counter64:
    case ObjectType.Opaque:
      return bytes.subarray(start, end)
    case ObjectType.OID:
      return oidText(bytes, start, end)
    case ObjectType.IpAddress:
      return length === 4 ? bytes.subarray(start, end).join('.') : undefined
    case ObjectType.Null:
    case ObjectType.NoSuchObject:
    case ObjectType.NoSuchInstance:
    case ObjectType.EndOfMibView:
      return length === 0 ? null : undefined
    default:
      return undefined
  }
}
