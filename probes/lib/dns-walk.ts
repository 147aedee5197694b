import { type Endpoint, type Family, ProbeError } from '../probe.ts'
import { askUdpThenTcp, type Reply } from './dns-ask.ts'
import type { DnsMessage, DnsQuestion } from './dns-message.ts'
import { isWithin, namesDownTo } from './dns-name.ts'
import { addressesIn, namesOfServers, uselessness } from './dns-referral.ts'
import { mayDial } from './endpoint.ts'
import type { FailureClass } from './failure-class.ts'
import type { Look } from './look.ts'

/** One name server of a zone, with those of its addresses that the walk may use. */
export type CutServer = { name: string; endpoints: Endpoint[] }
/** A zone as the walk found it delegated. */
export type Cut = { zone: string; servers: CutServer[] }
/** Zone cuts from the root down to the zone that holds a name. `failure` says why they do not reach it. */
type Walked = { cuts: Cut[]; failure: FailureClass | null }

type WalkReply = { message: DnsMessage } | { failure: FailureClass; rcode: string | null }

export type Walk = {
  to(name: string): Promise<Walked>
  /** Puts a question to the servers of a zone, one after the other, until one gives an answer of use. */
  ask(cut: Cut, question: WalkQuestion): Promise<WalkReply>
  /** Addresses of a host, of the families of the walk, found by the walk alone. */
  addressesOf(host: string): Promise<string[]>
}

type WalkQuestion = Pick<DnsQuestion, 'name' | 'type'>

export type WalkOptions = {
  roots: Endpoint[]
  families: Family[]
  /** Whether the addresses of every server of a zone on the way are found out, or only as many as it takes. */
  everyServer: boolean
  /** Called with each zone on the way as it is found; gives the servers to go on with, in order. */
  visit?: (cut: Cut) => Promise<Endpoint[]>
}

/** Questions of one walk: what a hostile zone can make us ask (NXNSAttack, RFC 9520 3.2 for resolvers). */
const maxQuestions = 300
/** Names of name servers that hang on other names of name servers. */
const maxDepth = 4
/** More addresses than any name server has. */
const maxAddresses = 4

/** Waiting times of the rounds, in milliseconds (domain rules 4.5); in the later ones only the first few are asked. */
const rounds = [
  { tryMs: 2000, endpoints: 32 },
  { tryMs: 4000, endpoints: 3 },
  { tryMs: 6000, endpoints: 1 },
]

/**
 * Finds zones as a resolver does, from the root and without recursion, over the given families alone. It asks for NS
 * name by name (RFC 9156), so that a server that has both parent and child hides no cut. Strictly one question at a
 * time. Throws ProbeError `port_blocked` when no root server answers: then it is our network.
 */
