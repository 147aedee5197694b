import { describe, expect, test } from 'vitest'
import { probes } from '../../probes/index.ts'
import { saltOfWindow, windowAt } from '../../src/days.ts'
import type { AntiMalwareDay, Handed, Milestone, Project } from '../../src/model/figures.ts'
import type { Line } from '../../src/model/inventory.ts'
import type { CheckDay, CheckState, UnitState } from '../../src/model.ts'
import type { Verdict } from '../../src/readiness/criterion.ts'
import { defaultOptions } from '../../src/readiness/evaluate.ts'
import { judgeAgents, judgeNational, judgeUpdates } from '../../src/readiness/operations/antimalware.ts'
import { averageOperations } from '../../src/readiness/operations/average.ts'
import { evaluateOperations, type OperationsState } from '../../src/readiness/operations/evaluate.ts'
import { hostsSeen } from '../../src/readiness/operations/hosts-seen.ts'
import { daysLate, judgeProject } from '../../src/readiness/operations/projects.ts'
import { at, check, device, document, seen, stateOf, unit } from './builders.ts'
import { interfaceFacts } from './facts.ts'

const commune = { ...unit, code: '10507', kind: 'commune' as const }
const today = '2022-01-15'
const nothing: OperationsState = {
  antimalware: null,
  projects: [],
  neighbourDays: new Map(),
  lines: new Map(),
  wifi: new Map(),
}

function row(changes: Partial<AntiMalwareDay> = {}): Handed<AntiMalwareDay> {
  return {
    ...handed('I1'),
    unit: commune.code,
    day: '2022-01-14',
    declared: 60,
    agents: 60,
    seen7d: 60,
    updated7d: 60,
    infections: 0,
    cleaned: 0,
    national: 'no',
    nationalDate: null,
    nationalDocument: '',
    ...changes,
  }
}
/** What an import adds to a row. */
function handed(importId: string) {
  return { key: importId, importId, importedAt: at(0) }
}
/** Declares that the commune has no network of its own. */
const withoutLan = document({ unit: commune.code, kind: 'not_applicable', subject: 'has_lan' })
const met = (hosts: number, complete = true) => ({ hosts, complete })

describe('OPS-AM-01: a unit cannot reach 100 % by declaring fewer machines', () => {
  test.each<[string, Partial<AntiMalwareDay>, ReturnType<typeof met> | null, string]>([
    ['all declared have one, and no more are met', {}, met(60), 'pass'],
    ['fewer are met than declared', {}, met(10), 'pass'],
    ['60 of 66 met: 90,9 %', {}, met(66), 'partial'],
    ['60 of 67 met: 89,5 %', {}, met(67), 'fail'],
    ['54 of 60: exactly 90 %', { agents: 54 }, met(60), 'partial'],
    ['53 of 60: 88,3 %', { agents: 53 }, met(60), 'fail'],
    ['nobody could count the network', {}, null, 'unknown no_evidence'],
    ['the network was looked at with gaps', {}, met(60, false), 'unknown coverage_low'],
    ['of what is declared alone it fails, whatever the network has', { agents: 53 }, null, 'fail'],
    ['of what was met in spite of gaps it fails', {}, met(67, false), 'fail'],
    ['30 days old', { day: '2021-12-16' }, met(60), 'pass'],
    ['31 days old', { day: '2021-12-15' }, met(60), 'unknown stale'],
    ['nothing declared and nothing met', { declared: 0, agents: 0 }, met(0), 'unknown no_evidence'],
    ['nothing declared, and machines met', { declared: 0, agents: 0 }, met(5), 'fail'],
  ])('%s: %s', (_, changes, hosts, expected) => {
    const finding = judgeAgents({ newest: row(changes), days: 3 }, hosts, today)
    const reason = finding.verdict === 'unknown' ? ` ${finding.reason}` : ''
    expect(`${finding.verdict}${reason}`).toBe(expected)
  })

  test('says both numbers, the share rounded down, and how much it rests on', () => {
    const { because } = judgeAgents({ newest: row(), days: 3 }, met(66), today)
    expect(because).toEqual({
      vi: '90,9% (60/66) máy đã cài phòng chống mã độc; khai báo 60, thấy trên mạng 66 (tuần nhiều nhất trong 4 tuần); số liệu ngày 14/01/2022, có số liệu 3/30 ngày',
      en: '90.9 % (60 of 66) endpoints have an agent; 60 declared, 66 met on the network (the fullest of 4 weeks); figures of 14 Jan 2022, on 3 of 30 days there are figures',
    })
  })

  test('without an import nothing is known', () => {
    expect(judgeAgents(null, met(60), today)).toMatchObject({ verdict: 'unknown', reason: 'no_evidence' })
  })
})

