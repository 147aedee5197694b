import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { parseCredentials } from '../src/credentials.ts'

test('nothing set is a working configuration', () => {
  const read = readConfig({ HOME: '/root' })
  expect(read.ok && read.config).toMatchObject({
    V6GOV_DATABASE_URL: 'sqlite:data/v6gov.db',
    V6GOV_HOST: '127.0.0.1',
    V6GOV_PORT: 8080,
    V6GOV_ROLES: ['web', 'scheduler', 'worker'],
    V6GOV_TREAT_DOCUMENTATION_AS_GLOBAL: false,
    V6GOV_INSIDE_COUNTS_AS_OUTSIDE: false,
  })
})

test('README tells of every setting', () => {
  const read = readConfig({})
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const source = readFileSync(new URL('../src/config.ts', import.meta.url), 'utf8')
  const names = [...source.matchAll(/^ {2}(V6GOV_\w+):/gm)].map(([, name = '']) => name)
  expect(names).toEqual(expect.arrayContaining(Object.keys(read.ok ? read.config : { failed: true })))
  expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
})

test('every mistake is named, and a name that nobody knows is one', () => {
  const read = readConfig({
    V6GOV_PORT: '99999',
    V6GOV_PACE: 'fast',
    V6GOV_DATABASE_URL: 'mysql://secret@host',
    V6GOV_RESOLVERS: '10.0.0.1, nonsense',
    V6GOV_PROT: '1',
  })
  expect(read.ok).toBe(false)
  const text = read.ok ? '' : read.mistakes.join('\n')
  for (const name of ['V6GOV_PORT', 'V6GOV_PACE', 'V6GOV_DATABASE_URL', 'V6GOV_RESOLVERS', 'V6GOV_PROT'])
    expect(text).toContain(name)
  expect(text).not.toContain('secret')
})

test('roles are split on PostgreSQL only', () => {
  expect(readConfig({ V6GOV_ROLES: 'worker' }).ok).toBe(false)
  expect(readConfig({ V6GOV_ROLES: 'worker', V6GOV_DATABASE_URL: 'postgres://h/d' }).ok).toBe(true)
})

test('a provider of identities is named whole, over https or on this machine, with rules that can be read', () => {
  const whole = {
    V6GOV_OIDC_ISSUER: 'https://id.haiduong.test/realms/tinh',
    V6GOV_OIDC_CLIENT_ID: 'v6gov',
    V6GOV_PUBLIC_URL: 'https://v6gov.haiduong.test',
    V6GOV_OIDC_RULES: 'groups=a:b:engineer, groups=phuong-30:unit_head@30',
  }
  const read = readConfig(whole)
  expect(read.ok && read.config.V6GOV_OIDC_RULES).toEqual([
    { claim: 'groups', value: 'a:b', role: 'engineer', unit: null },
    { claim: 'groups', value: 'phuong-30', role: 'unit_head', unit: '30' },
  ])
  const mistakes = (changed: Record<string, string | undefined>) => {
    const other = readConfig({ ...whole, ...changed })
    return other.ok ? [] : other.mistakes.map((mistake) => mistake.split(':')[0])
  }
  for (const issuer of ['http://localhost:9/x', 'http://[::1]:9', 'http://127.0.0.1'])
    expect(mistakes({ V6GOV_OIDC_ISSUER: issuer })).toEqual([])
  for (const issuer of [
    'http://id.test',
    'https://id.test/?a=b',
    'http://localhost.test',
    'http://127.0.0.1@id.test',
  ])
    expect(mistakes({ V6GOV_OIDC_ISSUER: issuer })).toEqual(['V6GOV_OIDC_ISSUER'])
  for (const rule of [
    'groups=a:owner',
    'groups=a:unit_head',
    'groups=a:reader@30',
    'a:reader',
    'groups=:reader',
  ])
    expect(mistakes({ V6GOV_OIDC_RULES: rule }), rule).toEqual(['V6GOV_OIDC_RULES'])
  expect(mistakes({ V6GOV_PUBLIC_URL: undefined, V6GOV_OIDC_CLIENT_ID: undefined })).toEqual([
    'V6GOV_OIDC_CLIENT_ID',
    'V6GOV_PUBLIC_URL',
  ])
  expect(mistakes({ V6GOV_OIDC_ISSUER: undefined })).toEqual(['V6GOV_OIDC_CLIENT_ID', 'V6GOV_OIDC_RULES'])
})

test('credentials say what is wrong with them and never what they are', () => {
  const secret = `whsec_${'a'.repeat(32)}`
  const both = { a: { version: '2c', community: 'x' }, hook: { channel: 'webhook', secret } }
  expect(parseCredentials(JSON.stringify(both))).toEqual({
    snmp: { a: both.a },
    channels: { hook: both.hook },
  })
  const short = '{"hook":{"channel":"webhook","secret":"whsec_c2hvcnQ="}}'
  expect(() => parseCredentials(short)).toThrow(/24 to 64 bytes/)
  expect(() => parseCredentials(short)).not.toThrow(/c2hvcnQ/)
  const wrong =
    '{"b":{"version":"3","user":"u","level":"authPriv","authProtocol":"sha256","authKey":"s3cret-but-no-priv"}}'
  expect(() => parseCredentials(wrong)).toThrow(/b/)
  expect(() => parseCredentials(wrong)).not.toThrow(/s3cret/)
})
