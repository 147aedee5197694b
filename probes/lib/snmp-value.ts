import { isIPv4, isIPv6 } from 'node:net'
import snmp from 'net-snmp'
import { canonicalAddress } from './address-class.ts'
import { mib, type ObjectName, type Syntax, type ValueOf } from './mib.ts'
import { readableText } from './readable-text.ts'

/** One OID with what the agent says of it, as it came off the wire. */
export type Varbind = { oid: string; type: number; value: unknown }

const { ObjectType } = snmp

/** Whether the agent says that it has no value there (RFC 3416 section 3), which is a fact and no error. */
export function isAbsent({ type }: Varbind): boolean {
  return (
    type === ObjectType.NoSuchObject ||
    type === ObjectType.NoSuchInstance ||
    type === ObjectType.EndOfMibView ||
    type === ObjectType.Null
  )
}

/** Whether the agent says that it does not implement the object at all. */
export function isNoSuchObject({ type }: Varbind): boolean {
  return type === ObjectType.NoSuchObject
}

/** The value of a varbind in the type of its object; null when absent, or of a type that cannot be read as such. */
export function decode<Name extends ObjectName>(name: Name, varbind: Varbind): ValueOf<Name> | null {
  return readAs(mib[name].syntax, varbind) as ValueOf<Name> | null
}

/** The same by the syntax of the object, for whoever reads many values of one. */
export function readAs(syntax: Syntax, varbind: Varbind): string | number | bigint | Buffer | null {
  if (isAbsent(varbind)) return null
  const { type, value } = varbind
  switch (syntax) {
    case 'text':
      return Buffer.isBuffer(value) ? readableText(value) : typeof value === 'string' ? value : null
    case 'octets':
      return Buffer.isBuffer(value) ? value : null
    case 'oid':
      return typeof value === 'string' ? value : null
    case 'address':
      return Buffer.isBuffer(value) ? addressOf(value) : type === ObjectType.IpAddress ? ipv4Of(value) : null
    case 'integer': {
      // none of these objects can be negative
      const number = numberOf(value)
      return number !== null && number < 0 ? null : number
    }
    case 'unsigned': {
      const number = numberOf(value)
      if (number === null || number >= 0) return number
      return number >= -(2 ** 31) ? number + 2 ** 32 : null // what 32 bits cannot hold is no value
    }
    case 'counter':
      return type === ObjectType.Counter64 ? counter64Of(value) : smallCounterOf(value)
    default:
      return syntax[numberOf(value) ?? -1] ?? null
  }
}

/**
 * An InetAddress (RFC 4001) in the usual spelling, without zone. Some agents write it as text, which may be as long as
 * an address with zone ("10.0.0.1" has 8 octets), so that is tried first. Null for anything else.
 */
function addressOf(octets: Buffer): string | null {
  const text = readableText(octets)
  if (isIPv4(text)) return text
  if (isIPv6(text)) return canonicalAddress(text)
  if (octets.length === 4 || octets.length === 8) return octets.subarray(0, 4).join('.')
  if (octets.length !== 16 && octets.length !== 20) return null
  const groups = octets.toString('hex', 0, 16).match(/.{4}/g) ?? []
  return canonicalAddress(groups.join(':'))
}

/** net-snmp hands over the octets of an IpAddress in dotted form, as many as came. */
function ipv4Of(value: unknown): string | null {
  return typeof value === 'string' && isIPv4(value) ? value : null
}

/** Numbers come as INTEGER, Gauge32, TimeTicks, and from some agents as decimal text (ifSpeed of some switches). */
function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  const counter = decimalOf(value)
  return counter === null ? null : Number(counter)
}

function smallCounterOf(value: unknown): bigint | null {
  if (typeof value === 'number') return value < 0 ? null : BigInt(value)
  return decimalOf(value)
}

/**
 * net-snmp hands over the content octets of a Counter64, 1 to 9 of them. Some agents leave out the leading zero, so
 * the first bit is no sign. Null for anything else.
 */
function counter64Of(value: unknown): bigint | null {
  if (!Buffer.isBuffer(value) || value.length === 0) return null
  const { length } = value
  if (length > 9 || (length === 9 && value[0] !== 0)) return null
  if (length <= 6) return BigInt(value.readUIntBE(0, length))
  return (BigInt(value.readUIntBE(0, length - 4)) << 32n) | BigInt(value.readUInt32BE(length - 4))
}

function decimalOf(value: unknown): bigint | null {
  const text = Buffer.isBuffer(value) ? value.toString('latin1').trim() : ''
  return /^\d{1,20}$/.test(text) ? BigInt(text) : null
}
