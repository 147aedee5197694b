import { performance } from 'node:perf_hooks'
import { probes } from '../../probes/index.ts'
import { type Evidence, type Probe, type ProbeContext, ProbeError } from '../../probes/probe.ts'
import { describeError, type Log } from '../log.ts'
import type { Check, Clock, Job, Look, Turn } from '../model.ts'
import { findChecks } from '../store/checks.ts'
import type { Database } from '../store/database.ts'
import { bringDue, releaseHost, returnTurns, takeHost } from '../store/turns.ts'
import { agentSeenOf, askedAs } from './agent-seen.ts'
import { type ChangeWatch, seldomAsked } from './change-watch.ts'
import { startDeadline } from './deadline.ts'
import { missingTables } from './missing-tables.ts'
import { patiently } from './patiently.ts'
import type { Prober } from './prober.ts'
import type { Recorder } from './recorder.ts'

/** For writing down what was seen. */
const spareMs = 30_000

/** Longer than any look of the schedule takes. */
const manualWaitMs = 120_000

/** What all probes of a process share. */
export type Surroundings = Omit<ProbeContext, 'signal' | 'vantage' | 'missingTables'>

export type JobDeps = {
  db: Database
  now: Clock
  pace: number
  recorder: Recorder
  hasChanged: ChangeWatch
  prober: Prober
  /** What probes are handed besides their deadline and vantage. */
  surroundings: Surroundings
  /** Fires when this process stops: what runs is abandoned and not written. */
  stopping: AbortSignal
  log: Log
  /** Called with each look that is on disk. */
  onLook?: ((check: Check, look: Look) => void) | undefined
}

/**
 * Looks at one host: its turns one after the other, each written down before the next. A host whose agent is silent is
 * not asked again in this round; its other SNMP checks are recorded as not answered, on that evidence.
 */
export async function runJob(deps: JobDeps, queued: Job): Promise<void> {
  const { db, stopping } = deps
  const ids = queued.turns.map(({ checkId }) => checkId)
  const checks = await patiently(() => findChecks(db, ids), stopping)
  const job = await take(deps, queued, [...checks.values()])
  if (job === undefined) return
  try {
    let silent: Look | undefined
    for (const turn of job.turns) {
      const check = checks.get(turn.checkId)
      if (check === undefined) continue // deleted since it was queued
      if (stopping.aborted) return
      // snmp-reach tries the other family's address too, which may answer where this one is silent
      const asksAgent = check.probe.startsWith('snmp-') && check.probe !== 'snmp-reach'
      const look =
        silent && asksAgent
          ? notAsked(check, turn, silent, deps.now())
          : await lookAndLearn(deps, check, turn, job)
      if (stopping.aborted) return // what an abandoned look says is our doing
      if (asksAgent && !look.result.ok && look.result.error === 'snmp_timeout') silent = look
      await deps.recorder.record(look)
      deps.onLook?.(check, look)
      if (deps.hasChanged(look)) await bringDue(deps.db, check, seldomAsked, deps.now())
    }
  } finally {
    await patiently(() => releaseHost(db, job), stopping)
  }
}

/**
 * The job with the host's lease; undefined when the host is not to be had. A scheduled job that waited too long gives
 * its turns back, one that a person asked for waits until the conversation under way is over.
 */
