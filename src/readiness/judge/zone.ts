import type { dnsIpv6Only } from '../../../probes/dns-ipv6-only.ts'
import type { dnsZone } from '../../../probes/dns-zone.ts'
import type { FactsOf } from '../../../probes/probe.ts'
import type { Text } from '../../model.ts'
import type { Finding, JudgeOptions } from '../criterion.ts'
import { failureTexts } from '../failure-texts.ts'
import { counted, listed } from '../wording.ts'
import { isPublic } from './address.ts'
import { fail, notApplicable, partial, pass, unknown } from './finding.ts'

type Zone = FactsOf<typeof dnsZone>
type Server = Zone['servers'][number]
type Resolution = FactsOf<typeof dnsIpv6Only>

/** DNS-03: the parent's referral holds the AAAA of every name server in the zone, and no other. */
export function judgeGlue(facts: Zone): Finding {
  const { zone, delegation } = facts
  if (delegation === null) return judgeNoDelegation(facts)
  if (delegation.seen === 'authoritative')
    return unknown('no_evidence', {
      vi: `Không thấy được bản ghi glue của ${zone}: máy chủ cấp trên ${delegation.parent} cũng phục vụ tên miền này nên không trả lời uỷ quyền`,
      en: `The glue of ${zone} cannot be seen: the servers of its parent ${delegation.parent} serve the zone too and show no referral`,
    })
  const inside = facts.servers.filter(({ inZone, atParent }) => inZone && atParent)
  if (inside.length === 0)
    return notApplicable({
      vi: `${zone} không cần bản ghi glue: không máy chủ tên miền nào nằm trong tên miền`,
      en: `${zone} needs no glue: none of its name servers lies in the zone`,
    })
  const wrong = inside.filter(({ glueFailure }) => glueFailure !== null)
  const unseen = inside.filter(({ glue, own }) => glue === null || own === null)
  const detail = (locale: 'vi' | 'en') =>
    listed(
      wrong.map(
        ({ name, glueFailure }) => `${name} (${failureTexts[glueFailure ?? 'GLUE_MISSING'][locale]})`,
      ),
    )[locale]
  const first = wrong.find((server) => !overlaps(server)) ?? wrong[0]
  if (first !== undefined) {
    const because = {
      vi: `${zone}: bản ghi glue của ${wrong.length}/${inside.length} máy chủ tên miền sai hoặc thiếu: ${detail('vi')}`,
      en: `${zone}: the glue of ${wrong.length} of ${counted(inside.length, 'name server', 'name servers')} is wrong or missing: ${detail('en')}`,
    }
    return (overlaps(first) ? partial : fail)(because, first.glueFailure)
  }
  if (unseen.length > 0)
    return unknown('no_evidence', {
      vi: `${zone}: chưa so được bản ghi glue với địa chỉ của ${listed(unseen.map(({ name }) => name)).vi} vì các máy chủ của tên miền không trả lời`,
      en: `${zone}: the glue of ${listed(unseen.map(({ name }) => name)).en} cannot be compared, since no server of the zone gives its addresses`,
    })
  const having = inside.filter(({ glue }) => (glue?.aaaa.length ?? 0) > 0)
  if (having.length === 0)
    return fail(
      {
        vi: `${zone}: không máy chủ tên miền nào trong tên miền có AAAA nên không có bản ghi glue AAAA`,
        en: `${zone}: no name server in the zone has an AAAA record, so there is no AAAA glue`,
      },
      'NODATA',
    )
  return pass({
    vi: `${zone}: bản ghi glue AAAA của ${listed(having.map(({ name }) => name)).vi} khớp`,
    en: `${zone}: the AAAA glue of ${listed(having.map(({ name }) => name)).en} is equal`,
  })
}

/** Some address stands in the glue and in the zone, so that an extra or a missing one is all that differs. */
function overlaps({ glue, own }: Server): boolean {
  return glue?.aaaa.some((address) => own?.aaaa.some((one) => one.address === address)) ?? false
}

const limit = 'more_than_3_days'

