import { readFileSync } from 'node:fs'
import { probes } from '../../probes/index.ts'
import type { Sample } from '../../probes/probe.ts'
import { dayAt, startOfDayAt, windowDays } from '../../src/days.ts'
import { checkContext } from '../../src/inventory/check-context.ts'
import { checksOf, proberChecks } from '../../src/inventory/checks-of.ts'
import { readInventory } from '../../src/inventory/read.ts'
import type { UnitDocument } from '../../src/model/documents.ts'
import type { Asset, Device, Hotspot, Line, Service, Unit } from '../../src/model/inventory.ts'
import type { Check, Instant, Look } from '../../src/model.ts'
import type { DayNumbers, Kept } from '../../src/operations/fold-day.ts'
import { kept } from '../../src/readiness/kept.ts'
import { pack } from '../../src/store/bytes.ts'
import type { Database } from '../../src/store/database.ts'
import { encodeDay } from '../../src/store/day-codec.ts'
import { addDocument } from '../../src/store/documents.ts'
import { loadInventory, saveInventory } from '../../src/store/inventory.ts'
import { notePace } from '../../src/store/paces.ts'
import { addSamples } from '../../src/store/samples.ts'
import type { Schema } from '../../src/store/schema.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { entry } from '../address-plan/entries.ts'
import { type Chance, chanceOf } from '../fuzz/chance.ts'
import { type Fate, lookOf } from '../web/looks.ts'
import { shownLine, writeLines } from './line-generator.ts'
import { toldByController, wifiOf, writeWifi } from './wifi-generator.ts'

export type Scale = {
  units: number
  /** Years of looks before `now`. */
  years: number
  /** Hours of numbers, one row a look. */
  sampleHours: number
  /** Days kept for questions over many days. */
  days: number
  /** Days kept of every leased line, and as they were read of one. */
  lineDays: number
  seed: number
  now: Instant
}

/** A province as large as it gets: 280 units with lines, public Wi-Fi and blocks, about 6,000 checks, three years. */
export const fullScale: Scale = {
  units: 280,
  years: 3,
  sampleHours: 24,
  days: 40,
  lineDays: 95,
  seed: 1,
  now: '2023-12-20T03:00:00.000Z',
}

/** `intervals`: how many were written. */
export type Generated = { units: number; checks: Check[]; intervals: number; fateOf(check: Check): Fate }

const dayMs = 86_400_000
/** Intervals of one check: as many as a network gives that is worked on now and then. */
const meanIntervalDays = 45
const batch = 400

/** Fills a database, unless it was filled at this scale before. Equal scales give equal provinces. */
export async function generateProvince(db: Database, scale: Scale): Promise<Generated> {
  const inventory = inventoryOf(scale)
  const startMs = Date.parse(scale.now) - scale.years * 365 * dayMs
  const { agents = new Map() } = checkContext(inventory, { vantages: ['inside'] })
  const units = inventory.assets.flatMap((asset) => checksOf(asset, { vantages: ['inside'], agents }))
  const checks = [...proberChecks(['inside']), ...units]
  const fates = new Map(
    inventory.units.map(({ code }, index) => [code, fatesOf(chanceOf(scale.seed, index), startMs, scale)]),
  )
  const fateOf = ({ unit, asset }: Check): Fate => {
    if (unit === null) return 'dual'
    if (asset.code.endsWith('-broken')) return 'broken'
    return fates.get(unit)?.at(-1)?.fate ?? 'dual'
  }
  const generated = { units: inventory.units.length, checks, fateOf }
  if ((await loadInventory(db)).units.length > 0) return { ...generated, intervals: 0 }
  await saveInventory(db, inventory, new Date(startMs).toISOString())
  await notePace(db, new Date(startMs).toISOString(), 1)
  await syncChecks(db, checks, scale.now, { pace: 1 })
  let intervals = 0
  for (let first = 0; first < checks.length; first += batch) {
    const some = checks.slice(first, first + batch)
    await db.transaction().execute(async (trx) => {
      for (const check of some) intervals += await writeHistory(trx, check, fates, startMs, scale)
    })
  }
  await writeDays(db, units, scale)
  await writeSamples(db, units, fateOf, scale)
  await writeDocuments(db, inventory.units, scale)
  const lines = inventory.assets.filter((asset): asset is Line => asset.kind === 'line')
  await writeLines(db, lines, scale)
  const sites = inventory.assets.filter((asset): asset is Hotspot => asset.kind === 'hotspot')
  await writeWifi(db, sites, { now: scale.now, days: scale.lineDays })
  return { ...generated, intervals }
}

