import { spawnSync } from 'node:child_process'
import { type Answer, decode, encode, type OptAnswer, RECURSION_DESIRED } from 'dns-packet'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeMessage, encodeQuery, isAnswerTo } from '../../probes/lib/dns-message.ts'
import { isWithin, namesDownTo } from '../../probes/lib/dns-name.ts'
import { describeMessage } from '../../probes/lib/dns-text.ts'
import { readWireName, wireNameOf } from '../../probes/lib/dns-wire-name.ts'
import { authoritative, type DnsServer, startDnsServer } from '../helpers/dns-server.ts'

const name = 'www.haiduong.test'
const soa = {
  mname: 'ns1.haiduong.test',
  rname: 'admin.haiduong.test',
  serial: 7,
  refresh: 1,
  retry: 2,
  expire: 3,
  minimum: 4,
}
const answers: Answer[] = [
  { type: 'CNAME', name, ttl: 60, data: 'web.haiduong.test' },
  { type: 'A', name, ttl: 60, data: '10.0.0.1' },
  { type: 'AAAA', name, ttl: 60, data: '2001:db8:0:0:0:0:0:1' },
  { type: 'NS', name: 'haiduong.test', ttl: 60, data: 'ns1.haiduong.test' },
  { type: 'MX', name, ttl: 60, data: { preference: 10, exchange: 'mail.haiduong.test' } },
  { type: 'SOA', name: 'haiduong.test', ttl: 60, data: soa },
  { type: 'TXT', name, ttl: 60, data: ['v=spf1 -all'] },
  {
    type: 'RRSIG',
    name,
    ttl: 60,
    data: {
      typeCovered: 'AAAA',
      algorithm: 13,
      labels: 3,
      originalTTL: 60,
      expiration: 1656590400,
      inception: 1655380800,
      keyTag: 12345,
      signersName: 'haiduong.test',
      signature: Buffer.alloc(64, 1),
    },
  },
]
const message = encode({
  type: 'response',
  id: 1,
  flags: authoritative,
  questions: [{ name, type: 'AAAA' }],
  answers,
})

describe('a message in text', () => {
  test('as dig prints it', () => {
    const decoded = decodeMessage(message)
    expect(decoded && describeMessage(decoded)).toEqual([
      ';; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1',
      ';; flags: qr aa; QUERY: 1, ANSWER: 8, AUTHORITY: 0, ADDITIONAL: 0',
      ';www.haiduong.test. IN AAAA',
      ';; ANSWER SECTION:',
      'www.haiduong.test. 60 IN CNAME web.haiduong.test.',
      'www.haiduong.test. 60 IN A 10.0.0.1',
      'www.haiduong.test. 60 IN AAAA 2001:db8::1',
      'haiduong.test. 60 IN NS ns1.haiduong.test.',
      'www.haiduong.test. 60 IN MX 10 mail.haiduong.test.',
      'haiduong.test. 60 IN SOA ns1.haiduong.test. admin.haiduong.test. 7 1 2 3 4',
      'www.haiduong.test. 60 IN TXT "v=spf1 -all"',
      `www.haiduong.test. 60 IN RRSIG AAAA 13 3 60 20220630120000 20220616120000 12345 haiduong.test. ${Buffer.alloc(64, 1).toString('base64')}`,
    ])
  })

  describe.skipIf(spawnSync('dig', ['-v']).status !== 0)(
    'beside dig (skipped without Debian package bind9-dnsutils)',
    () => {
      let server: DnsServer
      beforeAll(async () => {
        server = await startDnsServer(() => ({ flags: authoritative, answers }))
      })
      afterAll(() => server.stop())

      test('each record as dig prints it, but for spaces', async () => {
        const { spawn } = await import('node:child_process')
        const dig = spawn('dig', [
          '@127.0.0.1',
          '-p',
          `${server.endpoint.port}`,
          name,
          'AAAA',
          '+noall',
          '+answer',
          '+nosplit',
        ])
        let output = ''
        for await (const text of dig.stdout) output += text
        const printed = output
          .split('\n')
          .filter((line) => /\b(A|AAAA|CNAME|NS|MX|SOA|TXT|RRSIG)\b/.test(line))
          .map((line) => line.replace(/\s+/g, ' '))
        const decoded = decodeMessage(message)
        const ours = decoded ? describeMessage(decoded) : []
        expect(printed).toHaveLength(8)
        for (const line of printed) expect(ours).toContain(line)
      })
    },
  )
})

test('a query asks with EDNS 1232 and DO', () => {
  const query = decodeMessage(encodeQuery({ name, type: 'AAAA', recursion: true }))
  expect(query).toMatchObject({ flag_rd: true, flag_cd: false, questions: [{ name, type: 'AAAA' }] })
  expect(query?.additionals[0]).toMatchObject({ type: 'OPT', udpPayloadSize: 1232, flag_do: true })
})

