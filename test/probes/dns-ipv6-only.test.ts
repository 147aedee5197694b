import type { Answer } from 'dns-packet'
import { afterEach, describe, expect, test } from 'vitest'
import { dnsIpv6Only } from '../../probes/dns-ipv6-only.ts'
import type { Endpoint } from '../../probes/probe.ts'
import { busyHandles, testContext } from '../helpers/dns-context.ts'
import { hasDnsDaemons, hasNsd, startKnot, startNsd } from '../helpers/dns-daemons.ts'
import { authoritative, type DnsAnswer, startDnsServer } from '../helpers/dns-server.ts'
import { startTree, tree } from '../helpers/dns-tree.ts'

const { zone, roots } = tree
const running: { stop(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((daemon) => daemon.stop()))
})
async function run<D extends { stop(): Promise<void> }>(starting: Promise<D>): Promise<D> {
  const daemon = await starting
  running.push(daemon)
  return daemon
}

async function lookThrough(dial: Record<string, Endpoint>, hosts: string[] = [], patience = 0.05) {
  const looked = await dnsIpv6Only.run({ zone, hosts, roots }, testContext({ dial, patience }))
  expect(dnsIpv6Only.facts.parse(looked.facts)).toEqual(looked.facts)
  for (const { asked } of looked.evidence.exchanges) expect(asked.address).toContain(':') // nothing over IPv4
  return looked
}

const cut = (name: string, servers: number, working: number, more = {}) => ({
  zone: name,
  servers,
  withAddress: working,
  working,
  overUdp: working,
  failure: null,
  ...more,
})

