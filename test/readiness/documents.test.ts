import { describe, expect, test } from 'vitest'
import type { UnitDocument } from '../../src/model/documents.ts'
import type { UnitState } from '../../src/model.ts'
import { attested } from '../../src/readiness/attested/index.ts'
import { criteria } from '../../src/readiness/catalogue.ts'
import { defaultOptions, evaluate } from '../../src/readiness/evaluate.ts'
import { at, check, device, document, seen, stateOf, unit } from './builders.ts'
import { addressFacts, interfaceFacts } from './facts.ts'

const commune = { ...unit, code: '10507', kind: 'commune' as const }
const day = 24 * 60

function verdictOf(id: string, parts: Partial<UnitState>, minutes = 60, options = defaultOptions) {
  const state = stateOf({ unit: commune, ...parts })
  return evaluate(state, at(minutes), options).verdicts.find((one) => one.id === id)
}
const stated = (subject: string, values: UnitDocument['values'], changes: Partial<UnitDocument> = {}) =>
  document({ subject, values, ...changes })

describe('what people state with a document (domain rules 2.4)', () => {
  test.each<[string, UnitDocument['values'], string]>([
    ['GOV-01', { stand: 'own' }, 'pass'],
    ['GOV-01', { stand: 'named' }, 'pass'],
    ['GOV-01', { stand: 'draft' }, 'partial'],
    ['GOV-02', { main: 'A', deputy: 'B' }, 'pass'],
    ['GOV-02', { main: 'A', deputy: '' }, 'partial'],
    ['GOV-04', { trained: '1', registered: '0' }, 'pass'],
    ['GOV-04', { trained: '0', registered: '2' }, 'partial'],
    ['GOV-04', { trained: '0', registered: '0' }, 'fail'],
    ['GOV-05', { contracts: '4', with_clause: '4' }, 'pass'],
    ['GOV-05', { contracts: '4', with_clause: '1' }, 'partial'],
    ['GOV-05', { contracts: '4', with_clause: '0' }, 'fail'],
    ['ADR-01', { prefix: '2405:4800::/32', source: 'vnnic' }, 'pass'],
    ['ADR-01', { prefix: '2405:4800::/48', source: 'isp' }, 'pass'],
    ['ADR-01', { prefix: '2001:db8::/48', source: 'vnnic' }, 'fail'],
    ['ADR-01', { prefix: 'fd00::/48', source: 'vnnic' }, 'fail'],
    ['SEC-03', { switches: '4', guarded: '4' }, 'pass'],
    ['SEC-03', { switches: '4', guarded: '2' }, 'partial'],
    ['SEC-03', { switches: '4', guarded: '1' }, 'fail'],
    ['SEC-04', { logging: 'all' }, 'pass'],
    ['SEC-04', { logging: 'some' }, 'partial'],
    ['SEC-04', { logging: 'none' }, 'fail'],
  ])('%s %j: %s', (id, values, verdict) => {
    const found = verdictOf(id, { documents: [stated(id, values)] })
    expect(found).toMatchObject({ verdict, reason: null, documents: [{ id: 'D1', number: '12/KH-UBND' }] })
    expect(found?.because.vi).toContain('văn bản số 12/KH-UBND ngày 05/01/2022, Nguyễn Văn A ký')
  })

  test('of the platform alone: a statement never stands in for what can be measured', () => {
    const on = (id: string, values: UnitDocument['values']) =>
      verdictOf(id, { unit, documents: [stated(id, values)] })?.verdict
    expect(on('ADR-05', { roa: 'valid' })).toBe('pass')
    expect(on('ADR-05', { roa: 'none' })).toBe('partial')
    expect(on('ADR-05', { roa: 'invalid' })).toBe('fail')
    expect(on('SEC-01', { policy: 'equal' })).toBe('partial')
    expect(on('SEC-01', { policy: 'none' })).toBe('fail')
    expect(on('USE-03', { pilot: 'done' })).toBe('partial')
    expect(on('USE-03', { pilot: 'not_started' })).toBe('fail')
    expect(on('ADR-01', { prefix: '2405:4800::/48', source: 'isp' })).toBe('partial')
    expect(on('WEB-02', { any: 'thing' })).toBe('unknown')
  })

  test('what the criteria ask is asked in both languages, of criteria that there are', () => {
    const known = new Set(criteria.map(({ id }) => id))
    for (const [id, { fields }] of Object.entries(attested)) {
      expect(known).toContain(id)
      for (const { label } of fields) expect(label.vi).not.toBe(label.en)
      expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length)
    }
  })

  test('a block from the province lies inside what the platform states', () => {
    const platformDocuments = [stated('ADR-01', { prefix: '2405:4800::/32', source: 'vnnic' })]
    const within = (prefix: string) =>
      verdictOf('ADR-01', {
        documents: [stated('ADR-01', { prefix, source: 'province' })],
        platformDocuments,
      })?.verdict
    expect(within('2405:4800:12::/48')).toBe('pass')
    expect(within('2405:4801:12::/48')).toBe('fail')
  })

  test('of which nothing in force is stated, a unit proves nothing by it', () => {
    const documents = [stated('ADR-01', { prefix: '2405:4800:12::/48', source: 'province' })]
    const block = (prefix: string, changes: Partial<UnitDocument>) =>
      stated('ADR-01', { prefix, source: 'vnnic' }, changes)
    const of = (...platformDocuments: UnitDocument[]) =>
      verdictOf('ADR-01', { documents, platformDocuments }, 366 * day)
    const renewed = { documents: [{ ...(documents[0] as UnitDocument), enteredAt: at(300 * day) }] }
    const on = (...platformDocuments: UnitDocument[]) =>
      verdictOf('ADR-01', { ...renewed, platformDocuments }, 366 * day)?.verdict
    expect(of()?.reason).toBe('attestation_expired')
    expect(on()).toBe('unknown')
    expect(on(block('2405:4800::/32', {}))).toBe('unknown')
    expect(on(block('2405:4800::/32', { enteredAt: at(300 * day) }))).toBe('pass')
    // the newest statement counts, and no block of an older one
    const moved = block('2405:4900::/32', { id: 'D2', enteredAt: at(301 * day) })
    expect(on(moved, block('2405:4800::/32', { enteredAt: at(300 * day) }))).toBe('fail')
  })

  test('a block is as large as registries give, and no smaller than a network', () => {
    const flawOf = (prefix: string) => attested['ADR-01']?.flaw?.({ prefix })?.field ?? null
    expect(
      ['2000::/3', '2405::/15', '2405:4800::/16', '2405:4800::/64', '2405:4800::1/128'].map(flawOf),
    ).toEqual(['prefix', 'prefix', null, null, 'prefix'])
  })

  test('a unit without its own plan inherits one that the province issued for every agency', () => {
    const platformDocuments = [stated('GOV-01', { stand: 'province' })]
    expect(verdictOf('GOV-01', { platformDocuments })?.verdict).toBe('pass')
    expect(verdictOf('GOV-01', { platformDocuments: [stated('GOV-01', { stand: 'own' })] })?.verdict).toBe(
      'unknown',
    )
    const documents = [stated('GOV-01', { stand: 'draft' })]
    expect(verdictOf('GOV-01', { documents, platformDocuments })?.verdict).toBe('partial')
  })
})

