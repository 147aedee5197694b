import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newToken } from '../../src/auth/token.ts'
import { addAccount, openSession } from '../../src/store/accounts.ts'
import { removeAnswers } from '../../src/store/answers.ts'
import { addToken } from '../../src/store/tokens.ts'
import { curlExamples } from '../../src/web/curl-examples.ts'
import { pages } from '../../src/web/pages/index.ts'
import { addIncident, exampleIncident } from '../helpers/incident.ts'
import { serveOnLoopback } from './in-browser.ts'
import { now } from './looks.ts'
import { openProvince, type Province } from './province.ts'

const run = promisify(execFile)

type Json = Record<string, unknown>
type Described = {
  operationId: string
  parameters: { name: string; in: string }[]
  requestBody?: { content: Record<string, { schema: Json }> }
  responses: Record<string, { content: Record<string, { schema: Json }> }>
}
type Document = Json & { paths: Record<string, Record<string, Described>>; components: { schemas: Json } }

let province: Province
let document: Document
let cookie: string
let validate: (path: string, method: string, status: number, value: unknown) => string

const scopes = [
  '*',
  'inventory:write',
  'figures:write',
  'maintenance:write',
  'checks:write',
  'incidents:write',
]
const tokens: Record<string, string> = {}

beforeAll(async () => {
  province = await openProvince({ only: ['30'] })
  await addIncident(province.db, exampleIncident(), [{ kind: 'device', code: 'dc-rt-01' }])
  for (const [name, of] of Object.entries({ all: scopes, reads: ['*'], one: ['checks:write'] })) {
    tokens[name] = newToken()
    const about = { unit: null, createdAt: now, createdBy: 'admin', expiresAt: null }
    await addToken(province.db, { name, scopes: of, token: tokens[name], ...about })
  }
  await addAccount(province.db, { name: 'admin', role: 'admin', unit: null, password: 'x', now })
  const session = newToken()
  await openSession(province.db, { account: 'admin', now, ttlHours: 1, token: session })
  cookie = `v6gov_session=${session}`
  document = (await (await ask('/api/openapi.json')).json()) as Document
  validate = validatorOf(document)
})

/** Says what is wrong with an answer by the description; nothing when all is well. */
function validatorOf({ paths, components }: Document) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: 'https://api.test/', components })
  const inDocument = (schema: Json) =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"https://api.test/#/')) as Json
  return (path: string, method: string, status: number, value: unknown) => {
    const responses = paths[path]?.[method]?.responses ?? {}
    const schema = (responses[status] ?? responses.default)?.content['application/json']?.schema
    if (schema === undefined) return `${method} ${path}: ${status} is not described`
    return ajv.validate(inDocument(schema), value) ? '' : `${method} ${path}: ${ajv.errorsText()}`
  }
}

const ask = (address: string, token = tokens.all) =>
  province.app.request(address, { headers: { authorization: `Bearer ${token}` } })

function write(address: string, body: unknown, { key = 'k', token = tokens.all ?? '' } = {}) {
  const isForm = body instanceof FormData
  return province.app.request(address, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      ...(key !== '' && { 'idempotency-key': key }),
      ...(!isForm && { 'content-type': 'application/json' }),
    },
    body: isForm ? body : JSON.stringify(body),
  })
}

