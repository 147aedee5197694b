import type { FailureClass } from '../../../probes/lib/failure-class.ts'
import type { mailInbound } from '../../../probes/mail-inbound.ts'
import type { mailOutbound } from '../../../probes/mail-outbound.ts'
import type { FactsOf } from '../../../probes/probe.ts'
import type { Finding, JudgeOptions } from '../criterion.ts'
import { failureTexts } from '../failure-texts.ts'
import { counted, listed } from '../wording.ts'
import { isPublic } from './address.ts'
import { broken, fail, notApplicable, partial, pass, unknown } from './finding.ts'

type Inbound = FactsOf<typeof mailInbound>
type Exchange = Inbound['exchanges'][number]
type Outbound = FactsOf<typeof mailOutbound>

/** MAI-01: every MX greets us at one allowed IPv6 address or more. */
export function judgeInbound(facts: Inbound, options: JudgeOptions): Finding {
  const { domain, failure, nullMx, exchanges } = facts
  if (nullMx)
    return notApplicable({
      vi: `DNS khai báo ${domain} không nhận thư (MX rỗng, RFC 7505)`,
      en: `The DNS says that ${domain} takes no mail (null MX, RFC 7505)`,
    })
  if (failure !== null || exchanges.length === 0) {
    const why = failure === null || failure === 'NODATA' ? noMx : failureTexts[failure]
    const because = {
      vi: `Không có máy chủ nhận thư của ${domain}: ${why.vi}`,
      en: `${domain} has no mail server: ${why.en}`,
    }
    return failure === 'DNS_TIMEOUT'
      ? unknown('resolver_timeout', because)
      : fail(because, failure ?? 'NODATA')
  }
  const seen = exchanges.map((exchange) => standingOf(exchange, options))
  const working = seen.filter(({ works }) => works === true)
  const shut = seen.filter(({ works }) => works === false)
  const open = seen.filter(({ works }) => works === null)
  const count = {
    vi: `${domain}: ${working.length}/${seen.length} máy chủ nhận thư (MX) hoạt động qua IPv6`,
    en: `${domain}: ${working.length} of ${counted(seen.length, 'mail server', 'mail servers')} (MX) working over IPv6`,
  }
  if (working.length === seen.length) return pass(count)
  const detail = (locale: 'vi' | 'en') =>
    listed(
      [...shut, ...open].map(({ name, failure: why }) =>
        why ? `${name} (${failureTexts[why][locale]})` : name,
      ),
    )[locale]
  const because = { vi: `${count.vi}; ${detail('vi')}`, en: `${count.en}; ${detail('en')}` }
  const first = shut[0]?.failure ?? null
  if (working.length > 0 && shut.length > 0) return partial(because, first)
  if (open.length > 0)
    return unknown(
      open.some((one) => one.failure === 'DNS_TIMEOUT') ? 'resolver_timeout' : 'target_refused',
      because,
    )
  return (shut.some(({ isDead }) => isDead) ? broken : fail)(because, first)
}

const noMx = { vi: 'không có bản ghi MX', en: 'no MX record' }

type Standing = {
  name: string
  /** null: could not be tried. */
  works: boolean | null
  failure: FailureClass | null
  /** An allowed AAAA is published, and only IPv4 greets us. */
  isDead: boolean
}

function standingOf({ name, aaaa, aaaaFailure, ipv4, ipv6 }: Exchange, options: JudgeOptions): Standing {
  const allowed = new Set(aaaa.filter((one) => isPublic(one, options)).map(({ address }) => address))
  const tried = ipv6.filter(({ address }) => allowed.has(address))
  if (tried.some(({ works }) => works)) return { name, works: true, failure: null, isDead: false }
  if (aaaa.length === 0) {
    const failure = aaaaFailure ?? 'NODATA'
    return { name, works: failure === 'DNS_TIMEOUT' ? null : false, failure, isDead: false }
  }
  if (allowed.size === 0) return { name, works: false, failure: 'AAAA_FORBIDDEN_CLASS', isDead: false }
  if (tried.length === 0 || tried.some(({ open }) => open === null))
    return { name, works: null, failure: null, isDead: false }
  const failure = tried.find((one) => one.failure !== null)?.failure ?? null
  return { name, works: false, failure, isDead: ipv4.some(({ works }) => works) }
}

/** MAI-02: the declared senders pass SPF over IPv6, and a name of each leads back to it. */
export function judgeOutbound({ domain, spf, senders }: Outbound): Finding {
  if (senders.length === 0)
    return unknown('no_evidence', {
      vi: `Kiểm kê chưa khai báo địa chỉ IPv6 gửi thư của ${domain} (cột senders)`,
      en: `The inventory names no IPv6 address that sends the mail of ${domain} (column senders)`,
    })
  const silent = senders.filter(({ failure }) => failure === 'DNS_TIMEOUT' || failure === 'SERVFAIL')
  const undecided = spf.record === 'temperror' || senders.some((one) => one.spf === 'temperror')
  if (silent.length > 0 || undecided)
    return unknown('resolver_timeout', {
      vi: `Chưa tra được SPF hoặc bản ghi ngược của ${domain}`,
      en: `SPF or the reverse records of ${domain} could not be looked up`,
    })
  const passing = senders.filter((one) => one.spf === 'pass')
  const untold = senders.filter((one) => one.spf === 'untold')
  const unnamed = senders.filter(({ failure }) => failure !== null)
  const spfText = {
    vi: `SPF cho phép ${passing.length}/${senders.length} địa chỉ IPv6 gửi thư`,
    en: `SPF passes ${passing.length} of ${counted(senders.length, 'IPv6 sender', 'IPv6 senders')}`,
  }
  const count = {
    vi: `${domain}: ${spfText.vi}, ${senders.length - unnamed.length}/${senders.length} có bản ghi ngược khớp`,
    en: `${domain}: ${spfText.en}, ${senders.length - unnamed.length} of ${senders.length} with matching reverse records`,
  }
  if (passing.length + untold.length === senders.length && untold.length > 0)
    return unknown('no_evidence', {
      vi: `${count.vi}; bản ghi SPF dùng điều kiện không đánh giá được chỉ từ địa chỉ`,
      en: `${count.en}; the SPF record asks for more than the address`,
    })
  const covers = passing.length === senders.length
  const failure = unnamed[0]?.failure ?? null
  if (covers && unnamed.length === 0) return pass(count)
  const detail = (locale: 'vi' | 'en') =>
    listed(
      unnamed.map(
        ({ address, failure: why }) => `${address} (${failureTexts[why ?? 'PTR_MISSING'][locale]})`,
      ),
    )[locale]
  const because =
    unnamed.length > 0 ? { vi: `${count.vi}: ${detail('vi')}`, en: `${count.en}: ${detail('en')}` } : count
  return covers || unnamed.length === 0 ? partial(because, failure) : fail(because, failure)
}
