import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FactsOf } from '../../probes/probe.ts'
import type { reachPing } from '../../probes/reach-ping.ts'
import { linkRates } from '../../src/operations/link-rates.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { findAsset } from '../../src/store/inventory.ts'
import { loadLineLooks } from '../../src/store/line-looks.ts'
import { listObservations } from '../../src/store/observations.ts'
import { must, run, type Started, until } from '../helpers/process.ts'
import { v6gov, withSettings } from '../helpers/process-v6gov.ts'
import { importInventory } from './inventory.ts'
import { type Lab, startLab } from './lab.ts'
import { blockForwarding } from './network.ts'
import { isInstalled, labMissing } from './requirements.ts'
import { signInAt, startServer } from './server.ts'

const missing = labMissing() ?? (isInstalled('ping') ? undefined : 'needs the package iputils-ping')
/** The line's end is looked at every second then, and its counters every three. */
const pace = 20
/** snmpd counts anew only so often. */
const snmpdMs = 40_000
/** A look comes within a second, and gives a silent host one more. On a busy machine it is later. */
const lateMs = 6_000

const nowMs = () => performance.timeOrigin + performance.now()

const lines = `code,unit,level,provider,contract_no,contract_from,contract_to,monthly_fee,cir_down_mbps,cir_up_mbps,\
sla_availability_pct,sla_restore_hours,sla_rtt_ms_p95,sla_loss_pct,device,if_name,direction_swap,next_hop,next_hop6,\
ce_address,ce_address6
L1,SNV,II,,1/HĐ,,,,100,100,99.5,4,20,0.1,SNV-R1,wan0,no,,,10.255.1.2,2001:db8:0:f1::2
`

describe.skipIf(missing)(`a line on real interfaces${missing ? ` (${missing})` : ''}`, () => {
  let lab: Lab
  let server: Started
  let db: Database

  beforeAll(async () => {
    lab = await startLab()
    const settings = {
      ...lab.settings,
      V6GOV_DATABASE_URL: `sqlite:${lab.directory}/v6gov.db`,
      V6GOV_PACE: String(pace),
      V6GOV_PORT: '8080',
    }
    await importInventory(lab, settings)
    const file = path.join(lab.directory, 'lines.csv')
    writeFileSync(file, lines)
    await must(lab.inside('core', v6gov('import', file)), { env: withSettings(settings) })
    await lab.sysctl('rtr', { 'net.ipv6.conf.line-u1.keep_addr_on_down': 1 })
    server = startServer(lab, settings)
    await signInAt(lab, server)
    db = await openDatabase(settings.V6GOV_DATABASE_URL)
    await until('the first look at both ends', 40_000, async () =>
      (await Promise.all(['reach-ping', 'snmp-line'].map(observed))).every(({ length }) => length > 0),
    )
  }, 100_000)
  afterAll(async () => {
    await db?.destroy()
    await lab?.remove()
  })

  const observed = (probe: string) => listObservations(db, `line~L1~${probe}`, { limit: 100 })

  /** Octets that the kernel of the unit's router has counted into the line's interface. */
  async function kernelOctets(): Promise<number> {
    const out = await must(lab.inside('u1', ['ip', '-s', '-j', 'link', 'show', 'wan0']))
    return JSON.parse(out)[0].stats64.rx.bytes
  }

  test('carries what the kernel counted, within one percent', async () => {
    const fromMs = nowMs()
    const before = await kernelOctets()
    await run(lab.inside('core', ['ping', '-f', '-q', '-s', '1400', '-w', '5', '10.255.1.2']))
    const kernel = (await kernelOctets()) - before
    expect(kernel).toBeGreaterThan(10_000_000)
    const line = await findAsset(db, 'line', 'L1')
    if (line === undefined) throw new Error('the line is not in the inventory')
    await until('the agent tells what the kernel counted', snmpdMs, async () => {
      const [from = '', to = ''] = [fromMs, nowMs()].map((ms) => new Date(ms).toISOString())
      const { counters } = await loadLineLooks(db, line, { from, to, pace })
      const link = linkRates(counters, 'if.wan0', ['inOctets'], { longestMs: 30_000 })
      const counted = (link.rates.inOctets ?? new Float64Array(0)).reduce(
        (sum, rate, index) => sum + (rate * ((link.to[index] ?? 0) - (link.from[index] ?? 0))) / 1000,
        0,
      )
      return Math.abs(counted - kernel) / kernel < 0.01
    })
  }, 60_000)

  test('is seen cut and repaired, and without IPv6 alone, when that was done to it', async () => {
    const times = [nowMs()]
    await lab.ip('rtr', ['link set line-u1 down'])
    await sleep(10_000)
    times.push(nowMs())
    await lab.ip('rtr', [
      'link set line-u1 up',
      'route replace 2001:db8:1::/48 via 2001:db8:0:f1::2',
      'route replace 10.1.0.0/16 via 10.255.1.2',
    ])
    await sleep(8_000)
    times.push(nowMs())
    const heal = await blockForwarding(lab, 'rtr', 'ip6 daddr 2001:db8:0:f1::2', 'drop')
    await sleep(10_000)
    times.push(nowMs())
    await heal()
    await sleep(8_000)
    const story = (await observed('reach-ping')).reverse().flatMap(({ firstSeenAt, timesSeen, result }) => {
      if (!result.ok || timesSeen < 2) return [] // one look may fall into the change itself
      const { ipv4, ipv6 } = result.facts as FactsOf<typeof reachPing>
      return [{ at: Date.parse(firstSeenAt), seen: `${ipv4?.answered} ${ipv6?.answered}` }]
    })
    const changes = story.filter(
      ({ at, seen }, index) => at > (times[0] ?? 0) && seen !== story[index - 1]?.seen,
    )
    expect(changes.map(({ seen }) => seen)).toEqual(['false false', 'true true', 'true false', 'true true'])
    for (const [index, { at }] of changes.entries()) {
      expect(at).toBeGreaterThanOrEqual(times[index] ?? 0)
      expect(at).toBeLessThan((times[index] ?? 0) + lateMs)
    }
  }, 80_000)

  test('ends without an error', async () => {
    expect(await server.stop()).toEqual({ code: 0, signal: null })
    expect(server.err).toEqual([])
  }, 20_000)
})
