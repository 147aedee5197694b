import { describe, expect, test } from 'vitest'
import {
  addMaintenance,
  approveMaintenance,
  closeMaintenance,
  findMaintenance,
  listMaintenance,
  listMaintenanceIn,
  type NewMaintenance,
  prolongMaintenance,
} from '../../src/store/maintenance.ts'
import { databases } from '../helpers/databases.ts'
import { exampleLine } from '../helpers/line.ts'

const night: NewMaintenance = {
  id: 'M1',
  scope: 'line',
  key: 'L1',
  mode: 'exclude',
  what: 'Thay bộ định tuyến',
  zone: 'Asia/Ho_Chi_Minh',
  start: '2022-06-30T22:00',
  end: '2022-07-01T02:00',
  repetition: null,
  openEnd: false,
  enteredAt: '2022-06-20T01:00:00.000Z',
  enteredBy: 'ky-su',
}
const approval = { at: '2022-06-21T01:00:00.000Z', by: 'admin' }
const july = ['2022-06-25T00:00:00.000Z', '2022-07-31T00:00:00.000Z'] as const

describe.each(databases)('announced work on %s', (_, open) => {
  test('concerns what it is announced for, and comes back as it was entered', {
    timeout: 120_000,
  }, async () => {
    const db = await open()
    const weekly = { every: 'week', interval: 2, on: ['SU'], until: '2022-07-31', count: null } as const
    const entered: NewMaintenance[] = [
      night,
      { ...night, id: 'M2', scope: 'unit', key: 'U1', repetition: { ...weekly, on: ['TH'] } },
      { ...night, id: 'M3', scope: 'provider', key: 'VNPT', mode: 'mute' },
      { ...night, id: 'M4', scope: 'province', key: '', openEnd: true },
      { ...night, id: 'M5', scope: 'line', key: 'L2' },
      { ...night, id: 'M6', scope: 'province', key: '', start: '2022-08-01T22:00', end: '2022-08-01T23:00' },
      { ...night, id: 'M7', scope: 'province', key: '', start: '2022-05-01T22:00', end: '2022-05-01T23:00' },
    ]
    for (const one of entered) await addMaintenance(db, one)
    const [from, to] = july
    const ids = async (about?: object) =>
      (await listMaintenanceIn(db, { from, to }, about)).map(({ id }) => id)
    expect(await ids()).toEqual(['M1', 'M2', 'M3', 'M4', 'M5'])
    expect(await ids({ line: 'L1', unit: 'U1', provider: 'VNPT' })).toEqual(['M1', 'M2', 'M3', 'M4'])
    expect(await ids({ unit: 'U2' })).toEqual(['M4'])
    expect(await findMaintenance(db, 'M2')).toEqual({
      ...entered[1],
      askAt: null,
      approvedAt: null,
      approvedBy: null,
      closedAt: null,
      closedBy: null,
    })
    expect((await findMaintenance(db, 'M4'))?.askAt).toBe('2022-06-30T19:00:00.000Z')
    await db.destroy()
  })

  test('is left out of a line once somebody approved it, is closed once, and never goes', async () => {
    const db = await open()
    await addMaintenance(db, night)
    const left = async () => (await listMaintenance(db, exampleLine, ...july)).map(({ to }) => to)
    expect(await approveMaintenance(db, 'M1', approval)).toBe(true)
    expect(await approveMaintenance(db, 'M1', { ...approval, by: 'khac' })).toBe(false)
    expect(await left()).toEqual(['2022-06-30T19:00:00.000Z'])
    const closing = { at: '2022-06-30T16:00:00.000Z', by: 'ky-su' }
    expect(await closeMaintenance(db, 'M1', closing)).toBe(true)
    expect(await closeMaintenance(db, 'M1', { ...closing, at: '2022-06-30T17:00:00.000Z' })).toBe(false)
    expect(await left()).toEqual([closing.at])
    expect(await findMaintenance(db, 'M1')).toMatchObject({ approvedBy: 'admin', closedBy: 'ky-su' })
    await addMaintenance(db, { ...night, id: 'M2' })
    expect(await closeMaintenance(db, 'M2', { ...closing, at: '2022-07-01T00:00:00.000Z' })).toBe(false) // it is over
    await db.destroy()
  })

  test('with an open end is asked about again later, and never earlier', async () => {
    const db = await open()
    await addMaintenance(db, { ...night, openEnd: true })
    await addMaintenance(db, { ...night, id: 'M2' })
    expect(await prolongMaintenance(db, 'M1', '2022-07-01T05:00:00.000Z')).toBe(true)
    expect(await prolongMaintenance(db, 'M1', '2022-07-01T04:00:00.000Z')).toBe(false)
    expect(await prolongMaintenance(db, 'M2', '2022-07-01T05:00:00.000Z')).toBe(false) // its end is known
    await db.destroy()
  })
})
