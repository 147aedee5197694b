import { expect, test } from 'vitest'
import type { Incident, IncidentEvent, IncidentEventBody } from '../../src/model/incidents.ts'
import { reportIncidents } from '../../src/report/incident-report.ts'
import { incidentText } from '../../src/report/paper/follow-up.ts'
import { fillTable } from '../../src/report/tables.ts'
import { unitPart } from '../../src/report/unit-part.ts'
import { exampleIncident } from '../helpers/incident.ts'
import { platform, readinessOf, reportOf } from './example.ts'

const from = '2021-12-14T17:00:00.000Z'
const cutoffAt = '2022-01-14T16:59:59.999Z'
const since = '2022-01-14T16:00:00.000Z'
const openedAt = '2022-01-14T16:02:00.000Z'
const later = '2022-01-14T17:30:00.000Z'

let seq = 0
function event<Kind extends IncidentEvent['kind']>(
  at: string,
  kind: Kind,
  body: IncidentEventBody[Kind],
  by: string | null = null,
): IncidentEvent {
  seq += 1
  return { seq, incident: 'i', at, kind, body, by } as IncidentEvent
}

const opened = event(openedAt, 'opened', { symptom: 'down', severity: 'major', detail: '', units: ['30'] })
const carrier: IncidentEventBody['cause'] = {
  cause: 'carrier',
  rule: 'ran_through',
  evidence: [],
  note: '',
}
const restored = (at: string) => event(at, 'restored', { at, watchedUntil: null })

function reported(events: IncidentEvent[], change: Partial<Incident> = {}) {
  const incident = exampleIncident({ id: 'i', since, openedAt, ...change })
  return reportIncidents([incident], () => [opened, ...events], { from, cutoffAt })
}

test('an incident is told as its log had it at the cut-off, whatever became of it since', () => {
  // what it is today, restored and of another severity, is of after the cut-off
  const today = { restoredAt: later, severity: 'critical', symptom: 'ipv6_lost' } as const
  const told = reported([event(openedAt, 'cause', carrier), restored(later)], today)
  expect(told).toMatchObject([
    { symptom: 'down', severity: 'major', restoredAt: null, cause: 'carrier', causeConfirmed: false },
  ])
  expect(told[0]?.lines).toEqual(['L1'])
  expect(told[0]?.evidence).toHaveLength(1)
  const at = '2022-01-14T16:30:00.000Z'
  expect(reported([restored(at)])[0]?.restoredAt).toBe(at)
  expect(reported([restored(at), event(at, 'relapsed', { spells: 2, at })])[0]?.restoredAt).toBeNull()
  expect(reported([event(at, 'cause', { ...carrier, cause: 'power' }, 'an')])).toMatchObject([
    { cause: 'power', causeConfirmed: true },
  ])
  expect(reported([event(at, 'closed', { restoredAt: null })])).toMatchObject([{ abandoned: true }])
  const node = { kind: 'line', code: 'L0' } as const
  const absorbed = event(at, 'absorbed', { node, unit: '30', since, evidence: null })
  expect(reported([absorbed])[0]?.lines).toEqual(['L0', 'L1'])
})

test.each([
  { what: 'opened after the cut-off', change: { openedAt: later } },
  { what: 'of our own network', change: { root: { kind: 'prober', code: 'inside' } as const } },
])('no incident of the report is one $what', ({ change }) => {
  expect(reported([], change)).toEqual([])
})

test('one of before is told while it goes on, and no more when it was restored before the period', () => {
  const before = { since: '2021-12-10T00:00:00.000Z', openedAt: '2021-12-10T00:02:00.000Z' }
  expect(reported([], before)).toHaveLength(1)
  expect(reported([restored('2021-12-14T16:00:00.000Z')], before)).toEqual([])
  expect(reported([restored('2021-12-14T18:00:00.000Z')], before)).toHaveLength(1)
})

test('Biểu 06a and the sentence of section III', () => {
  const units = [{ unit: platform, readiness: readinessOf(platform, {}) }]
  const own = { ...reported([event(openedAt, 'cause', carrier)])[0], unit: platform.code }
  const older = { ...own, id: 'j', openedAt: '2021-12-10T00:02:00.000Z', symptom: 'ipv6_lost' as const }
  const report = reportOf('2022-01', units, { incidents: [own, older] as never })
  expect(fillTable(report, '06a', 'vi').rows[0]).toEqual([
    ...['i', 'Đường truyền L1', platform.name, 'VNPT', 'mất liên lạc', 'Lớn', '14/01/2022 23:00'],
    ...['chưa khôi phục', 60, 'L1', 'Nhà mạng (hệ thống đề xuất)'],
  ])
  expect(incidentText(report)).toBe(
    'Trong kỳ có 02 sự cố mạng (01 mất IPv6, 01 mất liên lạc), trong đó 01 sự cố từ kỳ trước; tại thời điểm chốt số liệu còn 02 sự cố chưa khôi phục: Đường truyền L1 và Đường truyền L1. Nguyên nhân theo nhật ký sự cố: 02 nhà mạng.',
  )
  expect(incidentText(reportOf('2022-01', units))).toBeNull()
  expect(fillTable(reportOf('2022-01', units), '06a', 'vi').notes[0]).toContain('không ghi nhận sự cố nào')
  expect(unitPart(report, platform.code)?.incidents).toHaveLength(2)
})
