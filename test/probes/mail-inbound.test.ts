import type { Socket } from 'node:net'
import type { Answer } from 'dns-packet'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { mailInbound } from '../../probes/mail-inbound.ts'
import type { Endpoint } from '../../probes/probe.ts'
import { busyHandles, testContext } from '../helpers/dns-context.ts'
import { recursive, startDnsServer } from '../helpers/dns-server.ts'
import { hasPostfix, type Postfix, startPostfix } from '../helpers/mail-postfix.ts'
import { type Authority, createAuthority, hasOpenssl } from '../helpers/web-certificates.ts'
import { type Behaviour, startDeafServer, startWebServer } from '../helpers/web-server.ts'

const domain = 'haiduong.test'
const running: { stop(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})
async function run<S extends { stop(): Promise<void> }>(starting: Promise<S>): Promise<S> {
  const server = await starting
  running.push(server)
  return server
}

const mx = (preference: number, exchange: string): Answer => ({
  type: 'MX',
  name: domain,
  data: { preference, exchange },
})

/** Looks at the domain, whose mail servers have these addresses; `dial` says where those really are. */
async function lookAt(
  exchanges: Answer[],
  hosts: Record<string, string[]>,
  dial: Record<string, Endpoint>,
  { controls = [] as string[], patience = 1, signal = undefined as AbortSignal | undefined, rcode = 0 } = {},
) {
  const resolver = await run(
    startDnsServer(({ name, type }) => {
      const answers: Answer[] =
        type === 'MX'
          ? exchanges
          : (hosts[name] ?? [])
              .filter((address) => address.includes(':') === (type === 'AAAA'))
              .map((data) => ({ type: type as 'A' | 'AAAA', name, data }))
      const soa: Answer = { type: 'SOA', name: domain, data: { mname: 'ns', rname: 'admin' } }
      return { flags: recursive, rcode, answers, ...(answers.length === 0 && { authorities: [soa] }) }
    }),
  )
  const context = testContext({
    resolvers: [`${resolver.endpoint.address}#${resolver.endpoint.port}`],
    dial,
    patience,
    ...(signal && { signal }),
  })
  const looked = await mailInbound.run({ domain, controls }, context)
  expect(mailInbound.facts.parse(looked.facts)).toEqual(looked.facts)
  return looked
}

const mail = `mail.${domain}`
const both = { [mail]: ['10.0.0.25', '2001:db8::25'] }
const works = (address: string, starttls: boolean) => ({
  address,
  open: true,
  works: true,
  failure: null,
  starttls,
  note: starttls ? null : 'SMTP_NO_STARTTLS',
})

describe.skipIf(!hasPostfix || !hasOpenssl)(
  'against postfix (skipped without postfix, openssl, root)',
  () => {
    let postfix: Postfix
    let plain: Postfix
    let authority: Authority
    beforeAll(async () => {
      authority = createAuthority()
      postfix = await startPostfix({ certificate: authority.issue(mail) })
      plain = await startPostfix()
    })
    afterAll(async () => {
      await Promise.all([postfix?.stop(), plain?.stop()])
      authority?.remove()
    })

    test('two servers, one of them with two addresses, in order of preference', async () => {
      const { facts, evidence } = await lookAt(
        [mx(20, `Zweit.${domain}`), mx(10, mail), mx(30, mail)],
        { ...both, [`zweit.${domain}`]: ['2001:db8::26', '2001:db8::27'] },
        {
          '10.0.0.25': postfix.ipv4,
          '2001:db8::25': postfix.ipv6,
          '2001:db8::26': plain.ipv6,
          '2001:db8::27': plain.ipv6,
        },
      )
      const documentation = (address: string) => ({ address, class: 'documentation' })
      expect(facts).toEqual({
        domain,
        failure: null,
        nullMx: false,
        exchanges: [
          {
            name: mail,
            preference: 10,
            a: ['10.0.0.25'],
            aaaa: [documentation('2001:db8::25')],
            aaaaFailure: null,
            ipv4: [works('10.0.0.25', true)],
            ipv6: [works('2001:db8::25', true)],
          },
          {
            name: `zweit.${domain}`,
            preference: 20,
            a: [],
            aaaa: [documentation('2001:db8::26'), documentation('2001:db8::27')],
            aaaaFailure: null,
            ipv4: [],
            ipv6: [works('2001:db8::26', false), works('2001:db8::27', false)],
          },
        ],
      })
      const dialogue = evidence.exchanges.find(
        ({ protocol, asked }) => protocol === 'smtp' && asked.address === '2001:db8::25',
      )
      expect(dialogue?.request).toEqual(['EHLO [IPv6:::1]', 'QUIT'])
      expect(dialogue?.response[0]).toBe('220 mail.haiduong.test ESMTP Postfix')
      expect(dialogue?.response).toContain('250-STARTTLS')
      expect(dialogue?.response.at(-1)).toBe('221 2.0.0 Bye')
      expect(dialogue?.peer).toEqual(postfix.ipv6)
    })

    test('the control host greets us first', async () => {
      const dial = { '2001:db8:c::25': plain.ipv6, '10.0.0.25': postfix.ipv4, '2001:db8::25': postfix.ipv6 }
      const { evidence } = await lookAt([mx(1, mail)], both, dial, { controls: ['2001:db8:c::25'] })
      const greeted = evidence.exchanges
        .filter(({ protocol }) => protocol === 'smtp')
        .map(({ asked }) => asked.address)
      expect(greeted[0]).toBe('2001:db8:c::25')
      expect(greeted).toHaveLength(3)
    })

    test('a control host that is alive makes a dead server a fact', async () => {
      const closed = await startWebServer(() => {}, { address: '::1' })
      await closed.stop()
      const dial = { '2001:db8:c::25': plain.ipv6, '2001:db8::25': closed.endpoint }
      const { facts } = await lookAt([mx(1, mail)], { [mail]: ['2001:db8::25'] }, dial, {
        controls: ['2001:db8:c::25'],
      })
      expect(facts.exchanges[0]?.ipv6).toEqual([
        {
          address: '2001:db8::25',
          open: false,
          works: false,
          failure: 'TCP_REFUSED',
          starttls: null,
          note: null,
        },
      ])
    })
  },
)

