import { isIP, isIPv4 } from 'node:net'
import { type Endpoint, type Family, ProbeError } from '../probe.ts'
import { type AddressClass, classifyAddress } from './address-class.ts'

/** Reads `address` or `address#port` ("2001:db8::53#5353"). Throws ProbeError `bad_settings`. */
export function parseEndpoint(text: string, defaultPort: number): Endpoint {
  const [address = '', port = String(defaultPort), ...rest] = text.split('#')
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0
  if (!isIP(address) || number < 1 || number > 65535 || rest.length > 0)
    throw new ProbeError('bad_settings', `"${text}" is not an address or address#port`)
  return { address, port: number }
}

export function familyOf(address: string): Family {
  return isIPv4(address) ? 4 : 6
}

const neverDialled = new Set<AddressClass>([
  'loopback',
  'unspecified',
  'link_local',
  'multicast',
  'v4_mapped',
])

/**
 * false for IPv6 addresses that mean this very host, this very link, many hosts or IPv4: reaching one would prove
 * nothing about the name that has it. Everything else is for the dial function to allow.
 */
export function mayDial(address: string): boolean {
  return isIPv4(address) || !neverDialled.has(classifyAddress(address))
}

/** `10.0.0.1:53`, `[2001:db8::1]:53`. */
export function endpointText({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
