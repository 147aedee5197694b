import { type ProfileFlag, profileFlags, type Unit, type UnitKind } from '../model/inventory.ts'
import type { Day } from '../model.ts'

/** A department or district has a site inside a zone of the province, and no Internet line of its own. */
const administration: ProfileFlag[] = ['has_public_domain', 'has_tslcd', 'has_lan']

const templates: Record<UnitKind, ProfileFlag[]> = {
  platform: [...profileFlags],
  department: administration,
  district: administration,
  commune: ['has_tslcd', 'has_lan'],
}

/** What a unit of this kind is taken to have until it declares its own profile (domain rules 2.3, profiles). */
export function templateOf(kind: UnitKind): ReadonlySet<ProfileFlag> {
  return new Set(templates[kind])
}

/** What a unit has: its declared profile, else the template of its kind. */
export function flagsOf(unit: Pick<Unit, 'kind' | 'profile'>): ReadonlySet<ProfileFlag> {
  return unit.profile === null ? templateOf(unit.kind) : new Set(unit.profile)
}

/** Whether a unit or an asset exists on a day; `validTo` is the first day on which it is no more. */
export function existsOn(
  {
    validFrom = null,
    validTo = null,
  }: { validFrom?: Day | null | undefined; validTo?: Day | null | undefined },
  day: Day,
): boolean {
  return (validFrom === null || validFrom <= day) && (validTo === null || day < validTo)
}
