import { isIP } from 'node:net'
import { ProbeError } from '../probe.ts'
import { familyOf } from './endpoint.ts'
import { type Pinged, type PingOptions, runFping, runPing } from './ping-program.ts'
import { createTools, isUp, loopback, type Tool } from './ping-tools.ts'
import { createStop, type Stop, type StopSignal } from './stop.ts'
import { whenAborted } from './when-aborted.ts'

export type Pinger = {
  /**
   * Pings an address; those of looks that run in the same moment go into one process, whatever their host and family.
   * null when no program can send anything to it. Throws ProbeError `bad_settings` for a target that is no address in
   * numbers, `out_of_time` when the signal fires.
   */
  ping(target: string, options: PingOptions, signal: StopSignal): Promise<Pinged | null>
}

type Waiting = { target: string; done(pinged: Pinged | null): void; fail(error: unknown): void }
type Batch = { targets: Set<string>; waiting: Set<Waiting>; stop: Stop }

/** How long a batch waits for others of the same moment, in milliseconds: much less than its packets take. */
const gatherMs = 50
/** Targets of one process: fping at 1 ms each needs this long to get round. */
const maxTargets = 1000
/** Processes of `ping` at a time, where there is no fping. */
const maxProcesses = 16

/** Pings by these programs: fping where it works, else ping. */
export function createPinger(programs: Record<Tool, string> = { fping: 'fping', ping: 'ping' }): Pinger {
  const gathering = new Map<string, Batch>()
  const tools = createTools(programs)

  async function run(targets: string[], options: PingOptions, signal: StopSignal) {
    const working = await tools.working()
    const of = (tool: Tool) => targets.filter((target) => working.get(familyOf(target)) === tool)
    const seen = await byFping(of('fping'), options, signal)
    const rest = of('ping')
    const work = async () => {
      for (let target = rest.pop(); target !== undefined && !signal.aborted; target = rest.pop()) {
        const pinged = await runPing(programs.ping, target, options, signal).catch(gone)
        if (pinged) seen.set(target, pinged)
      }
    }
    await Promise.all(Array.from({ length: Math.min(maxProcesses, rest.length) }, work))
    return seen
  }

  /** What fping says of a family counts only while it reaches loopback: it may have lost its capability since the test. */
  async function byFping(targets: string[], options: PingOptions, signal: StopSignal) {
    if (targets.length === 0 || signal.aborted) return new Map<string, Pinged>()
    const controls = new Set(targets.map((target) => loopback[familyOf(target)]))
    const all = [...new Set([...targets, ...controls])]
    const seen =
      (await runFping(programs.fping, all, options, signal).catch(gone)) ?? new Map<string, Pinged>()
    for (const control of controls) {
      if (isUp(seen.get(control))) continue
      gone()
      for (const target of targets) if (familyOf(target) === familyOf(control)) seen.delete(target)
    }
    return seen
  }

  /** The programs changed since they were tested. */
  function gone(): null {
    tools.forget()
    return null
  }

  function gather(key: string, options: PingOptions): Batch {
    const batch: Batch = { targets: new Set(), waiting: new Set(), stop: createStop() }
    const { signal } = batch.stop
    const close = () => {
      clearTimeout(timer)
      if (gathering.get(key) === batch) gathering.delete(key)
    }
    const timer = setTimeout(() => {
      close()
      const limit = setTimeout(() => batch.stop.abort('too long'), longestMs(options))
      run([...batch.targets], options, signal)
        .then(
          (seen) => {
            for (const { target, done } of batch.waiting) done(seen.get(target) ?? null)
          },
          (error) => {
            for (const { fail } of batch.waiting) fail(error)
          },
        )
        .finally(() => clearTimeout(limit))
    }, gatherMs)
    signal.addEventListener('abort', close)
    gathering.set(key, batch)
    return batch
  }

  return {
    ping(target, options, signal) {
      return new Promise((resolve, reject) => {
        mustBeNumeric(target)
        if (signal.aborted) throw outOfTime()
        const key = `${options.packets} ${options.bytes} ${options.timeoutMs} ${options.spacingMs}`
        const open = gathering.get(key)
        const batch = open && open.targets.size < maxTargets ? open : gather(key, options)
        const leave = whenAborted(signal, () => {
          batch.waiting.delete(own)
          if (batch.waiting.size === 0) batch.stop.abort('nobody waits for it any more')
          reject(outOfTime())
        })
        const own: Waiting = {
          target,
          done(pinged) {
            leave()
            resolve(pinged)
          },
          fail(error) {
            leave()
            reject(error)
          },
        }
        batch.targets.add(target)
        batch.waiting.add(own)
      })
    },
  }
}

/** Pings addresses by the system's fping or ping. */
export const { ping } = createPinger()

/** Throws ProbeError `bad_settings` for anything but an address in numbers: it goes to a program. */
function mustBeNumeric(text: string): void {
  if (!isIP(text) || text.includes('%')) throw new ProbeError('bad_settings', `"${text}" is not an address`)
}

function outOfTime(): ProbeError {
  return new ProbeError('out_of_time', 'the time for this look is up')
}

/** A whole batch, with a margin for starting the programs on a busy machine. */
function longestMs({ packets, timeoutMs, spacingMs }: PingOptions): number {
  return maxTargets + packets * Math.max(spacingMs, maxTargets) + timeoutMs + 30_000
}
