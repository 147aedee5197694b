import snmp from 'net-snmp'
import type { SnmpCredential } from '../probe.ts'
import { mib, type ObjectName, objectOf, tunnelTypes } from './mib.ts'
import { isPrintable } from './readable-text.ts'
import { remembered } from './remembered.ts'
import { securityText } from './snmp-credential.ts'
import type { SnmpEngine, SnmpRequest } from './snmp-session.ts'
import type { Varbind } from './snmp-value.ts'

/** Names of types as RFC 2578 writes them; net-snmp knows them by number. */
const typeNames: Record<number, string> = {
  [snmp.ObjectType.Integer]: 'INTEGER',
  [snmp.ObjectType.OctetString]: 'OCTET STRING',
  [snmp.ObjectType.Null]: 'NULL',
  [snmp.ObjectType.OID]: 'OBJECT IDENTIFIER',
  [snmp.ObjectType.IpAddress]: 'IpAddress',
  [snmp.ObjectType.Counter]: 'Counter32',
  [snmp.ObjectType.Gauge]: 'Gauge32',
  [snmp.ObjectType.TimeTicks]: 'TimeTicks',
  [snmp.ObjectType.Opaque]: 'Opaque',
  [snmp.ObjectType.Counter64]: 'Counter64',
  [snmp.ObjectType.NoSuchObject]: 'noSuchObject',
  [snmp.ObjectType.NoSuchInstance]: 'noSuchInstance',
  [snmp.ObjectType.EndOfMibView]: 'endOfMibView',
}

const longestLine = 400

/** A request for people to read: what kind it is, then one line for each OID. */
export function requestLines(credential: SnmpCredential, request: SnmpRequest): string[] {
  const sizes =
    request.kind === 'GETBULK'
      ? `, non-repeaters ${request.nonRepeaters}, max-repetitions ${request.maxRepetitions}`
      : ''
  return [`${securityText(credential)} ${request.kind}${sizes}`, ...request.oids.map(objectText)]
}

/** RFC 3411 engine ID as hexadecimal, with what the agent said of its restarts. */
export function engineLine({ id, boots, time }: SnmpEngine): string {
  return `engineID 0x${id}, engineBoots ${boots}, engineTime ${time} s`
}

/** "ifOperStatus.3 (1.3.6.1.2.1.2.2.1.8.3) = INTEGER: up(1)" */
export function varbindLine({ oid, type, value }: Varbind): string {
  const typeName = typeNames[type] ?? `type ${type}`
  const { text, name } = describe(oid)
  const line = `${text} = ${typeName}${value === null ? '' : `: ${valueText(name, type, value)}`}`
  return line.length <= longestLine ? line : `${line.slice(0, longestLine)}…`
}

type Described = { text: string; name: ObjectName | undefined }

/** What is written of an OID; looks write the same ones again and again. About 15 MB. */
const describe = remembered(
  (oid): Described => {
    const object = objectOf(oid)
    return { text: object ? objectWithOid(object, oid) : oid, name: object?.name }
  },
  50_000,
  300,
)

function objectWithOid({ name, index }: { name: ObjectName; index: string }, oid: string): string {
  if (index === '') return `${name} (${oid})`
  if (!isPrivate(name, 'index')) return `${name}.${index} (${oid})`
  // a MAC address, of which only the maker's half is shown
  return `${name}.${index.split('.').slice(0, 3).join('.')}… (the rest of the index is kept back)`
}

function objectText(oid: string): string {
  return describe(oid).text
}

function valueText(name: ObjectName | undefined, type: number, value: unknown): string {
  if (Buffer.isBuffer(value)) {
    if (name && isPrivate(name, 'value'))
      return `0x${value.toString('hex', 0, 3)}… (${value.length} octets, the rest is kept back)`
    return type === snmp.ObjectType.Counter64 && value.length > 0
      ? BigInt(`0x${value.toString('hex')}`).toString()
      : quoted(value)
  }
  const valueName = typeof value === 'number' ? enumeratedName(name, value) : undefined
  return valueName ? `${valueName}(${value})` : String(value)
}

function isPrivate(name: ObjectName, what: 'value' | 'index'): boolean {
  const object = mib[name]
  return 'isPrivate' in object && object.isPrivate === what
}

function enumeratedName(name: ObjectName | undefined, value: number): string | undefined {
  if (name === undefined) return undefined
  if (name === 'tunnelIfEncapsMethod') return tunnelTypes[value]
  const { syntax } = mib[name]
  return typeof syntax === 'object' ? (syntax as Readonly<Record<number, string>>)[value] : undefined
}

/** Octets in quotes where they are text, with everything unprintable escaped; as hexadecimal where they are not. */
function quoted(octets: Buffer): string {
  const short = octets.subarray(0, longestLine)
  if (isPrintable(short)) return JSON.stringify(short.toString('latin1'))
  const text = short.toString('utf8')
  if (!text.slice(0, -1).includes('\ufffd')) {
    const escaped = JSON.stringify(text).replace(
      /[\p{C}\p{Zl}\p{Zp}]/gu,
      (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
    )
    return escaped
  }
  const printable = short.filter((octet) => octet >= 0x20 && octet < 0x7f).length
  if (printable * 2 < short.length) return `0x${short.toString('hex')}`
  const characters = [...short].map((octet) =>
    octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `\\x${octet.toString(16).padStart(2, '0')}`,
  )
  return `"${characters.join('')}"`
}
