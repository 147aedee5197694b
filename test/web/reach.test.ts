import { beforeAll, describe, expect, test } from 'vitest'
import { newToken } from '../../src/auth/token.ts'
import { addAccount, openSession } from '../../src/store/accounts.ts'
import { addDocument } from '../../src/store/documents.ts'
import { listUnits } from '../../src/store/inventory.ts'
import { addToken } from '../../src/store/tokens.ts'
import { pages } from '../../src/web/pages/index.ts'
import { addIncident, exampleIncident } from '../helpers/incident.ts'
import { now } from './looks.ts'
import { openProvince, type Province } from './province.ts'

/** The head of the city sees it and its wards; what is of the district beside it, or of the province, is closed to him. */
const own = {
  ':unit': '288',
  device: '288-rt-01',
  line: 'tslcd-288',
  hotspot: 'wifi-quang-truong',
  prefix: 'v6-288',
  check: 'service~web-288~dns-address',
  document: 'own',
  incident: 'own',
}
const others: Partial<typeof own> = {
  ':unit': '10606',
  device: '10606-rt-01',
  line: 'tslcd-10606',
  prefix: 'v6-10606',
  check: 'service~web-291~dns-address',
  document: 'other',
  incident: 'other',
}

let province: Province
let cookie: string
/** Names and codes of all units that the head may not see, but for those that others are called after. */
let foreign: string[]

beforeAll(async () => {
  province = await openProvince({ only: ['30', '288', '10507', '291', '10606', 'STTTT'] })
  const { db } = province
  const token = newToken()
  await addAccount(db, { name: 'head', role: 'unit_head', unit: '288', password: 'x', now })
  await openSession(db, { account: 'head', now, ttlHours: 1, token })
  cookie = `v6gov_session=${token}`
  for (const [id, unit] of [
    ['own', '288'],
    ['other', '10606'],
  ] as const)
    await addDocument(db, {
      ...{ id, unit, kind: 'attestation', subject: 'GOV-02', asset: null, number: '1', date: '2022-06-01' },
      ...{ signer: '', owner: '', values: {}, note: '', until: null, file: null },
      enteredAt: now,
      enteredBy: 'an',
    })
  for (const [id, unit] of [
    ['own', '288'],
    ['other', '10606'],
  ] as const)
    await addIncident(db, exampleIncident({ id, unit, root: { kind: 'unit', code: unit } }))
  foreign = (await listUnits(db)).flatMap(({ code, name, kind }) =>
    ['288', '10507'].includes(code) || kind === 'platform' ? [] : [name, `/units/${code}"`],
  )
})

const ask = (address: string, headers: Record<string, string> = { cookie }) =>
  province.app.request(address, { headers: { accept: 'text/html', ...headers } })

/** Every address of the router that is of a unit, for one of these things. */
function addresses(of: Partial<typeof own>): string[] {
  const kinds: [RegExp, string | undefined][] = [
    [/^\/units\/:code/, of[':unit'] && `/units/${of[':unit']}`],
    [/^\/devices\/:code/, of.device && `/devices/${of.device}`],
    [/^\/lines\/:code/, of.line && `/lines/${of.line}`],
    [/^\/wifi\/:code/, of.hotspot && `/wifi/${of.hotspot}`],
    [/^\/checks\/:id/, of.check && `/checks/${of.check}`],
    [/^\/documents\/:document/, of.document && `/documents/${of.document}`],
  ]
  return pages
    .filter(({ rule }) => rule === 'unit')
    .flatMap(({ path, formats = [] }) => {
      const [pattern, found] = kinds.find(([one]) => one.test(path)) ?? []
      if (pattern === undefined) throw new Error(`test/web/reach.test.ts: no example of ${path}`)
      if (found === undefined) return []
      const address = path
        .replace(pattern, found)
        .replace(':firstDueAt', '2022-06-30T04:50:00.000Z')
        .replace(':chart', path.startsWith('/lines') ? 'traffic' : 'clients')
      return [address, ...formats.map((format) => `${address}.${format}`)]
    })
}

