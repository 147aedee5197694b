import type { FactsOf } from '../../../probes/probe.ts'
import type { reachPorts } from '../../../probes/reach-ports.ts'
import type { Finding } from '../criterion.ts'
import { counted, listed } from '../wording.ts'
import { fail, pass, unknown } from './finding.ts'

/** SEC-01, the measured half: no port is open over IPv6 that is not open over IPv4 (domain rules 2.4). */
export function judgeOpenPorts(facts: FactsOf<typeof reachPorts>): Finding {
  const { ipv4, ipv6, ports, omitted } = facts
  if (ipv6.length === 0)
    return unknown('no_evidence', {
      vi: 'không có địa chỉ IPv6 nào đo được nên chưa có gì để đối chiếu',
      en: 'no IPv6 address could be tried, so there is nothing to compare',
    })
  const open4 = new Set(ipv4.flatMap(({ open }) => open))
  if (open4.size === 0)
    return unknown('contradiction', {
      vi: 'không cổng nào mở trên IPv4 nên không có gì để đối chiếu',
      en: 'no port is open over IPv4, so there is nothing to compare with',
    })
  const extra = ipv6.flatMap(({ address, open }) =>
    open.filter((port) => !open4.has(port)).map((port) => `[${address}]:${port}`),
  )
  if (extra.length > 0) {
    const which = listed(extra)
    return fail({
      vi: `${extra.length} cổng mở trên IPv6 mà không mở trên IPv4: ${which.vi}`,
      en: `${counted(extra.length, 'port is', 'ports are')} open over IPv6 and not over IPv4: ${which.en}`,
    })
  }
  if (omitted > 0)
    return unknown('coverage_low', {
      vi: `còn ${omitted} địa chỉ chưa đo`,
      en: `${counted(omitted, 'address was', 'addresses were')} not tried`,
    })
  // nothing shows that an address which never answers is reached at all, so that its ports were not compared
  const mute = ipv6.filter(({ open, silent }) => open.length === 0 && silent.length === ports.length)
  if (mute.length > 0) {
    const which = listed(mute.map(({ address }) => address))
    return unknown('contradiction', {
      vi: `không cổng nào của ${which.vi} trả lời, kể cả từ chối, nên chưa đối chiếu được`,
      en: `no port of ${which.en} gave any answer, not even a refusal, so that nothing was compared`,
    })
  }
  const open6 = [...new Set(ipv6.flatMap(({ open }) => open))].sort((a, b) => a - b)
  const [six, four] = [open6, [...open4].sort((a, b) => a - b)].map((list) => list.join(', ') || '–')
  return pass({
    vi: `trong ${ports.length} cổng đã thử, mở trên IPv6: ${six}; trên IPv4: ${four}`,
    en: `of ${ports.length} ports tried, open over IPv6: ${six}; over IPv4: ${four}`,
  })
}