describe('the MX records', () => {
  test.each<[name: string, exchanges: Answer[], rcode: number, facts: object]>([
    ['none', [], 0, { failure: 'NODATA', nullMx: false, exchanges: [] }],
    ['of a domain that does not exist', [], 3, { failure: 'NXDOMAIN', nullMx: false, exchanges: [] }],
    ['that cannot be had', [], 2, { failure: 'SERVFAIL', nullMx: false, exchanges: [] }],
    [
      'that say that no mail is taken (RFC 7505)',
      [mx(0, '.')],
      0,
      { failure: null, nullMx: true, exchanges: [] },
    ],
  ])('%s', async (_, exchanges, rcode, facts) => {
    expect((await lookAt(exchanges, {}, {}, { rcode })).facts).toEqual({ domain, ...facts })
  })

  test('resolvers that refuse us', async () => {
    await expect(lookAt([], {}, {}, { rcode: 5 })).rejects.toMatchObject({ code: 'resolver_failed' })
  })

  test('a server without IPv6 needs no proof that we reach port 25', async () => {
    const silent = await run(startWebServer((socket) => socket.end('220 hello\r\n')))
    const { facts } = await lookAt([mx(1, mail)], { [mail]: ['10.0.0.25'] }, { '10.0.0.25': silent.endpoint })
    expect(facts.exchanges[0]).toMatchObject({ aaaa: [], aaaaFailure: 'NODATA', ipv6: [] })
  })

  test('a hundred servers are not all asked, and addresses that mean ourselves never', async () => {
    const many = Array.from({ length: 30 }, (_, n) => mx(n, `m${n}.${domain}`))
    expect((await lookAt(many, {}, {})).facts.exchanges).toHaveLength(10)
    const { facts } = await lookAt([mx(1, mail)], { [mail]: ['::1', 'fe80::1', 'ff02::1'] }, {})
    expect(facts.exchanges[0]?.ipv6.map(({ open, failure }) => [open, failure])).toEqual(
      new Array(3).fill([null, 'AAAA_FORBIDDEN_CLASS']),
    )
  })
})

describe('whether it is us', () => {
  const dead = async () => {
    const deaf = await run(startDeafServer('::1'))
    return { '2001:db8::25': deaf.endpoint, '2001:db8:c::25': deaf.endpoint }
  }
  const one = { [mail]: ['2001:db8::25'] }

  test.each([
    ['no control host', []],
    ['a control host that is silent', ['2001:db8:c::25']],
    ['a control host that the safety check forbids', ['2001:db8:c::26']],
  ])('%s: nothing is known', async (_, controls) => {
    const looking = lookAt([mx(1, mail)], one, await dead(), { controls, patience: 0.05 })
    await expect(looking).rejects.toMatchObject({ code: 'port_blocked' })
  })

  test('another server that answers over IPv6 is proof enough', async () => {
    const smtp = await run(startWebServer(smtpServer(), { address: '::1' }))
    const { facts } = await lookAt(
      [mx(1, mail), mx(2, `b.${domain}`)],
      { ...one, [`b.${domain}`]: ['2001:db8::26'] },
      { ...(await dead()), '2001:db8::26': smtp.endpoint },
      { patience: 0.05 },
    )
    expect(facts.exchanges.map(({ ipv6 }) => ipv6[0]?.failure)).toEqual(['TCP_TIMEOUT', null])
  })

  test.each(['10.0.0.25', 'mail.test', '2001:db8::25#0'])('"%s" is no control host', async (control) => {
    await expect(lookAt([], {}, {}, { controls: [control] })).rejects.toMatchObject({ code: 'bad_settings' })
  })
})

/** Answers each command with the next of these replies, after the banner. */
function smtpServer(banner = '220 mail ESMTP\r\n', ...replies: string[]): Behaviour {
  return (socket) => {
    const rest = replies.length > 0 ? [...replies] : ['250-mail\r\n250 SIZE 1000\r\n', '221 bye\r\n']
    socket.write(banner)
    socket.on('data', () => {
      const reply = rest.shift()
      if (reply !== undefined) socket.write(reply)
    })
  }
}

