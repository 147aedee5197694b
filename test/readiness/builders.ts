import { type ProbeName, probes } from '../../probes/index.ts'
import type { ProbeErrorCode } from '../../probes/probe.ts'
import type { UnitDocument } from '../../src/model/documents.ts'
import type { Device, Service, Unit } from '../../src/model/inventory.ts'
import type { Check, CheckState, Instant, Observation, UnitState } from '../../src/model.ts'
import type { JudgeOptions, Verdict } from '../../src/readiness/criterion.ts'
import type { UnitReadiness } from '../../src/readiness/group.ts'
import { score } from '../../src/readiness/score.ts'

/** Midday of 15/01/2022 in Hải Dương is 05:00 UTC; tests count minutes from here. */
const start = Date.parse('2022-01-15T00:00:00.000Z')

export function at(minutes: number): Instant {
  return new Date(start + minutes * 60_000).toISOString()
}

export const strict: JudgeOptions = { treatDocumentationAsGlobal: false, insideCountsAsOutside: false }

export const unit: Unit = {
  code: 'STTTT',
  name: 'Sở Thông tin và Truyền thông',
  kind: 'platform',
  type: 'nen_tang_tinh',
  parent: null,
  validFrom: null,
  validTo: null,
  contactName: '',
  contactEmail: '',
  profile: null,
}

export function device(code: string, changes: Partial<Device> = {}): Device {
  return {
    kind: 'device',
    code,
    unit: unit.code,
    name: '',
    role: 'router',
    address: '10.0.0.1',
    address6: null,
    credential: 'lab',
    internetIf: null,
    tslcdIf: null,
    userIf: [],
    wifiIf: [],
    ...changes,
  }
}

export function service(code: string, changes: Partial<Service> = {}): Service {
  return {
    kind: 'service',
    code,
    unit: unit.code,
    type: 'web',
    host: `${code}.test`,
    critical: false,
    owner: '',
    senders: [],
    ...changes,
  }
}

export function document(changes: Partial<UnitDocument> = {}): UnitDocument {
  return {
    id: 'D1',
    unit: unit.code,
    kind: 'attestation',
    subject: 'GOV-01',
    asset: null,
    number: '12/KH-UBND',
    date: '2022-01-05',
    signer: 'Nguyễn Văn A',
    owner: '',
    values: {},
    note: '',
    until: null,
    file: { name: 'van-ban.pdf', sha256: '0'.repeat(64), bytes: 1 },
    enteredAt: at(0),
    enteredBy: 'ky-su',
    withdrawnAt: null,
    withdrawnBy: null,
    ...changes,
  }
}

export function check(asset: Check['asset'], probe: ProbeName, changes: Partial<Check> = {}): Check {
  return {
    id: `${asset.kind}~${asset.code}~${probe}`,
    unit: unit.code,
    asset: { kind: asset.kind, code: asset.code },
    probe,
    settings: {},
    vantage: 'outside',
    everySeconds: 1800,
    host: asset.code,
    ...changes,
  }
}

export type Seen = {
  /** Minutes after `start` of the first and the last look. */
  from: number
  to?: number
  times?: number
  facts?: unknown
  error?: ProbeErrorCode
  vantage?: string
  version?: number
}

/** A check with intervals given oldest first, as a person tells a story; the store gives them newest first. */
export function seen(of: Check, ...intervals: Seen[]): CheckState {
  const observations = intervals.map(
    ({ from, to = from, times = 1, facts, error, vantage = of.vantage, version }): Observation => ({
      checkId: of.id,
      firstDueAt: at(from),
      firstSeenAt: at(from),
      lastSeenAt: at(to),
      timesSeen: times,
      vantage,
      probeVersion: version ?? probes[of.probe].version,
      result: error ? { ok: false, error, message: '' } : { ok: true, facts },
    }),
  )
  return { check: of, observations: observations.reverse() }
}

const family = (working: boolean) => ({
  working,
  ownAddress: working,
  anchorsAsked: 3,
  anchorsAnswered: working ? 3 : 0,
})

export function selfTest(ipv6: boolean, anchorsAnswered = ipv6 ? 3 : 0) {
  return { ipv4: family(true), ipv6: { ...family(ipv6), anchorsAnswered } }
}

export function proberCheck(vantage = 'outside'): Check {
  return check({ kind: 'prober', code: vantage }, 'prober-self-test', {
    unit: null,
    vantage,
    everySeconds: 60,
  })
}

export function stateOf(parts: Partial<UnitState>): UnitState {
  return { unit, assets: [], checks: [], prober: [], documents: [], platformDocuments: [], ...parts }
}

/** A unit of which nothing but these verdicts is known. */
export function member(code: string, of: Partial<Unit>, verdicts: Record<string, Verdict>): UnitReadiness {
  const list = Object.entries(verdicts).map(([id, verdict]) => ({
    id,
    verdict,
    reason: null,
    because: { vi: '', en: '' },
    assets: [],
  }))
  return {
    unit: { ...unit, code, ...of },
    readiness: { unit: code, asOf: at(0), catalogue: '', verdicts: list, ...score(list), broken: [] },
  }
}
