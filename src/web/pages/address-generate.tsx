import { z } from 'zod'
import { AddressGeneratePage, type Variant } from '../../../views/address-generate.tsx'
import { type Block, blockText, readBlock } from '../../address-plan/block.ts'
import {
  entriesOf,
  type Generated,
  generatePlan,
  type Kept,
  type Wanted,
} from '../../address-plan/generate.ts'
import { planAt } from '../../address-plan/plan-at.ts'
import { writeCsv } from '../../inventory/write.ts'
import { type Prefix, type Unit, type UnitKind, unitKinds } from '../../model/inventory.ts'
import { loadAddressPlan } from '../../store/address-plan.ts'
import { listUnits } from '../../store/inventory.ts'
import { sendCsvText, sendJson } from '../data.ts'
import { readQuery } from '../query.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'
import { previewFiles } from './inventory.tsx'

export const addressGeneratePages: Page[] = [
  {
    method: 'GET',
    path: '/addresses/generate',
    rule: 'reader',
    formats: ['json', 'csv'],
    handle: showGenerated,
  },
  {
    method: 'POST',
    path: '/addresses/generate',
    rule: 'engineer',
    isPreview: true,
    handle: previewGenerated,
  },
]

/** What each variant is made of, and how an empty form begins: what there is, and 40 communes more in a /44. */
const startingPoints = [
  { block: '2001:db8:30::/48', platform: 52, department: 56, district: 56, commune: 60, more: 0 },
  { block: '2001:db8:30::/44', platform: 52, department: 56, district: 56, commune: 56, more: 40 },
]

const lengths = z.coerce.number().int().min(16).max(64).multipleOf(4).optional()
const block = z
  .string()
  .trim()
  .refine((text) => text === '' || isWide(text), 'an IPv6 prefix of /16 to /60 such as 2001:db8:30::/48')
  .optional()
const more = z.coerce.number().int().min(0).max(1000).optional()

const query = {
  ...Object.fromEntries(
    ['1', '2'].flatMap((n) => [
      [`block${n}`, block],
      ...unitKinds.map((kind) => [`${kind}${n}`, lengths]),
      [`more${n}`, more],
    ]),
  ),
  /** Which variant a file is of. */
  variant: z.enum(['1', '2']).optional(),
} as Record<string, typeof block | typeof lengths | typeof more>

/** Two plans side by side. Nothing is written. */
async function showGenerated(c: WebContext) {
  const variants = await variantsOf(c)
  const chosen = variants[c.req.query('variant') === '2' ? 1 : 0] ?? refuse('notFound')
  if (c.var.format === 'csv')
    return sendCsvText(c, 'prefixes', writeCsv('prefixes', chosen.entries, { bom: true }))
  if (c.var.format === 'json')
    return sendJson(c, {
      items: chosen.entries,
      total: chosen.entries.length,
      asOf: c.var.deps.now(),
      ...summaryOf(chosen),
    })
  return c.html(<AddressGeneratePage frame={await frameOf(c)} variants={variants} />)
}

/** The chosen plan as a file that is about to be imported: the preview says what it would change. */
async function previewGenerated(c: WebContext) {
  const variants = await variantsOf(c)
  const chosen = variants[c.req.query('variant') === '2' ? 1 : 0] ?? refuse('notFound')
  const text = writeCsv('prefixes', chosen.real, { bom: true })
  return previewFiles(c, [{ name: 'prefixes.csv', bytes: new TextEncoder().encode(text) }])
}

async function variantsOf(c: WebContext): Promise<Variant[]> {
  const asked = readQuery(c, query)
  const { db, now } = c.var.deps
  const at = now()
  const units = await listUnits(db, { asOf: at })
  const { tree } = planAt(await loadAddressPlan(db), at)
  const roots = tree.nodes.filter(({ prefix }) => prefix.role === 'allocation' && prefix.source === 'vnnic')
  return startingPoints.map((start, index) => {
    const n = String(index + 1)
    const numberOf = (name: string, otherwise: number) => Number(asked[`${name}${n}`] ?? otherwise)
    const own = roots[0]?.prefix.prefix
    const standard = own === undefined ? start.block : index === 0 ? own : `${own.split('/')[0]}/44`
    const text = `${asked[`block${n}`] || standard}`
    const read = readBlock(text) ?? refuse('badRequest', [text])
    const sizes = Object.fromEntries(unitKinds.map((kind) => [kind, numberOf(kind, start[kind])])) as Record<
      UnitKind,
      number
    >
    const extra = numberOf('more', start.more)
    const within: Block = { first: read.first, length: read.length }
    const kept = tree.nodes
      .filter(
        ({ prefix, parent }) =>
          prefix.role !== 'allocation' && (!parent || parent.prefix.role === 'allocation'),
      )
      .map(({ prefix, block }): Kept => {
        const isWhole = prefix.role === 'unit' || (prefix.role === 'site' && isPlatform(units, prefix.unit))
        return { code: isWhole ? prefix.unit : null, length: block.length, block }
      })
    const generated = generatePlan(within, [...units.map(wantedOf(sizes)), ...extraUnits(extra, sizes)], kept)
    const platform = units.find(({ kind }) => kind === 'platform')?.code ?? units[0]?.code ?? ''
    const codes = new Set(units.map(({ code }) => code))
    const known = new Set(tree.nodes.map(({ prefix }) => prefix.prefix))
    const entries = entriesOf(generated, {
      unit: platform,
      source: 'vnnic',
      codes: tree.nodes.map(({ prefix }) => prefix.code),
    })
    const real = entries.filter(({ unit, prefix }) => codes.has(unit) && !known.has(prefix))
    return { n, block: blockText(within), sizes, extra, generated, entries, real }
  })
}

function wantedOf(sizes: Record<UnitKind, number>): (unit: Unit) => Wanted {
  return ({ code, name, kind }) => ({ code, name, kind, length: sizes[kind] })
}

/** Communes that are not there yet, by numbers. */
function extraUnits(count: number, sizes: Record<UnitKind, number>): Wanted[] {
  return Array.from({ length: count }, (_, index) => ({
    code: `+${index + 1}`,
    name: '',
    kind: 'commune',
    length: sizes.commune,
  }))
}

function isPlatform(units: Unit[], code: string): boolean {
  return units.some((unit) => unit.code === code && unit.kind === 'platform')
}

function isWide(text: string): boolean {
  const read = readBlock(text)
  return read !== null && !read.hostBits && read.length >= 16 && read.length <= 60 && text.includes('/')
}

function summaryOf({ generated }: { generated: Generated; entries: Prefix[] }) {
  return {
    given: generated.given.length,
    left: generated.left.map(({ code, length }) => ({ code, length })),
    sums: generated.sums,
  }
}
