import { isIPv4 } from 'node:net'
import type { networkInterfaces } from 'node:os'
import type { Family } from '../probe.ts'
import { classifyAddress } from './address-class.ts'

/** Our addresses of a family that can reach somebody beyond our own network, of a list like `os.networkInterfaces`. */
export function ownAddresses(interfaces: ReturnType<typeof networkInterfaces>, version: Family): string[] {
  return Object.values(interfaces)
    .flatMap((entries) => entries ?? [])
    .filter(({ family: name, internal, address }) => name === `IPv${version}` && !internal && isOurs(address))
    .map(({ address }) => address)
    .sort()
}

function isOurs(address: string): boolean {
  if (isIPv4(address)) return !/^(127|169\.254)\./.test(address)
  // a ULA (RFC 4193) ends at our border; laboratories have documentation addresses and no other
  return ['global', 'documentation'].includes(classifyAddress(address))
}
