import { z } from 'zod'
import { chassisSubtypes, portSubtypes, readCapabilities, readLldpId } from './lib/lldp-id.ts'
import { runLook } from './lib/look.ts'
import { parseMac } from './lib/mac-address.ts'
import { withAgent } from './lib/snmp.ts'
import { type TableReader, tableReader, tableStates } from './lib/snmp-capability.ts'
import { findManagementAddresses } from './lib/snmp-lldp-address.ts'
import { parseRemoteIndex } from './lib/snmp-lldp-index.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe } from './probe.ts'

const budgetMs = 60_000
/** Neighbours that facts hold. A switch of 48 ports with telephones and access points has fewer. */
const mostNeighbours = 256

const facts = z.object({
  tables: tableStates,
  neighbours: z.array(
    z.object({
      /** The device's own port, by lldpLocPortTable; null when that does not name it. */
      localPort: z.string().nullable(),
      /** lldpRemLocalPortNum, which need not be an ifIndex. */
      localPortNumber: z.number().nullable(),
      /** A MAC address, an address or a text. */
      chassisId: z.string().nullable(),
      portId: z.string().nullable(),
      portDescription: z.string(),
      sysName: z.string(),
      /** What the neighbour says that it does, of IEEE 802.1AB table 8-4. */
      capabilities: z.array(z.string()),
      /** Management addresses, of both families. */
      addresses: z.array(z.string()),
    }),
  ),
  truncated: z.boolean(),
})

const columns = [
  'lldpRemChassisIdSubtype',
  'lldpRemChassisId',
  'lldpRemPortIdSubtype',
  'lldpRemPortId',
  'lldpRemPortDesc',
  'lldpRemSysName',
  'lldpRemSysCapEnabled',
] as const

/** The devices beside this one, as they say it themselves (LLDP-MIB, IEEE 802.1AB, outside of 1.3.6.1). */
export const snmpLldp = defineProbe({
  version: 1,
  budgetMs,
  settings: snmpTarget,
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const reader = tableReader(agent, look.missingTables)
        await reader.survey(['lldpRemTable', 'lldpRemManAddrTable', 'lldpLocPortTable'])
        const rows = [...(await reader.walk('lldpRemTable', columns))]
        const addresses =
          rows.length > 0 ? await findManagementAddresses(reader, rows) : new Map<string, string[]>()
        const ports = rows.length > 0 ? await readLocalPorts(reader) : new Map<number, string>()
        const neighbours = inOrder(
          rows.map(([index, row]) => {
            const { localPort, key } = parseRemoteIndex(index)
            const neighbour = {
              localPort: (localPort !== null && ports.get(localPort)) || null,
              localPortNumber: localPort,
              chassisId: readLldpId(row.lldpRemChassisIdSubtype, row.lldpRemChassisId, chassisSubtypes),
              portId: readLldpId(row.lldpRemPortIdSubtype, row.lldpRemPortId, portSubtypes),
              portDescription: row.lldpRemPortDesc ?? '',
              sysName: row.lldpRemSysName ?? '',
              capabilities: readCapabilities(row.lldpRemSysCapEnabled),
              addresses: (addresses.get(index) ?? []).toSorted(),
            }
            return { key, neighbour }
          }),
        )
        return {
          facts: {
            neighbours: neighbours.slice(0, mostNeighbours),
            tables: await reader.states(),
            truncated: !reader.isWhole() || neighbours.length > mostNeighbours,
          },
        }
      }),
    ),
})

type Neighbour = z.output<typeof facts>['neighbours'][number]

/**
 * By port and then by what they say: the index holds lldpRemTimeMark, which moves while the neighbours do not. A row
 * that the agent lists again under another time mark (a TimeFilter, RFC 4502) is one neighbour.
 */
function inOrder(found: { key: string; neighbour: Neighbour }[]): Neighbour[] {
  const distinct = new Map(
    found.map(({ key, neighbour }) => [`${JSON.stringify(neighbour)} ${key}`, neighbour]),
  )
  return [...distinct]
    .sort(
      ([one, { localPortNumber: port }], [other, { localPortNumber: otherPort }]) =>
        (port ?? 0) - (otherPort ?? 0) || (one < other ? -1 : 1),
    )
    .map(([, neighbour]) => neighbour)
}

/** Names of the device's own ports by their LLDP number: the id, or the description where the id is a MAC address. */
async function readLocalPorts(reader: TableReader): Promise<Map<number, string>> {
  const rows = await reader.walk('lldpLocPortTable', [
    'lldpLocPortIdSubtype',
    'lldpLocPortId',
    'lldpLocPortDesc',
  ])
  const ports = [...rows].map(([index, row]) => {
    const id = readLldpId(row.lldpLocPortIdSubtype, row.lldpLocPortId, portSubtypes)
    const isMac = id !== null && parseMac(id) !== null
    return [Number(index), (isMac ? row.lldpLocPortDesc || id : id || row.lldpLocPortDesc) || ''] as const
  })
  return new Map(ports)
}
