import { Address6 } from 'ip-address'

export type SpfResult = 'pass' | 'fail' | 'softfail' | 'neutral'
/** A range of IPv6 addresses: the first `length` bits of `start` count. */
export type Range = { start: bigint; length: number }

/** A mechanism as written; `domain` is null for the domain of the record itself. */
export type Mechanism = { result: SpfResult } & (
  | { kind: 'all' }
  | { kind: 'ip6'; range: Range }
  | { kind: 'a' | 'mx'; domain: string | null; length: number }
  | { kind: 'include'; domain: string }
  /** Depends on more than the address: exists, ptr, macros. */
  | { kind: 'untold' }
  | { kind: 'ip4' }
)

export type SpfRecord = { mechanisms: Mechanism[]; redirect: string | null }

const qualifiers: Record<string, SpfResult> = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' }

/** More terms than any record has; each is at least two octets of a TXT record. */
const maxTerms = 200

/** Whether a TXT record is SPF at all (RFC 7208 4.5). */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text)
}

/** Reads an SPF record (RFC 7208 4.6, 5, 6); null for a syntax error anywhere in it, which voids all of it. */
export function readSpf(text: string): SpfRecord | null {
  const terms = text.split(/ +/).slice(1).filter(Boolean)
  if (terms.length > maxTerms) return null
  const mechanisms: Mechanism[] = []
  let redirect: string | null = null
  for (const term of terms) {
    const [, name, value = ''] = /^([a-z][a-z0-9._-]*)=(.*)$/i.exec(term) ?? []
    if (name !== undefined) {
      if (name.toLowerCase() !== 'redirect') continue // exp, and modifiers to come (RFC 7208 6)
      if (redirect !== null || value === '') return null
      redirect = value
      continue
    }
    const mechanism = readMechanism(term)
    if (mechanism === null) return null
    mechanisms.push(mechanism)
  }
  return { mechanisms, redirect }
}

function readMechanism(term: string): Mechanism | null {
  const [, qualifier = '+', name = '', rest = ''] = /^([-+~?])?([a-z0-9]+)(.*)$/i.exec(term) ?? []
  const result = qualifiers[qualifier] ?? 'pass'
  const { value, length } = readRest(rest)
  switch (name.toLowerCase()) {
    case 'all':
      return rest === '' ? { kind: 'all', result } : null
    case 'ip4':
      return /^:[\d.]+(?:\/\d{1,2})?$/.test(rest) ? { kind: 'ip4', result } : null
    case 'ip6': {
      const range = readRange(rest.slice(1))
      return rest.startsWith(':') && range ? { kind: 'ip6', result, range } : null
    }
    case 'a':
    case 'mx': {
      if (length === null || value === '') return null
      if (value?.includes('%')) return { kind: 'untold', result }
      return { kind: name.toLowerCase() as 'a' | 'mx', result, domain: value, length }
    }
    case 'include':
      if (!value || rest.includes('/')) return null
      return value.includes('%') ? { kind: 'untold', result } : { kind: 'include', result, domain: value }
    case 'exists':
      return value ? { kind: 'untold', result } : null
    case 'ptr':
      return value === '' ? null : { kind: 'untold', result }
    default:
      return null
  }
}

/** `:domain/24//64`: the domain, null when there is none, and the length for IPv6, null when it is none. */
function readRest(rest: string): { value: string | null; length: number | null } {
  const parts = /^(?::([^/]*))?(?:\/\d{1,2})?(?:\/\/(\d{1,3}))?$/.exec(rest)
  if (!parts) return { value: '', length: null }
  const [, domain = null, length = '128'] = parts
  return { value: domain, length: Number(length) <= 128 ? Number(length) : null }
}

function readRange(text: string): Range | null {
  if (!/^[0-9a-f:.]+(?:\/\d{1,3})?$/i.test(text) || !Address6.isValid(text)) return null
  const address = new Address6(text)
  return { start: address.bigInt(), length: address.subnetMask }
}

export function inRange(address: bigint, { start, length }: Range): boolean {
  const shift = BigInt(128 - length)
  return address >> shift === start >> shift
}

/** `2001:db8::/32`, RFC 5952. */
export function rangeText({ start, length }: Range): string {
  const shift = BigInt(128 - length)
  return `${Address6.fromBigInt((start >> shift) << shift).correctForm()}/${length}`
}
