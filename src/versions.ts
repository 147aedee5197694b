import { isDeepStrictEqual } from 'node:util'
import type { Asset, Unit, UnitChange, Version } from './model/inventory.ts'
import type { Instant } from './model.ts'
import { startOfDay } from './report/period.ts'

/** Whether it is the version of a moment. */
export function holdsAt({ since, until }: Version<unknown>, at: Instant): boolean {
  return since <= at && (until === null || at < until)
}

/** The first version of something new. */
export function firstVersion<Value>(value: Value, since: Instant | ''): Version<Value>[] {
  return [{ since, until: null, value }]
}

/** The same versions with another validity: it is said of all of them. */
export function valid<Value extends Unit | Asset>(
  versions: Version<Value>[],
  { validFrom, validTo }: Value,
): Version<Value>[] {
  return versions.map((one) => ({ ...one, value: { ...one.value, validFrom, validTo } }))
}

/** Versions, oldest first, after those fields that make the newest one `value` have changed at a moment. */
export function becomeAt<Value extends object>(
  versions: Version<Value>[],
  at: Instant,
  value: Value,
): Version<Value>[] {
  const newest = versions.at(-1)?.value
  const changed = Object.fromEntries(
    Object.entries(value).filter(([field, now]) => !isDeepStrictEqual(newest?.[field as keyof Value], now)),
  )
  if (Object.keys(changed).length === 0) return versions
  return cutAt(versions, at).map((one) =>
    one.since >= at ? { ...one, value: { ...one.value, ...changed } } : one,
  )
}

/**
 * Versions of a unit after it is known to have gone by one name until a day and by another from then on. Names that
 * were neither stay, and so do the versions beyond them.
 */
export function renameFrom(
  versions: Version<Unit>[],
  { day, nameBefore, name }: Pick<UnitChange, 'day' | 'nameBefore' | 'name'>,
): Version<Unit>[] {
  const cut = cutAt(versions, startOfDay(day))
  const first = cut.findIndex(({ since }) => since >= startOfDay(day))
  const replace = (index: number, old: string, now: string) => {
    const one = cut[index]
    if (one?.value.name !== old) return false
    cut[index] = { ...one, value: { ...one.value, name: now } }
    return true
  }
  for (let after = first; replace(after, nameBefore, name); after++);
  for (let before = first - 1; replace(before, name, nameBefore); before--);
  return joined(cut)
}

/** Versions of a unit after it is known not to have gone by another name from a day on: the old name holds. */
export function unrenameFrom(
  versions: Version<Unit>[],
  { day, nameBefore, name }: Pick<UnitChange, 'day' | 'nameBefore' | 'name'>,
): Version<Unit>[] {
  const first = versions.findIndex(({ since }) => since >= startOfDay(day))
  const end = versions.findIndex(({ value }, index) => first !== -1 && index >= first && value.name !== name)
  return joined(
    versions.map((one, index) =>
      first !== -1 && index >= first && (end === -1 || index < end)
        ? { ...one, value: { ...one.value, name: nameBefore } }
        : one,
    ),
  )
}

/** The same history with a boundary at a moment, unless it lies before all of it. */
function cutAt<Value>(versions: Version<Value>[], at: Instant): Version<Value>[] {
  return versions.flatMap((one) =>
    one.since < at && holdsAt(one, at)
      ? [
          { ...one, until: at },
          { ...one, since: at },
        ]
      : [one],
  )
}

/** Neighbours that say the same are one, unless there was nothing between them. */
function joined<Value>(versions: Version<Value>[]): Version<Value>[] {
  const kept: Version<Value>[] = []
  for (const one of versions) {
    const last = kept.at(-1)
    if (last && last.until === one.since && isDeepStrictEqual(last.value, one.value))
      kept[kept.length - 1] = { ...last, until: one.until }
    else kept.push(one)
  }
  return kept
}
