import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../src/store/database.ts'
import { postgresMissing, startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a database with our tables on a real server; undefined where none can be started. */
    postgresUrl: string | undefined
  }
}

/** Starts the one PostgreSQL server that all tests of the store share, and stops it after them. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  project.provide('postgresUrl', undefined)
  if (postgresMissing() !== undefined) return undefined
  const server = await startPostgres()
  await (await openDatabase(server.url)).destroy()
  project.provide('postgresUrl', server.url)
  return () => server.stop()
}
