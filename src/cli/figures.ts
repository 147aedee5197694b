import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { figureKinds } from '../inventory/figure-kinds.ts'
import { readFigures } from '../inventory/read-figures.ts'
import { dayOf } from '../report/period.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { addFigures, knownFigures } from '../store/figures.ts'
import { loadInventory } from '../store/inventory.ts'
import { problemLines, readFiles } from './import.ts'
import { type Command, type Io, Refusal } from './io.ts'
import { recorded } from './recorded.ts'
import { configOf } from './surroundings.ts'

export const figuresCommand: Command = {
  summary: 'Imports figures that others count (CSV), all or nothing; --dry-run only says what would change',
  help: `v6gov figures [--dry-run] FILE…

One CSV file per kind: ${figureKinds.join(', ')}; the kind is known by the columns, which the page /figures lists.
Every mistake of every file is listed with file, row and column, and then nothing is changed. The same file again changes
nothing; a row that differs is a new version, and the old one stays for the days before. The files are kept with their
hashes. Exit 0: done (or could be done, with --dry-run); 1: mistakes.`,
  async run(io) {
    const { values, positionals } = parseArgs({
      args: io.args,
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean', default: false } },
    })
    if (positionals.length === 0) throw new Refusal(['give at least one file: v6gov figures FILE…'], 2)
    const files = readFiles(positionals)
    const db = await openDatabase(configOf(io).V6GOV_DATABASE_URL)
    try {
      const context = { ...(await loadInventory(db)), known: await knownFigures(db), today: dayOf(io.now()) }
      const { problems, summary, changes } = readFigures(files, context)
      if (problems.length > 0) throw new Refusal(problemLines({ problems }))
      if (!values['dry-run'] && changes.length > 0) await save(db, changes, files, io)
      for (const kind of figureKinds) {
        const { added, changed, unchanged } = summary[kind]
        if (added + changed + unchanged > 0)
          io.out(`${kind}: ${added} added, ${changed} changed, ${unchanged} unchanged\n`)
      }
      if (values['dry-run']) io.out('Nothing was written (--dry-run).\n')
      return 0
    } finally {
      await db.destroy()
    }
  },
}

async function save(
  db: Database,
  changes: Parameters<typeof addFigures>[1],
  files: ReturnType<typeof readFiles>,
  io: Io,
): Promise<void> {
  const id = randomUUID()
  const after = { rows: changes.length, files: files.map(({ name }) => name) }
  await recorded(io, db, { action: 'figures.import', subject: id, after }, (trx) =>
    addFigures(trx, changes, { id, at: io.now(), by: userInfo().username, files }),
  )
}
