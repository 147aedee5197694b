import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ipv4Sweep } from '../../probes/ipv4-sweep.ts'
import { createPinger } from '../../probes/lib/ping.ts'
import { readFping, readPing } from '../../probes/lib/ping-program.ts'
import { losesLargePackets } from '../../probes/lib/pmtu.ts'
import { type Endpoint, ProbeError } from '../../probes/probe.ts'
import { reachPing } from '../../probes/reach-ping.ts'
import { busyHandles, testContext } from '../helpers/dns-context.ts'
import { hasNamespaces, runInNamespace } from '../helpers/namespace.ts'
import { startDeafServer, startWebServer } from '../helpers/web-server.ts'

const hasFping = existsSync('/usr/bin/fping')
const hasPing = existsSync('/usr/bin/ping')
const settings = { address: null, address6: null, packets: 3, bytes: 56, tcpPort: null }
const quick = { packets: 2, bytes: 56, timeoutMs: 500, spacingMs: 50 }
const forever = () => new AbortController().signal

/** Children and pipes of ours, besides sockets and timers. */
const ours = () => [
  ...busyHandles(),
  ...process.getActiveResourcesInfo().filter((type) => type === 'ProcessWrap'),
]

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'v6gov-ping-'))
  chmodSync(directory, 0o755)
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** A program that notes each start, and then is another. */
function wrapper(name: string, rest: string): { path: string; starts(): string[] } {
  const path = join(directory, name)
  writeFileSync(path, `#!/bin/sh\necho "$@" >> ${path}.log\n${rest}\n`, { mode: 0o755 })
  return {
    path,
    starts: () => (existsSync(`${path}.log`) ? readFileSync(`${path}.log`, 'utf8').trim().split('\n') : []),
  }
}

