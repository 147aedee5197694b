import { describe, expect, test } from 'vitest'
import { formatNumber, formatShare } from '../../src/i18n/format.ts'
import { checksOf, proberChecks } from '../../src/inventory/checks-of.ts'
import type { UnitDocument } from '../../src/model/documents.ts'
import type { Asset, Unit } from '../../src/model/inventory.ts'
import type { Observation, UnitState } from '../../src/model.ts'
import type { CriterionVerdict, Readiness } from '../../src/readiness/assessment.ts'
import { criteria } from '../../src/readiness/catalogue.ts'
import type { Verdict } from '../../src/readiness/criterion.ts'
import { evaluate } from '../../src/readiness/evaluate.ts'
import type { Plan } from '../../src/readiness/plan.ts'
import { loadAddressPlan } from '../../src/store/address-plan.ts'
import { addDocument, listDocuments } from '../../src/store/documents.ts'
import { loadInventory } from '../../src/store/inventory.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { type Chance, chanceOf } from '../fuzz/chance.ts'
import { type Demo, openDemo } from './demo.ts'
import { type Fate, lookOf, now } from './looks.ts'

const only = ['30', 'STTTT', 'SKHDT', '288', '291', '10606', '10507']
const options = { treatDocumentationAsGlobal: true, insideCountsAsOutside: true, pace: 1 }

/** A province whose checks met anything, and whose units have stated this and that. */
async function openRandom(chance: Chance): Promise<Demo> {
  const demo = await openDemo({ only, seen: false })
  const { db } = demo.province
  const { units, assets } = await loadInventory(db)
  const checks = assets.flatMap((asset) => checksOf(asset, { vantages: ['inside'] }))
  const tests = proberChecks(['inside'])
  let fates = new Map<string, Fate>()
  for (const minutesAgo of [190, 160, 130, 70, 40, 10]) {
    const at = new Date(Date.parse(now) - minutesAgo * 60_000).toISOString()
    if (fates.size === 0 || chance.is(0.3))
      fates = new Map(
        checks.map(({ id }) => [id, chance.pick<Fate>(['dual', 'dual', 'ipv4', 'broken', 'silent'])]),
      )
    const looks = [
      ...tests.map((check) => lookOf(check, at, { fate: 'dual' })),
      ...checks
        .filter(() => chance.is(0.95))
        .map((check) => lookOf(check, at, { fate: fates.get(check.id) ?? 'dual' })),
    ]
    await recordLooks(db, looks, { pace: 1 })
  }
  const stated = {
    'GOV-01': { stand: 'own' },
    'GOV-02': { main: 'A' },
    'GOV-04': { trained: '0', registered: '2' },
  }
  for (const { code } of units)
    for (const [subject, values] of Object.entries(stated))
      if (chance.is(0.5))
        await addDocument(db, { ...statement, id: `${code}-${subject}`, unit: code, subject, values })
  return demo
}

const statement = {
  kind: 'attestation' as const,
  asset: null,
  number: '12/QĐ-UBND',
  date: '2022-06-01',
  signer: 'Chủ tịch',
  owner: '',
  note: '',
  until: null,
  file: null,
  enteredAt: '2022-06-02T00:00:00.000Z',
  enteredBy: 'tester',
}

type UnitPage = Unit & Readiness & { assets: Asset[] }

/**
 * What the observations and documents that a unit's verdicts link to say by themselves: the rules applied to these and to
 * nothing else, as if each had been confirmed.
 */
async function rejudged(
  demo: Demo,
  page: UnitPage,
  verdicts: CriterionVerdict[],
  documents: UnitDocument[],
): Promise<CriterionVerdict[]> {
  const byCheck = new Map<string, Observation[]>()
  for (const { evidence } of verdicts.flatMap(({ assets }) => assets))
    for (const { checkId, firstDueAt } of evidence) {
      const link = `/checks/${encodeURIComponent(checkId)}/${firstDueAt}.json`
      const seen = await demo.json<Observation>(link)
      byCheck.set(checkId, [{ ...seen, timesSeen: Math.max(seen.timesSeen, 3) }])
    }
  const all = page.assets.flatMap((asset) => checksOf(asset, { vantages: ['inside'] }))
  const linked = new Set(verdicts.flatMap((one) => one.documents ?? []).map(({ id }) => id))
  const own = documents.filter(({ id }) => linked.has(id))
  const state: UnitState = {
    unit: page,
    assets: page.assets,
    checks: all.map((check) => ({ check, observations: byCheck.get(check.id) ?? [] })),
    prober: [],
    documents: own.filter(({ unit }) => unit === page.code),
    platformDocuments: own.filter(({ unit }) => unit === '30'),
    addressPlan: await loadAddressPlan(demo.province.db),
  }
  return evaluate(state, now, { ...options, confirmMinutes: 0 }).verdicts
}

