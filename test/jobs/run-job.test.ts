import dgram from 'node:dgram'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import type { SnmpCredential } from '../../probes/probe.ts'
import { createChangeWatch } from '../../src/jobs/change-watch.ts'
import type { Prober } from '../../src/jobs/prober.ts'
import { createRecorder } from '../../src/jobs/recorder.ts'
import { type JobDeps, runJob } from '../../src/jobs/run-job.ts'
import type { Check, Job } from '../../src/model.ts'
import { listChecks } from '../../src/store/checks.ts'
import { openDatabase } from '../../src/store/database.ts'
import { claimDue, syncChecks } from '../../src/store/turns.ts'
import { exampleCheck } from '../helpers/example.ts'
import { mappedDial } from '../helpers/mapped-dial.ts'

const start = '2022-06-30T12:00:00.000Z'
const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** An agent that counts what it is asked and never answers. */
async function silentAgent() {
  const socket = dgram.createSocket('udp4')
  let asked = 0
  socket.on('message', () => {
    asked++
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  closing.push(() => socket.close())
  return { port: socket.address().port, asked: () => asked }
}

async function product(checks: Check[], { prober, port }: { prober: Prober; port: number }) {
  const db = await openDatabase('sqlite::memory:')
  closing.push(() => db.destroy())
  await syncChecks(db, checks, start, { pace: 1 })
  let ticks = 0
  const now = () => new Date(Date.parse(start) + 60_000 + ticks++).toISOString()
  const stopping = new AbortController()
  const community: SnmpCredential = { version: '2c', community: 'x' }
  const deps: JobDeps = {
    db,
    now,
    pace: 1,
    recorder: createRecorder({ db, pace: 1, stopping: stopping.signal }),
    hasChanged: createChangeWatch(),
    prober,
    surroundings: {
      now,
      secret: () => community,
      dial: mappedDial({ '10.0.0.1#161': { address: '127.0.0.1', port } }),
      patience: 0.05,
      resolvers: [],
      trustedCa: undefined,
    },
    stopping: stopping.signal,
    log: () => {},
  }
  const claim = async (): Promise<Job> => {
    const [job] = await claimDue(db, now(), { pace: 1, hosts: 9, leaseMs: 60_000 })
    if (job === undefined) throw new Error('nothing is due')
    return job
  }
  return { db, deps, stopping, claim }
}

const works: Prober = { hasIpv6: async () => true }
const lacksIpv6: Prober = { hasIpv6: async () => false }
const snmp = (probe: Check['probe'], address = '10.0.0.1') =>
  exampleCheck({
    id: `device~R1~${probe}`,
    probe,
    host: 'device:R1',
    settings: { address, credential: 'lab' },
  })

describe('runJob', () => {
  test('a silent agent is asked once in a round, and its other checks are recorded as not answered', async () => {
    const agent = await silentAgent()
    const checks = (['snmp-system', 'snmp-interfaces', 'snmp-addresses'] as const).map((probe) => snmp(probe))
    const { db, deps, claim } = await product(checks, { prober: works, port: agent.port })
    await runJob(deps, await claim())
    const { items } = await listChecks(db, {})
    expect(items.map(({ last }) => last?.observation.result)).toMatchObject(
      checks.map(() => ({ ok: false, error: 'snmp_timeout' })),
    )
    expect(items.filter(({ last }) => JSON.stringify(last).includes('not asked'))).toHaveLength(2)
    expect(agent.asked()).toBeLessThanOrEqual(3) // the tries of one question
    expect(agent.asked()).toBeGreaterThan(0)
  })

  test('one silent over IPv4 is still tried over both by the look that asks for both', async () => {
    const agent = await silentAgent()
    const reach = exampleCheck({
      id: 'device~R1~snmp-reach',
      probe: 'snmp-reach',
      host: 'device:R1',
      settings: { address: '10.0.0.1', address6: null, credential: 'lab' },
    })
    const { db, deps, claim } = await product([snmp('snmp-system'), reach], {
      prober: works,
      port: agent.port,
    })
    await runJob(deps, await claim())
    const looks = (await listChecks(db, {})).items.map(
      ({ probe, last }) => [probe, JSON.stringify(last)] as const,
    )
    expect(looks.find(([probe]) => probe === 'snmp-reach')?.[1]).not.toContain('not asked')
  })

  test('without IPv6 of our own, nothing is sent over IPv6 and nothing is held against the target', async () => {
    const agent = await silentAgent()
    const { db, deps, claim } = await product([snmp('snmp-system', '2001:db8::1')], {
      prober: lacksIpv6,
      port: agent.port,
    })
    await runJob(deps, await claim())
    const { items } = await listChecks(db, {})
    expect(items[0]?.last?.observation.result).toMatchObject({ ok: false, error: 'prober_no_ipv6' })
  })

  test('IPv6 lost while we looked voids what was seen', async () => {
    const agent = await silentAgent()
    let asked = 0
    const losing: Prober = { hasIpv6: async () => asked++ === 0 }
    const web = exampleCheck({ probe: 'web-dual-stack', settings: { host: 'www.example.test' } })
    const { db, deps, claim } = await product([web], { prober: losing, port: agent.port })
    await runJob(deps, await claim())
    const result = (await listChecks(db, {})).items[0]?.last?.observation.result
    expect(result).toMatchObject({ ok: false })
  })

  test('settings that do not fit are a stored result', async () => {
    const agent = await silentAgent()
    const { db, deps, claim } = await product([exampleCheck({ settings: { hots: 'x' } })], {
      prober: works,
      port: agent.port,
    })
    await runJob(deps, await claim())
    expect((await listChecks(db, {})).items[0]?.last?.observation.result).toMatchObject({
      ok: false,
      error: 'bad_settings',
    })
  })

  test('a job that is abandoned writes nothing and gives its host back', async () => {
    const agent = await silentAgent()
    const { db, deps, stopping, claim } = await product([snmp('snmp-system')], {
      prober: works,
      port: agent.port,
    })
    const running = runJob({ ...deps, surroundings: { ...deps.surroundings, patience: 10 } }, await claim())
    while (agent.asked() === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    stopping.abort(new Error('stopping'))
    await running
    expect((await listChecks(db, { result: 'never' })).total).toBe(1)
    expect(await db.selectFrom('host').select('busy_until').execute()).toEqual([{ busy_until: null }])
  })

  test('a check deleted since it was queued is passed over', async () => {
    const agent = await silentAgent()
    const { db, deps, claim } = await product([snmp('snmp-system')], { prober: works, port: agent.port })
    const job = await claim()
    await db.deleteFrom('check').execute()
    await runJob(deps, job)
    expect(await db.selectFrom('observation').selectAll().execute()).toEqual([])
  })
})
