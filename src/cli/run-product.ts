import { setMaxListeners } from 'node:events'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { newToken } from '../auth/token.ts'
import type { Config } from '../config.ts'
import type { Credentials } from '../credentials.ts'
import { announce } from '../jobs/announce.ts'
import { incidentHappenings } from '../jobs/incident-happenings.ts'
import { makeReport } from '../jobs/monthly-report.ts'
import type { Surroundings } from '../jobs/run-job.ts'
import { startSchedule } from '../jobs/schedule.ts'
import { createSender } from '../jobs/send-messages.ts'
import { watchDatabase } from '../jobs/watch-database.ts'
import { describeError, type Log } from '../log.ts'
import type { Instant } from '../model.ts'
import { describeChannel } from '../notify/channel-secrets.ts'
import { isHeard } from '../operations/vantage-state.ts'
import { loadPlanAt } from '../plan-file.ts'
import { countAccounts, makeInvitation } from '../store/accounts.ts'
import { type Database, isPostgres, openDatabase } from '../store/database.ts'
import { beat } from '../store/heartbeats.ts'
import { holdDatabase } from '../store/hold.ts'
import { importInventory, undoImport } from '../store/imports.ts'
import { releaseClaims } from '../store/outbox.ts'
import { isDatabaseAway, openPostgresLink } from '../store/postgres-link.ts'
import { listProcesses } from '../store/processes.ts'
import { releaseAllHosts } from '../store/turns.ts'
import { createApp } from '../web/app.ts'
import { keepJudged } from '../web/province.ts'
import type { WebDeps } from '../web/web.ts'
import { checkOptions } from './checking.ts'
import { createHealth } from './health.ts'
import { type Io, Refusal } from './io.ts'
import { judging } from './judging.ts'
import { openQueue } from './open-queue.ts'
import { createPipeline } from './pipeline.ts'
import { schedulerTasks } from './scheduler-tasks.ts'
import { createSecrets } from './secret-deps.ts'
import { openVault, readKeys } from './vault.ts'

const timezone = 'Asia/Ho_Chi_Minh'

/** Between two rounds of judging what has changed: a page then waits for what came in that time only. */
const judgeEveryMs = 2_000

const refreshSecretsMs = 5_000

/** How long a stop waits for messages that are being sent. */
const sendPatienceMs = 5_000

/** What a running product differs in: the real network, or the demo's. */
export type Setting = {
  config: Config
  surroundings: Surroundings
  demo: boolean
  /** What the file has of credentials and channels; the database may hold more, encrypted. */
  credentials: Credentials
  /** Opened already, when something was written before the product starts. */
  db?: Database
}

