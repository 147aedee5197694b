import type { FactsOf } from '../../../probes/probe.ts'
import type { webDependencies } from '../../../probes/web-dependencies.ts'
import type { Finding } from '../criterion.ts'
import { failureTexts } from '../failure-texts.ts'
import { counted, decimal, joined, listed } from '../wording.ts'
import { fail, partial, pass, unknown } from './finding.ts'
import { certainShare } from './possible.ts'

type Facts = FactsOf<typeof webDependencies>

/** Share of the hosts from which on WEB-04 is partial. */
const partialShare = 0.8

/** WEB-04: every host of the site that its home page uses answers over IPv6. Others' hosts are listed, not counted. */
export function judgeDependencies(facts: Facts): Finding {
  const { host, failure, status, firstParty } = facts
  if (failure !== null) {
    const because = {
      vi: `Không đọc được trang chủ của ${host} qua IPv6: ${failureTexts[failure].vi}`,
      en: `The home page of ${host} cannot be read over IPv6: ${failureTexts[failure].en}`,
    }
    return failure === 'DNS_TIMEOUT' ? unknown('resolver_timeout', because) : fail(because, failure)
  }
  if (status === null || status >= 300)
    return unknown('no_evidence', {
      vi: `${host} trả mã ${status ?? '?'} qua IPv6 nên chưa thấy nội dung trang`,
      en: `${host} answers ${status ?? '?'} over IPv6, so its page was not seen`,
    })
  const others =
    facts.thirdParty.length > 0
      ? {
          vi: `; ${decimal(facts.thirdParty.length).vi} máy chủ của bên khác không tính`,
          en: `; ${counted(facts.thirdParty.length, 'host', 'hosts')} of others not counted`,
        }
      : { vi: '', en: '' }
  const good = firstParty.filter(({ answers }) => answers === true).length
  const open = firstParty.filter((one) => one.answers === null || one.failure === 'DNS_TIMEOUT')
  const shut = firstParty.filter((one) => one.answers === false && one.failure !== 'DNS_TIMEOUT')
  const omitted = firstParty.length >= mostFirstParty ? facts.omitted : 0
  const all = firstParty.length + omitted
  if (all === 0)
    return pass(
      joined(
        {
          vi: `Trang chủ của ${host} không dùng máy chủ nào khác cùng tên miền`,
          en: `The home page of ${host} uses no other host of the site`,
        },
        others,
      ),
    )
  const count = {
    vi: `${good}/${all} máy chủ cùng tên miền mà trang chủ của ${host} dùng trả lời qua IPv6`,
    en: `${good} of ${counted(all, 'host', 'hosts')} of the site that the home page of ${host} uses answering over IPv6`,
  }
  const certain = certainShare({ good, unknown: open.length + omitted, all }, partialShare)
  const detail = (locale: 'vi' | 'en') =>
    listed(
      [...shut, ...open].map(({ host: name, failure: why }) =>
        why ? `${name} (${failureTexts[why][locale]})` : name,
      ),
    )[locale]
  const which =
    shut.length + open.length > 0 ? { vi: `: ${detail('vi')}`, en: `: ${detail('en')}` } : { vi: '', en: '' }
  const because = joined(count, which, others)
  if (certain === null)
    return unknown(
      omitted > 0
        ? 'coverage_low'
        : open.some((one) => one.answers === null)
          ? 'target_refused'
          : 'resolver_timeout',
      because,
    )
  if (certain === 'pass') return pass(because)
  return (certain === 'partial' ? partial : fail)(because, shut[0]?.failure ?? null)
}

/** Hosts of the site that a look asks at most; beyond them some are left out. */
const mostFirstParty = 40
