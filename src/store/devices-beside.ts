import { isIP } from 'node:net'
import type { FactsOf } from '../../probes/probe.ts'
import type { snmpLldp } from '../../probes/snmp-lldp.ts'
import type { Asset, Device } from '../model/inventory.ts'
import type { CheckState, Instant } from '../model.ts'
import type { Database } from './database.ts'
import { toAsset, versionOf } from './inventory.ts'

/**
 * Devices of other units that a unit's own devices have told of as their neighbours, by address or by the name that is
 * their code: they are not missing in the inventory.
 */
export async function listDevicesBeside(
  db: Database,
  { unit, own, checks, asOf }: { unit: string; own: Asset[]; checks: CheckState[]; asOf: Instant },
): Promise<Device[]> {
  const met = checks
    .filter(({ check }) => check.probe === 'snmp-lldp')
    .flatMap(({ observations }) => observations)
    .flatMap(({ result }) =>
      result.ok ? ((result.facts as Partial<FactsOf<typeof snmpLldp>>).neighbours ?? []) : [],
    )
  const devices = own.filter((asset): asset is Device => asset.kind === 'device')
  const known = new Set(devices.flatMap(({ code, address, address6 }) => [code, address, address6]))
  const unknown = (texts: string[]) => [...new Set(texts)].filter((one) => one !== '' && !known.has(one))
  const addresses = unknown(met.flatMap((one) => one.addresses)).filter((one) => isIP(one) !== 0)
  const codes = unknown(met.map(({ sysName }) => sysName.toLowerCase().split('.')[0] ?? ''))
  if (addresses.length + codes.length === 0) return []
  const rows = await db
    .selectFrom('asset')
    .selectAll()
    .where(versionOf(asOf))
    .where('kind', '=', 'device')
    .where('unit', '!=', unit)
    .where((eb) =>
      eb.or([
        eb('code', 'in', [...codes, '']),
        ...addresses.flatMap((one) =>
          ['address', 'address6'].map((name) => eb('body', 'like', `%"${name}":"${one}"%`)),
        ),
      ]),
    )
    .execute()
  return rows.map((row) => toAsset(row) as Device)
}
