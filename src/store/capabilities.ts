import { createHash } from 'node:crypto'
import type { TableState } from '../../probes/lib/snmp-capability.ts'
import type { AgentSeen, Instant, Look } from '../model.ts'
import type { Database } from './database.ts'
import type { Pace } from './turns.ts'

/** What an agent has of one table, and how that is known. */
export type Capability = {
  /** How the agent was asked: through another view it may have other tables. */
  askedAs: string
  /** Name in the MIB. */
  table: string
  state: TableState
  since: Instant
  /** The last answer that counted: every look asks, but one a week is written down. */
  confirmedAt: Instant
  /** The observation that taught the state, whose evidence proves it. */
  checkId: string
  firstDueAt: Instant
  probeVersion: number
  /** When the table is asked for again; null: at every look. A moment that has passed: at the next look. */
  nextSurveyAt: Instant | null
}

/** A table known to be missing is asked for again after this time at the latest. */
const surveyEveryMs = 7 * 86_400_000
/** Clocks of devices drift, and a look takes its time: a start that seems this much later is none. */
const bootErrorMs = 120_000
/** An agent that seems to change at every look does not have its checks brought forward more often than this. */
const bringForwardEveryMs = 3_600_000
/** What was learnt under credentials that are no more in use. */
const forgetAfterMs = 5 * surveyEveryMs

/** What is known of the tables of a host's agents, by name. */
export async function listCapabilities(
  db: Database,
  { host, vantage, askedAs }: { host: string; vantage?: string; askedAs?: string },
  { pace }: Pace,
): Promise<Capability[]> {
  const rows = await db
    .selectFrom('capability')
    .innerJoin('agent', (join) =>
      join
        .onRef('agent.vantage', '=', 'capability.vantage')
        .onRef('agent.host', '=', 'capability.host')
        .onRef('agent.asked_as', '=', 'capability.asked_as'),
    )
    .selectAll('capability')
    .select(['agent.version', 'agent.changed_at'])
    .where('capability.host', '=', host)
    .$if(vantage !== undefined, (query) => query.where('capability.vantage', '=', vantage as string))
    .$if(askedAs !== undefined, (query) => query.where('capability.asked_as', '=', askedAs as string))
    .orderBy('capability.table_name')
    .execute()
  return rows.map((row) => ({
    askedAs: row.asked_as,
    table: row.table_name,
    state: row.state as TableState,
    since: row.since,
    confirmedAt: row.confirmed_at,
    checkId: row.check_id,
    firstDueAt: row.first_due_at,
    probeVersion: row.probe_version,
    // SNMPv1 has one answer for a table that is missing and one that is empty
    nextSurveyAt:
      row.state !== 'no_such_object' || row.version === '1'
        ? null
        : row.confirmed_at < row.changed_at
          ? row.changed_at
          : weekAfter(row, pace),
  }))
}

/**
 * The first moment after the last confirmation on the host's own weekly grid, so that the surveys of many devices
 * found on one day spread over the week.
 */
function weekAfter({ host, confirmed_at }: { host: string; confirmed_at: Instant }, pace: number): Instant {
  const stepMs = surveyEveryMs / pace
  const phase = createHash('sha256').update(host).digest().readUInt32BE() % stepMs
  const steps = Math.floor((Date.parse(confirmed_at) - phase) / stepMs) + 1
  return new Date(Math.ceil(steps * stepMs + phase)).toISOString()
}

/**
 * Keeps what a look taught about its agent. When the agent is another than before, or has started anew, all that it was
 * known to lack is in doubt, and the checks that left tables out are looked at again at once.
 */
