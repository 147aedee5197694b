import type { Text } from '../model.ts'
import type { CriterionVerdict, Readiness } from './assessment.ts'
import type { Verdict } from './criterion.ts'

/** What VNNIC and the ministry count of a province (domain rules 1.5), from the verdicts on its platform. */
export type NationalIndicator = {
  id: 'plan' | 'portals' | 'resources' | 'traffic'
  /** `some`: of several portals not all; `unknown` where nothing tells. */
  value: 'yes' | 'some' | 'no' | 'unknown'
  /** The criteria that it follows from. */
  verdicts: CriterionVerdict[]
  /** Of portals: how many work on IPv6, of how many, and of how many it is not known. */
  counts: { passed: number; unknown: number; total: number } | null
  /** National targets of IPv6 For Gov (1.2): share of ministries and provinces; null where none is published. */
  target2022: number | null
  target2025: number | null
}

const criteriaOf = {
  plan: ['GOV-01'],
  portals: ['WEB-01', 'WEB-02', 'WEB-03'],
  resources: ['ADR-01', 'ADR-03'],
  traffic: ['USE-01'],
} as const

/** The four national indicators. They are not averaged into one, and R is no part of them. */
export function nationalIndicators(platform: Readiness): NationalIndicator[] {
  const own = (id: keyof typeof criteriaOf) =>
    platform.verdicts.filter((one) => criteriaOf[id].some((wanted) => wanted === one.id))
  const portals = portalsOf(own('portals'))
  const none = { counts: null, target2022: null, target2025: null }
  return [
    { ...none, id: 'plan', value: all(own('plan')), verdicts: own('plan'), target2022: 0.5, target2025: 1 },
    {
      id: 'portals',
      value:
        portals.total === 0 || portals.unknown === portals.total
          ? 'unknown'
          : portals.passed === portals.total
            ? 'yes'
            : portals.passed > 0
              ? 'some'
              : portals.unknown > 0
                ? 'unknown'
                : 'no',
      verdicts: own('portals'),
      counts: portals,
      target2022: 0.5,
      target2025: 1,
    },
    { ...none, id: 'resources', value: all(own('resources')), verdicts: own('resources') },
    { ...none, id: 'traffic', value: all(own('traffic')), verdicts: own('traffic') },
  ]
}

/** Every portal counts once: it passes where every criterion about it does. */
function portalsOf(verdicts: CriterionVerdict[]) {
  const portals = new Map<string, Verdict[]>()
  for (const { asset, verdict } of verdicts.flatMap(({ assets }) => assets)) {
    const own = portals.get(asset.code)
    if (own) own.push(verdict)
    else portals.set(asset.code, [verdict])
  }
  const each = [...portals.values()]
  return {
    total: each.length,
    passed: each.filter((own) => own.every((verdict) => verdict === 'pass')).length,
    unknown: each.filter((own) => own.includes('unknown') && !own.includes('fail')).length,
  }
}

function all(verdicts: CriterionVerdict[]): NationalIndicator['value'] {
  const known = verdicts.map(({ verdict }) => verdict)
  if (known.length === 0 || known.includes('unknown')) return 'unknown'
  if (known.every((verdict) => verdict === 'pass')) return 'yes'
  return known.includes('fail') ? 'no' : 'some'
}

export type NationalReference = {
  when: Text
  plans: Text | null
  portals: Text | null
  resources: Text | null
  rate: number | null
  source: Text
}

const same = (text: string): Text => ({ vi: text, en: text })

/** What has been published of the whole country (domain rules 1.2). */
export const nationalReferences: NationalReference[] = [
  {
    when: same('06/2021'),
    plans: { vi: '44 tỉnh (70%)', en: '44 provinces (70%)' },
    portals: { vi: '21% cổng của tỉnh', en: '21% of provincial portals' },
    resources: null,
    rate: null,
    source: same('ictvietnam.vn, 15/06/2021'),
  },
  {
    when: same('03/2022'),
    plans: { vi: '68/85 (80%)', en: '68 of 85 (80%)' },
    portals: same('22 (26%)'),
    resources: { vi: '36 cơ quan', en: '36 bodies' },
    rate: 0.5,
    source: same('baothainguyen.vn, 29/03/2022'),
  },
  {
    when: same('09/2022'),
    plans: { vi: '77/85', en: '77 of 85' },
    portals: null,
    resources: null,
    rate: 0.53,
    source: same('mic.gov.vn, 09/2022'),
  },
  {
    when: { vi: 'hết 2022', en: 'end of 2022' },
    plans: same('94%'),
    portals: same('78%'),
    resources: null,
    rate: null,
    source: { vi: 'doanhnhansaigon.vn, kết quả giai đoạn 1', en: 'doanhnhansaigon.vn, results of phase 1' },
  },
  {
    when: { vi: 'hết 2024', en: 'end of 2024' },
    plans: null,
    portals: null,
    resources: {
      vi: '1.148 mạng có IP riêng, 864 ASN',
      en: '1,148 networks with their own IP, 864 ASN',
    },
    rate: 0.655,
    source: same('soha.vn, 12/2025'),
  },
]
