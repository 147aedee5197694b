import { describe, expect, test } from 'vitest'
import type { Line } from '../../src/model/inventory.ts'
import type { LineDelay, LineFigures, LineIncident, LineMinutes } from '../../src/operations/line-figures.ts'
import type { LineCriterion } from '../../src/readiness/operations/line-findings.ts'
import { judgeLines } from '../../src/readiness/operations/line-sla.ts'
import { exampleLine } from '../helpers/line.ts'

const from = '2022-06-14T17:00:00.000Z'
const to = '2022-07-14T17:00:00.000Z'
const reach = 'line~L1~reach-ping'

const clean: LineFigures = {
  line: 'L1',
  from,
  to,
  method: 'v6gov-1',
  minutes: { up: 43_200, degraded_v6: 0, down: 0, maintenance: 0, void: 0, unmeasured: 0 },
  availability: 1,
  coverage: 1,
  incidents: [],
  mttrMinutes: null,
  mtbfMinutes: null,
  late: 0,
  traffic: {
    down: { meanMbps: 20, maxMbps: 50, p95Mbps: 40, p95OfCir: 0.8, coverage: 1 },
    up: { meanMbps: 2, maxMbps: 5, p95Mbps: 4, p95OfCir: 0.08, coverage: 1 },
  },
  errors: { ratio: 1e-6, errors: 1, packets: 999_999, discards: 7, coverage: 1 },
  delay: { ipv4: delay(12, 0), ipv6: delay(14, 0) },
  ipv6: null,
  reachEvidence: [
    { checkId: reach, firstDueAt: from },
    { checkId: reach, firstDueAt: '2022-07-10T00:00:00.000Z' },
  ],
  countEvidence: [{ checkId: 'line~L1~snmp-line', firstDueAt: from }],
}

function delay(rttP95Ms: number | null, loss: number | null, coverage = 1): LineDelay {
  return { rttP95Ms, rttMeanMs: 10, jitterMs: 1, loss, sent: 1000, lost: 1000 * (loss ?? 0), coverage }
}

function down(minutes: number, more: Partial<LineMinutes> = {}): Partial<LineFigures> {
  const all = { ...clean.minutes, up: 43_200 - minutes, down: minutes, ...more }
  return { minutes: all, availability: all.up / (all.up + all.down) }
}

function incident(day: number, hours: number): LineIncident {
  const begins = `2022-07-${String(day).padStart(2, '0')}T01:00:00.000Z`
  return {
    from: begins,
    to: null,
    minutes: hours * 60,
    late: hours > 4,
    opened: { checkId: reach, firstDueAt: begins },
  }
}

function judged(
  id: LineCriterion,
  change: Partial<LineFigures> | null,
  line: Partial<Line> = {},
  unit = { kind: 'district', type: 'huyen' } as const,
) {
  const seen = new Map(change === null ? [] : [['L1', { ...clean, ...change }] as const])
  return judgeLines(id, { unit, lines: [{ ...exampleLine, ...line }] }, seen)
}

const bare = { ceAddress: undefined, ceAddress6: undefined }