test.each<[number, number, Verdict]>([
  [57, 60, 'pass'], // 95 %
  [56, 60, 'partial'],
  [48, 60, 'partial'], // 80 %
  [47, 60, 'fail'],
  [57, 61, 'partial'], // 93.4 % of those met
])('OPS-AM-02: %i updated of %i met: %s', (updated7d, hosts, verdict) => {
  const finding = judgeUpdates({ newest: row({ updated7d, declared: 50 }), days: 1 }, met(hosts), today)
  expect(finding.verdict).toBe(verdict)
})

test.each<[string, Partial<AntiMalwareDay>, string]>([
  ['connected', { national: 'yes', nationalDate: '2021-07-19', nationalDocument: '5/CV' }, 'pass'],
  [
    'last exchange 181 days ago',
    { national: 'yes', nationalDate: '2021-07-18', nationalDocument: '5' },
    'unknown',
  ],
  ['in progress', { national: 'in_progress' }, 'partial'],
  ['not connected', {}, 'fail'],
  ['figures of 181 days ago', { day: '2021-07-18', national: 'in_progress' }, 'unknown'],
])('OPS-AM-03, %s: %s', (_, changes, verdict) => {
  expect(judgeNational({ newest: row(changes), days: 1 }, today).verdict).toBe(verdict)
})

