import type { Inventory, Unit, UnitChange } from '../model/inventory.ts'

/** What withdrawing a change of units does to them. */
export type WithdrawalEffect = {
  /** Units that did not end after all, as they are then. */
  revived: Unit[]
  /** The unit that goes by its old name again from the day of the change on; null where it goes by another by now. */
  renamed: Unit | null
  /** Units that began by it: each either never was, or stays as it is. */
  begun: Unit[]
}

/** What must be put right before a change of units is withdrawn, with the codes that stand in the way. */
export type Hindrance = {
  why: 'later_rename' | 'assets' | 'members' | 'documents' | 'other_changes'
  unit: string
  codes: string[]
}

/** What withdrawing a change would do to units as they are now. What has been changed by others since is left alone. */
export function effectOfWithdrawal(
  { code, kind, day, from, to, name }: UnitChange,
  { units, unitChanges = [] }: Inventory,
): WithdrawalEffect {
  const others = unitChanges.filter(
    (other) => other.code !== code && other.kind !== 'rename' && other.day === day,
  )
  const of = (codes: string[]) => units.filter((unit) => codes.includes(unit.code))
  const ended = from.filter((one) => !to.includes(one))
  const endsToo = (one: string) => others.some((other) => other.from.includes(one) && !other.to.includes(one))
  const beginsToo = (one: string) =>
    others.some((other) => other.to.includes(one) && !other.from.includes(one))
  if (kind === 'rename')
    return { revived: [], begun: [], renamed: of(from).find((unit) => unit.name === name) ?? null }
  return {
    renamed: null,
    revived: of(ended)
      .filter((unit) => unit.validTo === day && !endsToo(unit.code))
      .map((unit) => ({ ...unit, validTo: null })),
    begun: of(to.filter((one) => !from.includes(one) && !beginsToo(one))).filter(
      ({ validFrom }) => validFrom === day,
    ),
  }
}

/**
 * What stands in the way of withdrawing a change when the units in `never` are to be taken for never having been;
 * `documented` are the units about which documents were entered.
 */
export function hindrancesOf(
  change: UnitChange,
  { units, assets, unitChanges = [] }: Inventory,
  { never, documented }: { never: string[]; documented: string[] },
): Hindrance[] {
  const others = unitChanges.filter(({ code }) => code !== change.code)
  const later = others.filter(
    ({ kind, day, from, nameBefore }) =>
      kind === 'rename' &&
      change.kind === 'rename' &&
      day > change.day &&
      from[0] === change.from[0] &&
      nameBefore === change.name,
  )
  const found: Hindrance[] = [
    { why: 'later_rename', unit: change.from[0] ?? '', codes: later.map(({ code }) => code) },
    ...never.flatMap((unit): Hindrance[] => [
      { why: 'assets', unit, codes: assets.filter((asset) => asset.unit === unit).map(({ code }) => code) },
      { why: 'members', unit, codes: units.filter(({ parent }) => parent === unit).map(({ code }) => code) },
      { why: 'documents', unit, codes: documented.filter((one) => one === unit) },
      {
        why: 'other_changes',
        unit,
        codes: others.filter(({ from, to }) => [...from, ...to].includes(unit)).map(({ code }) => code),
      },
    ]),
  ]
  return found.filter(({ codes }) => codes.length > 0)
}
