import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  blockOf,
  blockText,
  compareBlocks,
  endOf,
  holds,
  readBlock,
  sizeOf,
} from '../../src/address-plan/block.ts'
import { entryOf } from '../../src/address-plan/entry.ts'
import { flawsOf } from '../../src/address-plan/flaws.ts'
import { searchPlan } from '../../src/address-plan/search.ts'
import { blocksLeft, freeBlocks, lansOf, mapOf, nextFree } from '../../src/address-plan/space.ts'
import { nodeAround, planTree } from '../../src/address-plan/tree.ts'
import { unitTree } from '../../src/address-plan/unit-tree.ts'
import { entry, plan } from './entries.ts'

const block = fc
  .record({ bits: fc.bigInt({ min: 0n, max: (1n << 24n) - 1n }), length: fc.integer({ min: 40, max: 64 }) })
  .map(({ bits, length }) => {
    const first = (0x20010db8n << 96n) | (bits << 64n)
    return { first: first - (first % sizeOf(length)), length }
  })

describe('blocks', () => {
  test.each([
    ['2001:DB8:0030:0000::/48', '2001:db8:30::/48', false],
    ['2001:db8:30::1/48', '2001:db8:30::/48', true],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1/128', false],
    ['::/0', '::/0', false],
    ['::ffff:192.0.2.0/120', '::ffff:c000:200/120', false],
  ])('%s is %s', (text, expected, hostBits) => {
    const read = readBlock(text)
    expect(read && blockText(read)).toBe(expected)
    expect(read?.hostBits).toBe(hostBits)
  })
  test.each(['', '10.0.0.0/8', '2001:db8::/129', '2001:db8::/', 'fe80::1%eth0', '2001:db8:::/32', 'cổng'])(
    '%j is none',
    (text) => expect(readBlock(text)).toBeNull(),
  )
})

test('a tree holds every entry once, each under the narrowest around it', () => {
  fc.assert(
    fc.property(fc.uniqueArray(block, { selector: blockText, maxLength: 60 }), (blocks) => {
      const prefixes = blocks.map((one, index) => entry(`p${index}`, blockText(one), 'unit'))
      const { nodes } = planTree(prefixes)
      expect(nodes.map(({ prefix }) => prefix.code).sort()).toEqual(prefixes.map(({ code }) => code).sort())
      for (const node of nodes) {
        const around = nodes.filter((one) => one !== node && holds(one.block, node.block))
        const narrowest = around.sort((one, other) => other.block.length - one.block.length)[0] ?? null
        expect(node.parent).toBe(narrowest)
        expect(nodeAround({ roots: nodes.filter(({ parent }) => !parent), nodes }, node.block)).toBe(node)
      }
    }),
    { numRuns: 40 },
  )
})

test('what is free and what is taken make up the whole, without overlap', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 20 }), (blocks) => {
      const parent = entry('top', '2001:db8::/32', 'allocation')
      const { roots } = planTree([parent, ...blocks.map((one, i) => entry(`p${i}`, blockText(one), 'unit'))])
      const [top] = roots
      if (top === undefined) throw new Error('no root')
      const free = freeBlocks(top)
      const taken = new Map(top.children.map((child) => [blockText(child.block), child.block]))
      const all = [...free, ...taken.values()].sort(compareBlocks)
      let next = top.block.first
      for (const one of all) {
        expect(one.first).toBe(next)
        expect(one.first % sizeOf(one.length)).toBe(0n)
        next = endOf(one)
      }
      expect(next).toBe(endOf(top.block))
      const lans = lansOf(top)
      expect(blocksLeft(top, 64) + (lans?.used ?? 0n)).toBe(lans?.all)
      const offered = nextFree(top, 56)
      if (offered) expect(top.children.some((child) => holds(child.block, offered))).toBe(false)
    }),
    { numRuns: 40 },
  )
})

