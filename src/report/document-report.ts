import type { UnitDocument } from '../model/documents.ts'
import type { Line } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { documentState } from '../readiness/document-state.ts'
import type { AddressReport, DocumentReport, ExceptionReport, UnitReport } from './monthly-report.ts'
import { dayOf, type Period } from './period.ts'

/** Documents that hold at a moment, which the functions below take as `holding`. */
export function inForce(documents: UnitDocument[], asOf: Instant): UnitDocument[] {
  return documents.filter((document) =>
    ['in_force', 'ends_soon'].includes(documentState(document, asOf).name),
  )
}

/** Biểu 10: what a document exempts units from at the cut-off. */
export function reportExceptions(holding: UnitDocument[]): ExceptionReport[] {
  return holding
    .flatMap(({ kind, unit, subject, asset, number, date, until }) =>
      kind === 'exception' || kind === 'not_applicable'
        ? [{ unit, kind, subject, asset: asset?.code ?? null, number, date, until }]
        : [],
    )
    .sort(by(({ unit, kind, subject, asset, number }) => [unit, kind, subject, asset ?? '', number]))
}

/** Documents dated within the period and not withdrawn by its cut-off, each number once with how many units it is of. */
export function reportDocuments(documents: UnitDocument[], period: Period, asOf: Instant): DocumentReport[] {
  const [from, to] = [dayOf(period.from), dayOf(asOf)]
  const found = new Map<string, DocumentReport & { of: Set<string> }>()
  for (const { number, date, signer, kind, subject, unit, withdrawnAt } of documents) {
    if (date < from || date > to || (withdrawnAt !== null && withdrawnAt <= asOf)) continue
    const key = JSON.stringify([number, date, signer, kind])
    const known = found.get(key) ?? { number, date, signer, kind, subjects: [], units: 0, of: new Set() }
    known.of.add(unit)
    known.subjects = [...new Set([...known.subjects, subject])].sort()
    found.set(key, known)
  }
  return [...found.values()]
    .map(({ of, ...document }) => ({ ...document, units: of.size }))
    .sort(by(({ date, number, kind, signer }) => [date, number, kind, signer]))
}

/** Number and day of what is stated about the tasks of the plan, by the code of the task. */
export function taskDocuments(holding: UnitDocument[]): Map<string, string[]> {
  const byTask = new Map<string, string[]>()
  for (const { kind, subject, number, date } of holding) {
    if (kind !== 'task') continue
    const said = `${number}, ${date.split('-').reverse().join('/')}`
    byTask.set(subject, [...new Set([...(byTask.get(subject) ?? []), said])].sort())
  }
  return byTask
}

/** Biểu 05: blocks that are stated with a document in force, and Internet lines, of each unit. */
export function reportAddresses(
  units: UnitReport[],
  lines: Line[],
  holding: UnitDocument[],
): AddressReport[] {
  const attested = new Map<string, UnitDocument[]>()
  for (const one of holding)
    if (one.kind === 'attestation') attested.set(one.unit, [...(attested.get(one.unit) ?? []), one])
  return units.flatMap((unit): AddressReport[] => {
    const stated = (id: string) =>
      (attested.get(unit.code) ?? [])
        .filter((one) => one.subject === id)
        .sort((one, other) => (one.enteredAt < other.enteredAt ? 1 : -1))
    const asn = stated('ADR-03')[0]?.values.asn ?? null
    const verdict = (id: string) => unit.verdicts.find((one) => one.id === id)?.verdict ?? 'unknown'
    const both = { unit: unit.code, bgp: verdict('ADR-03'), defaultRoute: verdict('EXT-03') }
    const block = stated('ADR-01')[0]?.values
    const own = lines
      .filter((line) => line.unit === unit.code && line.level === 'internet')
      .sort(by(({ code }) => [code]))
    const address = { prefix: block?.prefix || null, source: block?.source || null, asn }
    if (own.length === 0) return block ? [{ ...both, ...address, provider: null, line: null }] : []
    return own.map(({ code, provider }) => ({ ...both, ...address, provider, line: code }))
  })
}

function by<Row>(key: (row: Row) => string[]): (one: Row, other: Row) => number {
  return (one, other) => {
    const [a, b] = [JSON.stringify(key(one)), JSON.stringify(key(other))]
    return a < b ? -1 : Number(a > b)
  }
}
