import { expect, test } from 'vitest'
import { ProbeError } from '../probes/probe.ts'
import { type DialRules, safeDial } from '../src/dial.ts'

const dialWith = (rules: Partial<DialRules>) => safeDial({ allowed: [], helpers: [], guarded: [], ...rules })

test.each([
  '127.0.0.1',
  '127.255.0.9',
  '0.0.0.0',
  '169.254.169.254',
  '224.0.0.1',
  '::1',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::169.254.169.254',
  '2002:7f00:1::1',
  'fd00:ec2::254',
  'FD00:0EC2:0:0::0254',
])('%s is not dialled', (address) => {
  expect(() => dialWith({})(address, 80)).toThrow(ProbeError)
})

test.each(['10.0.0.1', '203.113.131.1', '2001:db8::1', 'fd00::1', '64:ff9b::a00:1', '2002:a00:1::1'])(
  '%s is',
  (address) => {
    expect(dialWith({})(address, 80)).toEqual({ address, port: 80 })
  },
)

test('an allowed network opens what it names, a helper only its own port', () => {
  const allowing = dialWith({ allowed: ['127.0.0.0/8', '::1'] })
  expect(allowing('127.0.0.1', 80)).toBeTruthy()
  expect(allowing('::1', 80)).toBeTruthy()
  const dial = dialWith({ helpers: ['127.0.0.53#53'] })
  expect(dial('127.0.0.53', 53)).toBeTruthy()
  expect(() => dial('127.0.0.53', 80)).toThrow(ProbeError)
})

test("the database's own port is closed, however its address is spelt, and nothing else of that host is", () => {
  const guarded = ['10.0.1.5#5432', '2001:db8::5#5432']
  const dial = dialWith({ guarded })
  expect(() => dial('10.0.1.5', 5432)).toThrow(ProbeError)
  expect(() => dial('2001:0DB8:0::5', 5432)).toThrow(ProbeError)
  expect(dial('10.0.1.5', 443)).toBeTruthy()
  expect(dialWith({ guarded, allowed: ['10.0.1.0/24'] })('10.0.1.5', 5432)).toBeTruthy()
})
