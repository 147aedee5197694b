import { describe, expect, test } from 'vitest'
import { parseInetIndex, parseOldIndex } from '../../probes/lib/snmp-inet-index.ts'

const octets = '32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1' // 2001:db8::1
const text = (address: string) => [address.length, ...Buffer.from(address)].join('.')
const ipv6 = (more: object) => ({
  kind: 'ipv6',
  address: '2001:db8::1',
  zone: null,
  ifIndex: null,
  quirk: null,
  ...more,
})
const unreadable = { kind: 'unreadable' }

describe('the index of ipAddressTable', () => {
  test.each([
    // RFC 4001
    ['ipv6', `2.16.${octets}`, ipv6({})],
    ['ipv6z', `4.20.${octets}.0.1.134.160`, ipv6({ zone: 100_000 })],
    ['ipv4', '1.4.10.0.0.1', { kind: 'ipv4', quirk: null }],
    ['ipv4z', '3.8.10.0.0.1.0.0.0.2', { kind: 'ipv4', quirk: null }],
    // Cisco ASA
    ['ipv6 without length', `2.${octets}`, ipv6({ quirk: 'no_length' })],
    ['ipv6z without length and zone', `4.${octets}`, ipv6({ quirk: 'no_length' })],
    ['ipv4 without length', '1.10.0.0.1', { kind: 'ipv4', quirk: 'no_length' }],
    // an address that itself begins with 16 is not mistaken for its length
    [
      'ipv6 beginning with 16, without length',
      `2.16.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1`,
      ipv6({ address: '1001:db8::1', quirk: 'no_length' }),
    ],
    // OcNOS
    [
      'ipv6 with a zone, without length',
      `2.${octets}.0.0.0.7`,
      ipv6({ zone: 7, quirk: 'zone_without_length' }),
    ],
    [
      'ipv6 with a zone and length',
      `2.20.${octets}.0.0.0.7`,
      ipv6({ zone: 7, quirk: 'length_and_type_differ' }),
    ],
    ['ipv6z without a zone', `4.16.${octets}`, ipv6({ quirk: 'length_and_type_differ' })],
    // old FortiOS
    [
      'eight groups and the ifIndex',
      '2.8193.3512.0.0.0.0.0.1.107',
      ipv6({ ifIndex: 107, quirk: 'sixteen_bit_groups' }),
    ],
    ['eight groups', '2.8193.3512.0.0.0.0.0.1', ipv6({ quirk: 'sixteen_bit_groups' })],
    ['groups that are too large', '2.8193.70000.0.0.0.0.0.1', unreadable],
    // Brocade FabOS
    ['text', `2.${text('2001:0db8:0000:0000:0000:0000:0000:0001')}`, ipv6({ quirk: 'text' })],
    ['short text', `2.${text('2001:DB8::1')}`, ipv6({ quirk: 'text' })],
    ['text with a zone', `4.${text('fe80::1%vlan1')}`, ipv6({ address: 'fe80::1', quirk: 'text' })],
    // AudioCodes
    ['IPv4 text under ipv6', `2.${text('10.20.30.40')}`, { kind: 'ipv4', quirk: 'ipv4_text' }],
    ['IPv4 text', `1.${text('10.20.30.40')}`, { kind: 'ipv4', quirk: 'text' }],
    // UPS cards
    ['ifIndex, then ipv6', `3.2.16.${octets}`, ipv6({ ifIndex: 3, quirk: 'if_index_first' })],
    ['ifIndex that looks like a type', `2.2.16.${octets}`, ipv6({ ifIndex: 2, quirk: 'if_index_first' })],
    ['ifIndex, then ipv6 without length', `7.2.${octets}`, ipv6({ ifIndex: 7, quirk: 'if_index_first' })],
    ['ifIndex, then octets', `7.${octets}`, ipv6({ ifIndex: 7, quirk: 'if_index_first' })],
    ['ifIndex, then length and octets', `7.16.${octets}`, ipv6({ ifIndex: 7, quirk: 'if_index_first' })],
    ['ifIndex, then ipv4', '1.1.4.10.0.0.1', { kind: 'ipv4', quirk: 'if_index_first' }],
    // nothing to be made of
    ['nothing', '', unreadable],
    ['a type alone', '2', unreadable],
    ['unknown type', '0.0', unreadable],
    ['a DNS name', `16.${text('sw-01.example')}`, unreadable],
    ['too few octets', '2.16.32.1.13.184', unreadable],
    ['octets above 255', `2.16.999.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1`, unreadable],
    ['text that is no address', `2.${text('no address')}`, unreadable],
    ['not numbers', '2.x.y', unreadable],
    ['a hundred numbers', Array.from({ length: 100 }, () => 1).join('.'), unreadable],
  ])('%s', (_name, index, expected) => {
    expect(parseInetIndex(index)).toEqual(expected)
  })

  test.each([
    ['0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1', '::1'],
    ['254.128.0.0.0.0.0.0.2.0.1.255.254.0.0.1', 'fe80::200:1ff:fe00:1'],
    ['32.1.13.184.0.0.0.1.0.0.0.0.0.0.0.1', '2001:db8:0:1::1'],
    ['32.1.13.184.0.0.0.0.0.1.0.0.0.0.0.1', '2001:db8::1:0:0:1'],
    ['0.0.0.0.0.0.0.0.0.0.255.255.10.0.0.1', '::ffff:10.0.0.1'],
  ])('%s is spelled as RFC 5952 says: %s', (octets, address) => {
    expect(parseInetIndex(`2.16.${octets}`)).toEqual(ipv6({ address }))
  })
})

describe('the index of ipv6AddrTable', () => {
  test.each([
    ['RFC 2465', `3.${octets}`, { ifIndex: 3, address: '2001:db8::1' }],
    ['with a length', `3.16.${octets}`, { ifIndex: 3, address: '2001:db8::1' }],
    ['too short', '3.32.1.13.184', null],
    ['octets above 255', `3.256.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1`, null],
    ['nothing', '', null],
  ])('%s', (_name, index, expected) => {
    expect(parseOldIndex(index)).toEqual(expected)
  })
})
