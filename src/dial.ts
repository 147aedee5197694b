import { isIPv4 } from 'node:net'
import { Address4, Address6 } from 'ip-address'
import { classifyAddress } from '../probes/lib/address-class.ts'
import { type Dial, ProbeError } from '../probes/probe.ts'

/** IPv4 ranges where nothing of the inventory can be (RFC 6890): ourselves, link-local with the cloud's metadata, multicast. */
const refused4 = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '255.255.255.255/32'].map(
  (prefix) => new Address4(prefix),
)
const refused6 = new Set(['loopback', 'unspecified', 'link_local', 'multicast', 'v4_mapped'])

/**
 * The identity behind the safety check: throws ProbeError `target_refused` for addresses a probe has no business with,
 * unless they are in one of the `allowed` networks or are one of our own helpers (`address#port`: resolvers, anchors).
 */
export function safeDial(allowed: string[], helpers: string[]): Dial {
  const known = new Set(helpers)
  return (address, port) => {
    if (
      isRefused(address) &&
      !known.has(`${address}#${port}`) &&
      !allowed.some((network) => contains(network, address))
    )
      throw new ProbeError('target_refused', `${address} is an address that probes must not dial`)
    return { address, port }
  }
}

function isRefused(address: string): boolean {
  if (!isIPv4(address)) return refused6.has(classifyAddress(address))
  const parsed = new Address4(address)
  return refused4.some((network) => parsed.isInSubnet(network))
}

function contains(network: string, address: string): boolean {
  if (isIPv4(address))
    return Address4.isValid(network) && new Address4(address).isInSubnet(new Address4(network))
  return Address6.isValid(network) && new Address6(address).isInSubnet(new Address6(network))
}
