import { describe, expect, test } from 'vitest'
import { runV6gov } from '../helpers/process-v6gov.ts'

describe.concurrent('a malformed configuration', () => {
  test('is refused with every mistake, a line each, before anything starts', async () => {
    const { code, out, err } = await runV6gov(['serve'], {
      V6GOV_DATABASE_URL: 'mysql://localhost/v6gov',
      V6GOV_PORT: '65536',
      V6GOV_PACE: 'fast',
      V6GOV_ROLES: 'web,driver',
      V6GOV_RESOLVERS: '10.0.1.35,dns.tinhmau.test',
      V6GOV_TRUSTED_PROXIES: '10.0.0.0/33',
      V6GOV_TREAT_DOCUMENTATION_AS_GLOBAL: 'perhaps',
      V6GOV_CUTOFF_DAY: '31',
      V6GOV_PROT: '8080',
      V6GOV_HOST: 'http://0.0.0.0',
      V6GOV_CREDENTIALS_FILE: '/nonexistent/credentials.json',
      V6GOV_CA_FILE: import.meta.filename,
    })
    expect(code).toBe(1)
    expect(out).toBe('')
    for (const setting of [
      'V6GOV_DATABASE_URL',
      'V6GOV_PORT',
      'V6GOV_PACE',
      'V6GOV_ROLES',
      'V6GOV_RESOLVERS',
      'V6GOV_TRUSTED_PROXIES',
      'V6GOV_TREAT_DOCUMENTATION_AS_GLOBAL',
      'V6GOV_CUTOFF_DAY',
      'V6GOV_HOST',
    ])
      expect(err).toMatch(new RegExp(`^  ${setting}: .+ \\(is ".+"\\)$`, 'm'))
    expect(err).toMatch(/^ {2}V6GOV_CREDENTIALS_FILE: \/nonexistent\/credentials.json cannot be used: /m)
    expect(err).toMatch(/^ {2}V6GOV_CA_FILE: .+ it holds no certificate in PEM$/m)
    expect(err).toContain('V6GOV_PROT: there is no such setting')
    expect(err).not.toMatch(/\n {4}at /) // a list for people, no stack
  })

  test('never shows the password of a database', async () => {
    const { code, err } = await runV6gov(['serve'], { V6GOV_DATABASE_URL: 'pgsql://v6gov:secret@db/v6gov' })
    expect(code).toBe(1)
    expect(err).toContain('V6GOV_DATABASE_URL')
    expect(err).not.toContain('secret')
  })

  test('split roles need PostgreSQL', async () => {
    const { code, err } = await runV6gov(['serve'], { V6GOV_ROLES: 'worker' })
    expect(code).toBe(1)
    expect(err).toContain('V6GOV_ROLES')
    expect(err).toContain('PostgreSQL')
  })

  test.each([
    ['V6GOV_CREDENTIALS_FILE', '/nonexistent/credentials.json'],
    ['V6GOV_CA_FILE', '/nonexistent/ca.pem'],
  ])('a file that %s names and that is not there', async (setting, file) => {
    const { code, err } = await runV6gov(['serve'], {
      V6GOV_DATABASE_URL: 'sqlite::memory:',
      V6GOV_PORT: '0',
      [setting]: file,
    })
    expect(code).toBe(1)
    expect(err).toContain(setting)
    expect(err).toContain(file)
  })
})

describe.concurrent('help', () => {
  test.each([['--help'], ['-h'], ['help']])('v6gov %s names every command', async (asked) => {
    const { code, out } = await runV6gov([asked])
    expect(code).toBe(0)
    for (const command of ['serve', 'demo', 'import', 'export', 'report', 'check', 'look'])
      expect(out).toMatch(new RegExp(`^  ${command} +\\S`, 'm'))
  })

  test.each(['serve', 'demo', 'import', 'export', 'report', 'check', 'look'])(
    'v6gov %s --help says how to use it and does nothing',
    async (command) => {
      const { code, out, err } = await runV6gov([command, '--help'], { V6GOV_PORT: 'not a port' })
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out).toMatch(new RegExp(`^v6gov ${command}`))
    },
  )

  test.each([[[]], [['perform']], [['look']], [['look', 'no-such-probe', '{}']], [['serve', '--fast']]])(
    'wrong usage %j ends with 2 and says what is wrong',
    async (args) => {
      const { code, out, err } = await runV6gov(args)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err.trim()).not.toBe('')
      expect(err).not.toMatch(/\n {4}at /)
    },
  )
})
