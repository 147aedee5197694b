import type { FailureClass } from '../../../probes/lib/failure-class.ts'
import type { FactsOf } from '../../../probes/probe.ts'
import type { webDualStack } from '../../../probes/web-dual-stack.ts'
import type { Text } from '../../model.ts'
import type { Finding, JudgeOptions } from '../criterion.ts'
import { failureTexts } from '../failure-texts.ts'
import { listed } from '../wording.ts'
import { isPublic } from './address.ts'
import { broken, fail, partial, pass, unknown } from './finding.ts'
import { judgeNoAaaa } from './host-address.ts'
import { ipv4Seen, ipv4UnseenText } from './web-ipv4.ts'

type Facts = FactsOf<typeof webDualStack>
type Endpoint = Facts['endpoints'][number]
/** Something that keeps an otherwise equal page from passing. */
type Flaw = { because: Text; failure: FailureClass | null }

/** WEB-03: IPv6 shows the same page as IPv4, with a valid certificate. */
export function judgeWebContent(facts: Facts, options: JudgeOptions): Finding {
  const { host, a, aaaa, content } = facts
  if (aaaa.length === 0) return judgeNoAaaa(host, facts.aaaaFailure, a.length > 0)
  const allowed = new Set(aaaa.filter((one) => isPublic(one, options)).map(({ address }) => address))
  const six = facts.endpoints.filter(({ family, address }) => family === 6 && allowed.has(address))
  const four = facts.endpoints.filter(({ family, open }) => family === 4 && open)
  if (six.length > 0 && six.every(({ open }) => open === null))
    return unknown('target_refused', {
      vi: `Không được phép kết nối tới địa chỉ IPv6 của ${host}`,
      en: `Connecting to the IPv6 addresses of ${host} is not allowed`,
    })
  const pages = six.filter(showsPage)
  if (pages.length === 0) {
    const failure = allowed.size === 0 ? 'AAAA_FORBIDDEN_CLASS' : failureOf(six)
    // a port that opens and then says nothing is as dead as one that does not open, which WEB-02 finds
    const dead = six.some(({ open }) => open) && four.some(showsPage)
    return (dead ? broken : fail)(noPage(host, failure), failure)
  }

  const flaw = certificateFlaw(host, six, four) ?? pageFlaw(host, six)
  if (flaw?.failed) return fail(flaw.because, flaw.failure)
  const ipv4 = ipv4Seen(facts)
  if (ipv4 === 'absent') return alone(host, pages, flaw)
  if (ipv4 === 'unseen') {
    const why = ipv4UnseenText(facts)
    return unknown(facts.aFailure === 'DNS_TIMEOUT' ? 'resolver_timeout' : 'no_evidence', {
      vi: `${host} có trang qua IPv6 nhưng chưa so sánh được với IPv4: ${why.vi}`,
      en: `${host} shows a page over IPv6, which cannot be compared with IPv4: ${why.en}`,
    })
  }
  if (content === null) {
    if (four.some(showsPage))
      return fail(
        {
          vi: `${host} không có cổng nào hiển thị trang qua cả IPv6 và IPv4`,
          en: `${host} has no port that shows a page over both IPv6 and IPv4`,
        },
        failureOf(six),
      )
    return unknown('no_evidence', {
      vi: `${host} có trang qua IPv6 nhưng IPv4 không hiển thị trang nên chưa so sánh được`,
      en: `${host} shows a page over IPv6, but IPv4 does not, so the two cannot be compared`,
    })
  }
  return compared(host, content, flaw)
}

const showsPage = ({ open, status, failure }: Endpoint) =>
  open === true && status !== null && failure === null

function compared(host: string, content: NonNullable<Facts['content']>, flaw: Flaw | null): Finding {
  const differs = (vi: string, en: string, failure: FailureClass) =>
    fail({ vi: `${host}: ${vi}`, en: `${host}: ${en}` }, failure)
  if (content.body === 'not_seen')
    return partial({
      vi: `${host} trả lỗi 4xx hoặc 5xx qua cả IPv6 và IPv4 nên chưa thấy nội dung`,
      en: `${host} answers 4xx or 5xx over both IPv6 and IPv4, so the page was not seen`,
    })
  if (!content.sameStatus)
    return differs(
      'mã trạng thái HTTP qua IPv6 khác IPv4',
      'another HTTP status over IPv6 than over IPv4',
      'HTTP_STATUS_DIFF',
    )
  if (!content.sameFinalHost)
    return differs(
      'IPv6 và IPv4 dẫn tới hai trang khác nhau',
      'IPv6 and IPv4 end at different sites',
      'CONTENT_DIFF',
    )
  if (content.body === 'different')
    return differs(
      'nội dung qua IPv6 khác IPv4 quá 30%',
      'the page over IPv6 differs from IPv4 by more than 30 %',
      'CONTENT_DIFF',
    )
  if (flaw) return partial(flaw.because, flaw.failure)
  return content.body === 'similar'
    ? partial(
        {
          vi: `${host}: nội dung qua IPv6 khác IPv4 từ 10% đến 30%`,
          en: `${host}: the page over IPv6 differs from IPv4 by 10 to 30 %`,
        },
        'CONTENT_DIFF',
      )
    : pass({
        vi: `${host} cho cùng nội dung qua IPv6 và IPv4, chứng thư hợp lệ`,
        en: `${host} shows the same page over IPv6 and IPv4, with valid certificates`,
      })
}

