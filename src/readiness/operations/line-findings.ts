import type { Line, Unit } from '../../model/inventory.ts'
import type { Text } from '../../model.ts'
import { accountingMethod } from '../../operations/accounting-method.ts'
import { provenAvailability, roundedPercent } from '../../operations/availability.ts'
import type { LineFigures, LineTraffic } from '../../operations/line-figures.ts'
import type { Finding } from '../criterion.ts'
import { fail, partial, pass, unknown } from '../judge/finding.ts'
import { counted, decimal, joined } from '../wording.ts'

/** What a line is held against where its contract does not say (domain rules 1.7); never called "by the contract". */
const usual = { availabilityPct: 99.5, rttMsP95: 20, lossPct: 0.1, restoreHours: { town: 4, commune: 8 } }

/** Points below the contracted availability that still count as partial (domain rules 2.5). */
const partialPoints = 0.5
/** p95 of the busier direction by CIR. */
const useLimits = { pass: 0.8, partial: 0.95 }
const errorLimits = { pass: 1e-5, partial: 1e-3 }
const restoredLimit = 0.9
/** Domain rules 3.7: less of the looks proves nothing, and less than the other is told beside the figure. */
const coverages = { least: 0.8, whole: 0.95 }

export type LineCriterion = 'OPS-TS-01' | 'OPS-TS-02' | 'OPS-TS-03' | 'OPS-TS-04' | 'OPS-TS-05'

export type About = { line: Line; unit: Pick<Unit, 'kind' | 'type'> }

/** What each criterion finds in the figures of a line (domain rules 2.5). */
export const findings: Record<LineCriterion, (figures: LineFigures, about: About) => Finding> = {
  'OPS-TS-01': judgeAvailability,
  'OPS-TS-02': judgeUse,
  'OPS-TS-03': judgeErrors,
  'OPS-TS-04': judgeDelay,
  'OPS-TS-05': judgeRepairs,
}

/** Why there are no figures of a line. */
export function notKept({ ceAddress, ceAddress6 }: Line): Finding {
  if (ceAddress === undefined && ceAddress6 === undefined) return noEnd
  return unknown('coverage_low', {
    vi: 'Chưa có ngày nào trong kỳ đo xong',
    en: 'No day of the period has been measured to its end yet',
  })
}

const noEnd = unknown('no_evidence', {
  vi: 'Kiểm kê chưa ghi địa chỉ WAN của CE (cột ce_address, ce_address6), nên không đo được đầu cuối đường truyền',
  en: "The inventory has no WAN address of the CE (columns ce_address, ce_address6), so the line's end is not looked at",
})

function judgeAvailability(figures: LineFigures, { line }: About): Finding {
  const { minutes, coverage } = figures
  const availability = provenAvailability(figures)
  const blank = minutes.void + minutes.unmeasured
  const unseen: Text = {
    vi: `không đo được ${decimal(blank).vi} phút`,
    en: `${counted(blank, 'minute', 'minutes')} not measured`,
  }
  if (line.ceAddress === undefined && line.ceAddress6 === undefined) return noEnd
  if (availability === null)
    return unknown(
      'coverage_low',
      joined(
        {
          vi: `Chỉ đo được ${percent(coverage, 1).vi} thời gian; `,
          en: `Only ${percent(coverage, 1).en} of the time was measured; `,
        },
        unseen,
      ),
    )
  const { rounding } = accountingMethod(line.slaMethod ?? '')
  const shown = roundedPercent(availability, rounding)
  const limit = limitOf(line.slaAvailabilityPct, usual.availabilityPct)
  const number = decimal(shown, rounding.decimals)
  const because = joined(
    { vi: `Độ sẵn sàng ${number.vi}%`, en: `Availability ${number.en} %` },
    ' (',
    limit.told(percent(limit.value / 100, 2)),
    '); ',
    {
      vi: `gián đoạn ${decimal(minutes.down).vi} phút, `,
      en: `down for ${counted(minutes.down, 'minute', 'minutes')}, `,
    },
    minutes.maintenance > 0
      ? {
          vi: `bảo trì ${decimal(minutes.maintenance).vi} phút, `,
          en: `in maintenance for ${counted(minutes.maintenance, 'minute', 'minutes')}, `,
        }
      : '',
    unseen,
  )
  if (shown >= limit.value) return pass(because)
  return shown >= limit.value - partialPoints ? partial(because) : fail(because)
}

