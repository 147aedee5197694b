/** One place in which two values differ; undefined where the one has nothing there. */
export type Difference = { path: string[]; before: unknown; after: unknown }

/**
 * Where facts differ, place by place. Things in lists are matched by what names them (address, name, index, port), so
 * that one new row reads as one new row and not as a shift of all that follow.
 */
export function differences(before: unknown, after: unknown, path: string[] = []): Difference[] {
  if (Array.isArray(before) && Array.isArray(after)) return inMaps(byName(before), byName(after), path)
  if (isRecord(before) && isRecord(after))
    return inMaps(new Map(Object.entries(before)), new Map(Object.entries(after)), path)
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }]
}

function inMaps(before: Map<string, unknown>, after: Map<string, unknown>, path: string[]): Difference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])]
  return names.flatMap((name) => {
    if (!before.has(name) || !after.has(name))
      return [{ path: [...path, name], before: before.get(name), after: after.get(name) }]
    return differences(before.get(name), after.get(name), [...path, name])
  })
}

const naming = ['family', 'address', 'port', 'name', 'ifIndex']

function byName(items: unknown[]): Map<string, unknown> {
  const named = new Map<string, unknown>()
  for (const [index, item] of items.entries()) {
    const own = isRecord(item)
      ? naming.flatMap((key) => (['string', 'number'].includes(typeof item[key]) ? [String(item[key])] : []))
      : [String(item)]
    const name = own.join(' ')
    named.set(name === '' || named.has(name) ? `${name} #${index + 1}` : name, item)
  }
  return named
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
