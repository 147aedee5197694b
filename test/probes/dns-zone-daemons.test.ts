import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { dnsZone } from '../../probes/dns-zone.ts'
import type { Endpoint } from '../../probes/probe.ts'
import { testContext } from '../helpers/dns-context.ts'
import { hasDnsDaemons, startKnot } from '../helpers/dns-daemons.ts'
import { startTree, tree } from '../helpers/dns-tree.ts'

const { zone, roots } = tree
/** Debian: ldnsutils. */
const hasLdns = spawnSync('ldns-signzone', ['-v']).error === undefined
const glue = `ns1.${zone}. A 10.0.0.53\nns1.${zone}. AAAA 2001:db8::53\n`
const delegation = `${zone}. NS ns1.${zone}.\n${zone}. NS ns2.${zone}.\n${glue}
ns2.${zone}. A 10.0.1.53\nns2.${zone}. AAAA 2001:db8:1::53\n`
const zoneText = `$ORIGIN ${zone}.
$TTL 300
@ SOA ns1 admin 7 3600 900 604800 300
@ NS ns1
@ NS ns2
ns1 A 10.0.0.53
ns1 AAAA 2001:db8::53
ns2 A 10.0.1.53
ns2 AAAA 2001:db8:1::53
www A 10.0.0.80
www AAAA 2001:db8::80
v4only A 10.0.0.81
`

const running: { stop(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((daemon) => daemon.stop()))
})
async function run<D extends { stop(): Promise<void> }>(starting: Promise<D>): Promise<D> {
  const daemon = await starting
  running.push(daemon)
  return daemon
}

/** Looks at the zone as its parent delegates it, its servers being at the endpoints given. */
async function look(
  delegated: string,
  servers: Record<string, Endpoint>,
  { now = new Date(realNow).toISOString(), hosts = [`www.${zone}`, `v4only.${zone}`] } = {},
) {
  const [first] = Object.values(servers)
  const started = await run(startTree(delegated, first ? { [zone]: first } : {}))
  const { resolvers } = started
  const context = testContext({ resolvers, dial: { ...started.dial, ...servers }, patience: 0.3 })
  const looked = await dnsZone.run({ zone, hosts, roots }, { ...context, now: () => now })
  expect(dnsZone.facts.parse(looked.facts)).toEqual(looked.facts)
  return { ...looked, context }
}
const realNow = performance.timeOrigin // keys and signatures are made at the real time
const everywhere = (endpoint: Endpoint) =>
  Object.fromEntries(
    ['10.0.0.53', '2001:db8::53', '10.0.1.53', '2001:db8:1::53'].map((address) => [address, endpoint]),
  )

