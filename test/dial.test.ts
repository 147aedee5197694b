import { expect, test } from 'vitest'
import { ProbeError } from '../probes/probe.ts'
import { safeDial } from '../src/dial.ts'

test.each([
  '127.0.0.1',
  '127.255.0.9',
  '0.0.0.0',
  '169.254.169.254',
  '224.0.0.1',
  '::1',
  '::',
  'fe80::1',
  'ff02::1',
  '::ffff:127.0.0.1',
])('%s is not dialled', (address) => {
  expect(() => safeDial([], [])(address, 80)).toThrow(ProbeError)
})

test.each(['10.0.0.1', '203.113.131.1', '2001:db8::1', 'fd00::1'])('%s is', (address) => {
  expect(safeDial([], [])(address, 80)).toEqual({ address, port: 80 })
})

test('an allowed network opens what it names, a helper only its own port', () => {
  expect(safeDial(['127.0.0.0/8', '::1'], [])('127.0.0.1', 80)).toBeTruthy()
  expect(safeDial(['127.0.0.0/8', '::1'], [])('::1', 80)).toBeTruthy()
  const dial = safeDial([], ['127.0.0.53#53'])
  expect(dial('127.0.0.53', 53)).toBeTruthy()
  expect(() => dial('127.0.0.53', 80)).toThrow(ProbeError)
})
