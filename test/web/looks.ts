import { probes } from '../../probes/index.ts'
import type { Evidence, Sample } from '../../probes/probe.ts'
import { checksOf, proberChecks } from '../../src/inventory/checks-of.ts'
import type { Check, Instant, Look, Result } from '../../src/model.ts'
import type { Database } from '../../src/store/database.ts'
import { loadInventory } from '../../src/store/inventory.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { healthy } from '../readiness/healthy-facts.ts'

export const now: Instant = '2022-06-30T05:00:00.000Z'

/** Names that try to be markup, formulas, and text that turns around. */
export const hostile = {
  script: '<script>alert("sysName")</script>',
  image: '"><img src=x onerror=alert(1)>',
  formula: "=cmd|' /C calc'!A0",
  turned: 'anh\u202egpj.exe',
  nul: 'a\u0000b',
}

/** Looks at every check, four times over the hours before `now`, or once; some units are without IPv6, one is broken. */
export async function lookAtAll(
  db: Database,
  asOf: Instant = now,
  { manual = false }: { manual?: boolean } = {},
): Promise<void> {
  const { assets } = await loadInventory(db)
  const checks = [
    ...proberChecks(['inside']),
    ...assets.flatMap((asset) => checksOf(asset, { vantages: ['inside'] })),
  ]
  for (const minutesAgo of asOf === now ? [190, 130, 70, 10] : [0]) {
    const at = new Date(Date.parse(asOf) - minutesAgo * 60_000).toISOString()
    await recordLooks(
      db,
      checks.map((check) => {
        const has6 = !(minutesAgo > 150 && check.unit === 'STTTT')
        return { ...lookOf(check, at, { fate: fateOf(check), has6 }), manual }
      }),
      { pace: 1 },
    )
  }
}

export type Fate = 'dual' | 'ipv4' | 'broken' | 'silent'

function fateOf({ unit, asset }: Check): Fate {
  if (asset.code === 'web-dvc' || asset.code.includes('broken')) return 'broken'
  const digits = [...`${unit}`].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  return unit === '30' ? 'dual' : ((['dual', 'ipv4', 'silent', 'dual'] as const)[digits % 4] ?? 'dual')
}

/** One look that met what a network of that fate would show; `has6`: unless IPv6 had not come yet. */
export function lookOf(
  check: Check,
  at: Instant,
  { fate, has6 = true }: { fate: Fate; has6?: boolean },
): Look {
  const result = resultOf(check, fate, has6)
  return {
    checkId: check.id,
    dueAt: at,
    startedAt: at,
    endedAt: new Date(Date.parse(at) + 40).toISOString(),
    durationMs: 38.4,
    vantage: check.vantage,
    probeVersion: probes[check.probe].version,
    manual: false,
    result,
    samples: samplesOf(check, at, result),
    evidence: evidenceOf(check, at, result),
  }
}

function samplesOf({ probe }: Check, at: Instant, result: Result): Sample[] {
  if (!result.ok || probe !== 'snmp-interfaces') return []
  const seconds = BigInt(Math.floor(Date.parse(at) / 1000))
  return [
    { series: 'ifHCInOctets.1', kind: 'counter', value: 9_007_199_254_740_993n + seconds * 125_000n },
    { series: 'ifHCOutOctets.1', kind: 'counter', value: seconds * 31_000n },
    { series: 'rttMs', kind: 'gauge', value: 3.4 + Number(seconds % 7n) / 10 },
  ]
}

function resultOf(check: Check, fate: Fate, arrived: boolean): Result {
  const snmp = check.probe.startsWith('snmp')
  if (fate === 'silent' && snmp)
    return { ok: false, error: 'snmp_timeout', message: 'no answer from 10.0.0.1 within 2000 ms, 3 tries' }
  const has6 = fate !== 'ipv4' && arrived
  const facts = factsOf(check, has6, fate === 'broken')
  // what no rule could read would be judged unknown
  if (facts !== undefined) probes[check.probe].facts.parse(facts)
  return { ok: true, facts }
}

