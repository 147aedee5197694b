import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type {
  Incident,
  IncidentEventBody,
  IncidentEventKind,
  IncidentNode,
  IncidentPart,
} from '../model/incidents.ts'
import type { Instant } from '../model.ts'
import { batches } from './batches.ts'
import type { Database } from './database.ts'
import { inTransaction } from './in-transaction.ts'
import type { Schema } from './schema.ts'

/** `kind~code`, as in the ids of checks. */
export function nodeKey({ kind, code }: IncidentNode): string {
  return `${kind}~${code}`
}

/** The id of the incident that a root has since a moment: whoever finds the same finds it under the same id. */
export function incidentId(root: IncidentNode, since: Instant): string {
  return createHash('sha256')
    .update(`${nodeKey(root)} ${since}`)
    .digest('hex')
    .slice(0, 12)
}

/**
 * Runs `write` alone among all writers of incidents, in a transaction that it shares with what it reads. Events get their
 * numbers here, so that they become readable in the order of their numbers.
 */
export async function writeIncidents<Result>(
  db: Database,
  write: (writer: IncidentWriter) => Promise<Result>,
): Promise<Result> {
  return await inTransaction(db, async (trx) => {
    const { last_seq } = await trx
      .updateTable('incident_turn')
      .set((eb) => ({ last_seq: eb('last_seq', '+', 0) })) // holds the row until the end of the transaction
      .where('name', '=', 'incidents')
      .returning('last_seq')
      .executeTakeFirstOrThrow()
    const writer = createWriter(trx, last_seq)
    const result = await write(writer)
    if (writer.seq !== last_seq)
      await trx
        .updateTable('incident_turn')
        .set({ last_seq: writer.seq })
        .where('name', '=', 'incidents')
        .execute()
    return result
  })
}

export type IncidentWriter = ReturnType<typeof createWriter>

function createWriter(db: Database, lastSeq: number) {
  const writer = {
    db,
    seq: lastSeq,
    /** Adds to the log, and keeps the incident as the event leaves it. */
    async add<Kind extends IncidentEventKind>(
      incident: Incident,
      event: { kind: Kind; at: Instant; by?: string | null; body: IncidentEventBody[Kind] },
    ): Promise<void> {
      writer.seq++
      await db
        .insertInto('incident_event')
        .values({
          seq: writer.seq,
          incident: incident.id,
          at: event.at,
          kind: event.kind,
          account: event.by ?? null,
          body: JSON.stringify(event.body),
        })
        .execute()
      await writer.keep(incident)
    },
    async keep(incident: Incident): Promise<void> {
      const row = toRow(incident)
      await db
        .insertInto('incident')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute()
    },
    async keepPart(part: IncidentPart): Promise<void> {
      const { incident, node, unit, since, restoredAt, before, after } = part
      const kept = { unit, since_at: since, restored_at: restoredAt, body: JSON.stringify({ before, after }) }
      await db
        .insertInto('incident_part')
        .values({ incident, node_kind: node.kind, node_code: node.code, ...kept })
        .onConflict((conflict) => conflict.columns(['incident', 'node_kind', 'node_code']).doUpdateSet(kept))
        .execute()
    },
  }
  return writer
}

/** Incidents that are not closed. */
export async function listOpenIncidents(db: Database): Promise<Incident[]> {
  const rows = await db
    .selectFrom('incident')
    .selectAll()
    .where('closed_at', 'is', null) // by its index, which those that are closed do not lengthen
    .orderBy('since_at')
    .execute()
  return rows.map(toIncident)
}

export async function findIncident(db: Database, id: string): Promise<Incident | undefined> {
  const row = await db.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toIncident(row)
}

/** Incidents that began in a time, newest first, at most so many. */
export async function listIncidents(
  db: Database,
  { from, to, limit }: { from: Instant; to: Instant; limit: number },
): Promise<Incident[]> {
  const rows = await db
    .selectFrom('incident')
    .selectAll()
    .where('since_at', '>=', from)
    .where('since_at', '<', to)
    .orderBy('since_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toIncident)
}

/** Incidents that were opened by a moment, and not closed before another one. */
export async function listIncidentsDuring(
  db: Database,
  { from, until }: { from: Instant; until: Instant },
): Promise<Incident[]> {
  const rows = await db
    .selectFrom('incident')
    .selectAll()
    .where('opened_at', '<=', until)
    .where((eb) => eb.or([eb('closed_at', 'is', null), eb('closed_at', '>=', from)]))
    .orderBy('opened_at')
    .orderBy('id')
    .execute()
  return rows.map(toIncident)
}

/** Which incidents something of a unit, or one thing, fell in, of those that it fell in since a moment. */
export async function listIncidentsWith(
  db: Database,
  of: { unit: string } | { node: IncidentNode },
  since: Instant,
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('incident_part')
    .select('incident')
    .distinct()
    .where('since_at', '>=', since)
    .where((eb) =>
      'unit' in of
        ? eb('unit', '=', of.unit)
        : eb.and([eb('node_kind', '=', of.node.kind), eb('node_code', '=', of.node.code)]),
    )
    .execute()
  return new Set(rows.map(({ incident }) => incident))
}

/** What fell in these incidents, the earliest first. */
export async function listParts(db: Database, incidents: string[]): Promise<IncidentPart[]> {
  const parts: IncidentPart[] = []
  for (const some of batches(incidents)) {
    const rows = await db
      .selectFrom('incident_part')
      .selectAll()
      .where('incident', 'in', some)
      .orderBy('since_at')
      .orderBy('node_kind')
      .orderBy('node_code')
      .execute()
    parts.push(...rows.map(toPart))
  }
  return parts
}

/** The newest part that each of these has been in any incident that is closed: what fell before it is told of. */
export async function listLastParts(db: Database, nodes: IncidentNode[]): Promise<IncidentPart[]> {
  const parts: IncidentPart[] = []
  for (const { kind, code } of nodes) {
    const row = await db
      .selectFrom('incident_part')
      .innerJoin('incident', 'incident.id', 'incident_part.incident')
      .selectAll('incident_part')
      .where('node_kind', '=', kind)
      .where('node_code', '=', code)
      .where('incident.closed_at', 'is not', null)
      .orderBy('incident_part.since_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (row) parts.push(toPart(row))
  }
  return parts
}

function toPart(row: Selectable<Schema['incident_part']>): IncidentPart {
  const { incident, node_kind, node_code, unit, since_at: since, restored_at: restoredAt, body } = row
  const node = { kind: node_kind, code: node_code } as IncidentNode
  return { incident, node, unit, since, restoredAt, ...JSON.parse(body) }
}

/** What has a column of its own is in no other place. */
function toRow(incident: Incident): Selectable<Schema['incident']> {
  const { id, root, unit, provider, since, openedAt, restoredAt, closedAt, ...body } = incident
  return {
    id,
    root_kind: root.kind,
    root_code: root.code,
    open_root: closedAt === null ? nodeKey(root) : null,
    unit,
    provider,
    since_at: since,
    opened_at: openedAt,
    restored_at: restoredAt,
    closed_at: closedAt,
    body: JSON.stringify(body),
  }
}

function toIncident(row: Selectable<Schema['incident']>): Incident {
  return {
    id: row.id,
    root: { kind: row.root_kind, code: row.root_code } as IncidentNode,
    unit: row.unit,
    provider: row.provider,
    since: row.since_at,
    openedAt: row.opened_at,
    restoredAt: row.restored_at,
    closedAt: row.closed_at,
    ...JSON.parse(row.body),
  }
}
