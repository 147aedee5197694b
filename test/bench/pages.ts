import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { makeReport } from '../../src/jobs/monthly-report.ts'
import type { Clock, Look } from '../../src/model.ts'
import { shippedPlan } from '../../src/plan-file.ts'
import { kept } from '../../src/readiness/kept.ts'
import type { Database } from '../../src/store/database.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { createApp } from '../../src/web/app.ts'
import { keepJudged } from '../../src/web/province.ts'
import type { WebDeps } from '../../src/web/web.ts'
import { healthyDeps } from '../helpers/healthy.ts'
import { lookOf } from '../web/looks.ts'
import { pageAddresses } from '../web/page-addresses.ts'
import { noSecrets } from '../web/province.ts'
import type { Generated, Scale } from './province-generator.ts'
import { watchTurns } from './turns.ts'
import { shownSite, toldByController } from './wifi-generator.ts'

export type Measured = {
  path: string
  status: number
  /** Milliseconds of computing until the whole answer is there, of whatever else this process did meanwhile too. */
  medianMs: number
  p95Ms: number
  /** Milliseconds that passed, which are others' too on a machine that is not alone. */
  passedP95Ms: number
  /** Bytes as they travel. */
  gzipBytes: number
}

/** What a page may cost: an answer within this time, of this size, and so much computing while nobody else is let in. */
export const goal = { p95Ms: 150, gzipBytes: 60 * 1024, turnMs: 50 }

/**
 * Asks for every page again and again while looks are written as fast as the checks of that province come due. `blockedMs`
 * is the longest time for which the process answered nothing else, `turnMs` the most that it computed in one turn, from the
 * start on; `firstMs` is what the first page took, which waits until every unit is judged.
 */
export async function measurePages(
  db: Database,
  { checks, fateOf }: Generated,
  { scale, rounds }: { scale: Scale; rounds: number },
): Promise<{ measured: Measured[]; looks: number; blockedMs: number; turnMs: number; firstMs: number }> {
  const startedAt = performance.now()
  const now: Clock = () => new Date(Date.parse(scale.now) + performance.now() - startedAt).toISOString()
  const deps = depsOf(db, now)
  const app = createApp(deps)
  const cookie =
    (
      (await app.request('/about', { headers: { accept: 'text/html' } })).headers.get('set-cookie') ?? ''
    ).split(';')[0] ?? ''
  const ask = async (path: string) => {
    const [before, started] = [process.cpuUsage(), performance.now()]
    const response = await app.request(path, { headers: { cookie, 'accept-encoding': 'gzip' } })
    const bytes = (await response.arrayBuffer()).byteLength
    const { user, system } = process.cpuUsage(before)
    return { ms: performance.now() - started, cpuMs: (user + system) / 1000, bytes, status: response.status }
  }
  const mostOfTurn = watchTurns()
  const stop = keepJudged(deps, { everyMs: 2000 })
  const first = await ask('/overview') // waits until everything was judged once
  const looking = new AbortController()
  const looks = look(db, checks, fateOf, now, looking.signal)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const addresses = addressesAt(scale)
  const taken = new Map(addresses.map((path) => [path, [] as Awaited<ReturnType<typeof ask>>[]]))
  for (const path of addresses) await ask(path)
  for (let round = 0; round < rounds; round += 1)
    for (const path of addresses) {
      taken.get(path)?.push(await ask(path))
      await setImmediate()
    }
  delay.disable()
  const turnMs = mostOfTurn()
  stop()
  looking.abort()
  return {
    measured: [...taken].map(([path, times]) => summary(path, times)),
    looks: await looks,
    blockedMs: Math.round(delay.max / 1e6),
    turnMs,
    firstMs: Math.round(first.ms),
  }
}

