import type pg from 'pg'
import type { Clock } from '../model.ts'

/** The way to one PostgreSQL server: the pools that use it, and whether it is there at all. */
export type PostgresLink = {
  /** A pool whose connections `drop` ends too. */
  openPool(): pg.Pool
  /**
   * Asks the server for its time over a connection of its own. Returns how far that is ahead of ours, in milliseconds.
   * Throws when neither the connection of before nor a new one answers in time.
   */
  ping(now: Clock): Promise<number>
  /** Ends every connection of the pools at once; whoever waits on one gets an error instead of waiting on. */
  drop(): void
  close(): Promise<void>
}

/** Longest wait for a trivial answer, and for a connection, in milliseconds. */
const answerMs = 5_000
/**
 * A transaction whose client is gone without a word keeps its rows locked until the server gives it up, in milliseconds:
 * longer than any pause inside one of ours.
 */
const abandonedMs = 30_000

export async function openPostgresLink(connectionString: string): Promise<PostgresLink> {
  const { default: postgres } = await import('pg')
  postgres.types.setTypeParser(postgres.types.builtins.INT8, Number) // counts: SQLite returns numbers too
  const options = { connectionString, connectionTimeoutMillis: answerMs, keepAlive: true }
  const inUse = new Set<pg.ClientBase>()
  const pools: pg.Pool[] = []
  let own: pg.Client | undefined

  function watch(client: pg.ClientBase): void {
    inUse.add(client)
    client.once('end', () => inUse.delete(client))
    // the pool listens only while nobody uses the connection; without this a broken one would end the process
    client.on('error', () => {})
  }

  async function connect(): Promise<pg.Client> {
    const client = new postgres.Client(options)
    client.on('error', () => {})
    await client.connect()
    return client
  }

  async function askTime(client: pg.Client, now: Clock): Promise<number> {
    const before = Date.parse(now())
    const asked: pg.QueryConfig & { query_timeout: number } = {
      text: 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
      query_timeout: answerMs,
    }
    const { rows } = await client.query<{ ms: number }>(asked)
    return (rows[0]?.ms ?? 0) - (before + Date.parse(now())) / 2
  }

  return {
    openPool() {
      const onConnect = async (client: pg.ClientBase) => {
        watch(client)
        await client.query(`set idle_in_transaction_session_timeout = ${abandonedMs}`)
      }
      const pool = new postgres.Pool({ ...options, max: 10, onConnect })
      // the server may end an idle connection at any time; the pool opens another, and nobody has to die of it
      pool.on('error', () => {})
      pools.push(pool)
      return pool
    },
    async ping(now) {
      const used = own
      own = undefined
      if (used) {
        const offsetMs = await askTime(used, now).catch(() => undefined)
        if (offsetMs !== undefined) {
          own = used
          return offsetMs
        }
        destroy(used)
      }
      const fresh = await connect()
      try {
        const offsetMs = await askTime(fresh, now)
        own = fresh
        return offsetMs
      } catch (error) {
        destroy(fresh)
        throw error
      }
    },
    drop() {
      for (const client of inUse) destroy(client)
      inUse.clear()
    },
    async close() {
      await own?.end().catch(() => {})
      await Promise.all(pools.map((pool) => (pool.ended || pool.ending ? undefined : pool.end())))
    },
  }
}

/** `end` would wait for the server's answer, which is what does not come. */
function destroy(client: pg.ClientBase): void {
  const { connection } = client as { connection?: { stream: { destroy(): void } } }
  connection?.stream.destroy()
}

/** What the system says when there is no way to the server. */
const systemCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL'],
])
/**
 * SQLSTATE of a server that is there but lets nobody work: connection exceptions, going down or coming up, too many
 * connections, a transaction given up as abandoned.
 */
const serverCodes = /^(08...|57P0[1-5]|53300|25P03)$/
/** node-postgres gives these no code. */
const words =
  /^(Connection terminated|timeout (exceeded|expired)|Query read timeout|Client has encountered a connection error|Client was closed)/i

/** Whether an error says that the database cannot be reached now, so that the same may well work later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && (systemCodes.has(code) || serverCodes.test(code))) return true
  return words.test(error.message) || isDatabaseAway(error.cause)
}
