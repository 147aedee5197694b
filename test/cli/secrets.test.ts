import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { snmpSystem } from '../../probes/snmp-system.ts'
import { newKeyLine, parseKeys } from '../../src/auth/key-ring.ts'
import { newToken } from '../../src/auth/token.ts'
import { createSecrets } from '../../src/cli/secret-deps.ts'
import { openVault, readKeys } from '../../src/cli/vault.ts'
import { parseCredentials } from '../../src/credentials.ts'
import { openV3, type Usm } from '../../src/demo/snmp/usm.ts'
import { addAccount, openSession } from '../../src/store/accounts.ts'
import { listSecrets, rotateSecrets, setSecret } from '../../src/store/secrets.ts'
import { pages } from '../../src/web/pages/index.ts'
import { startAgent } from '../helpers/snmp-agent.ts'
import { snmpContext } from '../helpers/snmp-context.ts'
import { hasSnmpd, startSnmpd } from '../helpers/snmp-daemon.ts'
import { now } from '../web/looks.ts'
import { noSecrets, openProvince, type Province } from '../web/province.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'v6gov-secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What must be found nowhere: words that nothing else holds. */
const canaries = [
  'canary-community',
  'canary-auth-key',
  'canary-priv-key',
  'canary-password',
  'canarytoken',
  'Y2FuYXJ5',
]
const v3 = (over: Record<string, string> = {}) => ({
  version: '3',
  user: 'watcher',
  level: 'authPriv',
  authProtocol: 'sha256',
  authKey: 'canary-auth-key',
  privProtocol: 'aes',
  privKey: 'canary-priv-key',
  ...over,
})
const all = {
  core: { version: '2c', community: 'canary-community' },
  good: v3(),
  user: v3({ user: 'nobody' }),
  digest: v3({ authKey: 'canary-auth-key-2' }),
  privacy: v3({ privKey: 'canary-priv-key-2' }),
  mail: {
    ...{ channel: 'email', host: 'mail.example.test', port: 587, tls: 'starttls', from: 'a@example.test' },
    ...{ user: 'a', password: 'canary-password' },
  },
  chat: { channel: 'telegram', url: 'https://api.example.test', token: 'canarytoken' },
  hook: {
    channel: 'webhook',
    secret: `whsec_${Buffer.from('canary signs with these bytes').toString('base64')}`,
  },
}

/** An example of an address. */
function filled(address: string): string {
  return address
    .replace('/units/:code', '/units/288')
    .replace('/criteria/:id', '/criteria/GOV-03')
    .replace(':code', '288-rt-01')
    .replace(':id', 'device~288-rt-01~snmp-system')
    .replace(':firstDueAt', '2022-06-30T04:50:00.000Z')
    .replace(':kind', 'devices')
    .replace(':account', 'chief')
    .replace(/:\w+/g, 'none')
}

describe('keys', () => {
  test('that everybody may read are refused, with what to do', () => {
    const file = path.join(folder, 'open-keys')
    writeFileSync(file, newKeyLine('k1'))
    chmodSync(file, 0o644)
    const given = { V6GOV_KEY_FILE: file, V6GOV_KEY: undefined }
    expect(() => readKeys(given)).toThrow('chmod 600')
    chmodSync(file, 0o600)
    expect(readKeys(given)?.current).toBe('k1')
    const text = `${newKeyLine('k3')},${newKeyLine('k2')}`
    expect(readKeys({ V6GOV_KEY: text, V6GOV_KEY_FILE: undefined })?.keys.size).toBe(2)
  })
})

test('what a credentials file holds is not quoted when it cannot be read', () => {
  for (const text of [
    '{"core": {"version": "2c", "community": canary-community}}',
    '{"core": {"version": "9", "community": "canary-community"}}',
  ])
    try {
      parseCredentials(text)
      expect.unreachable()
    } catch (error) {
      expect((error as Error).message).not.toContain('canary')
    }
})

