import { afterEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import {
  type Endpoint,
  type Looked,
  type Probe,
  ProbeError,
  type SnmpCredential,
} from '../../probes/probe.ts'
import { snmpAddresses } from '../../probes/snmp-addresses.ts'
import { snmpCounters } from '../../probes/snmp-counters.ts'
import { snmpInterfaces } from '../../probes/snmp-interfaces.ts'
import { snmpReach } from '../../probes/snmp-reach.ts'
import { snmpSystem } from '../../probes/snmp-system.ts'
import { elements, integer, nothing, octets, oid, readInteger, sequence, tags, tlv } from '../helpers/ber.ts'
import {
  type AgentVarbind,
  type Behaviour,
  readRequest,
  refuse,
  respond,
  serve,
  startAgent,
} from '../helpers/snmp-agent.ts'
import { snmpContext } from '../helpers/snmp-context.ts'

const credentials: Record<string, SnmpCredential> = {
  v1: { version: '1', community: 'public' },
  v2c: { version: '2c', community: 'public' },
  v3: {
    version: '3',
    user: 'reader',
    level: 'authPriv',
    authProtocol: 'sha256',
    authKey: 'canary-auth-key',
    privProtocol: 'aes',
    privKey: 'canary-priv-key',
  },
  v3open: { version: '3', user: 'reader', level: 'noAuthNoPriv' },
}

const text = (value: string | Buffer) => octets(value)
const system = {
  '1.3.6.1.2.1.1.1.0': text('a device'),
  '1.3.6.1.2.1.1.2.0': oid('1.3.6.1.4.1.8072.3.2.10'),
  '1.3.6.1.2.1.1.3.0': integer(4_242, tags.timeTicks),
  '1.3.6.1.2.1.1.5.0': text('sw-01'),
}
/** An interface with what IF-MIB says of it. */
const interfaceOf = (index: number, more: Record<string, Buffer> = {}) =>
  Object.fromEntries(
    Object.entries({
      '2.2.1.2': text(`port ${index}`),
      '2.2.1.3': integer(6),
      '2.2.1.7': integer(1),
      '2.2.1.8': integer(1),
      '2.2.1.14': integer(index, tags.counter32),
      '31.1.1.1.1': text(`p${index}`),
      '31.1.1.1.6': integer(2n ** 63n + BigInt(index), tags.counter64),
      '31.1.1.1.10': integer(index, tags.counter64),
      '31.1.1.1.18': text(`to unit ${index}`),
      ...more,
    }).map(([column, value]) => [`1.3.6.1.2.1.${column}.${index}`, value]),
  )
const addressIndex = '2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1'
const device: Record<string, Buffer> = {
  ...system,
  ...Object.assign({}, ...[1, 2, 3, 4, 5].map((index) => interfaceOf(index))),
  [`1.3.6.1.2.1.4.34.1.3.${addressIndex}`]: integer(2),
  [`1.3.6.1.2.1.4.34.1.5.${addressIndex}`]: oid(`1.3.6.1.2.1.4.32.1.5.2.${addressIndex}.64`),
  [`1.3.6.1.2.1.4.34.1.6.${addressIndex}`]: integer(2),
  [`1.3.6.1.2.1.4.34.1.7.${addressIndex}`]: integer(1),
}

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

async function agent(behave: Behaviour, address?: string) {
  const started = await startAgent(behave, address)
  stops.push(started.stop)
  return started
}

type Outcome<Facts> = { facts?: Facts; looked?: Looked<Facts>; error?: ProbeError; tookMs: number }

/** One look, which must end in a result that can be stored, within the probe's budget, and leave nothing running. */
async function look<P extends Probe>(
  probe: P,
  settings: z.input<P['settings']>,
  to: Endpoint,
  more: { patience?: number; signal?: AbortSignal } = {},
): Promise<Outcome<z.output<P['facts']>>> {
  const started = performance.now()
  const context = snmpContext({ credentials, to, patience: 0.05, ...more })
  const [ended] = await Promise.allSettled([probe.run(probe.settings.parse(settings), context)])
  const tookMs = performance.now() - started
  expect(tookMs).toBeLessThan(probe.budgetMs)
  if (ended.status === 'rejected') {
    expect(ended.reason).toBeInstanceOf(ProbeError)
    const error = ended.reason as ProbeError
    JSON.stringify(error.evidence)
    return { error, tookMs }
  }
  const looked = ended.value as Looked<z.output<P['facts']>>
  probe.facts.parse(looked.facts)
  JSON.stringify([looked.facts, looked.evidence])
  return { facts: looked.facts, looked, tookMs }
}

const at = (credential: string) => ({ address: '10.0.0.1', credential })
const lookSystem = (to: Endpoint, credential = 'v2c') => look(snmpSystem, at(credential), to)
const lookInterfaces = (to: Endpoint, credential = 'v2c') => look(snmpInterfaces, at(credential), to)
const lookCounters = (to: Endpoint, credential = 'v2c') => look(snmpCounters, at(credential), to)
const lookAddresses = (to: Endpoint, credential = 'v2c') => look(snmpAddresses, at(credential), to)
const lookReach = (to: Endpoint, credential = 'v2c') =>
  look(snmpReach, { address: '10.0.0.1', address6: null, credential }, to)

const honest = serve(device)

/** All five probes at the same agent. */
async function lookAll(to: Endpoint, credential = 'v2c') {
  const [system, interfaces, counters, addresses, reach] = await Promise.all([
    lookSystem(to, credential),
    lookInterfaces(to, credential),
    lookCounters(to, credential),
    lookAddresses(to, credential),
    lookReach(to, credential),
  ])
  return { system, interfaces, counters, addresses, reach }
}

describe('an agent that does as the standard asks', () => {
  test.each(['v1', 'v2c'])('is read whole over %s', async (credential) => {
    const to = await agent((datagram) => [honest(readRequest(datagram))])
    const { system, interfaces, counters, addresses, reach } = await lookAll(to, credential)
    expect(system.facts).toEqual({
      sysName: 'sw-01',
      sysDescr: 'a device',
      sysObjectId: '1.3.6.1.4.1.8072.3.2.10',
      sysLocation: '',
      sysContact: '',
      ipv6Forwarding: 'not_supported',
      ipv6ForwardingSource: null,
      ipv4Forwarding: 'not_supported',
      engineBoots: null,
    })
    expect(interfaces.facts).toMatchObject({ tunnelTable: 'no_such_object', truncated: false })
    expect(interfaces.facts?.interfaces).toHaveLength(5)
    expect(counters.facts).toMatchObject({ interfaces: { length: 5 }, truncated: false })
    expect(counters.looked?.samples).toEqual(
      expect.arrayContaining([
        { series: 'sysUpTime', kind: 'gauge', value: 4_242 },
        { series: 'if.5.inOctets', kind: 'counter', value: 2n ** 63n + 5n },
        { series: 'if.5.inErrors', kind: 'counter', value: 5n },
      ]),
    )
    expect(counters.looked?.samples?.some(({ series }) => /Discards|32/.test(series))).toBe(false)
    expect(interfaces.looked?.samples).toEqual([{ series: 'sysUpTime', kind: 'gauge', value: 4_242 }])
    expect(addresses.facts).toMatchObject({
      source: 'ip_mib',
      table: 'ok',
      addresses: [
        {
          address: '2001:db8::1',
          class: 'documentation',
          ifIndex: 2,
          ifName: 'p2',
          prefixLength: 64,
          status: 'preferred',
          origin: 'manual',
        },
      ],
      truncated: false,
    })
    expect(reach.facts).toEqual({ ipv4: 'answered', ipv6: 'no_address' })
  })
})

describe('an agent that never gives a readable answer', () => {
  const truncated = (datagram: Buffer) => {
    const whole = honest(readRequest(datagram))
    return whole.subarray(0, Math.floor(whole.length / 2))
  }
  const wrongly =
    (wrong: Parameters<typeof respond>[2]): Behaviour =>
    (datagram) => {
      const request = readRequest(datagram)
      return [respond(request, [['1.3.6.1.2.1.1.5.0', text('sw-01')]], wrong)]
    }
  const cases: [name: string, code: string, says: RegExp, behave: Behaviour][] = [
    ['is silent', 'snmp_timeout', /no answer within/, () => []],
    ['sends one byte', 'snmp_malformed', /shorter than its BER length/, () => [Buffer.of(0x30)]],
    ['sends nothing in a datagram', 'snmp_malformed', /shorter than its BER length/, () => [Buffer.alloc(0)]],
    ['sends zeros', 'snmp_malformed', /cannot be read/, () => [Buffer.alloc(1_400)]],
    [
      'sends text',
      'snmp_malformed',
      /shorter than its BER length/,
      () => [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ],
    [
      'cuts its answers',
      'snmp_malformed',
      /shorter than its BER length/,
      (datagram) => [truncated(datagram)],
    ],
    ['answers another request', 'snmp_timeout', /no answer to this request/, wrongly({ id: 1 })],
    ['answers in another version', 'snmp_malformed', /another SNMP version/, wrongly({ version: 0 })],
    [
      'answers for another community',
      'snmp_malformed',
      /another community/,
      wrongly({ community: 'private' }),
    ],
    ['answers with a request', 'snmp_malformed', /no response/, wrongly({ pdu: tags.get })],
    ['echoes', 'snmp_malformed', /no response/, (datagram) => [datagram]],
    [
      'answers from another port',
      'snmp_timeout',
      /only from 127\.0\.0\.1 port \d+, which was not asked/,
      (datagram) => [{ elsewhere: honest(readRequest(datagram)) }],
    ],
    [
      'answers when nobody waits any more',
      'snmp_timeout',
      /no answer/,
      (datagram) => [{ afterMs: 900, datagram: honest(readRequest(datagram)) }],
    ],
    [
      'is of SNMPv3 and says nothing of use',
      'snmp_malformed',
      /./,
      () => [v3Message(1, 0, tlv(tags.response))],
    ],
  ]
  test.concurrent.each(cases)('%s: %s', async (_name, code, says, behave) => {
    const started = await startAgent(behave)
    const outcomes = await lookAll(started)
    await started.stop()
    for (const { error } of Object.values(outcomes)) {
      expect(error?.code).toBe(code)
      expect(error?.message).toMatch(says)
      const [exchange, ...more] = error?.evidence.exchanges ?? []
      expect(more).toEqual([])
      expect(exchange?.failure).toMatch(says)
      expect(JSON.stringify(error?.evidence)).not.toMatch(/public|private/)
    }
  })
})

describe('an agent with tables that do not end or do not fit', () => {
  /** Answers GETBULK and GETNEXT with what `next` makes of each OID; the round counts up in one answer. */
  const walking =
    (next: (name: string) => AgentVarbind): Behaviour =>
    (datagram) => {
      const request = readRequest(datagram)
      if (request.kind === tags.get) return [honest(request)]
      const [once = '', ...cursors] = request.oids
      const varbinds: AgentVarbind[] = [next(once)]
      for (let round = 0; round < request.repetitions; round++) {
        for (const [position, cursor] of cursors.entries()) {
          const found = next(cursor)
          cursors[position] = found[0]
          varbinds.push(found)
        }
      }
      return [respond(request, varbinds)]
    }
  const isColumn = (name: string) => name.split('.').length <= (name.startsWith('1.3.6.1.2.1.31') ? 11 : 10)

  test('two rows for ever', async () => {
    const to = await agent(
      walking((name) => {
        const odd = name.endsWith('.1')
        return [isColumn(name) ? `${name}.1` : name.replace(/\.\d+$/, odd ? '.2' : '.1'), integer(1)]
      }),
    )
    expect((await lookInterfaces(to)).facts).toMatchObject({ truncated: true, interfaces: { length: 2 } })
    expect((await lookAddresses(to)).facts).toMatchObject({ table: 'malformed' })
  })

  test('the same OID again', async () => {
    const to = await agent(walking((name) => [name, integer(1)]))
    for (const { error } of [await lookInterfaces(to), await lookAddresses(to)]) {
      expect(error?.code).toBe('snmp_malformed')
      expect(error?.evidence.exchanges.length).toBeGreaterThan(0)
    }
  })

  test('OIDs that go back', async () => {
    const to = await agent(walking(() => ['1.3.6.1.2.1.1.1.0', text('again')]))
    expect((await lookInterfaces(to)).error?.code).toBe('snmp_malformed')
    expect((await lookAddresses(to)).error?.code).toBe('snmp_malformed')
  })

  test('rows in falling order are read all the same', async () => {
    const to = await agent(
      walking((name) => {
        const index = isColumn(name) ? 5 : Number(name.split('.').at(-1)) - 1
        const column = isColumn(name) ? name : name.replace(/\.\d+$/, '')
        return index === 0 ? ['1.3.6.1.6.3.1', nothing] : [`${column}.${index}`, integer(index)]
      }),
    )
    const { facts } = await lookInterfaces(to)
    expect(facts).toMatchObject({ truncated: false })
    expect((facts as { interfaces: { ifIndex: number }[] }).interfaces.map(({ ifIndex }) => ifIndex)).toEqual(
      [1, 2, 3, 4, 5],
    )
  })

  test('a table without end is cut', async () => {
    const to = await agent(
      walking((name) => {
        const numbers = name.split('.')
        if (isColumn(name)) return [`${name}.1`, integer(1)]
        return [[...numbers.slice(0, -1), Number(numbers.at(-1)) + 1].join('.'), integer(1)]
      }),
    )
    const { facts, looked } = await lookInterfaces(to)
    expect(facts).toMatchObject({ truncated: true, interfaces: { length: 5_000 } })
    const lines = looked?.evidence.exchanges.flatMap(({ response }) => response) ?? []
    expect(lines.filter((line) => line.includes(' = ')).length).toBe(2_000)
    expect(lines).toContainEqual(expect.stringMatching(/^… \d+ more varbinds, not kept$/))
  })

  test('an agent without any objects', async () => {
    const empty = serve({})
    const to = await agent((datagram) => [empty(readRequest(datagram))])
    const { system, interfaces, addresses, reach } = await lookAll(to)
    expect(system.facts).toMatchObject({ sysName: '', ipv6Forwarding: 'not_supported' })
    expect(interfaces.facts).toEqual({ interfaces: [], tunnelTable: 'no_such_object', truncated: false })
    expect(addresses.facts).toMatchObject({ source: 'none', table: 'no_such_object', addresses: [] })
    expect(reach.facts).toMatchObject({ ipv4: 'answered' })
  })

  test('tables that are there but empty', async () => {
    const known = ['1.3.6.1.2.1.10.131.1.1.1.1.3.0', '1.3.6.1.2.1.4.34.1.3.0']
    const to = await agent((datagram) => {
      const request = readRequest(datagram)
      if (request.kind !== tags.get || !request.oids.some((asked) => known.includes(asked))) {
        return [serve(system)(request)]
      }
      const absent = (asked: string) => tlv(known.includes(asked) ? tags.noSuchInstance : tags.noSuchObject)
      return [
        respond(
          request,
          request.oids.map((asked) => [asked, absent(asked)]),
        ),
      ]
    })
    expect((await lookInterfaces(to)).facts).toMatchObject({ tunnelTable: 'empty' })
    expect((await lookAddresses(to)).facts).toMatchObject({
      source: 'none',
      table: 'empty',
      tables: { ipAddressTable: 'empty', ipv6AddrTable: 'no_such_object' },
    })
  })

  test('answers above 1,000 bytes are lost on the way', async () => {
    const many = serve({
      ...system,
      ...Object.assign({}, ...Array.from({ length: 40 }, (_, i) => interfaceOf(i + 1))),
    })
    const to = await agent((datagram) => {
      const answer = many(readRequest(datagram))
      return answer.length > 1_000 ? [] : [answer]
    })
    const { facts, looked } = await lookInterfaces(to)
    expect(facts).toMatchObject({ truncated: false, interfaces: { length: 40 } })
    expect(looked?.evidence.exchanges[0]?.response[0]).toBe('answered at try 3 of 3')
    // once it knows what passes it does not wait again
    expect(
      looked?.evidence.exchanges.filter(({ response }) => response[0]?.includes('try 3')).length,
    ).toBeLessThan(4)
  })

  test.each([
    ['rows', (request: { repetitions: number }) => request.repetitions > 3],
    ['columns', (request: { oids: string[] }) => request.oids.length > 4],
  ])('tooBig for %s is asked for in pieces', async (_name, isTooBig) => {
    const to = await agent((datagram) => {
      const request = readRequest(datagram)
      return [isTooBig(request) ? refuse(request, 1) : honest(request)]
    })
    expect((await lookSystem(to)).facts).toMatchObject({ sysName: 'sw-01' })
    expect((await lookInterfaces(to)).facts).toMatchObject({ truncated: false, interfaces: { length: 5 } })
    expect((await lookAddresses(to)).facts).toMatchObject({ table: 'ok', addresses: { length: 1 } })
  })

  test('genErr for one object leaves the others', async () => {
    const bad = ['1.3.6.1.2.1.31.1.1.1.18', '1.3.6.1.2.1.1.6.0']
    const to = await agent((datagram) => {
      const request = readRequest(datagram)
      return [
        request.oids.some((name) => bad.some((each) => name.startsWith(each)))
          ? refuse(request, 5)
          : honest(request),
      ]
    })
    expect((await lookSystem(to)).facts).toMatchObject({ sysName: 'sw-01', sysLocation: '' })
    // one column is missing, so the table is not whole
    expect((await lookInterfaces(to)).facts).toMatchObject({ truncated: true, interfaces: { length: 5 } })
  })

  test('genErr for everything is no fact', async () => {
    const to = await agent((datagram) => [refuse(readRequest(datagram), 5)])
    for (const { error } of Object.values(await lookAll(to))) expect(error?.code).toBe('snmp_malformed')
  })

  test('an agent that dies after the first rows', async () => {
    let answers = 0
    const many = serve({
      ...system,
      ...Object.assign({}, ...Array.from({ length: 60 }, (_, i) => interfaceOf(i + 1))),
    })
    const to = await agent((datagram) => (answers++ < 2 ? [many(readRequest(datagram))] : []))
    const { facts, looked } = await lookInterfaces(to)
    expect(facts).toMatchObject({
      truncated: true,
      tunnelTable: 'malformed', // nobody said that there is none
      interfaces: { length: 40 },
    })
    expect(looked?.evidence.exchanges.at(-1)?.failure).toMatch(/3 tries/)
  })
})

describe('an agent that lies in SNMPv3', () => {
  const engine = Buffer.from('80001f8804canary', 'latin1')
  const report = (datagram: Buffer, counter: string, boots: number) =>
    v3Message(v3Id(datagram), boots, pdu(tags.report, counter), engine)
  const pdu = (tag: number, name: string) =>
    tlv(tag, integer(1), integer(0), integer(0), sequence(sequence(oid(name), integer(1, tags.counter32))))
  const unknownEngine = '1.3.6.1.6.3.15.1.1.4.0'

  test('an answer below the security level asked for is refused', async () => {
    let datagrams = 0
    const to = await agent((datagram) => {
      datagrams += 1
      if (datagrams === 1) return [report(datagram, unknownEngine, 1)]
      return [v3Message(v3Id(datagram), 1, pdu(tags.response, '1.3.6.1.2.1.1.5.0'), engine)]
    })
    const { error } = await lookSystem(to, 'v3')
    expect(error).toMatchObject({ code: 'snmp_auth', message: expect.stringMatching(/lower security level/) })
    expect(error?.evidence.exchanges[0]?.response).toEqual([
      `engineID 0x${engine.toString('hex')}, engineBoots 1, engineTime 0 s`,
    ])
  })

  test('reports without end are ended', async () => {
    let datagrams = 0
    const to = await agent((datagram) => {
      datagrams += 1
      return [report(datagram, unknownEngine, 0)]
    })
    const { error } = await lookSystem(to, 'v3open')
    expect(error?.code).toMatch(/snmp_(auth|malformed)/)
    expect(datagrams).toBeLessThan(100)
  })

  test.each([
    ['1.3.6.1.6.3.15.1.1.1.0', /^usmStatsUnsupportedSecLevels/],
    ['1.3.6.1.6.3.15.1.1.2.0', /^usmStatsNotInTimeWindows/],
    ['1.3.6.1.6.3.15.1.1.3.0', /^usmStatsUnknownUserNames/],
    ['1.3.6.1.6.3.15.1.1.4.0', /^usmStatsUnknownEngineIDs/],
    ['1.3.6.1.6.3.15.1.1.5.0', /^usmStatsWrongDigests/],
    ['1.3.6.1.6.3.15.1.1.6.0', /^usmStatsDecryptionErrors/],
    ['1.3.6.1.6.3.12.1.5.0', /unknown context/],
  ])('report %s is snmp_auth with its name', async (counter, message) => {
    let datagrams = 0
    const to = await agent((datagram) => [report(datagram, datagrams++ === 0 ? unknownEngine : counter, 7)])
    const { error } = await lookSystem(to, 'v3')
    expect(error).toMatchObject({ code: 'snmp_auth', message: expect.stringMatching(message) })
    expect(datagrams).toBeLessThan(6)
  })
})

describe('hostile values', () => {
  const lookAt = async (objects: Record<string, Buffer>) => {
    const answer = serve({ ...system, ...objects })
    const to = await agent((datagram) => [answer(readRequest(datagram))])
    return {
      system: await lookSystem(to),
      interfaces: await lookInterfaces(to),
      counters: await lookCounters(to),
      addresses: await lookAddresses(to),
    }
  }

  test.each([
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['=cmd|/c calc', '=cmd|/c calc'],
    ['sw\0-01\0', 'sw-01'],
    ['line one\r\nline two\ttab\x07\x1b[31m', 'line one line two tab[31m'],
    [Buffer.from([0x63, 0x61, 0x66, 0xe9]), 'caf\ufffd'],
    ['Sở Thông tin – Truyền thông', 'Sở Thông tin – Truyền thông'],
    ['😀'.repeat(255), '😀'.repeat(255)],
    ['x'.repeat(20_000), 'x'.repeat(512)],
    ['__proto__', '__proto__'],
    ['', ''],
  ])('sysName %j', async (value, expected) => {
    const { system: seen } = await lookAt({ '1.3.6.1.2.1.1.5.0': text(value) })
    expect(seen.facts).toMatchObject({ sysName: expected })
    const lines = seen.looked?.evidence.exchanges.flatMap(({ response }) => response) ?? []
    for (const line of lines) {
      expect(line).not.toMatch(/\p{Cc}/u)
      expect(line.length).toBeLessThan(500)
    }
  })

  test('counters are exact, and what is missing is left out', async () => {
    const { counters } = await lookAt({
      ...interfaceOf(1, { '31.1.1.1.6': integer(2n ** 64n - 1n, tags.counter64) }),
      ...interfaceOf(2, { '31.1.1.1.6': tlv(tags.counter64, Buffer.alloc(8, 0xff)) }), // no leading zero
      ...interfaceOf(3, { '31.1.1.1.6': tlv(tags.counter64) }), // no octet at all
      ...interfaceOf(4, { '31.1.1.1.6': tlv(tags.counter64, Buffer.alloc(12, 1)), '2.2.1.14': nothing }),
      ...interfaceOf(5, { '2.2.1.10': integer(77, tags.counter32), '2.2.1.16': integer(78, tags.counter32) }),
      '1.3.6.1.2.1.31.1.1.1.6.5': tlv(tags.noSuchInstance),
    })
    const values = Object.fromEntries(
      counters.looked?.samples?.map(({ series, value }) => [series, value]) ?? [],
    )
    expect(values['if.1.inOctets']).toBe(2n ** 64n - 1n)
    expect(values['if.2.inOctets']).toBe(2n ** 64n - 1n)
    expect(values).not.toHaveProperty(['if.3.inOctets'])
    expect(values).not.toHaveProperty(['if.4.inOctets'])
    expect(values).not.toHaveProperty(['if.4.inErrors'])
    expect(values).toMatchObject({ 'if.1.inErrors': 1n, 'if.5.inOctets32': 77n, 'if.5.outOctets32': 78n })
    expect(values).not.toHaveProperty(['if.1.inOctets32'])
  })

  test('numbers of the wrong type are read, others are unknown', async () => {
    const { interfaces } = await lookAt({
      ...interfaceOf(1, { '2.2.1.5': text('100000000'), '2.2.1.8': integer(99) }),
      ...interfaceOf(2, { '2.2.1.5': integer(2 ** 32 - 1, tags.gauge32), '2.2.1.3': text('ethernet') }),
      ...interfaceOf(3, { '2.2.1.5': integer(64_000), '31.1.1.1.15': integer(0, tags.gauge32) }),
      ...interfaceOf(4, {
        '31.1.1.1.15': integer(40_000, tags.gauge32),
        '2.2.1.2': text('nul\0'),
        '31.1.1.1.1': text(''),
      }),
      ...interfaceOf(4_194_316_032, { '10.131.1.1.1.1.3': integer(11) }),
      ...interfaceOf(600_000_000, { '10.131.1.1.1.1.3': integer(99) }),
    })
    const { interfaces: seen, tunnelTable } = interfaces.facts ?? {}
    expect(seen).toMatchObject([
      { ifIndex: 1, speedMbps: 100, operStatus: null },
      { ifIndex: 2, speedMbps: null, type: null },
      { ifIndex: 3, speedMbps: 0.064 },
      { ifIndex: 4, speedMbps: 40_000, name: 'nul', descr: 'nul' },
      { ifIndex: 600_000_000, tunnel: 'method99' },
      { ifIndex: 4_194_316_032, tunnel: 'sixToFour' },
    ])
    expect(tunnelTable).toBe('ok')
  })

  test('address rows: read, dropped, and their table malformed', async () => {
    const row = (index: string, ifIndex: number) => ({ [`1.3.6.1.2.1.4.34.1.3.${index}`]: integer(ifIndex) })
    const octetsOf = (last: number) => `32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.${last}`
    const { addresses } = await lookAt({
      ...interfaceOf(1),
      ...row(`2.16.${octetsOf(9)}`, 1),
      ...row(`2.${octetsOf(9)}`, 1), // the same again without length
      ...row(`2.${octetsOf(3)}`, 1),
      ...row('2.8.49.48.46.48.46.48.46.49', 1), // "10.0.0.1"
      ...row('1.4.10.0.0.1', 1),
      ...row('2.16.1.2.3', 1),
      [`1.3.6.1.2.1.55.1.8.1.2.1.${octetsOf(3)}`]: integer(48),
      [`1.3.6.1.2.1.55.1.8.1.2.7.${octetsOf(4)}`]: integer(200),
    })
    const one = (address: string, more: object) => ({
      address,
      class: 'documentation',
      status: null,
      origin: null,
      ...more,
    })
    expect(addresses.facts).toEqual({
      source: 'ip_mib',
      table: 'malformed',
      tables: { ipAddressTable: 'malformed', ipv6AddrTable: 'ok' },
      addresses: [
        one('2001:db8::3', { ifIndex: 1, ifName: 'p1', prefixLength: 48 }),
        one('2001:db8::4', { ifIndex: 7, ifName: null, prefixLength: null }),
        one('2001:db8::9', { ifIndex: 1, ifName: 'p1', prefixLength: null }),
      ],
      interfaces: [],
      quirks: ['ipv4_text', 'no_length'],
      droppedRows: 2,
      truncated: false,
    })
  })
})

describe('nothing is left behind', () => {
  const handles = () => process.getActiveResourcesInfo().filter((type) => /UDP|Timeout/i.test(type))
  /** Handles that were not there before, each as often as it is too many. */
  const newSince = (before: string[]) => {
    const known = [...before]
    return handles().filter(
      (type) => !known.includes(type) || known.splice(known.indexOf(type), 1).length === 0,
    )
  }

  test('after silence, garbage and answers', async () => {
    const before = handles()
    const cases: [Behaviour, credential: string][] = [
      [() => [], 'v2c'],
      [() => [], 'v3'],
      [() => [Buffer.of(1)], 'v2c'],
      [() => [Buffer.of(1)], 'v3'],
      [(datagram) => [honest(readRequest(datagram))], 'v2c'],
    ]
    for (const [behave, credential] of cases) {
      const started = await startAgent(behave)
      await lookAll(started, credential)
      await started.stop()
    }
    expect(newSince(before)).toEqual([])
  })

  test('after an abort, which is out_of_time at once', async () => {
    const before = handles()
    const started = await startAgent(() => [])
    for (const probe of [snmpSystem, snmpInterfaces, snmpAddresses]) {
      const stop = new AbortController()
      setTimeout(() => stop.abort(), 50)
      const { error, tookMs } = await look(probe, at('v2c'), started, { patience: 1, signal: stop.signal })
      expect(error?.code).toBe('out_of_time')
      expect(error?.evidence.exchanges).toHaveLength(1)
      expect(tookMs).toBeLessThan(1_000)
    }
    const aborted = AbortSignal.abort()
    expect((await look(snmpSystem, at('v2c'), started, { signal: aborted })).error?.code).toBe('out_of_time')
    await started.stop()
    expect(newSince(before)).toEqual([])
  })

  test('2,000 damaged answers never throw out of turn', async () => {
    const random = generator(20_220_630)
    const damage = (whole: Buffer) => {
      const damaged = Buffer.from(whole)
      for (let times = 1 + (random() % 8); times > 0; times--)
        damaged[random() % damaged.length] = random() % 256
      return random() % 4 === 0 ? damaged.subarray(0, random() % damaged.length) : damaged
    }
    const to = await agent((datagram) => [damage(honest(readRequest(datagram)))])
    const before = handles()
    const settings = at('v2c')
    for (let round = 0; round < 20; round++) {
      const probes = Array.from({ length: 100 }, (_, turn) => (turn % 2 === 0 ? snmpSystem : snmpAddresses))
      await Promise.all(probes.map((probe) => look(probe, settings, to, { patience: 0.001 })))
    }
    expect(newSince(before)).toEqual([])
  })
})

/** Numbers that look random and are the same at each run (a linear congruential generator). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 8
  }
}

function v3Id(datagram: Buffer): number {
  const message = elements(datagram)[0]
  const header = elements(message?.body ?? datagram)[1]
  const id = elements(header?.body ?? datagram)[0]
  return id ? readInteger(id) : 0
}

/** An SNMPv3 message without authentication and privacy. */
function v3Message(id: number, boots: number, scopedPdu: Buffer, engine = Buffer.from('engine')): Buffer {
  return sequence(
    integer(3),
    sequence(integer(id), integer(65_507), octets(Buffer.of(0)), integer(3)),
    octets(sequence(octets(engine), integer(boots), integer(0), octets('reader'), octets(''), octets(''))),
    sequence(octets(engine), octets(''), scopedPdu),
  )
}
