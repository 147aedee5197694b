import type { dnsNameservers } from '../../../probes/dns-nameservers.ts'
import type { FactsOf } from '../../../probes/probe.ts'
import type { Finding, JudgeOptions } from '../criterion.ts'
import { failureTexts } from '../failure-texts.ts'
import { counted, listed } from '../wording.ts'
import { addressesText, isPublic } from './address.ts'
import { broken, fail, partial, pass, unknown } from './finding.ts'

type Facts = FactsOf<typeof dnsNameservers>
type Server = Facts['servers'][number]

/** Fewer and the zone hangs on one machine (RFC 2182; internet.nl ns_aaaa). */
const serversWanted = 2

/** DNS-01: at least two name servers have an AAAA record, and none of a class that must not be published. */
export function judgeServerAddresses(facts: Facts, options: JudgeOptions): Finding {
  const { zone, servers } = facts
  const noSet = judgeNoServers(facts)
  if (noSet) return noSet
  const forbidden = servers.flatMap(({ aaaa }) => aaaa.filter((one) => !isPublic(one, options)))
  if (forbidden.length > 0) {
    const which = addressesText(forbidden)
    return fail(
      {
        vi: `${zone}: ${forbidden.length} địa chỉ AAAA của máy chủ tên miền thuộc loại không được công bố: ${which.vi}`,
        en: `${zone}: ${counted(forbidden.length, 'AAAA address', 'AAAA addresses')} of name servers of a class that must not be published: ${which.en}`,
      },
      'AAAA_FORBIDDEN_CLASS',
    )
  }
  const having = servers.filter(({ aaaa }) => aaaa.length > 0)
  const names = listed(having.map(({ name }) => name))
  const because = {
    vi: `${zone} có ${having.length}/${servers.length} máy chủ tên miền có AAAA hợp lệ${having.length > 0 ? `: ${names.vi}` : ''}`,
    en: `${zone}: ${having.length} of ${counted(servers.length, 'name server', 'name servers')} with a valid AAAA${having.length > 0 ? `: ${names.en}` : ''}`,
  }
  if (having.length >= serversWanted) return pass(because)
  const silent = servers.filter((one) => one.aaaa.length === 0 && one.aaaaFailure === 'DNS_TIMEOUT')
  if (silent.length > 0)
    return unknown('resolver_timeout', {
      vi: `${because.vi}; ${silent.length} máy chủ chưa hỏi được AAAA`,
      en: `${because.en}; AAAA of ${counted(silent.length, 'server', 'servers')} could not be asked`,
    })
  if (having.length === 1) return partial(because)
  return fail(because, servers.map(({ aaaaFailure }) => aaaaFailure).find((one) => one) ?? 'NODATA')
}

type Address = Server['ipv6'][number]
const goodOnBoth = ({ udp, tcp }: Address) => udp.good && tcp.good
const timedOut = ({ udp }: Pick<Address, 'udp'>) => udp.failure === 'DNS_TIMEOUT'

/**
 * DNS-02: every IPv6 address of the name servers is authoritative over UDP and TCP, on two names or more. A server
 * whose AAAA could not be had may have an address that is none, so it costs the pass.
 */
export function judgeServerAnswers(facts: Facts, options: JudgeOptions): Finding {
  const noSet = judgeNoServers(facts)
  if (noSet) return noSet
  const finding = judgeKnownServers(facts, options)
  if (finding.verdict === 'fail' || finding.verdict === 'unknown') return finding
  const unheard = facts.servers.filter(({ aaaaFailure }) => aaaaFailure !== null && aaaaFailure !== 'NODATA')
  const silent = unheard.filter(({ aaaaFailure }) => aaaaFailure === 'DNS_TIMEOUT')
  if (unheard.length === 0) return finding
  const whose = (locale: 'vi' | 'en') =>
    listed(
      unheard.map(({ name, aaaaFailure }) => `${name} (${failureTexts[aaaaFailure ?? 'NODATA'][locale]})`),
    )[locale]
  const because = {
    vi: `${finding.because.vi}; chưa biết địa chỉ IPv6 của ${whose('vi')}`,
    en: `${finding.because.en}; the IPv6 addresses of ${whose('en')} are not known`,
  }
  return silent.length > 0
    ? unknown('resolver_timeout', because)
    : partial(because, finding.failure ?? unheard[0]?.aaaaFailure ?? null)
}

