import { createHash } from 'node:crypto'

/**
 * The one text of a structure, after RFC 8785: keys sorted by UTF-16 code units, no spaces, numbers and strings as
 * ECMAScript writes them. Strings are not normalised. One thing differs from the RFC: a lone surrogate is written as
 * its escape instead of being refused, so that `JSON.parse` gives every string back.
 * Throws TypeError on what JSON has not (undefined, NaN, infinities, bigint, functions, dates).
 */
export function canonical(value: unknown, path = '$'): string {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return JSON.stringify(value)
    case 'number':
      if (Number.isFinite(value)) return JSON.stringify(value)
      throw new TypeError(`${path} is ${value}, which JSON cannot say`)
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value))
        return `[${value.map((item, i) => canonical(item, `${path}[${i}]`)).join(',')}]`
      if (isPlain(value)) {
        const members = Object.keys(value).sort()
        return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key], `${path}.${key}`)}`).join(',')}}`
      }
  }
  throw new TypeError(`${path} is ${typeof value}, which JSON cannot say`)
}

/** The same text in pieces, none longer than one thing two levels down, so that others can be let in between. */
export function* canonicalPieces(value: unknown, path = '$', depth = 2): Generator<string> {
  if (depth > 0 && Array.isArray(value)) {
    yield '['
    for (const [i, item] of value.entries()) {
      if (i > 0) yield ','
      yield* canonicalPieces(item, `${path}[${i}]`, depth - 1)
    }
    yield ']'
  } else if (depth > 0 && typeof value === 'object' && value !== null && isPlain(value)) {
    yield '{'
    for (const [i, key] of Object.keys(value).sort().entries()) {
      yield `${i > 0 ? ',' : ''}${JSON.stringify(key)}:`
      yield* canonicalPieces(value[key], `${path}.${key}`, depth - 1)
    }
    yield '}'
  } else yield canonical(value, path)
}

/** SHA-256 of the UTF-8 bytes, 64 hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
