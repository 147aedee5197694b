import type { dnsReverse } from '../../../probes/dns-reverse.ts'
import type { FactsOf } from '../../../probes/probe.ts'
import type { Finding } from '../criterion.ts'
import { failureTexts } from '../failure-texts.ts'
import { counted, listed } from '../wording.ts'
import { fail, partial, pass, unknown } from './finding.ts'

type Zone = FactsOf<typeof dnsReverse>['zones'][number]

const serversWanted = 2

/** ADR-04: the reverse zone is delegated to two name servers or more, and all of them answer for it. */
export function judgeReverseZone({ zones }: FactsOf<typeof dnsReverse>): Finding {
  const findings = zones.map(judgeZone)
  const order = ['fail', 'unknown', 'partial', 'pass'] as const
  const worst = order.flatMap((verdict) => findings.filter((one) => one.verdict === verdict))[0]
  return (
    worst ??
    unknown('no_evidence', {
      vi: 'Không có tên miền ngược nào để đo',
      en: 'There is no reverse zone to look at',
    })
  )
}

function judgeZone({ zone, failure, servers }: Zone): Finding {
  if (failure !== null) {
    const why = failure === 'NODATA' ? undelegated : failureTexts[failure]
    const because = {
      vi: `Tên miền ngược ${zone} chưa được uỷ quyền: ${why.vi}`,
      en: `The reverse zone ${zone} is not delegated: ${why.en}`,
    }
    return failure === 'DNS_TIMEOUT' ? unknown('resolver_timeout', because) : fail(because, failure)
  }
  const good = servers.filter(({ answers }) => answers)
  const bad = servers.filter(({ answers }) => !answers)
  const count = {
    vi: `${zone}: ${good.length}/${servers.length} máy chủ tên miền trả lời cho tên miền ngược`,
    en: `${zone}: ${good.length} of ${counted(servers.length, 'name server', 'name servers')} answering for the reverse zone`,
  }
  if (bad.length === 0 && good.length >= serversWanted) return pass(count)
  if (bad.length === 0)
    return partial({
      vi: `${count.vi}; cần ít nhất ${serversWanted} máy chủ`,
      en: `${count.en}; at least ${serversWanted} are needed`,
    })
  const detail = (locale: 'vi' | 'en') =>
    listed(bad.map(({ name, failure: why }) => (why ? `${name} (${failureTexts[why][locale]})` : name)))[
      locale
    ]
  const because = { vi: `${count.vi}; ${detail('vi')}`, en: `${count.en}; ${detail('en')}` }
  const first = bad.find((one) => one.failure !== null)?.failure ?? null
  if (good.length > 0) return partial(because, first)
  // all silent: they or the way to them may be down
  return bad.every((one) => one.failure === 'DNS_TIMEOUT')
    ? unknown('resolver_timeout', because)
    : fail(because, first)
}

const undelegated = { vi: 'không có bản ghi NS', en: 'no NS record' }
