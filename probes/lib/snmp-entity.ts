import type { ValueOf } from './mib.ts'
import type { SnmpRow } from './snmp.ts'

export const entityColumns = [
  'entPhysicalClass',
  'entPhysicalSerialNum',
  'entPhysicalModelName',
  'entPhysicalName',
  'entPhysicalDescr',
  'entPhysicalMfgName',
  'entPhysicalSoftwareRev',
  'entPhysicalFirmwareRev',
] as const

/** A piece of equipment: a chassis, or a member of a stack. Empty texts are null. */
export type Entity = {
  class: ValueOf<'entPhysicalClass'> | null
  name: string | null
  model: string | null
  serial: string | null
  software: string | null
  manufacturer: string | null
}

/** Members of a stack that a look keeps; no vendor stacks more. */
const mostMembers = 32

/**
 * The device itself among the rows of entPhysicalTable (RFC 6933), and the boxes of a stack. The first chassis with a
 * serial number is the device; else a stack, else a row whose class the agent does not tell, else a module; else the
 * first chassis although it has none.
 */
export function readEntities(rows: Map<string, SnmpRow<(typeof entityColumns)[number]>>): {
  device: Entity | null
  members: Entity[]
} {
  const entities = [...rows]
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, row]) => entityOf(row))
  const withSerial = entities.filter(({ serial }) => serial !== null)
  const chassis = withSerial.filter((entity) => entity.class === 'chassis')
  const device =
    chassis[0] ??
    withSerial.find((entity) => entity.class === 'stack') ??
    withSerial.find((entity) => entity.class === null && entity.model !== null) ??
    deviceOfParts(entities) ??
    null
  const software = device?.software ?? entities.find((entity) => isMain(entity) && entity.software)?.software
  const distinct = new Map(chassis.map((each) => [each.serial, each]))
  return {
    device: device && { ...device, software: software ?? null },
    members: distinct.size > 1 ? [...distinct.values()].slice(0, mostMembers) : [],
  }
}

/** A chassis without a serial number of its own, with that of its main board. */
function deviceOfParts(entities: Entity[]): Entity | undefined {
  const chassis = entities.find((entity) => entity.class === 'chassis')
  const board = entities.find((entity) => entity.class === 'module' && entity.serial && entity.software)
  if (!chassis) return board
  return { ...chassis, serial: board?.serial ?? null, software: chassis.software ?? board?.software ?? null }
}

function isMain(entity: Entity): boolean {
  return entity.class === 'chassis' || entity.class === 'stack' || entity.class === 'module'
}

function entityOf(row: SnmpRow<(typeof entityColumns)[number]>): Entity {
  return {
    class: row.entPhysicalClass ?? null,
    name: row.entPhysicalName || row.entPhysicalDescr || null,
    model: row.entPhysicalModelName || null,
    serial: row.entPhysicalSerialNum || null,
    software: row.entPhysicalSoftwareRev || row.entPhysicalFirmwareRev || null,
    manufacturer: row.entPhysicalMfgName || null,
  }
}
