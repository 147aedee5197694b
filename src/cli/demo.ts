import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { newKeyLine, parseKeys } from '../auth/key-ring.ts'
import { type Config, readConfig } from '../config.ts'
import { demoDocuments } from '../demo/documents.ts'
import { demoInventory } from '../demo/inventory.ts'
import { demoOffices } from '../demo/offices.ts'
import { type DemoNetwork, startDemoNetwork } from '../demo/start.ts'
import { demoChannels, demoMaintenance, demoSubscription } from '../demo/telling.ts'
import { credentials } from '../demo/world/credentials.ts'
import { knownPage, knownText } from '../demo/world/portal.ts'
import { demoTimeline } from '../demo/world/timeline.ts'
import { makeWorld } from '../demo/world.ts'
import { keepLineDays } from '../jobs/keep-line-days.ts'
import { keepStandings, type StandingDeps } from '../jobs/keep-standings.ts'
import { keepWifiDays } from '../jobs/keep-wifi-days.ts'
import type { Surroundings } from '../jobs/run-job.ts'
import { runSimulated } from '../jobs/run-simulated.ts'
import { createLog, type Log } from '../log.ts'
import type { Instant } from '../model.ts'
import { loadPlanAt } from '../plan-file.ts'
import { closedPeriodsSince } from '../report/period.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { addDocument } from '../store/documents.ts'
import { saveInventory } from '../store/inventory.ts'
import { addMaintenance } from '../store/maintenance.ts'
import { notePace } from '../store/paces.ts'
import { addOffice } from '../store/report-office.ts'
import { setSecret } from '../store/secrets.ts'
import { addSubscription } from '../store/subscriptions.ts'
import { checkOptions } from './checking.ts'
import { type Command, type Io, Refusal } from './io.ts'
import { judging } from './judging.ts'
import { createPipeline } from './pipeline.ts'
import { runProduct } from './run-product.ts'

/** One folder a demo, so that two of them at once do not write into the same database. */
const directory = path.join('data', 'demo', String(process.pid))
const seed = 2021

/** Where a prober stands within a unit, so that its public Wi-Fi is tried as a guest would. */
const unitWithVantage = '288'

/** Live, a minute of schedule passes in a second. */
const livePace = '60'

/** Through past months a look is due once a day where it would be every five minutes, and taken every third. */
const historyPace = 1 / 288

/** The network is on this machine: what does not answer in a fifth of the usual time never will. */
const livePatience = 0.2

/** In simulated time the slow hosts of the demo hurry too. */
const historyPatience = 0.1

export const demoCommand: Command = {
  summary: 'Runs the product against a simulated province on loopback (npm run demo)',
  help: `v6gov demo [--history MONTHS]

Starts a demo network in a process of its own (SNMP agents, DNS, web and mail servers) and the product against it, with the real
probes, on a fresh database in ${path.dirname(directory)}, which goes with it. Only the network and the pace are simulated. Ctrl-C stops both.

  --history MONTHS  first runs 1 to 24 months through the same pipeline with a simulated clock`,
  async run(io) {
    const months = readMonths(io.args)
    const asked = demoConfig(io)
    const log = createLog(io.out, io.now, asked.V6GOV_LOG)
    const liveFrom = io.now()
    const historyFrom = months === 0 ? undefined : monthsBefore(liveFrom, months)
    const timeline = demoTimeline({
      ...(historyFrom === undefined ? {} : { historyFrom }),
      liveFrom,
      pace: asked.V6GOV_PACE,
    })
    const network = await startDemoNetwork({ seed, timeline, clock: { startAt: liveFrom, rate: 1 } })
    // its own key, which goes with its database
    const key = { V6GOV_KEY: newKeyLine('demo'), V6GOV_KEY_FILE: undefined }
    const config = { ...asked, ...key, V6GOV_ROOTS: network.roots, V6GOV_MAIL_CONTROLS: network.mailControls }
    try {
      for (const note of network.notes) log('warn', note)
      network.onLost(() => log('error', 'the demo network is gone; nothing will answer any more'))
      removeEnded()
      const db = await openDatabase(config.V6GOV_DATABASE_URL)
      const world = makeWorld({ seed, timeline })
      await saveInventory(db, demoInventory(world), historyFrom ?? liveFrom)
      for (const document of demoDocuments(world, liveFrom)) await addDocument(db, document)
      if (historyFrom !== undefined) await liveThrough(historyFrom, { io, log, db, network, config })
      const closed = closedPeriodsSince(historyFrom ?? liveFrom, io.now(), {
        cutoffDay: config.V6GOV_CUTOFF_DAY,
      })
      for (const { period, office } of demoOffices(closed))
        await addOffice(db, period, { edition: 1, office, enteredAt: io.now(), enteredBy: 'demo' })
      await addSubscription(db, demoSubscription(io.now()))
      await addMaintenance(db, demoMaintenance(io.now()))
      const keys = parseKeys(key.V6GOV_KEY)
      for (const [name, secret] of Object.entries(credentials))
        await setSecret(db, keys, { name, text: JSON.stringify(secret), at: io.now(), by: 'demo' })
      await network.setClock({ startAt: io.now(), rate: 1 })
      await runProduct(io, log, {
        config,
        surroundings: surroundingsOf(network, io.now, livePatience),
        credentials: { snmp: {}, channels: demoChannels },
        demo: true,
        db,
      })
      return 0
    } finally {
      await network.stop()
      rmSync(directory, { recursive: true, force: true })
    }
  },
}