/** Starts the roles of this process and returns when it is asked to stop and all of them have. */
export async function runProduct(io: Io, log: Log, setting: Setting): Promise<void> {
  const { config, demo } = setting
  const { now, stopping } = io
  const pace = config.V6GOV_PACE
  const has = (role: Config['V6GOV_ROLES'][number]) => config.V6GOV_ROLES.includes(role)
  const link = isPostgres(config.V6GOV_DATABASE_URL)
    ? await openPostgresLink(config.V6GOV_DATABASE_URL)
    : undefined
  const db = setting.db ?? (await openDatabase(config.V6GOV_DATABASE_URL, link))
  const letGo = holdDatabase(config.V6GOV_DATABASE_URL)
  const watch = link && watchDatabase({ link, now, log })
  const vantages = config.V6GOV_VANTAGES
  const { own } = setting.surroundings
  const keys = readKeys(config)
  const vault = await openVault(db, keys, setting.credentials).catch((error: Error) => {
    throw new Refusal([error.message])
  })
  const surroundings: Surroundings = {
    ...setting.surroundings,
    secret: (name) => (Object.hasOwn(vault.snmp, name) ? vault.snmp[name] : undefined),
    own: own && { ...own, databaseClockMs: watch?.clockOffsetMs },
  }
  const abandoning = new AbortController()
  setMaxListeners(0, abandoning.signal) // every look under way listens
  const queue = await openQueue(link, { vantages, concurrency: config.V6GOV_CONCURRENCY, log })
  const pipeline = createPipeline({ db, now, log, stopping: abandoning.signal }, surroundings, {
    ...checkOptions(config),
    pace,
  })
  const reporting = {
    db,
    now,
    optionsAt: judging(config, db).optionsAt,
    cutoffDay: config.V6GOV_CUTOFF_DAY,
    planAt: async (asOf: Instant) => (await loadPlanAt(db, asOf)).plan,
  }
  /** Vantages that somebody looks from; the turns of the others wait. Beside a queue in memory it is us. */
  async function attended(): Promise<string[]> {
    if (link === undefined) return vantages
    const heard = (await listProcesses(db)).filter((one) => isHeard(one, now()))
    return heard.flatMap((one) => (one.roles.includes('worker') ? one.vantages : []))
  }

  // that the database is away is said once, by whoever watches it
  const onTaskError = (error: unknown, task: string) =>
    log(isDatabaseAway(error) ? 'debug' : 'error', `${task} failed`, { error: describeError(error) })
  const messaging = { db, now, ...incidentHappenings(db) }
  const offered = () =>
    Object.entries(vault.channels).map(([name, secret]) => ({ name, ...describeChannel(secret) }))
  const sender = createSender({
    db,
    now,
    log,
    channels: vault.channels,
    context: { dial: surroundings.dial, trustedCa: surroundings.trustedCa },
    baseUrl: config.V6GOV_PUBLIC_URL ?? null,
    stopping,
  })

  // what somebody else sets is had within seconds, without a restart
  const refreshing = setInterval(() => {
    vault.refresh().catch((error) => onTaskError(error, 'the reading of credentials'))
  }, refreshSecretsMs)
  let stopJudging = () => {}
  async function startWeb() {
    const deps: WebDeps = {
      db,
      queue,
      now,
      optionsAt: reporting.optionsAt,
      demo,
      pace,
      host: config.V6GOV_HOST,
      trustedProxies: config.V6GOV_TRUSTED_PROXIES,
      cutoffDay: config.V6GOV_CUTOFF_DAY,
      draftReport: (period) => makeReport(reporting, period),
      health: createHealth({ db, now, pace }),
      async importInventory(changes, trx, importer) {
        const at = now()
        await importInventory(trx, changes, at, importer)
        await beat(trx, 'inventory', at)
      },
      async undoImport(number, trx, by) {
        const at = now()
        const refusal = await undoImport(trx, number, { at, by })
        if (refusal === null) await beat(trx, 'inventory', at)
        return refusal
      },
      secrets: createSecrets({ vault, keys, surroundings }),
      logError: (error, about) => log('error', 'a page failed', { ...about, error: describeError(error) }),
    }
    const app = createApp(deps)
    const listening = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
      const started = serve(
        { fetch: app.fetch, hostname: config.V6GOV_HOST, port: config.V6GOV_PORT },
        ({ port }) => {
          log('info', 'serving', { url: urlOf(config.V6GOV_HOST, port) })
          resolve(started)
        },
      )
      started.once('error', ({ code }: NodeJS.ErrnoException) => {
        const where = `${config.V6GOV_HOST} port ${config.V6GOV_PORT}`
        reject(new Refusal([`V6GOV_HOST, V6GOV_PORT: cannot listen on ${where} (${code})`]))
      })
    })
    if (!demo && (await countAccounts(db)) === 0) {
      const token = newToken()
      await makeInvitation(db, { role: 'admin', now: now(), ttlHours: 24, token })
      const address = listening.address()
      const port = typeof address === 'object' && address ? address.port : config.V6GOV_PORT
      log('info', 'make the first account with this link, which works once and for a day', {
        url: `${urlOf(config.V6GOV_HOST, port)}/first-run?token=${token}`,
      })
    }
    stopJudging = keepJudged(deps, { everyMs: judgeEveryMs })
    return listening
  }

  let server: Awaited<ReturnType<typeof startWeb>> | undefined
  let stopSchedule = async () => {}
  let leave = async () => {}
  try {
    // a second start on a port that is taken ends here, before it touches what the first one does
    if (has('web')) server = await startWeb()
    if (!isPostgres(config.V6GOV_DATABASE_URL)) {
      await releaseAllHosts(db)
      await releaseClaims(db)
    }
    leave = await announce(
      { db, now },
      { roles: config.V6GOV_ROLES, vantages: has('worker') ? vantages : [], machine: hostname() },
    )
    if (has('worker')) await queue.work(pipeline.run)
    if (has('scheduler'))
      stopSchedule = startSchedule(
        await schedulerTasks({
          db,
          now,
          pace,
          log,
          queue,
          pipeline,
          reporting,
          attended,
          messaging,
          sender,
          offered,
          onTaskError,
        }),
        {
          timezone,
          onError: onTaskError,
        },
      )
    if (!stopping.aborted) await new Promise((resolve) => stopping.addEventListener('abort', resolve))
    log('info', 'stopping')
  } finally {
    await stopSchedule()
    // what is then still being sent is sent again by the next start, under the same id
    await Promise.race([sender.idle(), sleep(sendPatienceMs, undefined, { ref: false })])
    stopJudging()
    clearInterval(refreshing)
    server?.close()
    const patience = setTimeout(() => abandoning.abort(new Error('stopping')), 2_000)
    await queue.stop()
    clearTimeout(patience)
    if (server && 'closeAllConnections' in server) server.closeAllConnections()
    await leave()
    await watch?.stop()
    link?.drop()
    await db.destroy()
    await link?.close()
    letGo()
  }
}

function urlOf(host: string, port: number): string {
  const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
