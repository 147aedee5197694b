import { Hono } from 'hono'
import { z } from 'zod'
import { authorise, isInScope, type Session, writeScope } from '../auth/access.ts'
import { pathWithoutFormat } from './format.ts'
import { DescribedQuery } from './query.ts'
import { filesForm } from './uploads.ts'
import type { Page, WebContext, WebEnv } from './web.ts'

/** The first part of an address, by which tokens are bounded. */
export function sectionOf({ path }: Page): string {
  return path.split('/')[1] ?? ''
}

type JsonSchema = Record<string, unknown>

/** One address that answers in JSON, with what it takes. */
export type Operation = {
  method: 'get' | 'post'
  /** In the spelling of OpenAPI: `/units/{code}.json`. */
  path: string
  parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: JsonSchema }[]
  body: { type: 'form' | 'files'; schema: JsonSchema } | null
  rule: Page['rule']
  /** What a token for it has to say; null where it is for people only. */
  scope: string | null
}

const described = new WeakMap<readonly Page[], Promise<Operation[]>>()

/** Every address that answers in JSON, from the registry; pages are asked themselves what queries they take, once. */
export function describeOperations({ deps, pages }: WebContext['var']): Promise<Operation[]> {
  const known = described.get(pages) ?? describe(deps, pages)
  described.set(pages, known)
  return known
}

async function describe(deps: WebContext['var']['deps'], pages: readonly Page[]): Promise<Operation[]> {
  const asked = queriesOf(deps, pages)
  const operations: Operation[] = []
  for (const page of pages) {
    const isRead = page.method === 'GET' && page.formats?.includes('json')
    if (!isRead && page.form === undefined) continue
    const path = `${page.path.replaceAll(/:(\w+)/g, '{$1}')}.json`
    const names = [...page.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
    const inPath = names.map((name) => ({
      ...{ name, in: 'path' as const, required: true },
      schema: { type: 'string', ...(page.choices?.[name] && { enum: page.choices[name] }) },
    }))
    operations.push(
      page.form === undefined
        ? {
            ...{ method: 'get', path, rule: page.rule, scope: readScope(page), body: null },
            parameters: [...inPath, ...parametersOf(await asked(page))],
          }
        : {
            ...{ method: 'post', path, rule: page.rule, scope: writeScope(sectionOf(page)) },
            parameters: [...inPath, keyParameter],
            body: page.form === filesForm ? filesBody : { type: 'form', schema: toSchema(page.form) },
          },
    )
  }
  return operations
}

/** A token of every scope reads what a reader of the province does, and no more. */
function readScope(page: Page): string | null {
  const section = sectionOf(page)
  const program: Session = { account: '', role: 'machine', unit: null, scopes: [section], expiresAt: '' }
  const isOpen = authorise(page.rule, program) === 'allowed' && isInScope(program, section)
  return isOpen ? section : null
}

const keyParameter = {
  ...{ name: 'Idempotency-Key', in: 'header' as const, required: true },
  schema: { type: 'string', minLength: 1, maxLength: 200 },
}
const files = { type: 'array', minItems: 1, items: { type: 'string', format: 'binary' } }
const filesBody = {
  type: 'files' as const,
  schema: { type: 'object', properties: { files }, required: ['files'], additionalProperties: false },
}

/** Asks a page what it takes: it is called for nothing else, and says so where it would read the query. */
function queriesOf(deps: WebContext['var']['deps'], pages: readonly Page[]) {
  let shape: z.ZodRawShape = {}
  const app = new Hono<WebEnv>({ getPath: pathWithoutFormat })
  app.use(async (c, next) => {
    c.set('deps', deps)
    c.set('format', 'json')
    c.set('isDescribed', true)
    c.set('session', { account: '', role: 'admin', unit: null, expiresAt: '' })
    c.set('reach', null)
    await next()
  })
  for (const page of pages) if (page.method === 'GET') app.on('GET', page.path, (c) => page.handle(c))
  app.onError((error, c) => {
    if (error instanceof DescribedQuery) shape = error.shape
    return c.body(null, 204)
  })
  return async (page: Page) => {
    shape = {}
    const path = page.path.replaceAll(/:(\w+)/g, (_, name: string) => page.choices?.[name]?.[0] ?? 'x')
    await app.request(`${path}.json`)
    return shape
  }
}

function parametersOf(shape: z.ZodRawShape): Operation['parameters'] {
  const { properties = {}, required = [] } = toSchema(z.strictObject(shape)) as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, in: 'query', required: required.includes(name), schema },
  }))
}

function toSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const inJson = (schema: JsonSchema) => ({ content: { 'application/json': { schema } } })

/** Addresses that tell of one thing; all others are lists. */
const notList =
  /\{(?!kind)\w+\}\.json$|^\/(overview|api\/openapi|vantages|system)\.json$|^\/units\/.*\/changes\.json$|\/series\.json$/

/** The description as programs read it: OpenAPI 3.1.1, whose schemas are JSON Schema 2020-12. */
export function toOpenApi(operations: Operation[], server: string) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { method, path, parameters, body, rule, scope } of operations) {
    const good = method === 'post' ? ref('Written') : notList.test(path) ? { type: 'object' } : ref('List')
    const media =
      body?.type === 'files'
        ? ['multipart/form-data']
        : ['application/json', 'application/x-www-form-urlencoded']
    paths[path] = {
      ...paths[path],
      [method]: {
        operationId: `${method} ${path.replace(/\.json$/, '')}`.replaceAll(/\W+/g, '_').replace(/_$/, ''),
        tags: [path.split(/[/.]/)[1]],
        description:
          scope === null
            ? `For people (${rule}).`
            : `For tokens with the scope ${scope}; for people: ${rule}.`,
        security:
          scope === null
            ? [{ session: [] }]
            : [{ token: [] }, ...(method === 'get' ? [{ session: [] }] : [])],
        parameters,
        ...(body && {
          requestBody: {
            required: true,
            content: Object.fromEntries(media.map((type) => [type, { schema: body.schema }])),
          },
        }),
        responses: {
          200: { description: 'What was asked for, or what was written', ...inJson(good) },
          ...(method === 'post' && {
            409: { description: 'The same is under way: ask again later', ...inJson(ref('Problem')) },
            422: { description: 'Nothing was written', ...inJson(ref('Invalid')) },
          }),
          default: { description: 'Why not', ...inJson(ref('Problem')) },
        },
      },
    }
  }
  return {
    openapi: '3.1.1',
    info: { title: 'v6gov', version: '1', description: about },
    servers: [{ url: server }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'v6gov_session' },
      },
      schemas,
    },
  }
}

const about =
  'Every address is also a page for people, without .json, and most lists are .csv too. Instants are ISO 8601 in UTC. ' +
  'A parameter that an address does not take is refused. A write under an Idempotency-Key that was sent before is ' +
  'answered as it was then.'

const text = { type: 'string' }
const whole = { type: 'integer', minimum: 0 }
const schemas = {
  List: {
    type: 'object',
    properties: {
      items: { type: 'array', items: { type: 'object' } },
      total: whole,
      asOf: { ...text, format: 'date-time' },
    },
    required: ['items', 'total', 'asOf'],
  },
  Written: {
    type: 'object',
    properties: {
      done: { const: true },
      location: { type: ['string', 'null'], description: 'The page about it' },
    },
    required: ['done', 'location'],
  },
  Invalid: {
    type: 'object',
    properties: {
      error: { const: 'invalid' },
      problems: { type: 'array', items: { type: 'object' } },
      requestId: text,
    },
    required: ['error', 'problems', 'requestId'],
  },
  Problem: {
    type: 'object',
    properties: { error: text, issues: { type: 'array', items: text }, requestId: text },
    required: ['error', 'requestId'],
  },
}
