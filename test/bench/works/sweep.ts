import { setMaxListeners } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { ProbeName } from '../../../probes/index.ts'
import type { Endpoint } from '../../../probes/probe.ts'
import { createPipeline } from '../../../src/cli/pipeline.ts'
import type { Asset, Unit } from '../../../src/model/inventory.ts'
import type { Instant } from '../../../src/model.ts'
import { memoryQueue } from '../../../src/queue/memory.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { saveInventory } from '../../../src/store/inventory.ts'
import { claimDue } from '../../../src/store/turns.ts'
import { credentials } from './context.ts'

type Settings = {
  units: number
  /** Share of the units whose device and site are dead, 0 to 1. */
  dead: number
  living: { agent: Endpoint; web: number; resolver: Endpoint }
  /** Ports of loopback where nobody answers: of UDP, and of TCP for both families. */
  silent: { udp: number; tcp: number }
  /** The product's own number of hosts at a time. */
  concurrency?: number
  /** The probes to look with; all that the inventory implies where not given. */
  only?: ProbeName[]
}

/**
 * One round of the schedule through the product's own pipeline: inventory, checks, claims, queue, probes, recorder and
 * an embedded database on disk. The clock goes on by two hours between rounds, so that each check is due in each.
 */
export async function sweep(settings: Settings) {
  const { units, concurrency = 96, only } = settings
  const directory = mkdtempSync(join(tmpdir(), 'v6gov-sweep-'))
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
  const db = await openDatabase(`sqlite:${join(directory, 'v6gov.db')}`)
  let aheadMs = 0
  const now = (): Instant => new Date(performance.timeOrigin + performance.now() + aheadMs).toISOString()
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal)
  const surroundings = {
    now,
    secret: (name: string) => credentials[name],
    dial: dialOf(settings),
    patience: 1,
    resolvers: [`${settings.living.resolver.address}#${settings.living.resolver.port}`],
    trustedCa: undefined,
    own: { anchors: ['2001:db8::1#443'] },
  }
  const log = (level: string, message: string, about?: unknown) => {
    if (level === 'error') console.error(message, about)
  }
  const pipeline = createPipeline({ db, now, log, stopping: stopping.signal }, surroundings, {
    pace: 1,
    vantages: ['inside'],
  })
  await saveInventory(db, inventoryOf(units), now())
  await pipeline.syncChecks()
  if (only) await db.updateTable('check').set({ retired_at: now() }).where('probe', 'not in', only).execute()

  return async (rounds: number) => {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    let looks = 0
    let lastMs = 0
    for (let round = 0; round < rounds; round++) {
      aheadMs += 2 * 86_400_000
      const started = performance.now()
      delay.enable()
      const jobs = await claimDue(db, now(), { pace: 1, hosts: 100_000, leaseMs: 600_000 })
      looks += jobs.reduce((sum, { turns }) => sum + turns.length, 0)
      let left = jobs.length
      await new Promise<void>((resolve) => {
        if (left === 0) resolve()
        const queue = memoryQueue({ concurrency, onError: (error) => console.error(error) })
        queue.send(jobs)
        queue.work(async (job) => {
          await pipeline.run(job).catch((error) => console.error(error))
          if (--left === 0) resolve()
        })
      })
      delay.disable()
      lastMs = performance.now() - started
    }
    const failed = await db
      .selectFrom('observation')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('error', 'is not', null)
      .executeTakeFirst()
    return {
      looks,
      lastMs,
      delayP99Ms: delay.percentile(99) / 1e6,
      delayMaxMs: delay.max / 1e6,
      rssMb: process.memoryUsage().rss / 2 ** 20,
      peakRssMb: process.resourceUsage().maxRSS / 1024,
      couldNotLook: Number(failed?.count ?? 0),
    }
  }
}

const addressOf = (number: number) => `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`

/** A dead unit's addresses end at silent ports; the first of every five are dead when a fifth is. */
function dialOf({ units, dead, living, silent }: Settings) {
  const isDead = (number: number) => number < units * dead
  return (address: string, port: number): Endpoint => {
    const { agent, resolver, web } = living
    if (address === resolver.address && port === resolver.port) return resolver
    const isV6 = address.includes(':')
    const own = isV6 ? '::1' : '127.0.0.1'
    if (address === '2001:db8::1') return { address: own, port: web }
    const octets = address.split('.').map(Number)
    const number = isV6
      ? Number.parseInt(address.split(':')[2] ?? '0', 16)
      : ((octets[1] ?? 0) << 16) | ((octets[2] ?? 0) << 8) | (octets[3] ?? 0)
    if (port === 161) return isDead(number) ? { address: own, port: silent.udp } : agent
    return { address: own, port: isDead(number) ? silent.tcp : web }
  }
}

function inventoryOf(units: number): { units: Unit[]; assets: Asset[] } {
  const numbers = Array.from({ length: units }, (_, number) => number)
  return {
    units: numbers.map((number) => ({
      code: `U${number}`,
      name: `Đơn vị ${number}`,
      kind: 'commune',
      type: 'xa',
      parent: null,
      validFrom: null,
      validTo: null,
      contactName: '',
      contactEmail: '',
      profile: null,
    })),
    assets: numbers.flatMap((number): Asset[] => [
      {
        kind: 'device',
        code: `R${number}`,
        unit: `U${number}`,
        name: `R${number}`,
        role: 'router',
        address: addressOf(number),
        address6: null,
        credential: 'v2c',
        internetIf: null,
        tslcdIf: 'Gi1/0/1',
        userIf: [],
        wifiIf: [],
      },
      {
        kind: 'service',
        code: `W${number}`,
        unit: `U${number}`,
        type: 'web',
        host: `u${number}.bench.test`,
        critical: false,
        owner: '',
        senders: [],
      },
    ]),
  }
}
