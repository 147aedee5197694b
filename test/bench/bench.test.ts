import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { counterColumns, device48, pollColumns } from './device-48.ts'
import { pollRequests } from './poll-requests.ts'
import { inFlight } from './processes.ts'
import { replayAgent, serveReplay } from './replay-agent.ts'
import { median, pairedRatio, runRounds } from './rounds.ts'
import { snmpFloor } from './works/snmp-floor.ts'
import { snmpPoll } from './works/snmp-poll.ts'
import { snmpProbe } from './works/snmp-probe.ts'
import { snmpTableColumns } from './works/snmp-table-columns.ts'
import { storeDay } from './works/store-day.ts'
import { storePercentile } from './works/store-read.ts'

describe('the SNMP benchmarks do what they say', () => {
  let agent: Awaited<ReturnType<typeof serveReplay>>
  beforeAll(async () => {
    agent = await serveReplay(replayAgent(device48()))
  })
  afterAll(() => agent.stop())

  test('a poll brings 425 values in at most 9 requests, counters alone 245 in at most 5', async () => {
    const full = await (await snmpPoll({ agent, columns: [...pollColumns], atOnce: 1 }))(2)
    expect(full).toEqual({ values: 425, requests: agent.count() / 2 })
    expect(full.requests).toBeLessThanOrEqual(9)
    const counters = await (await snmpPoll({ agent, columns: [...counterColumns], atOnce: 1 }))(1)
    expect(counters.values).toBe(245)
    expect(counters.requests).toBeLessThanOrEqual(5)
  })

  test('the routine look of the product asks at most half of what the hourly ones ask', async () => {
    const routine = await (await snmpProbe({ agent, names: ['snmp-counters'], atOnce: 1 }))(1)
    const hourly = await (
      await snmpProbe({ agent, names: ['snmp-interfaces', 'snmp-addresses'], atOnce: 1 })
    )(1)
    expect(routine.samples).toBe(2 + 48 * 7) // two clocks; six counters and their discontinuity for each port
    expect(routine.requests).toBeLessThanOrEqual((hourly.requests ?? 0) / 2)
  })

  test('the peer brings the same values, the floor asks the same requests', async () => {
    expect(await (await snmpTableColumns({ agent, atOnce: 1 }))(1)).toEqual({ values: 425 })
    const requests = await pollRequests(device48(), pollColumns)
    const before = agent.count()
    await (await snmpFloor({ agent, requests, atOnce: 2 }))(3)
    expect(agent.count() - before).toBe(3 * requests.length)
  })
})

describe('the benchmark of numbers does what it says', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'v6gov-bench-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  test('a value takes at most 100 bytes to write and 6 at rest, in a table that holds days of them already', async () => {
    const url = `sqlite:${path.join(directory, 'v6gov.db')}`
    const run = await storeDay({ devices: 2, days: 3, url })
    await run(1) // the looks of the day before are removed from the second on
    const { values, writtenPerValue, atRestPerValue } = await run(1)
    expect(values).toBe(2 * 288 * 288)
    expect(writtenPerValue).toBeLessThan(100)
    expect(writtenPerValue).toBeGreaterThan(10)
    expect(atRestPerValue).toBeLessThan(6)
    expect(atRestPerValue).toBeGreaterThan(0.5)
  })

  test('a percentile is of all five minutes but those that no two looks surround', async () => {
    const run = await storePercentile({ devices: 2, days: 3, url: 'sqlite::memory:' })
    // counters begin anew at each midnight: two times between looks are dropped, and nothing is known before the first
    expect((await run(2)).points).toBeGreaterThanOrEqual(3 * 288 - 6)
  })
})

test('cases run in turn, the first round uncounted, and ratios are taken round by round', async () => {
  const order: string[] = []
  const costing = (name: string, costs: number[]) => ({
    name,
    async run() {
      order.push(name)
      return { units: 2, cpuMs: costs.shift() ?? 0 }
    },
  })
  const [ours, other] = await runRounds([costing('a', [99, 1, 20, 3]), costing('b', [99, 2, 20, 12])], 3)
  expect(order.join('')).toBe('abababab')
  expect(ours).toMatchObject({ cpuUs: 1500, least: 500, most: 10_000 })
  if (ours && other) expect(pairedRatio(ours, other)).toBe(0.5)
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('so many at a time, each once', async () => {
  const seen: number[] = []
  let now = 0
  let most = 0
  await inFlight(10, 3, async (number) => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setImmediate(resolve))
    seen.push(number)
    now--
  })
  expect(seen.toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(most).toBe(3)
})
