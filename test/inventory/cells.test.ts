import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalAddress } from '../../probes/lib/address-class.ts'
import { ipv4, ipv6, nextHop6 } from '../../src/inventory/address-cells.ts'
import { type Cell, cleanCell, list, yesNo } from '../../src/inventory/cell.ts'
import { guardFormula, unguardFormula } from '../../src/inventory/formula-guard.ts'
import { number } from '../../src/inventory/number-cell.ts'
import { code, day, email, host, slug, text } from '../../src/inventory/text-cells.ts'

/** The value, or the code of what is wrong. */
function readAs<Value>(cell: Cell<Value>, written: string) {
  const read = cell.read(cleanCell(written))
  return read.ok ? read.value : read.flaw.code
}

describe('numbers', () => {
  test.each([
    ['12', 12],
    ['12.5', 12.5],
    ['12,5', 12.5],
    ['-0', 0],
    ['0.125', 0.125], // no thousands begin with 0
    ['1.500.000', 1_500_000],
    ['1,500,000', 1_500_000],
    ['1.500.000,25', 1_500_000.25],
    ['1,500,000.25', 1_500_000.25],
    ['1.5000', 1.5],
    ['1.500', 'ambiguous_number'],
    ['1,500', 'ambiguous_number'],
    ['1.500,000', 1500],
    ['1.5.0', 'bad_number'],
    ['1e3', 'bad_number'],
    ['0x10', 'bad_number'],
    ['１２', 'bad_number'],
    ['12 %', 'bad_number'],
    ['NaN', 'bad_number'],
    ['Infinity', 'bad_number'],
    ['0.0000001', 'out_of_range'],
    ['99999999', 'out_of_range'],
  ])('%s is read as %s', (written, value) => {
    expect(readAs(number({ min: -10, max: 2_000_000 }), written)).toBe(value)
  })

  test('the range settles what the notation leaves open', () => {
    expect(readAs(number({ min: 0, max: 100 }), '99.995')).toBe(99.995)
    expect(readAs(number({ min: -180, max: 180 }), '106,314')).toBe(106.314)
    expect(readAs(number({ min: 0, max: 1e12, integer: true }), '1.500')).toBe(1500)
    expect(readAs(number({ min: 0, max: 1e12, integer: true }), '1,5')).toBe('out_of_range')
  })

  test('an ambiguous number is answered with two that are not', () => {
    const read = number({ min: 0, max: 10_000 }).read('1.500')
    expect(read).toMatchObject({
      ok: false,
      flaw: { message: { en: expect.stringContaining('write 1.5 or 1500') } },
    })
  })

  test('what is written is read back, whatever its decimals', () => {
    const cell = number({ min: -1e9, max: 1e9 })
    const values = fc.oneof(
      fc
        .double({ min: -1e9, max: 1e9, noNaN: true })
        .filter((value) => value === 0 || Math.abs(value) >= 1e-6),
      fc.integer({ min: -999_999, max: 999_999 }).map((thousandths) => thousandths / 1000),
    )
    fc.assert(
      fc.property(values, (value) => {
        expect(cell.read(cell.write(value))).toEqual({ ok: true, value: value === 0 ? 0 : value })
      }),
    )
  })
})

describe('addresses', () => {
  test.each([
    ['2001:DB8::0:1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['fd00:0:0:1::', 'fd00:0:0:1::'],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:201'],
    ['fe80::1%eth0', 'zone_id'],
    ['fe80::1', 'not_a_host_address'],
    ['ff02::1', 'not_a_host_address'],
    ['::', 'not_a_host_address'],
    ['::/0', 'prefix_given'],
    ['2001:db8:1::5/48', 'prefix_given'],
    ['::ffff:10.0.0.1', 'ipv4_mapped'],
    ['::FFFF:a00:1', 'ipv4_mapped'],
    ['::10.0.0.1', 'ipv4_mapped'],
    ['10.0.0.1', 'bad_ipv6'],
    ['[2001:db8::1]', 'bad_ipv6'],
    ['2001:db8::1::2', 'bad_ipv6'],
    ['2001:db8::g', 'bad_ipv6'],
  ])('IPv6 %s is read as %s', (written, value) => {
    expect(readAs(ipv6, written)).toBe(value)
  })

  test('every spelling of an IPv6 address becomes that of RFC 5952', () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(groups, fc.boolean(), (given, upper) => {
        const all = [0x2001, 0xdb8, ...given.slice(2)]
        const long = all.map((group) => group.toString(16).padStart(4, '0')).join(':')
        const written = upper ? long.toUpperCase() : long
        // WHATWG URLs write addresses by the same rules, in other code
        const expected = new URL(`http://[${written}]/`).hostname.slice(1, -1)
        expect(readAs(ipv6, written)).toBe(expected)
        expect(readAs(ipv6, expected)).toBe(expected)
        expect(canonicalAddress(written)).toBe(expected)
      }),
    )
  })

  test.each([
    ['10.0.0.1', '10.0.0.1'],
    ['10.0.0.01', 'bad_ipv4'],
    ['10.0.0', 'bad_ipv4'],
    ['10.0.0.256', 'bad_ipv4'],
    ['2001:db8::1', 'bad_ipv4'],
    ['10.0.0.0/24', 'prefix_given'],
    ['0.0.0.0', 'not_a_host_address'],
    ['224.0.0.1', 'not_a_host_address'],
    ['255.255.255.255', 'not_a_host_address'],
  ])('IPv4 %s is read as %s', (written, value) => {
    expect(readAs(ipv4, written)).toBe(value)
  })

  test('a next hop may be link-local', () => {
    expect(readAs(nextHop6, 'FE80::1')).toBe('fe80::1')
    expect(readAs(nextHop6, 'fe80::1%2')).toBe('zone_id')
  })
})

