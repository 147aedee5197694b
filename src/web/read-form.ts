import type { WebContext } from './web.ts'

/** The texts that a form sent, all values by field name; files are left out. */
export async function readForm(c: WebContext): Promise<Record<string, string[]>> {
  const body = await c.req.parseBody({ all: true })
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      [value].flat().filter((one): one is string => typeof one === 'string'),
    ]),
  )
}
