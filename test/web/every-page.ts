import type { UnitDocument } from '../../src/model/documents.ts'
import type { UnitChange } from '../../src/model/inventory.ts'
import type { Clock } from '../../src/model.ts'
import { addDocument } from '../../src/store/documents.ts'
import { addFigures } from '../../src/store/figures.ts'
import { addMaintenance, type NewMaintenance } from '../../src/store/maintenance.ts'
import { saveUnitChanges } from '../../src/store/unit-changes.ts'
import { addIncident, exampleIncident } from '../helpers/incident.ts'
import { fillHistory } from './history.ts'
import { fillLine } from './line-course.ts'
import { type Examples, pageAddresses } from './page-addresses.ts'
import { openProvince, type Province } from './province.ts'

/** Every page of the registry, and more of those that have several faces. */
export const everyPage = [
  ...wholePages({
    '/criteria/:id': '/criteria/WEB-02',
    '/reports/:period': '/reports/2022-07',
    '/reports/:period/changes': '/reports/2022-07/changes',
    '/reports/:period/office': '/reports/2022-07/office',
    '/plan/tasks/:task': '/plan/tasks/2.08',
    '/plan/targets/:target': '/plan/targets/2021-platform',
    '/documents/new': '/documents/new?unit=30&kind=attestation&subject=GOV-02',
    '/documents/:document': '/documents/one',
    '/maintenance/:maintenance': '/maintenance/one',
    '/inventory/:kind': '/inventory/devices',
    '/units/:code': '/units/30',
    '/units/:code/verdicts': '/units/30/verdicts',
    '/units/:code/changes': '/units/30/changes',
    '/checks/:id': '/checks/device~dc-rt-01~snmp-interfaces',
    '/checks/:id/state': '/checks/service~web-dvc~web-dual-stack/state',
    '/checks/:id/series': '/checks/device~dc-rt-01~snmp-interfaces/series?chart=rttMs',
    '/checks/:id/:firstDueAt': '/checks/service~web-dvc~web-dual-stack/2022-06-30T01:50:00.000Z',
    '/unit-changes/:change': '/unit-changes/m1',
    '/devices/:code': '/devices/dc-rt-01',
    '/prefixes/:code': '/prefixes/v6-tinh',
    '/incidents/:incident': '/incidents/a1b2c3d4e5f6',
    '/units/:code/incidents': '/units/30/incidents',
    '/lines/:code': '/lines/L1?day=2022-06-16T17:00:00.000Z',
    '/lines/:code/days': '/lines/L1/days',
    '/lines/:code/looks': '/lines/L1/looks',
    '/lines/:code/minutes': '/lines/L1/minutes',
    '/lines/:code/incidents': '/lines/L1/incidents',
    '/lines/:code/averages': '/lines/L1/averages',
    '/lines/:code/:chart': '/lines/L1/traffic',
    '/wifi/:code': '/wifi/wifi-quang-truong',
    '/wifi/:code/days': '/wifi/wifi-quang-truong/days',
    '/wifi/:code/looks': '/wifi/wifi-quang-truong/looks',
    '/wifi/:code/:chart': '/wifi/wifi-quang-truong/clients',
    '/figures/:kind': '/figures/antimalware',
    '/accounts/:account': '/accounts/demo',
    '/figure-imports/:id': '/figure-imports/one',
  }),
  '/units?criterion=WEB-02&verdict=fail&asOf=2022-06-30T04:00:00Z',
  '/units?q=nothing-like-this',
  '/units/10606',
  '/figures/milestones',
  '/matrix?open=all',
  '/nowhere',
]

/** A part that refreshes is the same page under another address. */
function wholePages(examples: Examples): string[] {
  return pageAddresses(examples).filter(
    (path) => !/^\/(parts\/|overview)|\/(verdicts|changes|state)$/.test(path),
  )
}

const merge: UnitChange = {
  code: 'm1',
  day: '2022-06-20',
  kind: 'merge',
  from: ['288'],
  to: ['291'],
  nameBefore: '',
  name: '',
  documentNo: '12/NQ-HĐND',
  documentDate: '2022-05-30',
  note: '',
}

const document: UnitDocument = {
  id: 'one',
  unit: '30',
  kind: 'attestation',
  subject: 'GOV-02',
  asset: null,
  number: '12/QĐ-UBND',
  date: '2022-06-01',
  signer: 'Chủ tịch UBND tỉnh',
  owner: '',
  values: {},
  note: '',
  until: null,
  file: null,
  enteredAt: '2022-06-29T02:00:00.000Z',
  enteredBy: 'demo',
  withdrawnAt: null,
  withdrawnBy: null,
}

const maintenance: NewMaintenance = {
  id: 'one',
  scope: 'unit',
  key: '30',
  mode: 'exclude',
  what: 'Nâng cấp tường lửa',
  zone: 'Europe/Berlin',
  start: '2022-06-30T08:00',
  end: '2022-06-30T10:00',
  repetition: { every: 'week', interval: 1, on: ['TH'], until: null, count: 8 },
  openEnd: false,
  enteredAt: '2022-06-29T02:00:00.000Z',
  enteredBy: 'demo',
}

/** A province in which every page of `everyPage` has something to show. */
export async function openProvinceOfEveryPage(now: Clock): Promise<Province> {
  const province = await openProvince({
    demo: true,
    pace: 30,
    now,
    only: ['30', 'STTTT', 'SKHDT', 'SNV', '288', '291', '10606', '10507'],
  })
  await fillHistory(province.db)
  await fillLine(province.db, now())
  await addIncident(province.db, exampleIncident(), [{ kind: 'device', code: 'dc-rt-01' }])
  await addDocument(province.db, { ...document, file: null })
  await addMaintenance(province.db, maintenance)
  await saveUnitChanges(province.db, [merge])
  await addFigures(province.db, [], {
    id: 'one',
    at: '2022-06-29T02:00:00.000Z',
    by: 'demo',
    files: [{ name: 'antimalware.csv', bytes: Buffer.from('unit,day\n') }],
  })
  return province
}
