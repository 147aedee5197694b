import { setMaxListeners } from 'node:events'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { newToken } from '../auth/token.ts'
import type { Config } from '../config.ts'
import { announce } from '../jobs/announce.ts'
import { enqueueDue } from '../jobs/enqueue-due.ts'
import { incidentHappenings } from '../jobs/incident-happenings.ts'
import { createIncidentKeeper } from '../jobs/keep-incidents.ts'
import { keepLineDays } from '../jobs/keep-line-days.ts'
import { createReadinessKeeper } from '../jobs/keep-readiness-incidents.ts'
import { createSampleKeeper } from '../jobs/keep-samples.ts'
import { keepStandings } from '../jobs/keep-standings.ts'
import { keepWifiDays } from '../jobs/keep-wifi-days.ts'
import { freezeDue, makeReport } from '../jobs/monthly-report.ts'
import { makeDueFiles } from '../jobs/report-files.ts'
import type { Surroundings } from '../jobs/run-job.ts'
import { startSchedule, type Task } from '../jobs/schedule.ts'
import { createSender } from '../jobs/send-messages.ts'
import { watchDatabase } from '../jobs/watch-database.ts'
import { settleHeldMessages, writeNewMessages } from '../jobs/write-messages.ts'
import { describeError, type Log } from '../log.ts'
import type { Instant } from '../model.ts'
import { type ChannelSecrets, describeChannel } from '../notify/channel-secrets.ts'
import { isHeard } from '../operations/vantage-state.ts'
import { loadPlanAt } from '../plan-file.ts'
import { dayOf } from '../report/period.ts'
import { countAccounts, makeInvitation, removeExpired } from '../store/accounts.ts'
import { type Database, isPostgres, openDatabase } from '../store/database.ts'
import { pruneDays } from '../store/days.ts'
import { beat, listHeartbeats } from '../store/heartbeats.ts'
import { holdDatabase } from '../store/hold.ts'
import { saveInventory } from '../store/inventory.ts'
import { releaseClaims } from '../store/outbox.ts'
import { notePace } from '../store/paces.ts'
import { isDatabaseAway, openPostgresLink } from '../store/postgres-link.ts'
import { forgetProcesses, listProcesses } from '../store/processes.ts'
import { offerChannels } from '../store/subscriptions.ts'
import { bringForward, releaseAllHosts } from '../store/turns.ts'
import { createApp } from '../web/app.ts'
import { keepJudged } from '../web/province.ts'
import type { WebDeps } from '../web/web.ts'
import { checkOptions } from './checking.ts'
import { createHealth } from './health.ts'
import { type Io, Refusal } from './io.ts'
import { judging } from './judging.ts'
import { openQueue } from './open-queue.ts'
import { createPipeline } from './pipeline.ts'

const timezone = 'Asia/Ho_Chi_Minh'

/** How long a process that was killed stays in sight, in milliseconds. */
const forgottenMs = 7 * 86_400_000

/** Between two rounds of judging what has changed: a page then waits for what came in that time only. */
const judgeEveryMs = 2_000

/** Of every five seconds, in small pieces: the numbers of a large province are folded within an hour. */
const keepSamplesMs = 250

/** How long a stop waits for messages that are being sent. */
const sendPatienceMs = 5_000