/** Removes what demos left that were killed. */
function removeEnded(): void {
  const parent = path.dirname(directory)
  if (!existsSync(parent)) return
  for (const name of readdirSync(parent))
    if (!/^\d+$/.test(name) || !isAlive(Number(name))) rmSync(path.join(parent, name), { recursive: true })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Months of looks, by a clock that jumps from one due check to the next. */
async function liveThrough(
  from: Instant,
  { io, log, db, network, config }: { io: Io; log: Log; db: Database; network: DemoNetwork; config: Config },
): Promise<void> {
  let clock = from
  const now = () => clock
  const surroundings = surroundingsOf(network, now, historyPatience)
  const pipeline = createPipeline({ db, now, log, stopping: io.stopping }, surroundings, {
    ...checkOptions(config),
    pace: historyPace,
  })
  const standings: StandingDeps = {
    db,
    now,
    optionsAt: judging(config, db).optionsAt,
    planAt: async (asOf) => (await loadPlanAt(db, asOf)).plan,
  }
  let month = ''
  await notePace(db, from, historyPace)
  await pipeline.syncChecks()
  await runSimulated({
    db,
    run: pipeline.run,
    async setClock(at) {
      clock = at
      await network.setTime(at)
    },
    from,
    to: io.now(),
    pace: historyPace,
    concurrency: config.V6GOV_CONCURRENCY,
    async onDay(day) {
      if (day.slice(0, 7) !== month) log('info', 'living through the past', { month: day.slice(0, 7) })
      month = day.slice(0, 7)
      while (!io.stopping.aborted && (await keepLineDays(standings, { lines: 100 }))) {}
      while (!io.stopping.aborted && (await keepWifiDays(standings, { sites: 100 }))) {}
      while (
        !io.stopping.aborted &&
        (await keepStandings(standings, { units: Number.POSITIVE_INFINITY, days: 10 }))
      ) {}
    },
    stopping: io.stopping,
  })
}

function surroundingsOf(network: DemoNetwork, now: Io['now'], patience: number): Surroundings {
  return {
    now,
    secret: (name) => (Object.hasOwn(credentials, name) ? credentials[name] : undefined),
    dial: network.dial,
    patience,
    own: { anchors: network.anchors },
    resolvers: network.resolvers,
    trustedCa: network.ca,
  }
}

function readMonths(args: string[]): number {
  const { values } = parseArgs({ args, options: { history: { type: 'string' } } })
  const months = values.history === undefined ? 0 : Number(values.history)
  if (Number.isInteger(months) && months >= 0 && months <= 24) return months
  throw new Refusal(['--history: give a number of months, 1 to 24'], 2)
}

function demoConfig(io: Io): Config {
  const read = readConfig({
    ...io.env,
    V6GOV_PACE: io.env.V6GOV_PACE ?? livePace,
    V6GOV_VANTAGES: ['inside', unitWithVantage].join(),
    V6GOV_SWEEP_RANGES: '10.30.0.0/16',
    V6GOV_PORTAL_URL: knownPage,
    V6GOV_PORTAL_TEXT: knownText,
    V6GOV_DATABASE_URL: `sqlite:${path.join(directory, 'v6gov.db')}`,
    V6GOV_TREAT_DOCUMENTATION_AS_GLOBAL: '1',
    V6GOV_INSIDE_COUNTS_AS_OUTSIDE: '1',
  })
  const mistakes = read.ok ? [] : read.mistakes
  if (read.ok && !['127.0.0.1', '::1', 'localhost'].includes(read.config.V6GOV_HOST))
    mistakes.push('V6GOV_HOST: the demo signs everybody in, so it serves loopback only')
  if (!read.ok || mistakes.length > 0)
    throw new Refusal(['The configuration cannot be used:', ...mistakes.map((mistake) => `  ${mistake}`)])
  return read.config
}

/** The same day of an earlier month, or its last day where that month is shorter. */
function monthsBefore(at: Instant, months: number): Instant {
  const date = new Date(at)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() - months)
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, days))
  return date.toISOString()
}
