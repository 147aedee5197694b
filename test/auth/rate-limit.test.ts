import { expect, test } from 'vitest'
import { addressKey, createRateLimiter } from '../../src/auth/rate-limit.ts'

function limiter({ max = 3, windowMs = 60_000 } = {}) {
  const clock = { ms: 0 }
  return { clock, ...createRateLimiter({ max, windowMs, elapsedMs: () => clock.ms }) }
}

test('after so many attempts a key waits for the end of its window, and only that key', () => {
  const { attempt, clock } = limiter()
  expect([attempt('an'), attempt('an'), attempt('an')]).toEqual([0, 0, 0])
  clock.ms = 10_000
  expect(attempt('an')).toBe(50_000)
  expect(attempt('binh')).toBe(0)
  clock.ms = 59_999.5
  expect(attempt('an')).toBe(1)
  clock.ms = 60_000
  expect(attempt('an')).toBe(0)
})

test('refused attempts do not make the wait longer', () => {
  const { attempt, clock } = limiter({ max: 1 })
  attempt('an')
  for (clock.ms = 1_000; clock.ms < 60_000; clock.ms += 1_000) expect(attempt('an')).toBe(60_000 - clock.ms)
  expect(attempt('an')).toBe(0)
})

test('a key that is forgotten starts anew', () => {
  const { attempt, forget } = limiter({ max: 1 })
  attempt('an')
  forget('an')
  expect(attempt('an')).toBe(0)
})

test('a flood of keys keeps memory bounded and pushes out the oldest only', () => {
  const { attempt, clock } = limiter({ max: 1 })
  for (let i = 0; i < 10_000; i++) attempt(`name ${i}`)
  clock.ms = 1
  attempt('one more')
  expect(attempt('name 1')).toBeGreaterThan(0)
  expect(attempt('name 9999')).toBeGreaterThan(0)
  expect(attempt('name 0')).toBe(0)
})

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:1:2::1', '20010db800010002/64'],
  ['2001:DB8:1:2:ffff::9', '20010db800010002/64'],
  ['fe80::1%eth0', 'fe80000000000000/64'],
  ['unix', 'unix'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})
