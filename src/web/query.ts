import { z } from 'zod'
import type { Instant } from '../model.ts'
import { endOfDay } from '../report/period.ts'
import { refuse } from './refuse.ts'
import type { WebContext } from './web.ts'

/** Most rows that one answer holds. */
export const maxLimit = 1000
/** Rows when nobody says how many: a screen for people, a file whole. */
const sizes = { html: 50, json: maxLimit, csv: 100_000, xlsx: 100_000 } as const

/** A page of a list: `page` for people, `limit` and `offset` for programs. A limit beyond the most is cut to it. */
export const paging = {
  page: z.coerce.number().int().min(1).max(1_000_000).optional(),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .transform((limit) => Math.min(limit, maxLimit))
    .optional(),
  offset: z.coerce.number().int().min(0).max(1_000_000_000).optional(),
}

/** Which rows are asked for. */
export function sliceOf(
  c: WebContext,
  {
    page,
    limit,
    offset,
  }: { page?: number | undefined; limit?: number | undefined; offset?: number | undefined },
): { offset: number; limit: number; page: number } {
  const size = limit ?? sizes[c.var.format]
  const start = offset ?? ((page ?? 1) - 1) * size
  return { offset: start, limit: size, page: Math.floor(start / size) + 1 }
}

/** Text to search for is short. */
export const searchText = z.string().trim().max(200).optional()

/** One of these, or nothing; the empty choice of a form counts as nothing. */
export function choice<const Values extends readonly string[]>(values: Values) {
  return z.union([z.enum(values), z.literal('').transform(() => undefined)]).optional()
}

/** `name` or `-name` for the other direction. */
export function sorting<const Names extends readonly [string, ...string[]]>(names: Names) {
  return z
    .string()
    .describe(`${names.join(', ')}, or -name for the other direction`)
    .optional()
    .transform((text, ctx): { by: Names[number]; descending: boolean } | undefined => {
      if (text === undefined || text === '') return undefined
      const by = text.replace(/^-/, '')
      if (names.includes(by)) return { by, descending: text.startsWith('-') }
      ctx.addIssue({ code: 'custom', message: `sort must be one of ${names.join(', ')}, or -name` })
      return z.NEVER
    })
}

/** Thrown in place of reading, when the page is only asked what it takes. */
export class DescribedQuery extends Error {
  readonly shape: z.ZodRawShape
  constructor(shape: z.ZodRawShape) {
    super('described')
    this.shape = shape
  }
}

/**
 * Reads the query string. What cannot be read ends the request with 400 and says which value and why, and so does a name
 * that means nothing here: a list that ignored a filter would be taken for the filtered one.
 */
export function readQuery<Shape extends z.ZodRawShape>(
  c: WebContext,
  shape: Shape,
): z.output<z.ZodObject<Shape>> {
  if (c.var.isDescribed) throw new DescribedQuery(shape)
  const { lang: _, ...asked } = c.req.query() // every page takes the choice of a language
  const read = z.strictObject(shape).safeParse(asked)
  if (read.success) return read.data
  refuse(
    'badRequest',
    read.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(
            (name) => `${name}: no parameter of this page; it takes ${Object.keys(shape).join(', ')}`,
          )
        : `${issue.path.join('.')}: ${issue.message}`,
    ),
  )
}

/** The moment that `readAsOf` reads. */
export const ofMoment = { asOf: z.string().optional().describe('2022-06-30, for its end, or an instant') }

const dayPattern = /^\d{4}-\d{2}-\d{2}$/

/**
 * `?asOf=2022-06-30` (the end of that day in the province) or an instant. A moment that has not come is now, which is
 * null.
 */
export function readAsOf(c: WebContext): Instant | null {
  c.set('readsAsOf', true)
  if (c.var.isDescribed) throw new DescribedQuery(ofMoment)
  const instant = readMoment(c, 'asOf')
  return instant === null || instant >= c.var.deps.now() ? null : instant
}

/** A parameter that names a day, for its end, or an instant; null for none. */
export function readMoment(c: WebContext, name: string): Instant | null {
  const text = c.req.query(name)
  if (text === undefined || text === '') return null
  const at = dayPattern.test(text) ? new Date(`${text}T00:00:00.000Z`) : new Date(text)
  const year = at.getUTCFullYear()
  const realDay = !dayPattern.test(text) || at.toJSON()?.slice(0, 10) === text
  if (
    Number.isNaN(at.getTime()) ||
    year < 1990 ||
    year > 9000 ||
    !realDay ||
    !/^\d{4}-\d{2}-\d{2}/.test(text)
  )
    refuse('badRequest', [`${name}: a day such as 2022-06-30, or an instant such as 2022-06-30T05:00:00Z`])
  return dayPattern.test(text) ? endOfDay(text) : at.toISOString()
}
