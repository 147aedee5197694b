import { describe, expect, test } from 'vitest'
import { checkContext } from '../../src/inventory/check-context.ts'
import type { Hotspot } from '../../src/model/inventory.ts'
import { device, service, unit } from '../readiness/builders.ts'

const platform = { ...unit, code: '30', kind: 'platform' as const }
const district = { ...unit, code: '291', kind: 'district' as const }
const units = [platform, district]
const vantages = ['inside']

const hotspot: Hotspot = {
  kind: 'hotspot',
  code: 'wifi-1',
  unit: '291',
  name: 'Quảng trường',
  category: '',
  address: '',
  lat: null,
  lon: null,
  provider: '',
  contractNo: '',
  contractFrom: null,
  contractTo: null,
  apContracted: null,
  ssid: '',
  login: '',
  downMbps: null,
  upMbps: null,
  controller: 'wlc-1',
  aps: [],
}

describe('the blocks of the data centre', () => {
  const inDataCentre = (code: string, address6: string | null, changes = {}) =>
    device(code, { unit: '30', address6, ...changes })

  test("are the links of the platform's routers and firewalls, each once", () => {
    const assets = [
      inDataCentre('rt', '2001:db8:30:1::1'),
      inDataCentre('fw', '2001:db8:30::2', { role: 'firewall' }),
      inDataCentre('rt2', '2001:db8:30::1'),
      inDataCentre('rt3', null),
      inDataCentre('sw', '2001:db8:30:2::1', { role: 'switch' }),
      device('other', { unit: '291', address6: '2001:db8:30:9100::1' }),
    ]
    const { dataCentre } = checkContext({ units, assets }, { vantages })
    expect(dataCentre).toEqual(['2001:db8:30:1::/64', '2001:db8:30::/64'])
    expect(checkContext({ units, assets: assets.toReversed() }, { vantages }).dataCentre).toEqual(dataCentre)
  })

  test('are those that the operator sets, where he sets any', () => {
    const assets = [inDataCentre('rt', '2001:db8:30::1')]
    const set = (dataCentre: string[]) => checkContext({ units, assets }, { vantages, dataCentre }).dataCentre
    expect(set(['2001:db8:40::/48', '2001:db8:31::/48'])).toEqual(['2001:db8:31::/48', '2001:db8:40::/48'])
    expect(set([])).toEqual(['2001:db8:30::/64'])
  })

  test('are no more than one look can ask about', () => {
    const assets = Array.from({ length: 20 }, (_, index) => inDataCentre(`r${index}`, `2001:db8:${index}::1`))
    expect(checkContext({ units, assets }, { vantages }).dataCentre).toHaveLength(16)
  })
})

test("the rest of the inventory: addresses of units' devices, controllers, sites that matter first", () => {
  const assets = [
    device('a', { unit: '291', address: '10.1.0.2', address6: '2001:db8::2' }),
    device('b', { unit: '291', address: '10.1.0.1' }),
    device('c', { unit: '30', address: null }),
    hotspot,
    service('w1', { host: 'b.test' }),
    service('w2', { host: 'a.test' }),
    service('w3', { host: 'z.test', critical: true }),
    service('w4', { host: 'a.test' }),
    service('m', { type: 'mail', host: 'mail.test' }),
  ]
  const context = checkContext({ units, assets }, { vantages, roots: ['10.0.1.53'] })
  expect(context.deviceAddresses).toEqual(
    new Map([
      ['291', ['10.1.0.1', '10.1.0.2', '2001:db8::2']],
      ['30', []],
    ]),
  )
  expect(context.controllers).toEqual(new Set(['wlc-1']))
  expect(context.sites).toEqual(['z.test', 'a.test', 'b.test'])
  expect(context.roots).toEqual(['10.0.1.53'])
})