describe('whatever arrives is read or passed over, and never thrown', () => {
  const read = (bytes: Uint8Array) => {
    const decoded = decodeMessage(Buffer.from(bytes))
    if (decoded) for (const line of describeMessage(decoded)) expect(line).toMatch(/^[ -~]*$/)
  }

  test('random octets', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), read), { numRuns: 2000 })
  })

  test('a sound message with some octets changed', () => {
    const changes = fc.array(fc.tuple(fc.nat(message.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 8,
    })
    const changed = changes.map((places) => {
      const bytes = Buffer.from(message)
      for (const [place, octet] of places) bytes[place] = octet
      return bytes
    })
    fc.assert(fc.property(changed, read), { numRuns: 3000 })
  })

  test('a sound message cut anywhere', () => {
    for (let length = 0; length < message.length; length++) read(message.subarray(0, length))
  })

  test('65,535 octets of pointers to pointers', () => {
    const bytes = Buffer.alloc(65_535)
    Buffer.from('0001840000000fff00000000', 'hex').copy(bytes)
    for (let at = 14; at + 1 < bytes.length; at += 2)
      bytes.writeUInt16BE(0xc000 | Math.min(at - 2, 0x3fff), at)
    const started = performance.now()
    read(bytes)
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})

describe('names in the notation of zone files', () => {
  const names: [wire: string, text: string][] = [
    ['\x03a.b\x04test\0', 'a\\.b.test'],
    ['\x04a\0b\\\x04test\0', 'a\\000b\\\\.test'],
    ['\x03\xff \x1b\x04TEST\0', '\\255\\032\\027.TEST'],
    ['\x04"@;$\x03th\xed\0', '\\"\\@\\;\\$.th\\237'],
    [`\x3f${'x'.repeat(63)}\x04test\0`, `${'x'.repeat(63)}.test`],
    ['\0', '.'],
  ]

  test.each(names)('%j', (wire, text) => {
    const bytes = Buffer.from(wire, 'latin1')
    expect(readWireName({ bytes, at: 0 })).toBe(text)
    expect(wireNameOf(text)).toEqual(bytes)
  })

  test('any octets come back as they were', () => {
    const label = fc.uint8Array({ minLength: 1, maxLength: 63 })
    fc.assert(
      fc.property(fc.array(label, { maxLength: 3 }), (labels) => {
        const bytes = Buffer.from([...labels.flatMap((octets) => [octets.length, ...octets]), 0])
        const name = readWireName({ bytes, at: 0 })
        expect(name).toMatch(/^[!-~]+$/)
        expect(wireNameOf(name)).toEqual(bytes)
        expect(namesDownTo(name)).toHaveLength(labels.length)
        expect(namesDownTo(name).every((above) => isWithin(name, above))).toBe(true)
      }),
    )
  })

  test('what no message can hold is no name', () => {
    const long = `${'x'.repeat(63)}.`.repeat(4)
    for (const odd of ['', 'a..test', '.test', 'test.', `${'a'.repeat(64)}.test`, long, 'a\\', 'a\\256.test'])
      expect(wireNameOf(odd)).toBeNull()
    expect(wireNameOf(long.slice(0, -3))).toHaveLength(255)
  })

  test('a dot inside a label parts nothing', () => {
    expect(isWithin('a\\.test', 'test')).toBe(false)
    expect(isWithin('a\\\\.test', 'test')).toBe(true)
    expect(namesDownTo('www\\.gov.test')).toEqual(['test', 'www\\.gov.test'])
  })
})

describe('what is read and written is what dns-packet reads and writes, where it does so', () => {
  const addresses: Answer[] = [
    { type: 'AAAA', name, ttl: 60, data: '2001:db8::1:0:0:1' },
    { type: 'AAAA', name, ttl: 0x80000001, data: '::' },
    { type: 'A', name, ttl: 60, data: '10.0.0.255' },
  ]
  const more: Answer[] = [
    {
      type: 'DNSKEY',
      name,
      ttl: 60,
      data: { flags: 257, algorithm: 13, key: Buffer.alloc(64, 7) },
    },
    {
      type: 'DS',
      name,
      ttl: 60,
      data: { keyTag: 7, algorithm: 13, digestType: 2, digest: Buffer.alloc(32, 9) },
    },
    { type: 'NSEC', name, ttl: 60, data: { nextDomain: name, rrtypes: ['A', 'RRSIG', 'NSEC', 'CAA'] } },
  ]
  const messageOf = (records: Answer[]) =>
    encode({
      type: 'response',
      id: 0xabcd,
      flags: authoritative,
      questions: [{ name, type: 'AAAA' }],
      answers: records,
      additionals: [opt(0x8000)],
    })
  // dns-packet does not compress; servers point to the question
  const plain = messageOf(addresses).toString('latin1')
  const pointing = plain.replaceAll(ownerOf(name), '\xc0\x0c').replace('\xc0\x0c', ownerOf(name))
  const answer = Buffer.from(pointing, 'latin1')
  const withoutFlush = (key: string, value: unknown) => (key === 'flush' ? undefined : value)
  const asRead = (bytes: Buffer) => JSON.parse(JSON.stringify(decode(bytes), withoutFlush))
  const read = (bytes: Buffer) => JSON.parse(JSON.stringify(decodeMessage(bytes)))

  test('a message of records of every type that we read', () => {
    const every = messageOf([...addresses, ...answers, ...more])
    expect(read(every).answers).toHaveLength(addresses.length + answers.length + more.length)
    expect(read(every)).toEqual(asRead(every))
    expect(read(answer)).toEqual(asRead(answer))
  })

  test('however the octets of addresses are changed or cut', () => {
    const places = fc.array(fc.tuple(fc.nat(answer.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 })
    let sound = 0
    fc.assert(
      fc.property(places, fc.integer({ min: answer.length - 20, max: answer.length }), (changes, length) => {
        const bytes = Buffer.from(answer.subarray(0, length))
        for (const [place, octet] of changes) if (place < length) bytes[place] = octet
        const message = decodeMessage(bytes)
        if (!message) return
        const read = byDnsPacket(bytes)
        if (!read) return // it reads more types than we do, and cannot where they are wrong
        sound++
        const { id, flags, type, answers: found = [] } = read
        expect(message).toMatchObject({ id, flags, type })
        expect(message.answers).toHaveLength(found.length)
      }),
      { numRuns: 5000 },
    )
    expect(sound).toBeGreaterThan(50)
  })

  test('a query', () => {
    const label = fc.stringMatching(/^[!#%&'*-\-/-:<-?A-[\]-~]{1,63}$/)
    const types = fc.constantFrom(
      'A',
      'AAAA',
      'NS',
      'SOA',
      'MX',
      'TXT',
      'PTR',
      'CNAME',
      'DNSKEY',
      'DS',
      'LOC',
    )
    fc.assert(
      fc.property(
        fc.array(label, { minLength: 1, maxLength: 3 }),
        types,
        fc.boolean(),
        (labels, type, edns) => {
          const asked = { name: labels.join('.'), type }
          const written = encodeQuery({ ...asked, recursion: true, edns })
          const expected = encode({
            type: 'query',
            id: written.readUInt16BE(0),
            flags: RECURSION_DESIRED,
            questions: [asked],
            additionals: edns ? [opt(0x8000)] : [],
          })
          expect(written).toEqual(expected)
        },
      ),
    )
  })
})

describe('an answer to a query', () => {
  const query = encodeQuery({ name, type: 'AAAA', recursion: true })
  const answerTo = (asked: { name: string; type: 'A' | 'AAAA'; class?: 'CH' }, id = query.readUInt16BE(0)) =>
    encode({ type: 'response', id, flags: authoritative, questions: [asked], answers: [] })
  const isAnswer = (bytes: Buffer) => {
    const read = decodeMessage(bytes)
    return read !== undefined && isAnswerTo(read, bytes, query)
  }

  test('repeats its id and question, in whatever case', () => {
    expect(isAnswer(answerTo({ name: name.toUpperCase(), type: 'AAAA' }))).toBe(true)
  })

  test.each([
    ['of another id', answerTo({ name, type: 'AAAA' }, query.readUInt16BE(0) ^ 1)],
    ['of another name', answerTo({ name: 'www.haiduong.tesu', type: 'AAAA' })],
    ['of a name that goes on', answerTo({ name: `${name}.test`, type: 'AAAA' })],
    ['of a name that ends before', answerTo({ name: 'haiduong.test', type: 'AAAA' })],
    ['of another type', answerTo({ name, type: 'A' })],
    ['of another class', answerTo({ name, type: 'AAAA', class: 'CH' })],
    ['that is the query itself', query],
  ])('and is not one %s', (_what, bytes) => {
    expect(isAnswer(bytes)).toBe(false)
  })
})

function byDnsPacket(bytes: Buffer): ReturnType<typeof decode> | undefined {
  try {
    return decode(bytes)
  } catch {
    return undefined
  }
}

function opt(flags: number): OptAnswer {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 1232,
    extendedRcode: 0,
    ednsVersion: 0,
    flags,
    flag_do: true,
    options: [],
  }
}

/** A name as it stands in a message, as Latin-1. */
function ownerOf(text: string): string {
  return `${text
    .split('.')
    .map((label) => String.fromCharCode(label.length) + label)
    .join('')}\0`
}