/** What verdicts come to by hand. */
function weighed(verdicts: { id: string; verdict: Verdict }[], of = (_: string) => true) {
  const sum = (...wanted: Verdict[]) =>
    verdicts
      .filter(({ id, verdict }) => of(id) && wanted.includes(verdict))
      .reduce((total, { id }) => total + (criteria.find((one) => one.id === id)?.weight ?? Number.NaN), 0)
  const all = sum('pass', 'partial', 'fail', 'unknown')
  const earned = sum('pass') + sum('partial') / 2
  return { all, known: all - sum('unknown'), earned }
}
const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
const mean = (values: number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
const shown = (value: number | null) => (value === null ? '' : formatNumber(value, 'vi', 1))
const percent = (part: number | null) => (part === null ? '' : formatShare(part, 'vi'))

function expectNear(found: number | null | undefined, wanted: number | null, about: string) {
  if (wanted === null || found === null || found === undefined) expect(found ?? null, about).toBe(wanted)
  else expect(found, about).toBeCloseTo(wanted, 9)
}

describe.each([1, 2, 3])('in generated province %i', (seed) => {
  test('every percentage is what the linked observations give', async () => {
    const demo = await openRandom(chanceOf(seed, 7))
    const { items: units } = await demo.json<{ items: (UnitPage & { score: number; coverage: number })[] }>(
      '/units.json',
    )
    expect(units.map(({ code }) => code).sort()).toEqual(only.toSorted())
    const documents = await listDocuments(demo.province.db, { asOf: now })
    const verdicts = new Map<string, CriterionVerdict[]>()
    const kinds = new Map<string, string>()
    let proven = 0
    for (const listed of units) {
      const page = await demo.json<UnitPage>(`/units/${listed.code}.json`)
      const again = await rejudged(demo, page, page.verdicts, documents)
      const known: CriterionVerdict[] = []
      for (const one of page.verdicts) {
        const { id, verdict, assets } = one
        const has = (all: CriterionVerdict[]) => all.find((other) => other.id === id)?.verdict
        // unknown claims nothing, and earns nothing
        let found = verdict === 'unknown' ? verdict : has(again)
        // another criterion may wait for the same look to be confirmed, and link the one before
        if (found !== verdict) found = has(await rejudged(demo, page, [one], documents))
        expect(found, `${page.code} ${id}`).toBe(verdict)
        known.push(one)
        if (verdict !== 'unknown' && assets.some(({ evidence }) => evidence.length > 0)) proven += 1
      }
      verdicts.set(page.code, known)
      kinds.set(page.code, page.kind)
      const { all, known: told, earned } = weighed(known)
      for (const found of [page, listed]) {
        expectNear(found.score, share(100 * earned, all), `R of ${page.code}`)
        expectNear(found.scoreMax, share(100 * (earned + all - told), all), `R at most of ${page.code}`)
        expectNear(found.coverage, share(told, all), `coverage of ${page.code}`)
      }
      const html = await demo.html(`/units/${page.code}`)
      expect(html).toContain(shown(share(100 * earned, all)))
      expect(html).toContain(percent(share(told, all)))
    }
    expect(proven).toBeGreaterThan(20)

    const group = (codes: string[]) => {
      const each = codes.map((code) => weighed(verdicts.get(code) ?? []))
      const sum = (of: (one: (typeof each)[number]) => number) =>
        each.reduce((total, one) => total + of(one), 0)
      return {
        score: mean(each.filter(({ all }) => all > 0).map(({ earned, all }) => (100 * earned) / all)),
        coverage: share(
          sum(({ known }) => known),
          sum(({ all }) => all),
        ),
      }
    }
    type Group = { score: { value: number | null }; coverage: { value: number | null } }
    type Stage = { stage: { number: number }; share: number | null; coverage: number | null }
    type Reached = {
      done: { value: number; units: string[] }
      denominator: { value: number; units: string[] }
      notApplicable: string[]
      share: number | null
    }
    const overview = await demo.json<{
      all: Group
      kinds: Record<string, Group>
      stages: Stage[]
      operations: { score: number | null; coverage: number | null }
    }>('/overview.json')
    const expectGroup = (found: Group | undefined, codes: string[], about: string) => {
      const { score, coverage } = group(codes)
      expectNear(found?.score.value, score, `R of ${about}`)
      expectNear(found?.coverage.value, coverage, `coverage of ${about}`)
    }
    expectGroup(overview.all, only, 'all')
    for (const kind of new Set(kinds.values()))
      expectGroup(
        overview.kinds[kind],
        only.filter((code) => kinds.get(code) === kind),
        kind,
      )
    const front = await demo.html('/')
    expect(front).toContain(shown(group(only).score))
    expect(front).toContain(percent(group(only).coverage))
    const district = group(['291', '10606'])
    expect(front).toContain(shown(district.score))

    const operations = await Promise.all(
      only.map((code) =>
        demo.json<{
          operations: {
            verdicts: { id: string; verdict: Verdict }[]
            score: number | null
            weight: Record<string, number>
          }
        }>(`/units/${code}.json`),
      ),
    )
    expectNear(
      overview.operations.score,
      mean(operations.flatMap(({ operations: { score } }) => (score === null ? [] : [score]))),
      'O of all',
    )

    const { items: listed } = await demo.json<{ items: { id: string; counts: Record<Verdict, number> }[] }>(
      '/criteria.json',
    )
    const criteriaPage = await demo.html('/criteria')
    for (const { id, counts } of listed) {
      const own = [...verdicts.values()].map((one) => one.find((other) => other.id === id)?.verdict)
      for (const verdict of ['pass', 'partial', 'fail', 'unknown', 'na'] as const)
        expect(counts[verdict], `${id} ${verdict}`).toBe(own.filter((one) => one === verdict).length)
      const all = own.filter((one) => one !== 'na').length
      if (all === 0) continue
      expect(criteriaPage).toContain(percent(counts.pass / all))
      expect(await demo.html(`/criteria/${id}`)).toContain(percent(counts.pass / all))
    }

    type Layers = Record<string, Record<'addressed' | 'reachable' | 'working', number | null>>
    const matrix = await demo.json<{
      items: { code: string; layers: Layers }[]
      steps: Record<string, Record<string, string | null>>
    }>('/matrix.json')
    for (const { code, layers } of matrix.items)
      for (const [layer, steps] of Object.entries(matrix.steps))
        for (const step of ['addressed', 'reachable', 'working'] as const) {
          const of = verdicts.get(code)?.find(({ id }) => id === steps[step])
          const passed =
            of === undefined || of.verdict === 'na'
              ? null
              : of.assets.filter(({ verdict }) => verdict === 'pass').length
          if (of?.verdict !== 'unknown')
            expect(layers[layer]?.[step], `${code} ${layer} ${step}`).toBe(passed)
        }

    const plan = await demo.json<{
      plan: Plan
      stages: Stage[]
      items: ({ task: Plan['tasks'][number] } & Reached)[]
      targets: ({ target: Plan['targets'][number] } & Reached)[]
    }>('/plan.json')
    expect(plan.stages).toEqual(overview.stages)
    const planPage = await demo.html('/plan')
    for (const { stage, share: found, coverage } of plan.stages) {
      const phase = (id: string) => criteria.find((one) => one.id === id)?.phase === stage.number
      const { all, known, earned } = weighed([...verdicts.values()].flat(), phase)
      expectNear(found, share(earned, all), `stage ${stage.number}`)
      expectNear(coverage, share(known, all), `coverage of stage ${stage.number}`)
      if (all > 0) expect(planPage).toContain(percent(earned / all))
    }
    const reached = [
      ...plan.items
        .filter(({ task }) => task.criteria.length > 0)
        .map(({ task, ...of }) => ({ ...of, ids: task.criteria, name: task.code })),
      ...plan.targets.flatMap(({ target, ...of }) =>
        'level' in target.measure ? [] : [{ ...of, ids: target.measure.criteria, name: target.id }],
      ),
    ]
    for (const { ids, name, done, denominator, notApplicable, share: found } of reached) {
      expectNear(found, share(done.value, denominator.value), name)
      for (const code of [...denominator.units, ...notApplicable]) {
        const own = (verdicts.get(code) ?? []).filter(
          ({ id, verdict }) => ids.includes(id) && verdict !== 'na',
        )
        expect(notApplicable.includes(code), `${name} ${code}`).toBe(own.length === 0)
        const passes = own.length > 0 && own.every(({ verdict }) => verdict === 'pass')
        expect(done.units.includes(code), `${name} ${code}`).toBe(passes)
      }
    }

    const national = await demo.json<{
      items: {
        id: string
        value: string
        counts: { passed: number; total: number } | null
        verdicts: CriterionVerdict[]
      }[]
    }>('/national.json')
    for (const { verdicts: own } of national.items)
      for (const { id, verdict } of own)
        expect(verdict).toBe(verdicts.get('30')?.find((one) => one.id === id)?.verdict)
    const portals = national.items.find(({ id }) => id === 'portals')
    const web = (verdicts.get('30') ?? []).filter(({ id }) => ['WEB-01', 'WEB-02', 'WEB-03'].includes(id))
    const names = new Set(web.flatMap(({ assets }) => assets.map(({ asset }) => asset.code)))
    if (web.every(({ verdict }) => verdict !== 'unknown')) {
      const working = [...names].filter((code) =>
        web.every(({ assets }) =>
          assets.every(({ asset, verdict }) => asset.code !== code || verdict === 'pass'),
        ),
      )
      expect(portals?.counts).toMatchObject({ passed: working.length, total: names.size })
    }
  })
})
