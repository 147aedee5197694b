import { milestone } from './milestones.ts'
import type { Place, SiteOddity } from './places.ts'
import type { Spells } from './spells.ts'

/** A web site of the province: where it is, and when its AAAA comes. */
export type DemoSite = {
  host: string
  title: string
  /** Code of the unit that owns it. */
  unit: string
  critical: boolean
  type: 'web' | 'app'
  /** Whether the province has it in its inventory. */
  listed: boolean
  /** Hosts that its pages take style sheets, scripts and pictures from. */
  assets: string[]
  oddity: SiteOddity
  address4: string
  /** The AAAA in the order they are published; `half` has a second that is dead. */
  addresses6: string[]
  from: number
  /** Hours in which the AAAA stays published and nothing answers behind it. */
  breaks: Spells | null
  /** Name that the host is an alias of. */
  alias: string | null
}

const hour = 3_600_000
/** Addresses that must never be in a public AAAA (domain rules 4.6). */
const uniqueLocal = 'fd30:8::'

const hasty: ReadonlySet<SiteOddity> = new Set(['refused6', 'silent6'])

/** The site of a place, and for the platform the province's public services beside its portal. */
export function sitesOf(seed: number, place: Place, number: number): DemoSite[] {
  if (place.label === null) return []
  const host = place.zone === null ? `${place.label}.haiduong.test` : `www.${place.label}.test`
  const usual = milestone(seed, place.kind, 'site', place.code)
  // whoever publishes an address that nobody can reach did so in a hurry
  const from = hasty.has(place.site) ? Math.min(usual, 0.4) : usual
  const title = place.kind === 'platform' ? 'Cổng thông tin điện tử tỉnh Hải Dương' : place.name
  const own = siteOf(place, { host, title, number, from, oddity: place.site })
  if (place.kind !== 'platform') {
    return place.site === 'redirect4' ? [own, siteOf(place, v4OnlyTwin(own, number))] : [own]
  }
  const shared = (label: string, name: string, offset: number, over: Partial<DemoSite> = {}) =>
    siteOf(place, {
      host: `${label}.haiduong.test`,
      title: name,
      number: 60 + offset,
      from: from + 0.03 * offset,
      oddity: 'plain',
      ...over,
    })
  return [
    { ...own, critical: true },
    shared('dichvucong', 'Cổng dịch vụ công tỉnh Hải Dương', 1, { critical: true }),
    shared('chuyendoiso', 'Chuyển đổi số tỉnh Hải Dương', 2),
    shared('qlvb', 'Hệ thống quản lý văn bản và điều hành', 6, { type: 'app' }),
    shared('lgsp', 'Nền tảng tích hợp, chia sẻ dữ liệu', 9, { type: 'app', oddity: 'never' }),
    shared(assetHosts.dual, 'Tài nguyên dùng chung', 10, { from: 0.15, listed: false, assets: [] }),
    shared(assetHosts.v4Only, 'Kho ảnh', 11, { oddity: 'never', listed: false, assets: [] }),
  ]
}

function siteOf(
  place: Place,
  site: Pick<DemoSite, 'host' | 'title' | 'from' | 'oddity'> & { number: number } & Partial<DemoSite>,
): DemoSite {
  const { number, ...rest } = site
  const { oddity } = site
  return {
    unit: place.code,
    critical: false,
    type: 'web',
    listed: true,
    assets: assetsOf(site.host, oddity),
    address4: `10.80.0.${number}`,
    addresses6: addresses6Of(oddity, number),
    breaks: breaksOf(oddity, site.host),
    alias: oddity === 'cname' ? 'may-chu-web-1.haiduong.test' : null,
    ...rest,
  }
}

/** The host without AAAA that a redirecting site sends its visitors to; no unit has it in the inventory. */
function v4OnlyTwin(site: DemoSite, number: number) {
  return {
    ...site,
    host: `ipv4.${site.host}`,
    listed: false,
    number: number + 100,
    oddity: 'never' as const,
    addresses6: [],
    address4: `10.80.0.${number + 100}`,
  }
}

/** Labels of the two hosts that the province's sites share; nobody thought of giving the older one an AAAA. */
const assetHosts = { dual: 'tainguyen', v4Only: 'anh' }
/** Sites whose pages still show pictures from the host without AAAA. */
const picturesFromV4 = ['dichvucong.haiduong.test', 'stttt.haiduong.test', 'tphaiduong.haiduong.test']

function assetsOf(host: string, oddity: SiteOddity): string[] {
  if (!host.endsWith('.haiduong.test') || oddity === 'old_site6') return []
  const pictures = picturesFromV4.includes(host) ? [`${assetHosts.v4Only}.haiduong.test`] : []
  return [`${assetHosts.dual}.haiduong.test`, ...pictures]
}

function addresses6Of(oddity: SiteOddity, number: number): string[] {
  const good = `2001:db8:30:80::${number}`
  if (oddity === 'never') return []
  if (oddity === 'ula') return [`${uniqueLocal}${number}`]
  return oddity === 'half' ? [good, `2001:db8:30:81::${number}`] : [good]
}

function breaksOf(oddity: SiteOddity, host: string): Spells | null {
  const key = `site ${host}`
  if (oddity === 'breaks_often') {
    return { key, everyMs: 12 * hour, likelihood: 1, shortestMs: 4 * hour, longestMs: 5 * hour }
  }
  if (oddity === 'breaks_rarely') {
    return { key, everyMs: 216 * hour, likelihood: 1, shortestMs: 20 * hour, longestMs: 40 * hour }
  }
  return null
}
