import { ended, type Finding, findingsOf, followFindings, opened } from '../incidents/readiness.ts'
import type { Change } from '../incidents/turn.ts'
import type { Instant } from '../model.ts'
import { evaluate } from '../readiness/evaluate.ts'
import { provingTasks, taskReached } from '../readiness/plan-progress.ts'
import { memberOf } from '../readiness/standing.ts'
import { dayOf } from '../report/period.ts'
import { listDocuments } from '../store/documents.ts'
import {
  findIncident,
  type IncidentWriter,
  incidentId,
  listOpenIncidents,
  listParts,
  nodeKey,
  writeIncidents,
} from '../store/incidents.ts'
import { listUnits } from '../store/inventory.ts'
import { loadUnitState } from '../store/observations.ts'
import { readRevisions } from '../store/revisions.ts'
import { findStandingSpan, listStandings } from '../store/standings.ts'
import { writeChanges } from './keep-incidents.ts'
import type { StandingDeps } from './keep-standings.ts'

/** Units judged in one turn: each takes a few milliseconds, and others wait. */
const unitsPerTurn = 2
/** What only time changes, as a certificate that comes close to its end, is seen within this time. */
const againMs = 3_600_000

/**
 * Returns a turn of following what units' verdicts, certificates, signatures and agents say: a few units at a time, those
 * of which something has changed; and once in a while the plan's tasks. While we are blind ourselves nothing is opened.
 */
export function createReadinessKeeper(deps: StandingDeps): () => Promise<void> {
  const judged = new Map<string, { revision: string; atMs: number }>()
  let tasksAtMs = Number.NEGATIVE_INFINITY

  return async function turn() {
    const { db, now } = deps
    const at = now()
    const atMs = Date.parse(at)
    const last = (await findStandingSpan(db))?.last
    if (last === undefined) return // nothing was met yet that could be lost
    const revisionOf = await readRevisions(db)
    const due = (await listUnits(db, { asOf: at })).filter(({ code }) => {
      const known = judged.get(code)
      return known === undefined || known.revision !== revisionOf(code) || atMs - known.atMs > againMs
    })
    due.sort((one, other) => (judged.get(one.code)?.atMs ?? 0) - (judged.get(other.code)?.atMs ?? 0))
    for (const { code } of due.slice(0, unitsPerTurn)) {
      judged.set(code, { revision: revisionOf(code), atMs })
      await followUnit(deps, code, last, at)
    }
    if (atMs - tasksAtMs < againMs) return
    tasksAtMs = atMs
    await followTasks(deps, last, at)
  }
}

async function followUnit({ db, optionsAt }: StandingDeps, code: string, last: string, at: Instant) {
  const state = await loadUnitState(db, code, at)
  if (state === undefined) return
  const readiness = evaluate(state, at, await optionsAt(at))
  const before = (await listStandings(db, last, { unit: code }))[0]
  const met = new Set(before?.verdicts.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id))
  await writeIncidents(db, async (writer) => {
    const open = await listOpenIncidents(writer.db)
    if (open.some(({ root }) => root.kind === 'prober')) return
    const parts = await listParts(
      writer.db,
      open.map(({ id }) => id),
    )
    const covered = new Set(
      parts.filter(({ restoredAt }) => restoredAt === null).map(({ node }) => nodeKey(node)),
    )
    const told = { state, readiness, met, covered, open, now: at }
    await writeNew(writer, followFindings(findingsOf(told), told, incidentId), at)
  })
}

/** Tasks that are past their day, by how the units stood at the end of the last day and by documents that hold. */
async function followTasks({ db, planAt }: StandingDeps, last: string, at: Instant): Promise<void> {
  const plan = await planAt(at)
  const today = dayOf(at)
  const members = (await listStandings(db, last)).map(memberOf)
  const documents = provingTasks(await listDocuments(db, { asOf: at, kind: 'task' }), at)
  const late = plan.tasks.flatMap((task): Finding[] => {
    if (task.due === null || task.due >= today) return []
    const own = documents.filter(({ subject }) => subject === task.code)
    const { done, denominator } = taskReached(task, members, last, own)
    if (denominator.value === 0 || done.value === denominator.value) return []
    return [
      {
        root: { kind: 'task', code: task.code },
        symptom: 'late',
        severity: 'minor',
        detail: `${done.value}/${denominator.value}, ${task.due}`,
        since: `${task.due}T17:00:00.000Z`, // the end of that day in the province
        before: null,
        after: null,
      },
    ]
  })
  await writeIncidents(db, async (writer) => {
    const own = (await listOpenIncidents(writer.db)).filter(({ root }) => root.kind === 'task')
    const has = (codes: { root: { code: string } }[], code: string) =>
      codes.some(({ root }) => root.code === code)
    await writeNew(
      writer,
      [
        ...late.filter(({ root }) => !has(own, root.code)).map((one) => opened(one, null, at, incidentId)),
        ...own.filter(({ root }) => !has(late, root.code)).map((one) => ended(one, at)),
      ],
      at,
    )
  })
}

/** What was closed once is not opened again under the same beginning. */
export async function writeNew(writer: IncidentWriter, changes: Change[], at: Instant): Promise<void> {
  for (const change of changes) {
    const known = await findIncident(writer.db, change.incident.id)
    if (known === undefined || known.closedAt === null) await writeChanges(writer, [change], at)
  }
}
