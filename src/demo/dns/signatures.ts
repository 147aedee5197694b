import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type Answer, type DnskeyData, type DsData, encode, type RrsigAnswer } from 'dns-packet'
import type { DemoZone } from '../world/zones.ts'
import { ttl } from './names.ts'

/** A zone's key: one for everything (CSK), ECDSA P-256 with SHA-256 (RFC 6605). */
type ZoneKey = { dnskey: DnskeyData; tag: number; privateKey: KeyObject }

/** Signs the demo's zones for real. Keys are made anew at each start; signatures are made when they are asked for. */
export type Signer = {
  /** DNSKEY of a zone; none where it is not signed. */
  keysOf(zone: DemoZone): Answer[]
  /** DS of a zone for its parent; none where it is not signed. */
  dsOf(zone: DemoZone): Answer[]
  /** The records with a signature for each set of them (name and type), valid at a moment in milliseconds. */
  signed(zone: DemoZone, records: Answer[], at: number): Answer[]
}

const algorithm = 13
const sha256 = 2
const zoneKeyAndEntryPoint = 257
const protocol = 3
const headerOctets = 12
const day = 86_400
/** Days before and after the day of signing between which a signature holds. */
const validity = { before: 1, after: 14 }
/** Whoever forgot to sign anew has two days left. */
const endingAfter = 2
const mostKept = 5000

export function makeSigner(): Signer {
  const keys = new Map<string, ZoneKey>()
  const kept = new Map<string, RrsigAnswer>()
  const keyOf = (name: string) => {
    const key = keys.get(name) ?? makeKey()
    keys.set(name, key)
    return key
  }
  const signature = (zone: DemoZone, set: Answer[], at: number): RrsigAnswer => {
    const today = Math.floor(at / 1000 / day)
    const key = `${today} ${JSON.stringify(set)}`
    const made = kept.get(key) ?? signSet(zone, keyOf(zone.name), set, today)
    if (kept.size > mostKept) kept.clear()
    kept.set(key, made)
    return made
  }
  return {
    keysOf: (zone) =>
      zone.security === 'unsigned'
        ? []
        : [{ type: 'DNSKEY', name: zone.name, ttl, data: keyOf(zone.name).dnskey }],
    dsOf(zone) {
      if (zone.security === 'unsigned') return []
      // The key was changed, and nobody told the parent.
      const key = keyOf(zone.security === 'bogus' ? `${zone.name} of before` : zone.name)
      return [{ type: 'DS', name: zone.name, ttl, data: dsData(zone.name, key) }]
    },
    signed(zone, records, at) {
      if (zone.security === 'unsigned') return records
      return setsOf(records).flatMap((set) => [...set, signature(zone, set, at)])
    },
  }
}

function makeKey(): ZoneKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const key = Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const dnskey = { flags: zoneKeyAndEntryPoint, algorithm, key }
  return { dnskey, tag: keyTag(keyOctets(dnskey)), privateKey }
}

/** The RDATA of a DNSKEY (RFC 4034 2.1). */
function keyOctets({ flags, key }: DnskeyData): Buffer {
  return Buffer.concat([Buffer.from([flags >> 8, flags & 0xff, protocol, algorithm]), key])
}

/** RFC 4034 appendix B. */
function keyTag(octets: Buffer): number {
  let sum = 0
  for (const [at, octet] of octets.entries()) sum += at % 2 === 0 ? octet << 8 : octet
  return (sum + (sum >>> 16)) & 0xffff
}

/** RFC 4034 5.1.4: the digest of the owner's name and the key. */
function dsData(zone: string, { dnskey, tag }: ZoneKey): DsData {
  const digest = createHash('sha256').update(nameOctets(zone)).update(keyOctets(dnskey)).digest()
  return { keyTag: tag, algorithm, digestType: sha256, digest }
}

function setsOf(records: Answer[]): Answer[][] {
  const sets = new Map<string, Answer[]>()
  for (const record of records) {
    const key = `${record.name.toLowerCase()} ${record.type}`
    sets.set(key, [...(sets.get(key) ?? []), record])
  }
  return [...sets.values()]
}

/** RFC 4034 3.1.8.1: the signature covers its own fields and the records in canonical form and order. */
function signSet(zone: DemoZone, key: ZoneKey, set: Answer[], today: number): RrsigAnswer {
  const [first] = set
  const name = first?.name ?? zone.name
  const own: RrsigAnswer = {
    type: 'RRSIG',
    name,
    ttl,
    data: {
      typeCovered: first?.type ?? 'NS',
      algorithm,
      labels: name === '.' ? 0 : name.split('.').length,
      originalTTL: ttl,
      inception: (today - validity.before) * day,
      expiration: (today + (zone.security === 'ending' ? endingAfter : validity.after)) * day,
      keyTag: key.tag,
      signersName: zone.name,
      signature: Buffer.alloc(0),
    },
  }
  const records = set.map((record) => canonical(record)).sort(byData(name))
  const octets = Buffer.concat([dataOf(own, name), ...records])
  const signature = sign('sha256', octets, { key: key.privateKey, dsaEncoding: 'ieee-p1363' })
  return { ...own, data: { ...own.data, signature } }
}

/** A record as RFC 4034 6.2 wants it: names in lower case and uncompressed. */
function canonical(record: Answer): Buffer {
  return encode({ type: 'response', answers: [{ ...record, name: record.name.toLowerCase() }] }).subarray(
    headerOctets,
  )
}

/** What comes after name, type, class, TTL and length. */
function dataOf(record: Answer, name: string): Buffer {
  return canonical(record).subarray(nameOctets(name).length + 10)
}

function byData(name: string) {
  const start = nameOctets(name).length + 10
  return (one: Buffer, other: Buffer) => Buffer.compare(one.subarray(start), other.subarray(start))
}

function nameOctets(name: string): Buffer {
  const labels = name === '.' ? [] : name.toLowerCase().split('.')
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ])
}
