import type { ProbeErrorCode } from '../../probes/probe.ts'
import type { CheckState } from '../../src/model.ts'
import { defaultOptions, type EvaluateOptions, evaluate } from '../../src/readiness/evaluate.ts'
import { at, check, type Seen, seen, service, stateOf } from './builders.ts'
import { webFacts } from './facts.ts'

const v4 = [{ family: 4, port: 80 }, { family: 4 }]
const dead = { open: false, failure: 'TCP_TIMEOUT' }

/** Facts of a website whose WEB-02 is this verdict. */
const facts = {
  pass: webFacts([...v4, { port: 80 }, {}]),
  partial: webFacts([...v4, { port: 80, ...dead }, {}]),
  fail: webFacts([...v4, { port: 80, ...dead }, dead]),
  /** Also a failure, but with other facts. */
  gone: webFacts(v4),
  /** A fact that nothing follows from: DNS silent for both families. */
  silent: webFacts([], { aaaaFailure: 'DNS_TIMEOUT' }),
}

type What = keyof typeof facts | ProbeErrorCode

/** What was seen, from which minute to which, in how many looks. */
export type Chapter = [what: What, from: number, to?: number, times?: number]

export const website = service('portal')
export const webCheck = check(website, 'web-dual-stack')

export function seenIn([what, from, to = from, times = 1]: Chapter): Seen {
  return what in facts
    ? { from, to, times, facts: facts[what as keyof typeof facts] }
    : { from, to, times, error: what as ProbeErrorCode }
}

/** The standing verdict on WEB-02 of one website as of a minute, after the chapters told oldest first. */
export function standing(
  chapters: Chapter[],
  minute: number,
  { prober = [], ...options }: Partial<EvaluateOptions> & { prober?: CheckState[] } = {},
) {
  const state = stateOf({
    assets: [website],
    checks: [seen(webCheck, ...chapters.map(seenIn))],
    prober,
  })
  const readiness = evaluate(state, at(minute), { ...defaultOptions, ...options })
  const asset = readiness.verdicts.find(({ id }) => id === 'WEB-02')?.assets[0]
  if (asset === undefined) throw new Error('WEB-02 has no asset')
  return asset
}

/** "pass", "unknown stale", "pass, fail 1/3". */
export function brief({ verdict, reason, pending }: ReturnType<typeof standing>): string {
  const stands = reason === null ? verdict : `${verdict} ${reason}`
  return pending ? `${stands}, ${pending.verdict} ${pending.looks}/${pending.needed}` : stands
}
