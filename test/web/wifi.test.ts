import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Chart } from '../../src/operations/chart.ts'
import { judgeSites } from '../../src/readiness/operations/wifi.ts'
import { reportHotspots } from '../../src/report/wifi-report.ts'
import { loadWifiFigures } from '../../src/store/wifi-figures.ts'
import type { WifiRow } from '../../views/wifi.tsx'
import type { ProviderCard } from '../../views/wifi-providers.tsx'
import { type Demo, type List, openDemo } from './demo.ts'
import { now } from './looks.ts'
import { fillWifi, site } from './wifi-course.ts'

let demo: Demo

beforeAll(async () => {
  demo = await openDemo({ only: ['30', 'STTTT'], seen: false })
  await fillWifi(demo.province.db, now)
})

const rowsOf = (csv: string): Record<string, string>[] => parse(csv, { bom: true, columns: true })

/**
 * By hand, of 29 days of June (41,760 minutes, 125,280 of three access points). Down: 360 on the 10th, 3 × 480 on the 17th,
 * 1,440 on the 20th. Nobody looked on the 24th: 1,440 of the site, 4,320 of access points.
 */
const byHand = {
  apMinutes: { up: 117_720, down: 3_240, maintenance: 0, void: 0, unmeasured: 4_320 },
  aps: { share: 117_720 / 120_960, coverage: 120_960 / 125_280 },
  siteMinutes: { up: 38_040, partial: 1_800, down: 480, maintenance: 0, void: 0, unmeasured: 1_440 },
  site: { share: 39_840 / 40_320, coverage: 40_320 / 41_760 },
  // 40 of the first at 15:00 on the 12th, 5 and 3 of the others
  most: { clients: 48, at: '2022-06-12T08:00:00.000Z' },
  days: 29,
  daysTold: 28,
  // two hours a day at 90 Mb/s of 100, ten of fifty back
  p95OfContract: 0.9,
  // 28 days of 22 h at 40 Mb/s and 2 h at 90, with 10 Mb/s back; the last half hour before the hole is lost
  volumeGb: 28 * (477 + 108) - 11.25,
  incidents: [
    ['ap-3', '2022-06-09T23:00:00.000Z', 360],
    [null, '2022-06-16T18:00:00.000Z', 480],
    ['ap-2', '2022-06-19T17:00:00.000Z', 1440],
  ],
}

