import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LineRun } from '../../src/operations/line-figures.ts'
import type { Started } from '../helpers/process.ts'
import { must, until } from '../helpers/process.ts'
import { v6gov, withSettings } from '../helpers/process-v6gov.ts'
import {
  ce,
  countedOctets,
  cutLine,
  layLine,
  lineNodes,
  loseIpv6,
  narrowLine,
  type Octets,
  sendTraffic,
} from './line.ts'
import { createNamespaces, type Namespaces } from './namespaces.ts'
import type { Pages } from './pages.ts'
import { labMissing } from './requirements.ts'
import { signInAt, startServer } from './server.ts'
import { credentials, startSnmpd } from './snmp.ts'

const missing = labMissing()

/** Looks every second, counts every three, and averages over fifteen. */
const pace = 20
const stepMs = 15_000
const minuteMs = 60_000
const countMs = 3_000
const ways = [
  ['in', 'down'],
  ['out', 'up'],
] as const
/** Long enough for its minute to be what was done to it. */
const mostOfMinuteMs = 40_000
const now = () => performance.timeOrigin + performance.now()

const inventory = {
  'units.csv': `code,name,kind,type,parent,profile,valid_from,valid_to,contact_name,contact_email
HL,Huyện Lab,district,huyen,,has_tslcd,,,,
XL,Xã Lab,commune,xa,HL,has_tslcd,,,,
`,
  'devices.csv': `code,unit,name,kind,address,address6,credential,internet_if,tslcd_if,user_if,wifi_if
XL-R1,XL,Bộ định tuyến Xã Lab,router,${ce.wan4},${ce.wan6},lab-v2c,,wan0,,
`,
  'lines.csv': `code,unit,level,provider,contract_no,contract_from,contract_to,monthly_fee,cir_down_mbps,cir_up_mbps,sla_availability_pct,sla_restore_hours,sla_rtt_ms_p95,sla_loss_pct,device,if_name,direction_swap,next_hop,next_hop6,ce_address,ce_address6
XL-L1,XL,II,Nhà mạng Lab,01/HĐ,,,,10,10,99.5,4,20,0.1,XL-R1,wan0,no,,,${ce.wan4},${ce.wan6}
`,
}

type Chart = { at: string[]; curves: { name: string; mean: (number | null)[] }[] }
type Counted = { at: number; kernel: Octets; line: Octets }
type Day = { runs: (LineRun & { proof: object | null })[] }

