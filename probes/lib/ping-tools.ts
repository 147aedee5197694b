import type { Family } from '../probe.ts'
import { type Pinged, type PingOptions, runFping, runPing } from './ping-program.ts'

export type Tool = 'fping' | 'ping'

export type Tools = {
  /** Which program works for which family. */
  working(): Promise<Map<Family, Tool>>
  /** Has the programs tested again at the next use. */
  forget(): void
}

/** How long the test of the programs may take, in milliseconds. */
const testMs = 3000
/** How long we believe that there is no way to ping, in milliseconds. */
const recheckMs = 60_000
export const loopback: Record<Family, string> = { 4: '127.0.0.1', 6: '::1' }
const once: PingOptions = { packets: 1, bytes: 56, timeoutMs: 1000, spacingMs: 250 }

/**
 * Tells by test which program works for a family: the one that reaches loopback. fping without its capability says that
 * everybody is dead and ends well, so its word is not enough.
 */
export function createTools(programs: Record<Tool, string>): Tools {
  let tested: { at: number; complete: boolean; tools: Promise<Map<Family, Tool>> } | undefined

  function test(): Promise<Map<Family, Tool>> {
    const tools = testTools(programs)
    const own = { at: performance.now(), complete: false, tools }
    tools.then(({ size }) => {
      own.complete = size === 2
    })
    tested = own
    return tools
  }

  return {
    working() {
      if (tested === undefined) return test()
      return !tested.complete && performance.now() - tested.at > recheckMs ? test() : tested.tools
    },
    forget() {
      tested = undefined
    },
  }
}

/** Some packet was answered. */
export function isUp(pinged: Pinged | null | undefined): boolean {
  return (pinged?.rttMs.length ?? 0) > 0
}

async function testTools(programs: Record<Tool, string>): Promise<Map<Family, Tool>> {
  const signal = AbortSignal.timeout(testMs)
  const families = [4, 6] as const
  const working = new Map<Family, Tool>()
  const byFping = await runFping(programs.fping, Object.values(loopback), once, signal).catch(() => new Map())
  for (const family of families) {
    if (isUp(byFping.get(loopback[family]))) working.set(family, 'fping')
    else if (isUp(await runPing(programs.ping, loopback[family], once, signal).catch(() => null)))
      working.set(family, 'ping')
  }
  return working
}
