import type { IncidentEvidence } from '../model/incidents.ts'

/**
 * Looks that saw the same, one after the other; times in milliseconds. `void`: we could not look, or what we saw says
 * nothing of it.
 */
export type LookRun = {
  fromMs: number
  /** When the last of them was. */
  lastMs: number
  looks: number
  state: 'up' | 'down' | 'ipv6_lost' | 'void'
  evidence: IncidentEvidence
}

export type OutageTerms = {
  /** Between two looks. */
  periodMs: number
  pace: number
  /** Of an incident that is open on it: then what came before need not be among the looks. */
  open?: { sinceMs: number; symptom: string } | undefined
  /** What is lost besides IPv6 is an outage of its own: the loss of IPv6 is that of many, and this one's is not. */
  parts?: boolean | undefined
}

/** A time in which something was not what it had been, with the outages in it that are damped into one. */
export type Outage = {
  /** The first look that saw it, and the last good one before: in between it began. */
  sinceMs: number
  goodMs: number
  /** By which look it was sure; null: not yet. */
  confirmedMs: number | null
  symptom: 'down' | 'ipv6_lost' | 'unstable'
  /** When each confirmed outage in it began; none where each was too short for one. */
  falls: number[]
  /** The first answer after the last of them; null while it lasts, or one look alone has answered. */
  restoredMs: number | null
  /** If nothing happens it is over then; null while it lasts. */
  watchedUntilMs: number | null
  over: boolean
  /** Silent at the newest look, and not yet for long enough. */
  falling: boolean
  /** The newest of several confirmed outages that are damped into this one, if it was back in between. */
  again: Again | null
  /** It ended by becoming worse: the one after it. */
  deepened: boolean
  before: IncidentEvidence | null
  after: IncidentEvidence
}

/** One more fall of what had come back, since `backMs`. */
export type Again = Pick<Outage, 'sinceMs' | 'goodMs' | 'before' | 'after'> & {
  confirmedMs: number
  backMs: number
}

/** Silent looks in a row of which nobody says any more that a packet was lost. */
const looksToFall = 3
/** And how long they take at least, in milliseconds of the schedule: two steps of the quickest looks. */
const fallMs = 40_000
const looksToRise = 2
/** Outages less than five minutes apart are one (domain rules 3.7), and at rare looks as many periods. */
const mergeMs = 5 * 60_000
const mergePeriods = 11
/** Each outage that returns before it was over doubles the time in which the next one would count as the same. */
const longestMergeMs = 60 * 60_000
/** So many silences within so many periods are an unstable thing, however short each is. */
const silencesToDoubt = 4
const doubtPeriods = 12
/** Looks further apart are not in a row: three periods, or by the clock what a busy prober may be late. */
const gapPeriods = 3
const leastGapMs = 5 * 60_000

type Spell = {
  fromMs: number
  lastMs: number
  goodMs: number
  /** When it had come back from the one before; null where there is none, or one look alone had answered. */
  backMs: number | null
  before: IncidentEvidence | null
  after: IncidentEvidence
  confirmedMs: number | null
  symptom: 'down' | 'ipv6_lost'
  /** The first of them that was sure. */
  began: 'down' | 'ipv6_lost' | null
  /** Looks in a row that saw the same worse state, when the first of them was, and the look before. */
  row: Row
  all: { looks: number; fromMs: number }
}

type Row = {
  state: 'down' | 'ipv6_lost'
  looks: number
  fromMs: number
  goodMs: number
  before: IncidentEvidence | null
  after: IncidentEvidence
}

type Group = {
  spells: Spell[]
  good: { fromMs: number; lastMs: number; looks: number } | null
  /** When it had fallen silent too often, and the first of those silences. */
  unstable: { atMs: number; first: Spell } | null
}

/**
 * The outages in what was seen of one thing, oldest first. What was never seen to answer has none: it has not changed.
 * Pure: equal looks give equal outages, and more looks never move the beginning of one that was sure.
 */
