import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { proberSelfTest } from '../../probes/prober-self-test.ts'
import { testContext } from '../helpers/dns-context.ts'
import { type Started, searchPath, start, until } from '../helpers/process.ts'

const hasChrony =
  process.getuid?.() === 0 && spawnSync('chronyd', ['-v'], { env: { PATH: searchPath } }).status === 0
const port = 21_123

describe.skipIf(!hasChrony)('against chronyd (skipped without root and the Debian package chrony)', () => {
  let server: Started
  const directory = mkdtempSync(path.join(tmpdir(), 'v6gov-chrony-'))

  beforeAll(async () => {
    const config = path.join(directory, 'chrony.conf')
    const lines = [
      'local stratum 8',
      'allow all',
      `port ${port}`,
      'cmdport 0',
      'bindaddress ::1',
      'user root',
    ]
    writeFileSync(config, [...lines, `pidfile ${directory}/pid`, ''].join('\n'))
    server = start(['chronyd', '-x', '-d', '-f', config]) // -x: leaves the clock of this machine alone
    await until('chronyd gives the time', 30_000, async () => (await ask(0)).facts.clock?.source === 'sntp')
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(directory, { recursive: true, force: true })
  })

  /** The self-test of a machine whose clock is ahead by so much. */
  function ask(aheadMs: number, timeServer = `::1#${port}`) {
    const now = () => new Date(performance.timeOrigin + performance.now() + aheadMs).toISOString()
    const own = { anchors: [], timeServer, databaseClockMs: () => 12 }
    return proberSelfTest.run({}, { ...testContext(), now, own })
  }

  test('our clock is right, or off either way', async () => {
    expect((await ask(0)).facts.clock).toEqual({ source: 'sntp', right: true })
    for (const ahead of [5_000, -3_600_000]) {
      const { facts, samples } = await ask(ahead)
      expect(facts.clock).toEqual({ source: 'sntp', right: false })
      expect(facts.ipv6.working).toBe(false)
      expect(Math.abs(Number(samples?.[0]?.value) + ahead)).toBeLessThan(1_000)
    }
  })

  test('what was said is evidence', async () => {
    const { evidence } = await ask(0)
    const [exchange] = evidence.exchanges.filter(({ protocol }) => protocol === 'ntp')
    expect(exchange).toMatchObject({ peer: { address: '::1', port }, transport: 'udp' })
    expect(exchange?.response[0]).toContain('stratum 8')
  })

  test('without an answer of it the database is asked', async () => {
    const { facts, evidence } = await ask(0, '::1#21124')
    expect(facts.clock).toEqual({ source: 'database', right: true })
    expect(evidence.exchanges.find(({ protocol }) => protocol === 'ntp')?.failure).toBe('ECONNREFUSED')
  })
})
