import type { Answer } from 'dns-packet'
import { afterEach, describe, expect, test } from 'vitest'
import { createDnsRecursive } from '../../probes/dns-recursive.ts'
import { testContext } from '../helpers/dns-context.ts'
import { type DnsAnswer, type DnsServer, recursive, startDnsServer } from '../helpers/dns-server.ts'

const servers: DnsServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

/** On a machine that has IPv6, whatever the one has that runs this. */
const probe = createDnsRecursive(() => ({
  eth0: [
    {
      address: '2001:db8::10',
      netmask: 'ffff:ffff:ffff:ffff::',
      family: 'IPv6',
      mac: '00:00:00:00:00:00',
      internal: false,
      cidr: '2001:db8::10/64',
      scopeid: 0,
    },
  ],
}))
const resolver = '2001:db8::53'
const host = 'known.test'
const a = { type: 'A' as const, name: host, ttl: 60, data: '10.0.0.1' }
const aaaa = { type: 'AAAA' as const, name: host, ttl: 60, data: '2001:db8::1' }
const alias = { type: 'CNAME' as const, name: host, ttl: 60, data: 'real.test' }

async function asked(answer: (type: string) => DnsAnswer, name: string | undefined = host) {
  const server = await startDnsServer(({ type }) => answer(type), { address: '::1' })
  servers.push(server)
  const context = testContext({ dial: { [`${resolver}#53`]: server.endpoint }, patience: 0.1 })
  const { facts } = await probe.run({ resolver, ...(name && { name }) }, context)
  return facts.servers[0]
}

const good = (answers: Answer[]): DnsAnswer => ({
  flags: recursive,
  answers,
})

describe('a resolver asked for a name that has an AAAA for certain', () => {
  test.each<[string, DnsAnswer, { answered: boolean; failure: string | null }]>([
    ['gives it', good([aaaa]), { answered: true, failure: null }],
    [
      'gives it behind an alias',
      good([alias, { ...aaaa, name: 'real.test' }]),
      { answered: true, failure: null },
    ],
    ['strips it', good([]), { answered: false, failure: 'NODATA' }],
    [
      'denies that there is such a name',
      { flags: recursive, rcode: 3 },
      { answered: false, failure: 'NXDOMAIN' },
    ],
    ['refuses', { rcode: 5 }, { answered: false, failure: 'REFUSED' }],
    ['does not recurse', { answers: [aaaa] }, { answered: false, failure: 'REFUSED' }],
  ])('%s', async (_, answer, expected) => {
    expect((await asked((type) => (type === 'A' ? good([a]) : answer)))?.aaaa).toMatchObject(expected)
  })

  test('the root has no AAAA, and to say so is an answer', async () => {
    expect((await asked(() => good([]), ''))?.aaaa).toMatchObject({ answered: true, failure: null })
  })
})
