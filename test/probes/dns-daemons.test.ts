import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dnsAddress } from '../../probes/dns-address.ts'
import { dnsNameservers } from '../../probes/dns-nameservers.ts'
import { testContext } from '../helpers/dns-context.ts'
import { type Daemon, hasDnsDaemons, startKnot, startUnbound } from '../helpers/dns-daemons.ts'

const zone = 'haiduong.test'
const head = (name: string, serial: number) =>
  `$ORIGIN ${name}.\n$TTL 300\n@ SOA ns1 admin ${serial} 3600 900 604800 300\n@ NS ns1\n@ NS ns2\n`
const zoneText = `${head(zone, 7)}ns1 A 10.0.0.53
ns1 AAAA 2001:db8::53
ns2 A 10.0.1.53
ns2 AAAA 2001:db8:1::53
www A 10.0.0.80
www AAAA 2001:db8::80
www AAAA 2001:db8::81
v4only A 10.0.0.81
alias CNAME www
away CNAME gone
loop1 CNAME loop2
loop2 CNAME loop1
big TXT ${Array.from({ length: 12 }, (_, n) => `"${String(n).repeat(200).slice(0, 200)}"`).join(' ')}
${Array.from({ length: 60 }, (_, n) => `many AAAA 2001:db8:aa::${n + 1}`).join('\n')}
many A 10.0.0.82
`
const bogus = 'bogus.test'
const bogusText = `${head(bogus, 1)}ns1 A 10.0.0.53\nns2 A 10.0.0.53\nwww A 10.0.0.80\nwww AAAA 2001:db8::80\n`

describe.skipIf(!hasDnsDaemons)(
  'against knot and unbound (skipped without Debian packages knot, unbound)',
  () => {
    const daemons: Daemon[] = []
    let context = testContext()

    beforeAll(async () => {
      const knot = await startKnot({ [zone]: zoneText, [bogus]: bogusText }, { signed: [zone, bogus] })
      daemons.push(knot)
      const other = await startKnot(
        { [zone]: zoneText.replace(' 7 3600', ' 6 3600') },
        { address: '127.0.0.1' },
      )
      daemons.push(other)
      const wrongKey = `${bogus}. DS 12345 13 2 ${'ab'.repeat(32)}`
      const unbound = await startUnbound({ [zone]: knot.endpoint, [bogus]: knot.endpoint }, [
        knot.dsOf(zone),
        wrongKey,
      ])
      daemons.push(unbound)
      context = testContext({
        resolvers: [`${unbound.endpoint.address}#${unbound.endpoint.port}`],
        dial: { '2001:db8::53': knot.endpoint, '10.0.0.53': knot.endpoint, '10.0.1.53': other.endpoint },
      })
    })
    afterAll(async () => {
      await Promise.all(daemons.map((daemon) => daemon.stop()))
    })

    const look = async (name: string) => (await dnsAddress.run({ host: `${name}.${zone}` }, context)).facts

    test('a host with both families, validated by the resolver', async () => {
      expect(await look('www')).toEqual({
        host: `www.${zone}`,
        a: { failure: null, rcode: 'NOERROR', addresses: ['10.0.0.80'], chain: [] },
        aaaa: {
          failure: null,
          rcode: 'NOERROR',
          addresses: [
            { address: '2001:db8::80', class: 'documentation' },
            { address: '2001:db8::81', class: 'documentation' },
          ],
          chain: [],
        },
        authenticated: true,
      })
    })

    test('facts stay equal while the world stays equal', async () => {
      expect(await look('many')).toEqual(await look('many'))
    })

    test.each([
      ['v4only', { failure: null }, { failure: 'NODATA', chain: [] }],
      ['nowhere', { failure: 'NXDOMAIN' }, { failure: 'NXDOMAIN', rcode: 'NXDOMAIN' }],
      ['alias', { failure: null }, { failure: null, chain: [`www.${zone}`] }],
      ['away', { failure: 'CNAME_DANGLING' }, { failure: 'CNAME_DANGLING', chain: [`gone.${zone}`] }],
      ['loop1', { failure: 'CNAME_LOOP' }, { failure: 'CNAME_LOOP' }],
    ])('%s', async (name, a, aaaa) => {
      expect(await look(name)).toMatchObject({ a, aaaa })
    })

    test('an answer larger than 1232 octets comes over TCP', async () => {
      const { facts, evidence } = await dnsAddress.run({ host: `many.${zone}` }, context)
      expect(facts.aaaa.addresses).toHaveLength(60)
      expect(evidence.exchanges.map(({ transport }) => transport)).toContain('tcp')
    })

    test('a zone whose signatures do not fit the trust anchor', async () => {
      const { facts } = await dnsAddress.run({ host: `www.${bogus}` }, context)
      expect(facts.aaaa).toMatchObject({ failure: 'DNSSEC_BOGUS', rcode: 'SERVFAIL', addresses: [] })
    })

    test('the name servers of a zone: authoritative, silent and with an older serial', async () => {
      const { facts } = await dnsNameservers.run({ zone }, context)
      const good = { good: true, failure: null, rcode: 'NOERROR' }
      expect(facts).toEqual({
        zone,
        failure: null,
        servers: [
          {
            name: `ns1.${zone}`,
            a: ['10.0.0.53'],
            aaaa: [{ address: '2001:db8::53', class: 'documentation' }],
            aaaaFailure: null,
            ipv4: [{ address: '10.0.0.53', udp: good }],
            ipv6: [{ address: '2001:db8::53', udp: good, tcp: good }],
          },
          {
            name: `ns2.${zone}`,
            a: ['10.0.1.53'],
            aaaa: [{ address: '2001:db8:1::53', class: 'documentation' }],
            aaaaFailure: null,
            ipv4: [{ address: '10.0.1.53', udp: good }],
            // not in the dial map: refused by the safety check, so not asked
            ipv6: [
              {
                address: '2001:db8:1::53',
                udp: { good: false, failure: null, rcode: null },
                tcp: { good: false, failure: null, rcode: null },
              },
            ],
          },
        ],
        serialsEqual: false,
      })
      expect(dnsNameservers.facts.parse(facts)).toEqual(facts)
    })

    test('a name inside the zone is no zone of its own', async () => {
      const { facts } = await dnsNameservers.run({ zone: `www.${zone}` }, context)
      expect(facts).toEqual({ zone: `www.${zone}`, failure: 'NODATA', servers: [], serialsEqual: null })
    })
  },
)