export async function learn(
  db: Database,
  look: Look,
  seen: AgentSeen,
  { host, firstDueAt, pace }: Pace & { host: string; firstDueAt: Instant },
): Promise<void> {
  const at = look.endedAt
  const key = { vantage: look.vantage, host, asked_as: seen.askedAs }
  const changedAt = await noteAgent(db, key, seen, at, pace)
  const known = new Map(
    (
      await db
        .selectFrom('capability')
        .selectAll()
        .where('vantage', '=', key.vantage)
        .where('host', '=', host)
        .where('asked_as', '=', key.asked_as)
        .execute()
    ).map((row) => [row.table_name, row] as const),
  )
  for (const [table, state] of Object.entries(seen.tables)) {
    const old = known.get(table)
    const isSame = old !== undefined && old.state === state
    const isTaught = isSame && (old.check_id !== look.checkId || old.probe_version === look.probeVersion)
    if (isTaught && old.confirmed_at >= changedAt && old.confirmed_at <= at && weekAfter(old, pace) > at)
      continue
    const learnt = { check_id: look.checkId, first_due_at: firstDueAt, probe_version: look.probeVersion }
    const values = { state, confirmed_at: at, ...(isSame ? {} : { since: at }), ...(isTaught ? {} : learnt) }
    await db
      .insertInto('capability')
      .values({ ...key, table_name: table, since: at, ...learnt, ...values })
      .onConflict((conflict) =>
        conflict.columns(['vantage', 'host', 'asked_as', 'table_name']).doUpdateSet(values),
      )
      .execute()
  }
}

type AgentKey = { vantage: string; host: string; asked_as: string }

/** Keeps who the agent says it is, and returns since when it has been that; empty for always. */
async function noteAgent(
  db: Database,
  key: AgentKey,
  seen: AgentSeen,
  at: Instant,
  pace: number,
): Promise<Instant> {
  const old = await db
    .selectFrom('agent')
    .selectAll()
    .where('vantage', '=', key.vantage)
    .where('host', '=', key.host)
    .where('asked_as', '=', key.asked_as)
    .executeTakeFirst()
  const said = {
    sys_object_id: seen.sysObjectId ?? old?.sys_object_id ?? null,
    sys_descr: seen.sysDescr ?? old?.sys_descr ?? null,
    engine_boots: seen.engineBoots ?? old?.engine_boots ?? null,
  }
  const bootedLaterMs =
    old?.booted_at && seen.bootedAt ? Date.parse(seen.bootedAt) - Date.parse(old.booted_at) : 0
  // a little drift is followed, so that it does not add up to a start
  const bootedAt =
    old?.booted_at && Math.abs(bootedLaterMs) < bootErrorMs / 4 ? old.booted_at : (seen.bootedAt ?? null)
  const values = { ...said, booted_at: bootedAt ?? old?.booted_at ?? null }
  if (old === undefined) {
    await db
      .insertInto('agent')
      .values({ ...key, version: seen.version, changed_at: '', ...values })
      .execute()
    await db
      .deleteFrom('capability')
      .where('host', '=', key.host)
      .where('confirmed_at', '<', new Date(Date.parse(at) - forgetAfterMs / pace).toISOString())
      .execute()
    return ''
  }
  const isOther = (['sys_object_id', 'sys_descr', 'engine_boots'] as const).some(
    (field) => old[field] !== null && old[field] !== said[field],
  )
  const isChanged = isOther || bootedLaterMs > bootErrorMs
  const changedAt = isChanged ? at : old.changed_at
  if (
    !isChanged &&
    Object.entries(values).every(([field, value]) => old[field as keyof typeof values] === value)
  )
    return changedAt
  await db
    .updateTable('agent')
    .set({ ...values, changed_at: changedAt })
    .where('vantage', '=', key.vantage)
    .where('host', '=', key.host)
    .where('asked_as', '=', key.asked_as)
    .execute()
  const isFirstOfLate = Date.parse(at) - (Date.parse(old.changed_at) || 0) > bringForwardEveryMs / pace
  if (isChanged && isFirstOfLate) await surveyNow(db, key, at)
  return changedAt
}

/** Makes the checks that leave tables out come due. */
async function surveyNow(db: Database, key: AgentKey, at: Instant): Promise<void> {
  await db
    .updateTable('check')
    .set({ next_due_at: at })
    .where('host', '=', key.host)
    .where('vantage', '=', key.vantage)
    .where('retired_at', 'is', null)
    .where('next_due_at', '>', at)
    .where('probe', 'like', 'snmp-%')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('capability')
          .select('table_name')
          .where('capability.vantage', '=', key.vantage)
          .where('capability.host', '=', key.host)
          .where('capability.asked_as', '=', key.asked_as)
          .where('state', '=', 'no_such_object'),
      ),
    )
    .execute()
}
