import { z } from 'zod'
import { rememberingHosts } from './lib/dns-host.ts'
import { readName } from './lib/dns-name.ts'
import { createResolver } from './lib/dns-resolver.ts'
import { mayDial } from './lib/endpoint.ts'
import { failureClass } from './lib/failure-class.ts'
import { type Look, runLook } from './lib/look.ts'
import { pause } from './lib/pause.ts'
import { connectWithTries } from './lib/tcp-connect.ts'
import { defineProbe } from './probe.ts'

/** What a firewall guards on the servers of an office: remote access, mail, names, web and its usual back doors. */
const portsByDefault = [22, 25, 53, 80, 443, 3389, 8080, 8443]
/** More addresses than a site of a province has, per family. */
const maxAddresses = 4
/** A silence is longer than the second SYN, which the system sends after 1 s. */
const timeoutMs = 3000
/** Least time from the beginning of one connection to the next (domain rules 4.8). */
const pauseMs = 1000

const seen = z.object({
  address: z.string(),
  /** Ports that accepted a connection, and those that gave no answer; the others refused. */
  open: z.array(z.number()),
  silent: z.array(z.number()),
})

/**
 * Which of a few TCP ports of a published host are open over IPv4 and over IPv6, address by address, one connection at a
 * time and at most one in a second. It is scheduled only for units whose document approves it.
 */
export const reachPorts = defineProbe({
  version: 1,
  budgetMs: 240_000,
  settings: z.strictObject({
    host: z.string().min(1).max(253),
    ports: z.array(z.int().min(1).max(65535)).min(1).max(8).default(portsByDefault),
  }),
  facts: z.object({
    host: z.string(),
    /** Why there is no address of a family; null where there is one. */
    aFailure: failureClass.nullable(),
    aaaaFailure: failureClass.nullable(),
    ports: z.array(z.number()), // sorted
    ipv4: z.array(seen), // sorted by address
    ipv6: z.array(seen),
    /** Addresses that were not tried: too many, or of a class that must not be dialled. */
    omitted: z.number(),
  }),
  needsIpv6: () => true,
  run({ host, ports }, context) {
    return runLook(context, async (look) => {
      const name = readName(host)
      const { a, aaaa } = await rememberingHosts(createResolver(look))(name)
      const all = { ipv4: a.addresses, ipv6: aaaa.addresses.map(({ address }) => address) }
      const tried = {
        ipv4: all.ipv4.filter(mayDial).slice(0, maxAddresses),
        ipv6: all.ipv6.filter(mayDial).slice(0, maxAddresses),
      }
      const asked = [...new Set(ports)].sort((one, other) => one - other)
      const connect = paced(look)
      const lookAt = async (addresses: string[]) => {
        const found: z.output<typeof seen>[] = []
        for (const address of addresses) {
          const states: { port: number; state: PortState }[] = []
          for (const port of asked) states.push({ port, state: await connect(address, port) })
          const of = (wanted: PortState) =>
            states.filter(({ state }) => state === wanted).map(({ port }) => port)
          found.push({ address, open: of('open'), silent: of('silent') })
        }
        return found
      }
      const omitted = all.ipv4.length + all.ipv6.length - tried.ipv4.length - tried.ipv6.length
      return {
        facts: {
          host: name,
          aFailure: a.failure,
          aaaaFailure: aaaa.failure,
          ports: asked,
          ipv4: await lookAt(tried.ipv4),
          ipv6: await lookAt(tried.ipv6),
          omitted,
        },
      }
    })
  },
})

type PortState = 'open' | 'closed' | 'silent'

/** Connects to one port after the other, none sooner than a second after the one before. */
function paced(look: Look): (address: string, port: number) => Promise<PortState> {
  let lastAt = Number.NEGATIVE_INFINITY
  return async (address, port) => {
    await pause(lastAt + pauseMs * look.patience - performance.now(), look)
    lastAt = performance.now()
    const outcome = await connectWithTries(
      { address, port },
      { timeoutMs: timeoutMs * look.patience, tries: 1 },
      look,
    )
    if ('socket' in outcome) {
      outcome.socket.destroy()
      return 'open'
    }
    return outcome.failure === 'TCP_REFUSED' ? 'closed' : 'silent'
  }
}
