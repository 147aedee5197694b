import type { Answer } from 'dns-packet'
import { afterEach, describe, expect, test } from 'vitest'
import { dnsZone } from '../../probes/dns-zone.ts'
import { busyHandles, testContext } from '../helpers/dns-context.ts'
import {
  type Asked,
  authoritative,
  type DnsAnswer,
  type DnsServer,
  recursive,
  startDnsServer,
} from '../helpers/dns-server.ts'

const zone = 'haiduong.test'
const [ns1, www] = [`ns1.${zone}`, `www.${zone}`]
const servers: DnsServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})
async function startServer(...options: Parameters<typeof startDnsServer>) {
  const server = await startDnsServer(...options)
  servers.push(server)
  return server
}

const ns = (name: string, data: string): Answer => ({ type: 'NS', name, data })
const a = (name: string, data: string): Answer => ({ type: 'A', name, data })
const aaaa = (name: string, data: string): Answer => ({ type: 'AAAA', name, data })
const soa: Answer = { type: 'SOA', name: zone, data: { mname: ns1, rname: `admin.${zone}`, serial: 1 } }
const glue = [a(ns1, '10.0.0.53'), aaaa(ns1, '2001:db8::53')]
const truncated = authoritative | (1 << 9)

/** A sound server of the zone: one name server, one host, unsigned. */
function sound({ name, type }: Asked): DnsAnswer {
  const records = [ns(zone, ns1), soa, ...glue, a(www, '10.0.0.80')]
  const own = records.filter((record) => record.name === name.toLowerCase())
  const answers = own.filter((record) => record.type === type)
  const rcode = own.length === 0 ? 3 : 0
  return { flags: authoritative, rcode, answers, ...(answers.length === 0 && { authorities: [soa] }) }
}

type Answering = Parameters<typeof startDnsServer>[0]

/** A root that refers to the parent, and a parent that refers to the zone. */
function above(referral: DnsAnswer = { authorities: [ns(zone, ns1)], additionals: glue }): Answering {
  return ({ name, type }) => {
    const asked = name.toLowerCase()
    if (asked === 'test')
      return { authorities: [ns('test', 'ns.test')], additionals: [a('ns.test', '10.0.0.2')] }
    if (asked === zone && type === 'DS') return { flags: authoritative, authorities: [soa] }
    return referral
  }
}

/** Looks at the zone, whose server answers as told over IPv6 and soundly over IPv4. */
async function lookAt(
  answer: Answering,
  { tcp = true, patience = 0.05, parent = above(), signal = undefined as AbortSignal | undefined } = {},
) {
  const upper = await startServer(parent)
  const server6 = await startServer(answer, { address: '::1', tcp })
  const server4 = await startServer(sound)
  const resolver = await startServer((asked) => ({ ...(sound(asked) as object), flags: recursive }))
  const context = testContext({
    resolvers: [`${resolver.endpoint.address}#${resolver.endpoint.port}`],
    patience,
    dial: {
      '10.0.0.1': upper.endpoint,
      '10.0.0.2': upper.endpoint,
      '10.0.0.53': server4.endpoint,
      '2001:db8::53': server6.endpoint,
    },
    ...(signal && { signal }),
  })
  const looked = await dnsZone.run({ zone, hosts: [www], roots: ['10.0.0.1'] }, context)
  expect(dnsZone.facts.parse(looked.facts)).toEqual(looked.facts)
  const seen = looked.facts.servers[0]?.addresses.find(({ family }) => family === 6)
  return { ...looked, seen, server6, upper }
}

const answersUnless = (
  wrong: (asked: Asked, transport: 'udp' | 'tcp') => DnsAnswer | undefined,
): Answering => {
  return (asked, transport) => wrong(asked, transport) ?? sound(asked)
}
const isHost = ({ name, type }: Asked) => name.toLowerCase() === www && type === 'AAAA'
const isApex = ({ name, type }: Asked) => name.toLowerCase() === zone && type === 'AAAA'

