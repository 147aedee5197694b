import { createHash } from 'node:crypto'
import type { SnmpCredential } from '../probe.ts'
import { remembered } from './remembered.ts'

export type UserCredential = Extract<SnmpCredential, { version: '3' }>
type AuthProtocol = NonNullable<UserCredential['authProtocol']>
type PrivProtocol = NonNullable<UserCredential['privProtocol']>

/**
 * The secrets that a user and one engine share; what the user's level does not use is undefined. `inner` and `outer` are
 * the blocks that HMAC makes of the key (RFC 2104).
 */
export type UserKeys = {
  auth: { hash: string; digestOctets: number; inner: Buffer; outer: Buffer } | undefined
  priv: { protocol: PrivProtocol; key: Buffer } | undefined
}

export const noKeys: UserKeys = { auth: undefined, priv: undefined }

/** The hash of a protocol with its block, and how much of its HMAC a message carries (RFC 3414 section 6, RFC 7860). */
const authProtocols: Record<AuthProtocol, { hash: string; blockOctets: number; digestOctets: number }> = {
  md5: { hash: 'md5', blockOctets: 64, digestOctets: 12 },
  sha: { hash: 'sha1', blockOctets: 64, digestOctets: 12 },
  sha224: { hash: 'sha224', blockOctets: 64, digestOctets: 16 },
  sha256: { hash: 'sha256', blockOctets: 64, digestOctets: 24 },
  sha384: { hash: 'sha384', blockOctets: 128, digestOctets: 32 },
  sha512: { hash: 'sha512', blockOctets: 128, digestOctets: 48 },
}

/** RFC 3414 section 2.6: a pass phrase is repeated up to this length. */
const stretchedOctets = 1024 * 1024
const mostEngines = 20_000

const keysOf = new WeakMap<UserCredential, (engineId: string) => UserKeys>()

/**
 * The keys of a user for an engine. What makes a megabyte of a pass phrase is done once for each, so that many engines
 * cost little. They are forgotten with the credential, and nobody writes them down. The credential must have no flaw.
 */
export function userKeys(credential: UserCredential, engineId: Buffer): UserKeys {
  let of = keysOf.get(credential)
  if (of === undefined) {
    of = remembered(localiserOf(credential), mostEngines)
    keysOf.set(credential, of)
  }
  return of(engineId.toString('latin1'))
}

function localiserOf(credential: UserCredential): (engineId: string) => UserKeys {
  const { level, authProtocol, authKey = '', privProtocol, privKey = '' } = credential
  if (level === 'noAuthNoPriv' || !authProtocol) return () => noKeys
  const { hash, blockOctets, digestOctets } = authProtocols[authProtocol]
  const authDigest = stretched(hash, authKey)
  const privDigest = level === 'authPriv' ? stretched(hash, privKey) : undefined
  return (text) => {
    const engineId = Buffer.from(text, 'latin1')
    const key = localised(hash, authDigest, engineId)
    return {
      auth: {
        hash,
        digestOctets,
        inner: padded(key, blockOctets, 0x36),
        outer: padded(key, blockOctets, 0x5c),
      },
      priv: privDigest &&
        privProtocol && {
          protocol: privProtocol,
          key: longEnough(hash, privProtocol, localised(hash, privDigest, engineId), engineId),
        },
    }
  }
}

function padded(key: Buffer, octets: number, pad: number): Buffer {
  return Buffer.alloc(octets, pad).map((octet, at) => octet ^ (key[at] ?? 0)) as Buffer
}

function stretched(hash: string, phrase: string | Buffer): Buffer {
  return createHash(hash).update(Buffer.alloc(stretchedOctets, phrase)).digest()
}

function localised(hash: string, digest: Buffer, engineId: Buffer): Buffer {
  return createHash(hash).update(digest).update(engineId).update(digest).digest()
}

/**
 * The key in the length that the cipher needs: DES 8 octets and as many to start from, AES 16 or 32. Two ways are in
 * use to make 32 octets of a shorter hash: Blumenthal's (aes256b) and Reeder's (aes256r), both drafts that never became
 * standards.
 */
function longEnough(hash: string, protocol: PrivProtocol, key: Buffer, engineId: Buffer): Buffer {
  if (protocol === 'des' || protocol === 'aes') return key.subarray(0, 16)
  if (key.length >= 32) return key.subarray(0, 32)
  const more =
    protocol === 'aes256b'
      ? createHash(hash).update(key).digest()
      : localised(hash, stretched(hash, key), engineId)
  return Buffer.concat([key, more]).subarray(0, 32)
}
