import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProbeName } from '../../probes/index.ts'
import { type FailureClass, failureClass } from '../../probes/lib/failure-class.ts'
import type { Endpoint, Exchange } from '../../probes/probe.ts'
import type { Finding, JudgeOptions } from '../../src/readiness/criterion.ts'
import { judgeHostAddress } from '../../src/readiness/judge/host-address.ts'
import { judgeServerAnswers } from '../../src/readiness/judge/name-servers.ts'
import { judgeWebContent } from '../../src/readiness/judge/web-content.ts'
import { judgeWebReachable } from '../../src/readiness/judge/web-reachable.ts'
import { hasPostfix } from '../helpers/mail-postfix.ts'
import { createAuthority } from '../helpers/web-certificates.ts'
import { at, type FaultDns, startFaultDns } from './faults/dns.ts'
import { mailServers, startFaultMail } from './faults/mail.ts'
import {
  behind6,
  connectFaultNetwork,
  faultNodes,
  four,
  type Heal,
  loseIpv6,
  six,
  withdrawRoute,
} from './faults/network.ts'
import { type Seen, startProber } from './faults/prober.ts'
import { forbidden, soundRecords } from './faults/records.ts'
import { type FaultWeb, siteName, sites, startFaultWeb } from './faults/web.ts'
import { filter } from './filter.ts'
import { createNamespaces, type Namespaces } from './namespaces.ts'
import { isInstalled, labMissing } from './requirements.ts'

const programs = { postfix: hasPostfix, dnsdist: isInstalled('dnsdist'), 'iputils-ping': isInstalled('ping') }
const absent = Object.entries(programs).flatMap(([name, isThere]) => (isThere ? [] : [name]))
const missing = labMissing() ?? (absent.length > 0 ? `needs the packages ${absent.join(' ')}` : undefined)

// biome-ignore lint/suspicious/noExplicitAny: a judge takes the facts of one probe, and rows are of many
type Judge = (facts: any, options: JudgeOptions) => Finding

type Row = {
  fault: string
  /** What the facts hold, or what a judge says of them; null: nothing is wrong. */
  failure: FailureClass | null
  probe: ProbeName
  settings: object
  /** The exchange that proves it: what was asked, and what came back or did not. */
  proof: [protocol: Exchange['protocol'], asked: string, says: RegExp]
  /** Breaks it. Without, it is broken as it stands. */
  make?: () => Promise<Heal>
  judged?: [by: Judge, verdict: Finding['verdict']]
  /** The share of the usual waiting times, where there is something to wait for. */
  patience?: number
  resolver?: number
}

const impatient = 0.1
const roots = [six(at.above), four(at.above)]

const address = (host: string) => ({ probe: 'dns-address' as const, settings: { host } })
const servers = (zone: string) => ({ probe: 'dns-nameservers' as const, settings: { zone } })
const zone = (name: string, hosts: string[] = []) => ({
  probe: 'dns-zone' as const,
  settings: { zone: name, hosts, roots },
})
const web = (site: Parameters<typeof siteName>[0], port: 80 | 443 = 443) => ({
  probe: 'web-dual-stack' as const,
  settings: { host: siteName(site), ports: [port] },
})
const mail = (name: keyof typeof mailServers) => ({
  probe: 'mail-inbound' as const,
  settings: { domain: `${name}.sound.test` },
})
const resolver = four(at.resolver)

