import { parseArgs } from 'node:util'
import { makeBackup, pruneBackups } from '../jobs/make-backup.ts'
import { listBackups } from '../store/backup-files.ts'
import { backupDirectory } from './backup-directory.ts'
import { type Command, Refusal } from './io.ts'
import { configOf } from './surroundings.ts'

export const backupCommand: Command = {
  summary: 'Takes a copy of the database while it is at work, and proves it by restoring it',
  help: `v6gov backup [--out DIR] [--list]

Copies the database as it is at this moment, restores the copy to a temporary place, checks its pages, counts its rows and
hashes its frozen reports and attached files again; only then it is a backup: v6gov-MOMENT.db and v6gov-MOMENT.json beside it.
On PostgreSQL it is made by pg_dump (v6gov-MOMENT.dump) and proved in a database of its own, which the user must be able to create.
Backups beyond V6GOV_BACKUP_KEEP and older than V6GOV_BACKUP_DAYS are removed, the newest never. v6gov serve does this each night.

--out   another directory than V6GOV_BACKUP_DIR; nothing is removed there
--list  the good backups there are, one JSON line each

Prints one JSON line: { file, size, sha256, rows, reports, removed }. Exit 0: made and proved; 1: not, with the reason.`,
  async run(io) {
    const { values } = parseArgs({
      args: io.args,
      options: { out: { type: 'string' }, list: { type: 'boolean', default: false } },
    })
    const config = configOf(io)
    const directory = values.out ?? backupDirectory(config)
    if (values.list) {
      for (const { file, manifest } of listBackups(directory))
        io.out(`${JSON.stringify({ file, ...about(manifest) })}\n`)
      return 0
    }
    try {
      const { file, manifest } = await makeBackup({ url: config.V6GOV_DATABASE_URL, directory, now: io.now })
      const keeping = { most: config.V6GOV_BACKUP_KEEP, days: config.V6GOV_BACKUP_DAYS }
      const removed = values.out === undefined ? pruneBackups(directory, keeping, io.now()) : []
      io.out(`${JSON.stringify({ file, ...about(manifest), removed })}\n`)
      return 0
    } catch (error) {
      throw new Refusal([`no backup was made: ${(error as Error).message}`])
    }
  },
}

function about({ madeAt, size, sha256, rows, reports }: ReturnType<typeof listBackups>[number]['manifest']) {
  const all = Object.values(rows).reduce((sum, count) => sum + count, 0)
  return { madeAt, size, sha256, rows: all, reports: reports.length }
}