export function outagesOf(runs: LookRun[], terms: OutageTerms): Outage[] {
  const outages: Outage[] = []
  let group: Group | null = null
  let good: LookRun | null = null
  let hadIpv6 = terms.open?.symptom === 'ipv6_lost'
  let last: LookRun | null = null
  const end = (one: Group | null, over: boolean) => {
    const outage = one && outageOf(one, over, terms)
    if (outage) outages.push(outage)
  }
  for (const run of runs) {
    if (run.state === 'void') continue
    const { state } = run
    const gapMs = Math.max(gapPeriods * terms.periodMs, leastGapMs)
    const previous = last
    const inRow = previous !== null && run.fromMs - previous.lastMs <= gapMs
    last = run
    if (state === 'up') hadIpv6 = true
    if (state === 'up' || (state === 'ipv6_lost' && !hadIpv6)) {
      good = run
      if (group === null) continue
      group.good = group.good
        ? { ...group.good, lastMs: run.lastMs, looks: group.good.looks + run.looks }
        : { fromMs: run.fromMs, lastMs: run.lastMs, looks: run.looks }
      if (group.good.lastMs - group.good.fromMs < mergeOf(group, terms)) continue
      end(group, true)
      group = null
      continue
    }
    if (good === null && terms.open === undefined) continue
    group ??= { spells: [], good: null, unstable: null }
    const current = group.spells.at(-1)
    if (current === undefined || group.good !== null) {
      const backMs = isBack(group, terms) ? group.good.fromMs : null
      group.spells.push({ ...spellOf(run, state, good, terms), backMs })
    } else extend(current, run, state, inRow ? previous : null)
    group.good = null
    confirm(group, run, terms)
    const deeper: Spell | null = terms.parts ? deeperIn(group) : null
    if (deeper === null) continue
    const shallow = outageOf(group, true, terms)
    const endMs = deeper.goodMs
    const ended = { restoredMs: endMs, watchedUntilMs: endMs, again: null, deepened: true }
    if (shallow) outages.push({ ...shallow, ...ended, symptom: 'ipv6_lost' })
    group = { spells: [deeper], good: null, unstable: null }
    confirm(group, run, terms)
  }
  end(group, false)
  return outages
}

function spellOf(
  run: LookRun,
  state: 'down' | 'ipv6_lost',
  good: LookRun | null,
  { open }: OutageTerms,
): Spell {
  const { fromMs, lastMs, looks, evidence } = run
  const before = lastOf(good)
  const goodMs = good?.lastMs ?? open?.sinceMs ?? fromMs
  return {
    fromMs: good === null ? (open?.sinceMs ?? fromMs) : fromMs,
    lastMs,
    goodMs,
    backMs: null,
    before,
    after: evidence,
    confirmedMs: null,
    symptom: state,
    began: null,
    row: { state, looks, fromMs, goodMs, before, after: evidence },
    all: { looks, fromMs },
  }
}

function lastOf(run: LookRun | null): IncidentEvidence | null {
  return run && { ...run.evidence, seenAt: new Date(run.lastMs).toISOString() }
}

/** What began as a loss of IPv6 and is surely more by now, from there on. */
function deeperIn({ spells }: Group): Spell | null {
  const spell = spells.at(-1)
  if (spell?.began !== 'ipv6_lost' || spell.symptom !== 'down') return null
  const { row } = spell
  const { fromMs, goodMs, before, after, looks } = row
  return {
    ...spell,
    fromMs,
    goodMs,
    before,
    after,
    backMs: null,
    confirmedMs: null,
    began: null,
    all: { looks, fromMs },
  }
}

/** `previous`: the run before, if it is in a row with it. */
function extend(spell: Spell, run: LookRun, state: 'down' | 'ipv6_lost', previous: LookRun | null): void {
  const { fromMs, lastMs, looks, evidence } = run
  spell.lastMs = lastMs
  spell.all = previous ? { ...spell.all, looks: spell.all.looks + looks } : { looks, fromMs }
  spell.row =
    previous && spell.row.state === state
      ? { ...spell.row, looks: spell.row.looks + looks }
      : {
          state,
          looks,
          fromMs,
          goodMs: previous?.lastMs ?? fromMs,
          before: lastOf(previous),
          after: evidence,
        }
}

