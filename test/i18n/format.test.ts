import { describe, expect, test } from 'vitest'
import {
  formatAge,
  formatChange,
  formatDay,
  formatDuration,
  formatMoment,
  formatNumber,
  formatShare,
  formatSpan,
} from '../../src/i18n/format.ts'

test.each([
  [62.5, 1, '62,5', '62.5'],
  [1427, 0, '1.427', '1,427'],
  [1234567.891, 2, '1.234.567,89', '1,234,567.89'],
  [0.15, 1, '0,2', '0.2'],
  [1.005, 2, '1,01', '1.01'],
  [-0.04, 1, '0,0', '0.0'],
  [-1200.5, 1, '−1.200,5', '−1,200.5'],
  [0, 0, '0', '0'],
  [99.95, 1, '100,0', '100.0'],
  [1e15, 0, '1.000.000.000.000.000', '1,000,000,000,000,000'],
])('the number %d with %d decimals is %s, in English %s', (value, digits, vi, en) => {
  expect(formatNumber(value, 'vi', digits)).toBe(vi)
  expect(formatNumber(value, 'en', digits)).toBe(en)
})

test('a share is a percentage, a change has its sign', () => {
  expect(formatShare(0.915, 'vi')).toBe('91,5%')
  expect(formatShare(1, 'en', 0)).toBe('100%')
  expect(formatChange(3.46, 'vi')).toBe('+3,5')
  expect(formatChange(-3.46, 'vi')).toBe('−3,5')
  expect(formatChange(0.04, 'vi')).toBe('0,0') // no sign inside rounding
})

test('moments are those of the province, whatever the zone of the machine', () => {
  expect(formatMoment('2021-12-31T17:00:00.000Z', 'vi')).toBe('01/01/2022 00:00')
  expect(formatMoment('2021-12-31T16:59:59.999Z', 'vi', { seconds: true })).toBe('31/12/2021 23:59:59')
  expect(formatMoment('2022-06-30T05:04:00.000Z', 'en')).toBe('30 Jun 2022 12:04')
  expect(formatDay('2022-02-03', 'vi')).toBe('03/02/2022')
  expect(formatDay('2022-02-03', 'en')).toBe('3 Feb 2022')
})

describe('lengths of time', () => {
  test.each([
    [0.4, '0 giây', '0 seconds'],
    [1, '1 giây', '1 second'],
    [59, '59 giây', '59 seconds'],
    [60, '1 phút', '1 minute'],
    [3599, '59 phút', '59 minutes'],
    [7200, '2 giờ', '2 hours'],
    [86_400 * 3, '3 ngày', '3 days'],
  ])('%d s', (seconds, vi, en) => {
    expect(formatSpan(seconds, 'vi')).toBe(vi)
    expect(formatSpan(seconds, 'en')).toBe(en)
  })

  test('ages look back and forward', () => {
    const now = '2022-06-30T05:00:00.000Z'
    expect(formatAge('2022-06-30T04:56:00.000Z', now, 'vi')).toBe('4 phút trước')
    expect(formatAge('2022-06-30T04:56:00.000Z', now, 'en')).toBe('4 minutes ago')
    expect(formatAge(now, now, 'vi')).toBe('vừa xong')
    expect(formatAge('2022-06-30T05:02:00.000Z', now, 'vi')).toBe('sau 2 phút')
  })

  test('durations', () => {
    expect(formatDuration(3.25, 'vi')).toBe('3,3 ms')
    expect(formatDuration(640, 'en')).toBe('640 ms')
    expect(formatDuration(6012, 'vi')).toBe('6,0 s')
  })
})
