import type { Cause, CauseRule, IncidentEvidence, IncidentNode, IncidentSymptom } from '../model/incidents.ts'

/** When a device says that it last started, and the look that it said so in. */
export type Started = { startedMs: number; seenMs: number; evidence: IncidentEvidence }

export type Proposal = { cause: Cause; rule: CauseRule; evidence: IncidentEvidence[] }

/**
 * What most likely caused an incident. Of a line that is back the device at its end tells: did it start anew meanwhile, its
 * power was gone; did it run all the time, the line was.
 */
export function proposeCause({
  root,
  symptom,
  goodMs,
  restoredMs,
  started,
  lineSeen,
}: {
  root: IncidentNode
  symptom: IncidentSymptom
  /** The last good look before it. */
  goodMs: number
  restoredMs: number | null
  started?: Started | undefined
  /** The look that found the line of a device well while the device was not. */
  lineSeen?: IncidentEvidence | undefined
}): Proposal {
  const nothing: Proposal = { cause: 'unknown', rule: 'nothing_tells', evidence: [] }
  switch (root.kind) {
    case 'prober':
      return { cause: 'our_side', rule: 'we_are_blind', evidence: [] }
    case 'provider':
      return { cause: 'carrier', rule: 'lines_of_one_provider', evidence: [] }
    case 'unit':
      return { cause: 'power', rule: 'all_lines_of_the_unit', evidence: [] }
    case 'device':
      return symptom === 'malformed' || lineSeen !== undefined
        ? { cause: 'device', rule: 'line_is_up', evidence: lineSeen ? [lineSeen] : [] }
        : nothing
    case 'line': {
      if (symptom !== 'down' || restoredMs === null || started === undefined) return nothing
      if (started.seenMs < restoredMs) return nothing // told before it was cut off
      return started.startedMs > goodMs
        ? { cause: 'power', rule: 'restarted_meanwhile', evidence: [started.evidence] }
        : { cause: 'carrier', rule: 'ran_through', evidence: [started.evidence] }
    }
    default:
      return nothing
  }
}
