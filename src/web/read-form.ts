import { z } from 'zod'
import { refuse } from './refuse.ts'
import type { WebContext } from './web.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const jsonForm = z.record(z.string(), z.union([scalar.transform((one) => [one]), z.array(scalar)]))

/** The texts that a form sent, all values by field name; files are left out. Programs may send the same as JSON. */
export async function readForm(c: WebContext): Promise<Record<string, string[]>> {
  if (/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    const read = jsonForm.safeParse(await c.req.json().catch(() => undefined))
    return read.data ?? refuse('badRequest', ['an object of texts, numbers and lists of them, as JSON'])
  }
  const body = await c.req.parseBody({ all: true })
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      [value].flat().filter((one): one is string => typeof one === 'string'),
    ]),
  )
}
