import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { inventoryKinds } from '../inventory/kinds.ts'
import { type ImportResult, readInventory } from '../inventory/read.ts'
import { createLog } from '../log.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { beat, listHeartbeats } from '../store/heartbeats.ts'
import { importInventory } from '../store/imports.ts'
import { loadInventory } from '../store/inventory.ts'
import { checkOptions } from './checking.ts'
import { schedulerSilentMs } from './health.ts'
import { type Command, type Io, Refusal } from './io.ts'
import { createPipeline } from './pipeline.ts'
import { recorded } from './recorded.ts'
import { configOf, realSurroundings } from './surroundings.ts'

export const importCommand: Command = {
  summary: 'Imports inventory files (CSV or XLSX), all or nothing; --dry-run only says what would change',
  help: `v6gov import [--dry-run] FILE…

One CSV file or sheet of an XLSX workbook per kind: ${inventoryKinds.join(', ')}; the kind is known by the columns. Every mistake of every file is
listed with file, row and column, and then nothing is changed. Rows add or change by their code; what no file speaks of
stays. Exit 0: done (or could be done, with --dry-run); 1: mistakes.`,
  async run(io) {
    const { values, positionals } = parseArgs({
      args: io.args,
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean', default: false } },
    })
    if (positionals.length === 0) throw new Refusal(['give at least one file: v6gov import FILE…'], 2)
    const files = readFiles(positionals)
    const config = configOf(io)
    const db = await openDatabase(config.V6GOV_DATABASE_URL)
    try {
      const result = readInventory(files, await loadInventory(db))
      if (result.problems.length > 0) throw new Refusal(problemLines(result))
      const summary = `${summaryLines(result).join('\n')}\n`
      if (values['dry-run']) {
        io.out(`${summary}Nothing was written (--dry-run).\n`)
        return 0
      }
      await save(db, result, io, files)
      io.out(summary) // only what is on disk has been added
      if (await isScheduled(db, io)) return 0
      // nobody is running who would make the checks follow
      const pipeline = createPipeline(
        { db, now: io.now, log: createLog(io.err, io.now, 'error'), stopping: io.stopping },
        await realSurroundings(config, io),
        { ...checkOptions(config), pace: config.V6GOV_PACE },
      )
      await pipeline.syncChecks()
      return 0
    } finally {
      await db.destroy()
    }
  },
}

/** Whether a scheduler is at work: then it makes the checks follow, with its own list of vantages. */
async function isScheduled(db: Database, io: Io): Promise<boolean> {
  const { scheduler } = await listHeartbeats(db)
  return scheduler !== undefined && Date.parse(io.now()) - Date.parse(scheduler) < schedulerSilentMs
}

/** Saves and lets a running scheduler know. */
async function save(
  db: Database,
  { changes, summary }: ImportResult,
  io: Io,
  files: { name: string }[],
): Promise<void> {
  const at = io.now()
  const names = files.map(({ name }) => name)
  await recorded(
    io,
    db,
    { action: 'inventory.import', subject: names.join(' '), after: summary },
    async (trx) => {
      await importInventory(trx, changes, at, { by: 'v6gov import', files: names })
      await beat(trx, 'inventory', at)
    },
  )
}

/** The files of these names, or a refusal that says which cannot be read. */
export function readFiles(names: string[]) {
  const unreadable: string[] = []
  const files = names.flatMap((name) => {
    try {
      return [{ name: path.basename(name), bytes: readFileSync(name) }]
    } catch (error) {
      unreadable.push(`${name}: ${(error as Error).message}`)
      return []
    }
  })
  if (unreadable.length > 0) throw new Refusal(unreadable)
  return files
}

/** Every mistake with where it stands. */
export function problemLines({ problems }: Pick<ImportResult, 'problems'>): string[] {
  return [
    ...problems.map(({ file, row, column, message }) => {
      const where = [file, row !== null && `row ${row}`, column !== null && `column ${column}`]
      return `${where.filter((part) => part !== false).join(', ')}: ${message.vi} / ${message.en}`
    }),
    `${problems.length} ${problems.length === 1 ? 'mistake' : 'mistakes'}; nothing was changed.`,
  ]
}

function summaryLines({ summary, encodings }: ImportResult): string[] {
  const read = encodings.map(({ file, encoding }) => `${file} was read as ${encoding}`)
  const kinds = inventoryKinds.flatMap((kind) => {
    const { added, changed, unchanged } = summary[kind]
    if (added.length + changed.length + unchanged === 0) return []
    return [
      `${kind}: ${added.length} added, ${changed.length} changed, ${unchanged} unchanged`,
      ...changed.flatMap(({ code, fields }) =>
        fields.map(
          ({ column, before, after }) =>
            `  ${code} ${column}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
        ),
      ),
    ]
  })
  return [...read, ...kinds]
}