async function take({ db, now, stopping }: JobDeps, job: Job, checks: Check[]): Promise<Job | undefined> {
  const budgetMs = checks.reduce((sum, check) => sum + probes[check.probe].budgetMs, spareMs)
  const giveUpAt = performance.now() + manualWaitMs
  for (;;) {
    const at = now()
    const leaseUntil = new Date(Date.parse(at) + budgetMs).toISOString()
    const taken = await patiently(() => takeHost(db, job, { now: at, leaseUntil }), stopping)
    if (taken) return taken
    if (!job.manual) {
      await patiently(() => returnTurns(db, job, at), stopping)
      return undefined
    }
    if (stopping.aborted || performance.now() > giveUpAt) return undefined
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** Looks at a check, leaving out what its agent is known not to have, and learns more of that. A person asks for all. */
async function lookAndLearn(deps: JobDeps, check: Check, turn: Turn, job: Job): Promise<Look> {
  const asked = await askedAs(check, deps.surroundings.secret)
  if (asked === undefined) return await lookAt(deps, check, turn, job)
  const missing = job.manual ? [] : await missingTables(deps, check, asked)
  const look = await lookAt(deps, check, turn, job, missing)
  return { ...look, agent: agentSeenOf(asked, look, missing) }
}

export type LookDeps = Pick<JobDeps, 'now' | 'prober' | 'surroundings' | 'stopping' | 'log'>

/** Runs a check's probe once and writes nothing. */
export async function lookAt(
  deps: LookDeps,
  check: Check,
  turn: Turn,
  { vantage, manual = false }: Pick<Job, 'vantage' | 'manual'>,
  missing: string[] = [],
): Promise<Look> {
  const probe: Probe = probes[check.probe]
  const startedAt = deps.now()
  const start = performance.now()
  const seen = await see(deps, probe, check, { vantage, missingTables: missing })
  return {
    checkId: check.id,
    dueAt: turn.dueAt,
    startedAt,
    endedAt: deps.now(),
    durationMs: performance.now() - start,
    vantage,
    probeVersion: probe.version,
    manual,
    ...seen,
  }
}

type Seen = Pick<Look, 'result' | 'samples' | 'sets' | 'evidence'>

async function see(
  { prober, surroundings, stopping, log }: LookDeps,
  probe: Probe,
  check: Check,
  context: Pick<ProbeContext, 'vantage' | 'missingTables'>,
): Promise<Seen> {
  const settings = probe.settings.safeParse(check.settings)
  if (!settings.success) return couldNotLook('bad_settings', settings.error.message)
  const overIpv6 = probe.needsIpv6(settings.data)
  if (overIpv6 && !(await prober.hasIpv6())) return proberHasNoIpv6
  const deadline = startDeadline(probe.budgetMs, stopping)
  try {
    const looked = await Promise.race([
      probe.run(settings.data, { signal: deadline.signal, ...surroundings, ...context }),
      deadline.expired,
    ])
    // our own IPv6 may have gone while we looked: then what we saw says nothing about them
    if (overIpv6 && !(await prober.hasIpv6())) return proberHasNoIpv6
    return {
      result: { ok: true, facts: probe.facts.parse(looked.facts) },
      samples: looked.samples ?? [],
      ...(looked.sets && { sets: looked.sets }),
      evidence: looked.evidence,
    }
  } catch (error) {
    if (error instanceof ProbeError) return couldNotLook(error.code, error.message, error.evidence)
    if (deadline.signal.aborted) return couldNotLook('out_of_time', `no result within ${probe.budgetMs} ms`)
    log('error', 'a probe failed by a fault of its own', { check: check.id, error: describeError(error) })
    return couldNotLook('internal', 'a fault of v6gov itself; the log has it')
  } finally {
    deadline.end()
  }
}

const proberHasNoIpv6 = couldNotLook('prober_no_ipv6', 'the prober itself has no working IPv6')

function couldNotLook(
  error: ProbeError['code'],
  message: string,
  evidence: Evidence = { exchanges: [] },
): Seen {
  return { result: { ok: false, error, message }, samples: [], evidence }
}

function notAsked(check: Check, turn: Turn, silent: Look, at: string): Look {
  return {
    ...silent,
    checkId: check.id,
    dueAt: turn.dueAt,
    startedAt: at,
    endedAt: at,
    durationMs: 0,
    probeVersion: probes[check.probe].version,
    result: {
      ok: false,
      error: 'snmp_timeout',
      message: `not asked: the agent was silent to ${silent.checkId} in this round`,
    },
  }
}