describe.skipIf(!hasDnsDaemons || !hasNsd)(
  'on knot and nsd (skipped without Debian packages knot, nsd)',
  () => {
    const head = '@ 300 SOA ns1 admin 7 3600 900 604800 300\n'
    const zoneText = `$ORIGIN ${zone}.\n$TTL 300\n${head}@ NS ns1\n@ NS ns.dichvu.test.
ns1 A 10.0.0.53\nns1 AAAA 2001:db8::53\nwww AAAA 2001:db8::80\nv4only A 10.0.0.81
alias CNAME www.dichvu.test.\nring CNAME gnir\ngnir CNAME ring\n`
    const otherText = `$ORIGIN dichvu.test.\n$TTL 300\n${head}@ NS ns1\nns1 AAAA 2001:db8:2::53
ns AAAA 2001:db8:2::53\nwww AAAA 2001:db8:2::80\n`
    const otherDelegation = 'dichvu.test. NS ns1.dichvu.test.\nns1.dichvu.test. AAAA 2001:db8:2::53\n'
    const nsRecords = `${zone}. NS ns1.${zone}.\n${zone}. NS ns.dichvu.test.\n`
    const glue = `ns1.${zone}. A 10.0.0.53\nns1.${zone}. AAAA 2001:db8::53\n`

    test('from the root to the service, past a server whose name lies elsewhere', async () => {
      const knot = await run(startKnot({ [zone]: zoneText }, { signed: [zone] }))
      const nsd = await run(startNsd({ [zone]: zoneText, 'dichvu.test': otherText }))
      const { dial } = await run(startTree(nsRecords + glue + otherDelegation))
      const names = ['alias', 'gone', 'ring', 'v4only', 'www']
      const { facts } = await lookThrough(
        { ...dial, '2001:db8::53': knot.endpoint, '2001:db8:2::53': nsd.endpoint },
        names.map((name) => `${name}.${zone}`),
        0.3,
      )
      expect(facts).toEqual({
        zone,
        complete: true,
        failure: null,
        cuts: [cut('.', 1, 1), cut('test', 1, 1), cut(zone, 2, 2)],
        hosts: [
          {
            host: `alias.${zone}`,
            failure: null,
            addresses: [{ address: '2001:db8:2::80', class: 'documentation' }],
          },
          { host: `gone.${zone}`, failure: 'NXDOMAIN', addresses: [] },
          { host: `ring.${zone}`, failure: 'CNAME_LOOP', addresses: [] },
          { host: `v4only.${zone}`, failure: 'NODATA', addresses: [] },
          {
            host: `www.${zone}`,
            failure: null,
            addresses: [{ address: '2001:db8::80', class: 'documentation' }],
          },
        ],
      })
    })

    test.each([
      [
        'no IPv6 glue',
        nsRecords.replace(/.*dichvu.*\n/, '') + glue.replace(/.*AAAA.*\n/, ''),
        cut(zone, 1, 0, { failure: 'NODATA' }),
      ],
      [
        'IPv6 glue for one of two servers',
        `${nsRecords.replace('ns.dichvu.test', `ns2.${zone}`)}${glue}ns2.${zone}. A 10.0.0.54\n`,
        cut(zone, 2, 1),
      ],
      [
        'a server whose own zone has no IPv6',
        `${nsRecords}${glue}dichvu.test. NS ns1.dichvu.test.\nns1.dichvu.test. A 10.0.2.53\n`,
        cut(zone, 2, 1),
      ],
    ])('%s', async (_, delegation, last) => {
      const knot = await run(startKnot({ [zone]: zoneText }))
      const { dial } = await run(startTree(delegation))
      const { facts } = await lookThrough({ ...dial, '2001:db8::53': knot.endpoint }, [`www.${zone}`], 0.3)
      expect(facts.cuts.at(-1)).toEqual(last)
      expect(facts).toMatchObject({ complete: last.working > 0, failure: last.failure })
      expect(facts.hosts[0]?.failure).toBe(last.failure)
    })

    test('a server that the parent has no IPv6 glue for, but the zone has an address', async () => {
      const withTwo = zoneText
        .replace('www AAAA', 'ns2 AAAA 2001:db8::54\nwww AAAA')
        .replace('ns.dichvu.test.', 'ns2')
      const knot = await run(startKnot({ [zone]: withTwo }))
      const delegation = `${nsRecords.replace('ns.dichvu.test', `ns2.${zone}`)}${glue}ns2.${zone}. A 10.0.0.54\n`
      const { dial } = await run(startTree(delegation))
      const { facts } = await lookThrough(
        { ...dial, '2001:db8::53': knot.endpoint, '2001:db8::54': knot.endpoint },
        [],
        0.3,
      )
      expect(facts.cuts.at(-1)).toEqual(cut(zone, 2, 2))
    })

    test('a name inside a zone is no zone', async () => {
      const knot = await run(startKnot({ [zone]: zoneText }))
      const { dial } = await run(startTree(nsRecords + glue))
      const context = testContext({ dial: { ...dial, '2001:db8::53': knot.endpoint }, patience: 0.3 })
      const { facts } = await dnsIpv6Only.run({ zone: `www.${zone}`, hosts: [], roots }, context)
      expect(facts).toMatchObject({ complete: false, failure: 'NODATA' })
      expect(facts.cuts.map((one) => one.zone)).toEqual(['.', 'test', zone])
    })
  },
)