describe('machines met on the network', () => {
  const router = device('r1', { unit: commune.code, userIf: ['vlan10', 'vlan20'] })
  const state: CheckState = {
    check: check(router, 'snmp-neighbours', { everySeconds: 900, unit: commune.code, vantage: 'inside' }),
    observations: [],
  }
  /** Days of weeks that end at midnight of 15/01/2022, the newest week first; 96 looks a day unless said. */
  function days(weeks: { vlan10: bigint[]; vlan20: bigint[]; looks?: number }[]): CheckDay[] {
    return weeks.flatMap(({ vlan10, vlan20, looks = 96 }, week) => {
      const end = new Date(Date.parse('2022-01-14T17:00:00.000Z') - week * 7 * 86_400_000)
      const window = windowAt(end.toISOString(), { days: 7, everySeconds: 900, pace: 1 })
      return Array.from({ length: 7 }, (_, day): CheckDay => {
        const from = new Date(Date.parse(window.from) + day * 86_400_000).toISOString()
        const to = new Date(Date.parse(from) + 86_400_000).toISOString()
        const members = {
          'if.vlan10.ipv4': new BigUint64Array(vlan10),
          'if.vlan10.gua': new BigUint64Array([]),
          'if.vlan20.ipv4': new BigUint64Array([]),
          'if.vlan20.gua': new BigUint64Array(vlan20),
        }
        const look = { at: from, firstDueAt: from }
        return {
          from,
          to,
          probeVersion: probes['snmp-neighbours'].version,
          looks,
          first: look,
          last: look,
          values: {},
          growth: {},
          sets: [{ salt: saltOfWindow(window), members }],
        }
      })
    })
  }
  const counted = (weeks: Parameters<typeof days>[0], assets = [router]) =>
    hostsSeen(stateOf({ unit: commune, assets, checks: [state] }), () => days(weeks), {
      asOf: '2022-01-14T17:00:00.000Z',
      pace: 1,
    })

  test('are those of the fullest week, over all user VLANs and both families, each once', () => {
    expect(
      counted([
        { vlan10: [1n, 2n], vlan20: [2n, 3n] },
        { vlan10: [11n, 12n], vlan20: [13n, 14n, 11n] },
      ]),
    ).toEqual({ hosts: 4, complete: true })
  })

  test('weeks are never added up: hashes under different salts are of nobody knows whom', () => {
    expect(counted([1, 2, 3, 4].map((n) => ({ vlan10: [BigInt(n)], vlan20: [] })))).toEqual({
      hosts: 1,
      complete: true,
    })
  })

  test('with gaps in every week the count is not complete, and without a look there is none', () => {
    expect(counted([{ vlan10: [1n], vlan20: [], looks: 76 }])).toEqual({ hosts: 1, complete: false })
    expect(counted([{ vlan10: [1n], vlan20: [], looks: 77 }])).toEqual({ hosts: 1, complete: true })
    expect(counted([])).toBeNull()
    expect(counted([{ vlan10: [1n], vlan20: [] }], [{ ...router, userIf: [] }])).toBeNull()
  })

  test('are not all while a router is asked by nobody, or a VLAN of the inventory is told of by nothing', () => {
    const week = [{ vlan10: [1n, 2n], vlan20: [] }]
    const silent = device('r2', { unit: commune.code, userIf: ['vlan30'] })
    expect(counted(week, [router, silent])).toEqual({ hosts: 2, complete: false })
    const more = { ...router, userIf: [...router.userIf, 'vlan30'] }
    expect(counted(week, [more])).toEqual({ hosts: 2, complete: false })
    // a router without users has nobody to tell of
    expect(counted(week, [router, { ...silent, userIf: [] }])).toEqual({ hosts: 2, complete: true })
  })

  test.each<[string, UnitState['documents'], string]>([
    ['a document', [withoutLan], 'pass'],
    ["the unit's word", [], 'unknown no_evidence'],
    ['a document that has run out', [{ ...withoutLan, until: '2022-01-13' }], 'unknown no_evidence'],
  ])('need no count in a unit that has no network by %s', (_, documents, expected) => {
    const { verdicts } = evaluateOperations(
      stateOf({ unit: { ...commune, profile: ['has_tslcd'] }, documents }),
      { ...nothing, antimalware: { newest: row(), days: 1 } },
      at(0),
      defaultOptions,
    )
    for (const id of ['OPS-AM-01', 'OPS-AM-02']) {
      const found = verdicts.find((one) => one.id === id)
      expect(`${found?.verdict}${found?.reason ? ` ${found.reason}` : ''}`).toBe(expected)
    }
  })

  test('judge the unit whose network it is', () => {
    const operations = evaluateOperations(
      stateOf({ unit: commune, assets: [router], checks: [state] }),
      {
        ...nothing,
        antimalware: { newest: row({ declared: 2, agents: 2, updated7d: 2, seen7d: 2 }), days: 1 },
        neighbourDays: new Map([[state.check.id, days([{ vlan10: [1n, 2n, 3n], vlan20: [] }])]]),
      },
      '2022-01-14T17:00:00.000Z',
      defaultOptions,
    )
    expect(operations.hosts).toEqual({ hosts: 3, complete: true })
    expect(operations.verdicts.find(({ id }) => id === 'OPS-AM-01')?.verdict).toBe('fail') // 2 of 3
  })
})

const project: Handed<Project> = {
  ...handed('I2'),
  code: 'IOC',
  name: 'Trung tâm giám sát, điều hành thông minh',
  kind: 'ioc',
  unit: commune.code,
  documentNumber: '',
  documentDate: null,
  ipv6FromUse: null,
  ipv6Document: '',
}
function step(
  name: Milestone['name'],
  planned: string | null,
  actual: string | null,
  number = '7/QĐ',
): Handed<Milestone> {
  return {
    ...handed('I3'),
    project: 'IOC',
    name,
    planned,
    actual,
    documentNumber: number,
    documentDate: null,
  }
}

describe('OPS-PJ-01', () => {
  test.each<[string, Handed<Milestone>[], string]>([
    ['done on the day', [step('bidding_plan', '2021-12-31', '2021-12-31')], 'pass'],
    ['not due yet', [step('in_use', '2022-12-31', null, '')], 'pass'],
    ['due today', [step('in_use', '2022-01-15', null, '')], 'pass'],
    ['due yesterday and not done', [step('in_use', '2022-01-14', null, '')], 'partial'],
    ['done 30 days late', [step('contract', '2021-11-01', '2021-12-01')], 'partial'],
    ['done 31 days late', [step('contract', '2021-11-01', '2021-12-02')], 'fail'],
    ['31 days late and not done', [step('contract', '2021-12-15', null, '')], 'fail'],
    ['done in time without a document', [step('contract', '2021-12-31', '2021-12-30', '')], 'unknown'],
    ['late beyond all, document or not', [step('contract', '2021-10-01', '2021-12-30', '')], 'fail'],
    [
      'the worst step counts',
      [step('policy', '2021-01-01', '2021-01-01'), step('trial', '2022-01-01', null, '')],
      'partial',
    ],
    ['done without ever having been planned', [step('bidding_plan', null, '2021-12-17')], 'unknown'],
    ['no step', [], 'unknown'],
  ])('%s: %s', (_, milestones, verdict) => {
    expect(judgeProject({ project, milestones }, today).verdict).toBe(verdict)
  })

  test('what was done later was not done yet on an earlier day', () => {
    const late = step('contract', '2022-01-01', '2022-02-01')
    expect(daysLate(late, '2022-01-15')).toBe(14)
    expect(daysLate(late, '2022-03-01')).toBe(31)
    expect(judgeProject({ project, milestones: [late] }, '2022-01-15').because.vi).toBe(
      'Mốc hợp đồng (kế hoạch 01/01/2022) chậm 14 ngày, chưa xong',
    )
  })
})

