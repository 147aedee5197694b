import type { Moment } from '../world.ts'
import { milestone } from './milestones.ts'
import type { Place } from './places.ts'

/** A domain that takes mail on one server, and what it says of the mail it sends. */
export type DemoMail = {
  domain: string
  unit: string
  /** Name of the server in MX. */
  host: string
  address4: string
  address6: string
  /** Progress of the plan at which its AAAA comes. */
  from: number
  /** Over IPv6 it takes the connection and never greets. */
  mute6: boolean
  spf: string
  /** Whether the address has a name that leads back. */
  hasPointer: boolean
}

/** The province's mail, and that of the one district that keeps its own. */
export function mailOf(seed: number, place: Place): DemoMail[] {
  if (place.kind === 'platform') {
    const server = { host: 'mail.haiduong.test', address4: '10.80.0.67', address6: '2001:db8:30:80::67' }
    return [
      {
        ...server,
        domain: 'haiduong.test',
        unit: place.code,
        from: milestone(seed, 'platform', 'site', 'mail'),
        mute6: false,
        spf: 'v=spf1 mx -all',
        hasPointer: true,
      },
    ]
  }
  if (!place.mail) return []
  const domain = `${place.label}.haiduong.test`
  return [
    {
      domain,
      unit: place.code,
      host: `mail.${domain}`,
      address4: '10.80.0.68',
      address6: '2001:db8:30:80::68',
      from: 0.3,
      mute6: true,
      spf: 'v=spf1 ip4:10.80.0.68 -all',
      hasPointer: false,
    },
  ]
}

/** Whether the server's AAAA is published yet. */
export function mailPublishes6({ from }: DemoMail, { done }: Moment): boolean {
  return done >= from
}
