/** MAC addresses of a virtual router shared by several (VRRP: RFC 9568 section 7.3; HSRP and GLBP of Cisco). */
const virtualRouters = [
  '00:00:5e:00:01:',
  '00:00:5e:00:02:',
  '00:00:0c:07:ac:',
  '00:00:0c:9f:f',
  '00:05:73:a0:0',
  '00:07:b4:00:',
]

/**
 * The MAC address in 6 octets, or in the text that some agents write instead, as "00:53:00:12:34:56". Null for
 * anything else, for zeros and for group addresses: none of them is a host.
 */
export function macOf(octets: Buffer): string | null {
  const hex = octets.length === 6 ? octets.toString('hex') : hexOf(octets.toString('latin1'))
  if (hex === null || /^0+$/.test(hex) || Number.parseInt(hex.slice(0, 2), 16) % 2 === 1) return null
  return spell(hex)
}

/** A MAC address in any usual notation in the one of `macOf`; null when the text is none. */
export function parseMac(text: string): string | null {
  const hex = hexOf(text)
  return hex === null ? null : spell(hex)
}

/** Whether a MAC address belongs to no single machine but to a group of routers. */
export function isVirtualRouter(mac: string): boolean {
  return virtualRouters.some((prefix) => mac.startsWith(prefix))
}

/** "0:1b:21:3:4:5", "00-1b-21-03-04-05", "001b.2103.0405" */
function hexOf(text: string): string | null {
  const parts = text
    .trim()
    .toLowerCase()
    .split(/[:\-. ]/)
  const width = parts.length === 6 ? 2 : parts.length === 3 ? 4 : parts.length === 1 ? 12 : 0
  if (width === 0 || (width === 12 && parts[0]?.length !== 12)) return null
  const hex = parts.map((part) => part.padStart(width, '0')).join('')
  return /^[0-9a-f]{12}$/.test(hex) ? hex : null
}

function spell(hex: string): string {
  return (hex.match(/../g) ?? []).join(':')
}
