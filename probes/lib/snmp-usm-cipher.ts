import { createCipheriv, createDecipheriv, hash as hashOf, randomBytes, timingSafeEqual } from 'node:crypto'
import type { UserKeys } from './snmp-usm-keys.ts'

type Auth = NonNullable<UserKeys['auth']>
type Priv = NonNullable<UserKeys['priv']>

/** What the start of a cipher is made of (RFC 3826 section 3.1.2.1); `salt` has eight octets. */
type Start = { boots: number; time: number; salt: Buffer }

const desBlock = 8

/** Room for the longest datagram after a block of the key, and for a digest after one. */
const room = Buffer.allocUnsafe(128 + 65_535)
const outerRoom = Buffer.allocUnsafe(128 + 64)

/**
 * The digest that belongs at this place of a message (RFC 3414 section 6.3): HMAC (RFC 2104) over the message with zeros
 * there. By hashes of one call, since an object for each message costs more in garbage than in work.
 */
export function digestOf({ hash, digestOctets, inner, outer }: Auth, message: Buffer, at: number): Buffer {
  const start = inner.copy(room)
  const end = start + message.copy(room, start)
  room.fill(0, start + at, start + at + digestOctets)
  const outerStart = outer.copy(outerRoom)
  const width = outerRoom.write(hashOf(hash, room.subarray(0, end), 'binary'), outerStart, 'latin1')
  const digest = hashOf(hash, outerRoom.subarray(0, outerStart + width), 'binary')
  return Buffer.from(digest, 'latin1').subarray(0, digestOctets)
}

/** Whether the digest that a message has at this place is right. */
export function isAuthentic(auth: Auth, message: Buffer, digest: Buffer, at: number): boolean {
  return digest.length === auth.digestOctets && timingSafeEqual(digest, digestOf(auth, message, at))
}

export function encrypt(priv: Priv, start: Start, plain: Buffer): Buffer {
  if (priv.protocol !== 'des') return createCipheriv(...aes(priv, start)).update(plain)
  const padding = Buffer.alloc(-plain.length & (desBlock - 1))
  return createCipheriv(...des(priv, start))
    .setAutoPadding(false)
    .update(Buffer.concat([plain, padding]))
}

/** Undefined for what cannot be the outcome of `encrypt`; under a wrong key the result means nothing. */
export function decrypt(priv: Priv, start: Start, secret: Buffer): Buffer | undefined {
  if (start.salt.length !== 8) return undefined
  if (priv.protocol !== 'des') return createDecipheriv(...aes(priv, start)).update(secret)
  if (secret.length % desBlock !== 0) return undefined
  return createDecipheriv(...des(priv, start))
    .setAutoPadding(false)
    .update(secret)
}

function aes({ key }: Priv, { boots, time, salt }: Start): [cipher: string, key: Buffer, start: Buffer] {
  const start = Buffer.allocUnsafe(16)
  start.writeUInt32BE(boots, 0)
  start.writeUInt32BE(time, 4)
  salt.copy(start, 8)
  return [key.length === 16 ? 'aes-128-cfb' : 'aes-256-cfb', key, start]
}

/** RFC 3414 section 8.1.1: the second half of the key hides the salt. */
function des({ key }: Priv, { salt }: Start): [cipher: string, key: Buffer, start: Buffer] {
  const start = Buffer.from(salt)
  for (let at = 0; at < desBlock; at++) start[at] = (salt[at] ?? 0) ^ (key[desBlock + at] ?? 0)
  return ['des-cbc', key.subarray(0, desBlock), start]
}

let salt = randomBytes(8).readBigUInt64BE()

/** A salt that this process has not used yet (RFC 3826 section 3.1.4.1: it begins anywhere and counts up). */
export function nextSalt(): Buffer {
  salt = BigInt.asUintN(64, salt + 1n)
  const octets = Buffer.allocUnsafe(8)
  octets.writeBigUInt64BE(salt)
  return octets
}
