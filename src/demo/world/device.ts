import type { SnmpCredential } from '../../../probes/probe.ts'
import type { Device } from '../../model/inventory.ts'
import type { Place, RouterOddity } from './places.ts'
import type { Spells } from './spells.ts'
import type { Flow } from './traffic.ts'

/** An IPv6 address of an interface, there from this progress of the plan on. */
export type Address6 = { address: string; prefixLength: number; from: number; status: number }

export type DemoInterface = {
  index: number
  name: string
  descr: string
  alias: string
  role: 'internet' | 'tslcd' | 'user' | 'wifi' | 'management' | 'tunnel' | 'port'
  /** IANAifType: ethernetCsmacd(6), softwareLoopback(24), tunnel(131), l3ipvlan(136). */
  type: number
  speedMbps: number
  mtu: number
  address4: { address: string; prefixLength: number } | null
  addresses6: Address6[]
  /** tunnelIfEncapsMethod (RFC 4087): sixToFour(11), isatap(13). */
  tunnel: number | null
  incoming: Flow
  outgoing: Flow
}

export type DemoDevice = {
  code: string
  place: Place
  /** 1 to 99: what its addresses are made of. */
  number: number
  name: string
  role: Device['role']
  vendor: Vendor
  address: string
  address6: string
  /** From this progress of the plan on the management answers over IPv6. */
  managed6From: number
  forwards6From: number
  /** Name of the credential in the inventory. */
  credential: string
  /** What the agent accepts. */
  accepts: SnmpCredential
  /** How the agent shows IPv6 and itself. */
  oddity: RouterOddity
  sysName: string
  interfaces: DemoInterface[]
  /** Cuts of the line by which it is reached; null: reached in another way too. */
  reachedBy: Spells | null
}

export type Vendor = { name: string; objectId: string; ports: [line: string, lan: string, internet: string] }