describe.skipIf(missing)(`a leased line of real interfaces${missing ? ` (${missing})` : ''}`, () => {
  let lab: Namespaces
  let pages: Pages
  let snmpd: Started

  beforeAll(async () => {
    lab = await createNamespaces(lineNodes)
    await layLine(lab)
    snmpd = await startSnmpd(lab, 'ce', { name: 'router-xalab', families: [4, 6] })
    const file = (name: string, text: string) => {
      const at = path.join(lab.directory, name)
      writeFileSync(at, text)
      return at
    }
    const settings = {
      V6GOV_DATABASE_URL: `sqlite:${lab.directory}/v6gov.db`,
      V6GOV_CREDENTIALS_FILE: file('credentials.json', JSON.stringify(credentials)),
      V6GOV_TREAT_DOCUMENTATION_AS_GLOBAL: '1',
      V6GOV_PACE: String(pace),
      V6GOV_PORT: '8080',
    }
    const files = Object.entries(inventory).map(([name, text]) => file(name, text))
    await must(lab.inside('core', v6gov('import', ...files)), { env: withSettings(settings) })
    const server = startServer(lab, settings)
    pages = await signInAt(lab, server)
    await until(
      'the first averages',
      90_000,
      async () => (await rates(now() - 2 * minuteMs, now())).down?.some((rate) => rate !== null),
      500,
    )
  })
  afterAll(() => lab?.remove())

  /** Octets a second over each step of a time, as the page shows them. */
  async function rates(from: number, to: number): Promise<Record<string, (number | null)[]>> {
    const [since, end] = [Math.min(from, to - minuteMs), to].map((at) => new Date(at).toISOString())
    const { at, curves } = await pages.json<Chart>(`/lines/XL-L1/traffic.json?from=${since}&to=${end}`)
    const within = at.map((moment) => Date.parse(moment) >= from)
    return Object.fromEntries(
      curves.map(({ name, mean }) => [
        name,
        mean.filter((_, index) => within[index]).map((bits) => (bits === null ? null : bits / 8)),
      ]),
    )
  }

  /** At a step of the clock, when nothing has been under way for long enough that the agent tells all of it. */
  async function count(): Promise<Counted> {
    const at = Math.ceil((now() + 10_000) / stepMs) * stepMs
    await sleep(at - now())
    return { at, ...(await countedOctets(lab)) }
  }

  test('what passed is what the kernel and the line counted, within one percent', async () => {
    // on a machine too busy to look in time there are gaps, of which nothing can be said: then once more
    const seen = (await passed()) ?? (await passed()) ?? (await passed())
    if (seen === null) throw new Error('no look came in time, three times over')
    const { before, after, shown } = seen
    for (const counted of ['kernel', 'line'] as const)
      for (const [way, direction] of ways) {
        const grown = after[counted][way] - before[counted][way]
        expect(grown).toBeGreaterThan(1e6)
        expect(Math.abs(sum(shown[direction]) / grown - 1), `${counted} ${way}`).toBeLessThan(0.01)
      }
  })

  /** Traffic with silence before and after it, and what was told of it; null where that has gaps. */
  async function passed() {
    const before = await count()
    await sleep(2 * countMs)
    // so much that what the looks at both ends of the time add themselves is far below one percent
    const senders = sendTraffic(lab, { octets: [1000, 1000, 1000] })
    await sleep(stepMs)
    await stopAll(senders)
    const after = await count()
    await sleep(3 * countMs) // the look that ends the last step
    const shown = await rates(before.at, after.at)
    return ways.some(([, direction]) => shown[direction]?.some((rate) => rate === null))
      ? null
      : { before, after, shown }
  }

  test('an agent that starts anew makes neither a zero nor a peak', async () => {
    const senders = sendTraffic(lab, { octets: [1000] })
    await sleep(2 * countMs)
    const before = { at: now(), ...(await countedOctets(lab)) }
    await sleep(stepMs)
    await snmpd.stop()
    snmpd = await startSnmpd(lab, 'ce', { name: 'router-xalab', families: [4, 6] })
    await sleep(stepMs)
    const after = { at: now(), ...(await countedOctets(lab)) }
    await sleep(2 * countMs)
    await stopAll(senders)
    const { down = [] } = await rates(before.at, after.at)
    const known = down.filter((rate) => rate !== null)
    const mean = ((after.kernel.in - before.kernel.in) * 1000) / (after.at - before.at)
    expect(known.length).toBeGreaterThan(0)
    for (const rate of known) expect(Math.abs(rate - mean) / mean).toBeLessThan(0.25)
  })

  test('its minutes are those in which it was cut, and in which it lost IPv6, but not large packets', async () => {
    const widen = await narrowLine(lab)
    const cutAt = await minute()
    await widen()
    const splice = await cutLine(lab)
    await sleep(mostOfMinuteMs)
    await splice()
    const lostAt = await minute()
    const mend = await loseIpv6(lab)
    await sleep(mostOfMinuteMs)
    await mend()
    const healedAt = await minute()
    await sleep(2_000)
    const from = (at: number) => new Date(at).toISOString()
    const { day } = await pages.json<{ day: Day }>(`/lines/XL-L1.json?day=${from(lostAt)}`)
    const runs = day.runs.filter(({ state }) => state !== 'unmeasured')
    expect(runs.slice(-3)).toEqual([
      expect.objectContaining({ state: 'up' }),
      expect.objectContaining({ state: 'down', from: from(cutAt), minutes: (lostAt - cutAt) / minuteMs }),
      expect.objectContaining({
        state: 'degraded_v6',
        from: from(lostAt),
        minutes: (healedAt - lostAt) / minuteMs,
      }),
    ])
    for (const { proof } of runs.slice(-3)) expect(proof).not.toBeNull()
  })
})

const stopAll = (senders: Started[]) => Promise.all(senders.map((one) => one.stop()))

/** The next full minute, when it has come. */
async function minute(): Promise<number> {
  const at = Math.ceil(now() / minuteMs) * minuteMs
  await sleep(at - now())
  return at
}

function sum(rates: (number | null)[] = []): number {
  return rates.reduce((all: number, rate) => all + ((rate ?? 0) * stepMs) / 1000, 0)
}
