import { describe, expect, test } from 'vitest'
import { historyOf } from '../../src/readiness/history.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { loadProberStates, loadUnitStates } from '../../src/store/observations.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { databases } from '../helpers/databases.ts'
import { exampleCheck, exampleLook } from '../helpers/example.ts'
import { device, unit as exampleUnit } from '../readiness/builders.ts'

const at = (minutes: number) =>
  new Date(Date.parse('2022-06-30T00:00:00.000Z') + minutes * 60_000).toISOString()
const unit = {
  code: 'U1',
  name: 'Sở Ví dụ',
  kind: 'department',
  type: 'so',
  parent: null,
  valid_from: null,
  valid_to: null,
  contact_name: '',
  contact_email: '',
  profile: null,
}

describe.each(databases)('on %s', (_, open) => {
  test('of the self-test far more is loaded than of others, so that no outage hides behind later changes', async () => {
    const db = await open()
    await db.insertInto('unit').values(unit).execute()
    const self = exampleCheck({ id: 'prober~inside~prober-self-test', probe: 'prober-self-test', host: 'p' })
    const other = exampleCheck({ unit: 'U1' })
    await syncChecks(db, [self, other], at(0), { pace: 1 })
    for (const { id } of [self, other])
      await recordLooks(
        db,
        Array.from({ length: 30 }, (_, i) =>
          exampleLook(at(i), { checkId: id, result: { ok: true, facts: { i } } }),
        ),
        { pace: 1 },
      )
    const [state] = await loadUnitStates(db, at(60))
    expect(state?.prober[0]?.observations).toHaveLength(30)
    expect(state?.checks[0]?.observations).toHaveLength(8)
    expect((await loadProberStates(db, at(10)))[0]?.observations).toHaveLength(11)
    const [whole] = await loadUnitStates(db, at(60), { since: at(5) })
    expect(whole?.checks[0]?.observations).toHaveLength(25)
    await db.destroy()
  })

  test('what was seen of an old target counts until the target changed, and not after', async () => {
    const db = await open()
    await db.insertInto('unit').values(unit).execute()
    await syncChecks(db, [exampleCheck({ unit: 'U1' })], at(0), { pace: 1 })
    await recordLooks(db, [exampleLook(at(0)), exampleLook(at(30))], { pace: 1 })
    const moved = exampleCheck({ unit: 'U1', settings: { host: 'new.example.test' } })
    await syncChecks(db, [moved], at(45), { pace: 1 })
    const countedAt = async (minutes: number) => {
      const check = (await loadUnitStates(db, at(minutes)))[0]?.checks[0]
      if (check === undefined) throw new Error('the check is gone')
      return historyOf(check, undefined, { asOf: at(minutes), pace: 1 }).intervals.length
    }
    expect([await countedAt(40), await countedAt(50)]).toEqual([1, 0])
    await recordLooks(db, [exampleLook(at(60))], { pace: 1 })
    expect(await countedAt(61)).toBe(1)
    await db.destroy()
  })

  test("devices of other units that one's own have told of come along, by address or name", async () => {
    const db = await open()
    const add = (code: string, of: string, address: string) => ({ ...device(code, { address }), unit: of })
    await saveInventory(
      db,
      {
        units: ['U1', 'U2'].map((code) => ({ ...exampleUnit, code })),
        assets: [
          add('own', 'U1', '10.0.0.1'),
          add('core', 'U2', '10.0.0.2'),
          add('named', 'U2', '10.0.0.3'),
          add('far', 'U2', '10.0.0.22'),
        ],
      },
      at(-60),
    )
    const asked = exampleCheck({
      id: 'device~own~snmp-lldp',
      unit: 'U1',
      asset: { kind: 'device', code: 'own' },
      probe: 'snmp-lldp',
    })
    await syncChecks(db, [asked], at(0), { pace: 1 })
    const met = [
      { sysName: 'x', addresses: ['10.0.0.2', '%'] },
      { sysName: 'NAMED.haiduong.test', addresses: ['10.0.0.1'] },
    ]
    const result = { ok: true as const, facts: { neighbours: met } }
    await recordLooks(db, [exampleLook(at(0), { checkId: asked.id, result })], { pace: 1 })
    const states = await loadUnitStates(db, at(1))
    expect(states.map(({ beside }) => beside?.map(({ code }) => code).sort())).toEqual([
      ['core', 'named'],
      undefined,
    ])
    await db.destroy()
  })
})