describe.skipIf(!hasFping || !hasPing)(
  'with fping and ping (skipped without Debian packages fping, iputils-ping)',
  () => {
    test('loopback of both families: facts, times, and how it was asked', async () => {
      const { facts, samples, evidence } = await reachPing.run(
        { ...settings, address: '127.0.0.1' },
        testContext(),
      )
      const answered = { answered: true, method: 'icmp', failure: null }
      expect(facts).toEqual({ ipv4: answered, ipv6: null })
      expect(reachPing.facts.parse(facts)).toEqual(facts)
      const value = (series: string) => Number(samples?.find((sample) => sample.series === series)?.value)
      expect(value('v4.loss')).toBe(0)
      expect(value('v4.rttMinMs')).toBeLessThanOrEqual(value('v4.rttAvgMs'))
      expect(value('v4.rttAvgMs')).toBeLessThanOrEqual(value('v4.rttMaxMs'))
      expect(value('v4.jitterMs')).toBeGreaterThanOrEqual(0)
      expect(evidence.exchanges).toMatchObject([
        {
          protocol: 'ping',
          transport: 'icmp',
          asked: { address: '127.0.0.1', port: 0 },
          request: [expect.stringMatching(/^fping -q -C 3 /), 'on its standard input: 127.0.0.1'],
          response: [expect.stringMatching(/^127\.0\.0\.1 +: [\d.]+ [\d.]+ [\d.]+$/)],
        },
      ])
    })

    test('looks of the same moment share one process, and each gets its own', async () => {
      const fping = wrapper('counted', 'exec fping "$@"')
      const { ping } = createPinger({ fping: fping.path, ping: 'ping' })
      await ping('127.0.0.1', quick, forever()) // tests the programs first
      const before = fping.starts().length
      const targets = Array.from({ length: 40 }, (_, n) => [
        `127.0.0.${n + 1}`,
        '::1',
        '0:0:0:0:0:0:0:1',
      ]).flat()
      const seen = await Promise.all(targets.map((target) => ping(target, quick, forever())))
      expect(fping.starts().length - before).toBe(1)
      for (const [index, one] of seen.entries()) {
        expect([one?.rttMs.length, one?.sent]).toEqual([2, 2])
        expect(one?.said).toEqual([
          expect.stringMatching(new RegExp(`^${targets[index]} +: [\\d.]+ [\\d.]+$`)),
        ])
      }
      await Promise.all([
        ping('127.0.0.1', quick, forever()),
        ping('127.0.0.1', { ...quick, bytes: 1232 }, forever()),
      ])
      expect(fping.starts().length - before).toBe(3) // other sizes cannot share
    })

    test('ping where there is no fping', async () => {
      const { ping } = createPinger({ fping: join(directory, 'none'), ping: 'ping' })
      const seen = await Promise.all(['127.0.0.1', '::1'].map((target) => ping(target, quick, forever())))
      expect(seen.map((one) => [one?.rttMs.length, one?.command])).toEqual([
        [2, 'ping -4 -n -c 2 -i 0.2 -W 1 -s 56 -- 127.0.0.1'],
        [2, 'ping -6 -n -c 2 -i 0.2 -W 1 -s 56 -- ::1'],
      ])
    })

    test.each([
      ['that is not there', ''],
      [
        'that says that everybody is dead, as fping without its capability',
        'while read t; do echo "$t : - -" >&2; done; exit 1',
      ],
      ['that may not', 'echo "cannot create socket" >&2; exit 4'],
      ['that says nothing of use', 'echo "Trả lời từ 127.0.0.1" >&2'],
      ['that hangs', 'exec sleep 60'],
    ])(
      'neither program, fping being one %s',
      async (what, rest) => {
        const path = rest === '' ? join(directory, 'none') : wrapper(`bad-${what.length}`, rest).path
        const { ping } = createPinger({ fping: path, ping: path })
        expect(await ping('127.0.0.1', quick, forever())).toBe(null)
      },
      20_000,
    )

    test('a program that goes away later', async () => {
      const fping = wrapper('short-lived', 'exec fping "$@"')
      const { ping } = createPinger({ fping: fping.path, ping: 'ping' })
      expect((await ping('::1', quick, forever()))?.command).toMatch(/^fping/)
      rmSync(fping.path)
      expect(await ping('::1', quick, forever())).toBe(null)
      expect((await ping('::1', quick, forever()))?.command).toMatch(/^ping/)
    })

    test('fping that loses its capability later: what it says of living hosts is not taken', async () => {
      const lost = join(directory, 'lost')
      const deaf = `[ -e ${lost} ] && while read t; do echo "$t : - -" >&2; done && exit 1`
      const fping = wrapper('able-at-first', `${deaf}\nexec fping "$@"`)
      const { ping } = createPinger({ fping: fping.path, ping: 'ping' })
      expect(await ping('127.0.0.9', quick, forever())).toMatchObject({ sent: 2, rttMs: { length: 2 } })
      writeFileSync(lost, '')
      expect(await ping('127.0.0.9', quick, forever())).toBe(null)
      expect((await ping('127.0.0.9', quick, forever()))?.command).toMatch(/^ping/)
    })

    test.each([
      '-f',
      ';reboot',
      '$(reboot)',
      'localhost',
      '127.0.0.1\n127.0.0.2',
      '--',
      '',
      '::1%lo',
      '127.1',
      ' ::1',
    ])('the target "%s" goes to no program', async (target) => {
      const fping = wrapper('never', 'exec fping "$@"')
      const { ping } = createPinger({ fping: fping.path, ping: fping.path })
      await expect(ping(target, quick, forever())).rejects.toMatchObject({ code: 'bad_settings' })
      expect(fping.starts()).toEqual([])
    })

    test('a budget that ends kills the process, but not while another look waits for it', async () => {
      const before = ours().length
      const fping = wrapper('slow', 'case "$*" in *"-C 1 "*) exec fping "$@";; *) exec sleep 60;; esac')
      const { ping } = createPinger({ fping: fping.path, ping: 'ping' })
      const [one, other] = [new AbortController(), new AbortController()]
      const looking = [one, other].map(({ signal }) =>
        expect(ping('127.0.0.1', quick, signal)).rejects.toMatchObject({ code: 'out_of_time' }),
      )
      await expect.poll(() => fping.starts().length).toBe(2)
      one.abort()
      await looking[0]
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(process.getActiveResourcesInfo()).toContain('ProcessWrap')
      other.abort()
      await looking[1]
      await expect.poll(() => ours().length).toBeLessThanOrEqual(before)
    })

    test('pings of two sizes, for the path MTU: nothing is lost on loopback, and a budget that ends kills them', async () => {
      const before = ours().length
      const look = (signal: AbortSignal) => ({ ...testContext({ signal }), exchanges: [] })
      expect(await losesLargePackets('::1', look(forever()))).toBe(false)
      const budget = new AbortController()
      const looking = losesLargePackets('::1', look(budget.signal))
      const failed = expect(looking).rejects.toMatchObject({ code: 'out_of_time' })
      await expect.poll(() => process.getActiveResourcesInfo()).toContain('ProcessWrap')
      budget.abort()
      await failed
      await expect.poll(() => ours().length).toBeLessThanOrEqual(before)
    })

    test('a budget that is over before anything begins', async () => {
      const fping = wrapper('unneeded', 'exec fping "$@"')
      const { ping } = createPinger({ fping: fping.path, ping: 'ping' })
      await expect(ping('::1', quick, AbortSignal.abort())).rejects.toMatchObject({
        code: 'out_of_time',
      })
      await new Promise((resolve) => setTimeout(resolve, 60))
      expect(fping.starts()).toEqual([])
    })
  },
)