describe('the month of a public Wi-Fi site', () => {
  test('is what it comes to by hand, on the page, as JSON and as CSV', async () => {
    const { figures, findings } = await demo.json<WifiRow>('/wifi/W1.json')
    expect(figures).toMatchObject({
      method: 'v6gov-wifi-1',
      contracted: 3,
      apMinutes: byHand.apMinutes,
      aps: byHand.aps,
      siteMinutes: byHand.siteMinutes,
      site: byHand.site,
      clients: { most: byHand.most, days: byHand.days, daysTold: byHand.daysTold },
      traffic: { down: { p95Mbps: 90, p95OfCir: byHand.p95OfContract }, up: { p95Mbps: 10, p95OfCir: 0.2 } },
    })
    expect(figures?.volumeGb).toBeCloseTo(byHand.volumeGb, 0)
    expect(figures?.incidents.map(({ ap, from, minutes }) => [ap, from, minutes])).toEqual(byHand.incidents)
    expect(findings.map(({ verdict }) => verdict)).toEqual(['partial', 'partial', 'partial', 'pass'])
    const [file] = rowsOf(await demo.html('/wifi/W1.csv'))
    expect(file).toMatchObject({ ap_minutes_down: '3240', site_minutes_partial: '1800', clients_most: '48' })
    const page = await demo.html('/wifi/W1')
    for (const said of [
      '97,32%',
      '98,80%',
      '28/29 ngày',
      '48 lúc 12/06/2022 15:00',
      'v6gov-wifi-1',
      'mất 3.240 phút AP',
    ])
      expect(page).toContain(said)
  })

  test('has the share of its guests that had IPv6, with the looks that prove it', async () => {
    const { ipv6 } = await demo.json<WifiRow>('/wifi/W1.json')
    expect(ipv6).toMatchObject({ verdict: 'pass', share: { part: 5, whole: 8 } })
    expect(ipv6?.because.vi).toBe(
      '62,5% (5/8) thiết bị của khách trên wifi có địa chỉ IPv6 toàn cầu (trong 7 ngày, độ phủ 100%)',
    )
    for (const { checkId, firstDueAt } of ipv6?.evidence ?? [])
      expect((await demo.get(`/checks/${checkId}/${firstDueAt}`)).status).toBe(200)
    const [first, second] = rowsOf(await demo.html('/wifi.csv?sort=-ipv6'))
    expect(first).toMatchObject({ code: 'W1', ipv6: 'pass', guests_seen: '8', guests_with_ipv6: '5' })
    expect(second).toMatchObject({ code: 'W2', ipv6: 'unknown', guests_seen: '' })
    expect(await demo.html('/wifi')).toContain('62%')
    expect(await demo.html('/wifi/W1/looks?of=guests')).toContain('/checks/device~gw~snmp-neighbours/')
    const page = await demo.html('/wifi/W1?lang=en')
    expect(page).toContain('WIF-01')
    expect(page).toContain('it is not known whether the router sends RA')
    expect(rowsOf(await demo.html('/wifi-providers.csv')).map((one) => one.sites_with_ipv6)).toEqual([
      '0',
      '1',
    ])
  })

  test('is the same in the report (Biểu 07)', async () => {
    const period = { from: '2022-05-31T17:00:00.000Z', to: '2022-06-30T17:00:00.000Z' }
    const figures = await loadWifiFigures(demo.province.db, { asOf: now, period, sites: [site] })
    const [row] = reportHotspots([site], figures)
    expect(row).toMatchObject({
      code: 'W1',
      apContracted: 3,
      figures: {
        apPct: 97.32,
        sitePct: 98.8,
        apMinutes: byHand.apMinutes,
        clientsMost: 48,
        daysTold: 28,
        p95OfContract: 0.9,
      },
    })
    expect(row?.figures?.volumeGb).toBeCloseTo(byHand.volumeGb, 0)
    expect(row?.figures?.evidence.length).toBeGreaterThan(2)
  })

  test('has minutes that are the sum of its days, each opening to the look that proves it', async () => {
    const { figures } = await demo.json<WifiRow>('/wifi/W1.json')
    const days = rowsOf(await demo.html('/wifi/W1/days.csv')).filter(
      ({ to = '' }) => to <= (figures?.to ?? ''),
    )
    for (const [state, minutes] of Object.entries(byHand.siteMinutes))
      expect(
        days.reduce((sum, day) => sum + Number(day[state]), 0),
        state,
      ).toBe(minutes)
    const page = await demo.html('/wifi/W1?day=2022-06-16T17:00:00.000Z')
    expect(page).toContain('Từng phút của ngày 17/06/2022')
    const proofs = [...page.matchAll(/href="(\/checks\/device~wlc~snmp-wifi\/[^"]+)"/g)].map(
      ([, path]) => path,
    )
    expect(proofs).toContain('/checks/device~wlc~snmp-wifi/2022-06-16T18%3A00%3A00.000Z')
    for (const path of new Set(proofs)) expect((await demo.get(path ?? '')).status).toBe(200)
  })

  test('has charts of exactly what its figures are made of', async () => {
    const range = 'from=2022-06-11T17:00:00.000Z&to=2022-06-12T17:00:00.000Z'
    const clients = await demo.json<Chart>(`/wifi/W1/clients.json?${range}`)
    expect(Math.max(...(clients.curves[0]?.mean ?? []).map((value) => value ?? 0))).toBe(48)
    const aps = await demo.json<Chart>(
      '/wifi/W1/aps.json?from=2022-06-16T17:00:00.000Z&to=2022-06-17T17:00:00.000Z',
    )
    expect(new Set(aps.curves[0]?.mean)).toEqual(new Set([3, 0]))
    expect(aps.limits).toEqual([{ name: 'contracted', value: 3 }])
    const traffic = await demo.json<Chart>(`/wifi/W1/traffic.json?${range}`)
    expect(traffic.curves.map(({ name }) => name)).toEqual(['down', 'up'])
    const file = rowsOf(await demo.html(`/wifi/W1/clients.csv?${range}`))
    expect(file.length).toBe(clients.at.length)
  })

  test('opens every figure to the looks of the period', async () => {
    const aps = await demo.json<List<{ checkId: string }>>('/wifi/W1/looks.json?of=aps')
    expect(new Set(aps.items.map(({ checkId }) => checkId))).toEqual(new Set(['device~wlc~snmp-wifi']))
    expect(await demo.html('/wifi/W1/looks?of=uplink')).toContain('/checks/hotspot~W1~snmp-line/')
    expect(await demo.html('/wifi/W2/looks?of=uplink')).toContain('chưa có phép đo nào')
  })
})

