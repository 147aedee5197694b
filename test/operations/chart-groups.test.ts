import { expect, test } from 'vitest'
import { groupSeries } from '../../src/operations/chart-groups.ts'

const groups = (names: Record<string, 'counter' | 'gauge'>) =>
  groupSeries(Object.entries(names)).map(({ id, quantity, link, series }) => [id, quantity, link, series])

test('both families of a gauge are one group, each quantity another', () => {
  expect(
    groups({ 'v4.loss': 'gauge', 'v4.rttAvgMs': 'gauge', 'v6.loss': 'gauge', 'v6.rttAvgMs': 'gauge' }),
  ).toEqual([
    ['loss', 'share', null, ['v4.loss', 'v6.loss']],
    ['rttAvgMs', 'ms', null, ['v4.rttAvgMs', 'v6.rttAvgMs']],
  ])
})

test('both directions of a link’s counters are one group, whatever their width; clocks are none', () => {
  expect(
    groups({
      sysUpTime: 'gauge',
      'if.eth0.100.inOctets': 'counter',
      'if.eth0.100.outOctets32': 'counter',
      'if.eth0.100.inErrors': 'counter',
      'if.eth0.100.discontinuity': 'gauge',
      'if.eth0.100.ipv6.inOctets': 'counter',
      'if.eth0.100.ipv4.outOctets': 'counter',
      'system.ipv6.inOctets': 'counter',
    }),
  ).toEqual([
    ['if.eth0.100.Octets', 'bitRate', 'if.eth0.100', ['inOctets', 'outOctets']],
    ['if.eth0.100.Errors', 'rate', 'if.eth0.100', ['inErrors']],
    ['if.eth0.100.ipOctets', 'bitRate', 'if.eth0.100', ['ipv6.inOctets', 'ipv4.outOctets']],
    ['system.ipOctets', 'bitRate', 'system', ['ipv6.inOctets']],
  ])
})

test('a counter that belongs to no link is not shown: nobody can tell when it was reset', () => {
  expect(groups({ lost: 'counter' })).toEqual([])
})
