import { isIP } from 'node:net'
import type { ipv4Sweep } from '../../probes/ipv4-sweep.ts'
import type { FactsOf } from '../../probes/probe.ts'
import type { snmpAround } from '../../probes/snmp-around.ts'
import type { snmpLldp } from '../../probes/snmp-lldp.ts'
import type { snmpRoutes } from '../../probes/snmp-routes.ts'
import type { Asset, Device, Version } from '../model/inventory.ts'
import type { CheckState, Instant } from '../model.ts'
import { holdsAt } from '../versions.ts'
import type { Database } from './database.ts'
import { toAsset } from './inventory.ts'
import { readCommonRevision } from './revisions.ts'

/** The devices of the province by code in small letters and by address, made again only when the inventory has changed. */
const made = new WeakMap<Database, { revision: number; byName: Map<string, Version<Device>[]> }>()

/**
 * Devices of other units that a unit's own devices have told of as their neighbours or next hops, by address or by the name
 * that is their code: they are not missing in the inventory.
 */
export async function listDevicesBeside(
  db: Database,
  { unit, own, checks, asOf }: { unit: string; own: Asset[]; checks: CheckState[]; asOf: Instant },
): Promise<Device[]> {
  const devices = own.filter((asset): asset is Device => asset.kind === 'device')
  const known = new Set(
    devices.flatMap(({ code, address, address6 }) => [code.toLowerCase(), address, address6]),
  )
  const names = new Set(checks.flatMap(namesIn).filter((one) => one !== '' && !known.has(one)))
  if (names.size === 0) return []
  const byName = await devicesByName(db)
  const found = [...names].flatMap((name) => byName.get(name) ?? []).filter((one) => holdsAt(one, asOf))
  const beside = found.map(({ value }) => value).filter((device) => device.unit !== unit)
  return [...new Map(beside.map((device) => [device.code, device])).values()]
}

/** Addresses, and names as codes are written, of all whom a check's looks tell of. */
function namesIn({ check, observations }: CheckState): string[] {
  const facts = observations.flatMap(({ result }) => (result.ok ? [result.facts] : []))
  switch (check.probe) {
    case 'snmp-lldp':
      return (facts as Partial<FactsOf<typeof snmpLldp>>[]).flatMap(({ neighbours = [] }) =>
        neighbours.flatMap(({ addresses, sysName }) => [
          ...addresses.filter((one) => isIP(one) !== 0),
          sysName.toLowerCase().split('.')[0] ?? '',
        ]),
      )
    case 'snmp-around':
      return (facts as FactsOf<typeof snmpAround>[]).flatMap(({ stations, routes }) => [
        ...stations.flatMap(({ addresses }) => addresses),
        ...routes.flatMap(({ nextHop }) => nextHop ?? []),
      ])
    case 'snmp-routes':
      return (facts as FactsOf<typeof snmpRoutes>[]).flatMap(({ default4, default6, prefixes }) =>
        [...default4, ...default6, ...prefixes.flatMap(({ routes }) => routes)].flatMap(
          ({ nextHop }) => nextHop ?? [],
        ),
      )
    case 'ipv4-sweep':
      return (facts as FactsOf<typeof ipv4Sweep>[]).flatMap(({ answered }) => answered)
    default:
      return []
  }
}

async function devicesByName(db: Database): Promise<Map<string, Version<Device>[]>> {
  const revision = await readCommonRevision(db)
  const kept = made.get(db)
  if (kept?.revision === revision) return kept.byName
  const rows = await db.selectFrom('asset').selectAll().where('kind', '=', 'device').execute()
  const byName = new Map<string, Version<Device>[]>()
  for (const row of rows) {
    const { since, until } = row
    const value = toAsset(row) as Device
    for (const name of [value.code.toLowerCase(), value.address, value.address6]) {
      if (name !== null) byName.set(name, [...(byName.get(name) ?? []), { since, until, value }])
    }
  }
  made.set(db, { revision, byName })
  return byName
}
