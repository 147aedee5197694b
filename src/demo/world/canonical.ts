import { Address6 } from 'ip-address'

/** An address as RFC 5952 writes it; IPv4 as it is. */
export function canonical(address: string): string {
  return address.includes(':') ? new Address6(address).correctForm() : address
}