describe('OPS-TS-06', () => {
  const router = device('r1', { unit: commune.code, tslcdIf: 'wan0' })
  const line: Line = {
    kind: 'line',
    code: 'L1',
    unit: commune.code,
    level: 'II',
    provider: '',
    contractNo: '12/HĐ',
    contractFrom: '2021-01-01',
    contractTo: '2022-01-15',
    monthlyFee: null,
    cirDownMbps: null,
    cirUpMbps: null,
    slaAvailabilityPct: null,
    slaRestoreHours: null,
    slaRttMsP95: null,
    slaLossPct: null,
    device: 'r1',
    ifName: 'wan0',
    directionSwap: false,
    nextHop: null,
    nextHop6: null,
  }
  const looked = (operStatus: string, times = 3) =>
    seen(check(router, 'snmp-interfaces', { everySeconds: 3600, vantage: 'inside' }), {
      from: 0,
      to: (times - 1) * 60,
      times,
      facts: interfaceFacts([{ name: 'wan0', operStatus }]),
    })
  function inService(lines: Line[], checks: CheckState[], changes: Partial<UnitState> = {}) {
    const state = stateOf({ unit: commune, assets: [router, ...lines], checks, ...changes })
    const { verdicts } = evaluateOperations(state, nothing, at(180), defaultOptions)
    const found = verdicts.find(({ id }) => id === 'OPS-TS-06')
    return `${found?.verdict}${found?.reason ? ` ${found.reason}` : ''}`
  }

  test.each<[string, Line[], CheckState[], string]>([
    ['no line in the inventory', [], [], 'unknown no_evidence'],
    ['an Internet line is none', [{ ...line, level: 'internet' }], [looked('up')], 'unknown no_evidence'],
    ['a contract in force to its last day, and the interface up', [line], [looked('up')], 'pass'],
    ['the contract ended yesterday', [{ ...line, contractTo: '2022-01-14' }], [looked('up')], 'fail'],
    ['the contract begins tomorrow', [{ ...line, contractFrom: '2022-01-16' }], [looked('up')], 'fail'],
    ['the interface is down', [line], [looked('down')], 'fail'],
    ['seen down only once', [line], [looked('down', 1)], 'unknown awaiting_confirmation'],
    ['nobody looked', [line], [], 'unknown no_evidence'],
    [
      'no contract is known',
      [{ ...line, contractNo: '', contractFrom: null, contractTo: null }],
      [looked('up')],
      'unknown no_evidence',
    ],
    ['a backup line alone', [{ ...line, level: 'backup' }], [looked('up')], 'partial'],
    [
      'down, with a backup line up',
      [
        { ...line, ifName: 'gone' },
        { ...line, code: 'L2', level: 'backup' },
      ],
      [looked('up')],
      'unknown contradiction',
    ],
    [
      'ended, with a backup line up',
      [
        { ...line, contractTo: '2021-12-31' },
        { ...line, code: 'L2', level: 'backup' },
      ],
      [looked('up')],
      'partial',
    ],
  ])('%s: %s', (_, lines, checks, expected) => {
    expect(inService(lines, checks)).toBe(expected)
  })

  test('a line without a device is judged by its far end', () => {
    const own = { ...line, device: null, nextHop: '10.0.0.9' }
    const ping = seen(check(own, 'reach-ping', { vantage: 'inside', everySeconds: 300 }), {
      from: 0,
      to: 180,
      times: 37,
      facts: { ipv4: { answered: true, method: 'icmp', failure: null }, ipv6: null },
    })
    expect(inService([own], [ping])).toBe('pass')
  })

  test('what runs by itself grows stale within a day', () => {
    const state = stateOf({
      unit: commune,
      assets: [router, { ...line, contractTo: null }],
      checks: [looked('up')],
    })
    const { verdicts } = evaluateOperations(state, nothing, at(120 + 24 * 60 + 1), defaultOptions)
    expect(verdicts.find(({ id }) => id === 'OPS-TS-06')).toMatchObject({
      verdict: 'unknown',
      reason: 'stale',
    })
  })
})