/** A site without any A record has nothing to be compared with, which internet.nl lets pass. */
function alone(host: string, pages: Endpoint[], flaw: Flaw | null): Finding {
  const refused = pages.find(({ status }) => status !== null && status >= 400)
  if (refused)
    return partial({
      vi: `${host} chỉ có IPv6 và trả mã ${refused.status} nên chưa thấy nội dung`,
      en: `${host} has IPv6 only and answers ${refused.status}, so the page was not seen`,
    })
  if (flaw) return partial(flaw.because, flaw.failure)
  return pass({
    vi: `${host} chỉ có IPv6, trang hiển thị với chứng thư hợp lệ (không có IPv4 để so sánh)`,
    en: `${host} has IPv6 only and shows its page with a valid certificate (there is no IPv4 to compare with)`,
  })
}

/** An invalid certificate on IPv6 only fails; on both, or none to see, is shown and costs the pass. */
function certificateFlaw(
  host: string,
  six: Endpoint[],
  four: Endpoint[],
): (Flaw & { failed: boolean }) | null {
  const https = six.filter(({ port, open }) => port === 443 && open)
  const bad = https.filter(({ certificate }) => !certificate?.valid)
  const https4 = four.filter(({ port }) => port === 443)
  const validOnIpv4 = https4.some(({ certificate }) => certificate?.valid)
  if (https.length > 0 && bad.length === 0) {
    if (validOnIpv4 || https4.length === 0) return null
    return {
      failed: false,
      failure: https4[0]?.certificate?.failure ?? https4[0]?.failure ?? null,
      because: {
        vi: `${host}: chứng thư hợp lệ qua IPv6 nhưng không hợp lệ qua IPv4`,
        en: `${host}: the certificate is valid over IPv6 but not over IPv4`,
      },
    }
  }
  const failure = bad.map((one) => one.certificate?.failure ?? one.failure).find((one) => one) ?? null
  const why = failure && failureTexts[failure]
  if (bad.length === 0)
    return {
      failed: false,
      failure: failureOf(six.filter(({ port }) => port === 443)),
      because: {
        vi: `${host} không mở HTTPS qua IPv6 nên chưa thấy chứng thư`,
        en: `${host} does not open HTTPS over IPv6, so its certificate was not seen`,
      },
    }
  const where = listed(bad.map(({ address }) => address))
  const both = validOnIpv4
    ? { vi: 'chỉ qua IPv6', en: 'on IPv6 only' }
    : four.length > 0
      ? { vi: 'qua cả IPv6 và IPv4', en: 'on both IPv6 and IPv4' }
      : { vi: 'qua IPv6', en: 'on IPv6' }
  return {
    failed: validOnIpv4,
    failure: failure ?? 'TLS_FAILED',
    because: {
      vi: `${host}: chứng thư không hợp lệ ${both.vi} tại ${where.vi}${why ? ` (${why.vi})` : ''}`,
      en: `${host}: no valid certificate ${both.en}, at ${where.en}${why ? ` (${why.en})` : ''}`,
    },
  }
}

/** Another of the addresses opens and then does not deliver the page; a redirect to IPv4 loses it for all. */
function pageFlaw(host: string, six: Endpoint[]): (Flaw & { failed: boolean }) | null {
  const bad = six.find(({ open, failure }) => open && failure !== null)
  if (!bad?.failure) return null
  return {
    failed: bad.failure === 'REDIRECT_TO_V4ONLY',
    failure: bad.failure,
    because: {
      vi: `${host} qua ${bad.address} cổng ${bad.port}: ${failureTexts[bad.failure].vi}`,
      en: `${host} through ${bad.address} port ${bad.port}: ${failureTexts[bad.failure].en}`,
    },
  }
}

function failureOf(six: Endpoint[]): FailureClass | null {
  return six.find(({ failure }) => failure !== null)?.failure ?? null
}

function noPage(host: string, failure: FailureClass | null): Text {
  const why = failure && failureTexts[failure]
  return {
    vi: `${host} không hiển thị trang qua IPv6${why ? `: ${why.vi}` : ''}`,
    en: `${host} shows no page over IPv6${why ? `: ${why.en}` : ''}`,
  }
}