describe('the sites', () => {
  test('say in one sentence whether they serve', async () => {
    const { items } = await demo.json<List<WifiRow>>('/wifi.json')
    expect(items.map(({ site, venue }) => [site.code, venue.verdict, venue.because.vi])).toEqual([
      [
        'W2',
        'unknown',
        'Chưa xác định được điểm có phục vụ: 0/3 AP hoạt động, 3 AP không có số đo; chưa có điểm đo thử từ trong điểm; không thấy khách nào trong bảng láng giềng',
      ],
      [
        'W1',
        'partial',
        'Điểm phục vụ một phần: 3/3 AP hoạt động; qua IPv4 khách gặp trang đăng nhập; qua IPv6 khách không được trả lời; khách được cấp địa chỉ IPv4 và IPv6',
      ],
    ])
    const page = await demo.html('/wifi?lang=en')
    expect(page).toContain('In part 1')
    expect(await demo.html('/wifi/W1?lang=en')).toContain(
      'The site serves in part: 3 of 3 APs up; over IPv4 guests meet the portal; over IPv6 guests get no answer; guests are given IPv4 and IPv6 addresses.',
    )
  })

  test('are in the state of a past moment when it is asked for', async () => {
    const at = 'asOf=2022-06-17T00:00:00.000Z' // 7:00 on the 17th
    const row = await demo.json<WifiRow>(`/wifi/W1.json?${at}`)
    expect(row.venue.because.en).toBe(
      "The site does not serve: 0 of 3 APs up (ap-1, ap-2, ap-3 down); nobody tries it from within the site; the neighbour table of the guests' network tells nothing now",
    )
    expect(row.figures?.to).toBe('2022-06-16T17:00:00.000Z')
  })

  test.each([
    ['provider=Nhà mạng B', ['W2']],
    ['state=partial', ['W1']],
    ['q=quang truong', ['W1']],
    ['sort=-aps&limit=1', ['W1']],
    ['unit=30', []],
  ])('?%s', async (query, codes) => {
    const { items } = await demo.json<List<WifiRow>>(`/wifi.json?${query}`)
    expect(items.map((one) => one.site.code)).toEqual(codes)
    expect(rowsOf(await demo.html(`/wifi.csv?${query}`)).map(({ code }) => code)).toEqual(codes)
  })

  test.each(['/wifi?state=x', '/wifi?period=2022-07', '/wifi-aps?nothing=1'])(
    '%s is refused',
    async (path) => {
      expect((await demo.get(path)).status).toBe(400)
    },
  )
  test.each(['/wifi/none', '/wifi/W1/nothing'])('%s does not exist', async (path) => {
    expect((await demo.get(path)).status).toBe(404)
  })

  test('stand on a wall of access points, each the way to its evidence', async () => {
    const { items } = await demo.json<List<{ name: string; state: string }>>('/wifi-aps.json')
    expect(items.map(({ name, state }) => `${name} ${state}`)).toEqual(['ap-1 up', 'ap-2 up', 'ap-3 up'])
    const page = await demo.html('/wifi-aps')
    expect(page.match(/title="ap-\d: Hoạt động"/g)).toHaveLength(3)
    expect(page.match(/class="tile tile-unmeasured"/g)).toHaveLength(3 + 1) // of the other site, and of the legend
  })

  test('are added up for each provider', async () => {
    const { items } = await demo.json<List<ProviderCard>>('/wifi-providers.json')
    expect(
      items.map(({ provider, fee, apsContracted, apMinutes }) => [
        provider,
        fee,
        apsContracted,
        apMinutes.up,
      ]),
    ).toEqual([
      ['Nhà mạng B', 6_000_000, 3, 0],
      [site.provider, 6_000_000, 3, byHand.apMinutes.up],
    ])
    const sheet = await demo.html(`/wifi-providers?provider=${encodeURIComponent(site.provider)}`)
    for (const said of ['117.720 (97,32%)', '125.280', '3.240', '4.320', 'Cả điểm'])
      expect(sheet).toContain(said)
    expect(sheet).not.toContain('Nhà mạng B')
  })

  test('make their unit as good as the worst of them', async () => {
    const period = { from: '2022-05-31T17:00:00.000Z', to: '2022-06-30T17:00:00.000Z' }
    const figures = await loadWifiFigures(demo.province.db, { asOf: now, period, sites: [site] })
    const alone = judgeSites('OPS-WF-01', [site], figures)
    expect(alone).toMatchObject({ verdict: 'partial', reason: null })
    expect(alone.because.en).toBe(
      'Quảng trường (minh hoạ): APs up for 97.32 % of the minutes of 3 contracted APs; 3,240 AP minutes lost, coverage 96.6 %; from 1 Jun 2022 to 29 Jun 2022, accounting v6gov-wifi-1',
    )
    expect(alone.assets[0]?.evidence.length).toBeGreaterThan(2)
    const both = judgeSites('OPS-WF-01', [site, { ...site, code: 'W2', aps: [] }], figures)
    expect(both).toMatchObject({ verdict: 'unknown', reason: 'no_evidence' })
    expect(judgeSites('OPS-WF-02', [], figures)).toMatchObject({ verdict: 'unknown', reason: 'no_evidence' })
  })
})
