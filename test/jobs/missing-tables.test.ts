import dgram from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { probes } from '../../probes/index.ts'
import type { SnmpCredential } from '../../probes/probe.ts'
import { createChangeWatch } from '../../src/jobs/change-watch.ts'
import { createRecorder } from '../../src/jobs/recorder.ts'
import { type JobDeps, runJob } from '../../src/jobs/run-job.ts'
import type { Check } from '../../src/model.ts'
import { listCapabilities } from '../../src/store/capabilities.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { listObservations } from '../../src/store/observations.ts'
import { claimDue, syncChecks } from '../../src/store/turns.ts'
import { exampleCheck } from '../helpers/example.ts'
import { mappedDial } from '../helpers/mapped-dial.ts'
import { hasSnmpd, startSnmpd } from '../helpers/snmp-daemon.ts'

const start = Date.parse('2022-06-30T12:00:00.000Z')
const hour = 3_600_000
const week = 7 * 24 * hour
const host = 'device:R1'

/** What Debian's snmpd has no module for; from a line of `override` on it has. */
const advert = 'override 1.3.6.1.2.1.4.39.1.2.1 integer 1'
const missing = (table: string) => ({ table, state: 'no_such_object' })

/** A relay before the agent, which counts the requests that pass. */
async function countingRelay(port: () => number) {
  const relay = dgram.createSocket('udp4')
  const upstreams = new Set<dgram.Socket>()
  let requests = 0
  relay.on('message', (request, from) => {
    requests++
    const upstream = dgram.createSocket('udp4')
    upstreams.add(upstream)
    upstream.on('message', (answer) => {
      relay.send(answer, from.port, from.address)
      upstream.close()
      upstreams.delete(upstream)
    })
    upstream.send(request, port(), '127.0.0.1')
  })
  relay.bind(0, '127.0.0.1')
  await once(relay, 'listening')
  return {
    port: relay.address().port,
    /** Requests since the last call. */
    count() {
      const counted = requests
      requests = 0
      return counted
    },
    close() {
      relay.close()
      for (const upstream of upstreams) upstream.close()
    },
  }
}

