import { expect, test } from 'vitest'
import { mayLeadTo } from '../../probes/lib/http-redirect.ts'

test.each([
  ['portal.test', '203.0.113.1', '198.51.100.1', true],
  ['203.0.113.1', '203.0.113.1', '198.51.100.1', true],
  ['portal.test', '2001:db8::1', 'fd00::1', true],
  ['portal.test', '10.0.0.2', '203.0.113.1', false],
  ['portal.test', '10.0.0.2', '10.200.0.1', true],
  ['10.0.0.2', '10.0.0.2', '10.200.0.1', false],
  ['10.0.0.2', '10.0.0.2', '10.0.0.2', true],
  ['portal.test', '172.31.255.1', '10.0.0.2', false],
  ['portal.test', '172.32.0.1', '203.0.113.1', true],
  ['portal.test', '192.168.1.1', '203.0.113.1', false],
  ['portal.test', '100.127.0.1', '203.0.113.1', false],
  ['portal.test', '100.128.0.1', '203.0.113.1', true],
  ['portal.test', 'fd00::2', '2001:db8::1', false],
  ['portal.test', 'fd12::2', 'fd00::1', true],
  ['portal.test', '64:ff9b::a00:2', '2001:db8::1', false],
  ['portal.test', '2002:a00:2::1', '2001:db8::1', false],
])('a redirect to %s at %s from a site at %s: %s', (host, address, from, allowed) => {
  expect(mayLeadTo(host, address, from)).toBe(allowed)
})
