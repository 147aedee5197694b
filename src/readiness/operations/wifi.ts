import { formatDay } from '../../i18n/format.ts'
import type { Hotspot } from '../../model/inventory.ts'
import type { Text } from '../../model.ts'
import { roundedPercent } from '../../operations/availability.ts'
import type { LineEvidence } from '../../operations/line-figures.ts'
import { type ShareUp, type WifiFigures, wifiMethod } from '../../operations/wifi-figures.ts'
import { dayOf } from '../../report/period.ts'
import type { AssetVerdict, CriterionVerdict } from '../assessment.ts'
import { asWorst } from '../asset-set.ts'
import type { Finding } from '../criterion.ts'
import { fail, partial, pass, unknown } from '../judge/finding.ts'
import { counted, decimal, joined } from '../wording.ts'

export const wifiCriteria = ['OPS-WF-01', 'OPS-WF-02', 'OPS-WF-03', 'OPS-WF-04'] as const
export type WifiCriterion = (typeof wifiCriteria)[number]

/** Domain rules 2.5. Percent of minutes and of days; p95 as a share of what is contracted. */
const apLimits = { pass: 98, partial: 95 }
const siteLimits = { pass: 99, partial: 97 }
const useLimits = { pass: 0.8, partial: 0.95 }
const dayLimits = { pass: 95, partial: 80 }

/** What each criterion finds in the figures of a site. */
const findings: Record<WifiCriterion, (figures: WifiFigures, site: Hotspot) => Finding> = {
  'OPS-WF-01': judgeAps,
  'OPS-WF-02': ({ site, siteMinutes: { down } }) =>
    judgeShare(
      site,
      siteLimits,
      { vi: 'Thời gian có ít nhất một AP hoạt động', en: 'Time with at least one AP up' },
      {
        vi: `; ngừng phục vụ ${decimal(down).vi} phút`,
        en: `; out of service for ${counted(down, 'minute', 'minutes')}`,
      },
    ),
  'OPS-WF-03': judgeUse,
  'OPS-WF-04': judgeClients,
}

/** One of OPS-WF-01 to 04 of one site; `figures` undefined where no day of it is kept. */
export function judgeSite(id: WifiCriterion, site: Hotspot, figures: WifiFigures | undefined): Finding {
  return figures ? findings[id](figures, site) : notKept(site)
}

/** OPS-WF-01 to 04 of a unit: as good as its worst site. */
export function judgeSites(
  id: WifiCriterion,
  sites: Hotspot[],
  seen: ReadonlyMap<string, WifiFigures>,
): CriterionVerdict {
  const verdicts = sites.map((site) => siteVerdict(id, site, seen.get(site.code)))
  return asWorst(id, verdicts, {
    vi: 'Chưa có minh chứng: kiểm kê cần có điểm Wi-Fi công cộng',
    en: 'No evidence: the inventory needs a public Wi-Fi site',
  })
}

function siteVerdict(id: WifiCriterion, site: Hotspot, figures: WifiFigures | undefined): AssetVerdict {
  const finding = judgeSite(id, site, figures)
  return {
    asset: { kind: 'hotspot', code: site.code, label: site.name },
    verdict: finding.verdict,
    reason: finding.verdict === 'unknown' ? finding.reason : null,
    because: figures ? joined(finding.because, over(figures)) : finding.because,
    failure: null,
    critical: false,
    evidence: figures ? evidenceOf(id, figures) : [],
    pending: null,
  }
}

function notKept({ aps, apContracted }: Hotspot): Finding {
  if (aps.length === 0)
    return unknown('no_evidence', {
      vi: `Kiểm kê chưa ghi AP nào của điểm (cột aps)${apContracted ? `, hợp đồng ghi ${apContracted}` : ''}`,
      en: `The inventory names no AP of the site (column aps)${apContracted ? `, the contract has ${apContracted}` : ''}`,
    })
  return unknown('coverage_low', {
    vi: 'Chưa có ngày nào trong kỳ đo xong',
    en: 'No day of the period has been measured to its end yet',
  })
}

function judgeAps({ aps, apMinutes, contracted }: WifiFigures): Finding {
  return judgeShare(
    aps,
    apLimits,
    { vi: 'AP hoạt động', en: 'APs up for' },
    {
      vi: ` số phút của ${decimal(contracted).vi} AP theo hợp đồng; mất ${decimal(apMinutes.down).vi} phút AP`,
      en: ` of the minutes of ${counted(contracted, 'contracted AP', 'contracted APs')}; ${counted(apMinutes.down, 'AP minute', 'AP minutes')} lost`,
    },
  )
}

function judgeShare(
  { share, coverage }: ShareUp,
  limits: { pass: number; partial: number },
  what: Text,
  more: Text,
): Finding {
  if (share === null)
    return unknown('coverage_low', {
      vi: `Chỉ đo được ${percent(coverage * 100, 1).vi} thời gian`,
      en: `Only ${percent(coverage * 100, 1).en} of the time was measured`,
    })
  const { rounding } = wifiMethod
  const shown = roundedPercent(share, rounding)
  return atLeast(
    shown,
    limits,
    joined(what, ' ', percent(shown, rounding.decimals), more, coverageText(coverage)),
  )
}