/** The servers whose AAAA could be had. */
function judgeKnownServers(facts: Facts, options: JudgeOptions): Finding {
  const { zone, servers } = facts
  const published = servers.flatMap(({ aaaa }) => aaaa)
  const having = servers
    .map((server) => {
      const allowed = new Set(server.aaaa.filter((one) => isPublic(one, options)).map((one) => one.address))
      return { ...server, ipv6: server.ipv6.filter(({ address }) => allowed.has(address)) }
    })
    .filter(({ ipv6 }) => ipv6.length > 0)
  if (having.length === 0 && published.length > 0)
    return fail(
      {
        vi: `${zone}: không máy chủ tên miền nào có địa chỉ IPv6 hợp lệ để hỏi`,
        en: `${zone}: no name server has a valid IPv6 address to ask`,
      },
      'AAAA_FORBIDDEN_CLASS',
    )
  if (having.length === 0) {
    const failures = servers.map(({ aaaaFailure }) => aaaaFailure ?? 'NODATA')
    const failure = failures.find((one) => one !== 'NODATA') ?? 'NODATA'
    const because = {
      vi: `${zone}: không máy chủ tên miền nào có AAAA`,
      en: `${zone}: no name server has an AAAA record`,
    }
    if (!failures.includes('DNS_TIMEOUT')) return fail(because, failure)
    const silent = failures.filter((one) => one === 'DNS_TIMEOUT').length
    return unknown('resolver_timeout', {
      vi: `${zone}: chưa thấy máy chủ tên miền nào có AAAA; ${silent} máy chủ chưa hỏi được`,
      en: `${zone}: no name server is known to have an AAAA record; ${counted(silent, 'server', 'servers')} could not be asked`,
    })
  }

  const good = having.filter(({ ipv6 }) => ipv6.every(goodOnBoth))
  const bad = having.flatMap(({ name, ipv6 }) =>
    ipv6.filter((one) => !goodOnBoth(one)).map((one) => ({ name, ...one })),
  )
  const failure = bad.map(({ udp, tcp }) => udp.failure ?? tcp.failure).find((one) => one) ?? null
  const detail = (locale: 'vi' | 'en') => {
    const each = bad.map(({ name, address, udp, tcp }) => {
      const { failure: why, rcode } = udp.failure === null ? tcp : udp
      const over = udp.good ? 'TCP' : tcp.good ? 'UDP' : 'UDP, TCP'
      const said = why === 'LAME_NS' && rcode !== null && rcode !== 'NOERROR' ? `, ${rcode}` : ''
      return `${name} ${address} ${over}${why ? ` (${failureTexts[why][locale]}${said})` : ''}`
    })
    return each.length > 0 ? `: ${listed(each)[locale]}` : ''
  }
  const because = {
    vi: `${zone}: ${good.length}/${having.length} máy chủ tên miền trả lời có thẩm quyền qua IPv6 bằng UDP và TCP`,
    en: `${zone}: ${good.length} of ${counted(having.length, 'name server', 'name servers')} authoritative over IPv6 by UDP and TCP`,
  }
  const withDetail = { vi: because.vi + detail('vi'), en: because.en + detail('en') }

  if (good.length > 0) {
    const everyAddress = bad.length === 0 && published.every((one) => isPublic(one, options))
    if (good.length >= serversWanted && everyAddress && facts.serialsEqual !== false) return pass(because)
    if (bad.length > 0) return partial(withDetail, failure)
    const why =
      facts.serialsEqual === false
        ? { vi: 'số serial của SOA không bằng nhau', en: 'their SOA serials differ' }
        : good.length < serversWanted
          ? { vi: `cần ít nhất ${serversWanted} máy chủ`, en: `at least ${serversWanted} are needed` }
          : { vi: 'có địa chỉ thuộc loại không được công bố', en: 'some addresses must not be published' }
    return partial({ vi: `${because.vi}; ${why.vi}`, en: `${because.en}; ${why.en}` })
  }
  if (having.some(({ ipv6 }) => ipv6.some(({ udp }) => udp.good))) return partial(withDetail, failure)
  if (bad.some(({ udp }) => udp.failure === null))
    return unknown('target_refused', {
      vi: `${zone}: không được phép hỏi địa chỉ IPv6 của máy chủ tên miền`,
      en: `${zone}: asking the IPv6 addresses of the name servers is not allowed`,
    })
  const answersOnIpv4 = having.some(({ ipv4 }) => ipv4.some(({ udp }) => udp.good))
  if (answersOnIpv4) return broken(withDetail, failure)
  // silent over both families: the server or the way to it is down, which says nothing about its IPv6
  const undecided = having.every(({ ipv4, ipv6 }) => [...ipv4, ...ipv6].every(timedOut))
  return undecided
    ? unknown('no_evidence', {
        vi: `${zone}: các máy chủ tên miền im lặng qua cả IPv4 và IPv6`,
        en: `${zone}: the name servers are silent over both IPv4 and IPv6`,
      })
    : fail(withDetail, failure)
}

function judgeNoServers({ zone, failure, servers }: Facts): Finding | null {
  if (failure === null && servers.length > 0) return null
  const why = failure ?? 'NODATA'
  const text = why === 'NODATA' ? { vi: 'không có bản ghi NS', en: 'no NS record' } : failureTexts[why]
  const because = {
    vi: `Không lấy được danh sách máy chủ tên miền của ${zone}: ${text.vi}`,
    en: `The name servers of ${zone} could not be had: ${text.en}`,
  }
  return why === 'DNS_TIMEOUT' ? unknown('resolver_timeout', because) : fail(because, why)
}
