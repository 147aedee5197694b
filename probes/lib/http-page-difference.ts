/**
 * The share of two pages that differs, 0 to 1, by their tokens. Order counts: a page of the same words in another order
 * is another page.
 */
export function pageDifference(one: string[], other: string[]): number {
  const total = one.length + other.length
  if (total === 0) return 0
  return Math.max(1 - (2 * commonLength(one, other)) / total, displacedShare(one, other))
}

/** Tokens in a row that are looked for as one; fewer occur by chance, more are broken by any small change. */
const shingleLength = 3

/** Of fewer passages a share says little, and the longest common subsequence has all there is to see. */
const fewestPassages = 10

/**
 * The share of the passages both pages have, once each, that stand out of order. Lists with much mark-up around few
 * words keep most of their tokens in order when their items are shuffled; their passages do not.
 */
function displacedShare(one: string[], other: string[]): number {
  const [places, others] = [uniquePassages(one), uniquePassages(other)]
  const common = [...places].flatMap(([passage]) => others.get(passage) ?? [])
  return common.length < fewestPassages ? 0 : 1 - longestIncrease(common) / common.length
}

/** Passages that occur once, with their place, in order. */
function uniquePassages(tokens: string[]): Map<string, number> {
  const places = new Map<string, number | undefined>()
  for (let index = 0; index + shingleLength <= tokens.length; index++) {
    const passage = tokens.slice(index, index + shingleLength).join('\n')
    places.set(passage, places.has(passage) ? undefined : index)
  }
  return new Map([...places].filter((entry): entry is [string, number] => entry[1] !== undefined))
}

/** Length of the longest increasing subsequence (patience sorting). */
function longestIncrease(numbers: number[]): number {
  const lowest: number[] = [] // at n: the lowest number that ends an increase of length n + 1
  for (const number of numbers) {
    let [low, high] = [0, lowest.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((lowest[middle] ?? 0) < number) low = middle + 1
      else high = middle
    }
    lowest[low] = number
  }
  return lowest.length
}

/**
 * Length of the longest common subsequence by bit-parallel dynamic programming (Hyyrö 2004): at most
 * |one| · |other| / 32 steps, and only those words of the bit row are visited that a token touches.
 */
function commonLength(one: string[], other: string[]): number {
  let start = 0
  while (start < one.length && start < other.length && one[start] === other[start]) start++
  let end = 0
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++
  const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)]

  const places = new Map<string, Map<number, number>>() // token -> word of the row -> bits
  for (const [index, token] of left.entries()) {
    const words = places.get(token) ?? new Map<number, number>()
    places.set(token, words.set(index >>> 5, (words.get(index >>> 5) ?? 0) | (1 << (index & 31))))
  }
  const masks = new Map([...places].map(([token, words]) => [token, [...words]] as const))
  const row = new Uint32Array((left.length + 31) >>> 5).fill(0xffffffff)
  for (const token of right) addToken(row, masks.get(token) ?? [])
  let zeros = 0
  for (let index = 0; index < left.length; index++)
    if ((((row[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 0) zeros++
  return start + end + zeros
}

/** One step: row = (row + (row & mask)) | (row & ~mask) over many words, the carry running on. */
function addToken(row: Uint32Array, mask: readonly (readonly [word: number, bits: number])[]): void {
  let carry = 0
  let next = 0
  for (const [word, bits] of mask) {
    for (; carry && next < word; next++) carry = addToWord(row, next, 0, carry)
    carry = addToWord(row, word, bits, carry)
    next = word + 1
  }
  for (; carry && next < row.length; next++) carry = addToWord(row, next, 0, carry)
}

function addToWord(row: Uint32Array, word: number, bits: number, carry: number): number {
  const value = row[word] ?? 0
  const sum = value + ((value & bits) >>> 0) + carry
  row[word] = sum | (value & ~bits)
  return sum > 0xffffffff ? 1 : 0
}
