import { createSocket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { z } from 'zod'
import { lookUp } from './lib/dns-lookup.ts'
import { createResolver } from './lib/dns-resolver.ts'
import { familyOf, parseEndpoint } from './lib/endpoint.ts'
import { beginExchange, type Look, runLook, withinTime } from './lib/look.ts'
import { ownAddresses } from './lib/own-addresses.ts'
import { askTime } from './lib/sntp.ts'
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
  /**
   * `address#port` of hosts that accept TCP and are known to be up; at least two of three must answer. Absent: those
   * that the process itself was given.
   */
  anchors: z.array(z.string()).optional(),
})

/** Most that our clock may be off, in milliseconds (domain rules 4.1). */
const clockToleranceMs = 2_000

/** Where a socket is pointed to see whether there is a route; nothing is sent. Documentation addresses: nobody's. */
const routeTargets = { 4: '192.0.2.1', 6: '2001:db8::1' }

const anchorTimeoutMs = 2000
const timeServerMs = 2000
const ntpPort = 123

/**
 * The probe over a given list of interfaces (as `os.networkInterfaces`). With anchors of a family it works when two of
 * three of them answer; without, when we have an address of our own and a route.
 */
export function createProberSelfTest(interfaces: Interfaces) {
  return defineProbe({
    version: 3,
    budgetMs: 15_000,
    settings,
    facts: z.object({
      ipv4: family,
      /** `working` only if the name resolves and the clock is right as well (domain rules 4.1). */
      ipv6: family,
      /** Whether the resolvers give the AAAA record of the name that is known to have one; null: none is configured. */
      knownName: z.object({ name: z.string(), resolves: z.boolean() }).nullable().default(null),
      /** Whether our clock is less than 2 s off; null: nobody could be asked. */
      clock: z
        .object({ source: z.enum(['sntp', 'database']), right: z.boolean() })
        .nullable()
        .default(null),
    }),
    needsIpv6: () => false,
    run(settings, context) {
      return runLook(context, async (look) => {
        const anchors = settings.anchors ?? look.own?.anchors ?? []
        const endpoints = anchors.map((anchor) => parseEndpoint(anchor, 443))
        const of = (version: Family) =>
          testFamily(
            version,
            endpoints.filter(({ address }) => familyOf(address) === version),
            ownAddresses(interfaces(), version),
            look,
          )
        const [ipv4, ipv6, knownName, time] = await Promise.all([
          of(4),
          of(6),
          testName(look),
          testClock(look),
        ])
        const sound = knownName?.resolves !== false && time?.clock.right !== false
        return {
          facts: {
            ipv4,
            ipv6: { ...ipv6, working: ipv6.working && sound },
            knownName,
            clock: time?.clock ?? null,
          },
          samples: time
            ? [{ series: 'clock.offsetMs', kind: 'gauge', value: Math.round(time.offsetMs) }]
            : [],
        }
      })
    },
  })
}

/** Can we look at all? Our own addresses and the control anchors, for each family, before anybody else is judged. */
export const proberSelfTest = createProberSelfTest(networkInterfaces)

/** A resolver that is silent or refuses us leaves the name as unresolved as one that says that it has no AAAA. */
async function testName(look: Look): Promise<{ name: string; resolves: boolean } | null> {
  const name = look.own?.knownName
  if (name === undefined) return null
  try {
    const { records } = await lookUp(createResolver(look), name, 'AAAA')
    return { name, resolves: records.length > 0 }
  } catch (error) {
    if (error instanceof ProbeError && error.code !== 'out_of_time') return { name, resolves: false }
    throw error
  }
}

/** By the time server where there is one, else by the database's clock. */
async function testClock(look: Look) {
  const { timeServer, databaseClockMs } = look.own ?? {}
  const bySntp =
    timeServer === undefined
      ? null
      : await askTime(parseEndpoint(timeServer, ntpPort), timeServerMs * look.patience, look)
  const offsetMs = bySntp ?? databaseClockMs?.() ?? null
  if (offsetMs === null) return null
  const source = bySntp === null ? ('database' as const) : ('sntp' as const)
  return { offsetMs, clock: { source, right: Math.abs(offsetMs) < clockToleranceMs } }
}

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
