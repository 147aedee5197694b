import { bgpMib } from './mib-bgp.ts'
import { interfaceMib } from './mib-interface.ts'
import { inventoryMib } from './mib-inventory.ts'
import { ipMib } from './mib-ip.ts'
import { ipTrafficMib } from './mib-ip-traffic.ts'
import { routeMib } from './mib-route.ts'
import type { MibModule } from './mib-syntax.ts'
import { wifiMib } from './mib-wifi.ts'

export { tunnelTypes } from './mib-interface.ts'
export type { Syntax } from './mib-syntax.ts'

/** The objects that v6gov asks for. A scalar's only instance is `.0`; a column's instances are the table's rows. */
export const mib = {
  ...interfaceMib,
  ...ipMib,
  ...ipTrafficMib,
  ...routeMib,
  ...inventoryMib,
  ...bgpMib,
  ...wifiMib,
} as const satisfies MibModule

export type ObjectName = keyof typeof mib

type ValueOfSyntax<S> = S extends 'text' | 'oid' | 'address'
  ? string
  : S extends 'octets'
    ? Buffer
    : S extends 'integer' | 'unsigned'
      ? number
      : S extends 'counter'
        ? bigint
        : S extends Readonly<Record<number, infer Name>>
          ? Name
          : never

/** The type in which a value of this object reaches a probe. */
export type ValueOf<Name extends ObjectName> = ValueOfSyntax<(typeof mib)[Name]['syntax']>

const nameByOid = new Map(Object.entries(mib).map(([name, { oid }]) => [oid as string, name as ObjectName]))

const mostNumbers = Math.max(...[...nameByOid.keys()].map((oid) => oid.split('.').length))

/** The object that an instance belongs to and the rest of its OID; undefined when the table above lacks it. */
export function objectOf(oid: string): { name: ObjectName; index: string } | undefined {
  // an index may be long, and no object's OID is
  let end = -1
  for (let numbers = 0; numbers < mostNumbers; numbers++) {
    end = oid.indexOf('.', end + 1)
    if (end === -1) break
  }
  if (end === -1) end = oid.length
  for (; end > 0; end = oid.lastIndexOf('.', end - 1)) {
    const name = nameByOid.get(oid.slice(0, end))
    if (name) return { name, index: oid.slice(end + 1) }
  }
  return undefined
}
