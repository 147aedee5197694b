import { z } from 'zod'
import { gauges } from './lib/gauges.ts'
import { runLook } from './lib/look.ts'
import { mib, type ObjectName } from './lib/mib.ts'
import { withAgent } from './lib/snmp.ts'
import { type TableReader, tableReader, tableStates } from './lib/snmp-capability.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { enterpriseOf } from './lib/vendor.ts'
import { scalarsOf, tablesOf, type WifiMaker } from './lib/wifi-maker.ts'
import { wifiMakers } from './lib/wifi-makers.ts'
import { type AccessPoint, readWifi, type WifiSeen } from './lib/wifi-read.ts'
import { defineProbe } from './probe.ts'

const budgetMs = 60_000
const mostAccessPoints = 1_000
const mostSsids = 100

const facts = z.object({
  tables: tableStates,
  /** The MIBs in which the agent told of Wi-Fi; none when it has none that we know. */
  sources: z.array(z.string()),
  accessPoints: z.array(
    z.object({
      /** What stays the same: the MAC address or the controller's own id; `self` for an agent that is the AP. */
      id: z.string(),
      name: z.string(),
      /** Null where the agent does not tell, or where it is the id. */
      serial: z.string().nullable(),
      /** Whether it serves; null where the agent does not tell. */
      up: z.boolean().nullable(),
      /** The state in the maker's word. */
      state: z.string().nullable(),
    }),
  ),
  /** Network names (SSIDs). */
  ssids: z.array(z.string()),
  truncated: z.boolean(),
})

/**
 * Access points and clients of a Wi-Fi controller, or of an access point that is asked itself, from the tables of its
 * maker (domain rules 3.8).
 *
 * Samples, all gauges: `clients`, `aps` (all that are known, up or down) and `apsUp` in all; `ap.<id>.clients` and
 * `ssid.<name>.clients`; `ap.<id>.radio.<number>.channel` and `.busy`, the percentage of time that the channel is in use.
 *
 * An access point that a controller no longer lists is not in the facts; that proves something only when they are not
 * `truncated` and none of the `tables` is malformed.
 */
export const snmpWifi = defineProbe({
  version: 2,
  budgetMs,
  settings: snmpTarget,
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const reader = tableReader(agent, look.missingTables)
        const { sysObjectID, sysName } = await reader.get('sysObjectID', 'sysName')
        const enterprise = enterpriseOf(sysObjectID)
        const likely = wifiMakers.filter(({ enterprises }) => enterprises.some((each) => each === enterprise))
        const first = await readMakers(reader, likely)
        const others = wifiMakers.filter((maker) => !likely.includes(maker))
        const seen = first.length > 0 ? first : await readMakers(reader, others)

        const accessPoints = merge(seen).map((ap) => (ap.id === 'self' ? { ...ap, name: sysName ?? '' } : ap))
        const ssids = seen.map((each) => each.ssids).find((each) => each.size > 0) ?? new Map()
        if (accessPoints.length > mostAccessPoints || ssids.size > mostSsids) reader.cut()
        const keptAps = accessPoints.slice(0, mostAccessPoints)
        const keptSsids = [...ssids].sort(([one], [other]) => (one < other ? -1 : 1)).slice(0, mostSsids)
        return {
          facts: {
            sources: seen.map(({ mib }) => mib),
            accessPoints: keptAps.map(({ id, name, serial, up, state }) => ({ id, name, serial, up, state })),
            ssids: keptSsids.map(([ssid]) => ssid),
            tables: await reader.states(),
            truncated: !reader.isWhole(),
          },
          samples: gauges({
            ...totalsOf(seen, accessPoints),
            ...Object.fromEntries(keptAps.map(({ id, clients }) => [`ap.${id}.clients`, clients])),
            ...radioSeries(seen, new Set(keptAps.map(({ id }) => id))),
            ...Object.fromEntries(keptSsids.map(([ssid, clients]) => [`ssid.${ssid}.clients`, clients])),
          }),
        }
      }),
    ),
})

/** What each of these makers' tables tell, with one survey for all. */
async function readMakers(reader: TableReader, makers: readonly WifiMaker[]): Promise<WifiSeen[]> {
  const served = await reader.survey([...new Set(makers.flatMap(tablesOf))])
  const scalars = await readScalars(reader, [...new Set(makers.flatMap(scalarsOf))])
  const seen = []
  for (const maker of makers) {
    const found = await readWifi(reader, maker, served, scalars)
    if (found) seen.push(found)
  }
  return seen
}

/** Looks which there are before it asks for many: SNMPv1 refuses a request for each one that is missing. */
async function readScalars(
  reader: TableReader,
  names: ObjectName[],
): Promise<{ [Name in ObjectName]?: unknown }> {
  const below = names.length > 6 ? await reader.below(names.map((name) => mib[name].oid)) : null
  const wanted = below ? names.filter((_, position) => below[position] === 'some') : names
  return wanted.length > 0 ? await reader.get(...wanted) : {}
}

/** One entry for each AP, in the order of their ids; what one table leaves out another may tell. */
function merge(seen: WifiSeen[]): AccessPoint[] {
  const merged = new Map<string, AccessPoint>()
  for (const ap of seen.flatMap(({ accessPoints }) => accessPoints)) {
    const known = merged.get(ap.id)
    merged.set(ap.id, {
      id: ap.id,
      name: known?.name || ap.name,
      serial: known?.serial ?? ap.serial,
      up: known?.up ?? ap.up,
      state: known?.state ?? ap.state,
      clients: known?.clients ?? ap.clients,
    })
  }
  return [...merged.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** Channel and use of each radio of these APs. */
function radioSeries(seen: WifiSeen[], aps: ReadonlySet<string>): Record<string, number | null> {
  const radios = seen.flatMap((each) => each.radios)
  return Object.fromEntries(
    radios.flatMap(({ ap, radio, channel, busy }): [string, number | null][] =>
      ap !== null && aps.has(ap)
        ? [
            [`ap.${ap}.radio.${radio}.channel`, channel],
            [`ap.${ap}.radio.${radio}.busy`, busy],
          ]
        : [],
    ),
  )
}

function totalsOf(seen: WifiSeen[], accessPoints: AccessPoint[]) {
  const told = (total: keyof WifiSeen['totals']) =>
    seen.map(({ totals }) => totals[total]).find((value) => value !== null) ?? null
  const aps = told('aps')
  return {
    clients: told('clients'),
    aps: accessPoints.length > 0 ? Math.max(accessPoints.length, aps ?? 0) : aps,
    apsUp: told('apsUp'),
  }
}
