import { createHash, randomBytes } from 'node:crypto'

/** 32 random bytes as base64url (43 characters), for sessions and one-time links. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the store keeps of a token: a token of 256 random bits needs no salt and no slow hash. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex')
}
