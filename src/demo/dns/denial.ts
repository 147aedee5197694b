import type { Answer } from 'dns-packet'
import { isUnder, ttl, type ZoneData } from './names.ts'

/** The zone's names that have an NSEC, in canonical order (RFC 4034 6.1), each with its types. */
type Chain = { name: string; types: string[] }[]

const chains = new WeakMap<ZoneData, Chain>()

/** NSEC records that prove that a name has no such type, or that there is no such name (RFC 4035 3.1.3). */
export function denialOf(zone: ZoneData, name: string, exists: boolean): Answer[] {
  const proofs = [covering(zone, name)]
  if (!exists) proofs.push(covering(zone, `*.${closestEncloser(zone, name)}`.replace(/\.\.$/, '')))
  return proofs.filter((record, at) => proofs.findIndex((other) => other.name === record.name) === at)
}

/** Whether the name has records or lies above one that has (an empty non-terminal). */
export function nameExists(zone: ZoneData, name: string): boolean {
  if (zone.nodes.has(name) || zone.delegations.has(name)) return true
  return [...zone.nodes.keys(), ...zone.delegations.keys()].some((other) => other.endsWith(`.${name}`))
}

/** The NSEC of the name itself, or of the last name before it. */
function covering(zone: ZoneData, name: string): Answer {
  const chain = chainOf(zone)
  const at = chain.findLastIndex((entry) => compareNames(entry.name, name) <= 0)
  const entry = chain[at] ?? chain.at(-1)
  const next = chain[(at + 1) % chain.length]
  if (!entry || !next) throw new Error('a zone has its own name')
  return {
    type: 'NSEC',
    name: entry.name,
    ttl,
    data: { nextDomain: next.name, rrtypes: entry.types },
  }
}

function closestEncloser(zone: ZoneData, name: string): string {
  let at = name
  while (at !== zone.name && !nameExists(zone, at))
    at = at.includes('.') ? at.slice(at.indexOf('.') + 1) : '.'
  return at
}

function chainOf(zone: ZoneData): Chain {
  const made = chains.get(zone) ?? makeChain(zone)
  chains.set(zone, made)
  return made
}

function makeChain({ name: apex, nodes, delegations }: ZoneData): Chain {
  const own = [...nodes].filter(([name]) => ![...delegations.keys()].some((cut) => isUnder(name, cut)))
  const entries = own.map(([name, records]) => ({
    name,
    types: [...new Set(records.map(({ type }) => type as string))],
  }))
  const cuts = [...delegations].map(([name, { zone }]) => ({
    name,
    types: zone.security === 'unsigned' ? ['NS'] : ['NS', 'DS'],
  }))
  return [...entries, ...cuts]
    .map(({ name, types }) => ({
      name,
      types: [...types, ...(name === apex ? ['SOA', 'DNSKEY'] : []), 'RRSIG', 'NSEC'],
    }))
    .sort((one, other) => compareNames(one.name, other.name))
}

/** Label by label from the right, octets unsigned; a name before those below it. */
function compareNames(one: string, other: string): number {
  const [mine, theirs] = [one, other].map((name) =>
    name === '.' ? [] : name.toLowerCase().split('.').reverse(),
  )
  for (let at = 0; at < Math.min(mine?.length ?? 0, theirs?.length ?? 0); at++) {
    const order = Buffer.compare(Buffer.from(mine?.[at] ?? ''), Buffer.from(theirs?.[at] ?? ''))
    if (order !== 0) return order
  }
  return (mine?.length ?? 0) - (theirs?.length ?? 0)
}
