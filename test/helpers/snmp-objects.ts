import { mib, type ObjectName } from '../../probes/lib/mib.ts'
import { integer, octets, oid, tags } from './ber.ts'

/** A value of a table as tests write it; a Buffer is BER as it is. */
type Value = string | number | bigint | Buffer

/** Rows of one index: column by column, encoded as its object wants. */
export function row(index: string, columns: Partial<Record<ObjectName, Value>>): Record<string, Buffer> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [
      `${mib[name as ObjectName].oid}.${index}`,
      encode(name as ObjectName, value),
    ]),
  )
}

/** Scalars. */
export function scalars(values: Partial<Record<ObjectName, Value>>): Record<string, Buffer> {
  return row('0', values)
}

function encode(name: ObjectName, value: Value): Buffer {
  if (Buffer.isBuffer(value)) return value
  const { syntax } = mib[name]
  if (typeof value === 'bigint') return integer(value, tags.counter64)
  if (typeof value === 'number') return integer(value, syntax === 'unsigned' ? tags.gauge32 : tags.integer)
  if (syntax === 'oid') return oid(value)
  if (typeof syntax !== 'object') return octets(value)
  const found = Object.entries(syntax).find(([, word]) => word === value)
  if (!found) throw new Error(`${name} has no value ${value}`)
  return integer(Number(found[0]))
}

/** "2001:db8::1" or "10.0.0.1" in an index, with type and length as RFC 4001 wants. */
export function inetIndex(address: string): string {
  const octets = octetsOf(address)
  return `${octets.length === 4 ? 1 : 2}.${octets.length}.${octets.join('.')}`
}

export function octetsOf(address: string): number[] {
  if (!address.includes(':')) return address.split('.').map(Number)
  const [head = '', tail = ''] = address.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const missing = 8 - groups(head).length - groups(tail).length
  const all = [
    ...groups(head),
    ...Array.from({ length: address.includes('::') ? missing : 0 }, () => '0'),
    ...groups(tail),
  ]
  return all.flatMap((group) => {
    const number = Number.parseInt(group, 16)
    return [number >> 8, number & 255]
  })
}

/** "00:53:00:00:00:01" as an OCTET STRING. */
export function mac(text: string): Buffer {
  return octets(Buffer.from(text.replaceAll(':', ''), 'hex'))
}

/** A text in an index after its length. */
export function textIndex(text: string): string {
  const bytes = [...Buffer.from(text)]
  return [bytes.length, ...bytes].join('.')
}
