import { describe, expect, test } from 'vitest'
import { forgetIncidents } from '../../src/jobs/forget-incidents.ts'
import { incidentHappenings } from '../../src/jobs/incident-happenings.ts'
import { settleHeldMessages, writeNewMessages } from '../../src/jobs/write-messages.ts'
import type { Incident, IncidentEventBody, IncidentEventKind } from '../../src/model/incidents.ts'
import type { Subscription } from '../../src/model/notifications.ts'
import type { Instant } from '../../src/model.ts'
import type { Database } from '../../src/store/database.ts'
import { listEventsOf } from '../../src/store/incident-events.ts'
import { findIncident, writeIncidents } from '../../src/store/incidents.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { addMaintenance, closeMaintenance } from '../../src/store/maintenance.ts'
import { listMessages, listNotices } from '../../src/store/messages.ts'
import { addSubscription, endSubscription } from '../../src/store/subscriptions.ts'
import { databases } from '../helpers/databases.ts'
import { exampleLine } from '../helpers/line.ts'
import { subscription } from '../notify/builders.ts'
import { unit } from '../readiness/builders.ts'

/** Noon in the province. */
const startMs = Date.parse('2022-06-30T05:00:00.000Z')
const at = (minutes: number): Instant => new Date(startMs + minutes * 60_000).toISOString()

const incident: Incident = {
  id: 'i1',
  root: { kind: 'line', code: 'L1' },
  symptom: 'down',
  severity: 'major',
  unit: 'U1',
  provider: 'VNPT',
  since: at(0),
  openedAt: at(1),
  restoredAt: null,
  closedAt: null,
  spells: 1,
  watchedUntil: null,
  cause: { cause: 'unknown', by: null, at: at(1), rule: 'nothing_tells', evidence: [] },
  assignee: null,
  acked: null,
  before: null,
  after: null,
  children: 0,
  detail: '',
}
const opened: IncidentEventBody['opened'] = { symptom: 'down', severity: 'major', detail: '', units: ['U1'] }

function happen<Kind extends IncidentEventKind>(
  db: Database,
  kind: Kind,
  body: IncidentEventBody[Kind],
  change: Partial<Incident> = {},
) {
  return writeIncidents(db, ({ add }) => add({ ...incident, ...change }, { kind, at: at(1), body }))
}

async function opening(open: () => Promise<Database>, ...changes: Partial<Subscription>[]) {
  const db = await open()
  await saveInventory(
    db,
    { units: [{ ...unit, code: 'U1', name: 'UBND xã A' }], assets: [exampleLine] },
    at(0),
  )
  for (const [place, change] of changes.entries())
    await addSubscription(db, { ...subscription, id: `S${place + 1}`, ...change })
  let now = at(1)
  const deps = { db, now: () => now, ...incidentHappenings(db) }
  return {
    db,
    deps,
    /** Everything that happens by itself at a moment; then each message as `subscription state due notices`. */
    async turn(minutes: number): Promise<string[]> {
      now = at(minutes)
      await writeNewMessages(deps)
      await settleHeldMessages(deps)
      const { messages } = await listMessages(db, { since: '', limit: 100, offset: 0 })
      const notices = await listNotices(
        db,
        messages.map(({ id }) => id),
      )
      return messages
        .map(({ id, subscription: who, state, dueAt }) => {
          const told = (notices.get(id) ?? []).map(({ key }) => key).sort()
          return `${who} ${state} ${(Date.parse(dueAt) - startMs) / 60_000} ${told.join('+')}`
        })
        .sort()
    },
  }
}

describe.each(databases)('on %s', (_, open) => {
  test('one incident is one message for each who wants it, and one at its end', {
    timeout: 120_000,
  }, async () => {
    const { db, turn, deps } = await opening(
      open,
      {},
      { units: ['U2'] },
      { severity: 'critical' },
      { tellEnd: false },
    )
    await happen(db, 'opened', opened)
    // two processes at once
    await Promise.all([writeNewMessages(deps), writeNewMessages(deps)])
    expect(await turn(1)).toEqual(['S1 waiting 1 i1~opened', 'S4 waiting 1 i1~opened'])
    // what happens to it then is told of to nobody who knows
    await happen(db, 'relapsed', { spells: 2, at: at(2) })
    await happen(db, 'ack', {})
    await happen(db, 'absorbed', {
      node: { kind: 'device', code: 'R1' },
      unit: 'U1',
      since: at(0),
      evidence: null,
    })
    expect(await turn(3)).toHaveLength(2)
    // it became worse, and took another unit with it
    await happen(db, 'severity', { symptom: 'down', severity: 'critical', detail: '' })
    await happen(db, 'absorbed', {
      node: { kind: 'line', code: 'L2' },
      unit: 'U2',
      since: at(0),
      evidence: null,
    })
    expect(await turn(4)).toEqual([
      'S1 waiting 1 i1~opened',
      'S2 waiting 4 i1~opened',
      'S3 waiting 4 i1~opened',
      'S4 waiting 1 i1~opened',
    ])
    await endSubscription(db, 'S2', { at: at(4), by: 'admin' })
    await happen(db, 'closed', { restoredAt: at(9) }, { restoredAt: at(9), closedAt: at(10) })
    expect((await turn(10)).filter((line) => line.includes('closed'))).toEqual([
      'S1 waiting 10 i1~closed',
      'S3 waiting 10 i1~closed',
    ])
    expect(await turn(11)).toHaveLength(6)
    await db.destroy()
  })
})

