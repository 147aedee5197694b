/**
 * The same function of a text, which remembers its last results: for what is dear to work out and asked again at every
 * look. Beyond `most` it starts anew. Texts above `longest` characters, with which a stranger could fill our memory, are
 * worked out each time.
 */
export function remembered<T>(
  of: (text: string) => T,
  most: number,
  longest = Number.POSITIVE_INFINITY,
): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const result = of(text)
    if (text.length > longest) return result
    if (known.size >= most) known.clear()
    known.set(text, result)
    return result
  }
}
