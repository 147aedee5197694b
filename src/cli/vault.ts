import { readFileSync, statSync } from 'node:fs'
import { type KeyRing, parseKeys, unseal } from '../auth/key-ring.ts'
import type { Config } from '../config.ts'
import { type Credentials, parseCredentials } from '../credentials.ts'
import type { Database } from '../store/database.ts'
import { listSecrets, type StoredSecret } from '../store/secrets.ts'

/** The keys that the settings name; null where they name none. Throws an error that says why they cannot be used. */
export function readKeys({
  V6GOV_KEY: text,
  V6GOV_KEY_FILE: file,
}: Pick<Config, 'V6GOV_KEY' | 'V6GOV_KEY_FILE'>): KeyRing | null {
  if (file !== undefined) return parseKeys(readPrivate(file))
  return text === undefined ? null : parseKeys(text.replaceAll(',', '\n'))
}

/** The text of a file that holds secrets. Throws when everybody on this machine may read it. */
export function readPrivate(file: string): string {
  if ((statSync(file).mode & 0o007) !== 0)
    throw new Error('everybody on this machine may open it: chmod o-rwx (chmod 600) first')
  return readFileSync(file, 'utf8')
}

/**
 * Credentials and channels as they are now: those of the file, and before them those that the database holds encrypted.
 * Both records are changed in place, so that whoever holds one has what was set meanwhile.
 */
export type Vault = Credentials & { refresh(): Promise<void> }

/** Opens all secrets, and throws when one of them cannot be decrypted: work would else begin without it. */
export async function openVault(db: Database, keys: KeyRing | null, file: Credentials): Promise<Vault> {
  const known = new Map<string, { mark: string; opened: Credentials }>()
  const vault: Vault = { snmp: {}, channels: {}, refresh }
  async function refresh(): Promise<void> {
    const stored = await listSecrets(db)
    for (const name of known.keys()) if (!stored.some((one) => one.name === name)) known.delete(name)
    for (const one of stored) {
      const mark = `${one.keyId} ${Buffer.from(one.body).toString('base64')}`
      if (known.get(one.name)?.mark === mark) continue
      known.set(one.name, { mark, opened: open(one, keys) })
    }
    const opened = [...known.values()].map((one) => one.opened)
    replace(vault.snmp, Object.assign({}, file.snmp, ...opened.map(({ snmp }) => snmp)))
    replace(vault.channels, Object.assign({}, file.channels, ...opened.map(({ channels }) => channels)))
  }
  await refresh()
  return vault
}

function open(secret: StoredSecret, keys: KeyRing | null): Credentials {
  if (keys === null)
    throw new Error(`${secret.name} is encrypted, and neither V6GOV_KEY_FILE nor V6GOV_KEY names a key`)
  return parseCredentials(`{${JSON.stringify(secret.name)}:${unseal(keys, secret.name, secret)}}`)
}

function replace<Value>(record: Record<string, Value>, by: Record<string, Value>): void {
  for (const name of Object.keys(record)) if (!Object.hasOwn(by, name)) delete record[name]
  Object.assign(record, by)
}
