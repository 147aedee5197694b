import { expect, test } from 'vitest'
import { demoDocuments } from '../../src/demo/documents.ts'
import { demoInventory } from '../../src/demo/inventory.ts'
import { planTimeline } from '../../src/demo/world/timeline.ts'
import { makeWorld } from '../../src/demo/world.ts'
import { messages } from '../../src/i18n/messages.ts'
import { shippedPlan } from '../../src/plan-file.ts'
import { flagsOf } from '../../src/readiness/profile.ts'
import { isSubject, readDocument } from '../../src/web/document-form.ts'

const world = makeWorld({ seed: 7, timeline: planTimeline })
const { units } = demoInventory(world)
const all = demoDocuments(world, '2030-01-01T00:00:00.000Z')

test('every document of the demo is one that the form would take', () => {
  for (const { kind, subject, values, file, ...document } of all) {
    expect(isSubject(kind, subject, shippedPlan()), subject).toBe(true)
    const answers = Object.entries(values).map(([name, value]) => [`answer.${name}`, value])
    const { number, date, signer, owner, note } = document
    const texts = {
      ...Object.fromEntries(answers),
      number,
      date,
      signer,
      owner,
      note,
      until: document.until ?? '',
    }
    const sent = { texts, file: file && new File([Buffer.from(file.body)], file.name) }
    const about = { kind, subject, today: '2030-01-01', assets: [] }
    expect(readDocument(sent, about, messages.vi), document.id).toMatchObject({
      document: { number, values },
    })
  }
})

test('what a unit is said to lack, its profile lacks', () => {
  for (const { kind, subject, unit } of all) {
    if (kind !== 'not_applicable') continue
    const flags: ReadonlySet<string> = flagsOf(
      units.find(({ code }) => code === unit) ?? { kind: 'commune', profile: [] },
    )
    expect(flags.has(subject), unit).toBe(false)
  }
})

test('papers come in time, the same for the same seed', () => {
  const early = demoDocuments(world, '2022-01-01T00:00:00.000Z')
  expect(early.length).toBeGreaterThan(20)
  expect(all.length).toBeGreaterThan(early.length * 1.5)
  expect(all.slice(0, early.length)).toEqual(early)
  expect(demoDocuments(makeWorld({ seed: 7, timeline: planTimeline }), '2022-01-01T00:00:00.000Z')).toEqual(
    early,
  )
})
