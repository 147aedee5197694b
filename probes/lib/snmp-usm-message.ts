import {
  type Cursor,
  cursorAt,
  enter,
  integerTag,
  lengthAt,
  octetStringTag,
  readInteger,
  readOctets,
  sequenceTag,
  skip,
} from './ber-read.ts'
import { widthOf, writeHeader } from './ber-write.ts'
import { digestOf, encrypt, nextSalt } from './snmp-usm-cipher.ts'
import type { UserKeys } from './snmp-usm-keys.ts'

/** Bits of msgFlags (RFC 3412 section 6.4). */
export const msgFlags = { auth: 1, priv: 2, reportable: 4 } as const

/**
 * A message of SNMPv3 with the User-based Security Model (RFC 3414 section 2.4). `digestAt` is where the digest begins;
 * `data` is the scoped PDU, encrypted where the flags say so.
 */
export type UserMessage = {
  flags: number
  engineId: Buffer
  boots: number
  time: number
  digest: Buffer
  digestAt: number
  salt: Buffer
  data: Buffer
}

/** Version 3; then msgID, the largest answer that we take (65,507 octets), flags, and USM. */
const globalData = Buffer.from('020103' + '3011' + '020400000000' + '020300ffe3' + '040100' + '020103', 'hex')
const idAt = 7
const flagsAt = 18
const nothing = Buffer.alloc(0)

/** A request of a user to an engine as it leaves: `scoped` is the scoped PDU, `id` has four octets. */
export function encodeUserMessage(
  { auth, priv }: UserKeys,
  to: { engineId: Buffer; boots: number; time: number; user: string },
  id: number,
  scoped: Buffer,
): Buffer {
  const user = Buffer.from(to.user)
  const salt = priv ? nextSalt() : nothing
  const secret = priv ? encrypt(priv, { ...to, salt }, scoped) : undefined
  const digestOctets = auth?.digestOctets ?? 0
  const numbersLength = sizeOf(integerWidth(to.boots)) + sizeOf(integerWidth(to.time))
  const octetsLength =
    sizeOf(to.engineId.length) + sizeOf(user.length) + sizeOf(digestOctets) + sizeOf(salt.length)
  const securityLength = numbersLength + octetsLength
  const dataLength = secret ? sizeOf(secret.length) : scoped.length
  const length = globalData.length + sizeOf(sizeOf(securityLength)) + dataLength

  const bytes = Buffer.allocUnsafe(sizeOf(length))
  let at = writeHeader(bytes, 0, sequenceTag, length)
  bytes.set(globalData, at)
  bytes.writeInt32BE(id, at + idAt)
  bytes[at + flagsAt] = msgFlags.reportable | (auth ? msgFlags.auth : 0) | (priv ? msgFlags.priv : 0)
  at = writeHeader(bytes, at + globalData.length, octetStringTag, sizeOf(securityLength))
  at = writeHeader(bytes, at, sequenceTag, securityLength)
  at = writeOctets(bytes, at, to.engineId)
  for (const number of [to.boots, to.time]) {
    at = writeHeader(bytes, at, integerTag, integerWidth(number))
    at = bytes.writeIntBE(number, at, integerWidth(number))
  }
  at = writeOctets(bytes, at, user)
  const digestAt = writeHeader(bytes, at, octetStringTag, digestOctets)
  at = writeOctets(bytes, digestAt + digestOctets, salt)
  if (secret) writeOctets(bytes, at, secret)
  else bytes.set(scoped, at)
  if (auth) bytes.set(digestOf(auth, bytes, digestAt), digestAt)
  return bytes
}

/** Octets of an element with so long contents. */
function sizeOf(length: number): number {
  return 1 + widthOf(length) + length
}

/** Octets that an INTEGER from 0 to 2^31 - 1 needs. */
function integerWidth(number: number): number {
  return number < 0x80 ? 1 : number < 0x80_00 ? 2 : number < 0x80_00_00 ? 3 : 4
}

/** Returns where the next element begins. */
function writeOctets(bytes: Buffer, at: number, octets: Buffer): number {
  const start = writeHeader(bytes, at, octetStringTag, octets.length)
  bytes.set(octets, start)
  return start + octets.length
}

/** Reads a message without believing anything in it; undefined for what is none. */
export function readUserMessage(bytes: Buffer): UserMessage | undefined {
  const cursor = cursorAt(bytes)
  if (!enter(cursor, sequenceTag) || readInteger(cursor) !== 3) return undefined
  const header = inside(cursor, sequenceTag)
  const security = inside(cursor, octetStringTag)
  if (!header || !security || !enter(security, sequenceTag)) return undefined
  if (!skip(header, integerTag) || !skip(header, integerTag)) return undefined
  const flags = readOctets(header)?.[0]
  const engineId = readOctets(security)
  const boots = readInteger(security, mostClockOctets)
  const time = readInteger(security, mostClockOctets)
  const hasUser = skip(security, octetStringTag)
  const digest = readOctets(security)
  const digestAt = security.at - (digest?.length ?? 0)
  const salt = readOctets(security)
  if (flags === undefined || boots === undefined || time === undefined || !hasUser) return undefined
  const data = flags & msgFlags.priv ? readOctets(cursor) : bytes.subarray(cursor.at)
  if (!engineId || !digest || !salt || !data) return undefined
  return { flags, engineId, boots, time, digest, digestAt, salt, data }
}

/** Four are enough for what the standard allows; of more octets it can be told that the engine cannot be. */
const mostClockOctets = 6

/** A cursor for the contents of an element, which the other one steps over. */
function inside(cursor: Cursor, tag: number): Cursor | undefined {
  const length = lengthAt(cursor, tag)
  if (length === -1) return undefined
  const inner = { bytes: cursor.bytes, at: cursor.at, end: cursor.at + length }
  cursor.at = inner.end
  return inner
}

/** Where the PDU is in a scoped PDU, behind which there may be padding; undefined for what is none. */
export function enterScopedPdu(plain: Buffer): Cursor | undefined {
  const scoped = inside(cursorAt(plain), sequenceTag)
  return scoped && skip(scoped, octetStringTag) && skip(scoped, octetStringTag) ? scoped : undefined
}
