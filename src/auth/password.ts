import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

const passwordMinLength = 12
/** Longer ones are refused before any work is done on them. */
const passwordMaxLength = 256

/** scrypt (RFC 7914) at 32 MiB and about 0.1 s. Kept with each hash, so that they can be raised later. */
const current = { N: 2 ** 15, r: 8, p: 1 }
const keyBytes = 32

type Parameters = typeof current
type Stored = Parameters & { salt: Buffer; key: Buffer }

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

/** A password as it is stored: `scrypt$N=32768,r=8,p=1$salt$key`, both base64url. */
export async function hashPassword(password: string, salt: Buffer): Promise<string> {
  return format({ ...current, salt, key: await derive(password, salt, current) })
}

/**
 * Whether the password is the stored one. For an unknown account pass undefined: the answer is no, after as much work
 * as for a known one, so that the time taken does not tell which names exist.
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const parsed = stored === undefined ? undefined : parse(stored)
  const { salt, key, ...parameters } = parsed ?? {
    ...current,
    salt: Buffer.alloc(16),
    key: Buffer.alloc(keyBytes),
  }
  const tooLong = password.length > 4 * passwordMaxLength
  const derived = await derive(tooLong ? '' : password, salt, parameters)
  const equal = derived.length === key.length && timingSafeEqual(derived, key)
  return equal && parsed !== undefined && !tooLong
}

function derive(password: string, salt: Buffer, { N, r, p }: Parameters): Promise<Buffer> {
  // keyboards and systems disagree on how to write "ệ"; NFKC makes them agree (NIST SP 800-63B, 3.1.1.2)
  const text = password.normalize('NFKC')
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) => {
    scrypt(text, salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

function format({ N, r, p, salt, key }: Stored): string {
  return `scrypt$N=${N},r=${r},p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`
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