describe('what one address of a name server does', () => {
  test('nothing wrong: asked in turn, in changing case, for what exists and what does not', async () => {
    const { seen, facts, server6 } = await lookAt(sound)
    expect(seen).toEqual({ address: '2001:db8::53', family: 6, authoritative: true, faults: [] })
    expect(facts).toMatchObject({ failure: null, sameSet: true, dnssec: { status: 'unsigned' } })
    const types = server6.asked.map(({ type }) => type)
    expect(types.slice(0, 8)).toEqual(['NS', 'NS', 'AAAA', 'LOC', 'AAAA', 'A', 'AAAA', 'DNSKEY'])
    const names = server6.asked.slice(2, 7).map(({ name }) => name)
    expect(names.map((name) => name.toLowerCase())).not.toEqual(names)
    expect(server6.asked.every(({ flags }) => (flags & (1 << 8)) === 0)).toBe(true) // never with RD
    expect(server6.asked[7]?.udpPayloadSize).toBe(4096)
  })

  test.each<[name: string, answer: Answering, faults: string[], lame?: true]>([
    [
      'ignores AAAA (RFC 4074 4.1)',
      answersUnless((asked) => (asked.type === 'AAAA' ? 'ignore' : undefined)),
      ['DNS_TIMEOUT'],
    ],
    [
      'denies a host that has A (RFC 4074 4.2)',
      answersUnless((asked) =>
        isHost(asked) ? { flags: authoritative, rcode: 3, authorities: [soa] } : undefined,
      ),
      ['AAAA_NXDOMAIN_A_OK'],
    ],
    [
      'denies its own zone',
      answersUnless((asked) =>
        isApex(asked) ? { flags: authoritative, rcode: 3, authorities: [soa] } : undefined,
      ),
      ['AAAA_NXDOMAIN_A_OK'],
    ],
    [
      'does not implement AAAA (RFC 4074 4.3)',
      answersUnless((asked) => (asked.type === 'AAAA' ? { rcode: 4 } : undefined)),
      ['LAME_NS'],
    ],
    [
      'fails on AAAA',
      answersUnless((asked) => (asked.type === 'AAAA' ? { rcode: 2 } : undefined)),
      ['SERVFAIL'],
    ],
    [
      'refuses AAAA',
      answersUnless((asked) => (asked.type === 'AAAA' ? { rcode: 5 } : undefined)),
      ['REFUSED'],
    ],
    [
      'sends an AAAA of 4 octets (RFC 4074 4.4)',
      answersUnless((asked) => (isApex(asked) ? shortAaaa(asked) : undefined)),
      ['DNS_TIMEOUT'],
    ],
    [
      'answers AAAA with nothing at all (RFC 4074 4.5)',
      answersUnless((asked) => (isApex(asked) ? {} : undefined)),
      ['LAME_NS'],
    ],
    [
      'has a wildcard',
      answersUnless(({ name, type }) =>
        name.toLowerCase().startsWith('v6gov-') && type === 'AAAA'
          ? { flags: authoritative, answers: [aaaa(name, '2001:db8::1')] }
          : undefined,
      ),
      [],
    ],
    [
      'has a host in a zone of its own',
      answersUnless((asked) => (isHost(asked) ? { authorities: [ns(www, 'ns.test')] } : undefined)),
      [],
    ],
    [
      'loses large answers',
      answersUnless(({ type, udpPayloadSize }) =>
        type === 'DNSKEY' && udpPayloadSize > 1232 ? 'ignore' : undefined,
      ),
      ['EDNS_FRAG'],
    ],
    [
      'does not answer DNSKEY at all',
      answersUnless(({ type }) => (type === 'DNSKEY' ? 'ignore' : undefined)),
      ['DNS_TIMEOUT'],
    ],
    [
      'is not authoritative',
      answersUnless(({ type }) => (type === 'NS' ? { answers: [ns(zone, ns1)] } : undefined)),
      ['LAME_NS'],
      true,
    ],
    [
      'refers back to the parent',
      answersUnless(({ type }) => (type === 'NS' ? { authorities: [ns('test', 'ns.test')] } : undefined)),
      ['LAME_NS'],
      true,
    ],
    ['is silent', () => 'ignore', ['DNS_TIMEOUT'], true],
  ])('%s', async (_, answer, faults, lame) => {
    const { seen, facts } = await lookAt(answer)
    expect(seen).toEqual({ address: '2001:db8::53', family: 6, authoritative: !lame, faults })
    const other = facts.servers[0]?.addresses.find(({ family }) => family === 4)
    expect(other).toEqual({ address: '10.0.0.53', family: 4, authoritative: true, faults: [] })
  })

  test('refuses TCP', async () => {
    expect((await lookAt(sound, { tcp: false })).seen?.faults).toEqual(['DNS_TCP_ONLY_FAIL'])
  })

  test('truncates its keys, and refuses TCP', async () => {
    const { seen } = await lookAt(
      answersUnless(({ type }) => (type === 'DNSKEY' ? { flags: truncated } : undefined)),
      { tcp: false },
    )
    expect(seen?.faults).toEqual(['DNS_TCP_ONLY_FAIL', 'TRUNCATED_NO_TCP'])
  })
})

