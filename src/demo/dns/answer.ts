import type { Answer, Question } from 'dns-packet'
import { known } from '../world/known.ts'
import { isUnder, type Names } from './names.ts'

export type DnsAnswer = {
  rcode: 'NOERROR' | 'SERVFAIL' | 'NXDOMAIN' | 'REFUSED'
  answers: Answer[]
  authorities: Answer[]
}

const ttl = 60

/** The recursive resolver's answer to a question: names outside the demo's zones do not exist. */
export function resolveName(names: Names, question: Question): DnsAnswer {
  return answerWithin(names, question, known(names.zones[0]).name)
}

/** The answer of a server with authority for one zone; REFUSED for anything else. */
export function answerFromZone(names: Names, question: Question, zone: string): DnsAnswer {
  if (!isUnder(question.name.toLowerCase(), zone)) return { rcode: 'REFUSED', answers: [], authorities: [] }
  return answerWithin(names, question, zone)
}

/** Follows aliases and says why there is nothing (RFC 2308: NODATA and NXDOMAIN carry the zone's SOA). */
function answerWithin(names: Names, { name, type }: Question, zone: string): DnsAnswer {
  const answers: Answer[] = []
  const own = names.zones.find((each) => isUnder(name.toLowerCase(), each.name))
  const authorities = [soaOf(names, own?.name ?? zone)]
  if (own === undefined) return { rcode: 'NXDOMAIN', answers, authorities }
  let at = name
  let records = names.names.get(at.toLowerCase())
  while (records?.CNAME[0] !== undefined && type !== 'CNAME') {
    answers.push({ type: 'CNAME', name: at, ttl, data: records.CNAME[0] })
    at = records.CNAME[0]
    records = names.names.get(at)
  }
  if (records === undefined) return { rcode: 'NXDOMAIN', answers, authorities }
  if (records.fault !== null && type !== 'A') {
    return { rcode: records.fault, answers: [], authorities: records.fault === 'SERVFAIL' ? [] : authorities }
  }
  if (type === 'SOA' && own.name === at.toLowerCase()) answers.push(soaOf(names, own.name))
  else if (type === 'MX') {
    answers.push(
      ...records.MX.map((exchange): Answer => ({ type, name: at, ttl, data: { preference: 10, exchange } })),
    )
  } else if (type === 'A' || type === 'AAAA' || type === 'NS' || type === 'CNAME') {
    answers.push(...records[type].map((data): Answer => ({ type, name: at, ttl, data })))
  }
  const found = answers.some((answer) => answer.type === type)
  return { rcode: 'NOERROR', answers, authorities: found ? [] : authorities }
}

function soaOf({ zones }: Names, zone: string): Answer {
  const { name, servers, serial } = known(zones.find((each) => each.name === zone))
  return {
    type: 'SOA',
    name,
    ttl,
    data: {
      mname: known(servers[0]).name,
      rname: `quantri.${name}`,
      serial,
      refresh: 3600,
      retry: 600,
      expire: 604_800,
      minimum: ttl,
    },
  }
}
