import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newKeyLine } from '../../src/auth/key-ring.ts'
import { openDatabase } from '../../src/store/database.ts'
import { type Started, start, until } from '../helpers/process.ts'
import { logOf, runV6gov, startV6gov, v6gov, withSettings } from '../helpers/process-v6gov.ts'

const key = newKeyLine('canary')
/** What no log says, of however it starts and ends. */
const canaries = [key.split(' ')[1] ?? '', 'canary-community', 'canary-password', 'canary-client-secret']

/** Settings that hold secrets in every way that they can. */
function secretSettings(directory: string): Record<string, string> {
  const credentials = {
    core: { version: '2c', community: 'canary-community' },
    mail: {
      ...{ channel: 'email', host: '127.0.0.1', port: 9, tls: 'none', from: 'a@example.test' },
      ...{ user: 'a', password: 'canary-password' },
    },
  }
  const files = { credentials: JSON.stringify(credentials), 'client-secret': 'canary-client-secret' }
  for (const [name, text] of Object.entries(files))
    writeFileSync(path.join(directory, name), text, { mode: 0o600 })
  return {
    V6GOV_KEY: key,
    V6GOV_CREDENTIALS_FILE: path.join(directory, 'credentials'),
    V6GOV_PUBLIC_URL: 'https://v6gov.test',
    V6GOV_OIDC_ISSUER: 'https://127.0.0.1:9',
    V6GOV_OIDC_CLIENT_ID: 'v6gov',
    V6GOV_OIDC_SECRET_FILE: path.join(directory, 'client-secret'),
  }
}

