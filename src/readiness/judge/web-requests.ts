import type { Handed, WebCount } from '../../model/figures.ts'
import type { Finding } from '../criterion.ts'
import { decimal, joined } from '../wording.ts'
import { fail, partial, pass, unknown } from './finding.ts'

/** From counts of fewer of the days nothing is concluded, as with looks (domain rules 3.7). */
const leastCoverage = 0.8
/** Shares from which it passes, and passes in part (domain rules 2.4). */
const [target, least] = [40, 10]

/**
 * USE-02: the share of people's requests that came over IPv6, over the days of a window. A day counts when both families
 * are told, so that a log that leaves IPv6 out is not read as one without IPv6.
 */
export function judgeWebRequests(counts: Handed<WebCount>[], days: number): Finding {
  const of = (family: WebCount['family']) => counts.filter((one) => one.family === family)
  const told = new Set(of('6').map(({ day }) => day))
  const whole = new Set(of('4').flatMap(({ day }) => (told.has(day) ? [day] : [])))
  if (counts.length === 0)
    return unknown('no_evidence', {
      vi: 'Chưa nhập số lượt truy cập từ nhật ký máy chủ web',
      en: "No counts of the web server's log were imported",
    })
  const over = {
    vi: `; có số liệu ${whole.size}/${days} ngày`,
    en: `; counts of ${whole.size} of ${days} days`,
  }
  if (whole.size < leastCoverage * days)
    return unknown(
      'coverage_low',
      joined({ vi: 'Số liệu truy cập web chưa đủ', en: 'Too few counts of web requests' }, over),
    )
  const sum = (family: WebCount['family']) =>
    of(family).reduce(
      (total, { day, requests, botRequests }) => total + (whole.has(day) ? requests - botRequests : 0),
      0,
    )
  const [ipv4, ipv6] = [sum('4'), sum('6')]
  const all = ipv4 + ipv6
  if (all === 0)
    return unknown(
      'no_evidence',
      joined(
        { vi: 'Không có lượt truy cập nào ngoài máy tự động', en: 'No request but those of bots' },
        over,
      ),
    )
  const share = decimal(Math.floor((ipv6 / all) * 1000 + 1e-9) / 10, 1)
  const [part, total] = [decimal(ipv6), decimal(all)]
  const because = joined(
    {
      vi: `${share.vi}% lượt truy cập qua IPv6 (${part.vi}/${total.vi}, đã bỏ máy tự động)`,
      en: `${share.en} % of the requests came over IPv6 (${part.en} of ${total.en}, without bots)`,
    },
    over,
  )
  if (ipv6 * 100 >= all * target) return pass(because)
  return ipv6 * 100 >= all * least ? partial(because) : fail(because)
}
