import { Address6 } from 'ip-address'
import { remembered } from '../../probes/lib/remembered.ts'

/** A block of IPv6 addresses: its first address as a number, and the length of its prefix in bits. */
export type Block = { first: bigint; length: number }

const bits = 128
/** Blocks of the plan and of devices are read again and again; reading one costs 5 µs. */
const mostRemembered = 20_000

/** How many addresses a block of that length holds. */
export function sizeOf(length: number): bigint {
  return 1n << BigInt(bits - length)
}

/** The first address behind a block. */
export function endOf({ first, length }: Block): bigint {
  return first + sizeOf(length)
}

/**
 * A block in any spelling, "2001:DB8:0030::/48"; an address alone is a block of one. `hostBits` when the text names an
 * address within the block instead of its first. null when the text is neither.
 */
export const readBlock: (text: string) => (Block & { hostBits: boolean }) | null = remembered((text) => {
  if (!text.includes(':') || text.includes('%')) return null
  try {
    const read = new Address6(text)
    const value = read.bigInt()
    const block = around({ first: value, length: bits }, read.subnetMask)
    return { ...block, hostBits: block.first !== value }
  } catch {
    return null
  }
}, mostRemembered)

/** The block that a text which is known to be one stands for. Throws TypeError for any other. */
export function blockOf(text: string): Block {
  const read = readBlock(text)
  if (read === null) throw new TypeError(`"${text}" is no IPv6 block`)
  return read
}

/** "2001:db8:30::/48", in the one spelling of RFC 5952. */
export function blockText({ first, length }: Block): string {
  return `${addressText(first)}/${length}`
}

function addressText(address: bigint): string {
  return Address6.fromBigInt(address).correctForm()
}

/** The block of `length` bits around another. */
export function around({ first, length }: Block, wanted: number): Block {
  const kept = Math.min(wanted, length)
  return { first: first - (first % sizeOf(kept)), length: kept }
}

/** Whether a block holds all of another; a block holds itself. */
export function holds(outer: Block, inner: Block): boolean {
  return outer.length <= inner.length && outer.first <= inner.first && inner.first < endOf(outer)
}

export function sameBlock(one: Block, other: Block): boolean {
  return one.first === other.first && one.length === other.length
}

/** By address; of two that begin alike the wider first. */
export function compareBlocks(one: Block, other: Block): number {
  if (one.first !== other.first) return one.first < other.first ? -1 : 1
  return one.length - other.length
}
