import { expect, test } from 'vitest'
import { providerFigures } from '../../src/incidents/provider-figures.ts'
import { repairsOf, workIn } from '../../src/incidents/repairs.ts'
import type { Incident, IncidentPart } from '../../src/model/incidents.ts'
import type { Maintenance } from '../../src/model/maintenance.ts'
import { exampleIncident } from '../helpers/incident.ts'
import { exampleLine } from '../helpers/line.ts'

const startMs = Date.parse('2022-06-29T17:00:00.000Z') // midnight in the province
const at = (hours: number) => new Date(startMs + hours * 3_600_000).toISOString()

const work: Maintenance = {
  id: 'm1',
  scope: 'provider',
  key: 'VNPT',
  mode: 'exclude',
  what: 'Nâng cấp trạm',
  zone: 'Asia/Ho_Chi_Minh',
  start: '2022-06-30T02:00',
  end: '2022-06-30T04:00',
  repetition: null,
  openEnd: false,
  askAt: null,
  enteredAt: at(-48),
  enteredBy: 'ky-su',
  approvedAt: at(-24),
  approvedBy: 'quan-tri',
  closedAt: null,
  closedBy: null,
}

const incident = (from: number, to: number | null, change: Partial<Incident> = {}) =>
  exampleIncident({
    since: at(from),
    openedAt: at(from),
    restoredAt: to === null ? null : at(to),
    closedAt: to === null ? null : at(to),
    ...change,
  })
const part = (code: string, from: number, to: number | null, unit = '30'): IncidentPart => ({
  incident: exampleIncident().id,
  node: { kind: 'line', code },
  unit,
  since: at(from),
  restoredAt: to === null ? null : at(to),
  before: null,
  after: null,
})

/** Figures of one incident as they are known at ten o'clock; contracts give four hours. */
function figures(
  one: Incident,
  parts: IncidentPart[],
  { works = [work], slaMethod = '' }: { works?: Maintenance[]; slaMethod?: string } = {},
) {
  const all = workIn(works, { fromMs: startMs, toMs: Date.parse(at(10)) })
  const contract = { ...exampleLine, unit: '30', provider: 'VNPT', slaRestoreHours: 4, slaMethod }
  const repairs = repairsOf([one], parts, { now: at(10), work: all, contractOf: () => contract })
  return { repairs, of: providerFigures([one], repairs, all)[0] }
}

test.each<[string, number, number | null, object, object]>([
  ['before the work', 0, 1, {}, { mttrMinutes: 60, late: 0, committed: 1, inWork: 0 }],
  ['in the work as a whole', 2, 3.5, {}, { mttrMinutes: null, committed: 0, inWork: 1 }],
  ['into the work', 1, 3, {}, { mttrMinutes: 60, late: 0 }],
  ['out of the work', 3, 5, {}, { mttrMinutes: 60, late: 0 }],
  ['around the work, one repair of three hours', 0, 5, {}, { mttrMinutes: 180, committed: 1, late: 0 }],
  ['around the work, one repair that is late', 0, 7, {}, { mttrMinutes: 300, committed: 1, late: 1 }],
  ['on and on', 1, null, {}, { mttrMinutes: null, committed: 1, late: 1, open: 1 }],
  ['with work that only mutes', 0, 5, { works: [{ ...work, mode: 'mute' }] }, { mttrMinutes: 300, late: 1 }],
  ['with work approved too late', 0, 5, { works: [{ ...work, approvedAt: at(2) }] }, { mttrMinutes: 300 }],
  ["with work on another's lines", 0, 5, { works: [{ ...work, key: 'Viettel' }] }, { mttrMinutes: 300 }],
  ['with work closed early', 0, 5, { works: [{ ...work, closedAt: at(3) }] }, { mttrMinutes: 240 }],
  ['by a contract that counts work', 0, 5, { slaMethod: 'strict-1' }, { mttrMinutes: 300, late: 1 }],
])('an outage that goes %s', (_, from, to, terms, expected) => {
  expect(figures(incident(from, to), [part('L1', from, to)], terms).of).toMatchObject(expected)
})

test('work on one line of many leaves the outage of the others', () => {
  const one = incident(2, 4, { root: { kind: 'provider', code: 'VNPT' } })
  const onLine = { ...work, scope: 'line' as const, key: 'L1' }
  const { repairs, of } = figures(one, [part('L1', 2, 4), part('L2', 2.5, 4)], { works: [onLine] })
  expect(repairs.map(({ line, minutes, workMinutes }) => [line, minutes, workMinutes])).toEqual([
    ['L1', 0, 120],
    ['L2', 90, 0],
  ])
  expect(of).toMatchObject({ mttrMinutes: 90, committed: 1 })
})

test('what is looked at no more lasts no longer than that', () => {
  const one = incident(0, null, { closedAt: at(1) })
  expect(figures(one, [part('L1', 0, null)]).repairs).toMatchObject([{ to: at(1), minutes: 60, late: false }])
})

test.each([
  ['before it', 0, 1, 60],
  ['while nobody was told', 2.5, 3.5, null],
  ['after those who were told at its end', 3, 5, 60],
])('who acknowledges %s', (_, opened, acked, minutes) => {
  const one = incident(opened, 6, { acked: { by: 'ky-su', at: at(acked) } })
  const { of } = figures(one, [part('L1', opened, 6)])
  expect(of).toMatchObject({ mttaMinutes: minutes, acked: minutes === null ? 0 : 1 })
})
