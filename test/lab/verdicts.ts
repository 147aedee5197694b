import type { Pages } from './pages.ts'

/** Criteria that probes answer. */
export const measured = [
  ...['EXT-01', 'EXT-02', 'WAN-01', 'LAN-04', 'DNS-01', 'DNS-02', 'WEB-01', 'WEB-02', 'WEB-03', 'SEC-02'],
]

/** Verdicts by unit and criterion. */
export type Verdicts = Record<string, Record<string, string>>

const notApplicable = { 'EXT-01': 'na', 'EXT-02': 'na', 'DNS-01': 'na', 'DNS-02': 'na' }
const passing = Object.fromEntries(measured.map((id) => [id, 'pass']))

/** What the lab's four units are, once every verdict is confirmed. */
export const truth: Verdicts = {
  SNV: passing,
  SYT: {
    ...passing,
    ...notApplicable,
    ...{ 'WAN-01': 'fail', 'LAN-04': 'fail', 'WEB-01': 'fail', 'WEB-02': 'fail', 'WEB-03': 'fail' },
  },
  HM: { ...passing, ...notApplicable, 'WEB-02': 'fail', 'WEB-03': 'fail' },
  XM: { ...passing, ...notApplicable },
}

/**
 * The truth but for what takes long to see: a look at the site of HM waits for dead connections, and only three of
 * them make a failure.
 */
export const quickTruth: Verdicts = {
  ...truth,
  HM: Object.fromEntries(Object.entries(truth.HM ?? {}).filter(([id]) => id !== 'WEB-02' && id !== 'WEB-03')),
}

type UnitItem = { code: string; verdicts: Record<string, string> }

/** The measured verdicts of every unit, as the list of units shows them. */
export async function verdictsOf(pages: Pages): Promise<Verdicts> {
  const { items } = await pages.json<{ items: UnitItem[] }>('/units.json')
  return Object.fromEntries(
    items.map(({ code, verdicts }) => [
      code,
      Object.fromEntries(measured.map((id) => [id, verdicts[id] ?? 'missing'])),
    ]),
  )
}

/** Where verdicts are not as wanted, a line each. */
function differences(seen: Verdicts, wanted: Verdicts): string[] {
  return Object.entries(wanted).flatMap(([unit, verdicts]) =>
    Object.entries(verdicts)
      .filter(([id, verdict]) => seen[unit]?.[id] !== verdict)
      .map(([id, verdict]) => `${unit} ${id} is ${seen[unit]?.[id]}, not ${verdict}`),
  )
}

/** True when all are as wanted; throws what is not, for `until` to report. */
export async function hasVerdicts(pages: Pages, wanted: Verdicts): Promise<true> {
  const missing = differences(await verdictsOf(pages), wanted)
  if (missing.length > 0) throw new Error(missing.join('\n'))
  return true
}

/** One criterion of a unit as its page's JSON gives it. */
export type Criterion = {
  id: string
  verdict: string
  reason: string | null
  because: { vi: string; en: string }
  assets: {
    verdict: string
    reason: string | null
    failure: string | null
    evidence: { checkId: string; firstDueAt: string }[]
    pending: { verdict: string; looks: number; needed: number } | null
  }[]
}

export async function criteriaOf(pages: Pages, unit: string): Promise<Map<string, Criterion>> {
  const { verdicts } = await pages.json<{ verdicts: Criterion[] }>(`/units/${unit}.json`)
  return new Map(verdicts.map((one) => [one.id, one]))
}
