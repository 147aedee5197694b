import { execFile } from 'node:child_process'
import { sql } from 'kysely'
import { type BackupContent, contentOf } from './backup-content.ts'
import { type Database, openUnmigrated } from './database.ts'

/**
 * Dumps a PostgreSQL database as it is at this moment, and tells what it held then. What only carries jobs is left out: a job
 * that is lost is a gap. Throws, in words, where pg_dump is missing or refuses.
 */
export async function dumpPostgres(url: string, to: string): Promise<BackupContent> {
  const db = await openUnmigrated(url)
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (trx) => {
        const { rows } = await sql<{ id: string }>`select pg_export_snapshot() as id`.execute(trx)
        const options = ['--format=custom', '--no-owner', '--no-privileges', '--schema=public']
        await runTool('pg_dump', [...options, `--snapshot=${rows[0]?.id}`, `--file=${to}`], url)
        return await contentOf(trx)
      })
  } finally {
    await db.destroy()
  }
}

/** Brings a dump into a database that has no tables yet. Throws, in words, when it has, or when pg_restore is missing. */
export async function restorePostgres(url: string, dump: string): Promise<void> {
  const db = await openUnmigrated(url)
  try {
    const tables = (await db.introspection.getTables()).filter(({ schema }) => schema === 'public')
    if (tables.length > 0)
      throw new Error(
        'the database has tables already, and a restore never overwrites any: create an empty one (createdb) and name that in V6GOV_DATABASE_URL',
      )
  } finally {
    await db.destroy()
  }
  const options = [
    '--no-owner',
    '--no-privileges',
    '--clean',
    '--if-exists',
    '--exit-on-error',
    '--single-transaction',
  ]
  await runTool('pg_restore', [...options, dump], url)
}

/** Restores a dump into a database made for that, lets `look` look at it, and removes it. */
export async function inTemporaryDatabase<T>(
  url: string,
  { name, dump }: { name: string; dump: string },
  look: (db: Database) => Promise<T>,
): Promise<T> {
  const main = await openUnmigrated(url)
  try {
    await sql`create database ${sql.id(name)}`.execute(main)
  } catch (error) {
    await main.destroy()
    throw new Error(
      `no database can be made to prove the copy in (${(error as Error).message}); grant the user CREATEDB`,
    )
  }
  try {
    const there = new URL(url)
    there.pathname = `/${name}`
    await restorePostgres(there.href, dump)
    const db = await openUnmigrated(there.href)
    try {
      return await look(db)
    } finally {
      await db.destroy()
    }
  } finally {
    await sql`drop database ${sql.id(name)} with (force)`.execute(main)
    await main.destroy()
  }
}

/** Runs a program of PostgreSQL against a database, whose password others must not see in the list of processes. */
function runTool(program: 'pg_dump' | 'pg_restore', args: string[], url: string): Promise<void> {
  const place = new URL(url)
  const password = decodeURIComponent(place.password)
  place.password = ''
  const env = { ...process.env, ...(password !== '' && { PGPASSWORD: password }) }
  return new Promise((resolve, reject) => {
    execFile(program, [`--dbname=${place.href}`, ...args], { env }, (error, _, stderr) => {
      if (error === null) return resolve()
      reject(
        new Error(
          error.code === 'ENOENT'
            ? `${program} is not installed (postgresql-client, of the server's release or newer)`
            : `${program} refused: ${stderr.trim().split('\n').slice(0, 3).join(' ')}`,
        ),
      )
    })
  })
}
