import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { newKeyLine } from '../auth/key-ring.ts'
import { parseCredentials } from '../credentials.ts'
import { openDatabase } from '../store/database.ts'
import { rotateSecrets, setSecret } from '../store/secrets.ts'
import { type Command, type Io, Refusal } from './io.ts'
import { recorded } from './recorded.ts'
import { configOf } from './surroundings.ts'
import { readKeys } from './vault.ts'

export const secretsCommand: Command = {
  summary: 'Makes keys, takes credentials into the database, and encrypts them with another key',
  help: `v6gov secrets key ID          prints a new key line for the file that V6GOV_KEY_FILE names (chmod 600; not beside backups)
v6gov secrets import FILE     takes a credentials file into the database, encrypted; then the file can go
v6gov secrets rotate          encrypts all with the first key of the file

To change the key: put a new line before the old ones, rotate, restart every process with the new file, and drop the old
line when no backup that you want to restore was made before. Exit 1: refused, with the reason, and nothing was changed.`,
  async run(io) {
    const { positionals } = parseArgs({ args: io.args, allowPositionals: true })
    const [what, argument, ...rest] = positionals
    if (rest.length > 0) throw new Refusal(['too many arguments; see v6gov secrets --help'], 2)
    if (what === 'key' && argument !== undefined && /^[\w-]{1,40}$/.test(argument)) {
      io.out(`${newKeyLine(argument)}\n`)
      return 0
    }
    if (what === 'import' && argument !== undefined) return takeIn(io, argument)
    if (what === 'rotate' && argument === undefined) return rotate(io)
    throw new Refusal(['give: v6gov secrets key ID, import FILE or rotate'], 2)
  },
}

async function takeIn(io: Io, file: string): Promise<0> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
    parseCredentials(text)
  } catch (error) {
    throw new Refusal([`${file} cannot be used: ${(error as Error).message}`])
  }
  const all = Object.entries(JSON.parse(text) as Record<string, unknown>)
  await withKeys(io, async (db, keys) => {
    const names = all.map(([name]) => name)
    await recorded(io, db, { action: 'secret.set', subject: names.join(' ') }, async (trx) => {
      for (const [name, secret] of all)
        await setSecret(trx, keys, { name, text: JSON.stringify(secret), at: io.now(), by: 'shell' })
    })
    io.out(`${names.length} taken in: ${names.join(', ')}\n`)
  })
  return 0
}

async function rotate(io: Io): Promise<0> {
  await withKeys(io, async (db, keys) => {
    let names: string[] = []
    await recorded(io, db, { action: 'secret.rotate', subject: keys.current }, async (trx) => {
      names = await rotateSecrets(trx, keys)
    })
    io.out(`${names.length} encrypted with the key ${keys.current}\n`)
  })
  return 0
}

async function withKeys(
  io: Io,
  work: (
    db: Awaited<ReturnType<typeof openDatabase>>,
    keys: NonNullable<ReturnType<typeof readKeys>>,
  ) => Promise<void>,
): Promise<void> {
  const config = configOf(io)
  let keys: ReturnType<typeof readKeys>
  try {
    keys = readKeys(config)
  } catch (error) {
    throw new Refusal([`V6GOV_KEY_FILE, V6GOV_KEY: ${(error as Error).message}`])
  }
  if (keys === null) throw new Refusal(['V6GOV_KEY_FILE: names no key; v6gov secrets key ID makes one'])
  const db = await openDatabase(config.V6GOV_DATABASE_URL)
  try {
    await work(db, keys)
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal([(error as Error).message])
  } finally {
    await db.destroy()
  }
}