function confirm(group: Group, run: LookRun, { pace, periodMs }: OutageTerms): void {
  const spell = group.spells.at(-1)
  if (spell === undefined) return
  // where looks are rarer than in production, as many fewer make an outage
  const needed = Math.max(1, Math.round(looksToFall * Math.min(pace, 1)))
  const leastMs = needed === 1 ? 0 : fallMs / pace
  const isSure = ({ looks, fromMs }: { looks: number; fromMs: number }) =>
    looks >= needed && run.lastMs - fromMs >= leastMs
  if (isSure(spell.row)) {
    spell.symptom = spell.row.state
    spell.began ??= spell.row.state
  }
  if (spell.confirmedMs === null && isSure(spell.all)) {
    // the look that made it sure lies within the run
    const step = run.looks > 1 ? (run.lastMs - run.fromMs) / (run.looks - 1) : 0
    const lookMs = run.fromMs + Math.max(0, needed - 1 - (spell.all.looks - run.looks)) * step
    spell.confirmedMs = Math.min(run.lastMs, Math.max(lookMs, spell.all.fromMs + leastMs))
  }
  const recent = group.spells.filter(({ fromMs }) => run.lastMs - fromMs <= doubtPeriods * periodMs)
  const [first] = recent
  if (group.unstable === null && first !== undefined && recent.length >= silencesToDoubt)
    group.unstable = { atMs: run.lastMs, first }
}

function mergeOf({ spells }: Group, { periodMs, pace }: OutageTerms): number {
  const returned = Math.max(0, spells.filter(({ confirmedMs }) => confirmedMs !== null).length - 1)
  const base = Math.max(mergeMs / pace, mergePeriods * periodMs)
  return Math.min(base * 2 ** returned, Math.max(base, longestMergeMs / pace))
}

function outageOf(group: Group, over: boolean, terms: OutageTerms): Outage | null {
  const { spells, good, unstable } = group
  const confirmed = spells.filter(({ confirmedMs }) => confirmedMs !== null)
  const newest = spells.at(-1)
  if (newest === undefined) return null
  const [sure] = confirmed
  if (sure === undefined && unstable === null && good !== null) return null // a packet or two
  const doubted =
    unstable !== null && !(sure && sure.fromMs < unstable.first.fromMs) ? unstable.first : undefined
  const first = doubted ?? sure ?? newest
  const returnedMs = isBack(group, terms) ? group.good.fromMs : null
  const last = confirmed.at(-1)
  // silences after it that are no outage of their own
  const later = last === undefined || unstable !== null ? [] : spells.slice(spells.indexOf(last) + 1)
  return {
    sinceMs: first.fromMs,
    goodMs: first.goodMs,
    confirmedMs: sure?.confirmedMs ?? unstable?.atMs ?? null,
    symptom: confirmed.at(-1)?.symptom ?? (unstable ? 'unstable' : newest.symptom),
    falls: confirmed.map(({ fromMs }) => fromMs),
    restoredMs: later.find(({ backMs }) => backMs !== null)?.backMs ?? returnedMs,
    watchedUntilMs: returnedMs === null ? null : returnedMs + mergeOf(group, terms),
    over,
    falling: good === null && (newest.confirmedMs === null || (terms.parts === true && isDeepening(newest))),
    again: last !== undefined && last !== first ? againOf(last) : null,
    deepened: false,
    before: first.before,
    after: first.after,
  }
}

function isDeepening({ began, symptom, row }: Spell): boolean {
  return began === 'ipv6_lost' && symptom === 'ipv6_lost' && row.state === 'down'
}

function againOf({ fromMs, goodMs, backMs, confirmedMs, before, after }: Spell): Again | null {
  return backMs === null || confirmedMs === null
    ? null
    : { sinceMs: fromMs, goodMs, backMs, confirmedMs, before, after }
}

function isBack(group: Group, { pace }: OutageTerms): group is Group & { good: NonNullable<Group['good']> } {
  return (group.good?.looks ?? 0) >= Math.min(looksToRise, Math.max(1, Math.round(looksToRise * pace)))
}
