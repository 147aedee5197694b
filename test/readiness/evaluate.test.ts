import { describe, expect, test } from 'vitest'
import type { ProbeName } from '../../probes/index.ts'
import type { Asset } from '../../src/model/inventory.ts'
import type { UnitState } from '../../src/model.ts'
import { catalogueVersion, criteria } from '../../src/readiness/catalogue.ts'
import { defaultOptions, evaluate } from '../../src/readiness/evaluate.ts'
import { at, check, device, proberCheck, seen, selfTest, service, stateOf, unit } from './builders.ts'
import {
  addressFacts,
  hostFacts,
  interfaceFacts,
  row,
  server,
  systemFacts,
  webFacts,
  zoneFacts,
} from './facts.ts'
import { healthy } from './healthy-facts.ts'

/** An asset's check that has shown the same for three looks. */
const steady = (asset: Asset, probe: ProbeName, facts: unknown) =>
  seen(check(asset, probe), { from: 0, to: 60, times: 3, facts })

function judge(parts: Partial<UnitState>, options = defaultOptions) {
  const readiness = evaluate(stateOf(parts), at(60), options)
  const of = (id: string) => readiness.verdicts.find((one) => one.id === id)
  return { readiness, of, verdict: (id: string) => of(id)?.verdict }
}

const good = { address: '2001:db8::1', class: 'global' }
const router = device('R1', {
  name: 'Bộ định tuyến',
  internetIf: 'wan0',
  tslcdIf: 'wan0',
  userIf: ['vlan10'],
})
const web = service('www', { host: 'www.haiduong.test' })
const zone = service('zone', { type: 'zone', host: 'haiduong.test' })
const reverse = service('reverse', { type: 'zone', host: '0.3.0.0.8.b.d.0.1.0.0.2.ip6.arpa' })
const mail = service('mail', { type: 'mail', host: 'haiduong.test' })
const dead = { open: false, failure: 'TCP_TIMEOUT' }

/** The facts of a healthy target whose addresses are of the Internet. */
function global(probe: keyof typeof healthy): unknown {
  return JSON.parse(JSON.stringify(healthy[probe]).replaceAll('"documentation"', '"global"'))
}

const routerChecks = [
  steady(router, 'snmp-reach', { ipv4: 'answered', ipv6: 'answered' }),
  steady(router, 'snmp-system', systemFacts),
  steady(router, 'snmp-interfaces', interfaceFacts([{}, {}])),
  steady(router, 'snmp-addresses', addressFacts([row('2001:db8::1', 'global')])),
  ...(['snmp-routes', 'snmp-bgp', 'snmp-ra', 'reach-ping'] as const).map((probe) =>
    steady(router, probe, global(probe)),
  ),
]
const platform = {
  assets: [router, web, zone, reverse, mail],
  checks: [
    ...routerChecks,
    steady(web, 'dns-address', hostFacts([good])),
    steady(web, 'web-dual-stack', webFacts([{ family: 4 }, {}])),
    steady(web, 'web-dependencies', global('web-dependencies')),
    steady(zone, 'dns-nameservers', zoneFacts([server('a', [good]), server('b', [good])])),
    steady(zone, 'dns-zone', global('dns-zone')),
    steady(zone, 'dns-ipv6-only', global('dns-ipv6-only')),
    steady(reverse, 'dns-reverse', global('dns-reverse')),
    steady(mail, 'mail-inbound', global('mail-inbound')),
    steady(mail, 'mail-outbound', global('mail-outbound')),
  ],
}
/** What a process in the unit itself has to see is another matter. */
const measured = criteria
  .filter(({ questions }) => questions.some(({ over, fromUnit }) => over === undefined && !fromUnit))
  .map(({ id }) => id)