type Spell = { fromMs: number; fate: Fate }

/** A unit has IPv4 alone, then both, and is out of sight now and then. */
function fatesOf(chance: Chance, startMs: number, { years }: Scale): Spell[] {
  const spanMs = years * 365 * dayMs
  const dualMs = startMs + chance.upTo(1.3 * spanMs)
  const spells: Spell[] = []
  for (let at = startMs; at < startMs + spanMs; at += dayMs + chance.upTo(2 * meanIntervalDays * dayMs)) {
    const fate: Fate = chance.is(0.12) ? 'silent' : at >= dualMs ? 'dual' : 'ipv4'
    spells.push({ fromMs: at, fate })
  }
  return spells
}

async function writeHistory(
  db: Database,
  check: Check,
  fates: Map<string, Spell[]>,
  startMs: number,
  { now }: Scale,
): Promise<number> {
  const endMs = Date.parse(now)
  const spells = fates.get(`${check.unit}`) ?? [{ fromMs: startMs, fate: 'dual' as const }]
  const broken = check.asset.code.endsWith('-broken')
  const stepMs = check.everySeconds * 1000
  const phaseMs = [...check.host].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % stepMs
  const looks: { look: Look; last: Instant; times: number }[] = []
  for (const [index, { fromMs, fate }] of spells.entries()) {
    const firstMs = Math.ceil((fromMs - phaseMs) / stepMs) * stepMs + phaseMs
    const untilMs = spells[index + 1]?.fromMs ?? endMs
    if (firstMs >= untilMs) continue
    const times = Math.floor((untilMs - 1 - firstMs) / stepMs) + 1
    const met = { fate: broken && fate === 'dual' ? ('broken' as const) : fate }
    const look = toldByController(check, lookOf(check, new Date(firstMs).toISOString(), met))
    looks.push({ look, last: new Date(firstMs + (times - 1) * stepMs).toISOString(), times })
  }
  const evidence = looks[0] && pack(looks[0].look.evidence)
  const newest = looks.at(-1)
  if (newest === undefined || evidence === undefined) return 0
  const rows: Schema['observation'][] = looks.map(({ look, last, times }) => ({
    check_id: check.id,
    first_due_at: look.dueAt,
    first_seen_at: look.endedAt,
    last_due_at: last,
    last_seen_at: new Date(Date.parse(last) + 40).toISOString(),
    times_seen: times,
    vantage: look.vantage,
    probe_version: look.probeVersion,
    error: look.result.ok ? null : look.result.error,
    message: look.result.ok ? null : look.result.message,
    facts: look.result.ok ? JSON.stringify(look.result.facts) : null,
  }))
  await db.insertInto('observation').values(rows).execute()
  await db
    .insertInto('evidence')
    .values(rows.map(({ check_id, first_due_at }) => ({ check_id, first_due_at, body: evidence })))
    .execute()
  await db
    .insertInto('last_look')
    .values({
      check_id: check.id,
      due_at: newest.last,
      first_due_at: newest.look.dueAt,
      started_at: newest.last,
      duration_ms: 40,
      manual: 0,
      evidence,
    })
    .execute()
  return rows.length
}