describe('a server that is no good', () => {
  async function greetedBy(behaviour: Behaviour, patience = 0.01) {
    const server = await run(startWebServer(behaviour, { address: '::1' }))
    const started = performance.now()
    const { facts, evidence } = await lookAt(
      [mx(1, mail)],
      { [mail]: ['2001:db8::25'] },
      { '2001:db8::25': server.endpoint },
      { patience },
    )
    const dialogue = evidence.exchanges.find(({ protocol }) => protocol === 'smtp')
    expect((dialogue?.response ?? []).join('\n').length).toBeLessThan(20_000)
    return { seen: facts.exchanges[0]?.ipv6[0], server, dialogue, tookMs: performance.now() - started }
  }
  const endless =
    (chunk: string): Behaviour =>
    (socket: Socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(chunk));
      }
      socket.on('drain', more)
      more()
    }
  const slowly =
    (text: string, everyMs: number): Behaviour =>
    (socket) => {
      let sent = 0
      const timer = setInterval(() => socket.write(text[sent++ % text.length] ?? ''), everyMs)
      socket.on('close', () => clearInterval(timer))
    }

  test.each<[name: string, behaviour: Behaviour, failure: string]>([
    ['says nothing', () => {}, 'SMTP_NO_BANNER'],
    ['closes at once', (socket) => socket.end(), 'SMTP_NO_BANNER'],
    ['resets', (socket) => setTimeout(() => socket.resetAndDestroy(), 20), 'SMTP_NO_BANNER'],
    ['speaks HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'SMTP_NO_BANNER'],
    ['has a banner without end of line', endless('x'.repeat(1000)), 'SMTP_NO_BANNER'],
    ['has a banner of endless lines', endless('220-and more\r\n'.repeat(50)), 'SMTP_NO_BANNER'],
    ['sends one octet at a time', slowly('220-hello\r\n', 20), 'SMTP_NO_BANNER'],
    ['has a banner that breaks off', (socket) => socket.end('220-hello\r\n'), 'SMTP_NO_BANNER'],
    ['has no service for us', smtpServer('554 5.7.1 go away\r\n', '221 bye\r\n'), 'SMTP_REJECT'],
    ['is busy', smtpServer('421 try later\r\n'), 'SMTP_REJECT'],
    ['does not know EHLO', smtpServer(undefined, '502 5.5.1 unknown\r\n', '221 bye\r\n'), 'SMTP_REJECT'],
    ['is silent to EHLO', smtpServer(undefined, ''), 'SMTP_REJECT'],
    ['answers EHLO without end', smtpServer(undefined, '250-x\r\n'.repeat(200)), 'SMTP_REJECT'],
  ])('%s', async (_, behaviour, failure) => {
    const { seen, tookMs } = await greetedBy(behaviour)
    expect(seen).toEqual({
      address: '2001:db8::25',
      open: true,
      works: false,
      failure,
      starttls: null,
      note: null,
    })
    expect(tookMs).toBeLessThan(3000) // 0.3 s of patience for a banner
  })

  test.each<[name: string, behaviour: Behaviour, starttls: boolean]>([
    [
      'greets in many lines, ends without QUIT, folds nothing',
      smtpServer('220-one\n220-two\n220 three\n', '250-mail\n250-starttls\n250 OK\n'),
      true,
    ],
    ['pipelines everything at once', smtpServer('220 mail\r\n250-mail\r\n250 STARTTLS\r\n221 bye\r\n'), true],
    [
      'has STARTTLS only in its name',
      smtpServer(undefined, '250-STARTTLS.test\r\n250 OK\r\n', '221\r\n'),
      false,
    ],
    [
      'sends what is not ASCII',
      smtpServer(undefined, '250-\x00\x1b[2J\xff\r\n250 OK\r\n', '221 bye\r\n'),
      false,
    ],
  ])('one that %s works', async (_, behaviour, starttls) => {
    const { seen, dialogue } = await greetedBy(behaviour)
    expect(seen).toEqual(works('2001:db8::25', starttls))
    expect(dialogue?.response.join('')).toMatch(/^[ -~]*$/)
  })

  test('it is told QUIT, and never of a mail', async () => {
    const { server } = await greetedBy(smtpServer())
    expect(server.requests.join('')).toMatch(/^EHLO \[IPv6:::1\]\r\nQUIT\r\n$/)
  })
})

test('the budget ends in the middle: nothing is left behind', async () => {
  const before = busyHandles().length
  const silent = await run(startWebServer(() => {}, { address: '::1' }))
  const budget = new AbortController()
  const looking = lookAt(
    [mx(1, mail)],
    { [mail]: ['2001:db8::25'] },
    { '2001:db8::25': silent.endpoint },
    { signal: budget.signal },
  )
  const failed = expect(looking).rejects.toMatchObject({ code: 'out_of_time' })
  await expect.poll(() => silent.connections).toBe(1)
  budget.abort()
  await failed
  await Promise.all(running.splice(0).map((server) => server.stop()))
  await expect.poll(() => busyHandles().length).toBeLessThanOrEqual(before)
})
