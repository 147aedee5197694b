import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** The key that encrypts, first, and older ones that still decrypt, by their ids. */
export type KeyRing = { current: string; keys: ReadonlyMap<string, Buffer> }

/** What is stored of a secret; it holds neither the key nor anything of the plain text. */
export type Sealed = { keyId: string; body: Uint8Array }

/**
 * Reads keys as a file or the environment holds them: one a line, `ID BASE64` of 32 bytes, the current one first. Throws an
 * error that names the line and never shows a key. What nobody drew by lot is refused: it may be the one of an example.
 */
export function parseKeys(text: string): KeyRing {
  const lines = text.split('\n').map((line) => line.trim())
  const keys = new Map<string, Buffer>()
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue
    const wrong = (what: string) => new Error(`line ${index + 1}: ${what}`)
    const [, id, base64] = /^([\w-]{1,40})[ \t]+([A-Za-z0-9+/]{43}=)$/.exec(line) ?? []
    if (id === undefined || base64 === undefined) throw wrong('must be ID and the base64 of 32 bytes')
    if (keys.has(id)) throw wrong(`there are two keys ${id}`)
    const key = Buffer.from(base64, 'base64')
    // 32 bytes by lot have fewer than 17 different ones once in 10^12; ASCII says that somebody typed it
    if (new Set(key).size < 17 || key.every((byte) => byte >= 0x20 && byte < 0x7f))
      throw wrong('is a sample and no secret; v6gov secrets key makes one')
    keys.set(id, key)
  }
  const [current] = keys.keys()
  if (current === undefined) throw new Error('holds no key; v6gov secrets key makes one')
  return { current, keys }
}

/** A line for a file of keys. */
export function newKeyLine(id: string): string {
  return `${id} ${randomBytes(keyBytes).toString('base64')}`
}

/** Encrypts a text for one name: AES-256-GCM (NIST SP 800-38D), nonce by lot, the name and key id authenticated with it. */
export function seal({ current, keys }: KeyRing, name: string, text: string): Sealed {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(keys, current), nonce).setAAD(about(name, current))
  const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { keyId: current, body }
}

/** The text again. Throws where the key is not there, or the bytes were changed or belong to another name. */
export function unseal({ keys }: KeyRing, name: string, { keyId, body }: Sealed): string {
  const bytes = Buffer.from(body)
  const decipher = createDecipheriv('aes-256-gcm', keyOf(keys, keyId), bytes.subarray(0, nonceBytes))
    .setAAD(about(name, keyId))
    .setAuthTag(bytes.subarray(-tagBytes))
  try {
    const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    throw new Error(
      `${name} cannot be decrypted with the key ${keyId}: another key, or the bytes were changed`,
    )
  }
}

function keyOf(keys: KeyRing['keys'], id: string): Buffer {
  const key = keys.get(id)
  if (key === undefined) throw new Error(`there is no key ${id}`)
  return key
}

function about(name: string, keyId: string): Buffer {
  return Buffer.from(JSON.stringify(['v6gov secret', name, keyId]))
}
