import { describe, expect, test } from 'vitest'
import { judgeInbound, judgeOutbound } from '../../src/readiness/judge/mail.ts'
import { judgeDependencies } from '../../src/readiness/judge/web-dependencies.ts'
import { brief } from './brief.ts'
import { strict } from './builders.ts'
import { exchange, healthy } from './healthy-facts.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests spoil facts freely
type Loose = any

describe('MAI-01 inbound mail', () => {
  const options = { ...strict, treatDocumentationAsGlobal: true }
  const facts = healthy['mail-inbound']
  const good = exchange('mx1')
  const mx = (...exchanges: Loose[]) => ({ ...facts, exchanges })
  const over6 = (changes: Loose) => ({ ...good, ipv6: [{ ...good.ipv6[0], ...changes }] })
  const dead = over6({ open: false, works: false, failure: 'TCP_TIMEOUT', starttls: null })
  const down = { ...dead, ipv4: [{ ...good.ipv4[0], works: false }] }
  const without = { ...good, aaaa: [], ipv6: [], aaaaFailure: 'NODATA' }
  const unheard = { ...without, aaaaFailure: 'DNS_TIMEOUT' }
  const refused = over6({ open: null, works: false })
  const local = { ...good, aaaa: [{ address: '2001:db8:30::25', class: 'ula' }] }
  const second = { ...dead.ipv6[0], address: '2001:db8:30::26' }
  const oneOfTwo = {
    ...good,
    aaaa: [...good.aaaa, { address: second.address, class: 'global' }],
    ipv6: [...good.ipv6, second],
  }
  test.each<[string, unknown, string]>([
    ['every MX greets', facts, 'pass'],
    ['one address of two greets', mx(oneOfTwo), 'pass'],
    ['one MX of two', mx(good, without), 'partial NODATA'],
    ['no AAAA', mx(without), 'fail NODATA'],
    ['a class that must not be published', mx(local), 'fail AAAA_FORBIDDEN_CLASS'],
    ['published and dead while IPv4 greets', mx(dead), 'fail TCP_TIMEOUT critical'],
    ['dead over both', mx(down), 'fail TCP_TIMEOUT'],
    ['no greeting', mx(over6({ works: false, failure: 'SMTP_NO_BANNER' })), 'fail SMTP_NO_BANNER critical'],
    ['one dead, one without', mx(without, dead), 'fail NODATA critical'],
    ['the AAAA could not be had', mx(unheard), 'unknown resolver_timeout'],
    ['one greets, of the other nothing is known', mx(good, unheard), 'unknown resolver_timeout'],
    ['one shut, of the other nothing is known', mx(without, unheard), 'unknown resolver_timeout'],
    ['one greets, one is shut, one is not known', mx(good, without, unheard), 'partial NODATA'],
    ['we must not dial it', mx(refused), 'unknown target_refused'],
    ['no MX', { ...facts, failure: 'NODATA', exchanges: [] }, 'fail NODATA'],
    ['no such domain', { ...facts, failure: 'NXDOMAIN', exchanges: [] }, 'fail NXDOMAIN'],
    [
      'the MX could not be had',
      { ...facts, failure: 'DNS_TIMEOUT', exchanges: [] },
      'unknown resolver_timeout',
    ],
    ['a domain that takes no mail', { ...facts, nullMx: true, exchanges: [] }, 'na'],
  ])('%s', (_, seen, outcome) => {
    expect(brief(judgeInbound(seen as Loose, options))).toBe(outcome)
  })

  test('documentation addresses are no mail servers of the Internet', () => {
    expect(brief(judgeInbound(facts as Loose, strict))).toBe('fail AAAA_FORBIDDEN_CLASS')
  })

  test('counts and names', () => {
    expect(judgeInbound(mx(good, without) as Loose, options).because).toEqual({
      vi: 'haiduong.test: 1/2 máy chủ nhận thư (MX) hoạt động qua IPv6; mx1 (không có bản ghi AAAA)',
      en: 'haiduong.test: 1 of 2 mail servers (MX) working over IPv6; mx1 (no AAAA record)',
    })
  })
})

