import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/start.ts'
import { planTimeline } from '../../src/demo/world/timeline.ts'
import { run } from '../helpers/process.ts'

const missing = ['/usr/bin/delv', '/usr/bin/dig'].filter((tool) => !existsSync(tool)).join(', ')
const folder = mkdtempSync(join(tmpdir(), 'v6gov-demo-dnssec-'))
let network: DemoNetwork

/** A validator judges by the real clock, so the demo's shows the same. */
beforeAll(async () => {
  const startAt = new Date(performance.timeOrigin).toISOString()
  const timeline = [{ ...planTimeline[0], from: '2020-01-01T00:00:00.000Z', done: 0.8, pace: 1 }] as const
  network = await startDemoNetwork({ seed: 7, timeline, clock: { startAt, rate: 1 } })
  if (missing) return
  const key = (await ask('dig', '.', 'DNSKEY', '+short'))
    .trim()
    .replace(/^257 3 13 /, '')
    .replaceAll(' ', '')
  writeFileSync(join(folder, 'anchor'), `trust-anchors { . static-key 257 3 13 "${key}"; };\n`)
})
afterAll(async () => {
  await network?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function ask(tool: 'dig' | 'delv', ...question: string[]): Promise<string> {
  const { address, port } = network.dial(network.resolvers[0] ?? '', 53)
  const { out, err } = await run([`/usr/bin/${tool}`, `@${address}`, '-p', `${port}`, ...question])
  return out + err
}
/** What BIND's validator makes of an answer, from the demo's root key down. */
const validated = (name: string, type: string) =>
  ask('delv', '-a', join(folder, 'anchor'), '+root=.', name, type)

describe.skipIf(missing)(`a real validator follows the signatures${missing && ` (needs ${missing})`}`, () => {
  test.each([
    ['.', 'NS'],
    ['test', 'SOA'],
    ['haiduong.test', 'NS'],
    ['haiduong.test', 'MX'],
    ['haiduong.test', 'TXT'],
    ['www.haiduong.test', 'AAAA'],
    ['namsach.haiduong.test', 'AAAA'], // an alias
    ['www.camgiang.test', 'A'], // signatures that end soon
    ['7.6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.0.0.0.3.0.0.8.b.d.0.1.0.0.2.ip6.arpa', 'PTR'],
  ])('%s %s is proved', async (name, type) => {
    expect(await validated(name, type)).toMatch(/^; fully validated/m)
  })

  test.each([
    ['thanhtra.haiduong.test', 'AAAA', 'ncache nxrrset'], // the name is there, the type is not
    ['nobody.haiduong.test', 'A', 'ncache nxdomain'],
    ['ip6.arpa', 'NS', 'ncache nxrrset'], // nothing of its own, but names below
    ['example.com', 'A', 'ncache nxdomain'],
    ['sgddt-hd.test', 'DS', 'ncache nxrrset'], // a zone that is not signed
  ])('that there is no %s %s is proved', async (name, type, result) => {
    const said = await validated(name, type)
    expect(said).toMatch(/^; negative response, fully validated/m)
    expect(said).toContain(result)
  })

  test.each([['www.sgddt-hd.test'], ['bqlkcn.haiduong.test']])('%s is unsigned, and may be', async (name) => {
    expect(await validated(name, 'A')).toMatch(/^; unsigned answer/m)
  })

  test('a key that the parent does not know proves nothing, and the resolver says so unless told not to check', async () => {
    expect(await validated('www.thanhha.test', 'A')).toMatch(/resolution failed|broken trust chain/)
    expect(await ask('dig', 'www.thanhha.test', 'A')).toContain('status: SERVFAIL')
    expect(await ask('dig', 'www.thanhha.test', 'A', '+cd', '+short')).toMatch(/^10\./)
  })

  test('the resolver says that it has checked (AD), just where it could', async () => {
    expect(await ask('dig', 'www.haiduong.test', 'AAAA', '+dnssec')).toMatch(/flags: qr rd ra ad;/)
    expect(await ask('dig', 'nobody.haiduong.test', 'AAAA', '+dnssec')).toMatch(/flags: qr rd ra ad;/)
    expect(await ask('dig', 'www.sgddt-hd.test', 'AAAA', '+dnssec')).toMatch(/flags: qr rd ra;/)
  })
})