test('a platform on which everything works passes what probes can judge, and no more', () => {
  const { readiness } = judge(platform)
  const passed = readiness.verdicts.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id)
  // that the block is announced, a session alone does not prove
  expect(passed).toEqual(measured.filter((id) => id !== 'ADR-03'))
  expect(readiness.verdicts.find(({ id }) => id === 'ADR-03')?.verdict).toBe('partial')
  expect(readiness).toMatchObject({
    unit: 'STTTT',
    asOf: at(60),
    catalogue: catalogueVersion,
    weight: { all: 74, known: 39, earned: 38 },
    level: 0,
    levelReachable: 5,
    enoughData: false,
    broken: [],
    counts: { pass: 21, partial: 1, fail: 0, unknown: 20, na: 0 },
  })
  expect(readiness.score).toBeCloseTo((100 * 38) / 74, 10)
})

test('every pass leads to the observation that proves it', () => {
  const { readiness } = judge(platform)
  const keys = new Set(
    platform.checks.flatMap(({ observations }) =>
      observations.map((one) => `${one.checkId} ${one.firstDueAt}`),
    ),
  )
  for (const { verdict, assets } of readiness.verdicts.filter((one) => one.verdict === 'pass')) {
    expect(verdict).toBe('pass')
    expect(assets.length).toBeGreaterThan(0)
    for (const { evidence } of assets) {
      expect(evidence.length).toBeGreaterThan(0)
      for (const { checkId, firstDueAt } of evidence) expect(keys).toContain(`${checkId} ${firstDueAt}`)
    }
  }
})

test('the same state gives the same readiness, in whatever order checks and assets come', () => {
  const { readiness } = judge(platform)
  expect(judge({ ...platform, checks: platform.checks.toReversed() }).readiness).toEqual(readiness)
  expect(structuredClone(readiness)).toEqual(readiness)
})

test('on a host without IPv6 the same platform passes nothing', () => {
  const noIpv6 = seen(proberCheck(), { from: 0, facts: selfTest(false) })
  const { readiness, of } = judge({ ...platform, prober: [noIpv6] })
  expect(readiness.counts).toMatchObject({ pass: 0, partial: 0, fail: 0 })
  for (const id of measured) expect(of(id)?.reason).toBe('prober_no_ipv6')
  expect(readiness.score).toBe(0)
})

test('documentation addresses are forbidden by default', () => {
  expect(defaultOptions).toMatchObject({ treatDocumentationAsGlobal: false, insideCountsAsOutside: false })
  const checks = [steady(web, 'dns-address', hostFacts([{ ...good, class: 'documentation' }]))]
  expect(judge({ assets: [web], checks }).verdict('WEB-01')).toBe('fail')
  const demo = { ...defaultOptions, treatDocumentationAsGlobal: true }
  expect(judge({ assets: [web], checks }, demo).verdict('WEB-01')).toBe('pass')
})

