import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockOf, blockText, holds, sizeOf } from '../../src/address-plan/block.ts'
import { flawsOf } from '../../src/address-plan/flaws.ts'
import { entriesOf, type Generated, generatePlan, type Wanted } from '../../src/address-plan/generate.ts'
import { planTree } from '../../src/address-plan/tree.ts'
import { unitTree } from '../../src/address-plan/unit-tree.ts'

const some = (kind: Wanted['kind'], count: number, length: number, from = 0): Wanted[] =>
  Array.from({ length: count }, (_, n) => ({ code: `${kind}${from + n}`, name: '', kind, length }))
/** The province of domain rules 1.6. */
const province = [
  ...some('platform', 1, 52),
  ...some('department', 27, 56),
  ...some('district', 12, 56),
  ...some('commune', 235, 60),
]
const block48 = blockOf('2001:db8:30::/48')
const keptOf = ({ given }: Generated) => given.map(({ code, length, block }) => ({ code, length, block }))

describe('the sizes of domain rules 1.6', () => {
  test('274 times a /56 do not fit a /48, by 18', () => {
    const wanted = [...some('department', 27, 56), ...some('district', 12, 56), ...some('commune', 235, 56)]
    const { given, left, sums } = generatePlan(block48, wanted)
    expect([given.length, left.length]).toEqual([256, 18])
    expect(sums).toEqual([{ length: 56, wanted: 274, holds: 256n, stillFit: 0n }])
  })

  test('a /52, 39 /56 and 235 /60 do, with room to grow', () => {
    const { given, left, sums } = generatePlan(block48, province)
    expect([given.length, left.length]).toEqual([275, 0])
    expect(sums.find(({ length }) => length === 56)?.stillFit).toBeGreaterThan(90n)
    const [first, second] = given.filter(({ kind }) => kind === 'department')
    expect(first && second && second.block.first - first.block.first).toBeGreaterThan(1n << 72n) // a slot between
  })

  test('as entries it is without a flaw', () => {
    const entries = entriesOf(generatePlan(block48, province), { unit: 'platform0', source: 'vnnic' })
    const { nodes, roots } = planTree(entries)
    const isPartOf = unitTree(province.map(({ code, kind }) => ({ code, kind, parent: null })))
    expect(nodes.flatMap((node) => flawsOf(node, node.parent?.children ?? roots, isPartOf))).toEqual([])
    expect(entries).toHaveLength(1 + 275 * 5)
  })

  test.each(['2001:db8:30::/44', '2001:db8::/32'])('40 more communes move nobody in %s', (text) => {
    const before = generatePlan(blockOf(text), province)
    const after = generatePlan(blockOf(text), [...province, ...some('commune', 40, 60, 235)], keptOf(before))
    expect(after.left).toEqual([])
    const at = new Map(after.given.map(({ code, block }) => [code, blockText(block)]))
    for (const { code, block } of before.given) expect(at.get(code)).toBe(blockText(block))
  })
})

const wanted = fc
  .tuple(
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 60 }),
    fc.constantFrom(52, 56, 60),
    fc.constantFrom(56, 60, 64),
  )
  .map(([platforms, departments, communes, one, other]) => [
    ...some('platform', platforms, 52),
    ...some('department', departments, one),
    ...some('commune', communes, other),
  ])

test('blocks are apart, aligned, inside, of the length wanted, and stay when units are added', () => {
  fc.assert(
    fc.property(
      wanted,
      fc.constantFrom(44, 48, 52),
      fc.integer({ min: 0, max: 30 }),
      (units, length, more) => {
        const block = blockOf(`2001:db8:40::/${length}`)
        const before = generatePlan(block, units)
        const after = generatePlan(block, [...units, ...some('commune', more, 60, 1000)], keptOf(before))
        for (const plan of [before, after]) {
          for (const [index, one] of plan.given.entries()) {
            expect(holds(block, one.block)).toBe(true)
            expect(one.block.length % 4).toBe(0)
            expect(one.block.first % sizeOf(one.block.length)).toBe(0n)
            const next = plan.given[index + 1]
            if (next) expect(holds(one.block, next.block)).toBe(false)
          }
        }
        expect(before.given.length + before.left.length).toBe(units.length)
        const at = new Map(after.given.map(({ code, block: own }) => [code, blockText(own)]))
        for (const { code, block: own } of before.given) expect(at.get(code)).toBe(blockText(own))
      },
    ),
    { numRuns: 30 },
  )
})