describe('what the parent says', () => {
  test('its servers disagree', async () => {
    let turn = 0
    const { facts } = await lookAt(sound, {
      parent: (asked, transport) => {
        if (asked.name === 'test')
          return {
            authorities: [ns('test', 'ns.test'), ns('test', 'ns2.test')],
            additionals: [a('ns.test', '10.0.0.1'), a('ns2.test', '10.0.0.2')],
          }
        const names = asked.type === 'NS' && turn++ % 2 ? [ns1, 'old.test'] : [ns1]
        return asked.type === 'NS'
          ? { authorities: names.map((name) => ns(zone, name)), additionals: glue }
          : above()(asked, transport)
      },
    })
    expect(facts.delegation).toEqual({
      parent: 'test',
      seen: 'referral',
      names: [ns1, 'old.test'],
      agree: false,
    })
    expect(facts.sameSet).toBe(false)
  })

  test.each<[name: string, answer: DnsAnswer, failure: string]>([
    ['nothing', 'ignore', 'DNS_TIMEOUT'],
    ['that it fails', { rcode: 2 }, 'SERVFAIL'],
    ['that it will not', { rcode: 5 }, 'LAME_NS'],
    ['that the name does not exist', { flags: authoritative, rcode: 3, authorities: [soa] }, 'NXDOMAIN'],
    ['that it refers to the root', { authorities: [ns('.', 'a.root.test')] }, 'LAME_NS'],
    ['that it refers to itself', { authorities: [ns('test', 'ns.test')] }, 'LAME_NS'],
    [
      'an alias',
      { flags: authoritative, answers: [{ type: 'CNAME', name: zone, data: 'other.test' }] },
      'NODATA',
    ],
  ])('%s', async (_, answer, failure) => {
    const { facts } = await lookAt(sound, { parent: above(answer) })
    expect(facts).toEqual({
      zone,
      failure,
      delegation: null,
      child: null,
      sameSet: null,
      servers: [],
      dnssec: null,
    })
  })

  test('root servers that nobody answers for are our own trouble', async () => {
    await expect(lookAt(sound, { parent: () => 'ignore' })).rejects.toMatchObject({ code: 'port_blocked' })
  })

  test('root servers that the safety check forbids', async () => {
    const looking = dnsZone.run({ zone, hosts: [], roots: ['10.9.9.9'] }, testContext())
    await expect(looking).rejects.toMatchObject({ code: 'target_refused' })
  })

  test('a thousand servers that hang on each other: asked within bounds', async () => {
    const names = Array.from({ length: 30 }, (_, n) => `n${n}.deep${n}.test`)
    const looking = lookAt(sound, {
      parent: ({ name }) => {
        if (name === 'test')
          return { authorities: [ns('test', 'ns.test')], additionals: [a('ns.test', '10.0.0.2')] }
        return { authorities: names.map((server) => ns(name.split('.').slice(-2).join('.'), server)) }
      },
    })
    const { facts, upper } = await looking
    expect(facts).toMatchObject({ failure: null, child: null, sameSet: null })
    expect(facts.servers).toHaveLength(16)
    expect(upper.asked.length).toBeLessThanOrEqual(310)
  })
})

test('the budget ends in the middle: nothing is left behind', async () => {
  const before = busyHandles().length
  const budget = new AbortController()
  const looking = lookAt(() => 'ignore', { signal: budget.signal, patience: 1 })
  const failed = expect(looking).rejects.toMatchObject({ code: 'out_of_time' })
  await expect.poll(() => servers[1]?.asked.length ?? 0).toBeGreaterThan(0)
  budget.abort()
  await failed
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  await expect.poll(() => busyHandles().length).toBeLessThanOrEqual(before)
})

/** AAAA data of 4 octets: the A record's, under the wrong type. */
function shortAaaa({ id, name }: Asked): Buffer {
  const labels = name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)])
  const question = Buffer.concat([...labels, Buffer.from([0, 0, 28, 0, 1])])
  const header = Buffer.from([id >> 8, id & 0xff, 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0])
  return Buffer.concat([
    header,
    question,
    Buffer.from([0xc0, 12, 0, 28, 0, 1, 0, 0, 1, 44, 0, 4, 10, 0, 0, 80]),
  ])
}
