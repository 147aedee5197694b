import type { ProbeErrorCode } from '../../probes/probe.ts'
import type { Observation, Result } from '../model.ts'

/** Columns of `observation` under names that a join cannot confuse with those of `check`. */
export const observationColumns = [
  'observation.check_id as observation_check_id',
  'observation.first_due_at',
  'observation.first_seen_at',
  'observation.last_seen_at',
  'observation.times_seen',
  'observation.vantage as observation_vantage',
  'observation.probe_version',
  'observation.error',
  'observation.message',
  'observation.facts',
] as const

export type ObservationRow = {
  observation_check_id: string
  first_due_at: string
  first_seen_at: string
  last_seen_at: string
  times_seen: number
  observation_vantage: string
  probe_version: number
  error: string | null
  message: string | null
  facts: string | null
}

export function toObservation(row: ObservationRow): Observation {
  return {
    checkId: row.observation_check_id,
    firstDueAt: row.first_due_at,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    timesSeen: row.times_seen,
    vantage: row.observation_vantage,
    probeVersion: row.probe_version,
    result: toResult(row),
  }
}

function toResult({ error, message, facts }: ObservationRow): Result {
  if (error === null) return { ok: true, facts: JSON.parse(facts ?? 'null') }
  return { ok: false, error: error as ProbeErrorCode, message: message ?? '' }
}
