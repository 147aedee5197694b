import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { type Answered, findAnswer, type KeyedWrite, keepAnswer } from '../store/answers.ts'
import { toJson } from './data.ts'
import { readForm } from './read-form.ts'
import { KeyTaken } from './recorded.ts'
import { refuse } from './refuse.ts'
import type { Page, WebContext } from './web.ts'

/** What a page that programs may write to takes besides files. */
export type Form = z.ZodObject | z.ZodDiscriminatedUnion

/** An answer that was not made so long after the write never will be: we have ended in between. In milliseconds. */
const answeringMs = 60_000

/**
 * Carries out a write of a program, once for each Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): the same
 * again is told what was answered then (200), or that it is under way (409), and another body under the same key is
 * refused (422). What wrote nothing takes no key.
 */
export async function serveProgram(page: Page & { form: Form }, c: WebContext): Promise<Response> {
  const { db } = c.var.deps
  const fields = await readForm(c)
  const problems = problemsOf(page.form, fields)
  if (problems.length > 0) return sayInvalid(c, problems)
  const write = { token: c.var.session?.account ?? '', key: readKey(c), requestHash: await hashOf(c) }
  const name = JSON.stringify([write.token, write.key])
  if (c.var.underWay.has(name)) return sayUnderWay(c)
  c.var.underWay.add(name)
  try {
    const before = await findAnswer(db, write)
    if (before !== undefined) return sayAgain(c, write, before)
    c.set('keyedWrite', write)
    const response = await page.handle(c)
    const location = response.headers.get('location')
    if (response.status !== 303 || location === null) return response
    const body = toJson({ done: true, ...c.var.answer, location: location.replace(/\?.*$/, '') })
    if (c.var.isKeyTaken) await keepAnswer(db, write, body)
    return send(c, body)
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error
    return sayAgain(c, write, (await findAnswer(db, write)) ?? refuse('internal'))
  } finally {
    c.var.underWay.delete(name)
  }
}

/** What is wrong with what a program sent, a line each or an entry for each cell; nothing was written. */
export function sayInvalid(c: WebContext, problems: readonly unknown[]): Response {
  return c.body(toJson({ error: 'invalid', problems, requestId: c.var.requestId }), 422, {
    'content-type': 'application/json; charset=utf-8',
  })
}

function sayUnderWay(c: WebContext): Response {
  return c.json({ error: 'underWay', requestId: c.var.requestId }, 409, { 'retry-after': '1' })
}

function sayAgain(c: WebContext, { requestHash }: KeyedWrite, before: Answered): Response {
  if (before.requestHash !== requestHash)
    return sayInvalid(c, [{ field: 'Idempotency-Key', message: 'was sent with another body before' }])
  if (before.body === null && Date.parse(c.var.deps.now()) - Date.parse(before.at) < answeringMs)
    return sayUnderWay(c)
  c.set('isRecorded', true)
  return send(c, before.body ?? toJson({ done: true, location: null }), { 'idempotency-replayed': 'true' })
}

function send(c: WebContext, body: string, headers: Record<string, string> = {}): Response {
  return c.body(body, 200, { 'content-type': 'application/json; charset=utf-8', ...headers })
}

/** As a string of RFC 9651, in quotes, or without them. */
function readKey(c: WebContext): string {
  const key = /^"?([\x21\x23-\x7e]{1,200})"?$/.exec(c.req.header('idempotency-key') ?? '')?.[1]
  return key ?? refuse('badRequest', ['Idempotency-Key: a name of this write, 1 to 200 characters of ASCII'])
}

function problemsOf(form: Form, fields: Record<string, string[]>): { field: string; message: string }[] {
  const one = Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  )
  const read = form.safeParse(one)
  return (read.error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((field) => ({ field, message: 'is no field of this form' }))
      : [{ field: issue.path.join('.'), message: issue.message }],
  )
}

/** Of what was meant, since the boundaries of a form are others each time. */
async function hashOf(c: WebContext): Promise<string> {
  const body = await c.req.parseBody({ all: true })
  const hash = createHash('sha256').update(JSON.stringify([c.req.method, c.req.path, await readForm(c)]))
  for (const [field, value] of Object.entries(body))
    for (const file of [value].flat())
      if (file instanceof File)
        hash
          .update(JSON.stringify([field, file.name, file.size]))
          .update(Buffer.from(await file.arrayBuffer()))
  return hash.digest('hex')
}
