import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressText, maskOf, parsePrefix, prefixText, widen } from '../../probes/lib/ip-prefix.ts'
import { chassisSubtypes, portSubtypes, readCapabilities, readLldpId } from '../../probes/lib/lldp-id.ts'
import { isVirtualRouter, macOf, parseMac } from '../../probes/lib/mac-address.ts'
import { familyText, parsePeerIndex } from '../../probes/lib/snmp-bgp-index.ts'
import { enterpriseOf, vendorOf } from '../../probes/lib/vendor.ts'
import { idOf } from '../../probes/lib/wifi-index.ts'
import { octetsOf, textIndex } from '../helpers/snmp-objects.ts'

describe('MAC addresses', () => {
  test.each([
    ['00:53:0a:00:00:01', '00:53:0a:00:00:01'],
    ['00-53-0A-00-00-01', '00:53:0a:00:00:01'],
    ['0053.0a00.0001', '00:53:0a:00:00:01'],
    ['00530A000001', '00:53:0a:00:00:01'],
    ['0:53:a:0:0:1', '00:53:0a:00:00:01'],
    ['00 53 0a 00 00 01', '00:53:0a:00:00:01'],
    ['00:53:0a:00:00', null],
    ['10.0.0.1', null],
    ['Gi1/0/1', null],
    ['', null],
  ])('%s is %s', (text, mac) => {
    expect(parseMac(text)).toBe(mac)
  })

  test('of hosts only, in octets or in text', () => {
    expect(macOf(Buffer.from('00530a000001', 'hex'))).toBe('00:53:0a:00:00:01')
    expect(macOf(Buffer.from('0:53:a:0:0:1'))).toBe('00:53:0a:00:00:01')
    for (const none of ['000000000000', 'ffffffffffff', '01005e000001', '0053', ''])
      expect(macOf(Buffer.from(none, 'hex'))).toBeNull()
  })

  test('of routers that stand in for each other', () => {
    for (const shared of ['00:00:5e:00:01:0a', '00:00:5e:00:02:0a', '00:00:0c:07:ac:01', '00:00:0c:9f:f0:01'])
      expect(isVirtualRouter(shared)).toBe(true)
    expect(isVirtualRouter('00:53:00:00:00:01')).toBe(false)
  })
})

describe('LLDP ids', () => {
  const mac = Buffer.from('00530a000001', 'hex')
  test.each([
    [4, mac, '00:53:0a:00:00:01'],
    [4, Buffer.from('00:53:0A:00:00:01'), '00:53:0a:00:00:01'],
    [null, Buffer.from('ec6794504d00', 'hex'), 'ec:67:94:50:4d:00'],
    [null, Buffer.from('Gi1/0/'), 'Gi1/0/'],
    [4, Buffer.alloc(6), null],
    [5, Buffer.from([1, 10, 0, 0, 1]), '10.0.0.1'],
    [5, Buffer.from([2, ...octetsOf('2001:db8::1')]), '2001:db8::1'],
    [5, Buffer.from('2001:DB8::1'), '2001:db8::1'],
    [7, Buffer.from('sw-01\n\u0000'), 'sw-01'],
    [7, Buffer.from([0xff, 0xfe]), '0xfffe'],
    [7, Buffer.from('x'.repeat(500)), 'x'.repeat(128)],
    [7, Buffer.alloc(0), null],
    [7, null, null],
  ])('subtype %s of %j', (subtype, octets, id) => {
    expect(readLldpId(subtype, octets, chassisSubtypes)).toBe(id)
  })

  test('a port has other subtypes', () => {
    expect(readLldpId(3, mac, portSubtypes)).toBe('00:53:0a:00:00:01')
    expect(readLldpId(4, Buffer.from([1, 10, 0, 0, 1]), portSubtypes)).toBe('10.0.0.1')
  })

  test('capabilities are bits from the left, and text is none', () => {
    expect(readCapabilities(Buffer.from([0x14, 0]))).toEqual(['wlan_access_point', 'telephone'])
    expect(readCapabilities(Buffer.from([0x20]))).toEqual(['bridge'])
    expect(readCapabilities(Buffer.from('28 2 4'))).toEqual([])
    expect(readCapabilities(null)).toEqual([])
  })

  test('any octets give a text without control characters, or nothing', () => {
    fc.assert(
      fc.property(fc.option(fc.integer()), fc.uint8Array({ maxLength: 300 }), (subtype, octets) => {
        const id = readLldpId(subtype, Buffer.from(octets), chassisSubtypes)
        if (id === null) return
        expect(id).not.toMatch(/\p{Cc}/u)
        expect([...id].length).toBeLessThanOrEqual(130)
      }),
    )
  })
})

