import { type CheckOptions, checkContext } from '../inventory/check-context.ts'
import { checksOf, proberChecks } from '../inventory/checks-of.ts'
import { unitChecks } from '../inventory/unit-checks.ts'
import { createChangeWatch } from '../jobs/change-watch.ts'
import { createProber, type Prober } from '../jobs/prober.ts'
import { createRecorder } from '../jobs/recorder.ts'
import { type JobDeps, runJob, type Surroundings } from '../jobs/run-job.ts'
import type { Log } from '../log.ts'
import type { Clock, Job } from '../model.ts'
import { unitsApprovingPorts } from '../readiness/judge-documents.ts'
import type { Database } from '../store/database.ts'
import { listDocuments } from '../store/documents.ts'
import { loadInventory } from '../store/inventory.ts'
import { syncChecks } from '../store/turns.ts'

export type PipelineSettings = CheckOptions & {
  pace: number
}

export type Pipeline = {
  settings: PipelineSettings
  prober: Prober
  surroundings: Surroundings
  /** Runs the turns of one host and writes down what was seen. */
  run(job: Job): Promise<void>
  /** Makes the checks those that the inventory implies. */
  syncChecks(): Promise<void>
}

/** From the inventory to observations: the parts of the product that look, wired together. */
export function createPipeline(
  {
    db,
    now,
    log,
    stopping,
    onLook,
    leaveOutExchanges,
  }: {
    db: Database
    now: Clock
    log: Log
    stopping: AbortSignal
    onLook?: JobDeps['onLook']
    leaveOutExchanges?: () => boolean
  },
  surroundings: Surroundings,
  settings: PipelineSettings,
): Pipeline {
  const { pace, ...checking } = settings
  const prober = createProber(surroundings, stopping)
  const recorder = createRecorder({
    db,
    pace,
    stopping,
    leaveOutExchanges,
    onRecorded: ({ checkId, dueAt, result }) =>
      log('debug', 'recorded', { check: checkId, dueAt, ok: result.ok }),
  })
  const deps: JobDeps = {
    db,
    now,
    pace,
    log,
    stopping,
    surroundings,
    prober,
    recorder,
    onLook,
    hasChanged: createChangeWatch(),
  }
  return {
    settings,
    prober,
    surroundings,
    run: (job) => runJob(deps, job),
    async syncChecks() {
      const at = now()
      const { units, assets } = await loadInventory(db, { asOf: at })
      const there = new Set(units.map(({ code }) => code))
      const living = assets.filter(({ unit }) => there.has(unit))
      const portUnits = unitsApprovingPorts(await listDocuments(db, { asOf: at, kind: 'attestation' }), at)
      const context = checkContext({ units, assets: living }, { ...checking, portUnits })
      const checks = living.flatMap((asset) => [...checksOf(asset, context), ...unitChecks(asset, checking)])
      const own = checks.length === 0 ? [] : proberChecks(checking.vantages)
      await syncChecks(db, [...own, ...checks], at, { pace })
    },
  }
}