function judgeUse({ traffic }: LineFigures, { line }: About): Finding {
  const ways: [LineTraffic, number | null, Text][] = [
    [traffic.down, line.cirDownMbps, { vi: 'chiều về', en: 'down' }],
    [traffic.up, line.cirUpMbps, { vi: 'chiều đi', en: 'up' }],
  ]
  if (ways.some(([, cir]) => !cir))
    return unknown('no_evidence', {
      vi: 'Kiểm kê chưa ghi băng thông cam kết (cột cir_down_mbps, cir_up_mbps)',
      en: 'The inventory has no committed rate (columns cir_down_mbps, cir_up_mbps)',
    })
  const least = Math.min(...ways.map(([{ coverage }]) => coverage))
  if (ways.some(([{ p95OfCir }]) => p95OfCir === null)) return tooLittle(least)
  const [worse] = ways.toSorted(([one], [other]) => (other.p95OfCir ?? 0) - (one.p95OfCir ?? 0))
  if (worse === undefined) return tooLittle(least)
  const [{ p95OfCir, p95Mbps }, cir, way] = worse
  const share = p95OfCir ?? 0
  const because = joined(
    {
      vi: `Phân vị 95 ${way.vi} ${decimal(p95Mbps ?? 0, 1).vi} Mb/s, bằng ${percent(share, 1).vi} CIR ${decimal(cir ?? 0).vi} Mb/s`,
      en: `95th percentile ${way.en} ${decimal(p95Mbps ?? 0, 1).en} Mb/s, ${percent(share, 1).en} of the CIR of ${decimal(cir ?? 0).en} Mb/s`,
    },
    coverageText(least),
  )
  return within(share, useLimits, because)
}

function judgeErrors({ errors }: LineFigures): Finding {
  const { ratio, coverage, discards } = errors
  if (ratio === null || coverage < coverages.least)
    return ratio === null && coverage > 0
      ? unknown('no_evidence', {
          vi: 'Không có gói tin nào đi qua để tính tỷ lệ lỗi',
          en: 'No packet passed from which to tell a rate of errors',
        })
      : tooLittle(coverage)
  const perMillion = ratio * 1e6
  const because = joined(
    {
      vi: `Tỷ lệ gói lỗi chiều vào ${decimal(perMillion, 2).vi} phần triệu; bỏ ${decimal(discards).vi} gói vì nghẽn (tính riêng)`,
      en: `${decimal(perMillion, 2).en} packets per million received in error; ${counted(discards, 'packet', 'packets')} discarded by congestion (counted apart)`,
    },
    coverageText(coverage),
  )
  return within(ratio, errorLimits, because)
}

