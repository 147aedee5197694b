/** OIDs in dotted form by their octets; polls meet the same few thousand again and again. */
const known = new Map<string, string>()
/** About 15 MB; beyond it the memory starts anew. */
const mostKnown = 50_000
/** In octets. Hardly a table has longer ones, with which a stranger could fill our memory. */
const longestKnown = 100

/**
 * The dotted form of the contents of an OBJECT IDENTIFIER, spelled as net-snmp does; undefined where the octets do not
 * end a sub-identifier.
 */
export function oidText(datagram: Buffer, start: number, end: number): string | undefined {
  const octets = datagram.toString('latin1', start, end)
  const before = known.get(octets)
  if (before !== undefined) return before
  if (end === start || (datagram[end - 1] ?? 0x80) >= 0x80) return undefined
  const numbers: number[] = []
  let number = 0
  for (let at = start; at < end; at++) {
    const octet = datagram[at] ?? 0
    number = ((number << 7) | (octet & 0x7f)) >>> 0
    if (octet < 0x80) {
      numbers.push(number)
      number = 0
    }
  }
  const [first = 0, ...rest] = numbers
  const text = [Math.floor(first / 40), first % 40, ...rest].join('.')
  if (octets.length > longestKnown) return text
  if (known.size >= mostKnown) known.clear()
  known.set(octets, text)
  return text
}
