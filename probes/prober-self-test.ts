import { createSocket } from 'node:dgram'
import { isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { z } from 'zod'
import { classifyAddress } from './lib/address-class.ts'
import { familyOf, parseEndpoint } from './lib/endpoint.ts'
import { beginExchange, type Look, runLook, withinTime } from './lib/look.ts'
import { connectWithTries } from './lib/tcp-connect.ts'
import { defineProbe, type Endpoint, type Family, ProbeError } from './probe.ts'

const family = z.object({
  working: z.boolean(),
  /** We have an address of this family to reach others with: no loopback, no link-local, and over IPv6 no ULA. */
  ownAddress: z.boolean(),
  /** 0: nobody was asked, and `working` is only an address of our own and a route; a dead upstream goes unseen. */
  anchorsAsked: z.number(),
  anchorsAnswered: z.number(),
})

type FamilyFacts = z.output<typeof family>
type Interfaces = typeof networkInterfaces

const settings = z.strictObject({
  /** `address#port` of hosts that accept TCP and are known to be up; at least two of three must answer. */
  anchors: z.array(z.string()).default([]),
})

/** Where a socket is pointed to see whether there is a route; nothing is sent. Documentation addresses: nobody's. */
const routeTargets = { 4: '192.0.2.1', 6: '2001:db8::1' }

const anchorTimeoutMs = 2000

/**
 * The probe over a given list of interfaces (as `os.networkInterfaces`). With anchors of a family it works when two of
 * three of them answer; without, when we have an address of our own and a route.
 */
export function createProberSelfTest(interfaces: Interfaces) {
  return defineProbe({
    version: 2,
    budgetMs: 15_000,
    settings,
    facts: z.object({ ipv4: family, ipv6: family }),
    needsIpv6: () => false,
    run({ anchors }, context) {
      return runLook(context, async (look) => {
        const endpoints = anchors.map((anchor) => parseEndpoint(anchor, 443))
        const [ipv4, ipv6] = await Promise.all(
          ([4, 6] as const).map((version) =>
            testFamily(
              version,
              endpoints.filter(({ address }) => familyOf(address) === version),
              ownAddresses(interfaces, version),
              look,
            ),
          ),
        )
        if (!ipv4 || !ipv6) throw new Error('two families were tested')
        return { facts: { ipv4, ipv6 } }
      })
    },
  })
}

/** Can we look at all? Our own addresses and the control anchors, for each family, before anybody else is judged. */
export const proberSelfTest = createProberSelfTest(networkInterfaces)

async function testFamily(
  version: Family,
  anchors: Endpoint[],
  own: string[],
  look: Look,
): Promise<FamilyFacts> {
  const answers = await Promise.all(anchors.map((anchor) => answersOnTcp(anchor, look)))
  const anchorsAnswered = answers.filter((answered) => answered).length
  const working =
    anchors.length > 0
      ? anchorsAnswered >= Math.max(1, Math.ceil((anchors.length * 2) / 3))
      : await hasRoute(version, own, look)
  return { working, ownAddress: own.length > 0, anchorsAsked: anchors.length, anchorsAnswered }
}

async function answersOnTcp(anchor: Endpoint, look: Look): Promise<boolean> {
  try {
    const outcome = await connectWithTries(
      anchor,
      { timeoutMs: anchorTimeoutMs * look.patience, tries: 1 },
      look,
    )
    if ('socket' in outcome) outcome.socket.destroy()
    return 'socket' in outcome
  } catch (error) {
    // without the family there is no answer, which is what this test is to find out
    if (error instanceof ProbeError && error.code !== 'out_of_time' && error.code !== 'internal') return false
    throw error
  }
}

/** An address of our own and a route: all that can be known when there is nobody to ask. */
async function hasRoute(version: Family, own: string[], look: Look): Promise<boolean> {
  const target = { address: routeTargets[version], port: 9 }
  const note = beginExchange(look, target)
  const failure = await routeFailure(target, look)
  note({
    protocol: 'tcp',
    transport: 'udp',
    peer: null,
    request: ['route look-up; no packet is sent'],
    response: [`own addresses: ${own.join(', ') || 'none'}`, `route: ${failure ?? 'yes'}`],
  })
  return own.length > 0 && failure === null
}

function routeFailure(target: Endpoint, look: Look): Promise<string | null> {
  const socket = createSocket(familyOf(target.address) === 6 ? 'udp6' : 'udp4')
  return withinTime<string | null>(
    {
      timeoutMs: anchorTimeoutMs,
      signal: look.signal,
      cancel: () => socket.close(),
      timedOut: () => 'no answer',
    },
    (done) => {
      const end = (failure: string | null) => {
        socket.close()
        done(failure)
      }
      socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
      socket.on('connect', () => end(null))
      socket.connect(target.port, target.address) // a callback would get the error in place of the listener
    },
  )
}

/** Our addresses of a family that can reach somebody beyond our own network. */
function ownAddresses(interfaces: Interfaces, version: Family): string[] {
  return Object.values(interfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ family: name, internal, address }) => name === `IPv${version}` && !internal && isOurs(address))
    .map(({ address }) => address)
    .sort()
}

function isOurs(address: string): boolean {
  if (isIPv4(address)) return !/^(127|169\.254)\./.test(address)
  // a ULA (RFC 4193) ends at our border; laboratories have documentation addresses and no other
  return ['global', 'documentation'].includes(classifyAddress(address))
}