describe('MAI-02 outbound identity', () => {
  const facts = healthy['mail-outbound']
  const [sender] = facts.senders
  const senders = (...some: Loose[]) => ({ ...facts, senders: some.map((one) => ({ ...sender, ...one })) })
  const none = { failure: 'PTR_MISSING', names: [] }
  test.each<[string, unknown, string]>([
    ['SPF and names', facts, 'pass'],
    ['no name', senders(none), 'partial PTR_MISSING'],
    ['a name of somebody else', senders({ failure: 'PTR_MISMATCH' }), 'partial PTR_MISMATCH'],
    ['SPF fails', senders({ spf: 'fail' }), 'partial'],
    ['softly', senders({ spf: 'softfail' }), 'partial'],
    ['no SPF', senders({ spf: 'none' }), 'partial'],
    ['a wrong record', senders({ spf: 'permerror' }), 'partial'],
    ['neither', senders({ spf: 'none', ...none }), 'fail PTR_MISSING'],
    ['one of two has all', senders({}, { spf: 'fail', ...none }), 'fail PTR_MISSING'],
    ['one has no name', senders({}, none), 'partial PTR_MISSING'],
    ['a record that asks for more', senders({ spf: 'untold' }), 'unknown no_evidence'],
    [
      'a record that asks for more, and one that fails',
      senders({ spf: 'untold' }, { spf: 'fail' }),
      'partial',
    ],
    ['SPF could not be had', senders({ spf: 'temperror' }), 'unknown resolver_timeout'],
    ['the name could not be had', senders({ failure: 'DNS_TIMEOUT' }), 'unknown resolver_timeout'],
    ['no sender is declared', senders(), 'unknown no_evidence'],
  ])('%s', (_, seen, outcome) => {
    expect(brief(judgeOutbound(seen as Loose))).toBe(outcome)
  })
})

describe('WEB-04 dependencies', () => {
  const facts = healthy['web-dependencies']
  const [host] = facts.firstParty
  const hosts = (count: number, ...more: Loose[]) => ({
    ...facts,
    firstParty: [
      ...Array.from({ length: count }, (_, index) => ({ ...host, host: `h${index}.test` })),
      ...more.map((one) => ({ ...host, ...one })),
    ],
  })
  const shut = { answers: false, failure: 'NODATA' }
  const silent = { answers: false, failure: 'DNS_TIMEOUT' }
  const forbidden = { answers: null, failure: null }
  test.each<[string, unknown, string]>([
    ['all answer', facts, 'pass'],
    ['none is used', hosts(0), 'pass'],
    ['four of five', hosts(4, shut), 'partial NODATA'],
    ['less', hosts(3, shut), 'fail NODATA'],
    ['all but one that could not be asked', hosts(4, silent), 'unknown resolver_timeout'],
    ['all but one that must not be asked', hosts(4, forbidden), 'unknown target_refused'],
    ['partial whatever that one is', hosts(8, shut, silent), 'partial NODATA'],
    ['failed whatever that one is', hosts(1, shut, silent), 'fail NODATA'],
    ["others' hosts left out count for nothing", { ...facts, omitted: 3 }, 'pass'],
    ['hosts of the site left out', { ...hosts(40), omitted: 1 }, 'unknown coverage_low'],
    ['the page is not on IPv6', { ...facts, failure: 'NODATA', status: null, firstParty: [] }, 'fail NODATA'],
    ['the page is dead over IPv6', { ...facts, failure: 'TCP_TIMEOUT', status: null }, 'fail TCP_TIMEOUT'],
    [
      'its AAAA could not be had',
      { ...facts, failure: 'DNS_TIMEOUT', status: null },
      'unknown resolver_timeout',
    ],
    ['a page that is not shown', { ...facts, status: 403, firstParty: [] }, 'unknown no_evidence'],
  ])('%s', (_, seen, outcome) => {
    expect(brief(judgeDependencies(seen as Loose))).toBe(outcome)
  })

  test("counts, names, and tells of others' hosts", () => {
    expect(judgeDependencies(hosts(4, { ...shut, host: 'old.test' }) as Loose).because.vi).toBe(
      '4/5 máy chủ cùng tên miền mà trang chủ của www.haiduong.test dùng trả lời qua IPv6: old.test (không có bản ghi AAAA); 1 máy chủ của bên khác không tính',
    )
  })
})
