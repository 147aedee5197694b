import { describe, expect, test } from 'vitest'
import { messages } from '../../src/i18n/messages.ts'
import { render } from '../../src/notify/render.ts'
import { retryAfterMs, timingOf, wants } from '../../src/notify/timing.ts'
import { notice, subscription } from './builders.ts'

const timing = (change: object, now: string, severity: 'critical' | 'minor' = 'minor') => {
  const { dueAt, digest } = timingOf({ ...subscription, ...change }, severity, `${now}:00.000Z`)
  return `${dueAt.slice(0, 16)}${digest ? ' together' : ''}`
}
const night = { quiet: { from: '22:00', to: '06:00' } }
const berlin = { zone: 'Europe/Berlin' }

describe('a message is due', () => {
  test.each([
    ['at once', {}, '2022-06-30T15:00', '2022-06-30T15:00'],
    ['at once before quiet hours', night, '2022-06-30T14:59', '2022-06-30T14:59'],
    ['after quiet hours, from their first minute', night, '2022-06-30T15:00', '2022-06-30T23:00 together'],
    ['after quiet hours that passed midnight', night, '2022-06-30T22:59', '2022-06-30T23:00 together'],
    ['at once when they are over', night, '2022-06-30T23:00', '2022-06-30T23:00'],
    [
      'after quiet hours of one day',
      { quiet: { from: '12:00', to: '13:00' } },
      '2022-06-30T05:30',
      '2022-06-30T06:00 together',
    ],
    [
      'at the next time of the digest',
      { digestAt: '07:30' },
      '2022-06-30T00:29',
      '2022-06-30T00:30 together',
    ],
    [
      'on the next day at that very time',
      { digestAt: '07:30' },
      '2022-06-30T00:30',
      '2022-07-01T00:30 together',
    ],
    [
      'by the digest, quiet or not',
      { ...night, digestAt: '05:00' },
      '2022-06-30T15:00',
      '2022-06-30T22:00 together',
    ],
    // clocks go from 2:00 to 3:00 in Berlin on 27 March 2022, and from 3:00 to 2:00 on 30 October
    [
      'when skipped clocks come to it',
      { ...berlin, digestAt: '02:30' },
      '2022-03-26T12:00',
      '2022-03-27T01:30 together',
    ],
    [
      'at the first of two such times',
      { ...berlin, digestAt: '02:30' },
      '2022-10-29T12:00',
      '2022-10-30T00:30 together',
    ],
    [
      'after a quiet night that is an hour longer',
      { ...berlin, ...night },
      '2022-10-29T21:00',
      '2022-10-30T05:00 together',
    ],
  ])('%s', (_, change, now, due) => {
    expect(timing(change, now)).toBe(due)
  })

  test('at once where it is critical and the person wants that', () => {
    expect(timing({ ...night, urgent: true }, '2022-06-30T15:00', 'critical')).toBe('2022-06-30T15:00')
    expect(timing({ ...night, urgent: true }, '2022-06-30T15:00')).toBe('2022-06-30T23:00 together')
    expect(timing(night, '2022-06-30T15:00', 'critical')).toBe('2022-06-30T23:00 together')
  })
})

test('a person is told of the units and severities that were asked for', () => {
  const wanted = (change: object, units: string[]) =>
    wants({ ...subscription, ...change }, { ...notice, units })
  expect(wanted({}, [])).toBe(true)
  expect(wanted({ units: ['30'] }, ['288', '30'])).toBe(true)
  expect(wanted({ units: ['30'] }, ['288'])).toBe(false)
  expect(wanted({ units: ['30'] }, [])).toBe(false) // of the province
  expect(wanted({ severity: 'critical' }, [])).toBe(false)
})

test('tries come a minute apart, then twice as far each time, and end', () => {
  const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tries) => retryAfterMs(tries))
  expect(minutes.map((ms) => ms && ms / 60_000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, null])
})

describe('a message', () => {
  const words = (locale: 'vi' | 'en') => ({ words: messages[locale], locale })
  const of = (notices: (typeof notice)[], locale: 'vi' | 'en' = 'vi') =>
    render({ id: 'abc', notices, subscription, baseUrl: 'https://v6gov.test' }, words(locale))

  test('says what, where, how grave, since when, and where more is', () => {
    expect(of([notice]).subject).toBe('[v6gov] Sự cố (lớn): Đường truyền L1 mất kết nối')
    expect(of([notice]).text).toBe(
      'Sự cố: Đường truyền L1 mất kết nối\nMức độ: Lớn\nNơi xảy ra: UBND xã A\nTừ 30/06/2022 12:00\n' +
        'https://v6gov.test/incidents/i1\n\n-- \n' +
        'Mã thông báo abc. Nhận hai lần cùng một mã là cùng một thông báo.\n' +
        'Gửi theo đăng ký “Tổ trực” trong v6gov.\n',
    )
    const ended = { ...notice, kind: 'closed' as const, until: '2022-06-30T06:30:00.000Z' }
    expect(of([ended], 'en').subject).toBe('[v6gov] Resolved: Line L1 is down')
    expect(of([ended], 'en').text).toContain('Until 30 Jun 2022 13:30 (1 hour)')
    expect(of([notice, ended]).subject).toBe('[v6gov] Tổng hợp 2 thông báo')
    expect(of([]).text).toContain('Đây là thông báo thử')
    expect(of([notice]).payload).toMatchObject({ type: 'incident.opened', data: [{ about: 'i1' }] })
  })

  test('stays one line where a name would make it more, and turns no writing', () => {
    const nasty = { ...notice, place: 'A\r\nBcc: all@x.test\u202e', title: { vi: 'a\u2028b\n', en: '' } }
    const { subject, text } = of([nasty])
    expect(subject).toBe('[v6gov] Sự cố (lớn): a b ')
    expect(text).toContain('Nơi xảy ra: A Bcc: all@x.test \n')
  })
})
