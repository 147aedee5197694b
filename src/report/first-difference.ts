import { canonical } from './canonical.ts'

export type FirstDifference = { path: string; before: string; after: string }

const longest = 200

/** The first place, in canonical order, at which two structures of JSON differ; null where they are equal. */
export function firstDifference(before: unknown, after: unknown, path = '$'): FirstDifference | null {
  if (Array.isArray(before) && Array.isArray(after)) {
    const [old, current] = [byName(before), byName(after)]
    if (old && current) {
      for (const name of new Set([...old.keys(), ...current.keys()])) {
        const found = firstDifference(old.get(name), current.get(name), `${path}[${name}]`)
        if (found) return found
      }
      // the same entries in another order
      const [was, is] = [[...old.keys()], [...current.keys()]]
      const at = was.findIndex((name, i) => name !== is[i])
      return at === -1 ? null : { path, before: shown(was[at]), after: shown(is[at]) }
    }
    for (let i = 0; i < Math.max(before.length, after.length); i += 1) {
      const found = firstDifference(before[i], after[i], `${path}[${i}]`)
      if (found) return found
    }
    return null
  }
  if (isObject(before) && isObject(after)) {
    for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
      const found = firstDifference(before[key], after[key], `${path}.${key}`)
      if (found) return found
    }
    return null
  }
  return before === after ? null : { path, before: shown(before), after: shown(after) }
}

/** Entries of a list by what a person knows them by; null where not each has a name of its own. */
function byName(list: unknown[]): Map<string, unknown> | null {
  const named = new Map(list.map((entry) => [nameOf(entry), entry]))
  return named.size === list.length && !named.has(undefined) ? (named as Map<string, unknown>) : null
}

function nameOf(entry: unknown): string | undefined {
  if (!isObject(entry)) return undefined
  const { unit, subject, checkId, firstDueAt } = entry
  const own = entry.code ?? entry.id ?? entry.period ?? entry.number ?? entry.from ?? entry.kind
  const parts =
    checkId === undefined
      ? [own ?? unit, ...(own === entry.kind ? [unit, subject] : [])]
      : [checkId, firstDueAt]
  const name = parts.filter((part) => typeof part === 'string').join(' ')
  return name === '' ? undefined : name
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : canonical(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
