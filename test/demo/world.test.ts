import { describe, expect, test } from 'vitest'
import { type Names, namesAt, zoneOf } from '../../src/demo/dns/names.ts'
import { demoInventory } from '../../src/demo/inventory.ts'
import { deviceReach, deviceState } from '../../src/demo/world/device-state.ts'
import { accessPointState, accessPointsOf, listedBy } from '../../src/demo/world/hotspots.ts'
import { siteReach } from '../../src/demo/world/site-state.ts'
import { demoTimeline, planTimeline } from '../../src/demo/world/timeline.ts'
import { octetsBetween } from '../../src/demo/world/traffic.ts'
import { octetsByVersion } from '../../src/demo/world/traffic-by-version.ts'
import { type Moment, makeWorld, momentOf, type World } from '../../src/demo/world.ts'

const plan = makeWorld({ seed: 7, timeline: planTimeline })
const liveFrom = Date.parse('2026-06-01T00:00:00.000Z')
const live = makeWorld({
  seed: 7,
  timeline: demoTimeline({
    historyFrom: '2025-06-01T00:00:00.000Z',
    liveFrom: '2026-06-01T00:00:00.000Z',
    pace: 60,
  }),
})
const minute = 60_000
const hour = 60 * minute

/** All that a prober could find out at a moment, but for counters. */
function snapshot(world: World, at: number) {
  const moment = momentOf(world, at)
  return {
    names: [...namesAt(world, moment)].map(([name, { nodes, delegations }]) => [name, nodes, delegations]),
    devices: world.devices.map((device) => ({
      code: device.code,
      reach: [deviceReach(world, device, 4, moment), deviceReach(world, device, 6, moment)],
      state: deviceState(world, device, moment),
    })),
    sites: world.sites.flatMap((site) =>
      site.addresses6.map((address) => [address, siteReach(world, site, address, 443, moment)]),
    ),
  }
}

/** How many AAAA the sites have. */
function countAaaa(world: World, moment: Moment): number {
  const names = namesAt(world, moment)
  return world.sites.reduce((sum, { host, alias }) => sum + aaaaOf(names, alias ?? host).length, 0)
}

function aaaaOf(names: Names, host: string) {
  const records = zoneOf(names, host).nodes.get(host) ?? []
  return records.flatMap((record) => (record.type === 'AAAA' ? [record.data] : []))
}

/** The share of devices that can be managed over IPv6, and the number of AAAA. */
function adoption(date: string) {
  const moment = momentOf(plan, Date.parse(date))
  const managed = plan.devices.filter(({ managed6From }) => moment.done >= managed6From).length
  return { managed: managed / plan.devices.length, aaaa: countAaaa(plan, moment) }
}

describe('the world', () => {
  test('is the same for the same seed and time, and another for another seed', () => {
    const at = Date.parse('2022-10-03T02:00:00Z')
    const again = makeWorld({ seed: 7, timeline: planTimeline })
    expect(snapshot(again, at)).toEqual(snapshot(plan, at))
    expect(snapshot(makeWorld({ seed: 8, timeline: planTimeline }), at)).not.toEqual(snapshot(plan, at))
  })

  test('adopts IPv6 along an S: little in 2021, most of it in the middle, not all by the end', () => {
    const dates = ['2021-07-01', '2022-02-01', '2022-07-01', '2022-12-01', '2023-05-01', '2023-12-31']
    const steps = dates.map(adoption)
    for (const [at, { managed, aaaa }] of steps.entries()) {
      expect(managed).toBeGreaterThanOrEqual(steps[at - 1]?.managed ?? 0)
      expect(aaaa).toBeGreaterThanOrEqual(steps[at - 1]?.aaaa ?? 0)
    }
    expect(steps[0]).toMatchObject({ managed: 0, aaaa: 0 })
    expect(steps[3]?.managed).toBeGreaterThan(0.25)
    expect(steps[5]?.managed).toBeGreaterThan(0.7)
    expect(steps[5]?.managed).toBeLessThan(1)
  })

  test('changes visibly within ten minutes of watching: AAAA come, lines drop and come back', () => {
    const at = Array.from({ length: 61 }, (_, n) => liveFrom + n * 10_000)
    const aaaa = at.map((each) => countAaaa(live, momentOf(live, each)))
    expect((aaaa.at(-1) ?? 0) - (aaaa[0] ?? 0)).toBeGreaterThanOrEqual(2)
    const dropping = live.devices.filter(({ oddity }) => oddity === 'line_drops')
    expect(dropping.length).toBeGreaterThan(0)
    for (const device of dropping) {
      const reaches = at.map((each) => deviceReach(live, device, 4, momentOf(live, each)))
      expect(reaches).toContain('silent')
      expect(reaches).toContain('open')
    }
  })

  test('breaks an AAAA for hours of schedule and heals it, with the record published all the time', () => {
    const site = plan.sites.find(({ oddity }) => oddity === 'breaks_often')
    if (!site) throw new Error('no such site')
    const [address = ''] = site.addresses6
    const from = Date.parse('2023-06-01T00:00:00Z')
    const seen = Array.from({ length: 48 }, (_, n) => {
      const moment = momentOf(plan, from + n * hour)
      expect(aaaaOf(namesAt(plan, moment), site.host)).toEqual([address])
      return siteReach(plan, site, address, 443, moment)
    })
    expect(new Set(seen)).toEqual(new Set(['open', 'refused']))
    expect(siteReach(plan, site, site.address4, 443, momentOf(plan, from))).toBe('open')
  })

  test('has a device of each kind of management it means to show', () => {
    expect(new Set(plan.devices.map(({ oddity }) => oddity))).toEqual(
      new Set([
        'plain',
        'silent',
        'hostile_name',
        'ipv6_mib',
        'no_ipv6_mib',
        'fortigate_index',
        'asa_index',
        'v1',
        'v3',
        'v3_stale_key',
        'sixToFour',
        'isatap',
        'congested',
        'line_drops',
        'poor_line',
        'no_default6',
        'dead_hop6',
        'no_ra',
        'never',
      ]),
    )
  })
})

