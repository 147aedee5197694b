import fc from 'fast-check'
import { Address6 } from 'ip-address'
import { describe, expect, test } from 'vitest'
import { addressClass, canonicalAddress, classifyAddress } from '../../probes/lib/address-class.ts'

describe('classifyAddress', () => {
  test.each([
    ['2405:4800:102::1', 'global'],
    ['2000::', 'global'],
    ['2001:200::', 'global'],
    ['2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', 'global'],
    ['2001:db9::', 'global'],
    ['2003::', 'global'],
    ['3ffe:ffff::1', 'global'],
    ['3fff:1000::', 'global'],
    ['3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'global'],
    ['2001::1', 'teredo'],
    ['2001:0:ffff:ffff:ffff:ffff:ffff:ffff', 'teredo'],
    ['2001:1::1', 'ietf_special'],
    ['2001:2::', 'ietf_special'],
    ['2001:10::1', 'ietf_special'],
    ['2001:20::1', 'ietf_special'],
    ['2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', 'ietf_special'],
    ['2001:db8::', 'documentation'],
    ['2001:0DB8:FFFF:ffff:ffff:ffff:ffff:ffff', 'documentation'],
    ['3fff::', 'documentation'],
    ['3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', 'documentation'],
    ['2002::', '6to4'],
    ['2002:c000:201::1', '6to4'],
    ['64:ff9b::192.0.2.1', 'nat64'],
    ['64:ff9b:1:ffff::1', 'nat64'],
    ['64:ff9b:2::', 'unallocated'],
    ['64:ff9b:0:0:0:1::', 'unallocated'],
    ['100::', 'discard'],
    ['100::ffff:ffff:ffff:ffff', 'discard'],
    ['100:0:0:1::', 'unallocated'],
    ['::ffff:192.0.2.1', 'v4_mapped'],
    ['::ffff:0:0', 'v4_mapped'],
    ['::192.0.2.1', 'v4_mapped'],
    ['::2', 'v4_mapped'],
    ['::1:0:0', 'unallocated'],
    ['::1', 'loopback'],
    ['0:0:0:0:0:0:0:0', 'unspecified'],
    ['5f00::1', 'srv6_sid'],
    ['5f01::', 'unallocated'],
    ['fc00::1', 'ula'],
    ['fdff:ffff::1', 'ula'],
    ['fe00::', 'unallocated'],
    ['fe80::1', 'link_local'],
    ['fe80::1%eth0', 'link_local'],
    ['febf:ffff::', 'link_local'],
    ['fec0::1', 'site_local'],
    ['feff::', 'site_local'],
    ['ff02::1', 'multicast'],
    ['4000::', 'unallocated'],
    ['1fff::', 'unallocated'],
  ])('%s is %s', (address, expected) => {
    expect(classifyAddress(address)).toBe(expected)
  })

  test('every one of the 2^128 addresses has a class, whatever its notation', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 128n - 1n), (value) => {
        const address = Address6.fromBigInt(value)
        const found = classifyAddress(address.canonicalForm())
        expect(addressClass.options).toContain(found)
        expect(classifyAddress(address.correctForm().toUpperCase())).toBe(found)
        if (found === 'global') expect(value >> 125n).toBe(1n) // 2000::/3
      }),
    )
  })

  test.each(['', '192.0.2.1', '2001:db8', 'dns.test', '2001:db8::/129', '::g'])('%j is refused', (text) => {
    expect(() => classifyAddress(text)).toThrow()
  })
})

describe('canonicalAddress', () => {
  test.each([
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:c000:201', '::ffff:192.0.2.1'],
  ])('%s is written %s', (address, expected) => {
    expect(canonicalAddress(address)).toBe(expected)
  })

  test('is the same for every notation of one address, and keeps its value', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 128n - 1n), (value) => {
        const text = canonicalAddress(Address6.fromBigInt(value).canonicalForm())
        expect(new Address6(text).bigInt()).toBe(value)
        expect(canonicalAddress(text)).toBe(text)
      }),
    )
  })
})
