/**
 * The index of a row of lldpRemTable: lldpRemTimeMark, lldpRemLocalPortNum, lldpRemIndex. Some agents leave the first
 * or the first two out. `localPort` is null where none is told; `key` is the index without the time mark.
 */
export function parseRemoteIndex(index: string): { localPort: number | null; key: string } {
  const numbers = index.split('.')
  const key = numbers.slice(-2).join('.')
  // a port of 0 is none, which RouterOS writes
  return { localPort: numbers.length < 2 ? null : Number(numbers.at(-2)) || null, key }
}
