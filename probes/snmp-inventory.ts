import { z } from 'zod'
import { runLook } from './lib/look.ts'
import { withAgent } from './lib/snmp.ts'
import { tableReader, tableStates } from './lib/snmp-capability.ts'
import { entityColumns, readEntities } from './lib/snmp-entity.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { enterpriseOf, vendorOf } from './lib/vendor.ts'
import { defineProbe } from './probe.ts'

const budgetMs = 60_000

const told = {
  name: z.string().nullable(),
  model: z.string().nullable(),
  serial: z.string().nullable(),
  software: z.string().nullable(),
}

const facts = z.object({
  tables: tableStates,
  sysObjectId: z.string(),
  /** IANA's number of the maker in sysObjectID, and its name where we know it. */
  enterprise: z.number().nullable(),
  vendor: z.string().nullable(),
  /** sysDescr, in which most makers write model and version. */
  description: z.string(),
  ...told,
  /** Where serial number and software come from; null for where none is told. */
  serialFrom: z.enum(['entity_mib', 'vendor_mib']).nullable(),
  softwareFrom: z.enum(['entity_mib', 'vendor_mib', 'description']).nullable(),
  /** The boxes of a stack with their serial numbers; none for a single box. */
  members: z.array(z.object(told)),
  truncated: z.boolean(),
})

/** What makers tell in scalars: model, serial number, software. By enterprise number. */
const vendorScalars = {
  890: ['sysProductModel', 'sysProductSerialNumber', 'sysSwVersionString'],
  2636: ['jnxBoxDescr', 'jnxBoxSerialNo'],
  8072: ['unifiApSystemModel', 'unifiApSystemVersion'], // UniFi access points call themselves net-snmp
  12356: ['fapSerialNum', 'fnSysSerial', 'fgSysVersion', 'fapVersion'],
  14988: ['mtxrSerialNumber', 'mtxrLicVersion'],
  25053: [
    'ruckusZDSystemModel',
    'ruckusZDSystemSerialNumber',
    'ruckusZDSystemVersion',
    'ruckusSZSystemStatsSerialNumber',
  ],
  41112: ['unifiApSystemModel', 'unifiApSystemVersion'],
} as const
const scalars = [...new Set(Object.values(vendorScalars).flat())]
type Scalar = (typeof scalars)[number]
type Said = { [Name in Scalar]?: string | null }

/** What a device is: maker, model, serial number and software, with the members of a stack (ENTITY-MIB RFC 6933). */
export const snmpInventory = defineProbe({
  version: 1,
  budgetMs,
  settings: snmpTarget,
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const reader = tableReader(agent, look.missingTables)
        const { sysObjectID, sysDescr } = await reader.get('sysObjectID', 'sysDescr')
        const enterprise = enterpriseOf(sysObjectID)
        const rows = await reader.walk('entPhysicalTable', entityColumns)
        const { device, members } = readEntities(rows)
        const isTold = device?.serial && device.model && device.software
        const said = isTold || !hasScalars(enterprise) ? {} : await reader.get(...vendorScalars[enterprise])
        const own = ownWords(said)
        const described = versionIn(sysDescr ?? '')
        const software = device?.software ?? own.software ?? described
        return {
          facts: {
            sysObjectId: sysObjectID ?? '',
            enterprise,
            vendor: vendorOf(enterprise),
            description: sysDescr ?? '',
            name: device?.name ?? null,
            model: device?.model ?? own.model,
            serial: device?.serial ?? own.serial,
            software,
            serialFrom: device?.serial ? 'entity_mib' : own.serial ? 'vendor_mib' : null,
            softwareFrom: device?.software
              ? 'entity_mib'
              : own.software
                ? 'vendor_mib'
                : software
                  ? 'description'
                  : null,
            members: members.map(({ name, model, serial, software }) => ({ name, model, serial, software })),
            tables: await reader.states(),
            truncated: !reader.isWhole(),
          },
        }
      }),
    ),
})

function hasScalars(enterprise: number | null): enterprise is keyof typeof vendorScalars {
  return enterprise !== null && enterprise in vendorScalars
}

function ownWords(said: Said): { model: string | null; serial: string | null; software: string | null } {
  const first = (...names: Scalar[]) => names.map((name) => said[name]).find(Boolean) ?? null
  return {
    model: first('sysProductModel', 'jnxBoxDescr', 'ruckusZDSystemModel', 'unifiApSystemModel'),
    serial: first(
      'mtxrSerialNumber',
      'jnxBoxSerialNo',
      'fnSysSerial',
      'fapSerialNum',
      'sysProductSerialNumber',
      'ruckusZDSystemSerialNumber',
      'ruckusSZSystemStatsSerialNumber',
    ),
    software: first(
      'mtxrLicVersion',
      'fgSysVersion',
      'fapVersion',
      'sysSwVersionString',
      'ruckusZDSystemVersion',
      'unifiApSystemVersion',
    ),
  }
}

/** "… Software, Version 15.5(3)S1a, RELEASE …": the first thing called a version, or written like one after a v. */
function versionIn(description: string): string | null {
  const called = /\bversion[:\s]+(?:[a-z]+[,\s])?v?(\d[\w.()/-]*[\w)])/i.exec(description)
  const marked = /\b(?:v|ver\.?\s?|release\s|junos\s)(\d+\.\d[\w.()-]*[\w)])/i.exec(description)
  return called?.[1] ?? marked?.[1] ?? null
}