describe('text', () => {
  test.each([
    ['STTTT', 'STTTT'],
    ['dc-rt.01_b', 'dc-rt.01_b'],
    ['..', 'bad_code'],
    ['-x', 'bad_code'],
    ['SKHĐT', 'bad_code'],
    ['a b', 'bad_code'],
    ['a~b', 'bad_code'],
    ['a/b', 'bad_code'],
    ['a'.repeat(65), 'bad_code'],
  ])('code %s is read as %s', (written, value) => {
    expect(readAs(code, written)).toBe(value)
  })

  test.each([
    ['2022-06-30', '2022-06-30'],
    ['2024-02-29', '2024-02-29'],
    ['2022-02-29', 'bad_day'],
    ['2022-13-01', 'bad_day'],
    ['30/06/2022', 'bad_day'],
    ['2022-6-30', 'bad_day'],
    ['2022-06-30T00:00:00Z', 'bad_day'],
    ['0001-01-01', 'bad_day'],
  ])('day %s is read as %s', (written, value) => {
    expect(readAs(day, written)).toBe(value)
  })

  test.each([
    ['WWW.Haiduong.Test.', 'www.haiduong.test'],
    ['tênmiền.test', 'xn--tnmin-hsa0954c.test'],
    ['10.30.0.53', '10.30.0.53'],
    ['2001:DB8::53', '2001:db8::53'],
    ['https://www.haiduong.test/', 'bad_host'],
    ['www.haiduong.test:443', 'bad_host'],
    ['www..test', 'bad_host'],
    ['-a.test', 'bad_host'],
    ['localhost', 'bad_host'],
    ['1.2.3', 'bad_host'],
    ['a;reboot.test', 'bad_host'],
    ['fe80::1%eth0', 'zone_id'],
  ])('host %s is read as %s', (written, value) => {
    expect(readAs(host, written)).toBe(value)
  })

  test.each([
    ['  Sở Y tế ', 'Sở Y tế'],
    ['Sở Y tế'.normalize('NFD'), 'Sở Y tế'],
    ['a\nb\tc', 'a\nb\tc'],
    ['a\u0007b', 'control_character'],
    ['abc\u202edef', 'control_character'],
    ['\ud800', 'control_character'],
  ])('%j is read as %j', (written, value) => {
    expect(readAs(text, written)).toBe(value)
  })

  test('other cells', () => {
    expect(readAs(text, 'x'.repeat(1001))).toBe('too_long')
    expect(readAs(host, `${'a'.repeat(63)}.test`)).toBe(`${'a'.repeat(63)}.test`)
    expect(readAs(host, `${'a'.repeat(64)}.test`)).toBe('bad_host')
    expect(readAs(host, `${'a.'.repeat(126)}test`)).toBe('bad_host')
    expect(readAs(slug, 'thi_tran')).toBe('thi_tran')
    expect(readAs(slug, 'Thị trấn')).toBe('bad_name')
    expect(readAs(email, 'cntt@haiduong.test')).toBe('cntt@haiduong.test')
    expect(readAs(email, 'cntt@')).toBe('bad_email')
    expect(['yes', 'Có', 'TRUE', 'no', 'không', '', '2'].map((written) => readAs(yesNo, written))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      'bad_value',
    ])
    expect(readAs(list(text), ' vlan10 | vlan20')).toEqual(['vlan10', 'vlan20'])
    expect(readAs(list(text), 'a|a')).toBe('repeated_item')
    expect(readAs(list(text), 'a||b')).toBe('required')
  })
})

describe('the guard against formulas', () => {
  test.each(['=1+1', '+84', '-5', '@SUM(A1)', '\t=1', '\r=1', '＝1+1'])('%j cannot run', (text) => {
    expect(guardFormula(text)).toBe(`'${text}`)
  })

  test.each(['Sở Y tế', "d'Artagnan", "'tis", ''])('%j stays as it is', (text) => {
    expect(guardFormula(text)).toBe(text)
  })

  test('comes off exactly, also where a text looks guarded already', () => {
    const hostile = fc
      .array(fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', 'a', '＝', '"', ','))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string()), (text) => {
        const guarded = guardFormula(text)
        expect(unguardFormula(guarded)).toBe(text)
        expect(guarded).not.toMatch(/^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/)
      }),
    )
  })
})