describe('an entry', () => {
  const tree = planTree(plan)
  const node = (code: string) => tree.nodes.find(({ prefix }) => prefix.code === code) ?? expect.fail(code)

  test('tells /64 used of all, blocks left and the next free', () => {
    expect(entryOf(node('province'))).toMatchObject({
      parent: null,
      lans: { used: 4096 + 256 + 16, all: 65_536 },
      room: { length: 52, left: 13, next: '2001:db8:30:2000::/52' },
    })
    expect(entryOf(node('snv-lan'))).toMatchObject({ parent: 'snv', depth: 2, room: null })
  })

  test('has a map of its nibbles', () => {
    const map = mapOf(node('province'))
    expect(map?.length).toBe(56)
    const states = map?.cells.map(({ state }) => state) ?? []
    expect([states.length, states[0], states[16], states[17], states[0x80]]).toEqual([
      256,
      'taken',
      'taken',
      'free',
      'partly',
    ])
  })

  test.each([
    ['2001:0DB8:0030:1002:0::5', ['province', 'snv', 'snv-lan']],
    ['2001:db8:30:1000::/52', ['province', 'snv', 'snv-wan', 'snv-lan']],
    ['2.0.0.1.0.3.0.0.8.b.d.0.1.0.0.2.ip6.arpa', ['province', 'snv', 'snv-lan']],
    ['NGUOI dung', ['snv-lan']],
    ['2001:db9::/32', []],
  ])('is found by %s', (text, codes) => {
    const found = searchPlan(tree, text, ({ prefix }) => prefix.description)
    expect(found.map(({ prefix }) => prefix.code)).toEqual(codes)
  })
})

describe('flaws', () => {
  const isPartOf = unitTree([
    { code: '30', parent: null, kind: 'platform' },
    { code: 'SNV', parent: '30', kind: 'department' },
    { code: 'STP', parent: '30', kind: 'department' },
    { code: '288', parent: '30', kind: 'district' },
    { code: '10507', parent: '288', kind: 'commune' },
  ])
  const flawed = (...more: ReturnType<typeof entry>[]) => {
    const { nodes, roots } = planTree([...plan, ...more])
    return nodes.flatMap((node) =>
      flawsOf(node, node.parent?.children ?? roots, isPartOf).map(
        ({ code }) => `${node.prefix.code} ${code}`,
      ),
    )
  }
  test('a good plan has none', () => expect(flawed()).toEqual([]))
  test.each<[string, ReturnType<typeof entry>, string[]]>([
    [
      'the same block twice',
      entry('x', '2001:db8:30:1000::/56', 'unit', 'SNV'),
      ['snv duplicate', 'x duplicate'],
    ],
    ["another unit's block", entry('x', '2001:db8:30:1010::/60', 'unit', 'STP'), ['x overlap']],
    [
      'a block within a LAN',
      entry('x', '2001:db8:30:1002:1::/80', 'vlan', 'SNV'),
      ['x overlap', 'x lan_length'],
    ],
    ['outside what was allocated', entry('x', '2001:db8:31::/56', 'unit', 'SNV'), ['x no_allocation']],
    ['between nibbles', entry('x', '2001:db8:30:3000::/54', 'unit', 'SNV'), ['x not_nibble']],
    ['a LAN of /60', entry('x', '2001:db8:30:1010::/60', 'vlan', 'SNV'), ['x lan_length']],
    ['a link of /120', entry('x', '2001:db8:30:1010::/120', 'point_to_point', 'SNV'), ['x link_length']],
    ['a link of /127', entry('x', '2001:db8:30:1010::/127', 'point_to_point', 'SNV'), []],
    [
      'a loopback in a pool',
      entry('x', '2001:db8:30:1001::1/128', 'point_to_point', 'SNV'),
      ['x link_length'],
    ],
  ])('%s', (_, more, expected) => expect(flawed(more)).toEqual(expected))

  test("a commune's block may lie within its district's", () => {
    const within = [
      entry('d', '2001:db8:30:3000::/56', 'unit', '288'),
      entry('c', '2001:db8:30:3010::/60', 'unit', '10507'),
    ]
    expect(flawed(...within)).toEqual([])
  })
})

test('a block known to be one throws for any other', () =>
  expect(() => blockOf('10.0.0.0/8')).toThrow(TypeError))
