import { describe, expect, test } from 'vitest'
import { judgeWebContent } from '../../src/readiness/judge/web-content.ts'
import { judgeWebReachable } from '../../src/readiness/judge/web-reachable.ts'
import { strict } from './builders.ts'
import { certificate, webFacts } from './facts.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests spoil facts freely
type Loose = any

const brief = (finding: { verdict: string; reason?: string; failure?: string; severity?: string }) =>
  [finding.verdict, finding.reason ?? finding.failure, finding.severity].filter(Boolean).join(' ')

const v4 = [
  { family: 4, port: 80 },
  { family: 4, port: 443 },
]
const v6 = [{ port: 80 }, { port: 443 }]
const second = '2001:db8::2'
const shut = { open: false, failure: 'TCP_TIMEOUT' }
const dead4 = v4.map((one) => ({ ...one, ...shut }))
const far4 = v4.map((one) => ({ ...one, open: false, failure: 'TCP_UNREACH' }))
const refusing4 = v4.map((one) => ({ ...one, open: false, failure: 'TCP_REFUSED' }))
const dead6 = v6.map((one) => ({ ...one, ...shut }))

describe('WEB-02 reachable over IPv6', () => {
  test.each<[string, unknown, string]>([
    ['as IPv4', webFacts([...v4, ...v6]), 'pass'],
    ['IPv4 has 443 only', webFacts([{ family: 4 }, { port: 80, ...shut }, {}]), 'pass'],
    ['no AAAA', webFacts(v4), 'fail NODATA'],
    ['no such name', webFacts([], { aaaaFailure: 'NXDOMAIN' }), 'fail NXDOMAIN'],
    ['DNS silent for A and AAAA', webFacts([], { aaaaFailure: 'DNS_TIMEOUT' }), 'unknown resolver_timeout'],
    ['port 80 shut', webFacts([...v4, { port: 80, ...shut }, {}]), 'partial TCP_TIMEOUT'],
    [
      'port 443 refused',
      webFacts([...v4, { port: 80 }, { open: false, failure: 'TCP_REFUSED' }]),
      'partial TCP_REFUSED',
    ],
    [
      'one of two addresses dead',
      webFacts([...v4, ...v6, ...dead6.map((one) => ({ ...one, address: second }))]),
      'partial TCP_TIMEOUT',
    ],
    ['dead while IPv4 answers', webFacts([...v4, ...dead6]), 'fail TCP_TIMEOUT critical'],
    ['dead like IPv4', webFacts([...dead4, ...dead6]), 'fail TCP_TIMEOUT'],
    ['IPv6 only', webFacts([{ port: 80, ...shut }, {}]), 'pass'],
    ['IPv4 published but dead', webFacts([...dead4, ...v6]), 'partial'],
    [
      'IPv4 published but out of our reach, port 80 shut',
      webFacts([...far4, { port: 80, ...shut }, {}]),
      'partial',
    ],
    ['IPv4 refuses both ports', webFacts([...refusing4, ...v6]), 'pass'],
    ['SERVFAIL for A', webFacts(v6, { aFailure: 'SERVFAIL' }), 'partial'],
    ['DNS silent for A', webFacts(v6, { aFailure: 'DNS_TIMEOUT' }), 'partial'],
    ['NXDOMAIN for A', webFacts(v6, { aFailure: 'NXDOMAIN' }), 'pass'],
    ['SERVFAIL for A, and dead', webFacts(dead6, { aFailure: 'SERVFAIL' }), 'fail TCP_TIMEOUT'],
    ['IPv6 only and dead', webFacts(dead6), 'fail TCP_TIMEOUT'],
    [
      'plain HTTP on both',
      webFacts([{ family: 4, port: 80 }, { port: 80 }, { port: 443, ...shut }]),
      'partial TCP_TIMEOUT',
    ],
    ['443 not asked', webFacts([{ family: 4, port: 80 }, { port: 80 }]), 'partial'],
    [
      'large packets lost',
      webFacts([...v4, ...v6.map((one) => ({ ...one, failure: 'PMTUD_BLACKHOLE' }))]),
      'partial PMTUD_BLACKHOLE',
    ],
    [
      'forbidden class only',
      webFacts([...v4, { open: null, status: null }], {}, { '2001:db8::1': 'ula' }),
      'fail AAAA_FORBIDDEN_CLASS',
    ],
    [
      'a good and a forbidden one',
      webFacts([...v4, ...v6, { address: 'fd00::1', open: null, status: null }], {}, { 'fd00::1': 'ula' }),
      'partial AAAA_FORBIDDEN_CLASS',
    ],
    [
      'documentation, outside the demo',
      webFacts([...v4, ...v6], {}, { '2001:db8::1': 'documentation' }),
      'fail AAAA_FORBIDDEN_CLASS',
    ],
    [
      'not allowed to dial',
      webFacts([...v4, { open: null }, { open: null, port: 80 }]),
      'unknown target_refused',
    ],
    [
      'one not allowed to dial, the other dead',
      webFacts([...v4, { open: null }, { address: second, ...shut }]),
      'unknown target_refused',
    ],
  ])('%s', (_, facts, expected) => {
    expect(brief(judgeWebReachable(facts as Loose, strict))).toBe(expected)
  })

  test('the sentence has host, counts, address, port and failure', () => {
    const facts = webFacts([...v4, ...v6, { address: second, port: 80 }, { address: second, ...shut }])
    expect(judgeWebReachable(facts as Loose, strict).because).toEqual({
      vi: 'www.test có 2 bản ghi AAAA, 1 địa chỉ không mở đủ cổng 80, 443: 2001:db8::2 cổng 443 (quá thời gian chờ kết nối TCP)',
      en: 'www.test has 2 AAAA records, 1 of them not on all ports 80, 443: 2001:db8::2 port 443 (no TCP connection in time)',
    })
  })

  test('a site with IPv6 only says that there was nothing to compare with', () => {
    expect(judgeWebReachable(webFacts(v6) as Loose, strict).because.vi).toContain('không có IPv4 để so sánh')
    expect(judgeWebContent(webFacts(v6) as Loose, strict).because.vi).toContain('không có IPv4 để so sánh')
  })
})