export function addressesAt({ now }: Scale): string[] {
  const past = `${Number(now.slice(0, 4)) - 1}-06-30`
  const lately = new Date(Date.parse(now) - 5 * 86_400_000).toISOString().slice(0, 10) // the least of days kept of a line is 9
  const addresses = pageAddresses({
    '/criteria/:id': '/criteria/WEB-02',
    '/reports/:period': '/reports/2024-01',
    '/reports/:period/changes': '/reports/2024-01/changes',
    '/reports/:period/office': '/reports/2024-01/office',
    '/plan/tasks/:task': '/plan/tasks/1.01',
    '/plan/targets/:target': '/plan/targets/2021-platform',
    '/documents/:document': '/documents/288-GOV-02',
    '/maintenance/:maintenance': '/maintenance', // nobody has announced any
    '/documents/new': '/documents/new?unit=288&kind=attestation&subject=GOV-02',
    '/inventory/:kind': '/inventory/devices',
    '/units/:code': '/units/30',
    '/units/:code/verdicts': '/units/30/verdicts',
    '/units/:code/changes': '/units/30/changes',
    '/checks/:id': '/checks/device~288-router~snmp-interfaces',
    '/checks/:id/state': '/checks/device~288-router~snmp-counters/state',
    '/checks/:id/series': '/checks/device~288-router~snmp-interfaces/series?chart=rttMs',
    '/checks/:id/:firstDueAt': '/checks/device~288-router~snmp-interfaces',
    '/devices/:code': '/devices/288-router',
    '/prefixes/:code': '/prefixes/V6-288',
    '/lines/:code': '/lines/tslcd-288',
    '/lines/:code/days': '/lines/tslcd-288/days',
    '/lines/:code/looks': '/lines/tslcd-288/looks',
    '/lines/:code/minutes': '/lines/tslcd-288/minutes?period=2023-11',
    '/lines/:code/incidents': '/lines/tslcd-288/incidents?period=2023-11',
    '/lines/:code/averages': '/lines/tslcd-288/averages?period=2023-11',
    '/lines/:code/:chart': '/lines/tslcd-288/traffic',
    '/incidents/:incident': '/incidents', // nothing has fallen
    '/units/:code/incidents': '/units/30/incidents',
    '/unit-changes/:change': '/unit-changes', // no units have changed
    '/wifi/:code': `/wifi/${shownSite}`,
    '/wifi/:code/days': `/wifi/${shownSite}/days`,
    '/wifi/:code/looks': `/wifi/${shownSite}/looks`,
    '/wifi/:code/:chart': `/wifi/${shownSite}/clients`,
    '/figures/:kind': '/figures/antimalware',
    '/accounts/:account': '/accounts/demo',
    '/figure-imports/:id': '/figures', // nobody has handed in any
  })
  const more = [
    '/units/10507',
    '/units?criterion=WEB-02&verdict=fail',
    '/checks?q=router&result=ok',
    '/checks/service~zone-288.haiduong.test~dns-nameservers',
    '/lines?period=2023-11',
    '/lines/tslcd-288?range=30d',
    '/lines/tslcd-288?period=2023-11',
    '/lines/tslcd-288/rtt?range=90d',
    ...['/', '/units', '/units/288', '/criteria/WEB-02'].map((path) => `${path}?asOf=${past}`),
    `/lines/tslcd-288?asOf=${lately}`,
  ]
  return [...addresses, ...more]
}

function summary(
  path: string,
  times: { ms: number; cpuMs: number; bytes: number; status: number }[],
): Measured {
  const at = (share: number, values: number[]) =>
    values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
  const computed = times.map(({ cpuMs }) => cpuMs)
  return {
    path,
    status: Math.max(...times.map(({ status }) => status)),
    medianMs: at(0.5, computed),
    p95Ms: at(0.95, computed),
    passedP95Ms: at(
      0.95,
      times.map(({ ms }) => ms),
    ),
    gzipBytes: Math.max(...times.map(({ bytes }) => bytes)),
  }
}

/**
 * Writes looks, a few at a time as workers bring them home, until told to stop; gives how many. They come due by the time
 * that this process computes, which on a machine of its own is the time that passes: else a process that gets a small part
 * of a machine would do nothing but write.
 */
async function look(
  db: Database,
  checks: Generated['checks'],
  fateOf: Generated['fateOf'],
  now: Clock,
  signal: AbortSignal,
): Promise<number> {
  const aSecond = checks.reduce((sum, { everySeconds }) => sum + 1 / everySeconds, 0)
  const eachMs = 500
  let next = 0
  let written = 0
  let before = process.cpuUsage()
  while (!signal.aborted) {
    const { user, system } = process.cpuUsage(before)
    before = process.cpuUsage()
    const count = Math.max(1, Math.round((aSecond * Math.min(eachMs * 1000, user + system)) / 1e6))
    const looks = Array.from({ length: count }, (): Look[] => {
      next += 7
      const check = checks[next % checks.length]
      if (check === undefined) return []
      return [toldByController(check, lookOf(check, now(), { fate: fateOf(check) }))]
    }).flat()
    await recordLooks(
      db,
      looks.map((one) => ({ ...one, dueAt: now(), endedAt: now() })),
      { pace: 1, kept },
    )
    written += looks.length
    await setTimeout(eachMs)
  }
  return written
}

const optionsAt: WebDeps['optionsAt'] = async () => ({
  treatDocumentationAsGlobal: true,
  insideCountsAsOutside: true,
  pace: 1,
})

export function depsOf(db: Database, now: Clock): WebDeps {
  return {
    db,
    queue: { async send() {}, async work() {}, depth: async () => 0, async stop() {} },
    now,
    optionsAt,
    demo: true,
    pace: 1,
    host: '127.0.0.1',
    trustedProxies: [],
    secrets: noSecrets,
    sweepRanges: [],
    cutoffDay: 14,
    ...healthyDeps,
    draftReport: (period) => makeReport({ db, now, optionsAt, planAt: async () => shippedPlan() }, period),
    importInventory: async () => {},
    undoImport: async () => null,
    logError: (error) => console.error(error),
  }
}
