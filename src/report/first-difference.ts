import { canonical } from './canonical.ts'

export type FirstDifference = { path: string; before: string; after: string }

const longest = 200

/** The first place, in canonical order, at which two structures of JSON differ; null where they are equal. */
export function firstDifference(before: unknown, after: unknown, path = '$'): FirstDifference | null {
  if (Array.isArray(before) && Array.isArray(after)) {
    for (let i = 0; i < Math.max(before.length, after.length); i += 1) {
      const found = firstDifference(before[i], after[i], `${path}[${nameOf(before[i] ?? after[i]) ?? i}]`)
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

/** What a person knows an entry of a list by. */
function nameOf(entry: unknown): string | undefined {
  if (!isObject(entry)) return undefined
  const name = entry.code ?? entry.id ?? entry.kind
  return typeof name === 'string' ? name : undefined
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : canonical(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
