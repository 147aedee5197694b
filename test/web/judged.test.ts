import { expect, test } from 'vitest'
import { checksOf, proberChecks } from '../../src/inventory/checks-of.ts'
import { criterionOf } from '../../src/readiness/catalogue.ts'
import { ttlMsOf } from '../../src/readiness/judge-asset.ts'
import { validUntil } from '../../src/readiness/valid-until.ts'
import { addDocument, listDocuments, withdrawDocument } from '../../src/store/documents.ts'
import { loadInventory, saveInventory } from '../../src/store/inventory.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { notePace } from '../../src/store/paces.ts'
import { judgeProvince, judgeUnit } from '../../src/web/province.ts'
import { chanceOf } from '../fuzz/chance.ts'
import { type Fate, lookOf, now } from './looks.ts'
import { openProvince } from './province.ts'

const hourMs = 3_600_000

/** Seconds to weeks: what was seen stays fresh, or becomes stale, and days begin. */
const pauses = [1000, 60_000, 7 * 60_000, hourMs, 7 * hourMs, 30 * hourMs, 9 * 24 * hourMs]

test('what is kept of verdicts is what judging anew gives, whatever changes and however time passes', async () => {
  let clock = now
  const only = ['30', 'STTTT', '10606']
  const { db, deps } = await openProvince({ only, now: () => clock })
  const other = { ...deps } // another process on the same database
  const { units, assets } = await loadInventory(db)
  const checks = [
    ...proberChecks(['inside']),
    ...assets.flatMap((asset) => checksOf(asset, { vantages: ['inside'] })),
  ]
  const chance = chanceOf(5, 1)
  const unit = () => chance.pick(units)
  const changes: Record<string, () => Promise<unknown>> = {
    looks: async () => {
      const { code } = unit()
      const fate = chance.pick<Fate>(['dual', 'ipv4', 'broken', 'silent'])
      const own = checks.filter((check) => check.unit === code && chance.is(0.7))
      await recordLooks(
        db,
        own.map((check) => lookOf(check, new Date(Date.parse(clock) - 40).toISOString(), { fate })),
        { pace: 1 },
      )
    },
    selfTest: async () => {
      const looks = checks
        .filter((check) => check.unit === null)
        .map((check) => lookOf(check, clock, { fate: 'dual' }))
      const works = chance.is(0.5)
      const family = { working: works, ownAddress: works, anchorsAsked: 3, anchorsAnswered: works ? 3 : 0 }
      const result = { ok: true as const, facts: { ipv4: { ...family, working: true }, ipv6: family } }
      await recordLooks(
        db,
        looks.map((look) => ({ ...look, endedAt: clock, result })),
        { pace: 1 },
      )
    },
    document: () =>
      addDocument(db, {
        id: `document-${clock}`,
        unit: unit().code,
        kind: 'attestation',
        subject: chance.pick(['GOV-02', 'GOV-04', 'SEC-04']),
        asset: null,
        number: '1/QĐ',
        date: '2022-06-01',
        signer: 'Chủ tịch',
        owner: '',
        values: {},
        note: '',
        until: chance.is(0.5) ? '2022-07-05' : null,
        file: null,
        enteredAt: clock,
        enteredBy: 'tester',
      }),
    withdrawal: async () => {
      const [document] = await listDocuments(db, { asOf: clock })
      if (document) await withdrawDocument(db, document.id, { at: clock, by: 'tester' })
    },
    inventory: () => {
      const changed = { ...unit(), profile: chance.is(0.5) ? null : (['has_lan'] as ['has_lan']) }
      return saveInventory(db, { units: [changed], assets: [] }, clock)
    },
    pace: () => notePace(db, clock, chance.pick([1, 30])),
    nothing: async () => {},
  }
  let kept = 0
  let before = new Map<string, unknown>()
  for (let step = 0; step < 24; step += 1) {
    clock = new Date(Date.parse(clock) + chance.pick(pauses)).toISOString()
    const change = chance.pick(Object.keys(changes))
    await changes[change]?.()
    const judged = await judgeProvince(deps, clock)
    expect(judged.map((one) => one.unit.code).sort(), change).toEqual(only.toSorted())
    for (const { unit, readiness, newestAt } of judged) {
      const anew = await judgeUnit(deps, unit.code, clock)
      const about = `${unit.code} after ${change} at ${clock}`
      expect({ ...readiness, asOf: '' }, about).toEqual({ ...anew?.readiness, asOf: '' })
      expect(newestAt, about).toBe(anew?.newestAt)
      expect(unit, about).toEqual(anew?.unit)
      if (before.get(unit.code) === readiness) kept += 1
    }
    before = new Map(judged.map(({ unit, readiness }) => [unit.code, readiness]))
    if (step % 8 === 0) {
      const there = await judgeProvince(other, clock)
      expect(there.map(({ readiness }) => readiness.counts)).toEqual(
        judged.map(({ readiness }) => readiness.counts),
      )
    }
  }
  expect(kept).toBeGreaterThan(8) // or nothing was kept, and this proved nothing
})

test('a verdict holds until its evidence is too old, to the millisecond, and then no longer', async () => {
  const { deps } = await openProvince({ only: ['30', '288'] })
  let ended = 0
  for (const { unit, readiness } of await judgeProvince(deps, now))
    for (const { id, assets } of readiness.verdicts) {
      const [seen] = assets.flatMap(({ evidence }) => evidence)
      if (seen === undefined) continue
      const staleMs = Date.parse(seen.lastSeenAt) + ttlMsOf(criterionOf(id), 1)
      const verdictsAt = async (ms: number) => {
        const judged = await judgeUnit(deps, unit.code, new Date(ms).toISOString())
        if (judged === undefined) throw new Error(unit.code)
        return judged.readiness
      }
      const before = await verdictsAt(staleMs - 60_000)
      const until = Date.parse(validUntil(before, { pace: 1 }))
      expect(until).toBeLessThanOrEqual(staleMs + 1)
      expect((await verdictsAt(until - 1)).verdicts).toEqual(before.verdicts)
      if (JSON.stringify((await verdictsAt(until)).verdicts) !== JSON.stringify(before.verdicts)) ended += 1
    }
  expect(ended).toBeGreaterThan(10)
})

test('a past moment is judged once for all who look at it', async () => {
  const { deps } = await openProvince({ only: ['30', '288'] })
  const at = '2022-06-30T04:00:00.000Z'
  const [first, second] = await Promise.all([judgeProvince(deps, at), judgeProvince(deps, at)])
  expect(second).toBe(first)
  expect((await judgeProvince(deps, at))[0]).toBe(first[0])
  expect(first[0]?.readiness).toEqual((await judgeUnit(deps, first[0]?.unit.code ?? '', at))?.readiness)
})