export function createWalk(options: WalkOptions, look: Look): Walk {
  const { roots, families } = options
  const known = new Map<string, Cut>()
  const addresses = new Map<string, string[]>()
  const inOrder = new Map<Cut, Endpoint[]>()
  const visited = new Set<Cut>()
  let questions = 0

  const root: Cut = {
    zone: '.',
    servers: roots.map((endpoint) => ({ name: endpoint.address, endpoints: [endpoint] })),
  }

  async function ask(cut: Cut, question: WalkQuestion): Promise<WalkReply> {
    const endpoints = inOrder.get(cut) ?? cut.servers.flatMap((server) => server.endpoints)
    const silent = new Set(endpoints)
    let failed: WalkReply = { failure: endpoints.length > 0 ? 'DNS_TIMEOUT' : 'NODATA', rcode: null }
    let skipped: ProbeError | undefined
    let asked = 0
    for (const round of rounds)
      for (const endpoint of [...silent].slice(0, round.endpoints)) {
        if (++questions > maxQuestions) return { failure: 'SERVFAIL', rcode: null } // as a resolver would say
        const reply = await askServer(endpoint, question, round.tryMs, look)
        if (reply instanceof ProbeError) {
          silent.delete(endpoint)
          skipped = reply
          continue
        }
        asked++
        if ('message' in reply) silent.delete(endpoint)
        const judged = judge(reply, cut, question)
        if ('message' in judged) {
          inOrder.set(cut, [endpoint, ...endpoints.filter((other) => other !== endpoint)])
          return judged
        }
        if (judged.failure !== 'DNS_TIMEOUT') failed = judged
      }
    if (asked === 0 && skipped) throw skipped
    return failed
  }

  async function to(name: string, behind: string[] = []): Promise<Walked> {
    let cut = root
    const cuts = [root]
    const enter = async (next: Cut) => {
      cut = next
      if (!options.visit || behind.length > 0 || visited.has(next)) return
      visited.add(next)
      inOrder.set(next, await options.visit(next))
    }
    await enter(root)
    for (const candidate of namesDownTo(name)) {
      const next = known.get(candidate)
      if (next) {
        cuts.push(next)
        await enter(next)
        continue
      }
      const reply = await ask(cut, { name: candidate, type: 'NS' })
      if (!('message' in reply)) {
        if (cut === root && isSilence(reply.failure))
          throw new ProbeError('port_blocked', `no root server answers (${reply.failure})`)
        return { cuts, failure: reply.failure }
      }
      // a server may deny a name that has names under it (against RFC 8020), so only the last word counts
      if (reply.message.rcode === 'NXDOMAIN') {
        if (candidate === name) return { cuts, failure: 'NXDOMAIN' }
        continue
      }
      const names = namesOfServers(reply.message, candidate)
      if (names.length === 0) continue
      const found = { zone: candidate, servers: await serversOf(names, candidate, reply.message, behind) }
      if (options.everyServer && behind.length === 0) await findInside(found)
      known.set(candidate, found)
      cuts.push(found)
      await enter(found)
    }
    return { cuts, failure: null }
  }

  /** The servers with their glue; a server outside the zone has none and is looked for by its own name. */
  async function serversOf(names: string[], zone: string, message: DnsMessage, behind: string[]) {
    const servers: CutServer[] = []
    for (const name of names) {
      let found = addressesIn(message.additionals, name, families)
      const enough =
        (!options.everyServer || behind.length > 0) && servers.some(({ endpoints }) => endpoints.length > 0)
      if (found.length === 0 && !isWithin(name, zone) && !enough) found = await addressesOf(name, behind)
      servers.push({ name, endpoints: endpointsOf(found) })
    }
    return servers
  }

  /** Servers inside their own zone that the parent has no address for: those that it has can tell. */
  async function findInside(cut: Cut): Promise<void> {
    if (cut.servers.every(({ endpoints }) => endpoints.length === 0)) return
    for (const server of cut.servers)
      if (server.endpoints.length === 0 && isWithin(server.name, cut.zone))
        server.endpoints = endpointsOf(await recordsOf(cut, server.name))
  }

  async function addressesOf(host: string, behind: string[] = []): Promise<string[]> {
    const before = addresses.get(host)
    if (before) return before
    if (behind.includes(host) || behind.length >= maxDepth) return [] // it hangs on itself
    try {
      const { cuts, failure } = await to(host, [...behind, host])
      const last = cuts.at(-1)
      const found = failure === null && last ? await recordsOf(last, host) : []
      if (found.length > 0) addresses.set(host, found)
      return found
    } catch (error) {
      if (error instanceof ProbeError && error.code === 'target_refused') return []
      throw error
    }
  }

  async function recordsOf(cut: Cut, host: string): Promise<string[]> {
    const found: string[] = []
    for (const family of families) {
      const type = family === 4 ? 'A' : 'AAAA'
      const reply = await ask(cut, { name: host, type })
      if ('message' in reply) found.push(...addressesIn(reply.message.answers, host, [family]))
    }
    return found
  }

  return { to: (name) => to(name), ask, addressesOf: (host) => addressesOf(host) }
}

/** A ProbeError: this address may not be asked, or we lack its family; another may do. */
async function askServer(
  endpoint: Endpoint,
  question: WalkQuestion,
  tryMs: number,
  look: Look,
): Promise<Reply | ProbeError> {
  try {
    return await askUdpThenTcp(endpoint, { ...question, recursion: false }, [tryMs], look)
  } catch (error) {
    const passedOver = ['target_refused', 'prober_no_ipv4', 'prober_no_ipv6']
    if (error instanceof ProbeError && passedOver.includes(error.code)) return error
    throw error
  }
}

function judge(reply: Reply, { zone }: Cut, { name }: WalkQuestion): WalkReply {
  if (!('message' in reply)) return reply
  const failure = uselessness(reply.message, zone, name)
  return failure === null ? reply : { failure, rcode: reply.message.rcode }
}

function isSilence(failure: FailureClass): boolean {
  return failure === 'DNS_TIMEOUT' || failure.startsWith('TCP_')
}

function endpointsOf(addresses: string[]): Endpoint[] {
  return addresses
    .filter(mayDial)
    .slice(0, maxAddresses)
    .map((address) => ({ address, port: 53 }))
}