function judgeDelay({ delay }: LineFigures, { line }: About): Finding {
  const families = [
    ['IPv4', delay.ipv4],
    ['IPv6', delay.ipv6],
  ] as const
  const told = families.flatMap(([name, one]) => (one ? [{ name, ...one }] : []))
  const coverage = Math.min(1, ...told.map((one) => one.coverage))
  if (told.length === 0 && line.ceAddress === undefined && line.ceAddress6 === undefined) return noEnd
  if (told.length === 0 || coverage < coverages.least || told.some(({ loss }) => loss === null))
    return tooLittle(told.length === 0 ? 0 : coverage)
  const rttLimit = limitOf(line.slaRttMsP95, usual.rttMsP95)
  const lossLimit = limitOf(line.slaLossPct, usual.lossPct)
  const isQuick = told.every(({ rttP95Ms }) => rttP95Ms !== null && rttP95Ms <= rttLimit.value)
  const isWhole = told.every(({ loss }) => (loss ?? 1) * 100 <= lossLimit.value + 1e-9)
  const shown = told.map(({ name, rttP95Ms, loss }) => {
    const rtt = rttP95Ms === null ? { vi: '–', en: '–' } : decimal(rttP95Ms, 1)
    return joined(
      `${name}: `,
      { vi: `RTT p95 ${rtt.vi} ms, mất gói `, en: `p95 RTT ${rtt.en} ms, loss ` },
      percent(loss ?? 1, 3),
    )
  })
  const because = joined(
    ...shown.flatMap((text, index) => (index === 0 ? [text] : ['; ', text])),
    ' (',
    rttLimit.told({ vi: `RTT ${decimal(rttLimit.value).vi} ms`, en: `RTT ${decimal(rttLimit.value).en} ms` }),
    '; ',
    lossLimit.told({
      vi: `mất gói ${percent(lossLimit.value / 100, 2).vi}`,
      en: `loss ${percent(lossLimit.value / 100, 2).en}`,
    }),
    ')',
    coverageText(coverage),
  )
  if (isQuick && isWhole) return pass(because)
  return isQuick || isWhole ? partial(because) : fail(because)
}

function judgeRepairs(figures: LineFigures, { line, unit }: About): Finding {
  const { incidents, coverage, mttrMinutes } = figures
  if (line.ceAddress === undefined && line.ceAddress6 === undefined) return noEnd
  if (provenAvailability(figures) === null) return tooLittle(coverage)
  if (incidents.length === 0) return pass({ vi: 'Không có sự cố', en: 'No incident' })
  const limit = limitOf(
    line.slaRestoreHours,
    unit.type === 'xa' ? usual.restoreHours.commune : usual.restoreHours.town,
  )
  const intime = incidents.filter(({ minutes }) => minutes <= limit.value * 60).length
  const mttr = decimal(mttrMinutes ?? 0)
  const hours = { vi: `${decimal(limit.value).vi} giờ`, en: counted(limit.value, 'hour', 'hours') }
  const because = joined(
    {
      vi: `${intime}/${incidents.length} sự cố khắc phục đúng hạn (`,
      en: `${intime} of ${counted(incidents.length, 'incident', 'incidents')} restored in time (`,
    },
    limit.told(hours),
    { vi: `), trung bình ${mttr.vi} phút`, en: `), ${mttr.en} minutes in the mean` },
  )
  if (intime === incidents.length) return pass(because)
  return intime / incidents.length >= restoredLimit ? partial(because) : fail(because)
}

function within(value: number, limits: { pass: number; partial: number }, because: Text): Finding {
  if (value <= limits.pass) return pass(because)
  return value <= limits.partial ? partial(because) : fail(because)
}

/** What the contract says, or what is usual where it does not, and how to tell which. */
function limitOf(said: number | null, otherwise: number): { value: number; told(number: Text): Text } {
  return said === null
    ? {
        value: otherwise,
        told: ({ vi, en }) => ({
          vi: `mức mặc định ${vi}, hợp đồng chưa ghi`,
          en: `${en} by default, not in the contract`,
        }),
      }
    : {
        value: said,
        told: ({ vi, en }) => ({ vi: `cam kết ${vi} theo hợp đồng`, en: `committed ${en} by the contract` }),
      }
}

function tooLittle(coverage: number): Finding {
  return unknown('coverage_low', {
    vi: `Chỉ có ${percent(coverage, 1).vi} số đo cần có`,
    en: `Only ${percent(coverage, 1).en} of the measurements needed are there`,
  })
}

function coverageText(coverage: number): Text {
  if (coverage >= coverages.whole) return { vi: '', en: '' }
  return { vi: `, độ phủ ${percent(coverage, 1).vi}`, en: `, coverage ${percent(coverage, 1).en}` }
}

function percent(share: number, digits: number): Text {
  const number = decimal(share * 100, digits)
  return { vi: `${number.vi}%`, en: `${number.en} %` }
}