describe('what the programs print', () => {
  const targets = new Set(['10.0.0.1', '2001:db8::1'])
  test.each([
    ['10.0.0.1    : 0.03 - 12.5\n', [['10.0.0.1', 3, [0.03, 12.5]]]],
    ['2001:db8::1 : - -\n', [['2001:db8::1', 2, []]]],
    ['10.0.0.9 : 1.0\n', []],
    [
      'ICMP Host Unreachable from 10.0.0.254 for ICMP Echo sent to 10.0.0.1\n10.0.0.1 : -\n',
      [['10.0.0.1', 1, []]],
    ],
    ['10.0.0.1 : 0,03 0,04\n', []],
    ['10.0.0.1 : duplicate for [0], 84 bytes, 0.04 ms\n', []],
    [' : 1\n10.0.0.1 :\n:::\n', []],
  ])('fping: %j', (out, expected) => {
    const seen = [...readFping(out, targets, '')].map(([target, { sent, rttMs }]) => [target, sent, rttMs])
    expect(seen).toEqual(expected)
  })

  test.each([
    [
      0,
      '64 bytes from ::1: icmp_seq=1 ttl=64 time=0.03 ms\n64 bytes from ::1: icmp_seq=1 ttl=64 time=0.04 ms (DUP!)\n',
      [0.03],
    ],
    [1, 'From 10.0.0.254 icmp_seq=1 Destination Host Unreachable\n', []],
    [2, 'ping: connect: Network is unreachable\n', []],
    [2, 'ping: socket: Operation not permitted\n', null],
    [null, '', null],
  ])('ping, ended with %j: %j', (code, out, rttMs) => {
    expect(readPing(code, out, 2, '')?.rttMs ?? null).toEqual(rttMs)
  })
})

describe('TCP where ICMP cannot go', () => {
  const named = '2001:db8::7'

  test('a sweep tries each address of a small IPv4 range but those that are refused', async () => {
    const open = await startWebServer(() => {})
    const places: Record<string, Endpoint> = {
      '10.30.5.2': open.endpoint,
      '10.30.5.3': { address: '127.0.0.1', port: 9 },
    }
    const dial = (address: string, port: number) => {
      const place = places[address]
      if (place && port === 22) return place
      throw new ProbeError('target_refused', `${address} is refused`)
    }
    const context = { ...testContext({ patience: 0.05 }), dial }
    const { facts, evidence } = await ipv4Sweep.run({ range: '10.30.5.0/29', tcpPort: 22 }, context)
    await open.stop()
    expect(facts).toEqual({ answered: ['10.30.5.2', '10.30.5.3'], tried: 2, refused: 4 })
    expect(evidence.exchanges).toHaveLength(4)
  })

  test.each(['10.30.5.0/23', '10.30.5.1/24', '2001:db8::/120', '10.30.5.0', '10.30.5.0/33', '010.30.5.0/24'])(
    'no sweep of %s',
    (range) => expect(ipv4Sweep.settings.safeParse({ range, tcpPort: 22 }).success).toBe(false),
  )

  test('a dial map leads to another address: TCP answers, by acceptance or refusal', async () => {
    const open = await startWebServer(() => {}, { address: '::1' })
    const context = testContext({ dial: { [named]: open.endpoint }, patience: 0.05 })
    const look = () => reachPing.run({ ...settings, address6: named, tcpPort: 443 }, context)
    const answered = { answered: true, method: 'tcp', failure: null }
    expect((await look()).facts).toEqual({ ipv4: null, ipv6: answered })
    await open.stop()
    const { facts, samples, evidence } = await look()
    expect(facts.ipv6).toEqual(answered)
    expect(samples?.find(({ series }) => series === 'v6.loss')?.value).toBe(0)
    expect(evidence.exchanges).toHaveLength(3)
    expect(evidence.exchanges.every(({ transport }) => transport === 'tcp')).toBe(true)
  })

  test('a host that is silent on TCP', async () => {
    const deaf = await startDeafServer('::1')
    const context = testContext({ dial: { [named]: deaf.endpoint }, patience: 0.1 })
    const { facts, samples } = await reachPing.run({ ...settings, address6: named, tcpPort: 443 }, context)
    await deaf.stop()
    expect(facts.ipv6).toEqual({ answered: false, method: 'tcp', failure: 'TCP_TIMEOUT' })
    expect(samples).toEqual([{ series: 'v6.loss', kind: 'gauge', value: 1 }])
  })

  test('without a port there is no way', async () => {
    const context = testContext({ dial: { [named]: { address: '::1', port: 9 } } })
    await expect(reachPing.run({ ...settings, address6: named }, context)).rejects.toMatchObject({
      code: 'ping_unavailable',
    })
  })

  test.each([
    ['2001:db8::8', 'target_refused'], // by the safety check
    ['ff02::1', 'target_refused'],
    ['fe80::1%lo', 'bad_settings'],
  ])('%s is not pinged', async (address6, code) => {
    await expect(reachPing.run({ ...settings, address6, tcpPort: 443 }, testContext())).rejects.toMatchObject(
      { code },
    )
  })

  test.each([
    {},
    { address: '::1' },
    { address6: '127.0.0.1' },
    { address6: 'a.test' },
    { address6: '::1', bytes: 1500 },
  ])('settings %j are not valid', (given) => {
    expect(reachPing.settings.safeParse(given).success).toBe(false)
  })
})