describe.each(databases)('after years on %s', (_, open) => {
  test('old messages and what rules wrote go, but nothing of an incident that is open, no report, and nothing of people', async () => {
    const { db, turn, deps } = await opening(open, {})
    const days = (count: number) => at(count * 24 * 60)
    await happen(db, 'opened', opened)
    await happen(db, 'opened', opened, { id: 'i2', root: { kind: 'line', code: 'L2' } })
    await turn(1)
    await happen(db, 'comment', { text: 'đã gọi nhà mạng' })
    await db.updateTable('incident_event').set({ account: 'ky-su' }).where('kind', '=', 'comment').execute()
    await happen(db, 'closed', { restoredAt: at(9) }, { restoredAt: at(9), closedAt: at(10) })
    await turn(11)
    await db.updateTable('message').set({ state: 'sent' }).execute()
    await db
      .insertInto('message')
      .values({
        id: 'R1',
        subscription: 'S1',
        channel: 'thu',
        kind: 'report',
        state: 'sent',
        made_at: at(1),
        due_at: at(1),
        attempts: 1,
        claimed_until: null,
        sent_at: at(1),
        error: null,
      })
      .execute()
    const later = (count: number) => forgetIncidents({ db, now: () => days(count) }, 1096)
    expect(await later(1096)).toEqual({ messages: 0, events: 0 })
    // both of the incident that is closed; the beginning of the other stays until it has ended
    expect(await later(1097)).toEqual({ messages: 2, events: 2 })
    expect(await later(1097)).toEqual({ messages: 0, events: 0 })
    expect((await turn(12)).map((line) => line.split(' ').at(-1))).toEqual(['', 'i2~opened'])
    expect((await listEventsOf(db, 'i1')).map(({ kind }) => kind)).toEqual(['comment'])
    expect(await findIncident(db, 'i1')).toMatchObject({ closedAt: at(10) })
    await happen(db, 'closed', { restoredAt: at(20) }, { id: 'i2', restoredAt: at(20), closedAt: at(25) })
    // what was not read for messages yet is kept
    expect(await later(3000)).toEqual({ messages: 1, events: 1 })
    await writeNewMessages(deps)
    expect((await later(3000)).events).toBe(1)
    await db.destroy()
  })
})

describe('maintenance', () => {
  const open = databases[0]?.[1] as () => Promise<Database>
  const work = {
    id: 'M1',
    scope: 'provider',
    key: 'VNPT',
    mode: 'mute',
    what: 'Nâng cấp trạm',
    zone: 'Asia/Ho_Chi_Minh',
    start: '2022-06-30T11:00',
    end: '2022-06-30T12:30',
    repetition: null,
    openEnd: false,
    enteredAt: at(-100),
    enteredBy: 'ky-su',
  } as const

  test('holds what happens in it, which is dropped when it is over by the end', async () => {
    const { db, turn } = await opening(open, {})
    await addMaintenance(db, work)
    await happen(db, 'opened', opened)
    expect(await turn(1)).toEqual(['S1 held 16 i1~opened']) // looked at again at times
    await happen(db, 'closed', { restoredAt: at(20) }, { restoredAt: at(20), closedAt: at(25) })
    expect(await turn(31)).toEqual(['S1 dropped 31 i1~opened'])
    await db.destroy()
  })

  test('holds what still lasts at its end no longer than that', async () => {
    const { db, turn } = await opening(open, {})
    await addMaintenance(db, work)
    await happen(db, 'opened', opened)
    expect(await turn(16)).toEqual(['S1 held 30 i1~opened'])
    expect(await turn(30)).toEqual(['S1 waiting 30 i1~opened'])
    await happen(db, 'closed', { restoredAt: at(40) }, { restoredAt: at(40), closedAt: at(45) })
    expect(await turn(45)).toEqual(['S1 waiting 30 i1~opened', 'S1 waiting 45 i1~closed'])
    await db.destroy()
  })

  test('with an open end holds until somebody ends it; of another provider holds nothing', async () => {
    const { db, turn } = await opening(open, {})
    await addMaintenance(db, { ...work, openEnd: true })
    await addMaintenance(db, { ...work, id: 'M2', key: 'Viettel' })
    await happen(db, 'opened', opened)
    await turn(1)
    expect(await turn(500)).toEqual(['S1 held 515 i1~opened'])
    await closeMaintenance(db, 'M1', { at: at(510), by: 'ky-su' })
    expect(await turn(515)).toEqual(['S1 waiting 515 i1~opened'])
    await db.destroy()
  })
})

test('what waits for one moment is one message, and what comes once it is on its way another', async () => {
  const { db, turn } = await opening(databases[0]?.[1] as () => Promise<Database>, { digestAt: '17:00' })
  await happen(db, 'opened', opened)
  await turn(1)
  await happen(db, 'opened', opened, { id: 'i2', root: { kind: 'line', code: 'L2' } })
  await happen(db, 'closed', { restoredAt: at(20) }, { restoredAt: at(20), closedAt: at(25) })
  expect(await turn(30)).toEqual(['S1 waiting 300 i1~closed+i1~opened+i2~opened'])
  await db.updateTable('message').set({ state: 'sending' }).execute()
  await happen(db, 'opened', opened, { id: 'i3', root: { kind: 'line', code: 'L3' } })
  expect(await turn(40)).toEqual(['S1 sending 300 i1~closed+i1~opened+i2~opened', 'S1 waiting 300 i3~opened'])
  await db.destroy()
})
