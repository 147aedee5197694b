import { probes } from '../../probes/index.ts'
import type { Sample } from '../../probes/probe.ts'
import type { Line } from '../../src/model/inventory.ts'
import type { Check, Instant, Look } from '../../src/model.ts'
import { lineCheckIds } from '../../src/operations/line-figures.ts'
import { exampleCheck, exampleLook } from './example.ts'

/** A leased line of 50 Mb/s both ways, whose end has an address of each family. */
export const exampleLine: Line = {
  kind: 'line',
  code: 'L1',
  unit: 'U1',
  level: 'II',
  provider: 'VNPT',
  contractNo: '12/HĐ',
  contractFrom: '2022-01-01',
  contractTo: '2022-12-31',
  monthlyFee: null,
  cirDownMbps: 50,
  cirUpMbps: 50,
  slaAvailabilityPct: 99.5,
  slaRestoreHours: 4,
  slaRttMsP95: 20,
  slaLossPct: 0.1,
  device: null,
  ifName: '',
  directionSwap: false,
  nextHop: null,
  nextHop6: null,
  ceAddress: '10.31.1.2',
  ceAddress6: '2001:db8:31::2',
}

/** The checks of a line, as often as a test can afford to record looks. */
export function lineChecksEvery(everySeconds: number, { code, unit }: Line = exampleLine): Check[] {
  const ids = lineCheckIds(code)
  const of = { asset: { kind: 'line' as const, code }, unit, everySeconds, host: `line:${code}` }
  return [
    exampleCheck({ ...of, id: ids.reach, probe: 'reach-ping', settings: { packets: 3 } }),
    exampleCheck({ ...of, id: ids.counters, probe: 'snmp-line', settings: { interface: 'wan' } }),
  ]
}

/** A look at the end of the line: round trips over each family in milliseconds, none where it was silent. */
export function reachLook(at: Instant, rtt4: number[], rtt6: number[], line = exampleLine): Look {
  const fact = (rtt: number[]) => ({ answered: rtt.length > 0, method: 'icmp', failure: null })
  return exampleLook(at, {
    checkId: lineCheckIds(line.code).reach,
    probeVersion: probes['reach-ping'].version,
    result: { ok: true, facts: { ipv4: fact(rtt4), ipv6: fact(rtt6) } },
    samples: [...reachSamples('v4', rtt4), ...reachSamples('v6', rtt6)],
  })
}

function reachSamples(family: string, rtt: number[]): Sample[] {
  const gauge = (name: string, value: number): Sample => ({
    series: `${family}.${name}`,
    kind: 'gauge',
    value,
  })
  const loss = gauge('loss', 1 - rtt.length / 3)
  if (rtt.length === 0) return [loss]
  const steps = rtt.slice(1).map((time, index) => Math.abs(time - (rtt[index] ?? time)))
  return [
    loss,
    gauge('rttMinMs', Math.min(...rtt)),
    gauge('rttAvgMs', rtt.reduce((sum, time) => sum + time, 0) / rtt.length),
    gauge('rttMaxMs', Math.max(...rtt)),
    ...(steps.length > 0
      ? [gauge('jitterMs', steps.reduce((sum, step) => sum + step, 0) / steps.length)]
      : []),
  ]
}

/** A look at what the interface of the line has counted; `seconds` since the agent started. */
export function counterLook(
  at: Instant,
  seconds: number,
  counted: { inOctets: bigint; outOctets: bigint; inErrors?: bigint; inPackets?: bigint },
  line = exampleLine,
): Look {
  return exampleLook(at, {
    checkId: lineCheckIds(line.code).counters,
    result: { ok: true, facts: { ifIndex: 2, operStatus: 'up', speedMbps: 100, octets: 'octets64' } },
    samples: [
      { series: 'sysUpTime', kind: 'gauge', value: seconds * 100 },
      { series: 'if.wan.speedMbps', kind: 'gauge', value: 100 },
      ...Object.entries(counted).map(
        ([name, value]): Sample => ({ series: `if.wan.${name}`, kind: 'counter', value }),
      ),
    ],
  })
}