describe('servers with faults', () => {
  const ns = (name: string, data: string): Answer => ({ type: 'NS', name, data })
  const aaaa = (name: string, data: string): Answer => ({ type: 'AAAA', name, data })
  const soa = (name: string): Answer => ({
    type: 'SOA',
    name,
    data: { mname: 'ns.test', rname: 'admin.test', serial: 1 },
  })
  const isOf = (name: string): DnsAnswer => ({ flags: authoritative, answers: [soa(name)] })

  /** Root and parent on one server that answers for both, and one server of the zone. */
  async function lookAt(
    zoneServer: Parameters<typeof startDnsServer>[0],
    {
      tcp = true,
      referral = {
        authorities: [ns(zone, `ns1.${zone}`)],
        additionals: [aaaa(`ns1.${zone}`, '2001:db8::53')],
      } as DnsAnswer,
      patience = 0.05,
      signal = undefined as AbortSignal | undefined,
    } = {},
  ) {
    const upper = await run(
      startDnsServer(
        ({ name, type }) => {
          if (type === 'SOA') return isOf(name)
          if (name === 'test')
            return { authorities: [ns('test', 'ns.test')], additionals: [aaaa('ns.test', '2001:db8::2')] }
          return referral
        },
        { address: '::1' },
      ),
    )
    const server = await run(startDnsServer(zoneServer, { address: '::1', tcp }))
    const dial = {
      '2001:db8::1': upper.endpoint,
      '2001:db8::2': upper.endpoint,
      '2001:db8::53': server.endpoint,
    }
    const context = testContext({ dial, patience, ...(signal && { signal }) })
    const { facts, evidence } = await dnsIpv6Only.run({ zone, hosts: [], roots }, context)
    return { facts, evidence, upper, server, last: facts.cuts.at(-1) }
  }

  test('UDP and no TCP', async () => {
    const { facts, last } = await lookAt(() => isOf(zone), { tcp: false })
    expect(last).toEqual(cut(zone, 1, 0, { withAddress: 1, overUdp: 1, failure: 'DNS_TCP_ONLY_FAIL' }))
    expect(facts).toMatchObject({ complete: false, failure: 'DNS_TCP_ONLY_FAIL' })
  })

  test.each<[name: string, answer: DnsAnswer, failure: string]>([
    ['silent', 'ignore', 'DNS_TIMEOUT'],
    ['refusing', { rcode: 5 }, 'LAME_NS'],
    ['lame', { answers: [soa(zone)] }, 'LAME_NS'],
    ['failing', { rcode: 2 }, 'SERVFAIL'],
  ])('%s', async (_, answer, failure) => {
    const { facts, last } = await lookAt(() => answer)
    expect(last).toMatchObject({ working: 0, withAddress: 1, failure })
    expect(facts).toMatchObject({ complete: false, failure })
  })

  test('servers that hang on each other: no way in, and few questions', async () => {
    const { facts, upper } = await lookAt(() => 'ignore', {
      referral: { authorities: [ns(zone, 'ns.one.test')] },
    })
    expect(facts).toMatchObject({ complete: false, failure: 'NODATA' })
    expect(upper.asked.length).toBeLessThan(20)
  })

  test('many servers that hang on many others: bounded', async () => {
    const upper = await run(
      startDnsServer(
        ({ name, type }) => {
          if (type === 'SOA') return isOf(name)
          if (name === 'test')
            return { authorities: [ns('test', 'ns.test')], additionals: [aaaa('ns.test', '2001:db8::2')] }
          const names = Array.from({ length: 40 }, (_, n) => `ns.${n}x${name.split('.')[0]}`.slice(0, 50))
          return { authorities: names.map((other) => ns(name, `${other}.test`)) }
        },
        { address: '::1' },
      ),
    )
    const { facts } = await lookThrough({ '2001:db8::1': upper.endpoint, '2001:db8::2': upper.endpoint })
    expect(facts).toMatchObject({ complete: false, failure: 'NODATA' })
    expect(upper.asked.length).toBeLessThanOrEqual(320)
  })

  test('no root answers: our own trouble', async () => {
    const silent = await run(startDnsServer(() => 'ignore', { address: '::1' }))
    await expect(lookThrough({ '2001:db8::1': silent.endpoint })).rejects.toMatchObject({
      code: 'port_blocked',
    })
  })

  test.each([
    ['roots that the safety check forbids', ['2001:db8::99'], 'target_refused'],
    ['roots of IPv4 alone', ['10.0.0.1'], 'bad_settings'],
    ['a root that is no address', ['a.root-servers.net'], 'bad_settings'],
  ])('%s', async (_, given, code) => {
    const looking = dnsIpv6Only.run({ zone, hosts: [], roots: given }, testContext({ patience: 0.05 }))
    await expect(looking).rejects.toMatchObject({ code })
  })

  test('the thirteen roots are there without being asked for', () => {
    const { roots: given } = dnsIpv6Only.settings.parse({ zone })
    expect(given.filter((address) => address.includes(':'))).toHaveLength(13)
  })

  test('the budget ends in the middle: nothing is left behind', async () => {
    const before = busyHandles().length
    const budget = new AbortController()
    let asked = 0
    const silent = (): DnsAnswer => {
      asked++
      return 'ignore'
    }
    const looking = lookAt(silent, { signal: budget.signal, patience: 1 })
    const failed = expect(looking).rejects.toMatchObject({ code: 'out_of_time' })
    await expect.poll(() => asked).toBeGreaterThan(0)
    budget.abort()
    await failed
    await Promise.all(running.splice(0).map((daemon) => daemon.stop()))
    await expect.poll(() => busyHandles().length).toBeLessThanOrEqual(before)
  })
})