/** The same numbers every day: what a page costs does not depend on them. */
async function writeDays(db: Database, checks: Check[], { days, now }: Scale): Promise<void> {
  const today = dayAt(now, dayMs)
  for (const check of checks) {
    const wanted = kept[check.probe]
    if (wanted === undefined) continue
    const looks = Math.floor(dayMs / 1000 / check.everySeconds)
    const body = encodeDay(numbersOf(wanted, looks))
    const use = windowDays({ days: wanted.days, everySeconds: check.everySeconds, pace: 1 })
    const rows: Schema['check_day'][] = []
    for (let day = today - Math.min(days, wanted.days + 8); day < today; day += 1) {
      const [from, to] = [startOfDayAt(day, dayMs), startOfDayAt(day + 1, dayMs)]
      rows.push({
        check_id: check.id,
        from_at: from,
        to_at: to,
        use_until: new Date(Date.parse(startOfDayAt(day + use + 1, dayMs)) - 1).toISOString(),
        probe_version: probes[check.probe].version,
        looks,
        first_at: from,
        first_due_at: from,
        last_at: to,
        last_due_at: to,
        body,
        reading: null,
      })
    }
    await db.insertInto('check_day').values(rows).execute()
  }
}

function numbersOf({ series, growth }: Kept, looks: number): DayNumbers {
  const values = series.map((name, index) => [
    name,
    Array.from({ length: looks }, (_, at) => (name.endsWith('loss') ? 0 : 3 + index + ((at * 7) % 11) / 10)),
  ])
  const counters = {
    v4: { growth: 7_000_000_000n, intervals: looks },
    v6: { growth: 3_000_000_000n, intervals: looks },
  }
  return {
    values: Object.fromEntries(values),
    growth: growth ? { wan0: { intervals: looks, dropped: {}, counters } } : {},
  }
}

async function writeSamples(
  db: Database,
  checks: Check[],
  fateOf: (check: Check) => Fate,
  { sampleHours, now }: Scale,
): Promise<void> {
  const measured = checks.filter(
    ({ probe, asset }) =>
      ['snmp-counters', 'snmp-traffic', 'snmp-interfaces', 'reach-ping'].includes(probe) &&
      asset.code !== shownLine,
  )
  const numbers: Sample[] = ['rttMs', 'loss', 'rttAvgMs', 'rttMaxMs'].map((series, index) => ({
    series,
    kind: 'gauge',
    value: index + 0.5,
  }))
  const newest = new Map<string, Instant>()
  const fromMs = Date.parse(now) - sampleHours * 3_600_000
  for (let at = fromMs; at < Date.parse(now); at += 300_000) {
    const looks = measured
      .filter(({ everySeconds }) => (at - fromMs) % (everySeconds * 1000) === 0)
      .map((check, index) => {
        const look = lookOf(check, new Date(at + index * 40).toISOString(), { fate: fateOf(check) })
        const sampledAt = newest.get(check.id) ?? null
        newest.set(check.id, look.endedAt)
        return { look: { ...look, samples: numbers }, sampledAt }
      })
    await db.transaction().execute(async (trx) => {
      for (let first = 0; first < looks.length; first += 1000)
        await addSamples(trx, looks.slice(first, first + 1000))
    })
  }
  for (const [checkId, sampled_at] of newest)
    await db.updateTable('last_look').set({ sampled_at }).where('check_id', '=', checkId).execute()
}

const attested = ['GOV-01', 'GOV-02', 'GOV-04', 'GOV-05', 'SEC-04']

async function writeDocuments(db: Database, units: Unit[], { now }: Scale): Promise<void> {
  for (const [index, { code }] of units.entries())
    for (const [age, subject] of attested.entries()) {
      const enteredAt = new Date(Date.parse(now) - (40 + age * 90 + (index % 30)) * dayMs).toISOString()
      const document: UnitDocument = {
        id: `${code}-${subject}`,
        unit: code,
        kind: 'attestation',
        subject,
        asset: null,
        number: `${index + 1}/QĐ-UBND`,
        date: enteredAt.slice(0, 10),
        signer: 'Chủ tịch UBND',
        owner: '',
        values: {},
        note: '',
        until: null,
        file: null,
        enteredAt,
        enteredBy: 'tester',
        withdrawnAt: null,
        withdrawnBy: null,
      }
      await addDocument(db, { ...document, file: null })
    }
}

