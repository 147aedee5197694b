import type { Instant } from '../model.ts'
import type { Database } from './database.ts'

/** A running `v6gov serve`, as it announces itself. */
export type Process = {
  /** Names this run of it for ever. */
  id: string
  /** The machine it runs on. */
  machine: string
  roles: string[]
  /** From where it looks; a process without the role worker looks from nowhere. */
  vantages: string[]
  startedAt: Instant
  heardAt: Instant
}

/** Notes that a process is alive. */
export async function hearOf(db: Database, { roles, vantages, ...process }: Process): Promise<void> {
  const row = {
    id: process.id,
    machine: process.machine,
    roles: JSON.stringify(roles),
    vantages: JSON.stringify(vantages),
    started_at: process.startedAt,
    heard_at: process.heardAt,
  }
  await db
    .insertInto('process')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}

/** Processes that announced themselves and did not take their leave, the last heard first. */
export async function listProcesses(db: Database): Promise<Process[]> {
  const rows = await db.selectFrom('process').selectAll().orderBy('heard_at', 'desc').orderBy('id').execute()
  return rows.map(({ id, machine, roles, vantages, started_at, heard_at }) => ({
    id,
    machine,
    roles: JSON.parse(roles),
    vantages: JSON.parse(vantages),
    startedAt: started_at,
    heardAt: heard_at,
  }))
}

/** A process ends in good order. */
export async function takeLeave(db: Database, id: string): Promise<void> {
  await db.deleteFrom('process').where('id', '=', id).execute()
}

/** Forgets those not heard of since a moment: they were killed, and others look in their place or are missed. */
export async function forgetProcesses(db: Database, heardBefore: Instant): Promise<void> {
  await db.deleteFrom('process').where('heard_at', '<', heardBefore).execute()
}
