import { type AddressClass, classifyAddress } from './address-class.ts'
import { askUdpThenTcp, dnsTries } from './dns-ask.ts'
import type { Delegation } from './dns-delegation.ts'
import { lookUpHost } from './dns-host.ts'
import { isWithin } from './dns-name.ts'
import { addressesIn } from './dns-referral.ts'
import type { Resolver } from './dns-resolver.ts'
import { lookAtZoneServer, type ZoneServer, type ZoneServerFacts } from './dns-zone-server.ts'
import { mayDial } from './endpoint.ts'
import type { FailureClass } from './failure-class.ts'
import type { Look } from './look.ts'

type Known = { a: string[]; aaaa: string[] }
type GlueFailure = Extract<FailureClass, 'GLUE_MISSING' | 'GLUE_MISMATCH' | 'AAAA_ON_NS_NO_GLUE'>

export type NameServer = {
  name: string
  atParent: boolean
  /** null: no server of the zone showed its own NS set. */
  atChild: boolean | null
  /** Its name lies in the zone, so that the parent must hold its addresses (glue, RFC 9471). */
  inZone: boolean
  /** What the parent holds for it; null when its name lies elsewhere. */
  glue: Known | null
  /** What the zone itself, or the resolver for a name elsewhere, says. null: neither could be asked. */
  own: { a: string[]; aaaa: { address: string; class: AddressClass }[] } | null
  glueFailure: GlueFailure | null
  addresses: ZoneServerFacts[]
}

const maxServers = 16
const maxAddresses = 8

/**
 * Looks at every name server that the parent or the zone itself names. `seen` is what each address showed, `child` the
 * NS set of the zone's own servers, sorted; null when none of them answers for the zone.
 */
export async function lookAtNameServers(
  zone: string,
  delegation: Delegation,
  hosts: string[],
  resolver: Resolver,
  look: Look,
): Promise<{ servers: NameServer[]; child: string[] | null; seen: ZoneServer[] }> {
  const looked = new Map<string, Promise<ZoneServer>>()
  const lookAt = (addresses: string[]) =>
    Promise.all(
      addresses.filter(mayDial).map((address) => {
        const looking = looked.get(address) ?? lookAtZoneServer(address, zone, hosts, look)
        looked.set(address, looking)
        return looking
      }),
    )
  const ofParent = await Promise.all(
    delegation.names.map(async (name) => ({
      name,
      known: merged(
        delegation.glue.get(name),
        isWithin(name, zone) ? undefined : await resolved(name, resolver),
      ),
    })),
  )
  await Promise.all(ofParent.map(({ known }) => lookAt(addressesOf(known))))
  const child = childSet(await Promise.all(looked.values()))
  const names = [...new Set([...delegation.names, ...(child ?? [])])].sort().slice(0, maxServers)

  const servers = await Promise.all(
    names.map(async (name): Promise<NameServer> => {
      const inZone = isWithin(name, zone)
      const own = inZone ? await ownWord(name, looked, look) : await resolved(name, resolver)
      const glue = inZone && delegation.names.includes(name) ? (delegation.glue.get(name) ?? null) : null
      const seen = await lookAt(addressesOf(merged(delegation.glue.get(name), own ?? undefined)))
      return {
        name,
        atParent: delegation.names.includes(name),
        atChild: child?.includes(name) ?? null,
        inZone,
        glue,
        own: own && {
          a: own.a,
          aaaa: own.aaaa.map((address) => ({ address, class: classifyAddress(address) })),
        },
        glueFailure: glue && own && glueFailure(glue, own.aaaa),
        addresses: seen.map(({ facts }) => facts),
      }
    }),
  )
  return { servers, child, seen: await Promise.all(looked.values()) }
}

/** NS names that the zone's own servers have, all of them together. */
function childSet(seen: ZoneServer[]): string[] | null {
  const sets = seen.flatMap(({ names }) => (names === null ? [] : [names]))
  return sets.length === 0 ? null : [...new Set(sets.flat())].sort()
}

async function resolved(name: string, resolver: Resolver): Promise<Known> {
  const { a, aaaa } = await lookUpHost(resolver, name)
  return { a: a.addresses, aaaa: aaaa.addresses.map(({ address }) => address) }
}

/** A and AAAA of a server as an authoritative server of its zone has them; null when none answers. */
async function ownWord(
  name: string,
  looked: Map<string, Promise<ZoneServer>>,
  look: Look,
): Promise<Known | null> {
  for (const { facts } of await Promise.all([...looked.values()])) {
    if (facts.authoritative !== true) continue
    const ask = (type: 'A' | 'AAAA') =>
      askUdpThenTcp({ address: facts.address, port: 53 }, { name, type, recursion: false }, dnsTries, look)
    const [a, aaaa] = [await ask('A'), await ask('AAAA')]
    if (!('message' in a) || !('message' in aaaa) || !aaaa.message.flag_aa) continue
    return {
      a: addressesIn(a.message.answers, name, [4]),
      aaaa: addressesIn(aaaa.message.answers, name, [6]),
    }
  }
  return null
}

function glueFailure(glue: Known, own: string[]): GlueFailure | null {
  if (glue.a.length + glue.aaaa.length === 0) return 'GLUE_MISSING'
  if (glue.aaaa.length === 0 && own.length > 0) return 'AAAA_ON_NS_NO_GLUE'
  return glue.aaaa.join() === [...own].sort().join() ? null : 'GLUE_MISMATCH'
}

function merged(...parts: (Known | undefined)[]): Known {
  const all = (family: keyof Known) => [...new Set(parts.flatMap((part) => part?.[family] ?? []))].sort()
  return { a: all('a'), aaaa: all('aaaa') }
}

function addressesOf({ a, aaaa }: Known): string[] {
  return [...a.slice(0, maxAddresses), ...aaaa.slice(0, maxAddresses)]
}
