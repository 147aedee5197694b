/** InetAddressType of an address in octets (RFC 4001): ipv4(1) or ipv6(2). */
function inetType(octets: number[]): 1 | 2 {
  return octets.length === 4 ? 1 : 2
}

/** InetAddressType and InetAddress in an index; `bare` leaves out the length, as some makes do. */
export function inetIndex(octets: number[], bare = false): number[] {
  return bare ? [inetType(octets), ...octets] : [inetType(octets), octets.length, ...octets]
}
