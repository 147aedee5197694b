/**
 * Of two values of one shape only what differs: of objects the members, of lists whose members have a `code` or an `id`
 * those that are not the same in both. Anything else is given whole.
 */
export function changedParts(before: unknown, after: unknown): { before: unknown; after: unknown } {
  if (isRecord(before) && isRecord(after)) return changedMembers(before, after)
  const [one, other] = [keyed(before), keyed(after)]
  if (one !== null && other !== null) return changedMembers(one, other)
  return { before, after }
}

function changedMembers(before: Record<string, unknown>, after: Record<string, unknown>) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const differing = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  const parts = differing.map((name) => ({ name, ...changedParts(before[name], after[name]) }))
  return {
    before: Object.fromEntries(
      parts.flatMap((part) => (part.name in before ? [[part.name, part.before]] : [])),
    ),
    after: Object.fromEntries(parts.flatMap((part) => (part.name in after ? [[part.name, part.after]] : []))),
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function keyed(list: unknown): Record<string, unknown> | null {
  if (!Array.isArray(list)) return null
  const entries = list.map((one): [unknown, unknown] => [
    isRecord(one) ? (one.code ?? one.id) : undefined,
    one,
  ])
  return entries.every(([key]) => typeof key === 'string') ? Object.fromEntries(entries) : null
}