function factsOf({ probe, settings, asset }: Check, has6: boolean, broken: boolean): unknown {
  const { host = '', zone = '' } = settings as { host?: string; zone?: string }
  const six = { address: '2001:db8:30::80', class: 'documentation' }
  const noAaaa = { failure: 'NODATA', rcode: 'NOERROR', addresses: [], chain: [] }
  const answer = { good: true, failure: null, rcode: 'NOERROR' }
  switch (probe) {
    case 'prober-self-test': {
      const family = { working: true, ownAddress: true, anchorsAsked: 3, anchorsAnswered: 3 }
      return { ipv4: family, ipv6: family }
    }
    case 'snmp-reach':
      return { ipv4: 'answered', ipv6: has6 ? 'answered' : 'silent' }
    case 'snmp-system':
      return {
        sysName: asset.code === 'dc-rt-01' ? hostile.script : asset.code,
        sysDescr: asset.code === 'dc-rt-01' ? hostile.image : 'RouterOS RB760iGS',
        sysObjectId: '1.3.6.1.4.1.14988.1',
        sysLocation: asset.code === 'dc-rt-01' ? hostile.turned : 'Phòng máy chủ',
        sysContact: asset.code === 'dc-rt-01' ? hostile.formula : '',
        ipv6Forwarding: has6 ? 'forwarding' : 'not_forwarding',
        ipv6ForwardingSource: 'ipv6IpForwarding',
        ipv4Forwarding: 'forwarding',
        engineBoots: 4,
      }
    case 'snmp-counters':
      return { interfaces: [1, 2, 3].map((ifIndex) => ({ ifIndex, operStatus: 'up' })), truncated: false }
    case 'snmp-interfaces':
      return {
        interfaces: ['ether1', 'ether2', 'vlan10'].map((name, index) => ({
          ifIndex: index + 1,
          name,
          descr: name,
          alias: asset.code === 'dc-rt-01' && index === 0 ? hostile.nul : '',
          type: 6,
          adminStatus: 'up',
          operStatus: index === 2 ? 'down' : 'up',
          speedMbps: 1000,
          mtu: 1500,
          tunnel: null,
        })),
        tunnelTable: 'empty',
        truncated: false,
      }
    case 'snmp-addresses': {
      const { interfaces = [] } = settings as { interfaces?: string[] }
      return {
        source: 'ip_mib',
        table: has6 ? 'ok' : 'empty',
        tables: { ipAddressTable: has6 ? 'ok' : 'empty' },
        addresses: has6
          ? interfaces.map((name, index) => ({
              address: `2001:db8:30:${index + 1}::1`,
              class: 'documentation',
              ifIndex: index + 1,
              ifName: name,
              prefixLength: 64,
              status: 'preferred',
              origin: 'manual',
            }))
          : [],
        interfaces: interfaces.map((name, index) => ({
          name,
          ifIndex: index + 1,
          operStatus: 'up',
          ipv6Enabled: has6,
        })),
        quirks: [],
        droppedRows: 0,
        truncated: false,
      }
    }
    case 'dns-address':
      return {
        host,
        a: { failure: null, rcode: 'NOERROR', addresses: ['10.30.0.80'], chain: [] },
        aaaa: has6 ? { failure: null, rcode: 'NOERROR', addresses: [six], chain: [] } : noAaaa,
        authenticated: false,
      }
    case 'dns-nameservers':
      return {
        zone,
        failure: null,
        servers: ['ns1', 'ns2'].map((name, index) => ({
          name: `${name}.${zone}`,
          a: [`10.30.0.5${index}`],
          aaaa: [{ address: `2001:db8:30::5${index}`, class: 'documentation' }],
          aaaaFailure: null,
          ipv4: [{ address: `10.30.0.5${index}`, udp: answer }],
          ipv6: [{ address: `2001:db8:30::5${index}`, udp: answer, tcp: answer }],
        })),
        serialsEqual: true,
      }
    case 'web-dual-stack': {
      const certificate = {
        valid: true,
        failure: null,
        fingerprint256: Array(32).fill('AB').join(':'),
        validTo: '2023-01-01T00:00:00.000Z',
        subject: `CN=${host}`,
      }
      const endpoint = (family: 4 | 6, address: string, port: number) => {
        const open = !(family === 6 && broken)
        return {
          family,
          address,
          port,
          open,
          failure: open ? null : 'TCP_TIMEOUT',
          status: open ? 200 : null,
          finalHost: open ? host : null,
          certificate: open && port === 443 ? certificate : null,
        }
      }
      return {
        host,
        a: ['10.30.0.80'],
        aFailure: null,
        aaaa: has6 ? [six] : [],
        aaaaFailure: has6 ? null : 'NODATA',
        endpoints: [
          ...[80, 443].map((port) => endpoint(4, '10.30.0.80', port)),
          ...(has6 ? [80, 443].map((port) => endpoint(6, six.address, port)) : []),
        ],
        content: has6 && !broken ? { sameStatus: true, sameFinalHost: true, body: 'same' } : null,
      }
    }
    default: {
      const { interfaces } = healthy[probe] as { interfaces?: { name: string }[] }
      const { interfaces: named } = settings as { interfaces?: string[] }
      const asked = named?.map((name, index) => ({ ...interfaces?.[0], name, ifIndex: index + 1 }))
      return { ...healthy[probe], ...(zone && { zone }), ...(asked && { interfaces: asked }) }
    }
  }
}

function evidenceOf({ probe }: Check, at: Instant, result: Result): Evidence {
  if (probe.startsWith('dns'))
    return {
      exchanges: [
        {
          protocol: 'dns',
          transport: 'udp',
          at,
          durationMs: 3.2,
          asked: { address: '10.30.0.53', port: 53 },
          peer: { address: '127.0.0.1', port: 5300 },
          request: [';; ->>HEADER<<- opcode: QUERY, id: 4711', ';www.haiduong.test. IN AAAA'],
          response: [
            ';; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 4711',
            'www.haiduong.test. 300 IN AAAA 2001:db8:30::80',
          ],
          requestBytes: 'EmcBAAABAAAAAAAB',
          responseBytes: 'EmeBgAABAAEAAAAB',
        },
      ],
    }
  if (!result.ok)
    return {
      exchanges: [
        {
          protocol: 'snmp',
          transport: 'udp',
          at,
          durationMs: 6000,
          asked: { address: '10.30.2.1', port: 161 },
          peer: null,
          request: ['GET sysUpTime.0 (1.3.6.1.2.1.1.3.0)'],
          response: [],
          failure: 'no answer within 2000 ms, 3 tries',
        },
      ],
    }
  return {
    exchanges: [
      {
        protocol: 'snmp',
        transport: 'udp',
        at,
        durationMs: 12,
        asked: { address: '2001:db8:30::1', port: 161 },
        peer: { address: '2001:db8:30::1', port: 161 },
        request: ['GET sysName.0 (1.3.6.1.2.1.1.5.0)', 'GET ipv6IpForwarding.0 (1.3.6.1.2.1.4.25.0)'],
        response: [`sysName.0 = STRING: ${hostile.script}`, 'ipv6IpForwarding.0 = INTEGER: forwarding(1)'],
      },
    ],
  }
}