describe.skipIf(missing)(`every failure class on real servers${missing ? ` (${missing})` : ''}`, () => {
  const authority = missing ? undefined : createAuthority()
  const nobody = missing ? undefined : createAuthority()
  let lab: Namespaces
  let dns: FaultDns
  let site: FaultWeb
  let run: Awaited<ReturnType<typeof startProber>>
  let removeMail = () => {}

  beforeAll(async () => {
    if (!authority || !nobody) throw new Error('authorities are there where the lab is')
    lab = await createNamespaces(faultNodes)
    const numbers = [
      ...Object.values(at),
      ...Object.values(sites).map(({ number }) => number),
      ...Object.values(mailServers).map(({ number }) => number),
    ]
    await connectFaultNetwork(lab, numbers)
    ;[dns, site, removeMail, run] = await Promise.all([
      startFaultDns(lab, soundRecords),
      startFaultWeb(lab, authority, nobody),
      startFaultMail(lab, authority.issue('mx.mail.sound.test')),
      startProber(lab),
    ])
  })
  afterAll(async () => {
    await lab?.remove()
    for (const made of [authority, nobody]) made?.remove()
    removeMail()
  })

  const look = ({
    probe,
    settings,
    patience = 1,
    resolver: number = at.resolver,
  }: Omit<Row, 'proof' | 'fault' | 'failure'>) =>
    run({ probe, settings, context: { patience, resolvers: [four(number)], trustedCa: authority?.ca } })

  const dropTo = (number: number, what: string) => () =>
    filter(lab, 'far', `ip6 daddr ${six(number)} ${what}`)
  const stop = (started: () => { signal(name: NodeJS.Signals): void }) => async () => {
    started().signal('SIGSTOP')
    return async () => started().signal('SIGCONT')
  }

  const names: Row[] = [
    {
      fault: 'a name that nobody has',
      failure: 'NXDOMAIN',
      ...address('nowhere.sound.test'),
      proof: ['dns', resolver, /status: NXDOMAIN/],
    },
    {
      fault: 'a name with A alone',
      failure: 'NODATA',
      ...address('v4only.sound.test'),
      judged: [judgeHostAddress, 'fail'],
      proof: ['dns', resolver, /status: NOERROR.*ANSWER: 0/s],
    },
    {
      fault: 'a name with A alone, to which a DNS64 adds an AAAA',
      failure: 'NODATA',
      ...address('v4only.sound.test'),
      resolver: at.dns64,
      judged: [judgeHostAddress, 'fail'],
      proof: ['dns', four(at.dns64), /2001:db8:64::a09:50/],
    },
    {
      fault: 'a load balancer that denies AAAA of names that have A',
      failure: 'AAAA_NXDOMAIN_A_OK',
      ...address('www.denying.test'),
      judged: [judgeHostAddress, 'fail'],
      proof: ['dns', resolver, /status: NXDOMAIN/],
    },
    {
      fault: 'the same, asked at the server itself',
      failure: 'AAAA_NXDOMAIN_A_OK',
      ...zone('denying.test', ['www.denying.test']),
      proof: ['dns', six(at.denying), /status: NXDOMAIN/],
    },
    {
      fault: 'name servers that lost the zone',
      failure: 'SERVFAIL',
      ...address('www.broken.test'),
      proof: ['dns', resolver, /status: SERVFAIL/],
    },
    {
      fault: 'a DS that no key fits',
      failure: 'DNSSEC_BOGUS',
      ...address('www.bogus.test'),
      proof: ['dns', resolver, /status: NOERROR.* cd/s],
    },
    {
      fault: 'a resolver that refuses AAAA',
      failure: 'REFUSED',
      ...address('refused.sound.test'),
      resolver: at.resolverRefusing,
      proof: ['dns', four(at.resolverRefusing), /status: REFUSED/],
    },
    {
      fault: 'a resolver that says of AAAA that it has no authority',
      failure: 'NOTAUTH',
      ...address('notauth.sound.test'),
      resolver: at.resolverRefusing,
      proof: ['dns', four(at.resolverRefusing), /status: NOTAUTH/],
    },
    {
      fault: 'a ring of aliases',
      failure: 'CNAME_LOOP',
      ...address('ring1.sound.test'),
      proof: ['dns', resolver, /ring1\.sound\.test.*CNAME.*ring2/],
    },
    {
      fault: 'ten aliases one after the other',
      failure: 'CNAME_LOOP',
      ...address('chain0.sound.test'),
      proof: ['dns', resolver, /chain8\.sound\.test.*CNAME.*chain9/],
    },
    {
      fault: 'an alias to a name that nobody has',
      failure: 'CNAME_DANGLING',
      ...address('dangling.sound.test'),
      proof: ['dns', resolver, /CNAME.*nowhere/],
    },
    {
      fault: 'sixty AAAA and a firewall that lets no DNS over TCP pass',
      failure: 'TRUNCATED_NO_TCP',
      ...address('many.sound.test'),
      resolver: at.resolverUdpAlone,
      patience: impatient,
      make: () => filter(lab, 'far', `ip daddr ${four(at.resolverUdpAlone)} tcp dport 53 drop`),
      proof: ['dns', four(at.resolverUdpAlone), /flags:[^;]* tc/],
    },
  ]

  const authorities: Row[] = [
    {
      fault: 'a name server of two that is stopped',
      failure: 'DNS_TIMEOUT',
      ...servers('stopped.test'),
      patience: impatient,
      make: stop(() => dns.stopped),
      judged: [judgeServerAnswers, 'partial'],
      proof: [
        'dns',
        six(at.stopped),
        /no answer within 200 ms; no answer within 400 ms; no answer within 600/,
      ],
    },
    {
      fault: 'a name server of three that nothing reaches over IPv6',
      failure: 'DNS_TIMEOUT',
      ...servers('three.test'),
      patience: impatient,
      make: dropTo(at.dead, 'drop'),
      judged: [judgeServerAnswers, 'partial'],
      proof: ['dns', six(at.dead), /no answer to SYN/],
    },
    {
      fault: 'a server that has the zone above alone',
      failure: 'LAME_NS',
      ...servers('lame.test'),
      judged: [judgeServerAnswers, 'partial'],
      proof: ['dns', six(at.lame), /status: NOERROR/],
    },
    {
      fault: 'a server that has another zone, and refuses',
      failure: 'LAME_NS',
      ...servers('lame.example'),
      judged: [judgeServerAnswers, 'partial'],
      proof: ['dns', six(at.lame), /status: REFUSED/],
    },
    {
      fault: 'a server that says that it has no authority',
      failure: 'LAME_NS',
      ...servers('notauth.test'),
      judged: [judgeServerAnswers, 'partial'],
      proof: ['dns', six(at.notAuthoritative), /status: NOTAUTH/],
    },
    {
      fault: 'a server that lost the zone',
      failure: 'SERVFAIL',
      ...servers('failing.test'),
      judged: [judgeServerAnswers, 'partial'],
      proof: ['dns', six(at.failing), /status: SERVFAIL/],
    },
    {
      fault: 'a firewall that drops DNS over TCP',
      failure: 'DNS_TCP_ONLY_FAIL',
      ...servers('udp.test'),
      patience: impatient,
      make: dropTo(at.udpAlone, 'tcp dport 53 drop'),
      judged: [judgeServerAnswers, 'partial'],
      proof: ['dns', six(at.udpAlone), /no answer to SYN within 200 ms/],
    },
    {
      fault: 'a firewall that refuses DNS over TCP',
      failure: 'DNS_TCP_ONLY_FAIL',
      ...zone('udp-too.test'),
      make: dropTo(at.udpAloneToo, 'tcp dport 53 reject with tcp reset'),
      proof: ['dns', six(at.udpAloneToo), /ECONNREFUSED/],
    },
    {
      fault: 'a firewall that drops fragments',
      failure: 'EDNS_FRAG',
      ...zone('fragments.test'),
      patience: impatient,
      make: () => filter(lab, 'far', `ip6 saddr ${six(at.fragments)} exthdr frag exists drop`),
      proof: ['dns', six(at.fragments), /no answer within 200 ms/],
    },
    {
      fault: 'no glue at all',
      failure: 'GLUE_MISSING',
      ...zone('unglued.test'),
      proof: ['dns', four(at.above), /ns\.unglued\.test/],
    },
    {
      fault: 'glue of another address',
      failure: 'GLUE_MISMATCH',
      ...zone('misglued.test'),
      proof: ['dns', four(at.above), /ns\.misglued\.test\.? .*AAAA.*2001:db8:c::54/],
    },
    {
      fault: 'glue of IPv4 alone',
      failure: 'AAAA_ON_NS_NO_GLUE',
      ...zone('halfglued.test'),
      proof: ['dns', four(at.above), /ns\.halfglued\.test/],
    },
    {
      fault: 'an address without a name',
      failure: 'PTR_MISSING',
      probe: 'dns-reverse',
      settings: { addresses: [six(82)] },
      proof: ['dns', resolver, /status: NXDOMAIN/],
    },
    {
      fault: 'an address whose name has another address',
      failure: 'PTR_MISMATCH',
      probe: 'dns-reverse',
      settings: { addresses: [six(81)] },
      proof: ['dns', resolver, /PTR.*www\.sound\.test/],
    },
  ]

  const pages: Row[] = [
    {
      fault: 'a firewall that resets',
      failure: 'TCP_REFUSED',
      ...web('refusing'),
      make: dropTo(sites.refusing.number, 'meta l4proto tcp reject with tcp reset'),
      judged: [judgeWebReachable, 'fail'],
      proof: ['tcp', six(sites.refusing.number), /ECONNREFUSED/],
    },
    {
      fault: 'a firewall that drops',
      failure: 'TCP_TIMEOUT',
      ...web('silent'),
      patience: impatient,
      make: dropTo(sites.silent.number, 'drop'),
      judged: [judgeWebReachable, 'fail'],
      proof: ['tcp', six(sites.silent.number), /no answer to SYN within 400 ms, 3 tries/],
    },
    {
      fault: 'a router without a route',
      failure: 'TCP_UNREACH',
      ...web('unreachable'),
      make: () => withdrawRoute(lab, six(sites.unreachable.number)),
      judged: [judgeWebReachable, 'fail'],
      proof: ['tcp', six(sites.unreachable.number), /E(?:NET|HOST)UNREACH/],
    },
    {
      fault: 'a certificate for another name',
      failure: 'TLS_NAME',
      ...web('misnamed'),
      judged: [judgeWebContent, 'fail'],
      proof: ['tls', six(sites.misnamed.number), /alternative names: DNS:other\.test.*TLS_NAME/s],
    },
    {
      fault: 'a certificate that has expired',
      failure: 'TLS_EXPIRED',
      ...web('expired'),
      judged: [judgeWebContent, 'fail'],
      proof: ['tls', six(sites.expired.number), /TLS_EXPIRED \(CERT_HAS_EXPIRED\)/],
    },
    {
      fault: 'a certificate of nobody that we know',
      failure: 'TLS_CHAIN',
      ...web('untrusted'),
      judged: [judgeWebContent, 'fail'],
      proof: ['tls', six(sites.untrusted.number), /TLS_CHAIN/],
    },
    {
      fault: 'an older certificate that is still good',
      failure: null,
      ...web('older'),
      judged: [judgeWebContent, 'pass'],
      proof: ['tls', six(sites.older.number), /verification: good/],
    },
    {
      fault: 'no TLS on port 443',
      failure: 'TLS_FAILED',
      ...web('plain'),
      judged: [judgeWebContent, 'fail'],
      proof: ['tls', six(sites.plain.number), /SSL/],
    },
    {
      fault: 'a ring of redirects',
      failure: 'HTTP_BAD_ANSWER',
      ...web('ring'),
      judged: [judgeWebContent, 'fail'],
      proof: ['http', six(sites.ring.number), /HTTP\/1\.1 302/],
    },
    {
      fault: 'ten thousand headers',
      failure: 'HTTP_BAD_ANSWER',
      ...web('headers'),
      judged: [judgeWebContent, 'fail'],
      proof: ['http', six(sites.headers.number), /HPE_HEADER_OVERFLOW/],
    },
    {
      fault: 'a head of one octet in a second',
      failure: 'HTTP_TIMEOUT',
      ...web('slow', 80),
      patience: impatient,
      judged: [judgeWebContent, 'fail'],
      proof: ['http', six(sites.slow.number), /no complete head within/],
    },
    {
      fault: 'a body of one octet in a second',
      failure: 'HTTP_TIMEOUT',
      ...web('dripping', 80),
      patience: impatient,
      judged: [judgeWebContent, 'fail'],
      proof: ['http', six(sites.dripping.number), /HTTP\/1\.1 200.*no complete body within/s],
    },
    {
      fault: '503 over IPv6, 200 over IPv4',
      failure: 'HTTP_STATUS_DIFF',
      ...web('failing'),
      judged: [judgeWebContent, 'fail'],
      proof: ['http', six(sites.failing.number), /HTTP\/1\.1 503/],
    },
    {
      fault: 'the same octets in another order',
      failure: 'CONTENT_DIFF',
      ...web('shuffled'),
      judged: [judgeWebContent, 'fail'],
      proof: ['http', six(sites.shuffled.number), /HTTP\/1\.1 200.*SHA-256/s],
    },
    {
      fault: 'the page of another site on port 80 alone',
      failure: 'CONTENT_DIFF',
      probe: 'web-dual-stack',
      settings: { host: siteName('defaulted') },
      judged: [judgeWebContent, 'fail'],
      proof: ['http', six(sites.defaulted.number), /HTTP\/1\.1 200.*SHA-256/s],
    },
    {
      fault: '2 GB in a small gzip',
      failure: 'CONTENT_DIFF',
      ...web('bomb'),
      judged: [judgeWebContent, 'fail'],
      proof: ['http', six(sites.bomb.number), /\(500000 bytes read/],
    },
    {
      fault: 'a body without end',
      failure: 'CONTENT_DIFF',
      ...web('endless'),
      judged: [judgeWebContent, 'fail'],
      proof: ['http', six(sites.endless.number), /\(500000 bytes read/],
    },
    {
      fault: 'a redirect to a host without IPv6',
      failure: 'REDIRECT_TO_V4ONLY',
      ...web('leading'),
      judged: [judgeWebContent, 'fail'],
      proof: ['http', six(sites.leading.number), /location: https:\/\/v4only\.sound\.test/i],
    },
    {
      fault: 'nothing',
      failure: null,
      ...web('www'),
      judged: [judgeWebContent, 'pass'],
      proof: ['http', six(sites.www.number), /HTTP\/1\.1 200/],
    },
    {
      fault: 'an address that is of the link alone',
      failure: 'AAAA_FORBIDDEN_CLASS',
      probe: 'web-dual-stack',
      settings: { host: 'link-local.sound.test', ports: [443] },
      judged: [judgeWebReachable, 'fail'],
      proof: ['dns', resolver, /AAAA\s+fe80::1/],
    },
  ]

  const mails: Row[] = [
    {
      fault: 'no STARTTLS, which is worth a note',
      failure: 'SMTP_NO_STARTTLS',
      ...mail('mail-clear'),
      proof: ['smtp', six(mailServers['mail-clear'].number), /^250[ -]SIZE/m],
    },
    {
      fault: 'a mail server that rejects us',
      failure: 'SMTP_REJECT',
      ...mail('mail-rejecting'),
      proof: ['smtp', six(mailServers['mail-rejecting'].number), /^55\d/m],
    },
    {
      fault: 'a mail server that lets us wait for its greeting',
      failure: 'SMTP_NO_BANNER',
      ...mail('mail-mute'),
      patience: impatient / 2,
      proof: ['smtp', six(mailServers['mail-mute'].number), /within 1500 ms/],
    },
    {
      fault: 'nothing',
      failure: null,
      ...mail('mail'),
      proof: ['smtp', six(mailServers.mail.number), /^250[ -]STARTTLS/m],
    },
  ]

  const bottleneck: Row[] = [
    {
      fault: 'a small MTU in the middle, and firewalls that drop Packet Too Big',
      failure: 'PMTUD_BLACKHOLE',
      probe: 'web-dual-stack',
      settings: { host: 'behind.sound.test', ports: [443] },
      patience: impatient,
      make: async () => {
        const heals = await Promise.all(
          ['border', 'narrow'].map((node) =>
            filter(lab, node, 'icmpv6 type packet-too-big drop', ['forward', 'output']),
          ),
        )
        return async () => void (await Promise.all(heals.map((heal) => heal())))
      },
      judged: [judgeWebReachable, 'partial'],
      proof: ['ping', behind6, /no answer/],
    },
    {
      fault: 'a web server that is stopped',
      failure: 'HTTP_TIMEOUT',
      probe: 'web-dual-stack',
      settings: { host: 'behind.sound.test', ports: [80] },
      patience: impatient,
      make: stop(() => site.behind),
      judged: [judgeWebContent, 'fail'],
      proof: ['http', behind6, /no complete head within/],
    },
  ]

  const table = [...names, ...authorities, ...pages, ...mails, ...bottleneck]

  async function check(row: Row) {
    const heal = await row.make?.()
    try {
      const seen = await look(row)
      expect(seen).toMatchObject({ error: null })
      const finding = row.judged?.[0](seen.facts, options)
      expect(finding?.verdict).toBe(row.judged?.[1])
      const told = finding && 'failure' in finding ? [finding.failure] : []
      expect([...new Set([...classesIn(seen.facts), ...told])]).toEqual(row.failure ? [row.failure] : [])
      expectProof(seen, row.proof)
    } finally {
      await heal?.()
    }
    if (heal) expect(classesIn((await look({ ...row, patience: 1 })).facts)).toEqual([])
  }

  describe.concurrent('ends in its class and in no other, is proved, and heals', () => {
    test.each([...names, ...authorities, ...pages, ...mails])('$failure: $fault', check, 40_000)
  })
  test.each(bottleneck)('$failure: $fault', check, 40_000)

  test.each([
    ['spf', true],
    ['spf-v4only', false],
  ])('IPv6 that a DNS64 made up is none that SPF covers: %s', async (name, coversIpv6) => {
    const settings = { domain: `${name}.sound.test` }
    const { facts } = await look({ probe: 'mail-outbound', settings, resolver: at.dns64 })
    expect(facts).toMatchObject({ spf: { record: 'found', coversIpv6 } })
  })

  test.each(Object.entries(forbidden))('AAAA_FORBIDDEN_CLASS: %s', async (name, [text, kind]) => {
    const { facts } = await look(address(`${name}.sound.test`))
    expect(facts).toMatchObject({ aaaa: { failure: null, addresses: [{ address: text, class: kind }] } })
    const finding = judgeHostAddress(facts as never, { ...options, treatDocumentationAsGlobal: false })
    expect(finding).toMatchObject({ verdict: 'fail', failure: 'AAAA_FORBIDDEN_CLASS' })
    expect(finding.because.en).toContain(text)
  })

  describe('what says nothing of the target', () => {
    const controls = [`${six(mailServers.mail.number)}#25`]
    const asked = { ...mail('mail-clear'), patience: impatient }
    const withControl = { ...asked, settings: { ...asked.settings, controls } }

    test('port 25 blocked at our own border: port_blocked, until it is opened', async () => {
      const heal = await filter(lab, 'border', 'tcp dport 25 drop')
      const seen = await look(withControl)
      await heal()
      expect(seen).toMatchObject({ error: 'port_blocked', facts: null })
      expectProof(seen, ['tcp', six(mailServers.mail.number), /no answer to SYN within 400 ms/])
      expect((await look(withControl)).error).toBeNull()
    })

    test('a prober without IPv6: prober_no_ipv6, until it has it again', async () => {
      const heal = await loseIpv6(lab)
      const selfTest = await look({ probe: 'prober-self-test', settings: { anchors: [`${six(80)}#443`] } })
      const seen = [await look(web('www')), await look(withControl), await look(servers('three.test'))]
      await heal()
      expect(selfTest.facts).toMatchObject({ ipv6: { working: false, ownAddress: false } })
      expect(seen.map(({ error }) => error)).toEqual(seen.map(() => 'prober_no_ipv6'))
      expect(classesIn((await look(web('www'))).facts)).toEqual([])
    })
  })

  test('the table has every class that there is', () => {
    const covered = new Set(table.flatMap(({ failure }) => failure ?? []))
    expect([...covered].sort()).toEqual([...failureClass.options].sort())
  })
})

const options: JudgeOptions = { treatDocumentationAsGlobal: true, insideCountsAsOutside: true }

/** Every failure class that stands anywhere in facts, but for RCODEs, some of which have the same names. */
function classesIn(facts: unknown): FailureClass[] {
  const found = new Set<FailureClass>()
  JSON.stringify(facts, (key, value) => {
    const known = key === 'rcode' ? undefined : failureClass.safeParse(value).data
    if (known) found.add(known)
    return value
  })
  return [...found].sort()
}

/** Some exchange shows it, and came from the very address that was asked. */
function expectProof({ evidence }: Seen, [protocol, asked, says]: Row['proof']) {
  const about = evidence.exchanges.filter((one) => one.protocol === protocol && one.asked.address === asked)
  const texts = about.map(({ request, response, failure = '' }) =>
    [...request, ...response, failure].join('\n'),
  )
  expect(texts).toContainEqual(expect.stringMatching(says))
  const peers = about.flatMap(({ peer }) => peer ?? [])
  expect(peers).toEqual(peers.map((): Endpoint => ({ address: asked, port: expect.any(Number) })))
}
