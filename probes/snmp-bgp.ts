import { z } from 'zod'
import { gauges } from './lib/gauges.ts'
import { runLook } from './lib/look.ts'
import { withAgent } from './lib/snmp.ts'
import { asTrans, findPeers, type Peer } from './lib/snmp-bgp-peers.ts'
import { tableReader, tableStates } from './lib/snmp-capability.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe } from './probe.ts'

const budgetMs = 60_000
/** Sessions that facts hold; an agency has a handful, a border router of the province some dozens. */
const mostPeers = 500
/** Sessions whose accepted routes are kept as samples. */
const mostCounted = 100

const facts = z.object({
  tables: tableStates,
  /** The device's own AS; null where it is not told, and where it has 32 bits, which BGP4-MIB cannot tell. */
  localAs: z.number().nullable(),
  peers: z.array(
    z.object({
      address: z.string(),
      /** The family of the session's own packets; routes of both families may travel in one session. */
      transport: z.union([z.literal(4), z.literal(6)]),
      /** The routing instance by the maker's number; null for the main one. */
      instance: z.string().nullable(),
      /** null also where only BGP4-MIB tells of the peer and its AS has 32 bits. */
      remoteAs: z.number().nullable(),
      /** The states before `established` change from second to second, so they are one. */
      established: z.boolean().nullable(),
      /** Whether it is switched on; null where not told. */
      enabled: z.boolean().nullable(),
      /** Families of the routes ("ipv6-unicast"); null where no table tells, as for BGP4-MIB alone. */
      families: z.array(z.string()).nullable(),
      /** The tables that tell of it. */
      tables: z.array(z.string()),
    }),
  ),
  /** OSPFv3 neighbours (OSPFV3-MIB RFC 5643), and those fully adjacent; null where the table is not served. */
  ospfv3: z.object({ neighbours: z.number(), full: z.number() }).nullable(),
  truncated: z.boolean(),
})

/**
 * BGP sessions by the family of their routes, from every table that knows them: BGP4-MIB RFC 4273 (IPv4 peers only),
 * CISCO-BGP4-MIB, HUAWEI-BGP-VPN-MIB, BGP4-V2-MIB-JUNIPER, ARISTA-BGP4V2-MIB; and OSPFv3 neighbours.
 *
 * Samples: `peer.<address>.accepted.<family>`, routes accepted.
 */
export const snmpBgp = defineProbe({
  version: 2,
  budgetMs,
  settings: snmpTarget,
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const reader = tableReader(agent, look.missingTables)
        const { bgpLocalAs } = await reader.get('bgpLocalAs')
        const served = await reader.survey([
          'bgpPeerTable',
          'cbgpPeer2Table',
          'cbgpPeer2AddrFamilyTable',
          'cbgpPeer2AddrFamilyPrefixTable',
          'cbgpPeerAddrFamilyTable',
          'cbgpPeerAddrFamilyPrefixTable',
          'hwBgpPeerTable',
          'jnxBgpM2PeerTable',
          'jnxBgpM2PrefixCountersTable',
          'aristaBgp4V2PeerTable',
          'aristaBgp4V2PrefixGaugesTable',
          'ospfv3NbrTable',
        ])
        const peers = (await findPeers(reader)).sort(byAddress)
        const ospfv3 = [...(await reader.walk('ospfv3NbrTable', ['ospfv3NbrState'])).values()]
        if (peers.length > mostPeers) reader.cut()
        const accepted = peers.slice(0, mostCounted).flatMap(({ address, accepted }) => {
          return [...accepted].map(
            ([family, routes]) => [`peer.${address}.accepted.${family}`, routes] as const,
          )
        })
        return {
          facts: {
            localAs: bgpLocalAs === asTrans ? null : bgpLocalAs || null,
            peers: peers.slice(0, mostPeers).map(({ families, tables, accepted: _, ...told }) => ({
              ...told,
              families: families.size > 0 ? [...families].sort() : null,
              tables: [...tables].sort(),
            })),
            ospfv3: served.has('ospfv3NbrTable')
              ? {
                  neighbours: ospfv3.length,
                  full: ospfv3.filter(({ ospfv3NbrState }) => ospfv3NbrState === 'full').length,
                }
              : null,
            tables: await reader.states(),
            truncated: !reader.isWhole(),
          },
          samples: gauges(Object.fromEntries(accepted)),
        }
      }),
    ),
})

function byAddress(one: Peer, other: Peer): number {
  const key = ({ instance, transport, address }: Peer) => `${instance ?? ''} ${transport} ${address}`
  return key(one) < key(other) ? -1 : 1
}
