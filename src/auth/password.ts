import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

const passwordMinLength = 12
/** Longer ones are refused before any work is done on them. */
const passwordMaxLength = 256

/** Argon2id (RFC 9106) with what OWASP asks for at least: 19 MiB, two passes. Kept with each hash, so that it can be raised. */
const current = { algorithm: 2, version: 1, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const currentForm = '$argon2id$v=19$m=19456,t=2,p=1$'

/** What earlier releases stored: scrypt (RFC 7914). */
type Parameters = { N: number; r: number; p: number }
type Stored = Parameters & { salt: Buffer; key: Buffer }
const keyBytes = 32

export type PasswordProblem = 'too_short' | 'too_long'

/** Why a new password is not accepted; null when it is. Counts characters as people do (code points, NFKC). */
export function passwordProblem(password: string): PasswordProblem | null {
  const length = [...password.normalize('NFKC')].length
  if (length < passwordMinLength) return 'too_short'
  return length > passwordMaxLength ? 'too_long' : null
}

export function newSalt(): Buffer {
  return randomBytes(16)
}

/** A password as it is stored: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash` (PHC string). */
export async function hashPassword(password: string, salt: Buffer): Promise<string> {
  return hash(readable(password), { ...current, salt })
}

/** Whether a stored password was hashed by other rules than those of today, so that it should be hashed anew. */
export function isOutdated(stored: string): boolean {
  return !stored.startsWith(currentForm)
}

/** One that nobody has, made once. */
let nobodys: Promise<string> | undefined

/**
 * Whether the password is the stored one. For an unknown account pass undefined: the answer is no, after as much work
 * as for a known one, so that the time taken does not tell which names exist.
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const tooLong = password.length > 4 * passwordMaxLength
  const text = tooLong ? '' : readable(password)
  const old = stored === undefined ? undefined : parse(stored)
  if (old !== undefined) return (await verifyScrypt(text, old)) && !tooLong
  nobodys ??= hashPassword('', Buffer.alloc(16))
  const isKnown = stored?.startsWith('$argon2id$') ?? false
  const isEqual = await verify(isKnown && stored ? stored : await nobodys, text).catch(() => false)
  return isEqual && isKnown && !tooLong
}

/** Keyboards and systems disagree on how to write "ệ"; NFKC makes them agree (NIST SP 800-63B, 3.1.1.2). */
function readable(password: string): string {
  return password.normalize('NFKC')
}

async function verifyScrypt(text: string, { salt, key, ...parameters }: Stored): Promise<boolean> {
  const derived = await derive(text, salt, parameters)
  return derived.length === key.length && timingSafeEqual(derived, key)
}

function derive(text: string, salt: Buffer, { N, r, p }: Parameters): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) => {
    scrypt(text, salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

function parse(stored: string): Stored | undefined {
  const match = /^scrypt\$N=(\d{1,8}),r=(\d{1,3}),p=(\d{1,3})\$([\w-]+)\$([\w-]{43})$/.exec(stored)
  if (match === null) return undefined
  const [, N, r, p, salt = '', key = ''] = match
  return {
    N: Number(N),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  }
}
