import { setMaxListeners } from 'node:events'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { newToken } from '../auth/token.ts'
import type { Config } from '../config.ts'
import type { Credentials } from '../credentials.ts'
import { announce } from '../jobs/announce.ts'
import { incidentHappenings } from '../jobs/incident-happenings.ts'
import { keepTaskRuns } from '../jobs/keep-task-runs.ts'
import { makeReport } from '../jobs/monthly-report.ts'
import type { Surroundings } from '../jobs/run-job.ts'
import { startSchedule } from '../jobs/schedule.ts'
import { createSender } from '../jobs/send-messages.ts'
import { watchDatabase } from '../jobs/watch-database.ts'
import { watchStore } from '../jobs/watch-store.ts'
import { describeError, type Log } from '../log.ts'
import type { Instant } from '../model.ts'
import { describeChannel } from '../notify/channel-secrets.ts'
import { isHeard } from '../operations/vantage-state.ts'
import { loadPlanAt } from '../plan-file.ts'
import { countAccounts, makeInvitation } from '../store/accounts.ts'
import { listBackups } from '../store/backup-files.ts'
import { type Database, isPostgres } from '../store/database.ts'
import { beat } from '../store/heartbeats.ts'
import { tryHold } from '../store/hold.ts'
import { importInventory, undoImport } from '../store/imports.ts'
import { releaseClaims } from '../store/outbox.ts'
import { isDatabaseAway, openPostgresLink } from '../store/postgres-link.ts'
import { listProcesses } from '../store/processes.ts'
import { releaseAllHosts } from '../store/turns.ts'
import { createApp } from '../web/app.ts'
import { keepJudged } from '../web/province.ts'
import type { WebDeps } from '../web/web.ts'
import { backupDirectory } from './backup-directory.ts'
import { checkOptions } from './checking.ts'
import { createHealth } from './health.ts'
import { type Io, Refusal } from './io.ts'
import { judging } from './judging.ts'
import { createLookCounts, createMetrics } from './metrics.ts'
import { openOrExplain } from './open-or-explain.ts'
import { openQueue } from './open-queue.ts'
import { createPipeline } from './pipeline.ts'
import { createProvider } from './provider.ts'
import { backUpApart } from './scheduled-backup.ts'
import { schedulerTasks } from './scheduler-tasks.ts'
import { createSecrets } from './secret-deps.ts'
import { type Listening, servePages } from './serve-pages.ts'
import { beside } from './standby-queue.ts'
import { openVault, readKeys } from './vault.ts'

const timezone = 'Asia/Ho_Chi_Minh'

/** Between two rounds of judging what has changed: a page then waits for what came in that time only. */
const judgeEveryMs = 2_000