describe.skipIf(!hasNamespaces || !hasFping || !hasPing)(
  'in a namespace (skipped without root, nft, fping, ping)',
  () => {
    /** What the probe says of 10.0.0.7 and 2001:db8::7, which are on loopback here. */
    const look = `
import { reachPing } from './probes/reach-ping.ts'
const context = {
  signal: new AbortController().signal, now: () => '2022-06-30T12:00:00.000Z', secret: () => undefined,
  dial: (address, port) => ({ address, port }), vantage: 'inside', patience: 0.3, resolvers: [], trustedCa: undefined,
}
const run = (settings) => reachPing.run({ packets: 10, bytes: 56, tcpPort: null, address: null, address6: null, ...settings }, context)
  .then(({ facts, samples, evidence }) => ({ facts, samples, command: evidence.exchanges[0].request[0] }), ({ code, message }) => ({ error: code ?? message }))
console.log(JSON.stringify([await run({ address: '10.0.0.7', address6: '2001:db8::7' }), await run({ address6: '2001:db8::7', bytes: 1452 })]))
`
    const addresses = ['ip addr add 10.0.0.7/32 dev lo', 'ip -6 addr add 2001:db8::7/128 dev lo nodad']
    const firewall = (rule: string) => [
      'nft add table inet t',
      "nft 'add chain inet t i { type filter hook input priority 0; }'",
      `nft 'add rule inet t i ${rule}'`,
    ]
    type Seen = {
      facts: { ipv4: unknown; ipv6: unknown }
      samples: { series: string; value: number }[]
      command: string
      error?: string
    }
    const icmp = (answered: boolean) => ({ answered, method: 'icmp', failure: null })
    const sample = ({ samples }: Seen, name: string) => samples.find(({ series }) => series === name)?.value

    test('half of the IPv6 packets are lost', () => {
      const [seen] = runInNamespace<Seen[]>(look, [
        ...addresses,
        ...firewall('icmpv6 type echo-request ip6 daddr 2001:db8::7 numgen inc mod 2 == 0 drop'),
      ])
      if (!seen) throw new Error('nothing was seen')
      expect(seen.facts).toEqual({ ipv4: icmp(true), ipv6: icmp(true) })
      expect([sample(seen, 'v4.loss'), sample(seen, 'v6.loss')]).toEqual([0, 0.5])
      console.info(`half lost: ${JSON.stringify(seen.samples)}`)
    })

    test('all large packets are lost', () => {
      const seen = runInNamespace<Seen[]>(look, [
        ...addresses,
        ...firewall('ip6 daddr 2001:db8::7 meta length > 1400 meta l4proto ipv6-icmp drop'),
      ])
      expect(seen.map(({ facts }) => facts.ipv6)).toEqual([icmp(true), icmp(false)])
      expect(seen.map((one) => sample(one, 'v6.loss'))).toEqual([0, 1])
    })

    const nobody = 65534
    test.each([
      [
        'fping without its capability where the kernel lets everybody ping: ping is taken',
        '0 2147483647',
        /^ping -4 /,
        undefined,
      ],
      ['neither may, being nobody without capabilities', '1 0', /./, 'ping_unavailable'],
    ])('%s', (_, range, command, error) => {
      for (const program of ['fping', 'ping']) copyFileSync(`/usr/bin/${program}`, join(directory, program)) // copies lose capabilities
      const prepare = [
        ...addresses,
        `sysctl -qw net.ipv4.ping_group_range="${range}"`,
        `mount --bind ${directory}/fping /usr/bin/fping`,
        `mount --bind ${directory}/ping /usr/bin/ping`,
      ]
      const [seen] = runInNamespace<Seen[]>(look, prepare, { user: nobody })
      if (error) expect(seen).toEqual({ error })
      else {
        expect(seen?.facts).toEqual({ ipv4: icmp(true), ipv6: icmp(true) })
        expect(seen?.command).toMatch(command)
      }
    })
  },
)
