/**
 * How the value of an object is read. A record lists the names of an enumeration, by number.
 *
 * - `text`: an OCTET STRING shown to people, made printable
 * - `octets`: an OCTET STRING as it is
 * - `oid`: an OBJECT IDENTIFIER or RowPointer in dotted form
 * - `address`: an IpAddress, an InetAddress of 4, 8, 16 or 20 octets or an address in text, in its usual spelling
 * - `integer`, `unsigned`: a number; unsigned ones above 2^31 sent as negative INTEGERs are put right
 * - `counter`: Counter32 or Counter64 as an exact bigint
 */
export type Syntax =
  | 'text'
  | 'octets'
  | 'oid'
  | 'address'
  | 'integer'
  | 'unsigned'
  | 'counter'
  | Readonly<Record<number, string>>

/**
 * An object: its OID without instance, and how its values are read. `names` only serve people reading evidence, and
 * `isPrivate` keeps from them what points at a person's device: the value, or the index.
 */
type MibObject = {
  oid: string
  syntax: Syntax
  names?: Readonly<Record<number, string>>
  isPrivate?: 'value' | 'index'
}

export type MibModule = Record<string, MibObject>

export const upDown = { 1: 'up', 2: 'down' } as const
export const truthValue = { 1: 'true', 2: 'false' } as const
export const forwarding = { 1: 'forwarding', 2: 'notForwarding' } as const
