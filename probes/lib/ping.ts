import { isIP } from 'node:net'
import { type Family, ProbeError } from '../probe.ts'
import { familyOf } from './endpoint.ts'
import { withinTime } from './look.ts'
import { type Pinged, type PingOptions, runFping, runPing } from './ping-program.ts'
import type { StopSignal } from './stop.ts'

export type Pinger = {
  /**
   * Pings addresses; targets of looks that run in the same moment go into one process. What was seen comes by target,
   * as it was given; a target is missing when no program can send anything to it. Throws ProbeError `bad_settings` for
   * a target that is no address in numbers, `out_of_time` when the signal fires.
   */
  pingBatch(targets: string[], options: PingOptions, signal: StopSignal): Promise<Map<string, Pinged>>
}

type Tool = 'fping' | 'ping'
type Batch = {
  targets: Set<string>
  looks: number
  outcome: Promise<Map<string, Pinged>>
  stop: AbortController
}

/** How long a batch waits for others of the same moment, in milliseconds. */
const gatherMs = 20
/** Targets of one process: fping at 1 ms each needs this long to get round. */
const maxTargets = 1000
/** Processes of `ping` at a time, where there is no fping. */
const maxProcesses = 16
/** How long the test of the programs may take, in milliseconds. */
const testMs = 3000
/** How long we believe that there is no way to ping, in milliseconds. */
const recheckMs = 60_000
const loopback: Record<Family, string> = { 4: '127.0.0.1', 6: '::1' }
const once: PingOptions = { packets: 1, bytes: 56, timeoutMs: 1000, spacingMs: 250 }

/** Pings by these programs: fping where it works, else ping. */
export function createPinger(programs: Record<Tool, string> = { fping: 'fping', ping: 'ping' }): Pinger {
  const gathering = new Map<string, Batch>()
  let check: { at: number; tools: Promise<Map<Family, Tool>> } | undefined

  /**
   * Which program works for which family: the one that reaches loopback. fping without its capability says that
   * everybody is dead and ends well, so its word is not enough. Checked at first use, and while none works each minute.
   */
  function tools(): Promise<Map<Family, Tool>> {
    if (check === undefined || performance.now() - check.at > recheckMs) {
      const tested = { at: performance.now(), tools: testTools(programs) }
      check = tested
      tested.tools.then(
        (found) => {
          if (found.size === 2) tested.at = Number.POSITIVE_INFINITY
        },
        () => {},
      )
    }
    return check.tools
  }

  async function run(targets: string[], options: PingOptions, signal: StopSignal) {
    const working = await tools()
    const of = (tool: Tool) => targets.filter((target) => working.get(familyOf(target)) === tool)
    const [byFping, byPing] = [of('fping'), of('ping')]
    const gone = () => {
      check = undefined // the programs changed since they were tested
      return null
    }
    const seen =
      (byFping.length > 0 && !signal.aborted
        ? await runFping(programs.fping, byFping, options, signal).catch(gone)
        : null) ?? new Map<string, Pinged>()
    const rest = [...byPing]
    const work = async () => {
      for (let target = rest.pop(); target !== undefined && !signal.aborted; target = rest.pop()) {
        const pinged = await runPing(programs.ping, target, options, signal).catch(gone)
        if (pinged) seen.set(target, pinged)
      }
    }
    await Promise.all(Array.from({ length: maxProcesses }, work))
    return seen
  }

  function gather(key: string, options: PingOptions): Batch {
    const stop = new AbortController()
    const targets = new Set<string>()
    const outcome = new Promise<Map<string, Pinged>>((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer)
        if (gathering.get(key) === batch) gathering.delete(key)
        if (stop.signal.aborted) resolve(new Map())
        else run([...targets], options, stop.signal).then(resolve, reject)
      }
      const timer = setTimeout(begin, gatherMs)
      stop.signal.addEventListener('abort', begin, { once: true })
    })
    outcome.catch(() => {}) // who waits for it hears of it
    const batch: Batch = { targets, looks: 0, outcome, stop }
    gathering.set(key, batch)
    return batch
  }

  return {
    async pingBatch(targets, options, signal) {
      for (const target of targets) mustBeNumeric(target)
      const key = Object.values(options).join()
      const before = gathering.get(key)
      const batch = before && before.targets.size < maxTargets ? before : gather(key, options)
      for (const target of targets) batch.targets.add(target)
      batch.looks++
      let waiting = true
      const leave = () => {
        if (waiting && --batch.looks === 0) batch.stop.abort() // nobody waits for it any more
        waiting = false
      }
      const timeoutMs = longestMs(options)
      return withinTime<Map<string, Pinged>>(
        { timeoutMs, signal, cancel: leave, timedOut: () => new Map() },
        (done, fail) => {
          const ours = (seen: Map<string, Pinged>) =>
            new Map(
              targets.flatMap((target) => {
                const pinged = seen.get(target)
                return pinged ? [[target, pinged] as const] : []
              }),
            )
          batch.outcome.then((seen) => done(ours(seen)), fail)
        },
      )
    },
  }
}

const standard = createPinger()
/** Pings addresses by the system's fping or ping. */
export const pingBatch = standard.pingBatch

/** Throws ProbeError `bad_settings` for anything but an address in numbers: it goes to a program. */
function mustBeNumeric(text: string): void {
  if (!isIP(text) || text.includes('%')) throw new ProbeError('bad_settings', `"${text}" is not an address`)
}

/** A whole batch, with a margin for starting the programs on a busy machine. */
function longestMs({ packets, timeoutMs, spacingMs }: PingOptions): number {
  return gatherMs + maxTargets + packets * Math.max(spacingMs, maxTargets) + timeoutMs + 30_000
}

async function testTools(programs: Record<Tool, string>): Promise<Map<Family, Tool>> {
  const signal = AbortSignal.timeout(testMs)
  const families = [4, 6] as const
  const working = new Map<Family, Tool>()
  const isUp = (pinged: Pinged | null | undefined) => (pinged?.rttMs.length ?? 0) > 0
  const byFping = await runFping(programs.fping, Object.values(loopback), once, signal).catch(() => new Map())
  for (const family of families) {
    if (isUp(byFping.get(loopback[family]))) working.set(family, 'fping')
    else if (isUp(await runPing(programs.ping, loopback[family], once, signal).catch(() => null)))
      working.set(family, 'ping')
  }
  return working
}