describe('a statement runs out', () => {
  const contact = (changes: Partial<UnitDocument>) => ({
    documents: [stated('GOV-02', { main: 'A', deputy: 'B' }, changes)],
  })

  test('with the age that the criterion allows', () => {
    expect(verdictOf('GOV-02', contact({}), 180 * day)?.verdict).toBe('pass')
    expect(verdictOf('GOV-02', contact({}), 180 * day + 1)).toMatchObject({
      verdict: 'unknown',
      reason: 'attestation_expired',
      documents: [{ id: 'D1' }],
    })
  })

  test('after its last day in the province', () => {
    // 2022-01-15 07:00 at +07:00 is minute 0; that day ends 17 hours later
    expect(verdictOf('GOV-02', contact({ until: '2022-01-15' }), 17 * 60 - 1)?.verdict).toBe('pass')
    expect(verdictOf('GOV-02', contact({ until: '2022-01-15' }), 17 * 60)?.reason).toBe('attestation_expired')
  })

  test('counts from when it was entered until it was withdrawn, whenever it is judged', () => {
    const parts = contact({ enteredAt: at(10), withdrawnAt: at(20) })
    expect([5, 10, 19, 20].map((minutes) => verdictOf('GOV-02', parts, minutes)?.verdict)).toEqual([
      'unknown',
      'pass',
      'pass',
      'unknown',
    ])
  })
})

