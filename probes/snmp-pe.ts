import { isIPv4, isIPv6 } from 'node:net'
import { z } from 'zod'
import { parsePrefix } from './lib/ip-prefix.ts'
import { runLook } from './lib/look.ts'
import { type SnmpAgent, withAgent } from './lib/snmp.ts'
import { ifStatus, ifStatusFact, parseIfIndex } from './lib/snmp-interface.ts'
import { findInterface } from './lib/snmp-named-interface.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe } from './probe.ts'

const budgetMs = 20_000

const facts = z.object({
  /** null: the device has no interface of that name. */
  ifIndex: z.number().nullable(),
  operStatus: ifStatus.nullable(),
  /** Whether it knows the customer edge as a neighbour over each family; null: not asked, or it has no such table. */
  neighbour4: z.boolean().nullable(),
  neighbour6: z.boolean().nullable(),
})

/**
 * A line from its other end, where the provider lets us look: whether the interface of the provider's edge towards it is
 * up (IF-MIB), and whether the customer's edge is a neighbour there (ipNetToPhysicalTable RFC 4293, for IPv4 else
 * ipNetToMediaTable RFC 1213). A few GETs.
 */
export const snmpPe = defineProbe({
  version: 1,
  budgetMs,
  settings: snmpTarget.extend({
    /** Its ifName, or its ifDescr. */
    interface: z.string().min(1),
    neighbour: z.string().refine(isIPv4, 'not an IPv4 address').nullable().default(null),
    neighbour6: z.string().refine(isIPv6, 'not an IPv6 address').nullable().default(null),
  }),
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const found = await findInterface(agent, settings, ['ifOperStatus'])
        const status = found?.row.ifOperStatus
        const knows = async (address: string | null) =>
          found && address !== null ? await isNeighbour(agent, found.index, address) : null
        return {
          facts: {
            ifIndex: found && parseIfIndex(found.index),
            operStatus: status ? ifStatusFact[status] : null,
            neighbour4: await knows(settings.neighbour),
            neighbour6: await knows(settings.neighbour6),
          },
        }
      }),
    ),
})

/** Whether an interface has a neighbour of that address that it has not given up; null without a table to tell. */
async function isNeighbour(agent: SnmpAgent, ifIndex: string, address: string): Promise<boolean | null> {
  const { octets } = parsePrefix(address) ?? { octets: [] }
  const index = `${ifIndex}.${octets.length === 4 ? 1 : 2}.${octets.length}.${octets.join('.')}`
  const row = (
    await agent.rows(['ipNetToPhysicalPhysAddress', 'ipNetToPhysicalType', 'ipNetToPhysicalState'], [index])
  ).get(index)
  if (row?.ipNetToPhysicalPhysAddress)
    return (
      row.ipNetToPhysicalType !== 'invalid' &&
      !['invalid', 'incomplete'].includes(row.ipNetToPhysicalState ?? '')
    )
  if (octets.length === 4) {
    const old = `${ifIndex}.${octets.join('.')}`
    const media = (await agent.rows(['ipNetToMediaPhysAddress', 'ipNetToMediaType'], [old])).get(old)
    if (media?.ipNetToMediaPhysAddress) return media.ipNetToMediaType !== 'invalid'
  }
  const tables = ['ipNetToPhysicalPhysAddress', 'ipNetToMediaPhysAddress'] as const
  const has = await agent.implemented(octets.length === 4 ? tables : tables.slice(0, 1))
  return [...has.values()].some((implemented) => implemented) ? false : null
}
