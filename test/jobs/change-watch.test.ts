import { describe, expect, test } from 'vitest'
import { createChangeWatch, seldomAsked } from '../../src/jobs/change-watch.ts'
import type { Check, Look } from '../../src/model.ts'
import { openDatabase } from '../../src/store/database.ts'
import { bringDue, claimDue, nextDueAt, syncChecks } from '../../src/store/turns.ts'
import { exampleCheck } from '../helpers/example.ts'

const now = '2022-06-30T12:00:00.000Z'

type Seen = { sysUpTime?: number; tableLastChange?: number; ifIndexes?: number[]; operStatus?: string }

function looked({ sysUpTime = 1000, tableLastChange, ifIndexes = [1, 2], operStatus = 'up' }: Seen): Look {
  const gauges = { sysUpTime, ...(tableLastChange !== undefined && { tableLastChange }) }
  return {
    checkId: 'device~R1~snmp-counters',
    dueAt: now,
    startedAt: now,
    endedAt: now,
    durationMs: 1,
    vantage: 'inside',
    probeVersion: 1,
    manual: false,
    result: {
      ok: true,
      facts: { interfaces: ifIndexes.map((ifIndex) => ({ ifIndex, operStatus })), truncated: false },
    },
    samples: Object.entries(gauges).map(([series, value]) => ({ series, kind: 'gauge', value })),
    evidence: { exchanges: [] },
  }
}

describe('what a routine look tells of names and addresses', () => {
  test.each<[name: string, before: Seen, after: Seen, changed: boolean]>([
    ['time alone passes', { sysUpTime: 1 }, { sysUpTime: 2 }, false],
    ['a port goes down', {}, { operStatus: 'down', sysUpTime: 1001 }, false],
    ['it restarted', { sysUpTime: 90_000 }, { sysUpTime: 10 }, true],
    ['an interface came', {}, { ifIndexes: [1, 2, 3], sysUpTime: 1001 }, true],
    ['the table changed', { tableLastChange: 5 }, { tableLastChange: 900, sysUpTime: 1001 }, true],
  ])('%s', (_name, before, after, changed) => {
    const hasChanged = createChangeWatch()
    expect(hasChanged(looked(before))).toBe(false)
    expect(hasChanged(looked(after))).toBe(changed)
    expect(hasChanged(looked({ ...after, sysUpTime: (after.sysUpTime ?? 0) + 5000 }))).toBe(false)
  })

  test('other looks, and looks without an answer, tell nothing', () => {
    const hasChanged = createChangeWatch()
    hasChanged(looked({ sysUpTime: 50 }))
    const other = { ...looked({ sysUpTime: 1 }), checkId: 'device~R1~snmp-system' }
    const silent: Look = {
      ...looked({ sysUpTime: 1 }),
      result: { ok: false, error: 'snmp_timeout', message: 'no answer' },
    }
    expect([other, silent].map(hasChanged)).toEqual([false, false])
  })
})

test('what is seldom asked of the device comes due at once, and nothing else', async () => {
  const db = await openDatabase('sqlite::memory:')
  const check = (probe: Check['probe'], host = 'device:R1') =>
    exampleCheck({ id: `${host}~${probe}`, probe, host, everySeconds: 3600 })
  const checks = [...seldomAsked, 'snmp-lldp' as const].map((probe) => check(probe))
  await syncChecks(db, [...checks, check('snmp-interfaces', 'device:R2')], now, { pace: 1 })
  const later = '2022-06-30T12:02:00.000Z'
  await claimDue(db, later, { pace: 1, hosts: 9, leaseMs: 0 })
  expect(Date.parse((await nextDueAt(db)) ?? '')).toBeGreaterThan(Date.parse(later))
  await bringDue(db, { host: 'device:R1', vantage: 'inside' }, seldomAsked, later)
  const jobs = await claimDue(db, later, { pace: 1, hosts: 9, leaseMs: 0 })
  expect(jobs.map(({ turns }) => turns.map(({ checkId }) => checkId))).toEqual([
    seldomAsked.map((probe) => `device:R1~${probe}`).toSorted(),
  ])
  await db.destroy()
})