describe.skipIf(!hasDnsDaemons)('a zone on knot (skipped without Debian packages knot, unbound)', () => {
  test('delegated, glued and signed as it should be', async () => {
    const knot = await run(startKnot({ [zone]: zoneText }, { signed: [zone] }))
    const { facts, samples, evidence, context } = await look(
      `${delegation}${knot.dsOf(zone)}\n`,
      everywhere(knot.endpoint),
    )
    const server = (name: string, a: string, aaaa: string) => ({
      name: `${name}.${zone}`,
      atParent: true,
      atChild: true,
      inZone: true,
      glue: { a: [a], aaaa: [aaaa] },
      own: { a: [a], aaaa: [{ address: aaaa, class: 'documentation' }] },
      glueFailure: null,
      addresses: [
        { address: a, family: 4, authoritative: true, faults: [] },
        { address: aaaa, family: 6, authoritative: true, faults: [] },
      ],
    })
    const names = [`ns1.${zone}`, `ns2.${zone}`]
    expect(facts).toEqual({
      zone,
      failure: null,
      delegation: { parent: 'test', seen: 'referral', names, agree: true },
      child: names,
      sameSet: true,
      servers: [server('ns1', '10.0.0.53', '2001:db8::53'), server('ns2', '10.0.1.53', '2001:db8:1::53')],
      dnssec: {
        status: 'valid',
        ds: [{ algorithm: 13, digestType: 2 }],
        algorithms: [13],
        weak: [],
        dsMatchesKey: true,
        signatures: 'more_than_3_days',
      },
    })
    expect(samples).toEqual([{ series: 'dnssec.daysToExpiry', kind: 'gauge', value: expect.any(Number) }])
    expect(samples?.[0]?.value).toBeGreaterThan(13) // knot signs for 14 days
    // the parent was asked without recursion, and DS is readable
    const lines = evidence.exchanges.flatMap(({ response }) => response)
    expect(lines.join('\n')).toMatch(/haiduong\.test\. 300 IN DS \d+ 13 2 [0-9a-f]{64}/)
    const again = await dnsZone.run(
      { zone, hosts: [], roots },
      { ...context, now: () => new Date(realNow).toISOString() },
    )
    expect(again.facts).toEqual(facts)
  })

  test.each([
    [12, 'at_most_3_days'],
    [20, 'expired'],
  ])('%i days on, its signatures are %s', async (days, signatures) => {
    const knot = await run(startKnot({ [zone]: zoneText }, { signed: [zone] }))
    const now = new Date(realNow + days * 86_400_000).toISOString()
    const { facts, samples } = await look(`${delegation}${knot.dsOf(zone)}\n`, everywhere(knot.endpoint), {
      now,
    })
    expect(facts.dnssec?.signatures).toBe(signatures)
    expect(Number(samples?.[0]?.value)).toBeCloseTo(14 - days, 0)
  })

  test.each([
    ['not signed', false, false, 'unsigned', null],
    ['signed, which the parent does not say', true, false, 'no_ds', null],
    ['whose DS is of another key', true, true, 'bogus', false],
    ['not signed, though the parent says it is', false, true, 'bogus', false],
  ])('%s', async (_, signed, ds, status, dsMatchesKey) => {
    const knot = await run(startKnot({ [zone]: zoneText }, { signed: signed ? [zone] : [] }))
    const wrong = ds ? `${zone}. DS 12345 13 2 ${'ab'.repeat(32)}\n` : ''
    const { facts } = await look(delegation + wrong, everywhere(knot.endpoint))
    expect(facts.dnssec).toMatchObject({ status, dsMatchesKey, algorithms: signed ? [13] : [] })
    expect(facts.servers.flatMap(({ addresses }) => addresses.flatMap(({ faults }) => faults))).toEqual([])
  })

  test('signed by an algorithm that is no longer held to be safe', async () => {
    const knot = await run(startKnot({ [zone]: zoneText }, { signed: [zone], algorithm: 'rsasha1' }))
    const { facts } = await look(`${delegation}${knot.dsOf(zone)}\n`, everywhere(knot.endpoint))
    expect(facts.dnssec).toMatchObject({ algorithms: [5], weak: ['RSASHA1'], dsMatchesKey: true })
  })

  test.skipIf(!hasLdns)('whose signatures have run out: bogus to a resolver', async () => {
    const { text, ds } = signedOnce('20240101000000', '20240201000000')
    const knot = await run(startKnot({ [zone]: text }))
    const { facts } = await look(`${delegation}${ds}\n`, everywhere(knot.endpoint))
    expect(facts.dnssec).toMatchObject({ status: 'bogus', signatures: 'expired', dsMatchesKey: true })
  })

  test.each([
    ['no glue for one server', delegation.replace(/ns2\.haiduong\.test\. A.*\n/g, ''), 'GLUE_MISSING'],
    ['glue of IPv4 only', delegation.replace(/ns2\.haiduong\.test\. AAAA.*\n/, ''), 'AAAA_ON_NS_NO_GLUE'],
    ['other glue', delegation.replace('2001:db8:1::53', '2001:db8:1::54'), 'GLUE_MISMATCH'],
    ['more glue', `${delegation}ns2.${zone}. AAAA 2001:db8:1::54\n`, 'GLUE_MISMATCH'],
  ])('%s', async (what, delegated, failure) => {
    const knot = await run(startKnot({ [zone]: zoneText }))
    const withoutAll =
      what === 'no glue for one server' ? delegated.replace(/ns2\S* AAAA.*\n/, '') : delegated
    const { facts } = await look(withoutAll, everywhere(knot.endpoint))
    expect(facts.servers.map(({ glueFailure }) => glueFailure)).toEqual([null, failure])
  })

  test('the parent names a server that the zone does not, and the other way round', async () => {
    const knot = await run(startKnot({ [zone]: zoneText }))
    const other = await run(startKnot({ 'other.test': zoneText.replace(zone, 'other.test') }))
    const gone = `${zone}. NS ns1.${zone}.\n${zone}. NS old.${zone}.\n${glue}old.${zone}. AAAA 2001:db8::99\n`
    const { facts } = await look(gone, { ...everywhere(knot.endpoint), '2001:db8::99': other.endpoint })
    expect(facts).toMatchObject({ sameSet: false, child: [`ns1.${zone}`, `ns2.${zone}`] })
    expect(
      facts.servers.map(({ name, atParent, atChild, addresses }) => [name, atParent, atChild, addresses]),
    ).toEqual([
      [`ns1.${zone}`, true, true, expect.arrayContaining([expect.objectContaining({ faults: [] })])],
      [`ns2.${zone}`, false, true, expect.arrayContaining([expect.objectContaining({ faults: [] })])],
      // it has another zone: knot refuses
      [
        `old.${zone}`,
        true,
        false,
        [{ address: '2001:db8::99', family: 6, authoritative: false, faults: ['LAME_NS'] }],
      ],
    ])
  })

  test('parent and zone on one server: what it shows is the zone itself', async () => {
    const parentText = `$ORIGIN test.\n$TTL 300\n@ SOA ns.nic admin 1 3600 900 604800 300\n@ NS ns.nic
ns.nic AAAA 2001:db8::2\n${delegation}`
    const both = await run(startKnot({ test: parentText, [zone]: zoneText }))
    const started = await run(startTree(delegation, { [zone]: both.endpoint }))
    const dial = {
      ...started.dial,
      ...everywhere(both.endpoint),
      '2001:db8::2': both.endpoint,
      '10.0.0.2': both.endpoint,
    }
    const context = testContext({ resolvers: started.resolvers, dial })
    const { facts } = await dnsZone.run({ zone, hosts: [], roots }, context)
    expect(facts.delegation).toMatchObject({ parent: 'test', seen: 'authoritative' })
    expect(facts.servers.map(({ glueFailure }) => glueFailure)).toEqual([null, null])
  })

  test('a name inside a zone, and one that does not exist', async () => {
    const knot = await run(startKnot({ [zone]: zoneText }))
    const started = await run(startTree(delegation))
    const context = testContext({
      resolvers: started.resolvers,
      dial: { ...started.dial, ...everywhere(knot.endpoint) },
    })
    const failures = await Promise.all(
      [`www.${zone}`, `nowhere.${zone}`].map((name) =>
        dnsZone.run({ zone: name, hosts: [], roots }, context).then(({ facts }) => facts.failure),
      ),
    )
    expect(failures).toEqual(['NODATA', 'NXDOMAIN'])
  })
})

/** The zone signed by ldns with signatures from one day to another, and its DS. */
function signedOnce(from: string, until: string): { text: string; ds: string } {
  const directory = mkdtempSync(join(tmpdir(), 'v6gov-ldns-'))
  const ldns = (program: string, ...args: string[]) =>
    execFileSync(program, args, {
      cwd: directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  try {
    writeFileSync(join(directory, 'zone'), zoneText)
    const key = ldns('ldns-keygen', '-a', 'ECDSAP256SHA256', '-k', zone)
    ldns('ldns-signzone', '-i', from, '-e', until, '-f', 'signed', 'zone', key)
    return {
      text: readFileSync(join(directory, 'signed'), 'utf8'),
      ds: ldns('ldns-key2ds', '-n', '-2', `${key}.key`),
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
