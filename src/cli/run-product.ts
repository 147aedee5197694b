import { setMaxListeners } from 'node:events'
import { serve } from '@hono/node-server'
import type { ProbeName } from '../../probes/index.ts'
import { newToken } from '../auth/token.ts'
import type { Config } from '../config.ts'
import { enqueueDue } from '../jobs/enqueue-due.ts'
import { freezeDue, makeReport } from '../jobs/monthly-report.ts'
import type { Surroundings } from '../jobs/run-job.ts'
import { startSchedule, type Task } from '../jobs/schedule.ts'
import { describeError, type Log } from '../log.ts'
import { loadPlan } from '../plan-file.ts'
import { dayOf } from '../report/period.ts'
import { countAccounts, makeInvitation, removeExpired } from '../store/accounts.ts'
import { type Database, isPostgres, openDatabase } from '../store/database.ts'
import { pruneDays } from '../store/days.ts'
import { beat, listHeartbeats } from '../store/heartbeats.ts'
import { holdDatabase } from '../store/hold.ts'
import { saveInventory } from '../store/inventory.ts'
import { notePace } from '../store/paces.ts'
import { bringForward, releaseAllHosts } from '../store/turns.ts'
import { createApp } from '../web/app.ts'
import { checkOptions } from './checking.ts'
import { createHealth } from './health.ts'
import { type Io, Refusal } from './io.ts'
import { judging } from './judging.ts'
import { openQueue } from './open-queue.ts'
import { createPipeline } from './pipeline.ts'

const timezone = 'Asia/Ho_Chi_Minh'

/** What a running product differs in: the real network, or the demo's. */
export type Setting = {
  config: Config
  surroundings: Surroundings
  anchors: string[]
  /** Probes that are not scheduled, because nothing there answers them. */
  without?: readonly ProbeName[]
  demo: boolean
  /** Opened already, when something was written before the product starts. */
  db?: Database
}

/** Starts the roles of this process and returns when it is asked to stop and all of them have. */
export async function runProduct(io: Io, log: Log, setting: Setting): Promise<void> {
  const { config, surroundings, anchors, without = [], demo } = setting
  const { now, stopping } = io
  const pace = config.V6GOV_PACE
  const has = (role: Config['V6GOV_ROLES'][number]) => config.V6GOV_ROLES.includes(role)
  const db = setting.db ?? (await openDatabase(config.V6GOV_DATABASE_URL))
  const letGo = holdDatabase(config.V6GOV_DATABASE_URL)
  const vantages = config.V6GOV_VANTAGES
  const abandoning = new AbortController()
  setMaxListeners(0, abandoning.signal) // every look under way listens
  const queue = await openQueue(config.V6GOV_DATABASE_URL, {
    vantages,
    concurrency: config.V6GOV_CONCURRENCY,
    log,
  })
  const pipeline = createPipeline({ db, now, log, stopping: abandoning.signal }, surroundings, {
    ...checkOptions(config),
    pace,
    anchors,
    without,
  })
  const reporting = {
    db,
    now,
    optionsAt: judging(config, db).optionsAt,
    cutoffDay: config.V6GOV_CUTOFF_DAY,
    plan: loadPlan(),
  }
  async function schedulerTasks(): Promise<Task[]> {
    await notePace(db, now(), pace)
    await bringForward(db, now(), { pace })
    await beat(db, 'inventory', now())
    let synced: string | undefined
    return [
      {
        name: 'the schedule of checks',
        when: '* * * * * *',
        async run() {
          const { inventory } = await listHeartbeats(db)
          const state = `${inventory} ${dayOf(now())}` // a unit may end at midnight
          if (state !== synced) {
            await pipeline.syncChecks()
            synced = state
          }
          await enqueueDue({ db, queue, now, pace })
        },
      },
      {
        name: 'the turns that lie too far ahead',
        when: '30 7 * * * *', // hourly, for a clock that was set back
        async run() {
          const brought = await bringForward(db, now(), { pace })
          if (brought > 0) log('warn', 'turns lay too far ahead and were brought back', { checks: brought })
        },
      },
      {
        name: 'the monthly report',
        when: '10 0 * * *',
        atStart: true, // catches up on what was missed while we were away
        async run() {
          const frozen = await freezeDue(reporting)
          for (const { period, sha256 } of frozen) log('info', 'report frozen', { period, sha256 })
        },
      },
      { name: 'the end of old sessions', when: '20 3 * * *', run: () => removeExpired(db, now()) },
      { name: 'the end of old days', when: '40 3 * * *', run: () => pruneDays(db, now()) },
    ]
  }

  async function startWeb() {
    const app = createApp({
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
      async importInventory(changes) {
        await saveInventory(db, changes)
        await beat(db, 'inventory', now())
      },
      logError: (error, about) => log('error', 'a page failed', { ...about, error: describeError(error) }),
    })
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
    return listening
  }

  let server: Awaited<ReturnType<typeof startWeb>> | undefined
  let stopSchedule = async () => {}
  try {
    // a second start on a port that is taken ends here, before it touches what the first one does
    if (has('web')) server = await startWeb()
    if (!isPostgres(config.V6GOV_DATABASE_URL)) await releaseAllHosts(db)
    if (has('worker')) await queue.work(pipeline.run)
    if (has('scheduler'))
      stopSchedule = startSchedule(await schedulerTasks(), {
        timezone,
        onError: (error, task) => log('error', `${task} failed`, { error: describeError(error) }),
      })
    if (!stopping.aborted) await new Promise((resolve) => stopping.addEventListener('abort', resolve))
    log('info', 'stopping')
  } finally {
    await stopSchedule()
    server?.close()
    const patience = setTimeout(() => abandoning.abort(new Error('stopping')), 2_000)
    await queue.stop()
    clearTimeout(patience)
    if (server && 'closeAllConnections' in server) server.closeAllConnections()
    await db.destroy()
    letGo()
  }
}

function urlOf(host: string, port: number): string {
  const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
