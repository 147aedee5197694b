import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PostgresServer, postgresMissing, startPostgres } from '../helpers/postgres.ts'
import { must, run, type Started, until } from '../helpers/process.ts'
import { logOf, recordedBy } from '../helpers/process-v6gov.ts'
import { importInventory } from './inventory.ts'
import { type Lab, startLab } from './lab.ts'
import { blockForwarding, cutBorder } from './network.ts'
import type { Pages } from './pages.ts'
import { labMissing } from './requirements.ts'
import { signInAt, startServer } from './server.ts'
import { criteriaOf } from './verdicts.ts'

const missing = labMissing() ?? postgresMissing()
const title = 'a vantage beyond the border and one in a unit'

type VantageItem = {
  name: string
  state: string
  lastHeardAt: string
  queue: { name: string }
  selfTest: { facts: { ipv6: { working: boolean }; knownName: object; clock: object } }
  processes: { roles: string[] }[]
}

describe.skipIf(missing)(`${title}${missing ? ` (${missing})` : ''}`, () => {
  let lab: Lab
  let postgres: PostgresServer
  let front: Started
  let workers: { inside: Started; outside: Started; SNV: Started }
  let pages: Pages

  beforeAll(async () => {
    lab = await startLab()
    postgres = await startPostgres({
      address: '2001:db8:0:1::10',
      inside: (command) => lab.inside('core', command),
    })
    const settings = {
      ...lab.settings,
      V6GOV_DATABASE_URL: postgres.networkUrl ?? '',
      V6GOV_INSIDE_COUNTS_AS_OUTSIDE: '0',
      V6GOV_KNOWN_NAME: 'www.noivu.tinhmau.test',
      V6GOV_PACE: '600',
      V6GOV_PORT: '8080',
      V6GOV_LOG: 'debug',
    }
    const scheduler = { ...settings, V6GOV_VANTAGES: 'inside,outside,SNV' }
    await importInventory(lab, scheduler, {
      'services.csv': 'SNV-DNS,SNV,resolver,2001:db8:0:1::35,no,\n',
    })
    front = startServer(lab, { ...scheduler, V6GOV_ROLES: 'web,scheduler' })
    pages = await signInAt(lab, front)
    const worker = (vantage: string, node: Parameters<typeof startServer>[2]) =>
      startServer(lab, { ...settings, V6GOV_ROLES: 'worker', V6GOV_VANTAGES: vantage }, node)
    workers = {
      inside: worker('inside', 'core'),
      outside: worker('outside', 'out'),
      SNV: worker('SNV', 'u1h'),
    }
  })
  afterAll(async () => {
    await postgres?.stop()
    await lab?.remove()
  })

  async function vantage(name: string): Promise<VantageItem> {
    const { items } = await pages.json<{ items: VantageItem[] }>('/vantages.json')
    const found = items.find((one) => one.name === name)
    if (found === undefined) throw new Error(`${name} is not listed`)
    return found
  }

  /** Waits until these criteria of SNV have these verdicts, and returns them. */
  function becomes(wanted: Record<string, string>) {
    return until(
      `SNV: ${JSON.stringify(wanted)}`,
      120_000,
      async () => {
        const criteria = await criteriaOf(pages, 'SNV')
        const wrong = Object.entries(wanted).filter(([id, verdict]) => criteria.get(id)?.verdict !== verdict)
        if (wrong.length === 0) return criteria
        throw new Error(wrong.map(([id]) => JSON.stringify(criteria.get(id))).join('\n'))
      },
      300,
    )
  }

  test('all three look, and each says so of itself', async () => {
    await becomes({ 'WEB-02': 'pass', 'DNS-02': 'pass', 'EXT-04': 'pass', 'LAN-03': 'pass' })
    for (const name of ['inside', 'outside', 'SNV'])
      expect(await vantage(name)).toMatchObject({
        state: 'up',
        queue: { name: `probe-${name}` },
        processes: [{ roles: ['worker'] }],
        selfTest: {
          facts: {
            ipv6: { working: true, anchorsAnswered: 3 },
            knownName: { resolves: true },
            clock: { source: 'database', right: true },
          },
        },
      })
    expect(await pages.text('/')).not.toContain('mất liên lạc')
  })

  test('each takes only its own queue, and public services are looked at from outside alone', async () => {
    const rows = await postgres.sql('select id, vantage, probe from "check" where retired_at is null')
    const checks = rows.map((row) => row.split('|') as [string, string, string])
    const vantageOf = new Map(checks.map(([id, of]) => [id, of]))
    for (const [name, worker] of Object.entries(workers))
      expect(new Set(recordedBy(worker).map(({ check }) => vantageOf.get(check)))).toEqual(new Set([name]))
    expect(recordedBy(front)).toEqual([])
    for (const [id, of, probe] of checks)
      if (probe === 'web-dual-stack' || probe === 'dns-nameservers') expect([id, of]).toEqual([id, 'outside'])
  })

  test('who is outside does not get into the management networks', async () => {
    const ping = (address: string) => lab.inside('out', ['ping', '-c', '1', '-W', '1', address])
    expect((await run(ping('2001:db8:0:f1::2'))).code).not.toBe(0)
    expect((await run(ping('2001:db8:1:1::80'))).code).toBe(0)
  })

  test('what the border drops fails from outside though it answers inside; a unit cut off fails its own', async () => {
    const healBorder = await blockForwarding(
      lab,
      'rtr',
      'iifname "border" ip6 daddr 2001:db8:1:1::80 tcp dport { 80, 443 }',
      'reject with tcp reset',
    )
    const healUnit = await blockForwarding(
      lab,
      'u1',
      'ip6 daddr { 2001:db8:0:1::53, 2001:db8:0:1::54, 2001:db8:0:1::35 }',
      'reject',
    )
    const criteria = await becomes({ 'WEB-02': 'fail', 'EXT-04': 'fail', 'LAN-03': 'fail' })
    expect(criteria.get('WEB-02')?.because.vi).toContain('trong khi IPv4 vẫn truy cập được')
    expect(criteria.get('EXT-04')?.because.vi).toContain('0/3 điểm đối chứng IPv6')
    expect(criteria.get('LAN-03')?.because.vi).toContain('không phân giải qua IPv6 tại 2001:db8:0:1::35')
    const { V6GOV_CA_FILE: ca } = lab.settings
    const curl = ['curl', '-sf', '-6', '-m', '5', '--cacert', ca ?? '']
    const site = [
      '--resolve',
      'www.noivu.tinhmau.test:443:[2001:db8:1:1::80]',
      'https://www.noivu.tinhmau.test/',
    ]
    expect(await must(lab.inside('core', [...curl, ...site]))).toContain('Sở Nội vụ')
    expect((await vantage('SNV')).state).toBe('degraded')
    await Promise.all([healBorder(), healUnit()])
    await becomes({ 'WEB-02': 'pass', 'EXT-04': 'pass', 'LAN-03': 'pass' })
  }, 250_000)

  test('cut off from the database it says so, nothing turns into a failure, and it goes on by itself', async () => {
    const { outside } = workers
    const says = (message: string) => logOf(outside).filter((line) => line.message.startsWith(message))
    const seen = new Set<string | undefined>()
    const mend = await cutBorder(lab)
    await until(
      'the pages miss it',
      60_000,
      async () => {
        seen.add((await criteriaOf(pages, 'SNV')).get('WEB-02')?.verdict)
        return (await vantage('outside')).state === 'down'
      },
      500,
    )
    expect(await pages.text('/')).toContain('Có điểm đo đang mất liên lạc')
    expect((await vantage('inside')).state).toBe('up')
    await until('it says so in its log', 30_000, () => says('the database cannot be reached').length === 1)
    expect([...seen]).toEqual(['pass'])
    await mend()
    await until('it says that it is back', 40_000, () => says('the database is reached again').length === 1)
    const before = recordedBy(outside).length
    // a job whose delivery was lost with the link keeps its host for two minutes, and all of them may be such
    await until('it looks again', 150_000, () => recordedBy(outside).length > before)
    await until('the pages hear of it', 30_000, async () => (await vantage('outside')).state === 'up')
    await becomes({ 'WEB-02': 'pass' })

    const turns = recordedBy(outside).map(({ check, dueAt }) => `${check} ${dueAt}`)
    expect(new Set(turns).size).toBe(turns.length)
    const rows = await postgres.sql('select check_id, first_due_at, last_due_at from observation')
    const intervals = rows.map((row) => row.split('|'))
    const lost = recordedBy(outside).filter(
      ({ check, dueAt }) =>
        !intervals.some(([id, first = '', last = '']) => id === check && first <= dueAt && dueAt <= last),
    )
    expect(lost).toEqual([])
    const errors = logOf(outside).filter(({ level }) => level === 'error')
    expect(errors.map(({ message }) => message)).toEqual([
      'the database cannot be reached; what was seen is kept and written when it is back',
    ])
  }, 400_000)

  test('SIGTERM ends each with 0 and takes it off the list', async () => {
    for (const one of [...Object.values(workers), front]) {
      expect(await one.stop(20_000)).toEqual({ code: 0, signal: null })
      expect(one.err).toEqual([])
    }
    expect(await postgres.sql('select machine from process')).toEqual([])
  })
})
