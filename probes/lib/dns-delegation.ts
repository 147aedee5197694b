import { type Family, ProbeError } from '../probe.ts'
import { askUdpThenTcp, dnsTries, type Reply } from './dns-ask.ts'
import type { DnsMessage } from './dns-message.ts'
import { sameName } from './dns-name.ts'
import { addressesIn, namesOfServers } from './dns-referral.ts'
import type { Cut, CutServer } from './dns-walk.ts'
import type { Look } from './look.ts'

export type DsRecord = { keyTag: number; algorithm: number; digestType: number; digest: Buffer }

/** What the servers of the parent zone say of a delegation. */
export type Delegation = {
  /** Servers of the parent, by name, and those that gave an answer of use. */
  asked: number
  answered: number
  /** A server that has the child too answers for it, and so shows no delegation of its own. */
  seen: 'referral' | 'authoritative'
  /** NS names, sorted. */
  names: string[]
  /** Addresses that came along, by name; from referrals where there are any. */
  glue: Map<string, { a: string[]; aaaa: string[] }>
  /** Whether every server that answered gave the same NS names. */
  agree: boolean
  /** null when no server of the parent answered. */
  ds: DsRecord[] | null
}

const maxServers = 8

/** Asks every server of the parent, without recursion, for NS and DS of the child (domain rules 4.2, D2, D6, D7). */
export async function lookAtDelegation(zone: string, parent: Cut, look: Look): Promise<Delegation | null> {
  const servers = parent.servers.filter(({ endpoints }) => endpoints.length > 0).slice(0, maxServers)
  const replies = await Promise.all(servers.map((server) => askServer(zone, server, look)))
  const seen = replies.flatMap(({ ns }) => (ns !== null && namesOfServers(ns, zone).length > 0 ? [ns] : []))
  if (seen.length === 0) return null
  const referrals = seen.filter(isReferral)
  const shown = referrals.length > 0 ? referrals : seen
  const sets = shown.map((message) => namesOfServers(message, zone))
  const names = [...new Set(sets.flat())].sort()
  return {
    asked: servers.length,
    answered: seen.length,
    seen: referrals.length > 0 ? 'referral' : 'authoritative',
    names,
    glue: new Map(names.map((name) => [name, { a: glue(shown, name, 4), aaaa: glue(shown, name, 6) }])),
    agree: new Set(sets.map((set) => set.join(' '))).size === 1,
    ds: replies.find(({ ds }) => ds !== null)?.ds ?? null,
  }
}

type Answers = { ns: DnsMessage | null; ds: DsRecord[] | null }

/** The first address of a server that answers speaks for it. */
async function askServer(zone: string, { endpoints }: CutServer, look: Look): Promise<Answers> {
  for (const endpoint of endpoints) {
    try {
      const ask = (type: 'NS' | 'DS') =>
        askUdpThenTcp(endpoint, { name: zone, type, recursion: false }, dnsTries, look)
      const ns = answerIn(await ask('NS'))
      if (ns === null) continue
      const ds = answerIn(await ask('DS'))
      return { ns, ds: ds && dsOf(ds, zone) }
    } catch (error) {
      const passedOver = ['target_refused', 'prober_no_ipv4', 'prober_no_ipv6']
      if (!(error instanceof ProbeError && passedOver.includes(error.code))) throw error
    }
  }
  return { ns: null, ds: null }
}

function answerIn(reply: Reply): DnsMessage | null {
  return 'message' in reply && reply.message.rcode === 'NOERROR' ? reply.message : null
}

/** null: not the parent's own word. */
function dsOf(message: DnsMessage, zone: string): DsRecord[] | null {
  const found = message.answers.flatMap((record) =>
    record.type === 'DS' && sameName(record.name, zone) ? [record.data] : [],
  )
  return message.flag_aa ? found : null
}

function isReferral({ answers }: DnsMessage): boolean {
  return !answers.some(({ type }) => type === 'NS')
}

function glue(messages: DnsMessage[], name: string, family: Family): string[] {
  const found = messages.flatMap(({ additionals }) => addressesIn(additionals, name, [family]))
  return [...new Set(found)].sort()
}
