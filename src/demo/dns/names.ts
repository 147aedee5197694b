import type { Answer } from 'dns-packet'
import { mailPublishes6 } from '../world/mail.ts'
import { octetsOf } from '../world/octets.ts'
import { portalRecords } from '../world/portal.ts'
import { publishes6 } from '../world/site-state.ts'
import { type DemoNameServer, type DemoZone, oldGlue, reverseZone } from '../world/zones.ts'
import type { Moment, World } from '../world.ts'

/** A part of a zone that is handed to servers of its own: what the parent's servers say of it. */
export type Delegation = { zone: DemoZone; ns: Answer[]; glue: Answer[] }

/** A zone at a moment. `nodes` holds the records of each name, in lower case and without the ending dot. */
export type ZoneData = DemoZone & {
  serial: number
  nodes: Map<string, Answer[]>
  delegations: Map<string, Delegation>
}

/** Every zone of the demo by its name. */
export type Names = Map<string, ZoneData>

export const ttl = 60
const firstSerial = 2_021_060_100

/** Everything in the DNS of the demo at a moment. A zone's serial grows whenever one of its AAAA comes. */
export function namesAt(world: World, moment: Moment): Names {
  const zones: Names = new Map(
    world.zones.map((zone) => [zone.name, { ...zone, serial: 0, nodes: new Map(), delegations: new Map() }]),
  )
  const put = (record: Answer) => {
    const nodes = zoneOf(zones, record.name).nodes
    const node = nodes.get(record.name) ?? []
    if (!node.some((other) => JSON.stringify(other) === JSON.stringify(record)))
      nodes.set(record.name, [...node, record])
  }
  putZones(world, moment, put)
  putSites(world, moment, put)
  putMail(world, moment, put)
  for (const record of portalRecords(moment, ttl)) put(record)
  for (const zone of zones.values()) {
    const above = parentOf(zones, zone.name)
    if (above) above.delegations.set(zone.name, delegationOf(zone, moment))
    const aaaa = [...zone.nodes.values()].flat().filter(({ type }) => type === 'AAAA')
    zone.serial = firstSerial + aaaa.length
  }
  return zones
}

type Put = (record: Answer) => void

function putZones(world: World, moment: Moment, put: Put) {
  for (const { name, servers } of world.zones) {
    for (const server of servers) {
      put({ type: 'NS', name, ttl, data: server.name })
      for (const record of addressesOf(server, moment)) put(record)
      if (moment.done >= server.from) putPointer(server.address6, server.name, put)
    }
  }
}

function putSites(world: World, moment: Moment, put: Put) {
  for (const site of world.sites) {
    const name = site.alias ?? site.host
    if (site.alias !== null) put({ type: 'CNAME', name: site.host, ttl, data: site.alias })
    const aaaa = publishes6(site, moment) ? site.addresses6 : []
    const names = site.host === 'www.haiduong.test' ? [name, 'haiduong.test'] : [name]
    for (const each of names) {
      put({ type: 'A', name: each, ttl, data: site.address4 })
      for (const data of aaaa) put({ type: 'AAAA', name: each, ttl, data })
    }
    if (site.critical) for (const address of aaaa) putPointer(address, name, put)
  }
}

function putMail(world: World, moment: Moment, put: Put) {
  for (const mail of world.mail) {
    put({ type: 'MX', name: mail.domain, ttl, data: { preference: 10, exchange: mail.host } })
    put({ type: 'TXT', name: mail.domain, ttl, data: [mail.spf] })
    put({ type: 'A', name: mail.host, ttl, data: mail.address4 })
    if (!mailPublishes6(mail, moment)) continue
    put({ type: 'AAAA', name: mail.host, ttl, data: mail.address6 })
    if (mail.hasPointer) putPointer(mail.address6, mail.host, put)
  }
}

/** The name of an address, where the address lies in the province's reverse zone. */
function putPointer(address: string, data: string, put: Put) {
  const nibbles = octetsOf(address).flatMap((octet) => [octet >> 4, octet & 15])
  const name = `${nibbles
    .reverse()
    .map((nibble) => nibble.toString(16))
    .join('.')}.ip6.arpa`
  if (isUnder(name, reverseZone)) put({ type: 'PTR', name, ttl, data })
}

function delegationOf(zone: DemoZone, moment: Moment): Delegation {
  const glue6 = (server: DemoNameServer): DemoNameServer =>
    zone.glue6 === 'old' ? { ...server, address6: oldGlue(server) } : server
  const glue = zone.servers
    .filter((server) => isUnder(server.name, 'test'))
    .flatMap((server) => addressesOf(glue6(server), moment))
    .filter(({ type }) => type === 'A' || zone.glue6 !== 'missing')
  return {
    zone,
    ns: zone.servers.map(({ name: data }) => ({ type: 'NS', name: zone.name, ttl, data })),
    glue,
  }
}

function addressesOf({ name, address4, address6, from }: DemoNameServer, { done }: Moment): Answer[] {
  return [
    { type: 'A', name, ttl, data: address4 },
    ...(done >= from ? [{ type: 'AAAA', name, ttl, data: address6 } as const] : []),
  ]
}

/** The zone that a name lies in: the deepest one. */
export function zoneOf(zones: Names, name: string): ZoneData {
  const found = zonesOnTheWay(zones, name).at(-1)
  if (!found) throw new Error('the demo has a root zone')
  return found
}

/** The zone that delegates this one; undefined for the root. */
export function parentOf(zones: Names, name: string): ZoneData | undefined {
  return zonesOnTheWay(zones, name)
    .filter((zone) => zone.name !== name)
    .at(-1)
}

/** From the root down to the zone of a name. */
export function zonesOnTheWay(zones: Names, name: string): ZoneData[] {
  const labels = name === '.' ? [] : name.split('.')
  const ends = ['.', ...labels.map((_, at) => labels.slice(labels.length - 1 - at).join('.'))]
  return ends.flatMap((end) => zones.get(end) ?? [])
}

/** Whether a name is the zone's own or below it. */
export function isUnder(name: string, zone: string): boolean {
  return zone === '.' || name === zone || name.endsWith(`.${zone}`)
}