const refreshSecretsMs = 5_000
/** Between two tries to take the place of another process, in milliseconds. */
const holdEveryMs = 2_000

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
  const opened = setting.db ?? (await openOrExplain(config, link, { now, log, stopping }))
  if (opened === undefined) return await link?.close()
  const db: Database = opened
  // before anything runs that would keep a refused process alive
  const keys = readKeys(config)
  const vault = await openVault(db, keys, setting.credentials).catch(async (error: Error) => {
    await db.destroy()
    await link?.close()
    throw new Refusal([error.message])
  })
  let letGo = tryHold(config.V6GOV_DATABASE_URL)
  const watch = link && watchDatabase({ link, now, log })
  const store = watchStore({
    db,
    url: config.V6GOV_DATABASE_URL,
    now,
    log,
    reserveBytes: config.V6GOV_DISK_RESERVE_MB * 1024 * 1024,
  })
  const counts = createLookCounts()
  const vantages = config.V6GOV_VANTAGES
  const { own } = setting.surroundings
  const surroundings: Surroundings = {
    ...setting.surroundings,
    secret: (name) => (Object.hasOwn(vault.snmp, name) ? vault.snmp[name] : undefined),
    own: own && { ...own, databaseClockMs: watch?.clockOffsetMs },
  }
  const abandoning = new AbortController()
  setMaxListeners(0, abandoning.signal) // every look under way listens
  const queue = await openQueue(link, { vantages, concurrency: config.V6GOV_CONCURRENCY, log })
  const pipeline = createPipeline(
    {
      db,
      now,
      log,
      stopping: abandoning.signal,
      onLook: counts.count,
      leaveOutExchanges: () => store.state().diskLow,
    },
    surroundings,
    { ...checkOptions(config), pace },
  )
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

  // that the database is away or its disk full is said once, by whoever watches that
  const onTaskError = (error: unknown, task: string) => {
    const isSaid = store.note(error) || isDatabaseAway(error)
    log(isSaid ? 'debug' : 'error', `${task} failed`, { error: describeError(error) })
  }
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
  const backups = () => listBackups(backupDirectory(config))
  const health = createHealth({ db, now, pace, store: store.state, isStandby: () => letGo === undefined })
  let stopJudging = () => {}
  async function startWeb() {
    const deps: WebDeps = {
      db,
      queue: beside(queue, { db, now, isStandby: () => letGo === undefined }),
      now,
      optionsAt: reporting.optionsAt,
      demo,
      pace,
      host: config.V6GOV_HOST,
      trustedProxies: config.V6GOV_TRUSTED_PROXIES,
      sweepRanges: config.V6GOV_SWEEP_RANGES,
      cutoffDay: config.V6GOV_CUTOFF_DAY,
      draftReport: (period) => makeReport(reporting, period),
      health,
      metrics: createMetrics({ db, now, queue, health, counts, store: store.state, backups }),
      backups,
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
      provider: createProvider(config, surroundings.trustedCa),
      secrets: createSecrets({ vault, keys, surroundings }),
      logError(error, about) {
        store.note(error)
        log('error', 'a page failed', { ...about, error: describeError(error) })
      },
    }
    const listening = await servePages(createApp(deps).fetch, config, log)
    if (!demo && (await countAccounts(db)) === 0) {
      const token = newToken()
      await makeInvitation(db, { role: 'admin', now: now(), ttlHours: 24, token })
      log('info', 'make the first account with this link, which works once and for a day', {
        url: `${listening.url}/first-run?token=${token}`,
      })
    }
    stopJudging = keepJudged(deps, { everyMs: judgeEveryMs })
    return listening
  }

  /** What only one process at a time does on SQLite. */
  async function startWork() {
    if (!isPostgres(config.V6GOV_DATABASE_URL)) {
      await releaseAllHosts(db)
      await releaseClaims(db)
    }
    leave = await announce({ db, now }, { roles, vantages: has('worker') ? vantages : [], machine })
    if (has('worker')) await queue.work(pipeline.run)
    if (!has('scheduler')) return
    const { tasks, onDone } = await keepTaskRuns(
      { db, now },
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
        backUp: demo ? undefined : () => backUpApart(config, stopping),
        evidenceDays: config.V6GOV_EVIDENCE_DAYS,
        onTaskError,
      }),
    )
    stopSchedule = startSchedule(tasks, { timezone, onError: onTaskError, onDone })
  }

  let server: Listening | undefined
  let stopSchedule = async () => {}
  const roles = config.V6GOV_ROLES
  const machine = hostname()
  let leave = async () => {}
  try {
    // a second start on a port that is taken ends here, before it touches what the first one does
    if (has('web')) server = await startWeb()
    if (letGo === undefined) {
      log('warn', 'another v6gov works on this database; until it ends, this one only shows pages')
      leave = await announce({ db, now }, { roles: ['web'], vantages: [], machine })
      letGo = await waitToHold(config.V6GOV_DATABASE_URL, stopping)
      await leave()
      leave = async () => {}
      if (letGo !== undefined) log('info', 'the other v6gov has ended; this one takes its place')
    }
    if (letGo !== undefined) await startWork()
    if (!stopping.aborted) await new Promise((resolve) => stopping.addEventListener('abort', resolve))
    log('info', 'stopping')
  } finally {
    await stopSchedule()
    // what is then still being sent is sent again by the next start, under the same id
    await Promise.race([sender.idle(), sleep(sendPatienceMs, undefined, { ref: false })])
    stopJudging()
    clearInterval(refreshing)
    const patience = setTimeout(() => abandoning.abort(new Error('stopping')), 2_000)
    await queue.stop()
    clearTimeout(patience)
    server?.close()
    await leave()
    await watch?.stop()
    await store.stop()
    link?.drop()
    await db.destroy()
    await link?.close()
    letGo?.()
  }
}

/** Tries again and again, until the process that has the database ends. Returns undefined when we are stopped before. */
async function waitToHold(url: string, stopping: AbortSignal): Promise<(() => void) | undefined> {
  while (!stopping.aborted) {
    await sleep(holdEveryMs, undefined, { signal: stopping }).catch(() => {})
    const letGo = stopping.aborted ? undefined : tryHold(url)
    if (letGo !== undefined) return letGo
  }
  return undefined
}