function judgeUse({ traffic }: WifiFigures, { downMbps, upMbps, uplinkDevice, uplinkIf }: Hotspot): Finding {
  if (uplinkDevice === undefined || uplinkIf === undefined)
    return unknown('no_evidence', {
      vi: 'Kiểm kê chưa ghi giao diện đếm lưu lượng của điểm (cột uplink_device, uplink_if)',
      en: 'The inventory has no interface that counts the traffic of the site (columns uplink_device, uplink_if)',
    })
  const ways: [WifiFigures['traffic']['down'], number | null, Text][] = [
    [traffic.down, downMbps, { vi: 'chiều về', en: 'down' }],
    [traffic.up, upMbps, { vi: 'chiều đi', en: 'up' }],
  ]
  if (ways.some(([, contracted]) => !contracted))
    return unknown('no_evidence', {
      vi: 'Hợp đồng chưa ghi băng thông (cột down_mbps, up_mbps)',
      en: 'The contract has no bandwidth (columns down_mbps, up_mbps)',
    })
  const least = Math.min(...ways.map(([{ coverage }]) => coverage))
  const [busier] = ways.toSorted(([one], [other]) => (other.p95OfCir ?? 0) - (one.p95OfCir ?? 0))
  if (busier === undefined || ways.some(([{ p95OfCir }]) => p95OfCir === null))
    return unknown('coverage_low', {
      vi: `Chỉ có ${percent(least * 100, 1).vi} số đo cần có`,
      en: `Only ${percent(least * 100, 1).en} of the measurements needed are there`,
    })
  const [{ p95OfCir, p95Mbps }, contracted, way] = busier
  const share = p95OfCir ?? 0
  const because = joined(
    {
      vi: `Phân vị 95 ${way.vi} ${decimal(p95Mbps ?? 0, 1).vi} Mb/s, bằng ${percent(share * 100, 1).vi} băng thông hợp đồng ${decimal(contracted ?? 0).vi} Mb/s`,
      en: `95th percentile ${way.en} ${decimal(p95Mbps ?? 0, 1).en} Mb/s, ${percent(share * 100, 1).en} of the contracted ${decimal(contracted ?? 0).en} Mb/s`,
    },
    coverageText(least),
  )
  if (share <= useLimits.pass) return pass(because)
  return share <= useLimits.partial ? partial(because) : fail(because)
}

function judgeClients({ clients: { days, daysTold, most } }: WifiFigures): Finding {
  const shown = roundedPercent(daysTold / days, wifiMethod.rounding)
  const because = joined(
    {
      vi: `${daysTold}/${days} ngày có số liệu người dùng (`,
      en: `${daysTold} of ${counted(days, 'day', 'days')} with client figures (`,
    },
    percent(shown, 2),
    ')',
    most === null
      ? ''
      : {
          vi: `; nhiều nhất ${decimal(most.clients).vi} người dùng cùng lúc`,
          en: `; at most ${counted(most.clients, 'client', 'clients')} at once`,
        },
  )
  return atLeast(shown, dayLimits, because)
}

function atLeast(value: number, limits: { pass: number; partial: number }, because: Text): Finding {
  if (value >= limits.pass) return pass(because)
  return value >= limits.partial ? partial(because) : fail(because)
}

/** "; từ 15/06/2022 đến 30/06/2022, cách tính v6gov-wifi-1". */
function over({ from, to, method }: WifiFigures): Text {
  const [first, last] = [dayOf(from), dayOf(lastMoment(to))]
  return {
    vi: `; từ ${formatDay(first, 'vi')} đến ${formatDay(last, 'vi')}, cách tính ${method}`,
    en: `; from ${formatDay(first, 'en')} to ${formatDay(last, 'en')}, accounting ${method}`,
  }
}

function lastMoment(to: string): string {
  return new Date(Date.parse(to) - 1).toISOString()
}

/** At most so many outages are linked, the longest ones. */
const mostLinked = 3

/** The looks that showed outages first, and the first and the last of the time. */
function evidenceOf(id: WifiCriterion, figures: WifiFigures): AssetVerdict['evidence'] {
  const { from, to, incidents, apEvidence, uplinkEvidence } = figures
  const ends = id === 'OPS-WF-03' ? uplinkEvidence : apEvidence
  const opened = incidents
    .filter(({ ap }) => (id === 'OPS-WF-01' ? ap !== null : id === 'OPS-WF-02' && ap === null))
    .toSorted((one, other) => other.minutes - one.minutes)
    .slice(0, mostLinked)
    .flatMap((one) => (one.opened ? [{ ...one.opened, lastSeenAt: one.from }] : []))
  const seenAt = (one: LineEvidence) => (one === ends.at(-1) ? lastMoment(to) : from)
  const all = [...opened, ...ends.map((one) => ({ ...one, lastSeenAt: seenAt(one) }))]
  return all.filter((one, index) => all.findIndex((other) => other.firstDueAt === one.firstDueAt) === index)
}

function coverageText(coverage: number): Text {
  if (coverage >= 0.9995) return { vi: '', en: '' }
  return {
    vi: `, độ phủ ${percent(coverage * 100, 1).vi}`,
    en: `, coverage ${percent(coverage * 100, 1).en}`,
  }
}

function percent(value: number, digits: number): Text {
  const number = decimal(value, digits)
  return { vi: `${number.vi}%`, en: `${number.en} %` }
}