/** What a running product differs in: the real network, or the demo's. */
export type Setting = {
  config: Config
  surroundings: Surroundings
  demo: boolean
  /** What messages to people go over; none without the credentials file. */
  channels: ChannelSecrets
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
  const surroundings: Surroundings = {
    ...setting.surroundings,
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

  async function schedulerTasks(): Promise<Task[]> {
    await notePace(db, now(), pace)
    await bringForward(db, now(), { pace })
    await beat(db, 'inventory', now())
    const keepSamples = createSampleKeeper({ db, now, pace, cutoffDay: config.V6GOV_CUTOFF_DAY })
    const keepIncidents = createIncidentKeeper({ db, now, pace })
    const keepReadiness = createReadinessKeeper(reporting)
    let synced: string | undefined
    let caughtUp = false
    async function makeFiles() {
      for (const { period, version, formats } of await makeDueFiles(reporting))
        log('info', 'files of a report made', { period, version, formats: formats.join(' ') })
    }
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
          await enqueueDue({ db, queue, now, pace, vantages: await attended() })
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
        name: 'the reports',
        when: '10 0 * * *',
        atStart: true, // catches up on what was missed while we were away
        async run() {
          const frozen = await freezeDue(reporting)
          for (const { period, sha256 } of frozen) log('info', 'report frozen', { period, sha256 })
          if (!caughtUp) await makeFiles()
          caughtUp = true
        },
      },
      { name: 'the files of reports', when: '0 6 * * *', run: makeFiles },
      { name: 'the end of old sessions', when: '20 3 * * *', run: () => removeExpired(db, now()) },
      { name: 'the end of old days', when: '40 3 * * *', run: () => pruneDays(db, now()) },
      {
        name: 'the standings of days',
        when: '*/5 * * * * *', // small pieces: a day of the province takes minutes, and missed years go on by and by
        async run() {
          await keepStandings(reporting, { units: 10, days: 5 })
        },
      },
      {
        name: 'the days of lines',
        when: '*/5 * * * * *',
        async run() {
          await keepLineDays(reporting, { lines: 10 })
        },
      },
      { name: 'the incidents', when: '*/5 * * * * *', run: keepIncidents },
      { name: 'the incidents of verdicts', when: '2-59/5 * * * * *', run: keepReadiness },
      {
        name: 'the messages to people',
        when: '* * * * * *',
        async run() {
          await writeNewMessages(messaging)
          await settleHeldMessages(messaging)
          sender.tick((error) => onTaskError(error, 'the sending of messages'))
        },
      },
      {
        name: 'the channels of messages',
        when: '20 * * * * *',
        atStart: true,
        run: () => offerChannels(db, offered, now()),
      },
      {
        name: 'the days of public Wi-Fi',
        when: '*/5 * * * * *',
        async run() {
          await keepWifiDays(reporting, { sites: 10 })
        },
      },
      {
        name: 'the folding of numbers into days',
        when: '*/5 * * * * *',
        run: () => keepSamples(keepSamplesMs),
      },
      {
        name: 'the end of processes long gone',
        when: '40 3 * * *',
        run: () => forgetProcesses(db, new Date(Date.parse(now()) - forgottenMs).toISOString()),
      },
    ]
  }

  // that the database is away is said once, by whoever watches it
  const onTaskError = (error: unknown, task: string) =>
    log(isDatabaseAway(error) ? 'debug' : 'error', `${task} failed`, { error: describeError(error) })
  const messaging = { db, now, ...incidentHappenings(db) }
  const offered = Object.entries(setting.channels).map(([name, secret]) => ({
    name,
    ...describeChannel(secret),
  }))
  const sender = createSender({
    db,
    now,
    log,
    channels: setting.channels,
    context: { dial: surroundings.dial, trustedCa: surroundings.trustedCa },
    baseUrl: config.V6GOV_PUBLIC_URL ?? null,
    stopping,
  })

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
      async importInventory(changes) {
        const at = now()
        await saveInventory(db, changes, at)
        await beat(db, 'inventory', at)
      },
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
      stopSchedule = startSchedule(await schedulerTasks(), {
        timezone,
        onError: onTaskError,
      })
    if (!stopping.aborted) await new Promise((resolve) => stopping.addEventListener('abort', resolve))
    log('info', 'stopping')
  } finally {
    await stopSchedule()
    // what is then still being sent is sent again by the next start, under the same id
    await Promise.race([sender.idle(), sleep(sendPatienceMs, undefined, { ref: false })])
    stopJudging()
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
