import { parse } from 'csv-parse/sync'
import { type Answer, encode } from 'dns-packet'
import { afterEach, describe, expect, test } from 'vitest'
import { dnsAddress } from '../../probes/dns-address.ts'
import { dnsNameservers } from '../../probes/dns-nameservers.ts'
import { dnsReverse } from '../../probes/dns-reverse.ts'
import { wireNameOf } from '../../probes/lib/dns-wire-name.ts'
import type { Evidence } from '../../probes/probe.ts'
import { messages } from '../../src/i18n/messages.ts'
import { sendCsv } from '../../src/web/data.ts'
import type { WebContext } from '../../src/web/web.ts'
import type { Frame } from '../../views/frame.ts'
import { EvidenceList } from '../../views/parts/exchange.tsx'
import { testContext } from '../helpers/dns-context.ts'
import { type Asked, type DnsServer, recursive, startDnsServer } from '../helpers/dns-server.ts'

const frame: Frame = {
  ...{ t: messages.en, locale: 'en', now: '2022-06-30T12:00:00.000Z', asOf: null, url: '/', account: null },
  ...{ banners: [], refreshSeconds: null, assetVersion: '' },
}
const servers: DnsServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

/** First labels as octets, and as they must read. */
const labels: [octets: string, text: string][] = [
  ['a\0b', 'a\\000b'],
  ['www.gov', 'www\\.gov'],
  ['\xff\xfe', '\\255\\254'],
  ['\xff\xff', '\\255\\255'],
  ['a b\r\n;; x', 'a\\032b\\013\\010\\;\\;\\032x'],
  ['\x1b[31m\x9b', '\\027[31m\\155'],
  ['\\000', '\\\\000'],
  ['<img src=x>', '<img\\032src=x>'],
  ['=cmd|x', '=cmd|x'],
  ['th\xe1\xbb\xad', 'th\\225\\187\\173'],
  ['x'.repeat(63), 'x'.repeat(63)],
]
const hostile = labels.map(([, text]) => `${text}.test`)

/** An answer whose only record holds the name octet for octet, which dns-packet cannot write. */
function told({ id, name, type }: Asked, holds: 'CNAME' | 'NS' | 'PTR', hostileName: string): Buffer {
  const answers: Answer[] = [{ type: holds, name, ttl: 60, data: 'x' }]
  const message = encode({
    type: 'response',
    id,
    flags: recursive,
    questions: [{ name, type: type as 'A' }],
    answers,
  })
  const wire = wireNameOf(hostileName) ?? Buffer.alloc(0)
  const length = Buffer.from([wire.length >> 8, wire.length & 0xff])
  return Buffer.concat([message.subarray(0, message.length - 5), length, wire])
}

/** The question as it came, with NXDOMAIN: dns-packet would write another name. */
function denied(query: Buffer): Buffer {
  const answer = Buffer.from(query.subarray(0, query.length - 11)) // without the OPT record
  answer.writeUInt16BE(0x8183, 2)
  answer.writeUInt16BE(0, 10)
  return answer
}

/** A resolver that answers one type with a hostile name, and denies all else. */
async function resolverThatTells(type: 'CNAME' | 'NS' | 'PTR', name: string) {
  const server = await startDnsServer((asked) => {
    const first = asked.name === 'www.test' || asked.name === 'haiduong.test' || asked.name.endsWith('.arpa')
    return first && (type === 'CNAME' || asked.type === type) ? told(asked, type, name) : denied(asked.bytes)
  })
  servers.push(server)
  return { server, context: testContext({ resolvers: [`127.0.0.1#${server.endpoint.port}`] }) }
}

function expectSafe(evidence: Evidence, name: string) {
  const lines = evidence.exchanges.flatMap(({ request, response }) => [...request, ...response])
  for (const line of lines) expect(line).toMatch(/^[ -~]*$/)
  expect(lines.some((line) => line.endsWith(` ${name}.`))).toBe(true)
  const html = String(EvidenceList({ evidence: { evidence, sha256: null, state: 'unhashed' }, frame }))
  expect(html).not.toContain('<img')
  expect(html).toContain(name.replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
}

describe('names with hostile labels', () => {
  test.each(hostile)('%s as an alias is asked for as it is, and shown', async (name) => {
    const { server, context } = await resolverThatTells('CNAME', name)
    const { facts, evidence } = await dnsAddress.run({ host: 'www.test' }, context)
    expect(facts.aaaa).toMatchObject({ failure: 'CNAME_DANGLING', chain: [name] })
    expect(dnsAddress.facts.safeParse(facts).success).toBe(true)
    const wire = wireNameOf(name) ?? Buffer.alloc(0)
    expect(server.asked.filter(({ bytes }) => bytes.includes(wire))).toHaveLength(2) // for A and AAAA
    expectSafe(evidence, name)
  })

  test.each(hostile)('%s as a name server', async (name) => {
    const { context } = await resolverThatTells('NS', name)
    const { facts, evidence } = await dnsNameservers.run({ zone: 'haiduong.test' }, context)
    expect(facts.servers.map((server) => server.name)).toEqual([name])
    expectSafe(evidence, name)
  })

  test.each(hostile)('%s as the name of an address', async (name) => {
    const { context } = await resolverThatTells('PTR', name)
    const { facts, evidence } = await dnsReverse.run({ prefix: null, addresses: ['2001:db8::1'] }, context)
    expect(facts.pointers).toEqual([{ address: '2001:db8::1', names: [name], failure: 'PTR_MISMATCH' }])
    expectSafe(evidence, name)
  })

  test('stay apart, and in their cells of a CSV file', async () => {
    expect(new Set(hostile).size).toBe(labels.length)
    const c = { body: (text: string) => new Response(text) } as unknown as WebContext
    const text = await sendCsv(c, 'names', [['name', (name: string) => name]], hostile).text()
    const rows: string[][] = parse(text, { bom: true })
    expect(rows.slice(1).map(([cell]) => cell)).toEqual(
      hostile.map((name) => (name.startsWith('=') ? `'${name}` : name)),
    )
  })
})
