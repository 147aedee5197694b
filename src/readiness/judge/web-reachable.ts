import type { FactsOf } from '../../../probes/probe.ts'
import type { webDualStack } from '../../../probes/web-dual-stack.ts'
import type { Finding, JudgeOptions } from '../criterion.ts'
import { failureTexts } from '../failure-texts.ts'
import { counted, listed } from '../wording.ts'
import { addressesText, isPublic } from './address.ts'
import { broken, fail, partial, pass, unknown } from './finding.ts'
import { judgeNoAaaa } from './host-address.ts'
import { ipv4Seen, ipv4UnseenText } from './web-ipv4.ts'

type Facts = FactsOf<typeof webDualStack>
/** One door that IPv6 must open, and what was seen of it. */
type Door = { address: string; port: number; endpoint: Facts['endpoints'][number] | undefined }

/** Obligatory for every public site, even one that has only plain HTTP over IPv4 (domain rules 4.3). */
const httpsPort = 443

/**
 * WEB-02: every AAAA opens every port that is open over IPv4, and 443. Where it could not be seen which are open over
 * IPv4, 443 alone does not show that IPv6 opens them all.
 */
export function judgeWebReachable(facts: Facts, options: JudgeOptions): Finding {
  const { host, a, aaaa, aaaaFailure, endpoints } = facts
  if (aaaa.length === 0) return judgeNoAaaa(host, aaaaFailure, a.length > 0)
  const allowed = aaaa.filter((one) => isPublic(one, options))
  const forbidden = aaaa.filter((one) => !isPublic(one, options))
  if (allowed.length === 0) {
    const which = addressesText(forbidden)
    return fail(
      {
        vi: `${host} chỉ công bố địa chỉ IPv6 thuộc loại không được công bố: ${which.vi}`,
        en: `${host} publishes only IPv6 addresses of a class that must not be published: ${which.en}`,
      },
      'AAAA_FORBIDDEN_CLASS',
    )
  }
  const openOnIpv4 = endpoints.filter(({ family, open }) => family === 4 && open).map(({ port }) => port)
  const ports = [...new Set([httpsPort, ...openOnIpv4])].sort((left, right) => left - right)
  const doors: Door[] = allowed.flatMap(({ address }) =>
    ports.map((port) => ({
      address,
      port,
      endpoint: endpoints.find((one) => one.family === 6 && one.address === address && one.port === port),
    })),
  )
  const noneOpens = doors.every(({ endpoint }) => endpoint?.open !== true)
  if (noneOpens && doors.some(({ endpoint }) => endpoint?.open === null))
    return unknown('target_refused', {
      vi: `Không được phép kết nối tới địa chỉ IPv6 của ${host}`,
      en: `Connecting to the IPv6 addresses of ${host} is not allowed`,
    })
  const shut = doors.filter(
    ({ endpoint }) => endpoint?.open !== true || endpoint.failure === 'PMTUD_BLACKHOLE',
  )
  const has = {
    vi: `${host} có ${aaaa.length} bản ghi AAAA`,
    en: `${host} has ${counted(aaaa.length, 'AAAA record', 'AAAA records')}`,
  }
  const comparable = ipv4Seen(facts)
  if (shut.length === 0 && forbidden.length === 0 && comparable === 'unseen') {
    const why = ipv4UnseenText(facts)
    return partial({
      vi: `${has.vi}, mọi địa chỉ mở cổng ${ports.join(', ')}, nhưng chưa biết IPv4 mở cổng nào: ${why.vi}`,
      en: `${has.en}, each opens port ${ports.join(', ')}, but which ports IPv4 opens is not known: ${why.en}`,
    })
  }
  if (shut.length === 0 && forbidden.length === 0) {
    const compared =
      openOnIpv4.length > 0
        ? { vi: 'như IPv4', en: 'as over IPv4' }
        : comparable === 'seen'
          ? { vi: '(IPv4 không mở cổng nào)', en: '(IPv4 opens no port)' }
          : { vi: '(không có IPv4 để so sánh)', en: '(there is no IPv4 to compare with)' }
    return pass({
      vi: `${has.vi}, mọi địa chỉ mở cổng ${ports.join(', ')} ${compared.vi}`,
      en: `${has.en}, each opens ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')} ${compared.en}`,
    })
  }
  const failure = shut.map(({ endpoint }) => endpoint?.failure).find((one) => one) ?? null
  const doorsText = { vi: doorsIn('vi', shut), en: doorsIn('en', shut) }
  if (noneOpens) {
    const alive = openOnIpv4.length > 0
    return (alive ? broken : fail)(
      {
        vi: `${has.vi} nhưng không truy cập được qua IPv6${alive ? ' trong khi IPv4 vẫn truy cập được' : ''}: ${doorsText.vi}`,
        en: `${has.en} but does not open over IPv6${alive ? ' while IPv4 does' : ''}: ${doorsText.en}`,
      },
      failure,
    )
  }
  if (shut.length === 0) {
    const which = addressesText(forbidden)
    return partial(
      {
        vi: `${has.vi}, trong đó ${forbidden.length} địa chỉ thuộc loại không được công bố: ${which.vi}`,
        en: `${has.en}, ${forbidden.length} of a class that must not be published: ${which.en}`,
      },
      'AAAA_FORBIDDEN_CLASS',
    )
  }
  const addresses = new Set(shut.map(({ address }) => address)).size
  return partial(
    {
      vi: `${has.vi}, ${addresses} địa chỉ không mở đủ cổng ${ports.join(', ')}: ${doorsText.vi}`,
      en: `${has.en}, ${addresses} of them not on all ports ${ports.join(', ')}: ${doorsText.en}`,
    },
    failure,
  )
}

function doorsIn(locale: 'vi' | 'en', doors: Door[]): string {
  return listed(
    doors.map(({ address, port, endpoint }) => {
      const door = locale === 'vi' ? `${address} cổng ${port}` : `${address} port ${port}`
      return endpoint?.failure ? `${door} (${failureTexts[endpoint.failure][locale]})` : door
    }),
  )[locale]
}
