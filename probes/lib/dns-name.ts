import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { ProbeError } from '../probe.ts'
import { wireNameOf } from './dns-wire-name.ts'

/**
 * A host or zone name as it is asked for: ASCII (IDNA), lower case, without the final dot; "." is the root.
 * Throws ProbeError `bad_settings` for what cannot be a name, an address among it.
 */
export function readName(text: string): string {
  const ascii = text === '.' ? '.' : domainToASCII(text.replace(/\.$/, ''))
  if (isIP(ascii) || !isQueryable(ascii))
    throw new ProbeError('bad_settings', `"${text}" is not a domain name`)
  return ascii
}

/** Whether a name fits into a question: labels of 1 to 63 octets, 255 in all (RFC 1035 2.3.4). */
export function isQueryable(name: string): boolean {
  return wireNameOf(name) !== null
}

/**
 * A name that a server told, in lower case, with what is not printable ASCII as `\\<code point>`: it becomes a fact, and
 * no host has such a name.
 */
export function printableName(name: string): string {
  return name.toLowerCase().replace(/[^!-~]/gu, (character) => `\\${character.codePointAt(0)}`)
}

/** Names compare without regard to case (RFC 4343). */
export function sameName(one: string, other: string): boolean {
  return one === other || one.toLowerCase() === other.toLowerCase()
}

/** Whether a name is the zone's own or one under it. */
export function isWithin(name: string, zone: string): boolean {
  if (zone === '.' || sameName(name, zone)) return true
  const above = name.slice(0, -zone.length - 1)
  return name.toLowerCase().endsWith(`.${zone.toLowerCase()}`) && labelsOf(above).join('.') === above
}

/** The names on the way from the root down to this one, it included: "vn", "gov.vn", "haiduong.gov.vn". */
export function namesDownTo(name: string): string[] {
  const labels = name === '.' ? [] : labelsOf(name)
  return labels.map((_, index) => labels.slice(labels.length - 1 - index).join('.'))
}

/** Labels in their notation; an escaped dot parts none. */
function labelsOf(name: string): string[] {
  return name.match(/(?:[^.\\]|\\.)+/g) ?? []
}