describe('WEB-03 same page', () => {
  const content = (changes: object) => ({
    content: { sameStatus: true, sameFinalHost: true, body: 'same', ...changes },
  })
  const all = [...v4, ...v6]
  const badTls = { port: 443, certificate: certificate('TLS_NAME') }
  test.each<[string, unknown, string]>([
    ['the same', webFacts(all), 'pass'],
    ['10 to 30 % differs', webFacts(all, content({ body: 'similar' })), 'partial CONTENT_DIFF'],
    ['another page', webFacts(all, content({ body: 'different' })), 'fail CONTENT_DIFF'],
    ['errors on both', webFacts(all, content({ body: 'not_seen' })), 'partial'],
    [
      'another status',
      webFacts(all, content({ sameStatus: false, body: 'different' })),
      'fail HTTP_STATUS_DIFF',
    ],
    ['403 and 503', webFacts(all, content({ sameStatus: false, body: 'not_seen' })), 'partial'],
    [
      'IPv4 fails after its status',
      webFacts([{ family: 4, failure: 'HTTP_TIMEOUT' }, ...v6], { content: null }),
      'unknown no_evidence',
    ],
    [
      'IPv6 only, led round in circles',
      webFacts([{ status: 301, failure: 'HTTP_BAD_ANSWER' }]),
      'fail HTTP_BAD_ANSWER',
    ],
    ['another site', webFacts(all, content({ sameFinalHost: false })), 'fail CONTENT_DIFF'],
    ['certificate bad on IPv6 only', webFacts([...v4, { port: 80 }, badTls]), 'fail TLS_NAME'],
    [
      'no TLS on IPv6 only',
      webFacts([...v4, { port: 80 }, { failure: 'TLS_FAILED', certificate: null }]),
      'fail TLS_FAILED',
    ],
    [
      'certificate bad on both',
      webFacts([{ family: 4, port: 80 }, { family: 4, ...badTls }, { port: 80 }, badTls]),
      'partial TLS_NAME',
    ],
    ['certificate bad on IPv4 only', webFacts([{ family: 4, ...badTls }, ...v6]), 'partial TLS_NAME'],
    [
      'certificate bad on one of two addresses',
      webFacts([...all, { address: second, ...badTls }]),
      'fail TLS_NAME',
    ],
    ['no HTTPS over IPv6', webFacts([...v4, { port: 80 }, { ...shut }]), 'partial TCP_TIMEOUT'],
    [
      'a second address that stalls',
      webFacts([...all, { address: second, failure: 'HTTP_TIMEOUT', status: null }]),
      'partial HTTP_TIMEOUT',
    ],
    [
      'led to an IPv4-only name',
      webFacts([...v4, { port: 80 }, { failure: 'REDIRECT_TO_V4ONLY' }]),
      'fail REDIRECT_TO_V4ONLY',
    ],
    ['dead over IPv6', webFacts([...v4, ...dead6]), 'fail TCP_TIMEOUT'],
    [
      'open over IPv6 and no page',
      webFacts([...v4, { failure: 'HTTP_TIMEOUT', status: null }]),
      'fail HTTP_TIMEOUT critical',
    ],
    ['no AAAA', webFacts(v4), 'fail NODATA'],
    ['IPv4 published but dead', webFacts([...dead4, ...v6]), 'unknown no_evidence'],
    ['IPv4 published but out of our reach', webFacts([...far4, ...v6]), 'unknown no_evidence'],
    ['SERVFAIL for A', webFacts(v6, { aFailure: 'SERVFAIL' }), 'unknown no_evidence'],
    ['REFUSED for A', webFacts(v6, { aFailure: 'REFUSED' }), 'unknown no_evidence'],
    ['DNS silent for A', webFacts(v6, { aFailure: 'DNS_TIMEOUT' }), 'unknown resolver_timeout'],
    ['NXDOMAIN for A', webFacts(v6, { aFailure: 'NXDOMAIN' }), 'pass'],
    ['no port in common', webFacts([{ family: 4, port: 80 }, {}], { content: null }), 'fail'],
    ['IPv6 only', webFacts(v6), 'pass'],
    ['IPv6 only, plain HTTP', webFacts([{ port: 80 }]), 'partial'],
    ['IPv6 only, bad certificate', webFacts([{ port: 80 }, badTls]), 'partial TLS_NAME'],
    ['IPv6 only, 503', webFacts([{ status: 503 }]), 'partial'],
    [
      'forbidden class',
      webFacts([...v4, { open: null, status: null }], {}, { '2001:db8::1': 'ula' }),
      'fail AAAA_FORBIDDEN_CLASS',
    ],
  ])('%s', (_, facts, expected) => {
    expect(brief(judgeWebContent(facts as Loose, strict))).toBe(expected)
  })
})
