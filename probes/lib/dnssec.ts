import { createHash } from 'node:crypto'
import type { DnskeyData } from 'dns-packet'
import type { DsRecord } from './dns-delegation.ts'
import type { DnsMessage } from './dns-message.ts'
import { sameName } from './dns-name.ts'

/** Algorithms that RFC 8624 3.1 forbids or advises against for signing, for weakness. */
const weakAlgorithms = new Map([
  [1, 'RSAMD5'],
  [3, 'DSA'],
  [5, 'RSASHA1'],
  [6, 'DSA-NSEC3-SHA1'],
  [7, 'RSASHA1-NSEC3-SHA1'],
  [12, 'ECC-GOST'],
])
/** Digests that RFC 8624 3.3 forbids for new DS records. */
const weakDigests = new Map([
  [0, 'NULL'],
  [1, 'SHA-1'],
  [3, 'GOST R 34.11-94'],
])
const digests = new Map([
  [1, 'sha1'],
  [2, 'sha256'],
  [4, 'sha384'],
])

const secondsPerDay = 86_400

/** DNSKEY records of the zone in a message. */
export function keysIn({ answers }: DnsMessage, zone: string): DnskeyData[] {
  return answers.flatMap((record) =>
    record.type === 'DNSKEY' && sameName(record.name, zone) ? [record.data] : [],
  )
}

/**
 * Days until the signatures of a message's answers end, counted from `now` (ISO 8601): for each set of records its
 * longest-lived signature counts, and of the sets the one that ends first; below zero when it has ended. One that ends
 * before it begins is none. null without signatures.
 */
export function daysToExpiry({ answers }: DnsMessage, now: string): number | null {
  const nowSeconds = Math.floor(Date.parse(now) / 1000)
  const left = new Map<string, number>()
  for (const record of answers) {
    if (record.type !== 'RRSIG') continue
    const { typeCovered, inception, expiration } = record.data
    if (secondsBetween(inception, expiration) < 0) continue
    const set = `${record.name.toLowerCase()} ${typeCovered}`
    const before = left.get(set) ?? Number.NEGATIVE_INFINITY
    left.set(set, Math.max(before, secondsBetween(nowSeconds, expiration)))
  }
  return left.size === 0 ? null : Math.min(...left.values()) / secondsPerDay
}

/** Times in signatures go round after 136 years (RFC 4034 3.1.5). */
function secondsBetween(one: number, other: number): number {
  return (other - one) | 0
}

/** Names of the weak algorithms in use, sorted. A weak digest counts only where a DS has no better twin. */
export function weakIn(keys: DnskeyData[], ds: DsRecord[]): string[] {
  const algorithms = [...keys, ...ds].flatMap(({ algorithm }) => weakAlgorithms.get(algorithm) ?? [])
  const allWeak = ds.length > 0 && ds.every(({ digestType }) => weakDigests.has(digestType))
  const weakOnly = allWeak ? ds.flatMap(({ digestType }) => weakDigests.get(digestType) ?? []) : []
  return [...new Set([...algorithms, ...weakOnly])].sort()
}

/** Whether some DS is the digest of some key (RFC 4034 5.1.4); null when none is of a kind that we can compute. */
export function dsMatchesKey(zone: string, ds: DsRecord[], keys: DnskeyData[]): boolean | null {
  const computable = ds.filter(({ digestType }) => digests.has(digestType))
  if (computable.length === 0) return null
  return computable.some(({ algorithm, digestType, digest }) =>
    keys.some(
      (key) =>
        key.algorithm === algorithm &&
        createHash(digests.get(digestType) ?? '')
          .update(wireName(zone))
          .update(keyData(key))
          .digest()
          .equals(digest),
    ),
  )
}

/** The octets of a DNSKEY record (RFC 4034 2.1): flags, protocol 3, algorithm, key. */
function keyData({ flags, algorithm, key }: DnskeyData): Buffer {
  return Buffer.concat([Buffer.from([flags >> 8, flags & 0xff, 3, algorithm]), key])
}

function wireName(name: string): Buffer {
  const labels = name === '.' ? [] : name.toLowerCase().split('.')
  const parts = labels.map((label) => Buffer.from(label))
  return Buffer.concat([...parts.flatMap((part) => [Buffer.from([part.length]), part]), Buffer.from([0])])
}