describe('the head of a unit', () => {
  test('begins at his unit, and sees its pages', async () => {
    expect((await ask('/')).headers.get('location')).toBe('/units/288')
    for (const address of addresses(own)) {
      const { status } = await ask(address)
      // what has nothing to show is not there; nothing is closed
      expect([200, 400, 404], address).toContain(status)
    }
    for (const address of ['/units/288', '/units/10507.json', '/lines/tslcd-288', '/incidents/own'])
      expect((await ask(address)).status, address).toBe(200)
  })

  test('sees nothing of other units, whatever its address', async () => {
    const closed = addresses(others)
    expect(closed.length).toBeGreaterThan(25)
    for (const address of [...closed, '/incidents/other', '/incidents/other.json'])
      expect((await ask(address)).status, address).toBe(403)
  })

  test('is told no name of another unit in any list', async () => {
    const lists = pages.filter(
      ({ rule, method, path }) => rule === 'own' && method === 'GET' && path !== '/incidents/:incident',
    )
    for (const { path, formats = [] } of lists) {
      const address = path.replace(':kind', 'devices').replace('/criteria/:id', '/criteria/WEB-02')
      for (const each of [address, ...formats.map((format) => `${address}.${format}`)]) {
        const response = await ask(each)
        expect(response.status, each).toBe(200)
        const text = await response.text()
        expect(
          foreign.filter((one) => text.includes(one)),
          each,
        ).toEqual([])
      }
    }
    const units = (await (await ask('/units.json')).json()) as { items: { code: string }[] }
    expect(units.items.map(({ code }) => code).sort()).toEqual(['10507', '288'])
    for (const address of [
      '/units.json?district=291',
      '/checks.json?unit=10606',
      '/documents.json?unit=10606',
    ])
      expect(await (await ask(address)).json(), address).toMatchObject({ total: 0, items: [] })
  })

  test('whose unit is gone sees nothing', async () => {
    const token = newToken()
    await addAccount(province.db, { name: 'nobody', role: 'unit_head', unit: null, password: 'x', now })
    await openSession(province.db, { account: 'nobody', now, ttlHours: 1, token })
    const headers = { cookie: `v6gov_session=${token}` }
    expect((await ask('/', headers)).status).toBe(403)
    expect(await (await ask('/units.json', headers)).json()).toMatchObject({ total: 0 })
    expect(await (await ask('/checks.json', headers)).json()).toMatchObject({ total: 0 })
  })
})

describe('a token', () => {
  const asProgram = async (address: string, about: { scopes: string[]; unit?: string; name: string }) => {
    const token = newToken()
    const entered = { createdAt: now, createdBy: 'an', expiresAt: null, unit: about.unit ?? null }
    await addToken(province.db, { token, ...entered, ...about })
    return (path = address, given = token) => ask(path, { authorization: `Bearer ${given}`, cookie })
  }

  test('reads JSON and CSV of its sections, and neither pages nor anything else', async () => {
    const get = await asProgram('/units.json', { name: 'dash', scopes: ['units', 'lines'] })
    expect(await (await get()).json()).toMatchObject({ total: 6 })
    expect((await get('/units/10606.json')).status).toBe(200)
    expect((await get('/lines.csv')).status).toBe(200)
    for (const path of ['/units', '/checks.json', '/accounts.json', '/audit.json', '/', '/overview.json'])
      expect((await get(path)).status, path).toBe(403)
    expect((await get('/units.json', newToken())).status).toBe(401)
  })

  test('of a unit is kept to it', async () => {
    const get = await asProgram('/units.json', { name: 'ward', scopes: ['*'], unit: '291' })
    expect(await (await get()).json()).toMatchObject({ total: 2 })
    expect((await get('/units/288.json')).status).toBe(403)
  })

  test('writes nothing', async () => {
    const token = newToken()
    const entered = { createdAt: now, createdBy: 'an', expiresAt: null, unit: null }
    await addToken(province.db, { token, name: 'writer', scopes: ['*'], ...entered })
    for (const { path } of pages.filter(({ method, rule }) => method === 'POST' && rule !== 'public')) {
      const address = path.replace(/:\w+/g, 'x')
      const headers = { authorization: `Bearer ${token}`, origin: 'http://localhost' }
      const { status } = await province.app.request(address, { method: 'POST', headers })
      expect(status, path).toBe(403)
    }
  })
})