/** DNS-04: signed, with a chain from the parent that our validating resolver proves. */
export function judgeDnssec(facts: Zone): Finding {
  const { zone, dnssec } = facts
  if (facts.delegation === null) return judgeNoDelegation(facts)
  const unproved = {
    vi: `${zone}: máy chủ phân giải của điểm đo chưa chứng minh được chữ ký DNSSEC đúng hay sai`,
    en: `${zone}: the prober's resolver neither proves nor refutes the DNSSEC signatures`,
  }
  if (dnssec === null) return unknown('no_evidence', unproved)
  switch (dnssec.status) {
    case 'unproved':
      return unknown('no_evidence', unproved)
    case 'unsigned':
      return fail({ vi: `${zone} chưa ký DNSSEC`, en: `${zone} is not signed with DNSSEC` })
    case 'no_ds':
      return fail({
        vi: `${zone} đã ký DNSSEC nhưng cấp trên chưa có bản ghi DS`,
        en: `${zone} is signed with DNSSEC, but its parent has no DS record`,
      })
    case 'bogus':
      return fail(
        {
          vi: `Chữ ký DNSSEC của ${zone} sai: máy chủ phân giải có kiểm tra sẽ không tìm thấy tên nào${dnssec.signatures === 'expired' ? ' (chữ ký hết hạn)' : ''}`,
          en: `The DNSSEC signatures of ${zone} are bogus: a validating resolver finds no name in it${dnssec.signatures === 'expired' ? ' (signatures expired)' : ''}`,
        },
        'DNSSEC_BOGUS',
      )
    case 'valid': {
      const weak = listed(dnssec.weak)
      if (dnssec.weak.length > 0)
        return partial({
          vi: `${zone} ký DNSSEC hợp lệ nhưng dùng thuật toán yếu: ${weak.vi}`,
          en: `${zone} is signed and valid, but with weak algorithms: ${weak.en}`,
        })
      if (dnssec.signatures !== null && dnssec.signatures !== limit)
        return partial({
          vi: `${zone} ký DNSSEC hợp lệ nhưng có chữ ký hết hạn trong 3 ngày`,
          en: `${zone} is signed and valid, but a signature ends within 3 days`,
        })
      const algorithms = listed(dnssec.algorithms.map(String))
      return pass({
        vi: `${zone} ký DNSSEC hợp lệ (thuật toán ${algorithms.vi})`,
        en: `${zone} is signed with DNSSEC and valid (algorithm ${algorithms.en})`,
      })
    }
  }
}

/** There is no delegation of the zone to look at. */
function judgeNoDelegation({ zone, failure }: Zone): Finding {
  const why = failure ?? 'NODATA'
  const text: Text =
    why === 'NODATA'
      ? { vi: 'không có bản ghi NS ở cấp trên', en: 'no NS record at its parent' }
      : failureTexts[why]
  const because = {
    vi: `${zone} chưa được uỷ quyền: ${text.vi}`,
    en: `${zone} is not delegated: ${text.en}`,
  }
  return why === 'DNS_TIMEOUT' ? unknown('resolver_timeout', because) : fail(because, why)
}

/** DNS-05: every zone cut from the root down has servers that work over IPv6, and the services' AAAA is found there. */
export function judgeIpv6Only(
  { zone, complete, failure, cuts, hosts }: Resolution,
  options: JudgeOptions,
): Finding {
  if (!complete) {
    const stuck = cuts.find(({ working }) => working === 0)?.zone ?? zone
    const why = failureTexts[failure ?? 'NODATA']
    return fail(
      {
        vi: `Không phân giải được ${zone} chỉ bằng IPv6: dừng ở cấp ${stuck} (${why.vi})`,
        en: `${zone} cannot be resolved by IPv6 alone: it ends at ${stuck} (${why.en})`,
      },
      failure,
    )
  }
  const path = cuts.map((cut) => cut.zone).join(' → ')
  const found = {
    vi: `${zone} phân giải được chỉ bằng IPv6: ${path}`,
    en: `${zone} can be resolved by IPv6 alone: ${path}`,
  }
  // how many root servers we were told says nothing of the zone
  const single = cuts.filter((cut) => cut.zone !== '.' && cut.working === 1)
  const lost = hosts.filter(({ addresses }) => !addresses.some((one) => isPublic(one, options)))
  if (single.length === 0 && lost.length === 0) return pass(found)
  const zones = listed(single.map((cut) => cut.zone))
  const names = (locale: 'vi' | 'en') =>
    listed(
      lost.map(({ host, addresses, failure: why }) => {
        const reason = why ?? (addresses.length > 0 ? 'AAAA_FORBIDDEN_CLASS' : 'NODATA')
        return `${host} (${failureTexts[reason][locale]})`
      }),
    )[locale]
  return partial(
    {
      vi: `${found.vi}${single.length > 0 ? `; chỉ một máy chủ IPv6 hoạt động ở ${zones.vi}` : ''}${lost.length > 0 ? `; chưa tìm được AAAA của ${names('vi')}` : ''}`,
      en: `${found.en}${single.length > 0 ? `; only one server works over IPv6 at ${zones.en}` : ''}${lost.length > 0 ? `; no AAAA was found of ${names('en')}` : ''}`,
    },
    lost.find((one) => one.failure !== null)?.failure ?? null,
  )
}