describe('what a unit has not, though its kind has', () => {
  const withoutLan = { ...commune, profile: ['has_tslcd' as const] }
  const declared = document({ kind: 'not_applicable', subject: 'has_lan' })

  test('is unknown until a document declares it', () => {
    expect(verdictOf('LAN-01', { unit: withoutLan })).toMatchObject({
      verdict: 'unknown',
      reason: 'na_not_approved',
    })
    const approved = verdictOf('LAN-01', { unit: withoutLan, documents: [declared] })
    expect(approved).toMatchObject({ verdict: 'na', documents: [{ id: 'D1' }] })
    expect(approved?.because.vi).toMatch(/^Không áp dụng theo hồ sơ đơn vị; văn bản số 12\/KH-UBND/)
  })

  test('another flag, or a declaration that ran out, approves nothing', () => {
    const of = (changes: Partial<UnitDocument>) =>
      verdictOf('LAN-01', { unit: withoutLan, documents: [{ ...declared, ...changes }] }, 3 * day)?.reason
    expect(of({})).toBe(null)
    expect(of({ subject: 'has_tslcd' })).toBe('na_not_approved')
    expect(of({ until: '2022-01-16' })).toBe('na_not_approved')
  })

  test('a declaration for what the profile claims changes nothing', () => {
    expect(verdictOf('LAN-01', { documents: [declared] })?.reason).toBe('no_evidence')
  })
})

describe('an exception', () => {
  const router = device('R1', { unit: commune.code })
  const steady = (probe: 'snmp-interfaces' | 'snmp-addresses', facts: unknown) =>
    seen(check(router, probe), { from: 0, to: 60, times: 9, facts })
  const tunnel = {
    assets: [router],
    checks: [
      steady('snmp-interfaces', interfaceFacts([{ type: 131, tunnel: 'isatap' }], { tunnelTable: 'ok' })),
      steady('snmp-addresses', addressFacts([])),
    ],
  }
  const exception = document({
    kind: 'exception',
    subject: 'SEC-02',
    owner: 'Phòng CNTT',
    until: '2022-01-20',
    asset: { kind: 'device', code: 'R1' },
  })
  const of = (changes: Partial<UnitDocument>, minutes = 60) =>
    verdictOf('SEC-02', { ...tunnel, documents: [{ ...exception, ...changes }] }, minutes)

  test('makes a tunnel partial until its day, and is cited', () => {
    expect(verdictOf('SEC-02', tunnel)?.verdict).toBe('fail')
    expect(of({})).toMatchObject({ verdict: 'partial', assets: [{ exception: { id: 'D1' } }] })
    expect(of({})?.because.vi).toContain('ngoại lệ theo văn bản số 12/KH-UBND')
  })

  test('of another asset, another criterion or the past makes nothing of it', () => {
    expect(of({ asset: { kind: 'device', code: 'R2' } })?.verdict).toBe('fail')
    expect(of({ subject: 'SEC-03' })?.verdict).toBe('fail')
    expect(of({ until: '2022-01-14' })?.verdict).toBe('fail')
    expect(of({ asset: null })?.verdict).toBe('partial')
  })
})
