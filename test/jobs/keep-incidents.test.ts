import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createIncidentKeeper } from '../../src/jobs/keep-incidents.ts'
import type { Instant } from '../../src/model.ts'
import type { Database } from '../../src/store/database.ts'
import { lastEventSeq, listEventsAfter, listEventsOf } from '../../src/store/incident-events.ts'
import { findIncident, listOpenIncidents, listParts } from '../../src/store/incidents.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { databases } from '../helpers/databases.ts'
import { exampleLine, lineChecksEvery, reachLook } from '../helpers/line.ts'
import { unit } from '../readiness/builders.ts'

const at = (seconds: number): Instant =>
  new Date(Date.parse('2022-06-14T17:00:00.000Z') + seconds * 1000).toISOString()
const lines = ['L1', 'L2', 'L3'].map((code, index) => ({ ...exampleLine, code, unit: `U${index}` }))

describe.each(databases)('incidents kept in %s', (_name, open) => {
  let db: Database
  let seconds = 0
  const now = () => at(seconds)
  beforeEach(async () => {
    db = await open()
    seconds = 0
    const units = lines.map(({ unit: code }) => ({ ...unit, code }))
    await saveInventory(db, { units, assets: lines }, at(0))
    await syncChecks(
      db,
      lines.flatMap((line) => lineChecksEvery(20, line)),
      at(0),
      { pace: 1 },
    )
  })
  afterEach(() => db.destroy())

  /** Looks at all lines every 20 s, of which these are silent; then so many schedulers have a turn. */
  async function live(until: number, silent: string[], keepers: (() => Promise<void>)[]) {
    const looks = []
    for (; seconds < until; seconds += 20)
      for (const line of lines) {
        const answers = silent.includes(line.code) ? [] : [1, 1, 1]
        looks.push(reachLook(now(), answers, answers, line))
      }
    await recordLooks(db, looks, { pace: 1, kept: {} })
    await Promise.all(keepers.map((keep) => keep()))
  }
  const start = () => createIncidentKeeper({ db, now, pace: 1 })
  const kinds = async () => (await listEventsAfter(db, 0, { limit: 100 })).map(({ kind }) => kind)

  it('opens one incident of a line, by two schedulers and across restarts, and closes it once', async () => {
    await live(200, [], [start(), start()])
    expect(await kinds()).toEqual([])
    await live(500, ['L2'], [start(), start()])
    const [incident] = await listOpenIncidents(db)
    expect(incident).toMatchObject({
      root: { kind: 'line', code: 'L2' },
      symptom: 'down',
      unit: 'U1',
      since: at(200),
      before: { seenAt: at(180) },
      after: { firstDueAt: at(200) },
    })
    await live(600, [], [start(), start()])
    expect(await findIncident(db, incident?.id ?? '')).toMatchObject({
      restoredAt: at(500),
      watchedUntil: at(800),
    })
    await live(1000, [], [start(), start()])
    expect(await listOpenIncidents(db)).toEqual([])
    expect(await kinds()).toEqual(['opened', 'cause', 'restored', 'closed'])
    const events = await listEventsAfter(db, 1, { limit: 2 })
    expect(events.map(({ seq }) => seq)).toEqual([2, 3])
    expect(await lastEventSeq(db)).toBe(4)
    expect(await listEventsOf(db, incident?.id ?? '')).toHaveLength(4)
  })

  it('leaves closed what is closed when the same line falls again with its provider', async () => {
    await live(200, [], [start()])
    await live(500, ['L2'], [start()])
    await live(1400, [], [start()])
    await live(1600, ['L1', 'L2', 'L3'], [start(), start()])
    await live(1700, ['L1', 'L2', 'L3'], [start()])
    const open = await listOpenIncidents(db)
    expect(open.map(({ root }) => root.kind)).toEqual(['provider'])
    expect((await kinds()).filter((kind) => kind === 'opened')).toHaveLength(2)
  })

  it('ends the incident of what is looked at no more, which did not come back', async () => {
    await live(200, [], [start()])
    await live(400, ['L2'], [start()])
    const [incident] = await listOpenIncidents(db)
    const left = lines.filter(({ code }) => code !== 'L2').flatMap((line) => lineChecksEvery(20, line))
    await syncChecks(db, left, at(400), { pace: 1 })
    await start()()
    expect(await findIncident(db, incident?.id ?? '')).toMatchObject({ closedAt: at(400), restoredAt: null })
  })

  it("takes lines that fall together as their provider's", async () => {
    await live(200, [], [start()])
    await live(400, ['L1', 'L2', 'L3'], [start(), start()])
    const [incident, ...others] = await listOpenIncidents(db)
    expect(others).toEqual([])
    expect(incident).toMatchObject({
      root: { kind: 'provider', code: 'VNPT' },
      severity: 'critical',
      cause: { cause: 'carrier', rule: 'lines_of_one_provider' },
      children: 3,
    })
    const parts = await listParts(db, [incident?.id ?? ''])
    expect(parts.map(({ node }) => node.code)).toEqual(['L1', 'L2', 'L3'])
  })
})
