import { isIP } from 'node:net'
import { type Looked, type Probe, type ProbeContext, ProbeError } from '../../probes/probe.ts'
import { held, leftOver, mostKept, usedBytes } from '../helpers/resources.ts'

/** What came of many looks at servers that lie. */
export type Tally = {
  seed: number
  looks: number
  /** Malformed answers that were sent. */
  cases: number
  /** Those of them that pass the outer header, so that their contents are read. */
  past: number
  /** Looks that ended in facts, and in each ProbeError. */
  facts: number
  errors: Record<string, number>
  /** The look that took the largest share of its probe's budget. */
  slowest: { look: number; probe: string; tookMs: number; budgetMs: number }
  /** What must not be, with the number of the look that shows it. */
  faults: string[]
  /** Kept of the last three quarters of the cases after garbage collection, in bytes; null without --expose-gc. */
  keptBytes: number | null
  /** How much of that may be memories of the probes that have a bound and go on filling up to it, in bytes. */
  memoriesBytes: number
  /** What is held that was not before: sockets, timers, children, descriptors. */
  leftOver: string[]
}

/** A server's side of a fuzz: it counts what it sends in the tally. `look` makes the look of that number. */
export type Liars = {
  slots: number
  look(
    number: number,
    slot: number,
  ): { name: string; probe: Probe; settings: unknown; context: Omit<ProbeContext, 'signal'> }
  /** Forgets what it has remembered, so that only the probes' memory is measured. */
  forget(): void
  stop(): Promise<void>
}

const mostFaults = 50
const leastPast = 0.9
const leastFacts = 0.02

/** What is wrong with the outcome of a fuzz, in words. */
export function judge({
  faults,
  leftOver: left,
  keptBytes,
  memoriesBytes,
  past,
  cases,
  facts,
  looks,
}: Tally): string[] {
  return [
    ...faults,
    ...(left.length > 0 ? [`left over: ${left.join(', ')}`] : []),
    ...((keptBytes ?? 0) > mostKept + memoriesBytes ? [`${keptBytes} bytes were kept`] : []),
    ...(past < leastPast * cases ? [`only ${past} of ${cases} malformed answers pass the outer header`] : []),
    ...(facts < leastFacts * looks
      ? [`only ${facts} of ${looks} looks ended in facts: answers came too late`]
      : []),
  ]
}

/** Looks until that many malformed answers were sent, one look at a time in each of the liars' slots. */
export async function fuzz(
  { cases, seed }: { cases: number; seed: number },
  startLiars: (tally: Tally) => Promise<Liars>,
  only?: number,
): Promise<Tally> {
  const tally: Tally = {
    ...{ seed, looks: 0, cases: 0, past: 0, facts: 0, errors: {} },
    slowest: { look: 0, probe: 'none', tookMs: 0, budgetMs: 1 },
    ...{ faults: [], keptBytes: null, memoriesBytes: 0, leftOver: [] },
  }
  const fault = (text: string) => {
    if (tally.faults.length < mostFaults) tally.faults.push(text)
  }
  const uncaught = (error: unknown) => fault(`uncaught: ${error instanceof Error ? error.stack : error}`)
  const before = held()
  process.on('uncaughtException', uncaught)
  const liars = await startLiars(tally)
  let kept: number | undefined
  try {
    const work = async (slot: number, until: number) => {
      while (tally.cases < until) {
        const number = only ?? tally.looks
        tally.looks += 1
        await lookOnce(number, liars.look(number, slot), tally, fault)
        if (only !== undefined) return
      }
    }
    // the first quarter fills caches and lets the compiler do its work
    for (const until of [Math.floor(cases / 4), cases]) {
      await Promise.all(
        Array.from({ length: only === undefined ? liars.slots : 1 }, (_, slot) => work(slot, until)),
      )
      liars.forget()
      const now = await usedBytes()
      if (now !== null && kept !== undefined) tally.keptBytes = now - kept
      kept = now ?? undefined
    }
  } finally {
    await liars.stop()
    process.off('uncaughtException', uncaught)
  }
  tally.leftOver = await leftOver(before)
  return tally
}

async function lookOnce(
  number: number,
  { name, probe, settings, context }: ReturnType<Liars['look']>,
  tally: Tally,
  fault: (text: string) => void,
): Promise<void> {
  const started = performance.now()
  const timeIsUp = new AbortController()
  const timer = setTimeout(() => timeIsUp.abort(), probe.budgetMs)
  const [ended] = await Promise.allSettled([
    probe.run(probe.settings.parse(settings), { ...context, signal: timeIsUp.signal }),
  ])
  clearTimeout(timer)
  const tookMs = performance.now() - started
  const { budgetMs } = probe
  if (tookMs / budgetMs > tally.slowest.tookMs / tally.slowest.budgetMs)
    tally.slowest = { look: number, probe: name, tookMs: Math.round(tookMs), budgetMs }
  if (tookMs > budgetMs + 1_000) fault(`look ${number}: took ${Math.round(tookMs)} ms`)
  if (ended.status === 'rejected') {
    const error = ended.reason
    if (!(error instanceof ProbeError)) fault(`look ${number}: ${error?.stack ?? error}`)
    else {
      tally.errors[error.code] = (tally.errors[error.code] ?? 0) + 1
      JSON.stringify(error.evidence)
      if (error.code === 'internal') fault(`look ${number}: ${error.stack}`)
    }
    return
  }
  tally.facts += 1
  const seen = ended.value as Looked<unknown>
  JSON.stringify(seen.evidence)
  const parsed = probe.facts.safeParse(seen.facts)
  if (!parsed.success) fault(`look ${number}: facts of another shape: ${parsed.error.message}`)
  for (const text of insane(seen.facts, 'facts')) fault(`look ${number}: ${text}`)
  for (const { series, kind, value } of seen.samples ?? []) {
    const isWrong =
      typeof value === 'bigint'
        ? value < 0n || value >= 2n ** 64n
        : !Number.isFinite(value) || (value < 0 && series !== 'dnssec.daysToExpiry')
    if (isWrong || (kind === 'counter' && typeof value !== 'bigint'))
      fault(`look ${number}: ${series} is ${value}`)
    for (const text of insane(series, 'series')) fault(`look ${number}: ${text}`)
  }
}

/** What no look may tell, whatever it was told. */
export function insane(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each, place) => insane(each, `${path}.${place}`))
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, each]) => [
      ...(/[\p{Cc}\p{Cs}]/u.test(key) ? [`${path} has the key ${JSON.stringify(key)}`] : []),
      ...insane(each, `${path}.${key}`),
    ])
  }
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? [] : [`${path} is ${value}`]
  if (typeof value !== 'string') return []
  const isAddress = /\.(address|addresses\.\d+)$/.test(path)
  if (isAddress && isIP(value) === 0) return [`${path} is ${JSON.stringify(value)}, no address`]
  // control characters, half characters, and marks that turn the order of what follows (Unicode TR36)
  return /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(value)
    ? [`${path} is ${JSON.stringify(value)}`]
    : []
}
