import type { Answer } from 'dns-packet'
import type { Moment } from '../world.ts'

/** The page that guests of public Wi-Fi ask for, and the captive portal that stands before it: two hosts of the province. */
export const portalHosts = {
  known: { name: 'kiemtra-wifi.haiduong.test', address4: '10.80.2.1', address6: '2001:db8:30:82::1' },
  portal: { name: 'dangnhap-wifi.haiduong.test', address4: '10.80.2.2', address6: '2001:db8:30:82::2' },
}

export const knownPage = `http://${portalHosts.known.name}/`
/** What the known page says once a guest is let through, which the demo's prober never is. */
export const knownText = 'Đã kết nối'
export const portalPage = `http://${portalHosts.portal.name}/dang-nhap`

/** Progress of the plan at which somebody thinks of the portal's own AAAA. */
export const portal6From = 0.6

/** The addresses of both. */
export function portalRecords({ done }: Moment, ttl: number): Answer[] {
  return Object.values(portalHosts).flatMap(({ name, address4, address6 }): Answer[] => [
    { type: 'A', name, ttl, data: address4 },
    ...(name === portalHosts.known.name || done >= portal6From
      ? [{ type: 'AAAA' as const, name, ttl, data: address6 }]
      : []),
  ])
}
