import { execFileSync } from 'node:child_process'
import { appendFileSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isGone, must, ownMark, start, until } from './process.ts'

export type PostgresServer = {
  /** Its first process; with `listening`, that of the command which went into the namespace. */
  pid: number
  /** Of an empty database, through a Unix socket, so that it is reached from every network namespace. */
  url: string
  /** The same over the network; undefined where it does not listen there. */
  networkUrl: string | undefined
  /** Runs one statement with psql; rows as text, columns parted by "|". */
  sql(statement: string): Promise<string[]>
  stop(): Promise<void>
}

const versions = '/usr/lib/postgresql'

/** Why no server can be started here, in words for the name of a skipped test; undefined when one can. */
export function postgresMissing(): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root, to become the user postgres'
  return programsDirectory() === undefined ? 'needs the package postgresql' : undefined
}

function programsDirectory(): string | undefined {
  try {
    const newest = readdirSync(versions)
      .sort((left, right) => Number(left) - Number(right))
      .at(-1)
    return newest === undefined ? undefined : path.join(versions, newest, 'bin')
  } catch {
    return undefined
  }
}

/** Where a server listens besides its Unix socket. */
type Listening = {
  /** An address of the namespace that `inside` runs a command in. */
  address: string
  inside(command: string[]): string[]
}

/**
 * Starts a PostgreSQL server of its own, with nothing in it; without `listening`, with no network socket. `wholePages`: it
 * writes as much as it would in production.
 */
export async function startPostgres(
  listening?: Listening,
  { wholePages = false } = {},
): Promise<PostgresServer> {
  const programs = programsDirectory()
  if (programs === undefined) throw new Error('PostgreSQL is not installed')
  const [uid, gid] = ['-u', '-g'].map((which) => Number(execFileSync('id', [which, 'postgres']).toString()))
  const user = { uid: uid ?? 0, gid: gid ?? 0 } // the server refuses to be root
  stopAbandoned()
  const directory = mkdtempSync(path.join(tmpdir(), `v6gov-postgres-${ownMark()}-`))
  chownSync(directory, user.uid, user.gid)
  const data = path.join(directory, 'data')
  const here = { ...user, cwd: directory }
  await must([`${programs}/initdb`, '-D', data, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'], here)
  const quick = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const settings = {
    listen_addresses: listening?.address ?? '',
    unix_socket_directories: directory,
    max_connections: 80,
    ...quick,
    ...(wholePages && { full_page_writes: 'on' }),
  }
  const command = [
    `${programs}/postgres`,
    ...['-D', data],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  if (listening) appendFileSync(path.join(data, 'pg_hba.conf'), 'host all all all trust\n')
  const become = ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups']
  const server = listening
    ? start(listening.inside([...become, ...command]), { cwd: directory })
    : start(command, here)
  const psql = (database: string, statement: string) =>
    must(['psql', '-h', directory, '-U', 'postgres', '-Atqc', statement, database], here)
  await until('PostgreSQL answers', 20_000, async () => (await psql('postgres', 'select 1')) !== '')
  await psql('postgres', 'create database v6gov')
  return {
    pid: server.pid,
    url: `postgres://postgres@localhost/v6gov?host=${directory}`,
    networkUrl: listening && `postgres://postgres@[${listening.address}]/v6gov`,
    sql: async (statement) => (await psql('v6gov', statement)).split('\n').filter((line) => line !== ''),
    async stop() {
      server.signal('SIGINT') // fast shutdown: does not wait for clients
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Ends the servers of test runs that were killed before they could. */
function stopAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const mark = /^v6gov-postgres-(\d+-\d+)-/.exec(name)?.[1]
    if (mark === undefined || !isGone(mark)) continue
    const directory = path.join(tmpdir(), name)
    try {
      const [pid] = readFileSync(path.join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')
      const running = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      if (running.includes(directory)) process.kill(Number(pid), 'SIGKILL')
    } catch {} // it had ended
    rmSync(directory, { recursive: true, force: true })
  }
}
