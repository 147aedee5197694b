import { isIPv4 } from 'node:net'
import { Address4, Address6 } from 'ip-address'
import { classifyAddress } from '../probes/lib/address-class.ts'
import { type Dial, ProbeError } from '../probes/probe.ts'

/** IPv4 ranges where nothing of the inventory can be (RFC 6890): ourselves, link-local with the cloud's metadata, multicast. */
const refused4 = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '255.255.255.255/32'].map(
  (prefix) => new Address4(prefix),
)
const refused6 = new Set(['loopback', 'unspecified', 'link_local', 'multicast', 'v4_mapped'])

/** Where clouds serve credentials to whoever asks over IPv6; a unique local address otherwise like others. */
const metadata6 = new Address6('fd00:ec2::254').correctForm()

/** What dialling is allowed beyond the rule, and forbidden; the two lists of places as `address#port`. */
export type DialRules = {
  /** Networks that may be dialled though nothing of an inventory can be there. */
  allowed: string[]
  /** Our own resolvers and anchors. */
  helpers: string[]
  /** Our own database. */
  guarded: string[]
}

/**
 * The identity behind the safety check: throws ProbeError `target_refused` for addresses a probe has no business with.
 * What it returns is what is connected to, so a name that changes its address between check and connect gains nothing.
 */
export function safeDial({ allowed, helpers, guarded }: DialRules): Dial {
  const known = new Set(helpers)
  const kept = new Set(guarded)
  return (address, port) => {
    const place = `${isIPv4(address) ? address : new Address6(address).correctForm()}#${port}`
    const refused = kept.has(place) || (isRefused(address) && !known.has(`${address}#${port}`))
    if (refused && !allowed.some((network) => contains(network, address)))
      throw new ProbeError('target_refused', `${address} port ${port} is a place that probes must not dial`)
    return { address, port }
  }
}

function isRefused(address: string): boolean {
  if (!isIPv4(address))
    return (
      refused6.has(classifyAddress(address)) ||
      new Address6(address).correctForm() === metadata6 ||
      isRefused4(embedded4(address))
    )
  return isRefused4(address)
}

/** The IPv4 address to which a translator or a relay would bring this one (RFC 6052, RFC 3056); null for none. */
function embedded4(address: string): string | null {
  const groups = new Address6(address).parsedAddress.map((group) => Number.parseInt(group, 16))
  const [first, second = 0, third = 0] = groups
  const isNat64 = first === 0x64 && second === 0xff9b
  if (!isNat64 && first !== 0x2002) return null
  const [high, low] = isNat64 ? [groups[6] ?? 0, groups[7] ?? 0] : [second, third]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function isRefused4(address: string | null): boolean {
  if (address === null) return false
  const parsed = new Address4(address)
  return refused4.some((network) => parsed.isInSubnet(network))
}

function contains(network: string, address: string): boolean {
  if (isIPv4(address))
    return Address4.isValid(network) && new Address4(address).isInSubnet(new Address4(network))
  return Address6.isValid(network) && new Address6(address).isInSubnet(new Address6(network))
}