describe('the description', () => {
  test('is OpenAPI 3.1 to an independent validator', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
  })

  test('names every address that answers in JSON and every write that a program may do, each once', () => {
    const described = Object.entries(document.paths).flatMap(([address, methods]) =>
      Object.keys(methods).map((method) => `${method} ${address}`),
    )
    const registered = pages
      .filter(({ method, formats, form }) => form ?? (method === 'GET' && formats?.includes('json')))
      .map(({ method, path: of }) => `${method.toLowerCase()} ${of.replaceAll(/:(\w+)/g, '{$1}')}.json`)
    expect(described.sort()).toEqual(registered.sort())
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('names the parameters that an address takes', () => {
    const of = (address: string) => document.paths[address]?.get?.parameters.map(({ name }) => name)
    expect(of('/units.json')).toEqual(
      expect.arrayContaining(['limit', 'offset', 'asOf', 'kind', 'criterion', 'sort']),
    )
    expect(of('/inventory/{kind}.json')).toEqual(['kind', 'page', 'limit', 'offset', 'asOf'])
    expect(of('/units/{code}.json')).toEqual(['code', 'asOf'])
    expect(of('/lines/{code}/{chart}.json')).toContain('from')
    expect(of('/overview.json')).toEqual(['asOf'])
  })

  test('holds for every answer', async () => {
    const values: Record<string, string> = {
      ...{
        code: '30',
        incident: exampleIncident().id,
        period: '2022-07',
        document: 'none',
        maintenance: 'one',
      },
      ...{
        account: 'admin',
        kind: 'units',
        id: 'device~dc-rt-01~snmp-system',
        change: 'none',
        chart: 'traffic',
      },
      firstDueAt: '2022-06-30T04:50:00.000Z',
    }
    const wrong: string[] = []
    const absent: string[] = []
    const lists: string[] = []
    for (const [address, { get }] of Object.entries(document.paths)) {
      if (get === undefined) continue
      const filled = address
        .replace('/criteria/{id}', '/criteria/WEB-02')
        .replace('/devices/{code}', '/devices/dc-rt-01')
        .replace('/lines/{code}', '/lines/tslcd-30')
        .replace('/wifi/{code}', '/wifi/none')
        .replace('/prefixes/{code}', '/prefixes/v6-tinh')
        .replace('/figures/{kind}', '/figures/antimalware')
        .replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
      const response = await province.app.request(filled, { headers: { cookie } })
      const value = (await response.json()) as object
      if (response.status !== 200) absent.push(address)
      wrong.push(validate(address, 'get', response.status, value))
      const schema = get.responses[200]?.content['application/json']?.schema
      const isList = 'items' in value && 'total' in value && 'asOf' in value
      const isDescribed = JSON.stringify(schema).includes('List')
      if (response.status === 200 && isList !== isDescribed) lists.push(address)
    }
    expect(wrong.filter((one) => one !== '')).toEqual([])
    expect(lists).toEqual([])
    // of these nothing is there
    expect(absent.sort()).toEqual([
      '/checks/{id}/series.json',
      '/checks/{id}/{firstDueAt}.json',
      '/documents/{document}.json',
      '/figure-imports/{id}.json',
      '/maintenance/{maintenance}.json',
      '/unit-changes/{change}.json',
      '/wifi/{code}.json',
      '/wifi/{code}/days.json',
      '/wifi/{code}/looks.json',
      '/wifi/{code}/{chart}.json',
    ])
    for (const [address, status] of [
      ['/units.json?limit=none', 400],
      ['/units/none.json', 404],
    ] as const) {
      const response = await ask(address)
      expect(response.status).toBe(status)
      expect(
        validate(address.replace(/\?.*/, '').replace('none', '{code}'), 'get', status, await response.json()),
      ).toBe('')
    }
  })
})

const work = {
  ...{ target: 'unit~30', mode: 'mute', what: 'Kiểm tra', zone: 'Asia/Ho_Chi_Minh' },
  ...{ start: '2022-07-01T22:00', end: '2022-07-01T23:00' },
}

describe('a write of a program', () => {
  const count = async () => (await province.db.selectFrom('maintenance').selectAll().execute()).length

  test('is done once under its key, and answered the same again until it is forgotten', async () => {
    const before = await count()
    const first = await write('/maintenance.json', work)
    expect(first.status).toBe(200)
    const said = await first.text()
    expect(validate('/maintenance.json', 'post', 200, JSON.parse(said))).toBe('')
    const again = await write('/maintenance.json', work)
    expect([again.status, await again.text()]).toEqual([200, said])
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(await count()).toBe(before + 1)
    const other = await write('/maintenance.json', { ...work, what: 'Khác' })
    expect(other.status).toBe(422)
    expect(validate('/maintenance.json', 'post', 422, await other.json())).toBe('')
    expect((await write('/checks/device~dc-fw-01~snmp-system/probe.json', {})).status).toBe(422)
    expect(await count()).toBe(before + 1)
    // the key of one program says nothing of another's
    expect(
      (await write('/checks/device~dc-fw-01~snmp-system/probe.json', {}, { token: tokens.one ?? '' })).status,
    ).toBe(200)
    await removeAnswers(province.db, new Date(Date.parse(now) + 1).toISOString())
    expect((await write('/maintenance.json', work)).headers.get('idempotency-replayed')).toBeNull()
    expect(await count()).toBe(before + 2)
  })

  test('of two at once under one key is done once, and the other told that it is under way', async () => {
    const { queue } = province.deps
    const { send } = queue
    let release = () => {}
    const begun = new Promise<void>((begin) => {
      queue.send = async (jobs) => {
        begin()
        await new Promise<void>((resolve) => {
          release = resolve
        })
        await send(jobs)
      }
    })
    const address = '/checks/service~web-tinh~dns-address/probe.json'
    const sent = province.sent.length
    const first = write(address, {}, { key: 'at-once' })
    await begun
    const second = await write(address, {}, { key: 'at-once' })
    expect(second.status).toBe(409)
    expect(validate('/checks/{id}/probe.json', 'post', 409, await second.json())).toBe('')
    queue.send = send
    release()
    expect((await first).status).toBe(200)
    expect((await write(address, {}, { key: 'at-once' })).headers.get('idempotency-replayed')).toBe('true')
    expect(province.sent.length).toBe(sent + 1)
  })

  test('whose answer was never made, since we ended, is told as done, and as under way for a minute', async () => {
    const before = await count()
    await write('/maintenance.json', work, { key: 'ended' })
    const age = (at: string) =>
      province.db.updateTable('answer').set({ body: '', at }).where('key', '=', 'ended').execute()
    await age(now)
    expect((await write('/maintenance.json', work, { key: 'ended' })).status).toBe(409)
    await age('2022-06-30T04:58:00.000Z')
    const told = await write('/maintenance.json', work, { key: 'ended' })
    expect(await told.json()).toEqual({ done: true, location: null })
    expect(await count()).toBe(before + 1)
  })

  test('that is wrong changes nothing, says all that is wrong, and leaves its key free', async () => {
    const before = await count()
    const wrong = await write(
      '/maintenance.json',
      { ...work, mode: 'off', end: 'late', more: 1 },
      { key: 'free' },
    )
    expect(wrong.status).toBe(422)
    const { problems } = (await wrong.json()) as { problems: { field: string }[] }
    expect(problems.map(({ field }) => field).sort()).toEqual(['end', 'mode', 'more'])
    const past = await write('/maintenance.json', { ...work, end: '2022-07-01T21:00' }, { key: 'free' })
    expect(past.status).toBe(422)
    expect(await past.json()).toMatchObject({ problems: [{ field: 'end' }] })
    expect(await count()).toBe(before)
    expect((await write('/maintenance.json', work, { key: 'free' })).status).toBe(200)
  })

  test.each([
    { name: 'without a key', body: work, options: { key: '' }, status: 400 },
    { name: 'with a token that only reads', body: work, options: { token: 'reads' }, status: 403 },
    { name: 'with a token for another section', body: work, options: { token: 'one' }, status: 403 },
    { name: 'with a made-up token', body: work, options: { token: 'made-up' }, status: 401 },
    { name: 'that is no object', body: [work], options: {}, status: 400 },
  ])('$name is refused', async ({ body, options: { key = 'r', token }, status }) => {
    const before = await count()
    const asked = { key, token: tokens[token ?? 'all'] ?? 'made-up' }
    expect((await write('/maintenance.json', body, asked)).status).toBe(status)
    expect(await count()).toBe(before)
  })

  test('is for nobody who only has a session: then it is for people, and from our own pages', async () => {
    const headers = {
      cookie,
      origin: 'http://localhost',
      'content-type': 'application/json',
      'idempotency-key': 's',
    }
    const response = await province.app.request('/maintenance.json', {
      method: 'POST',
      headers,
      body: JSON.stringify(work),
    })
    expect(response.status).toBe(404)
  })

  test('does what engineers do, and not what administrators do', async () => {
    expect((await write('/accounts.json', { name: 'x' })).status).toBe(403)
    expect((await write('/maintenance/none/approve.json', {})).status).toBe(403)
  })

  test('takes over an incident and names its cause, of which only what there is can be one', async () => {
    const { id } = exampleIncident()
    const act = (body: object, key: string) => write(`/incidents/${id}/act.json`, body, { key })
    expect(await (await act({ act: 'ack' }, 'ack')).json()).toEqual({
      done: true,
      location: `/incidents/${id}`,
    })
    expect((await act({ act: 'cause', cause: 'power', note: 'mất điện' }, 'cause')).status).toBe(200)
    const wrong = await act({ act: 'cause', cause: 'weather' }, 'wrong')
    expect([wrong.status, await wrong.json()]).toMatchObject([422, { problems: [{ field: 'cause' }] }])
    const told = await ask(`/incidents/${id}.json`)
    expect(await told.json()).toMatchObject({ acked: { by: 'token:all' }, cause: { by: 'token:all' } })
  })

  test('with files says every mistake with its row and column', async () => {
    const form = new FormData()
    form.append(
      'files',
      new File(['code,unit,name,kind,address\nx-1,none,X,router,10.0.0.999\n'], 'devices.csv'),
    )
    const response = await write('/inventory/import.json', form, { key: 'file' })
    expect(response.status).toBe(422)
    const { problems } = (await response.json()) as {
      problems: { file: string; line: number; column: string }[]
    }
    expect(problems.length).toBeGreaterThan(1)
    expect(problems[0]).toMatchObject({ file: 'devices.csv' })
  })
})

describe('the examples with curl', () => {
  let folder: string
  let server: Awaited<ReturnType<typeof serveOnLoopback>>

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'v6gov-curl-'))
    const header = 'code,unit,name,kind,address,address6,credential,internet_if,tslcd_if,user_if,wifi_if'
    writeFileSync(
      path.join(folder, 'devices.csv'),
      `${header}\nnew-rt,30,Bộ định tuyến mới,router,10.30.0.77,,snmp-tinh,,,,\n`,
    )
    server = await serveOnLoopback(province)
  })
  afterAll(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })

  const curl = async (command: string) => {
    const env = { PATH: process.env.PATH, TOKEN: tokens.all, V6GOV: server.base }
    return (await run('sh', ['-c', command], { cwd: folder, env })).stdout
  }

  test('do what they say on a running server, twice', async () => {
    expect(JSON.parse(await curl(curlExamples.read)).items).toHaveLength(1)
    await curl(curlExamples.csv)
    expect(readFileSync(path.join(folder, 'checks.csv'), 'utf8')).toContain('device~dc-rt-01~snmp-system')
    const imported = JSON.parse(await curl(curlExamples.import))
    expect(imported).toEqual({ done: true, added: 1, changed: 0, location: '/inventory' })
    expect(JSON.parse(await curl(curlExamples.import))).toEqual(imported)
    const announced = JSON.parse(await curl(curlExamples.announce))
    const told = await ask(`${announced.location}.json`)
    expect(await told.json()).toMatchObject({ what: 'Nâng cấp tường lửa' })
    expect(JSON.parse(await curl(curlExamples.announce))).toEqual(announced)
    const sent = province.sent.length
    await curl(curlExamples.look)
    await curl(curlExamples.look)
    expect(province.sent.length).toBe(sent + 1)
  })

  test('are those of the page and of the documents', async () => {
    const page = await (await province.app.request('/api/openapi', { headers: { cookie } })).text()
    const documents = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')
    for (const command of Object.values(curlExamples)) {
      expect(page).toContain(
        command.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
      )
      expect(documents).toContain(command)
    }
  })
})
