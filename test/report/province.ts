import { type ProbeName, probes } from '../../probes/index.ts'
import { checksOf } from '../../src/inventory/checks-of.ts'
import type { Asset, Unit } from '../../src/model/inventory.ts'
import type { Check, Instant } from '../../src/model.ts'
import { flagsOf, templateOf } from '../../src/readiness/profile.ts'
import { deflate } from '../../src/store/bytes.ts'
import type { Database } from '../../src/store/database.ts'
import { addDocument } from '../../src/store/documents.ts'
import { hashEvidence } from '../../src/store/evidence.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { device, document, service } from '../readiness/builders.ts'
import { hostFacts, webFacts } from '../readiness/facts.ts'
import { commune, options, platform } from './example.ts'

/** Documentation addresses read as global and inside as outside, as in the demo. */
export const judging = { ...options, treatDocumentationAsGlobal: true, insideCountsAsOutside: true }

export const portal: Unit = { ...platform, profile: ['has_public_domain'] }
export const ward: Unit = { ...commune, profile: ['has_lan'] }

const site = service('W1', { unit: portal.code, host: 'www.haiduong.test' })
const router = device('R1', { unit: ward.code, address6: '2001:db8::1' })

const healthy: Partial<Record<Check['probe'], unknown>> = {
  'dns-address': hostFacts([{ address: '2001:db8::80', class: 'documentation' }]),
  'web-dual-stack': webFacts(
    [{ family: 4 }, { family: 6 }, { family: 4, port: 80 }, { family: 6, port: 80 }],
    {},
    { '2001:db8::1': 'documentation' },
  ),
  'snmp-reach': { ipv4: 'answered', ipv6: 'answered' },
}

/**
 * Two units with one asset each: the platform's portal, on IPv6 from `portalFrom` on, and a ward's router, managed over
 * IPv6 all the time. Everything is looked at from `from` until `to`.
 */
export async function fillProvince(
  db: Database,
  { from, to, portalFrom = from }: { from: Instant; to: Instant; portalFrom?: Instant },
  units: Unit[] = [portal, ward],
): Promise<void> {
  const assets: Asset[] = [site, router]
  await saveInventory(db, { units, assets }, from)
  for (const unit of units) await declareAbsent(db, unit, from)
  const checks = assets.flatMap((asset) => checksOf(asset, { vantages: ['inside'] }))
  await syncChecks(db, checks, from, { pace: 1 })
  for (const { id, probe } of checks) {
    const facts = healthy[probe]
    if (facts === undefined) continue
    const isPortal = probe !== 'snmp-reach'
    if (isPortal && portalFrom > from)
      await addInterval(db, id, from, minus(portalFrom, 1_800_000), without(probe))
    await addInterval(db, id, isPortal ? portalFrom : from, to, facts)
  }
}

/** What units of its kind have and this one has not, declared with a document. */
async function declareAbsent(db: Database, unit: Unit, at: Instant): Promise<void> {
  const flags = flagsOf(unit)
  for (const flag of [...templateOf(unit.kind)].filter((one) => !flags.has(one))) {
    const { file: _, ...entered } = document({ unit: unit.code, kind: 'not_applicable', subject: flag })
    await addDocument(db, { ...entered, id: `${unit.code}-${flag}`, enteredAt: at, file: null })
  }
}

/** What was seen of a check from one moment until another, every half hour. */
export async function addInterval(
  db: Database,
  id: string,
  from: Instant,
  to: Instant,
  facts: unknown,
): Promise<void> {
  await db
    .insertInto('observation')
    .values({
      check_id: id,
      first_due_at: from,
      first_seen_at: from,
      last_due_at: to,
      last_seen_at: to,
      times_seen: (Date.parse(to) - Date.parse(from)) / 1_800_000 + 1,
      vantage: 'inside',
      probe_version: probes[id.split('~')[2] as ProbeName].version,
      error: null,
      message: null,
      facts: JSON.stringify(facts),
    })
    .execute()
  const text = JSON.stringify({ exchanges: [] })
  const evidence = { body: deflate(text), sha256: hashEvidence(text) }
  await db
    .insertInto('evidence')
    .values({ check_id: id, first_due_at: from, ...evidence })
    .execute()
}

/** Midnight at +07:00 with which a day of the example begins. */
export function midnight(date: string): Instant {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) - 7 * 3_600_000).toISOString()
}

function minus(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) - ms).toISOString()
}

function without(probe: Check['probe']): unknown {
  return probe === 'dns-address' ? hostFacts([]) : webFacts([{ family: 4 }, { family: 4, port: 80 }])
}