describe.skipIf(!hasSnmpd)('tables that a real snmpd lacks (needs the packages snmpd and snmp)', () => {
  let daemon: Awaited<ReturnType<typeof startSnmpd>>
  let relay: Awaited<ReturnType<typeof countingRelay>>
  let db: Database
  let clock = start
  let credential: SnmpCredential
  let checks: Check[]
  const now = () => new Date(clock).toISOString()

  beforeEach(async () => {
    clock = start
    credential = { version: '2c', community: 'public' }
    daemon = await startSnmpd({ community: 'public', users: [{ name: 'nobody' }] })
    relay = await countingRelay(() => daemon.port)
    db = await openDatabase('sqlite::memory:')
    checks = (['snmp-ra', 'snmp-wifi'] as const).map(snmp)
    await syncChecks(db, checks, now(), { pace: 1 })
  })
  afterEach(async () => {
    relay.close()
    await Promise.all([daemon.stop(), db.destroy()])
  })

  function snmp(probe: Check['probe']): Check {
    const settings = { address: '10.0.0.1', credential: 'lab' }
    return exampleCheck({ id: `device~R1~${probe}`, probe, host, settings, everySeconds: 3600 })
  }

  /** Everybody who is due after some time is looked at; returns how many requests that took. */
  async function round({ laterMs = hour, manual = false } = {}): Promise<number> {
    clock += laterMs
    const deps: JobDeps = {
      db,
      now,
      pace: 1,
      recorder: createRecorder({ db, pace: 1, stopping: new AbortController().signal }),
      hasChanged: createChangeWatch(),
      prober: { hasIpv6: async () => true },
      surroundings: {
        now,
        secret: () => credential,
        dial: mappedDial({ '10.0.0.1#161': { address: '127.0.0.1', port: relay.port } }),
        patience: 1,
        resolvers: [],
        trustedCa: undefined,
      },
      stopping: new AbortController().signal,
      log: () => {},
    }
    relay.count()
    if (manual) {
      const turns = checks.map(({ id }) => ({ checkId: id, dueAt: now() }))
      await runJob(deps, { host, vantage: 'inside', turns, manual })
    } else
      for (const job of await claimDue(db, now(), { pace: 1, hosts: 9, leaseMs: 60_000 }))
        await runJob(deps, job)
    return relay.count()
  }

  const known = () => listCapabilities(db, { host }, { pace: 1 })
  const intervals = () => listObservations(db, 'device~R1~snmp-ra', { limit: 9 })

  test('are learnt at the first look and cost nothing after it, and facts stay equal', async () => {
    const first = await round()
    const learnt = await known()
    expect(learnt).toContainEqual(expect.objectContaining(missing('ipv6RouterAdvertTable')))
    expect(learnt.find(({ table }) => table === 'ipAddressPrefixTable')?.state).toMatch(/^(ok|empty)$/)
    // the evidence that taught it holds the answer of the agent
    const taught = learnt.find(({ table }) => table === 'ipv6RouterAdvertTable')
    expect(taught).toMatchObject({ checkId: 'device~R1~snmp-ra', since: taught?.confirmedAt })
    const second = await round()
    expect(second).toBeGreaterThan(1) // each look has met the agent
    expect(second).toBeLessThan(first)
    expect(await intervals()).toMatchObject([{ timesSeen: 2 }])
    expect(await known()).toEqual(learnt)
    // settings in the database are those of the inventory, so that nothing counts as another question
    const rows = await db.selectFrom('check').select(['settings', 'settings_since']).execute()
    expect(rows.map(({ settings_since }) => settings_since)).toEqual(['', ''])
    expect(rows[0]?.settings).toBe(JSON.stringify(checks[0]?.settings))
  })

  test('are asked for again within a week, and at once by a person', async () => {
    const first = await round()
    const [taught] = (await known()).filter(({ nextSurveyAt }) => nextSurveyAt !== null)
    const dueAt = Date.parse(taught?.nextSurveyAt ?? '')
    expect(dueAt - start).toBeGreaterThan(hour)
    expect(dueAt - start).toBeLessThanOrEqual(week + hour)
    expect(await round({ manual: true })).toBe(first)
    expect(await round({ laterMs: dueAt - clock - 1 })).toBeLessThan(first)
    expect(await round({ laterMs: hour })).toBe(first)
    expect(await round()).toBeLessThan(first)
    const again = (await known()).find(({ table }) => table === taught?.table)
    expect(again).toMatchObject({ since: taught?.since, nextSurveyAt: new Date(dueAt + week).toISOString() })
  })

  test('are found at the survey when they have appeared without a restart', async () => {
    const first = await round()
    // the same agent with a longer configuration, whose restart we are not told: no look reads its clock
    await daemon.configure([advert])
    await round()
    expect(await known()).toContainEqual(expect.objectContaining(missing('ipv6RouterAdvertTable')))
    await round({ laterMs: week })
    expect(await known()).toContainEqual(
      expect.objectContaining({ table: 'ipv6RouterAdvertTable', state: 'ok', nextSurveyAt: null }),
    )
    expect((await intervals())[0]?.result).toMatchObject({ facts: { adverts: [{ send: true }] } })
    expect(first).toBeGreaterThan(0)
  })

  test('are found at once when the agent has started anew', async () => {
    // the agent's clock is real, so that the script must not run far ahead of it
    checks = [{ ...snmp('snmp-system'), everySeconds: 20 }, ...checks]
    await syncChecks(db, checks, now(), { pace: 1 })
    await round({ laterMs: 60_000 })
    const learnt = await known()
    await round({ laterMs: 20_000 })
    expect(await known()).toEqual(learnt)
    expect(learnt).toContainEqual(expect.objectContaining(missing('ipv6RouterAdvertTable')))
    await daemon.configure([advert])
    await round({ laterMs: 20_000 }) // only snmp-system is due, and sees that the agent has started anew
    await round({ laterMs: 1000 })
    expect(await known()).toContainEqual(
      expect.objectContaining({ table: 'ipv6RouterAdvertTable', state: 'ok' }),
    )
    expect(await round({ laterMs: 1000 })).toBe(0)
  })

  test('are not inherited by another credential, nor believed of SNMPv1', async () => {
    const first = await round()
    expect(await round()).toBeLessThan(first)
    credential = { version: '3', user: 'nobody', level: 'noAuthNoPriv' }
    const anew = await round()
    expect(await round()).toBeLessThan(anew)
    credential = { version: '1', community: 'public' }
    const old = await round()
    expect(await round()).toBe(old)
    expect(new Set((await known()).map(({ askedAs }) => askedAs)).size).toBe(3)
    expect((await known()).map(({ askedAs }) => askedAs).join()).not.toContain('public')
  })

  test('are asked for again when the probe that missed them has a new version', async () => {
    const first = await round()
    await db.updateTable('capability').set({ probe_version: 0 }).execute()
    expect(await round()).toBe(first)
    expect(new Set((await known()).map(({ probeVersion }) => probeVersion))).toEqual(
      new Set([probes['snmp-ra'].version, probes['snmp-wifi'].version]),
    )
    expect(await round()).toBeLessThan(first)
  })
})
