import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Evidence } from '../../probes/probe.ts'
import { webDualStack } from '../../probes/web-dual-stack.ts'
import { findChecks } from '../../src/store/checks.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { testContext } from '../helpers/dns-context.ts'
import { recursive, startDnsServer } from '../helpers/dns-server.ts'
import { hasOpenssl } from '../helpers/web-certificates.ts'
import { answer, startWebServer } from '../helpers/web-server.ts'
import { type Demo, openDemo } from './demo.ts'
import { lookOf, now } from './looks.ts'

const id = 'service~web-tinh~web-dual-stack'
const host = 'www.haiduong.test'
const [a, aaaa] = ['10.0.0.80', '2001:db8::80']

const markup = '<script>alert(1)</script>'
const formula = "=cmd|' \\/C calc'!A0"
const turned = 'anh\u202egpj.exe'

/** What a site may write of itself: a certificate, a head and a page. */
const subject = `/C=VN/O=${formula}/OU=${markup.replace('/', '\\/')}/CN=${turned}\u0007`
const names = Array.from({ length: 2000 }, (_, number) => `DNS:n${number}.example.test`).join(',')
const head = [
  `HTTP/1.1 200 ${markup}`,
  `Server: ${formula}`,
  `X-Long: ${'x'.repeat(20_000)}`,
  'X-Controls: a\u0085b\u009b31m',
  `X-Turned: ${turned}`,
  `Set-Cookie: session=secret${markup}`,
]
const body = `<p>${turned} ${formula} &lt;script>${'\u0000\u001b[31m'} ${'y'.repeat(5000)}</p>`

describe.skipIf(!hasOpenssl)('a site that writes what it likes (skipped without openssl)', () => {
  let demo: Demo
  let evidence: Evidence

  beforeAll(async () => {
    demo = await openDemo()
    const directory = mkdtempSync(join(tmpdir(), 'v6gov-hostile-'))
    const [keyFile, certFile] = [join(directory, 'key'), join(directory, 'cert')]
    const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-utf8']
    const files = ['-keyout', keyFile, '-out', certFile]
    const said = ['-subj', subject, '-addext', `subjectAltName=${names}`]
    execFileSync('openssl', ['req', '-x509', ...options, ...files, ...said], { stdio: 'ignore' })
    const [key, cert] = [readFileSync(keyFile, 'utf8'), readFileSync(certFile, 'utf8')]
    rmSync(directory, { recursive: true })

    const octets = Buffer.from([...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'))
    const servers = await Promise.all(
      ['127.0.0.1', '::1'].map((address) =>
        startWebServer(answer(octets), { address, certificate: { key, cert, keyFile, certFile } }),
      ),
    )
    const resolver = await startDnsServer(({ name, type }) => ({
      flags: recursive,
      answers: [{ type: type as 'A' | 'AAAA', name, data: type === 'A' ? a : aaaa }],
    }))
    const [four, six] = servers.map(({ endpoint }) => endpoint)
    if (!four || !six) throw new Error('no server')
    const { address, port } = resolver.endpoint
    const dial = { [`${a}#443`]: four, [`${aaaa}#443`]: six }
    const looked = await webDualStack.run(
      { host, ports: [443], path: '/' },
      testContext({ dial, resolvers: [`${address}#${port}`] }),
    )
    await Promise.all([...servers, resolver].map((server) => server.stop()))

    const { db } = demo.province
    const check = (await findChecks(db, [id])).get(id)
    if (!check) throw new Error('no such check')
    const look = lookOf(check, now, { fate: 'dual' })
    const result = { ok: true as const, facts: webDualStack.facts.parse(looked.facts) }
    await recordLooks(db, [{ ...look, result, samples: looked.samples ?? [], evidence: looked.evidence }], {
      pace: 1,
    })
    evidence = looked.evidence
  })

  test('was seen as it is: over both families, with its certificate, head and page', () => {
    const protocols = evidence.exchanges.map(({ protocol }) => protocol)
    expect(protocols.filter((one) => one === 'tls' || one === 'http')).toHaveLength(4)
    const lines = evidence.exchanges.flatMap(({ response }) => response)
    expect(lines).toContainEqual(expect.stringContaining("O==cmd|' /C calc'!A0"))
    expect(lines).toContain(`HTTP/1.1 200 ${markup}`)
    expect(lines.join('\n')).not.toContain('secret')
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(5000)
  })

  test('is harmless on the page of its check and on lists', async () => {
    for (const path of [`/checks/${id}`, '/checks', '/units/30']) {
      const page = await demo.html(path)
      expect(page, path).not.toContain('<script>alert')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
      expect(page, path).not.toMatch(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e]/)
    }
    const page = await demo.html(`/checks/${id}`)
    expect(page).toContain('HTTP/1.1 200 &lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).toContain('CN=anh\\u{202e}gpj.exe\\u{7}')
  })

  test('is no formula in CSV, and the same text in JSON', async () => {
    const rows: Record<string, string>[] = parse(await demo.html('/checks.csv'), { bom: true, columns: true })
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+@\t\r-]/)
    const listed = JSON.parse(rows.find((row) => row.id === id)?.facts ?? '')
    expect(listed.endpoints[0].certificate.subject).toContain("O==cmd|' /C calc'!A0")
    expect(await demo.json(`/checks/${id}/${now}.json`)).toMatchObject({
      result: { facts: listed },
      evidence,
    })
  })
})