describe('traffic', () => {
  const flow = { meanMbps: 10, phase: 0.3, outages: undefined }
  const day = Date.parse('2022-10-05T00:00:00+07:00')
  const between = (from: number, to: number, world = plan, of: Parameters<typeof octetsBetween>[2] = flow) =>
    octetsBetween(world.seed, world.spans, of, from, to)

  test('is what its mean says over a week, and busier by day than by night', () => {
    const week = Number(between(day, day + 168 * hour))
    expect(week / ((10_000_000 / 8) * 168 * 3600)).toBeCloseTo(1, 1)
    const [night, noon] = [between(day + hour, day + 3 * hour), between(day + 12 * hour, day + 14 * hour)]
    expect(Number(noon)).toBeGreaterThan(2 * Number(night))
  })

  test('never counts backwards, not even where the pace changes', () => {
    let before = 0n
    for (let at = liveFrom - hour; at < liveFrom + hour; at += 7_000) {
      const now = between(liveFrom - 24 * hour, at, live)
      expect(now).toBeGreaterThan(before)
      before = now
    }
  })

  test('stands still while the line is cut', () => {
    const router = plan.devices.find(({ oddity }) => oddity === 'line_drops')
    const outages = router?.interfaces[0]?.incoming.outages
    if (!router || !outages) throw new Error('no such line')
    const cutAt = Array.from({ length: 100 }, (_, n) => day + n * 10 * minute).find(
      (at) =>
        deviceReach(plan, router, 4, momentOf(plan, at)) === 'silent' &&
        deviceReach(plan, router, 4, momentOf(plan, at + minute)) === 'silent',
    )
    if (cutAt === undefined) throw new Error('never cut')
    const cut = { ...flow, outages }
    expect(between(cutAt, cutAt + minute, plan, cut)).toBe(0n)
    expect(between(cutAt, cutAt + minute)).toBeGreaterThan(0n)
  })

  test('by version of IP: neither counts backwards, both fit into the link, and the share of IPv6 grows', () => {
    const router = plan.devices.find(({ code }) => code === 'R-288')
    const each = router?.interfaces[0]
    if (!router || !each) throw new Error('no such router')
    const since = Date.parse('2022-06-01T00:00:00Z')
    const count = octetsByVersion(plan, { device: router.code, each, flow }, since)
    const months = Array.from({ length: 18 }, (_, n) => count(since + n * 30 * 24 * hour))
    const shares = months.slice(1).map(({ ipv4, ipv6 }, n) => {
      const before = months[n] ?? { ipv4: 0n, ipv6: 0n }
      expect(ipv4).toBeGreaterThan(before.ipv4)
      expect(ipv6).toBeGreaterThanOrEqual(before.ipv6)
      expect(ipv4 + ipv6).toBeLessThan(between(since, since + (n + 1) * 30 * 24 * hour))
      return Number(ipv6 - before.ipv6) / Number(ipv4 + ipv6 - before.ipv4 - before.ipv6)
    })
    expect(shares[0]).toBe(0)
    expect(shares.at(-1)).toBeGreaterThan(0.15)
    expect(shares).toEqual(shares.toSorted((one, other) => one - other))
    // whoever asks for an older moment again gets what was there
    expect(count(since + 30 * 24 * hour)).toEqual(months[1])
  })
})

describe('public Wi-Fi', () => {
  test('has clients by the hour, an access point that is down now and then, and one that was never put up', () => {
    const sites = demoInventory(plan).assets.flatMap((asset) => (asset.kind === 'hotspot' ? [asset] : []))
    const names = sites.flatMap(({ controller, aps }) => (controller === 'WLC-30' ? aps : []))
    const aps = accessPointsOf(plan, 'WLC-30')
    expect(names.filter((name) => !aps.some((ap) => ap.name === name))).toEqual(['ap-290-2-3'])
    const from = Date.parse('2023-06-01T00:00:00Z')
    const byHour = Array.from({ length: 96 }, (_, n) =>
      aps.map((ap) => accessPointState(plan, ap, momentOf(plan, from + n * hour))),
    )
    const clients = byHour.map((states) => states.reduce((sum, { radios: [a, b] }) => sum + a + b, 0))
    expect(Math.max(...clients)).toBeGreaterThan(4 * Math.min(...clients))
    const down = byHour.flat().filter(({ up }) => !up)
    expect(down.length).toBeGreaterThan(0)
    expect(down.every(({ radios: [a, b] }) => a + b === 0)).toBe(true)
  })

  test('one access point leaves the list of its controller while it is away, and the others stay in it', () => {
    const listed = Array.from({ length: 48 }, (_, n) =>
      listedBy(plan, 'WLC-30', momentOf(plan, Date.parse('2023-06-01T00:00:00Z') + (n * hour) / 2)),
    ).map((aps) => aps.map(({ name }) => name))
    const all = accessPointsOf(plan, 'WLC-30').map(({ name }) => name)
    const gone = listed.flatMap((names) => all.filter((name) => !names.includes(name)))
    expect(new Set(gone)).toEqual(new Set(['ap-30-1-2']))
    expect(gone.length).toBeGreaterThan(5)
    expect(gone.length).toBeLessThan(20)
  })
})
