import { keepLineDays } from '../../src/jobs/keep-line-days.ts'
import type { Line } from '../../src/model/inventory.ts'
import type { Instant, Look } from '../../src/model.ts'
import { listChecks } from '../../src/store/checks.ts'
import type { Database } from '../../src/store/database.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { counterLook, exampleLine, lineChecksEvery, reachLook } from '../helpers/line.ts'

/** June of 2022 at +07:00. */
const start = Date.parse('2022-05-31T17:00:00.000Z')
const minuteMs = 60_000
const everySeconds = 900

export const line: Line = { ...exampleLine, unit: 'STTTT', device: 'stttt-rt-01', ifName: 'wan' }

/**
 * A month of looks at a line up to a moment, and its days kept: an hour's outage on the 10th, one of eight hours on the
 * 17th, without IPv6 on the 20th, nobody looking on the 24th; more traffic by day than by night.
 */
export async function fillLine(db: Database, until: Instant, of: Line = line): Promise<void> {
  await saveInventory(db, { units: [], assets: [of] }, new Date(start).toISOString())
  const settings = {
    'reach-ping': { address: of.ceAddress, address6: of.ceAddress6, packets: 3 },
    'snmp-line': { address: '10.31.0.1', credential: 'tslcd', interface: 'wan' },
  } as Record<string, unknown>
  const checks = lineChecksEvery(everySeconds, of).map((check) => ({
    ...check,
    settings: settings[check.probe],
  }))
  const { items: others } = await listChecks(db, { limit: 10_000 })
  await syncChecks(db, [...others, ...checks], new Date(start).toISOString(), { pace: 1 })
  const looks: Look[] = []
  let octets = 0n
  for (let minutes = 0; start + minutes * minuteMs < Date.parse(until); minutes += everySeconds / 60) {
    octets += BigInt(Math.round((mbpsAt(minutes) * 1e6 * everySeconds) / 8))
    if (Math.floor(minutes / 1440) === 23) continue
    looks.push(...looksAt(minutes, octets, of))
  }
  await recordLooks(db, looks, { pace: 1, kept: {} })
  const deps = { db, now: () => until, optionsAt: async () => ({ pace: 1 }) }
  while (await keepLineDays(deps, { lines: 100 }));
}

function looksAt(minutes: number, octets: bigint, of: Line): Look[] {
  const at = new Date(start + minutes * minuteMs).toISOString()
  const [day, hour] = [Math.floor(minutes / 1440) + 1, (minutes % 1440) / 60]
  const isSilent = (day === 10 && hour >= 6 && hour < 7) || (day === 17 && hour >= 1 && hour < 9)
  const wave = 6 + 3 * Math.sin(hour / 3)
  const rtt = (more: number) => [wave + more, wave + more + 1, wave + more + 0.4]
  return [
    reachLook(at, isSilent ? [] : rtt(0), isSilent || day === 20 ? [] : rtt(1.5), of),
    counterLook(
      at,
      86_400 + minutes * 60,
      {
        inOctets: octets,
        outOctets: octets / 5n,
        inErrors: BigInt(Math.floor(minutes / 300)),
        inPackets: octets / 800n,
      },
      of,
    ),
  ]
}

function mbpsAt(minutes: number): number {
  const hour = (minutes % 1440) / 60
  return hour > 7 && hour < 18 ? 28 + 10 * Math.sin(hour) : 4 + Math.sin(hour)
}
