import { type Endpoint, ProbeError } from '../probe.ts'
import type { AddressClass } from './address-class.ts'
import { ask, askUdpThenTcp, dnsTries, type Reply } from './dns-ask.ts'
import { lookUpHost } from './dns-host.ts'
import type { DnsMessage } from './dns-message.ts'
import { sameName } from './dns-name.ts'
import type { Resolver } from './dns-resolver.ts'
import { mayDial } from './endpoint.ts'
import type { FailureClass } from './failure-class.ts'
import type { Look } from './look.ts'

export type SoaAnswer = { good: boolean; failure: FailureClass | null; rcode: string | null; serial?: number }

export type NameServerFacts = {
  name: string
  a: string[]
  aaaa: { address: string; class: AddressClass }[]
  aaaaFailure: FailureClass | null
  ipv4: { address: string; udp: SoaAnswer }[]
  ipv6: { address: string; udp: SoaAnswer; tcp: SoaAnswer }[]
}

/** More addresses than any name server has, per family. */
const maxAddresses = 8

/**
 * Asks every address of one name server for the SOA of the zone (domain rules 4.2, D3 to D5). `serials` are those of
 * its good answers. Throws ProbeError `target_refused` when the safety check forbids every address it has.
 */
export async function lookAtNameServer(
  resolver: Resolver,
  zone: string,
  name: string,
  look: Look,
): Promise<{ facts: NameServerFacts; serials: number[] }> {
  const host = await lookUpHost(resolver, name)
  const a = host.a.addresses.slice(0, maxAddresses)
  const aaaa = host.aaaa.addresses.slice(0, maxAddresses)
  const serials: number[] = []
  const soa = async (address: string, transport: 'udp' | 'tcp') => {
    const { serial, ...answer } = await lookAtSoa({ address, port: 53 }, zone, transport, look)
    if (serial !== undefined) serials.push(serial)
    return answer
  }
  const [ipv4, ipv6] = await Promise.all([
    Promise.all(a.filter(mayDial).map(async (address) => ({ address, udp: await soa(address, 'udp') }))),
    Promise.all(
      aaaa
        .map(({ address }) => address)
        .filter(mayDial)
        .map(async (address) => {
          const [udp, tcp] = await Promise.all([soa(address, 'udp'), soa(address, 'tcp')])
          return { address, udp, tcp: besideUdp(tcp, udp) }
        }),
    ),
  ])
  return { facts: { name, a, aaaa, aaaaFailure: host.aaaa.failure, ipv4, ipv6 }, serials }
}

/**
 * Asks one address for the SOA of a zone. When the safety check forbids the address it is not asked: then it is not
 * good, and nothing is said about why.
 */
export async function lookAtSoa(
  server: Endpoint,
  zone: string,
  transport: 'udp' | 'tcp',
  look: Look,
): Promise<SoaAnswer> {
  try {
    return judgeSoa(await askSoa(server, zone, transport, look), zone)
  } catch (error) {
    if (error instanceof ProbeError && error.code === 'target_refused')
      return { good: false, failure: null, rcode: null }
    throw error
  }
}

function askSoa(server: Endpoint, zone: string, transport: 'udp' | 'tcp', look: Look): Promise<Reply> {
  const question = { name: zone, type: 'SOA', recursion: false } as const
  if (transport === 'tcp') return ask(server, question, { transport, triesMs: dnsTries }, look)
  return askUdpThenTcp(server, question, dnsTries, look)
}

/** A good answer: RCODE 0, AA, and the zone's own SOA in the answer section. */
function judgeSoa(reply: Reply, zone: string): SoaAnswer {
  if (!('message' in reply)) return { good: false, ...reply }
  const { message } = reply
  const { rcode } = message
  const failure = refusalOf(message)
  if (failure !== null) return { good: false, failure, rcode }
  const record = message.answers.find((answer) => answer.type === 'SOA' && sameName(answer.name, zone))
  // Without AA, without SOA, or referring us upward: it does not know the zone it is listed for
  if (record?.type !== 'SOA' || !message.flag_aa) return { good: false, failure: 'LAME_NS', rcode }
  return { good: true, failure: null, rcode, serial: record.data.serial ?? 0 }
}

/** No connection, or nothing over it: what that means depends on what came over UDP (domain rules 4.5). */
function besideUdp(tcp: SoaAnswer, udp: SoaAnswer): SoaAnswer {
  if (tcp.failure === null || tcp.rcode !== null) return tcp
  if (udp.good) return { ...tcp, failure: 'DNS_TCP_ONLY_FAIL' }
  const alike =
    udp.failure === 'TRUNCATED_NO_TCP' || (udp.failure === 'DNS_TIMEOUT' && tcp.failure === 'TCP_TIMEOUT')
  return alike ? { ...tcp, failure: udp.failure } : tcp
}

/** What an RCODE says of a server that is listed for the zone: one that refuses or denies it is lame (domain rules 4.5). */
export function refusalOf({ rcode }: DnsMessage): FailureClass | null {
  if (rcode === 'NOERROR') return null
  return rcode === 'SERVFAIL' ? rcode : 'LAME_NS'
}