describe('what does not apply', () => {
  const commune = { ...unit, code: '10507', kind: 'commune' as const }

  test('by the template of its kind, which is cited as such', () => {
    const { of, readiness } = judge({ unit: commune })
    expect(readiness.counts).toEqual({ pass: 0, partial: 0, fail: 0, unknown: 18, na: 24 })
    expect(of('WEB-01')?.because.vi).toBe('Không áp dụng theo hồ sơ đơn vị (mẫu)')
    expect(of('DNS-01')?.because.vi).toMatch(/^Kế thừa nền tảng tỉnh.*\(mẫu\)$/)
    expect(of('USE-03')?.because.vi).toBe('Chỉ áp dụng cho nền tảng tỉnh')
  })

  test('by its own declaration, with a document where units of its kind have it', () => {
    const { of, readiness } = judge({ unit: { ...commune, profile: ['has_own_internet'] } })
    expect(of('WEB-01')?.because.vi).toBe('Không áp dụng theo hồ sơ đơn vị (mẫu)')
    expect(of('EXT-01')?.verdict).toBe('unknown')
    expect(of('WAN-01')).toMatchObject({ verdict: 'unknown', reason: 'na_not_approved' })
    expect(readiness.levelReachable).toBe(5)
  })

  test('the absence of an asset is not non-applicability', () => {
    const { of } = judge({})
    for (const id of measured) expect(of(id)).toMatchObject({ verdict: 'unknown', reason: 'no_evidence' })
    expect(of('EXT-01')?.because.vi).toContain('internet_if')
    expect(of('WAN-01')?.because.en).toContain('tslcd_if')
    expect(of('DNS-01')?.because.en).toContain('type zone')
    expect(of('WEB-01')?.because.en).toContain('type web')
    expect(of('LAN-04')?.because.en).toContain('network devices')
    expect(of('GOV-01')?.because.en).toMatch(/^No evidence: the unit's attestation/)
    expect(of('ADR-02')?.because.en).toContain('prefixes.csv')
  })
})

describe('several assets', () => {
  const sites = ['www', 'dvc', 'mail', 'chat'].map((code) => service(code))
  const looks = (ok: number) =>
    sites.map((site, index) =>
      steady(site, 'dns-address', hostFacts(index < ok ? [good] : [], { host: site.host })),
    )

  test('all pass', () => {
    expect(judge({ assets: sites, checks: looks(4) }).of('WEB-01')).toMatchObject({
      verdict: 'pass',
      because: { vi: expect.stringMatching(/^4\/4 đạt; www\.test: /) },
    })
  })

  test('half pass: partial, and the sentence tells of one that fails', () => {
    const { of } = judge({ assets: sites, checks: looks(2) })
    expect(of('WEB-01')?.verdict).toBe('partial')
    expect(of('WEB-01')?.because.vi).toMatch(/^2\/4 đạt, 2 không đạt; mail\.test: mail\.test không có/)
    expect(of('WEB-01')?.because.en).toMatch(/^2 of 4 pass, 2 fail; mail\.test: /)
    expect(
      of('WEB-01')?.assets.map(({ asset, verdict, failure }) => [asset.label, verdict, failure]),
    ).toEqual([
      ['www.test', 'pass', null],
      ['dvc.test', 'pass', null],
      ['mail.test', 'fail', 'NODATA'],
      ['chat.test', 'fail', 'NODATA'],
    ])
  })

  test('www has AAAA and the apex has not: partial', () => {
    const [www, apex] = [service('www', { host: 'www.x.test' }), service('apex', { host: 'x.test' })]
    const checks = [steady(www, 'dns-address', hostFacts([good])), steady(apex, 'dns-address', hostFacts([]))]
    expect(judge({ assets: [www, apex], checks }).verdict('WEB-01')).toBe('partial')
  })

  test('a critical one fails them all', () => {
    const critical = sites.map((site) => (site.code === 'chat' ? { ...site, critical: true } : site))
    const { of } = judge({ assets: critical, checks: looks(3) })
    expect(of('WEB-01')?.verdict).toBe('fail')
    expect(of('WEB-01')?.assets[3]).toMatchObject({ critical: true, verdict: 'fail' })
  })

  test('one that nothing looks at stays in the denominator as unknown', () => {
    const { of } = judge({ assets: sites, checks: looks(4).slice(0, 3) })
    expect(of('WEB-01')).toMatchObject({ verdict: 'unknown', reason: 'no_evidence' })
    expect(of('WEB-01')?.because.vi).toMatch(/^3\/4 đạt, 1 chưa xác định; chat\.test: Chưa có phép đo/)
  })

  test('the reason is that of most unknown assets', () => {
    const checks = sites.map((site, index) =>
      seen(check(site, 'dns-address'), {
        from: 0,
        to: 60,
        times: 3,
        error: index === 0 ? 'internal' : 'out_of_time',
      }),
    )
    expect(judge({ assets: sites, checks }).of('WEB-01')?.reason).toBe('out_of_time')
  })

  test('services of other types, and devices without the interface, are not asked about', () => {
    const others = [service('app', { type: 'app' }), service('mx', { type: 'mail' }), device('SW1')]
    const { of } = judge({ ...platform, assets: [...platform.assets, ...others] })
    expect(of('WEB-01')?.assets).toHaveLength(1)
    expect(of('DNS-01')?.assets).toHaveLength(1)
    expect(of('EXT-01')?.assets).toHaveLength(1)
    expect(of('LAN-04')?.assets).toHaveLength(2)
  })

  test('LAN-04 passes with 80 % of the devices', () => {
    const devices = ['1', '2', '3', '4', '5'].map((code) => device(code))
    const checks = (ok: number) =>
      devices.map((one, index) =>
        steady(one, 'snmp-reach', { ipv4: 'answered', ipv6: index < ok ? 'answered' : 'silent' }),
      )
    const verdictWith = (ok: number) => judge({ assets: devices, checks: checks(ok) }).verdict('LAN-04')
    expect([5, 4, 3, 1, 0].map(verdictWith)).toEqual(['pass', 'pass', 'partial', 'partial', 'fail'])
  })
})

describe('SEC-02 asks a device twice', () => {
  const [, , interfaces, addresses] = routerChecks
  const sec = (...checks: (typeof interfaces)[]) =>
    judge({ assets: [router], checks: checks.filter((one) => one !== undefined) }).of('SEC-02')

  test('both must be known for a pass, and both are cited', () => {
    expect(sec(interfaces, addresses)?.assets[0]?.evidence).toHaveLength(2)
    expect(sec(interfaces, addresses)?.because.vi).toMatch(/đường hầm tự động.*; .*6to4, Teredo/)
    expect(sec(interfaces)).toMatchObject({ verdict: 'unknown', reason: 'no_evidence' })
    const silent = steady(router, 'snmp-addresses', addressFacts([], { table: 'no_such_object' }))
    expect(sec(interfaces, silent)).toMatchObject({ verdict: 'unknown', reason: 'oid_not_supported' })
  })

  test('a tunnel found is a failure, whatever else is unknown', () => {
    const isatap = interfaceFacts([{ type: 131, tunnel: 'isatap' }], { tunnelTable: 'ok' })
    expect(sec(steady(router, 'snmp-interfaces', isatap))?.verdict).toBe('fail')
  })
})

describe('broken IPv6', () => {
  const broken = steady(web, 'web-dual-stack', webFacts([{ family: 4 }, dead]))

  test('is listed, with its failure', () => {
    const { readiness } = judge({ assets: [web], checks: [broken] })
    expect(readiness.broken.map(({ asset, failure, verdict }) => [asset.code, failure, verdict])).toEqual([
      ['www', 'TCP_TIMEOUT', 'fail'],
    ])
  })

  test('name servers dead over IPv6 only are broken too', () => {
    const timeout = { ...good, udp: 'DNS_TIMEOUT', tcp: 'TCP_TIMEOUT' }
    const checks = [steady(zone, 'dns-nameservers', zoneFacts([server('a', [timeout])]))]
    expect(judge({ assets: [zone], checks }).readiness.broken.map(({ asset }) => asset.code)).toEqual([
      'zone',
    ])
  })

  test.each([
    ['no AAAA', webFacts([{ family: 4 }])],
    ['dead over both', webFacts([{ family: 4, ...dead }, dead])],
    ['a forbidden class', webFacts([{ family: 4 }, dead], {}, { '2001:db8::1': 'ula' })],
    ['one port of two', webFacts([{ family: 4 }, {}, { port: 80, ...dead }])],
  ])('is not %s', (_, facts) => {
    const checks = [steady(web, 'web-dual-stack', facts)]
    expect(judge({ assets: [web], checks }).readiness.broken).toEqual([])
  })

  test('is not what has not been confirmed', () => {
    const once = seen(check(web, 'web-dual-stack'), { from: 60, facts: webFacts([{ family: 4 }, dead]) })
    expect(judge({ assets: [web], checks: [once] }).readiness.broken).toEqual([])
  })
})