describe('v6gov serve', () => {
  let directory: string
  let settings: Record<string, string>
  let started: Started[] = []

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'v6gov-serve-'))
    settings = {
      V6GOV_DATABASE_URL: `sqlite:${directory}/v6gov.db`,
      V6GOV_PORT: '0',
      V6GOV_LOG: 'debug',
      ...secretSettings(directory),
    }
  })
  afterEach(async () => {
    await Promise.all(started.map((one) => one.stop()))
    for (const { out, err } of started)
      expect([...out, ...err].filter((line) => canaries.some((canary) => line.includes(canary)))).toEqual([])
    started = []
    rmSync(directory, { recursive: true })
  })

  /** Starts and waits for the address that it prints. */
  async function serve(): Promise<{ server: Started; url: string }> {
    const server = startV6gov(['serve'], settings)
    started.push(server)
    const url = await until('the address is printed', 30_000, () => {
      if (!server.isRunning()) throw new Error(server.err.join('\n'))
      return logOf(server).find(({ message }) => message === 'serving')?.url
    })
    return { server, url: String(url) }
  }

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'serves until %s and ends with 0 within seconds',
    async (signal) => {
      const { server, url } = await serve()
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
      expect((await fetch(`${url}/units.json`)).status).toBe(401)
      // the provider of identities is not there, and what is said of that holds no secret either
      const away = await fetch(`${url}/sign-in/provider`, { redirect: 'manual' })
      const told = `${away.status} ${await away.text()}`
      expect(told).toMatch(/^(422|50\d) /)
      expect(canaries.filter((canary) => told.includes(canary))).toEqual([])
      const asked = performance.now()
      server.signal(signal)
      expect(await server.ended).toEqual({ code: 0, signal: null })
      expect(performance.now() - asked).toBeLessThan(5_000)
      expect(server.err).toEqual([])
    },
  )

  test('gives a link to the first account until there is one', async () => {
    const linkOf = (server: Started) =>
      until('the link is printed', 5_000, () =>
        logOf(server)
          .map(({ url }) => String(url))
          .find((url) => url.includes('/first-run?token=')),
      )
    const first = await serve()
    const link = await linkOf(first.server)
    expect((await fetch(link)).status).toBe(200)
    await first.server.stop()
    const second = await serve()
    expect(await linkOf(second.server)).not.toBe(link)
  })

  test('a port that is taken ends it, with the setting that is to be changed', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => holder.once('listening', resolve))
    const port = String((holder.address() as { port: number }).port)
    const { code, err } = await runV6gov(['serve'], { ...settings, V6GOV_PORT: port })
    holder.close()
    expect(code).toBe(1)
    expect(err).toContain('V6GOV_PORT')
    expect(err).toContain(port)
  })

  test('a file that is no database ends it and is left as it was', async () => {
    const text = 'Danh sách đơn vị, không phải cơ sở dữ liệu\n'.repeat(100)
    writeFileSync(`${directory}/v6gov.db`, text)
    const { code, err } = await runV6gov(['serve'], settings)
    expect(code).toBe(1)
    expect(err).toContain('is no SQLite database')
    expect(readFileSync(`${directory}/v6gov.db`, 'utf8')).toBe(text)
  })

  test('beside another on the same database only shows pages, says so, and takes its place when that one dies', async () => {
    const first = await serve()
    const second = await serve()
    const stateOf = async (url: string) =>
      (await (await fetch(`${url}/readyz`)).json()) as { standby: boolean; scheduler: boolean }
    await until('the first schedules', 10_000, async () => (await stateOf(first.url)).scheduler)
    expect(await stateOf(first.url)).toMatchObject({ standby: false })
    expect(await stateOf(second.url)).toMatchObject({ standby: true, scheduler: true })
    const shipped = readFileSync(path.join(import.meta.dirname, '..', '..', 'data', 'units.csv'), 'utf8')
    const file = `${directory}/units.csv`
    writeFileSync(
      file,
      shipped
        .split('\n')
        .filter((line, place) => place === 0 || line.includes(',platform,'))
        .join('\n'),
    )
    expect((await runV6gov(['import', file], settings)).err).toBe('')
    expect((await runV6gov(['report', '2022-01'], settings)).err).toBe('')
    expect(await runV6gov(['restore', file], settings)).toMatchObject({ code: 1, out: '' })
    first.server.signal('SIGKILL')
    await until('the second takes its place', 20_000, async () => !(await stateOf(second.url)).standby)
    await until('it schedules', 20_000, () =>
      logOf(second.server).some(({ message }) => message.includes('takes its place')),
    )
    expect([...first.server.err, ...second.server.err]).toEqual([])
  })

  const root = process.getuid?.() === 0
  test.skipIf(!root)(
    `waits with pages that say why while its disk is read-only, then full, then its database damaged, and goes on when all is well${root ? '' : ' (needs root)'}`,
    async () => {
      const disk = `${directory}/disk`
      mkdirSync(disk)
      await (await openDatabase(`sqlite:${directory}/made.db`)).destroy()
      const bytes = readFileSync(`${directory}/made.db`)
      writeFileSync(`${directory}/damaged.db`, bytes.fill('x', 100, 4096))
      const own = { ...settings, V6GOV_DATABASE_URL: `sqlite:${disk}/v6gov.db` }
      // a mount that only this process and its children see
      const script = [
        `mount -t tmpfs -o size=16m none ${disk} && cp ${directory}/*.db ${disk} && cp ${disk}/made.db ${disk}/v6gov.db`,
        `head -c 16m /dev/zero > ${disk}/fill; mount -o remount,ro ${disk}; exec "$@"`,
      ].join('\n')
      const server = start(['unshare', '--mount', 'bash', '-c', script, 'bash', ...v6gov('serve')], {
        env: withSettings(own),
      })
      started.push(server)
      const steps = [
        ['readonly', 'chỉ cho phép đọc', `mount -o remount,rw ${disk}`],
        ['full', 'đầy', `mv ${disk}/damaged.db ${disk}/v6gov.db; rm ${disk}/fill`],
        ['damaged', 'hỏng', `mv ${disk}/made.db ${disk}/v6gov.db`],
      ] as const
      for (const [place, [trouble, said, step]] of steps.entries()) {
        const url = await until(
          `pages are served that say ${trouble}`,
          30_000,
          () => logOf(server).filter(({ message }) => message === 'serving')[place]?.url,
        )
        const page = await fetch(`${url}/units`)
        expect(page.status).toBe(503)
        expect(await page.text()).toContain(said)
        expect((await fetch(`${url}/healthz`)).status).toBe(200)
        const ready = await (await fetch(`${url}/readyz`)).json()
        expect(ready).toEqual({ ok: false, database: false, trouble })
        execFileSync('nsenter', ['-t', `${server.pid}`, '-m', 'bash', '-c', step])
      }
      await until('the product goes on', 30_000, () =>
        logOf(server).some(({ message }) => message.startsWith('make the first account')),
      )
      server.signal('SIGTERM')
      await server.ended
    },
  )
})
