import type { Unit } from '../model/inventory.ts'
import type { IsPartOf } from './flaws.ts'

/** Tells which units are part of which, at whatever depth. All units are part of a platform, which stands for the province. */
export function unitTree(units: readonly Partial<Pick<Unit, 'code' | 'parent' | 'kind'>>[]): IsPartOf {
  const parents = new Map(units.map(({ code, parent }) => [code, parent]))
  const platforms = new Set(units.filter(({ kind }) => kind === 'platform').map(({ code }) => code))
  return (unit, above) => {
    if (platforms.has(above)) return true
    const passed = new Set<string>()
    for (let at = parents.get(unit); at && !passed.has(at); at = parents.get(at)) {
      if (at === above) return true
      passed.add(at)
    }
    return false
  }
}
