import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must, run, type Started, until } from '../helpers/process.ts'
import { logOf } from '../helpers/process-v6gov.ts'
import { importInventory } from './inventory.ts'
import { type Lab, startLab } from './lab.ts'
import { blockForwarding } from './network.ts'
import type { Pages } from './pages.ts'
import { labMissing } from './requirements.ts'
import { signInAt, startServer } from './server.ts'
import { criteriaOf, hasVerdicts, quickTruth, truth } from './verdicts.ts'

const missing = labMissing()

describe.skipIf(missing)(`the main job on real servers${missing ? ` (${missing})` : ''}`, () => {
  let lab: Lab
  let server: Started
  let pages: Pages

  beforeAll(async () => {
    lab = await startLab()
    const settings = {
      ...lab.settings,
      V6GOV_DATABASE_URL: `sqlite:${lab.directory}/v6gov.db`,
      V6GOV_PACE: '600', // an hour of schedule in six seconds
      V6GOV_PORT: '8080',
    }
    expect(await importInventory(lab, settings)).toContain('units: 4 added')
    server = startServer(lab, settings)
    pages = await signInAt(lab, server)
  })
  afterAll(() => lab?.remove())

  test('a failure that was seen once awaits confirmation', async () => {
    const web = await until('the first look at the site of SYT', 10_000, async () => {
      const [asset] = (await criteriaOf(pages, 'SYT')).get('WEB-02')?.assets ?? []
      return asset?.pending && asset
    })
    expect(web).toMatchObject({
      verdict: 'unknown',
      reason: 'awaiting_confirmation',
      pending: { verdict: 'fail', needed: 3 },
    })
    expect(await pages.text('/units/SYT')).toContain('Đang chờ xác nhận qua các lần đo tiếp theo')
  })

  test('units are seen for what they are', async () => {
    await until('the verdicts', 60_000, () => hasVerdicts(pages, quickTruth), 500)
  })

  test('IPv4 only: no AAAA, and the page says so', async () => {
    const criteria = await criteriaOf(pages, 'SYT')
    expect(criteria.get('WEB-01')?.assets[0]).toMatchObject({ verdict: 'fail', failure: 'NODATA' })
    expect(criteria.get('LAN-04')?.because.vi).toContain('chưa có địa chỉ quản trị IPv6')
    const page = await pages.text('/units/SYT')
    expect(page).toContain('Sở Y tế')
    expect(page).toContain('yte.tinhmau.test không có địa chỉ IPv6 trong DNS: không có bản ghi AAAA')
  })

  test('IPv6 only: passes without an IPv4 to compare with', async () => {
    const criteria = await criteriaOf(pages, 'XM')
    expect(criteria.get('WEB-03')?.because.vi).toContain('xamau.tinhmau.test chỉ có IPv6')
    expect(criteria.get('LAN-04')?.because.vi).toContain('Thiết bị trả lời SNMP qua IPv6')
  })

  test('from a verdict one gets to the exchange that proves it', async () => {
    const page = await pages.text('/units/SNV')
    const link = /href="(\/checks\/service~SNV-WEB~web-dual-stack\/[^"]+)"/.exec(page)?.[1] ?? ''
    const proof = await pages.text(link)
    expect(proof).toContain('2001:db8:1:1::80')
    expect(proof).toContain('HTTP/1.1 200 OK')
    const { evidence } = await pages.json<{ evidence: { exchanges: Exchange[] } }>(`${link}.json`)
    const peers = evidence.exchanges
      .filter(({ protocol }) => protocol === 'http')
      .map(({ peer }) => `${peer?.address}#${peer?.port}`)
    expect(new Set(peers)).toEqual(
      new Set(['10.1.1.80#80', '10.1.1.80#443', '2001:db8:1:1::80#80', '2001:db8:1:1::80#443']),
    )
  })

  test('SNMPv3 over IPv6 is what proves the management of a router', async () => {
    const [asset] = (await criteriaOf(pages, 'XM')).get('LAN-04')?.assets ?? []
    const { checkId, firstDueAt } = asset?.evidence[0] ?? { checkId: '', firstDueAt: '' }
    const { evidence } = await pages.json<{ evidence: { exchanges: Exchange[] } }>(
      `/checks/${checkId}/${firstDueAt}.json`,
    )
    expect(evidence.exchanges.map(({ peer }) => peer)).toContainEqual({
      address: '2001:db8:0:f4::2',
      port: 161,
    })
    expect(JSON.stringify(evidence)).not.toContain('lab-privacy')
  })

  test('nobody reads the pages without signing in', async () => {
    const ask = ['curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', 'http://localhost:8080/units.json']
    expect(await must(lab.inside('core', ask))).toBe('401')
  })

  describe.concurrent('while it runs', () => {
    test('a site that is published and dead over IPv6 turns broken', async () => {
      await until('the verdicts of HM', 120_000, () => hasVerdicts(pages, { HM: truth.HM ?? {} }), 1_000)
      const reachable = (await criteriaOf(pages, 'HM')).get('WEB-02')
      expect(reachable?.assets[0]).toMatchObject({ verdict: 'fail', failure: 'TCP_TIMEOUT' })
      const { items } = await pages.json<{ items: { code: string; broken: string[] }[] }>(
        '/units.json?broken=yes',
      )
      expect(items.find(({ code }) => code === 'HM')?.broken).toEqual(['huyenmau.tinhmau.test'])
      expect(await pages.text('/units?broken=yes')).toMatch(/Huyện Mẫu[\s\S]*IPv6 hỏng/)
      expect(await pages.text('/units/HM')).toContain('IPv6 hỏng: đã công bố AAAA nhưng không truy cập được')
    })

    test('an agent that hangs makes unknown, never a failure, and heals', async () => {
      const bySnmp = ['WAN-01', 'LAN-04', 'SEC-02']
      const seen = new Set<string>()
      const look = async () => {
        const criteria = await criteriaOf(pages, 'XM')
        for (const id of bySnmp) seen.add(criteria.get(id)?.verdict ?? 'missing')
        return bySnmp.map((id) => criteria.get(id))
      }
      lab.agents.u4.signal('SIGSTOP')
      await until('the timeout shows', 90_000, async () => {
        const criteria = await look()
        return criteria.every((one) => one?.verdict === 'unknown' && one.reason === 'snmp_timeout')
      })
      lab.agents.u4.signal('SIGCONT')
      await until('the agent is heard again', 60_000, async () =>
        (await look()).every((one) => one?.verdict === 'pass'),
      )
      expect([...seen].sort()).toEqual(['pass', 'unknown'])
    })

    test('a site whose IPv6 breaks fails after confirmation and passes when it is back', async ({
      expect,
    }) => {
      const heal = await blockForwarding(
        lab,
        'u1',
        'ip6 nexthdr tcp tcp dport { 80, 443 }',
        'reject with tcp reset',
      )
      const reachable = await until('WEB-02 of SNV fails', 60_000, async () => {
        const criterion = (await criteriaOf(pages, 'SNV')).get('WEB-02')
        return criterion?.verdict === 'fail' && criterion
      })
      expect(reachable.assets[0]).toMatchObject({ failure: 'TCP_REFUSED' })
      expect(reachable.because.vi).toContain('trong khi IPv4 vẫn truy cập được')
      const { broken } = await pages.json<{ broken: { asset: { label: string } }[] }>('/units/SNV.json')
      expect(broken.map(({ asset }) => asset.label)).toContain('www.noivu.tinhmau.test')
      await heal()
      await until('all of SNV passes again', 60_000, () => hasVerdicts(pages, { SNV: truth.SNV ?? {} }))
    })
  })

  test('everything is as it was, and the log holds no error', async () => {
    await until('the verdicts', 30_000, () => hasVerdicts(pages, truth), 500)
    expect(logOf(server).filter(({ level }) => level === 'error')).toEqual([])
    expect(await server.stop()).toEqual({ code: 0, signal: null })
    expect(server.err).toEqual([])
    expect((await run(['ip', 'netns', 'pids', lab.nameOf('core')])).out).toBe('')
  })
})

type Exchange = { protocol: string; peer: { address: string; port: number } | null }
