import { describe, expect, test } from 'vitest'
import { readInventory } from '../../src/inventory/read.ts'
import type { Inventory } from '../../src/model/inventory.ts'

const units = `code,name,kind,type,parent,valid_from,valid_to,contact_name,contact_email,profile
30,Tỉnh Hải Dương,platform,tinh,,,,,,
STTTT,Sở Thông tin và Truyền thông,department,so,30,,,,,`

function read(text: string, existing: Inventory) {
  return readInventory([{ name: 'netbox.csv', bytes: new TextEncoder().encode(text) }], existing)
}

const known = read(units, { units: [], assets: [] }).changes

function imported(text: string, existing = known) {
  const { problems, changes } = read(text, existing)
  expect(problems).toEqual([])
  return changes.assets
}

describe('files of NetBox', () => {
  test('devices as its import form names them, and as its lists are exported', () => {
    const form = `name,role,tenant,manufacturer,device_type,serial,site,status
hd-r1,Router biên,STTTT,Cisco,ISR4331,FDO1,Trụ sở,active`
    const list = `Name,Status,Tenant,Site,Rack,Role,Manufacturer,Type,IP Address,IPv4 Address,IPv6 Address
hd-sw1,Active,Sở Thông tin và Truyền thông,Trụ sở,,Access Switch,Cisco,C9200,10.0.0.2/24,10.0.0.2/24,2001:db8::2/64`
    expect(imported(form)).toMatchObject([
      { kind: 'device', code: 'hd-r1', unit: 'STTTT', role: 'router', address: null, credential: '' },
    ])
    expect(imported(list)).toMatchObject([
      { code: 'hd-sw1', unit: 'STTTT', role: 'switch', address: '10.0.0.2', address6: '2001:db8::2' },
    ])
  })

  test('prefixes, those that are known by their block', () => {
    const text = `prefix,vrf,tenant,vlan,status,role,scope_type,scope_id,is_pool,description
2001:db8:30:1::/64,,STTTT,110,active,User LAN,,,false,Tầng 1`
    const [first] = imported(text)
    expect(first).toMatchObject({ kind: 'prefix', unit: 'STTTT', role: 'vlan', vlan: 110 })
    expect(first?.code).toBe('p-2001-db8-30-1---64')
    const renamed = { ...known, assets: first ? [{ ...first, code: 'lan1' }] : [] }
    expect(imported(text.replace('Tầng 1', 'Tầng 2'), renamed)).toMatchObject([
      { code: 'lan1', description: 'Tầng 2' },
    ])
  })

  test('circuits, with their rate in kbit/s', () => {
    const text = `cid,provider,type,status,tenant,install_date,termination_date,commit_rate,description
HD-001,VNPT,TSLCD cấp II,active,STTTT,2021-01-01,,20000,x`
    expect(imported(text)).toMatchObject([
      {
        kind: 'line',
        code: 'HD-001',
        level: 'II',
        cirDownMbps: 20,
        cirUpMbps: 20,
        contractFrom: '2021-01-01',
      },
    ])
  })

  test('columns of ours may stand beside; what neither has is refused, and mistakes bear the names of the file', () => {
    const text = `name,role,tenant,site,credential,colour
r1,Router,STTTT,A,snmp-1,red
r 2,Toaster,Nobody,A,,`
    expect(read(text, known).problems.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual([
      '1 colour unknown_column',
      '3 name bad_code',
      '3 role bad_value',
      '3 tenant unknown_unit',
    ])
    expect(imported(text.replace(/,colour|,red/g, '').split('\nr 2')[0] ?? '')).toMatchObject([
      { code: 'r1', credential: 'snmp-1' },
    ])
  })
})
