import { parseArgs } from 'node:util'
import { restoreBackup } from '../jobs/restore-backup.ts'
import { UnusableDatabase } from '../store/database.ts'
import { type Command, Refusal } from './io.ts'
import { configOf } from './surroundings.ts'
import { readKeys } from './vault.ts'

export const restoreCommand: Command = {
  summary: 'Puts a backup in the place of the database; what was there is kept',
  help: `v6gov restore [--check] [--drop-secrets] FILE

FILE is a copy that v6gov backup made (v6gov backup --list), with the .json that lies beside it. It is first restored to a
temporary place and proved there as when it was made. Refused, with the reason and with nothing changed, is what is cut off,
damaged, of another program, of a newer release or of the other kind of database, whose secrets V6GOV_KEY_FILE does not open, and while a v6gov serve is at work: end
that first. What was there before stays beside the database, under a name with .before-restore- in it.
On PostgreSQL the database that V6GOV_DATABASE_URL names must be empty: create a new one for it.

--check         only says whether it could be restored
--drop-secrets  leaves its credentials and channels out, when their key is lost: enter them anew at /secrets

Prints one JSON line: { file, madeAt, migration, reports, rows, kept }. Exit 0: restored; 1: refused.`,
  async run(io) {
    const { values, positionals } = parseArgs({
      args: io.args,
      allowPositionals: true,
      options: {
        check: { type: 'boolean', default: false },
        'drop-secrets': { type: 'boolean', default: false },
      },
    })
    const [file, ...rest] = positionals
    if (file === undefined || rest.length > 0) throw new Refusal(['give one backup: v6gov restore FILE'], 2)
    const config = configOf(io)
    const url = config.V6GOV_DATABASE_URL
    const options = { check: values.check, dropSecrets: values['drop-secrets'] }
    try {
      const restored = await restoreBackup({ file, url, keys: readKeys(config), now: io.now }, options)
      io.out(`${JSON.stringify(restored)}\n`)
      return 0
    } catch (error) {
      if (error instanceof UnusableDatabase) throw error
      throw new Refusal([`${file} was not restored: ${(error as Error).message}`])
    }
  },
}