describe('a line and its contract', () => {
  test.each<[LineCriterion, string, Partial<LineFigures> | null, Partial<Line>, string]>([
    ['OPS-TS-01', 'up all the time', {}, {}, 'pass'],
    // 99.5 % of thirty days allow 216 minutes
    ['OPS-TS-01', 'down for 216 minutes', down(216), {}, 'pass'],
    ['OPS-TS-01', 'down for 217 minutes', down(217), {}, 'partial'],
    ['OPS-TS-01', 'down for 432 minutes, 99.0 %', down(432), {}, 'partial'],
    ['OPS-TS-01', 'down for 433 minutes', down(433), {}, 'fail'],
    ['OPS-TS-01', 'contracted 99 %', down(433), { slaAvailabilityPct: 98.9 }, 'pass'],
    ['OPS-TS-01', 'too little measured', { availability: null, coverage: 0.9 }, {}, 'unknown coverage_low'],
    ...(['OPS-TS-01', 'OPS-TS-05'] as const).map(
      (id): [LineCriterion, string, Partial<LineFigures>, Partial<Line>, string] => [
        id,
        'a method that takes for up what nobody saw',
        { availability: 1, coverage: 0.9 },
        { slaMethod: 'provider-1' },
        'unknown coverage_low',
      ],
    ),
    ['OPS-TS-01', 'no address of its end', {}, bare, 'unknown no_evidence'],
    ['OPS-TS-01', 'no day over', null, {}, 'unknown coverage_low'],
    ['OPS-TS-02', 'p95 at 80 %', {}, {}, 'pass'],
    ['OPS-TS-02', 'p95 at 95 %', traffic(0.95), {}, 'partial'],
    ['OPS-TS-02', 'p95 above 95 %', traffic(0.96), {}, 'fail'],
    ['OPS-TS-02', 'no p95', traffic(null, 0.7), {}, 'unknown coverage_low'],
    ['OPS-TS-02', 'no CIR', {}, { cirUpMbps: null }, 'unknown no_evidence'],
    ['OPS-TS-03', 'one in a million', {}, {}, 'pass'],
    ['OPS-TS-03', 'one in a thousand', errors(1e-3), {}, 'partial'],
    ['OPS-TS-03', 'more than one in a thousand', errors(1.1e-3), {}, 'fail'],
    ['OPS-TS-03', 'seldom counted', errors(0, 0.79), {}, 'unknown coverage_low'],
    ['OPS-TS-04', 'quick and whole', {}, {}, 'pass'],
    ['OPS-TS-04', 'slow over IPv6', { delay: { ipv4: delay(12, 0), ipv6: delay(21, 0) } }, {}, 'partial'],
    ['OPS-TS-04', 'lossy', { delay: { ipv4: delay(12, 0.002), ipv6: null } }, {}, 'partial'],
    ['OPS-TS-04', 'at its limits', { delay: { ipv4: delay(20, 0.001), ipv6: null } }, {}, 'pass'],
    ['OPS-TS-04', 'slow and lossy', { delay: { ipv4: delay(21, 0.002), ipv6: null } }, {}, 'fail'],
    [
      'OPS-TS-04',
      'seldom asked',
      { delay: { ipv4: delay(1, 0, 0.5), ipv6: null } },
      {},
      'unknown coverage_low',
    ],
    ['OPS-TS-05', 'no incident', {}, {}, 'pass'],
    ['OPS-TS-05', 'restored in time', { incidents: [incident(1, 4)], mttrMinutes: 240 }, {}, 'pass'],
    [
      'OPS-TS-05',
      'one of ten late',
      { incidents: Array.from({ length: 10 }, (_, n) => incident(n + 1, n === 0 ? 5 : 1)) },
      {},
      'partial',
    ],
    ['OPS-TS-05', 'one of two late', { incidents: [incident(1, 1), incident(2, 5)] }, {}, 'fail'],
    [
      'OPS-TS-05',
      'no incident in the little that was seen',
      { availability: null, coverage: 0.5 },
      {},
      'unknown coverage_low',
    ],
    [
      'OPS-TS-05',
      'five hours without a term in the contract',
      { incidents: [incident(1, 5)] },
      { slaRestoreHours: null },
      'fail',
    ],
  ])('%s %s', (id, _, figures, line, expected) => {
    const { verdict, reason } = judged(id, figures, line)
    expect(`${verdict}${reason ? ` ${reason}` : ''}`).toBe(expected)
  })

  test('a commune has eight hours where the contract does not say', () => {
    const commune = { kind: 'commune', type: 'xa' } as const
    const late = { incidents: [incident(1, 8)] }
    const term = { slaRestoreHours: null }
    expect(
      judgeLines(
        'OPS-TS-05',
        { unit: commune, lines: [{ ...exampleLine, ...term }] },
        new Map([['L1', { ...clean, ...late }]]),
      ).verdict,
    ).toBe('pass')
  })

  test('is told in one sentence, with the method and who set the limit', () => {
    const { because } = judged('OPS-TS-01', down(217, { unmeasured: 12 }), { slaAvailabilityPct: null })
    expect(because).toEqual({
      vi: 'L1: Độ sẵn sàng 99,49% (mức mặc định 99,50%, hợp đồng chưa ghi); gián đoạn 217 phút, không đo được 12 phút; từ 15/06/2022 đến 14/07/2022, cách tính v6gov-1',
      en: 'L1: Availability 99.49 % (99.50 % by default, not in the contract); down for 217 minutes, 12 minutes not measured; from 15 Jun 2022 to 14 Jul 2022, accounting v6gov-1',
    })
    expect(judged('OPS-TS-04', {}).because.vi).toBe(
      'L1: IPv4: RTT p95 12,0 ms, mất gói 0,000%; IPv6: RTT p95 14,0 ms, mất gói 0,000% (cam kết RTT 20 ms theo hợp đồng; cam kết mất gói 0,10% theo hợp đồng); từ 15/06/2022 đến 14/07/2022, cách tính v6gov-1',
    )
  })

  test('links the looks that opened outages, and the first and the last', () => {
    const { assets } = judged('OPS-TS-05', { incidents: [incident(1, 1), incident(2, 5)], mttrMinutes: 180 })
    expect(assets[0]?.evidence.map(({ firstDueAt }) => firstDueAt)).toEqual([
      '2022-07-02T01:00:00.000Z',
      '2022-07-01T01:00:00.000Z',
      from,
      '2022-07-10T00:00:00.000Z',
    ])
    expect(judged('OPS-TS-02', {}).assets[0]?.evidence.map(({ checkId }) => checkId)).toEqual([
      'line~L1~snmp-line',
    ])
  })

  test('a unit is as good as its worst leased line, and the Internet is none', () => {
    const lines = [
      exampleLine,
      { ...exampleLine, code: 'L2' },
      { ...exampleLine, code: 'L3', level: 'internet' as const },
    ]
    const seen = new Map([
      ['L1', clean],
      ['L2', { ...clean, ...down(1000) }],
    ])
    const found = judgeLines('OPS-TS-01', { unit: { kind: 'district', type: 'huyen' }, lines }, seen)
    expect([found.verdict, found.assets.map(({ asset }) => asset.code)]).toEqual(['fail', ['L1', 'L2']])
    expect(found.because.en).toMatch(/^L2: /)
  })
})

function traffic(p95OfCir: number | null, coverage = 1): Partial<LineFigures> {
  const p95Mbps = p95OfCir === null ? null : p95OfCir * 50
  return { traffic: { ...clean.traffic, down: { ...clean.traffic.down, p95OfCir, p95Mbps, coverage } } }
}

function errors(ratio: number, coverage = 1): Partial<LineFigures> {
  return { errors: { ...clean.errors, ratio, coverage } }
}