describe('what an index of a Wi-Fi table stands for', () => {
  test.each([
    [[0, 83, 10, 0, 0, 1], '00:53:0a:00:00:01'],
    [[6, 0, 83, 10, 0, 0, 1], '00:53:0a:00:00:01'],
    [textIndex('Hải Dương').split('.').map(Number), 'Hải Dương'],
    [textIndex('WIFIOG').split('.').map(Number), 'WIFIOG'],
    [[17], '17'],
    [[300, 1, 2, 3, 4, 5], '300.1.2.3.4.5'],
    [[2, 0x1b, 0x5b], '2.27.91'],
  ])('%j is %s', (numbers, id) => {
    expect(idOf(numbers)).toBe(id)
  })
})

describe('peers in an index', () => {
  const ipv4 = octetsOf('10.0.0.1')
  const ipv6 = octetsOf('2001:db8::1')
  test.each([
    [[1, 4, ...ipv4], 0, '10.0.0.1', []],
    [[1, ...ipv4], 0, '10.0.0.1', []],
    [[2, 16, ...ipv6], 0, '2001:db8::1', []],
    [[2, ...ipv6], 0, '2001:db8::1', []],
    [[4, 20, ...ipv6, 0, 0, 0, 2], 0, '2001:db8::1', []],
    [[2, 16, ...ipv6, 2, 1], 2, '2001:db8::1', [2, 1]],
    [[1, 4, ...ipv4, 1, 128], 2, '10.0.0.1', [1, 128]],
  ])('%j', (numbers, after, address, rest) => {
    expect(parsePeerIndex(numbers, after)).toEqual({
      address,
      transport: address.includes(':') ? 6 : 4,
      rest,
    })
  })

  test('anything else is none', () => {
    for (const odd of [[], [2], [3, 1], [2, 16, 1, 2], [1, 4, 10, 0, 0, 300], [16, 4, 1, 2, 3, 4]])
      expect(parsePeerIndex(odd, 0)).toBeNull()
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), fc.integer({ min: 0, max: 3 }), (numbers, after) => {
        parsePeerIndex(numbers, after)
      }),
    )
  })

  test('families by IANA’s numbers', () => {
    expect(familyText(2, 1)).toBe('ipv6-unicast')
    expect(familyText(2, 128)).toBe('ipv6-vpn')
    expect(familyText(7, 200)).toBe('afi7-safi200')
  })
})

describe('address blocks', () => {
  test.each([
    ['2001:db8:1:2::5/48', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['::/0', '::/0'],
    ['10.1.2.3/20', '10.1.0.0/20'],
    ['10.1.2.3', '10.1.2.3/32'],
  ])('%s is %s', (text, block) => {
    const parsed = parsePrefix(text)
    expect(parsed && prefixText(parsed)).toBe(block)
  })

  test.each(['', 'x', '2001:db8::/129', '10.0.0.0/33', '10.0.0', 'fe80::1%eth0/64x'])(
    '%j is none',
    (text) => {
      expect(parsePrefix(text)).toBeNull()
    },
  )

  test('every wider block holds the narrower, and a mask has its bits', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.integer({ min: 0, max: 128 }),
        fc.integer({ min: 0, max: 128 }),
        (octets, one, other) => {
          const [to, from] = [Math.min(one, other), Math.max(one, other)]
          const block = widen({ family: 6, octets: [...octets], length: 128 }, from)
          expect(prefixText(widen(block, to))).toBe(
            prefixText(parsePrefix(`${addressText(6, [...octets])}/${to}`) ?? block),
          )
        },
      ),
    )
    expect(maskOf(20)).toEqual([255, 255, 240, 0])
    expect(maskOf(0)).toEqual([0, 0, 0, 0])
  })
})

test('makers by sysObjectID', () => {
  expect(vendorOf(enterpriseOf('1.3.6.1.4.1.2011.2.62.30'))).toBe('Huawei')
  expect(enterpriseOf('1.3.6.1.4.1.99999')).toBe(99_999)
  expect(vendorOf(99_999)).toBeNull()
  expect(enterpriseOf('0.0')).toBeNull()
  expect(enterpriseOf(null)).toBeNull()
})
