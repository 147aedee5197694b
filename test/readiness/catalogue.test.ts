import { describe, expect, test } from 'vitest'
import { type ProfileFlag, profileFlags, type Unit } from '../../src/model/inventory.ts'
import { criteria, criterionOf } from '../../src/readiness/catalogue.ts'
import { kept } from '../../src/readiness/kept.ts'
import { operationsCriteria } from '../../src/readiness/operations/criteria.ts'
import { existsOn, flagsOf, templateOf } from '../../src/readiness/profile.ts'

function applying(kind: Unit['kind'], flags: ReadonlySet<ProfileFlag>) {
  const list = criteria.filter((criterion) => criterion.appliesTo({ kind }, flags))
  return { criteria: list.length, weight: list.reduce((sum, { weight }) => sum + weight, 0) }
}

describe('totals per profile (domain rules 2.3)', () => {
  test.each<[string, Unit['kind'], ReadonlySet<ProfileFlag>, number, number]>([
    ['platform, every flag', 'platform', new Set(profileFlags), 42, 74],
    [
      'department with its own Internet',
      'department',
      new Set(['has_own_internet', 'has_tslcd', 'has_lan', 'has_public_domain']),
      29,
      56,
    ],
    ['department, template', 'department', templateOf('department'), 24, 45],
    ['district, template', 'district', templateOf('district'), 24, 45],
    ['commune, template', 'commune', templateOf('commune'), 18, 35],
    ['platform, template', 'platform', templateOf('platform'), 42, 74],
  ])('%s', (_, kind, flags, count, weight) => {
    expect(applying(kind, flags)).toEqual({ criteria: count, weight })
  })
})

test('the gates of the levels (domain rules 2.2)', () => {
  const gate = (level: number) => criteria.filter((one) => one.level === level).map(({ id }) => id)
  expect(gate(1)).toEqual(['GOV-01', 'GOV-02', 'GOV-03', 'ADR-01', 'ADR-02'])
  expect(gate(2)).toEqual(['EXT-01', 'EXT-02', 'EXT-03', 'EXT-04'])
  expect(gate(3)).toEqual(['DNS-01', 'DNS-02', 'WEB-01', 'WEB-02', 'WEB-03', 'MAI-01', 'SEC-01'])
  expect(gate(4)).toEqual(['WAN-01', 'WAN-02', 'LAN-01', 'LAN-02', 'SEC-02', 'SEC-03'])
  expect(gate(5)).toEqual(['LAN-03', 'DNS-05', 'WEB-04', 'USE-01', 'USE-03'])
})

test('which criteria are judged by probes in this version', () => {
  const judged = criteria
    .filter(({ questions }) => questions.some(({ over }) => over === undefined))
    .map(({ id }) => id)
  expect(judged).toEqual(
    [
      'ADR-03 ADR-04 EXT-01 EXT-02 EXT-03 EXT-04 EXT-05 WAN-01 WAN-02 LAN-01 LAN-03 LAN-04 DNS-01 DNS-02 DNS-03 DNS-04 DNS-05',
      'WEB-01 WEB-02 WEB-03 WEB-04 MAI-01 MAI-02 SEC-02',
    ].flatMap((ids) => ids.split(' ')),
  )
})

test('which criteria are judged over many days, and what of the looks is kept for them', () => {
  const judged = criteria.filter(({ questions }) => questions.some(({ over }) => over)).map(({ id }) => id)
  expect(judged).toEqual(['WAN-03', 'LAN-02', 'WEB-05', 'WIF-01', 'USE-01'])
  expect(Object.keys(kept).sort()).toEqual([
    'reach-ping',
    'snmp-neighbours',
    'snmp-traffic',
    'web-dual-stack',
  ])
  // members are comparable under the salt of a window's length, so that windows on one probe's sets are equally long
  for (const { probe, over } of criteria.flatMap(({ questions }) => questions))
    if (over?.sets) expect(over.days).toBe(kept[probe]?.days)
})

test('ids are unique, weights are 1 to 3 and texts differ between the languages', () => {
  const all = [...criteria, ...operationsCriteria]
  expect(new Set(all.map(({ id }) => id)).size).toBe(42 + 14)
  for (const { weight, name, how } of all) {
    expect([1, 2, 3]).toContain(weight)
    for (const text of [name, how]) expect(text.vi).not.toBe(text.en)
    for (const text of Object.values(how)) expect(text).toMatch(/\.$/)
    expect(how.vi).toBe(how.vi.normalize('NFC'))
  }
})

test('criteria of operations are 14 of weight 25, of which those apply that the profile has', () => {
  expect(operationsCriteria).toHaveLength(14)
  expect(operationsCriteria.reduce((sum, { weight }) => sum + weight, 0)).toBe(25)
  const weightOf = (kind: Unit['kind']) =>
    operationsCriteria
      .filter((one) => one.appliesTo({ kind }, templateOf(kind)))
      .reduce((sum, { weight }) => sum + weight, 0)
  expect(weightOf('platform')).toBe(25)
  expect(weightOf('commune')).toBe(12 + 6 + 1) // lines, anti-malware, projects
})

test('an id that the catalogue does not have is refused', () => {
  expect(() => criterionOf('WEB-99')).toThrow('no criterion WEB-99')
})

test('a declared profile replaces the template, even an empty one', () => {
  expect([...flagsOf({ kind: 'commune', profile: null })]).toEqual(['has_tslcd', 'has_lan'])
  expect([...flagsOf({ kind: 'commune', profile: [] })]).toEqual([])
  expect([...flagsOf({ kind: 'commune', profile: ['has_public_wifi'] })]).toEqual(['has_public_wifi'])
})

test('a unit exists from its first day until the day before its end', () => {
  const unit = { validFrom: '2019-12-01', validTo: '2025-01-01' }
  const days = ['2019-11-30', '2019-12-01', '2024-12-31', '2025-01-01']
  expect(days.map((day) => existsOn(unit, day))).toEqual([false, true, true, false])
  expect(existsOn({ validFrom: null, validTo: null }, '1900-01-01')).toBe(true)
})
