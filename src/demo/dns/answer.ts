import type { Answer, Question } from 'dns-packet'
import { known } from '../world/known.ts'
import { denialOf, nameExists } from './denial.ts'
import {
  type Delegation,
  isUnder,
  type Names,
  parentOf,
  ttl,
  type ZoneData,
  zoneOf,
  zonesOnTheWay,
} from './names.ts'
import type { Signer } from './signatures.ts'

/** An answer without its header. `authentic`: a validating resolver could follow the signatures from the root. */
export type DnsAnswer = {
  rcode: 'NOERROR' | 'SERVFAIL' | 'NXDOMAIN' | 'REFUSED'
  authoritative: boolean
  authentic: boolean
  answers: Answer[]
  authorities: Answer[]
  additionals: Answer[]
}

/** What an answer is made with: the signatures where the asker wants them (DO), at a moment in milliseconds. */
export type Making = { signer: Signer; dnssec: boolean; at: number }

/** Longest chain of aliases that the resolver follows from zone to zone. */
const mostAliases = 8

const empty = { authentic: false, answers: [], authorities: [], additionals: [] }

export const refused: DnsAnswer = { ...empty, rcode: 'REFUSED', authoritative: false }

/**
 * The answer of the recursive resolver, which validates: what a zone's signatures do not prove although its parent
 * says that they should is SERVFAIL, unless `unchecked` (CD). Names outside the demo's zones do not exist.
 */
export function resolveName(
  names: Names,
  { name, type }: Question,
  making: Making,
  unchecked: boolean,
): DnsAnswer {
  const answers: Answer[] = []
  let authentic = true
  let at = name.toLowerCase()
  for (let followed = 0; followed < mostAliases; followed++) {
    const own = zoneOf(names, at)
    const zone = type === 'DS' && own.name === at ? (parentOf(names, at) ?? own) : own
    const way = zonesOnTheWay(names, zone.name)
    if (!unchecked && way.some(({ security }) => security === 'bogus'))
      return { ...empty, rcode: 'SERVFAIL', authoritative: false }
    authentic &&= way.every(({ security }) => security === 'signed' || security === 'ending')
    const found = answerFromZone(zone, { name: followed === 0 ? name : at, type }, making)
    answers.push(...found.answers)
    const alias = found.answers.findLast((record) => record.type === 'CNAME')
    const isOpen = alias?.type === 'CNAME' && !isUnder(alias.data, zone.name) && type !== 'CNAME'
    if (!isOpen) return { ...found, answers, authoritative: false, authentic, additionals: [] }
    at = alias.data
  }
  return { ...empty, rcode: 'SERVFAIL', authoritative: false }
}

/** The answer of a server with authority for some zones; REFUSED for anything else. */
export function answerFromZones(zones: ZoneData[], question: Question, making: Making): DnsAnswer {
  const name = question.name.toLowerCase()
  const own = zones
    .filter((zone) => isUnder(name, zone.name) && !(question.type === 'DS' && zone.name === name))
    .sort((one, other) => other.name.length - one.name.length)
  return own[0] ? answerFromZone(own[0], question, making) : refused
}

/** Follows aliases inside the zone, refers to the zones below, and says why there is nothing (RFC 2308). */
function answerFromZone(zone: ZoneData, { name, type }: Question, making: Making): DnsAnswer {
  const sign = (records: Answer[]) =>
    making.dnssec ? making.signer.signed(zone, records, making.at) : records
  const nothing = (rcode: DnsAnswer['rcode'], at: string, answers: Answer[] = []): DnsAnswer => {
    const proof = making.dnssec && zone.security !== 'unsigned' ? denialOf(zone, at, rcode === 'NOERROR') : []
    const authorities = sign([soaOf(zone), ...proof])
    return { ...empty, rcode, authoritative: true, answers: sign(answers), authorities }
  }
  const answers: Answer[] = []
  let at = name
  for (let followed = 0; followed < mostAliases; followed++) {
    const lower = at.toLowerCase()
    const cut = [...zone.delegations.values()].find((each) => isUnder(lower, each.zone.name))
    if (cut && !(type === 'DS' && cut.zone.name === lower)) {
      return answers.length > 0
        ? { ...empty, rcode: 'NOERROR', authoritative: true, answers: sign(answers) }
        : referral(zone, cut, making)
    }
    if (zone.fault !== null && type !== 'A') {
      const authorities = zone.fault === 'SERVFAIL' ? [] : [soaOf(zone)]
      return { ...empty, rcode: zone.fault, authoritative: true, authorities }
    }
    const records = recordsAt(zone, lower, making.signer)
    if (records.length === 0) {
      return nothing(nameExists(zone, lower) || answers.length > 0 ? 'NOERROR' : 'NXDOMAIN', lower, answers)
    }
    const found = records.filter((record) => record.type === type).map((record) => ({ ...record, name: at }))
    if (found.length > 0)
      return { ...empty, rcode: 'NOERROR', authoritative: true, answers: sign([...answers, ...found]) }
    const alias = records.find((record) => record.type === 'CNAME')
    if (alias?.type !== 'CNAME') return nothing('NOERROR', lower, answers)
    answers.push({ ...alias, name: at })
    if (!isUnder(alias.data, zone.name))
      return { ...empty, rcode: 'NOERROR', authoritative: true, answers: sign(answers) }
    at = alias.data
  }
  return { ...empty, rcode: 'SERVFAIL', authoritative: true }
}

/** Who knows the zone below: its name servers with their glue, and its DS or the proof that it has none. */
function referral(
  zone: ZoneData,
  { zone: below, ns, glue }: Delegation,
  { signer, dnssec, at }: Making,
): DnsAnswer {
  const ds = signer.dsOf(below)
  const proof = ds.length > 0 ? ds : denialOf(zone, below.name, true)
  const signed = dnssec && zone.security !== 'unsigned' ? signer.signed(zone, proof, at) : []
  return {
    ...empty,
    rcode: 'NOERROR',
    authoritative: false,
    authorities: [...ns, ...signed],
    additionals: glue,
  }
}

function recordsAt(zone: ZoneData, name: string, signer: Signer): Answer[] {
  const cut = zone.delegations.get(name)
  if (cut) return signer.dsOf(cut.zone)
  const records = zone.nodes.get(name) ?? []
  return name === zone.name ? [...records, soaOf(zone), ...signer.keysOf(zone)] : records
}

function soaOf({ name, servers, serial }: ZoneData): Answer {
  const end = name === '.' || name.endsWith('arpa') ? 'nic.test' : name
  return {
    type: 'SOA',
    name,
    ttl,
    data: {
      mname: known(servers[0]).name,
      rname: `quantri.${end}`,
      serial,
      refresh: 3600,
      retry: 600,
      expire: 604_800,
      minimum: ttl,
    },
  }
}