test('the button says that the clocks do not agree of an agent that boots anew at each request', async () => {
  const user = parseCredentials(JSON.stringify({ good: v3() })).snmp
  const usm = user.good as Usm
  let engineBoots = 1
  const agent = await startAgent((datagram) => {
    engineBoots += 1
    const read = openV3(datagram, usm, {
      engineID: Buffer.from('80001f8804aa', 'hex'),
      engineBoots,
      engineTime: 7,
    })
    return read && 'report' in read ? [read.report] : []
  })
  const vault = { snmp: user, channels: {}, refresh: async () => {} }
  const to = { address: '127.0.0.1', port: agent.port }
  const surroundings = snmpContext({ credentials: user, to })
  const said = await createSecrets({ vault, keys: null, surroundings }).test('good', '10.0.0.1')
  await agent.stop()
  expect(said.ok).toBe(false)
  expect(said.message).toMatch(/^snmp_auth: usmStatsNotInTimeWindows: engine boots and time do not agree/)
})

describe.skipIf(!hasSnmpd)('secrets in the database, with a real agent (needs snmpd and snmp)', () => {
  const keys = parseKeys(newKeyLine('k1'))
  let province: Province
  let agent: Awaited<ReturnType<typeof startSnmpd>>
  let cookie: string

  beforeAll(async () => {
    agent = await startSnmpd({
      community: 'canary-community',
      users: [{ name: 'watcher', auth: ['SHA-256', 'canary-auth-key'], priv: ['AES', 'canary-priv-key'] }],
    })
    province = await openProvince({
      only: ['30', '288'],
      secrets: { ...noSecrets, keyId: 'k1', keys: () => keys },
    })
    const { db, deps } = province
    for (const [name, secret] of Object.entries(all))
      await setSecret(db, keys, { name, text: JSON.stringify(secret), at: now, by: 'an' })
    const vault = await openVault(db, keys, { snmp: {}, channels: {} })
    const context = snmpContext({
      credentials: vault.snmp,
      to: { address: '127.0.0.1', port: agent.port },
      patience: 0.3,
    })
    deps.secrets = createSecrets({ vault, keys, surroundings: context })
    await addAccount(db, { name: 'chief', role: 'admin', password: 'x', now })
    const token = newToken()
    await openSession(db, { account: 'chief', now, ttlHours: 1, token })
    cookie = `v6gov_session=${token}`
  })
  afterAll(() => agent.stop())

  const post = (address: string, fields: Record<string, string>) =>
    province.app.request(address, {
      method: 'POST',
      headers: { origin: 'http://localhost', cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    })

  test.each([
    ['core', 'dùng được'],
    ['good', 'dùng được'],
    ['user', 'usmStatsUnknownUserNames'],
    ['digest', 'usmStatsWrongDigests'],
    ['privacy', 'wrong privacy key'], // this agent is silent where others report usmStatsDecryptionErrors,
  ])('the button says of %s: %s', async (name, said) => {
    const response = await post(`/secrets/${name}/test`, { device: '288-rt-01' })
    const page = await response.text()
    expect(page).toContain(said)
    if (said === 'dùng được') expect(page).toContain('core-01')
    expect(page).not.toContain(name === 'privacy' ? 'core-01' : 'nothing of the sort')
  })

  test('are set, replaced and removed, and what cannot be used is not shown back', async () => {
    const refused = await post('/secrets', {
      name: 'new',
      secret: '{"version": "2c", "community": canary-community',
    })
    expect(refused.status).toBe(422)
    expect(await refused.text()).not.toContain('canary')
    for (const community of ['one', 'two'])
      await post('/secrets', { name: 'new', secret: JSON.stringify({ version: '2c', community }) })
    expect(province.deps.secrets.describe().get('new')).toBe('SNMPv2c')
    await post('/secrets/new/remove', {})
    expect(province.deps.secrets.describe().has('new')).toBe(false)
    expect((await post('/secrets/new/remove', {})).status).toBe(404)
  })

  test('are in no page, no answer to programs, no evidence, no error and no byte of the database', async () => {
    // what is shown once to whoever makes it
    const made = await Promise.all(
      [
        post('/tokens', { name: 'program', scopes: '*', days: '30' }),
        post('/walls', { name: 'screen' }),
        post('/accounts', { name: 'binh', role: 'reader' }),
      ].map(
        async (response) =>
          /v6gov_[\w-]{20,}|(?<=\/wall\/|token=)[\w-]{20,}/.exec(await (await response).text())?.[0],
      ),
    )
    expect(made).toEqual([expect.any(String), expect.any(String), expect.any(String)])
    const hidden = [...canaries, ...made.map(String), cookie.replace('v6gov_session=', '')]
    const texts = new Map<string, string>()
    const examples = pages.flatMap(({ method, path: address, formats = [] }) =>
      method === 'GET'
        ? ['', ...formats.map((format) => `.${format}`)].map((format) => filled(address) + format)
        : [],
    )
    for (const each of examples) {
      const response = await province.app.request(each, { headers: { cookie } })
      const bytes = new Uint8Array(await response.arrayBuffer())
      const parts = each.endsWith('.xlsx') && response.ok ? Object.values(unzipSync(bytes)) : [bytes]
      texts.set(each, parts.map((part) => Buffer.from(part).toString('latin1')).join('\n'))
    }
    expect(province.errors).toEqual([])
    for (const name of ['core', 'good', 'user', 'digest', 'privacy']) {
      const settings = snmpSystem.settings.parse({ address: '127.0.0.1', port: agent.port, credential: name })
      const vault = await openVault(province.db, keys, { snmp: {}, channels: {} })
      const context = snmpContext({ credentials: vault.snmp, patience: 0.3 })
      const seen = await snmpSystem.run(settings, context).catch((error: Error & { evidence?: unknown }) => ({
        error: String(error.stack),
        evidence: error.evidence,
      }))
      texts.set(
        `look by ${name}`,
        JSON.stringify(seen, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
      )
    }
    const file = path.join(folder, 'copy.db')
    await sql`vacuum into ${file}`.execute(province.db)
    texts.set('database', readFileSync(file).toString('latin1'))
    const wrong = await openVault(province.db, parseKeys(newKeyLine('k1')), { snmp: {}, channels: {} }).catch(
      String,
    )
    texts.set('another key', String(wrong))
    expect(String(wrong)).toContain('cannot be decrypted')
    for (const [where, text] of texts)
      for (const canary of hidden) {
        const forms = [
          canary,
          Buffer.from(canary).toString('hex'),
          Buffer.from(canary).toString('base64').slice(0, -2),
        ]
        expect(
          forms.filter((form) => text.includes(form)),
          where,
        ).toEqual([])
      }
    expect(texts.size).toBeGreaterThan(150)
  })

  test('are encrypted anew with another key, all or none, and the old key then opens nothing', async () => {
    const old = [...keys.keys][0]
    const line = newKeyLine('k2')
    const both = parseKeys(`${line}\n${old?.[0]} ${old?.[1].toString('base64')}`)
    await expect(rotateSecrets(province.db, parseKeys(line))).rejects.toThrow('there is no key k1')
    expect((await listSecrets(province.db)).every(({ keyId }) => keyId === 'k1')).toBe(true)
    expect(await rotateSecrets(province.db, both)).toHaveLength(Object.keys(all).length)
    const opened = await openVault(province.db, parseKeys(line), { snmp: {}, channels: {} })
    expect(opened.snmp.core).toEqual(all.core)
    await expect(openVault(province.db, keys, { snmp: {}, channels: {} })).rejects.toThrow(
      'there is no key k2',
    )
    await expect(openVault(province.db, null, { snmp: {}, channels: {} })).rejects.toThrow('V6GOV_KEY_FILE')
  })
})