describe('index O', () => {
  test('opens each verdict on figures to the imports that brought them', () => {
    const { verdicts } = evaluateOperations(
      stateOf({ unit: { ...commune, profile: ['has_tslcd'] }, documents: [withoutLan] }),
      {
        ...nothing,
        antimalware: { newest: row(), days: 1 },
        projects: [{ project, milestones: [step('policy', '2021-01-01', '2021-01-01')] }],
      },
      at(0),
      defaultOptions,
    )
    const of = (wanted: string) => verdicts.find(({ id }) => id === wanted)
    expect(of('OPS-AM-01')?.verdict).toBe('pass')
    for (const id of ['OPS-AM-01', 'OPS-AM-02', 'OPS-AM-03'])
      expect(of(id)?.imports).toEqual([{ id: 'I1', importedAt: at(0) }])
    expect(
      of('OPS-PJ-01')
        ?.assets[0]?.imports?.map(({ id }) => id)
        .sort(),
    ).toEqual(['I2', 'I3'])
    expect(of('OPS-TS-01')?.imports).toBeUndefined()
  })

  test('is worked out by hand: unknown stays in the denominator, and what does not apply leaves it', () => {
    // a commune: lines 3+2+1+2+2+2 and anti-malware 3+2+1; no Wi-Fi, no project of its own
    const state = stateOf({ unit: { ...commune, profile: ['has_tslcd'] }, documents: [withoutLan] })
    const antimalware = { newest: row({ updated7d: 48, national: 'in_progress' as const }), days: 30 }
    const operations = evaluateOperations(state, { ...nothing, antimalware }, at(0), defaultOptions)
    expect(operations.weight).toEqual({ all: 18, known: 6, earned: 3 + 1 + 0.5 })
    expect(operations.score).toBe(25) // 4.5 of 18
    expect(operations.scoreMax).toBeCloseTo(91.667, 3) // and 12 of 18 unknown
    expect(operations.coverage).toBeCloseTo(1 / 3)
    expect(operations.counts).toEqual({ pass: 1, partial: 2, fail: 0, unknown: 6, na: 5 })
  })

  test('a platform without projects owes them; its own are judged, others are only followed', () => {
    const verdictOf = (projects: OperationsState['projects']) =>
      evaluateOperations(stateOf({}), { ...nothing, projects }, at(0), defaultOptions).verdicts.find(
        ({ id }) => id === 'OPS-PJ-01',
      )
    expect(verdictOf([])).toMatchObject({ verdict: 'unknown', reason: 'no_evidence' })
    expect(verdictOf([{ project: { ...project, kind: 'other' }, milestones: [] }])?.verdict).toBe('unknown')
    const good = { project, milestones: [step('policy', '2021-01-01', '2021-01-01')] }
    const late = { project, milestones: [step('policy', '2021-01-01', '2021-01-02')] }
    expect(verdictOf([good])?.verdict).toBe('pass')
    expect(verdictOf([good, late])?.verdict).toBe('partial')
  })

  test('of many units is their mean, with coverage by weight', () => {
    const of = (profile: 'has_tslcd'[], antimalware: OperationsState['antimalware']) =>
      evaluateOperations(
        stateOf({ unit: { ...commune, profile }, documents: [withoutLan] }),
        { ...nothing, antimalware },
        at(0),
        defaultOptions,
      )
    const all = [of(['has_tslcd'], { newest: row({ national: 'no' }), days: 1 }), of(['has_tslcd'], null)]
    expect(averageOperations(all)).toMatchObject({
      score: (100 * 5) / 18 / 2,
      coverage: 6 / 36,
      units: 2,
    })
  })
})