/** The units that ship, filled up with communes, each with a router, most with more. */
function inventoryOf({ units: wanted }: Scale): { units: Unit[]; assets: Asset[] } {
  const name = 'units.csv'
  const bytes = readFileSync(`data/${name}`) // npm runs in the project, wherever this was compiled to
  const { changes } = readInventory([{ name, bytes }], { units: [], assets: [] })
  const shipped = changes.units.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  const districts = shipped.filter(({ kind }) => kind === 'district')
  const more = Array.from({ length: Math.max(0, wanted - shipped.length) }, (_, index): Unit => {
    const parent = districts[index % districts.length]?.code ?? null
    const code = `9${String(index).padStart(4, '0')}`
    const commune = shipped.find(({ kind }) => kind === 'commune') as Unit
    return { ...commune, code, name: `Xã thử ${index + 1}`, parent }
  })
  const units = [...shipped, ...more].slice(0, wanted)
  return { units, assets: [...units.flatMap(assetsOf), ...wifiOf(units), ...planOf(units)] }
}

/** A /48, a /60 for each unit, and four links in each. */
function planOf(units: Unit[]): Asset[] {
  const links = units.flatMap(({ code }, index) => {
    const lan = (number: number) => `2001:db8:30:${(16 * (index + 1) + number).toString(16)}::`
    return [
      entry(`V6-${code}`, `${lan(0)}/60`, 'unit', code),
      ...[0, 1, 2, 3].map((number) => entry(`V6-${code}-${number}`, `${lan(number)}/64`, 'vlan', code)),
    ]
  })
  return [entry('V6', '2001:db8:30::/48', 'allocation', units[0]?.code), ...links]
}

const order: Unit['kind'][] = ['platform', 'department', 'district', 'commune']

function assetsOf({ code, kind }: Unit, index: number): Asset[] {
  const own = `${Math.floor(index / 250)}.${index % 250}`
  const six = `2001:db8:30:${(index + 1).toString(16)}::`
  const address = (last: number) => `10.${30 + last}.${own}`
  const device = (role: Device['role'], last: number, links: Partial<Device>): Device => ({
    kind: 'device',
    code: `${code.toLowerCase()}-${role}`,
    unit: code,
    name: `${role} ${code}`,
    role,
    address: address(last),
    address6: `${six}${last}`,
    credential: 'snmp-tinh',
    internetIf: null,
    tslcdIf: null,
    userIf: [],
    wifiIf: [],
    ...links,
  })
  const service = (type: Service['type'], host: string, title = host): Service => ({
    kind: 'service',
    code: `${type}-${title}`,
    unit: code,
    type,
    host,
    critical: false,
    owner: '',
    senders: type === 'mail' ? [`${six}25`] : [],
  })
  const router = device('router', 1, { tslcdIf: 'ether2', userIf: ['vlan10'] })
  const line: Line = {
    kind: 'line',
    code: `tslcd-${code}`,
    unit: code,
    level: 'II',
    provider: 'Nhà cung cấp A',
    contractNo: '01/2021',
    contractFrom: '2021-01-01',
    contractTo: '2025-12-31',
    monthlyFee: 1_200_000,
    cirDownMbps: 20,
    cirUpMbps: 20,
    slaAvailabilityPct: 99.5,
    slaRestoreHours: 4,
    slaRttMsP95: 20,
    slaLossPct: 0.1,
    device: router.code,
    ifName: 'ether2',
    directionSwap: false,
    nextHop: null,
    nextHop6: null,
    ceAddress: address(200),
    ceAddress6: `${six}ffff`,
  }
  const host = `${code.toLowerCase()}.haiduong.test`
  if (kind === 'commune') return [router, line, ...(index % 5 < 3 ? [device('switch', 2, {})] : [])]
  return [
    router,
    line,
    device('switch', 2, {}),
    device('firewall', 3, { internetIf: 'ether1' }),
    service('web', `www.${host}`),
    service('web', `dvc.${host}`, index % 6 === 0 ? `dvc.${host}-broken` : undefined),
    service('zone', host),
    service('mail', host),
  ]
}
