import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import type { Endpoint } from '../../probes/probe.ts'
import { type Names, namesAt } from './dns/names.ts'
import { type DnsData, type DnsRole, startDnsServer } from './dns/server.ts'
import { makeSigner } from './dns/signatures.ts'
import { makeAuthority } from './http/certificates.ts'
import { makeWebServers } from './http/server.ts'
import { startMailServer } from './mail/server.ts'
import { canBind, loopback, onFreePort } from './net/listen.ts'
import { openSinks } from './net/sinks.ts'
import { makeAgent, serveAgent } from './snmp/agent.ts'
import { deviceReach, lineEndReach } from './world/device-state.ts'
import { known } from './world/known.ts'
import { mailPublishes6 } from './world/mail.ts'
import { portal6From, portalHosts, portalPage } from './world/portal.ts'
import { type Reach, siteReach } from './world/site-state.ts'
import { addressesAt, unlistedAt } from './world/unlisted.ts'
import { type DemoNameServer, type DemoZone, oldGlue, rootAddresses } from './world/zones.ts'
import {
  anchors,
  type Moment,
  mailControl,
  messageReceiver,
  momentOf,
  resolverAddress,
  type World,
} from './world.ts'

/** Where each `address#port` of the demo really is at a moment. */
export type DialMap = Record<string, Endpoint>

export type RunningNetwork = {
  resolvers: string[]
  anchors: string[]
  /** Where walks through the DNS begin. */
  roots: string[]
  /** A mail server that greets over IPv6 for certain. */
  mailControls: string[]
  /** PEM of the authority that signed the web servers' certificates. */
  ca: string
  /** The map as it is at a time of the clock (milliseconds): what is cut or dead leads to a port that is. */
  dialMap(at: number): DialMap
  /** What is simulated otherwise on this machine than the demo intends. */
  notes: string[]
  close(): void
}

/** One place of the dial map: where it leads when it is open, and how it is met at a moment. */
type Route = { key: string; host: string; port: number; reach(moment: Moment): Reach }

/** Nothing listens there: the port of the discard protocol. */
const closedPort = 9
const smtp = 25
const ssh = 22

/** The network's time: `now` in milliseconds since 1970; slow servers take `waitScale` of their usual time. */
export type NetworkTime = { now(): number; waitScale(): number }

/**
 * Starts the servers of the demo on free ports of 127.0.0.1 and ::1. On a machine without ::1 every IPv6 address leads to a port of it all the same, so that the probes find out themselves.
 */
export async function startNetwork(world: World, { now, waitScale }: NetworkTime): Promise<RunningNetwork> {
  const has6 = await canBind(loopback[6])
  const hosts = has6 ? [loopback[4], loopback[6]] : [loopback[4]]
  const notes = has6 ? [] : ['this machine has no ::1, so the demo has no IPv6 at all']
  const { sinks, swallows, close: closeSinks } = await openSinks(hosts)
  if (!swallows) notes.push('silent hosts refuse connections here, because this system does not drop a SYN')

  const closers: (() => void)[] = [closeSinks]
  const routes: Route[] = []
  /** Opens what is behind an address on its family's loopback, unless the machine lacks that family. */
  const addRoute = async (
    address: string,
    port: number,
    open: (host: string, family: 4 | 6) => Promise<number>,
    reach: Route['reach'] = () => 'open',
  ) => {
    const family = address.includes(':') ? 6 : 4
    const host = loopback[family]
    const local = family === 6 && !has6 ? closedPort : await open(host, family)
    routes.push({ key: `${address}#${port}`, host, port: local, reach })
  }

  const names = cachedNames(world, now)
  await openDns(world, { names, signer: makeSigner(), now }, addRoute, closers)
  await openAgents(world, now, addRoute, closers)
  const authority = await openWeb(world, waitScale, addRoute, closers)
  await openMail(world, addRoute, closers)
  await openPortal(addRoute, closers)
  await openReceiver(addRoute, closers)
  await openAnchors(addRoute, closers)

  return {
    resolvers: [resolverAddress],
    anchors,
    roots: rootAddresses(),
    mailControls: [mailControl],
    ca: authority.ca,
    notes,
    dialMap(at) {
      const moment = momentOf(world, at)
      return Object.fromEntries(
        routes.map(({ key, host, port, reach }) => {
          const met = reach(moment)
          const sink = sinks.get(host)
          return [key, { address: host, port: met === 'open' || !sink ? port : sink[met] }]
        }),
      )
    },
    close: () => closers.forEach((close) => void close()),
  }
}

type AddRoute = (
  address: string,
  port: number,
  open: (host: string, family: 4 | 6) => Promise<number>,
  reach?: Route['reach'],
) => Promise<void>

/** What the DNS holds, worked out anew whenever something has been published. */
function cachedNames(world: World, now: () => number): () => Names {
  const dates = [
    ...world.sites.map(({ from }) => from),
    ...world.mail.map(({ from }) => from),
    ...world.zones.flatMap(({ servers }) => servers.map(({ from }) => from)),
    portal6From,
  ]
  let made: { published: number; names: Names } | undefined
  return () => {
    const moment = momentOf(world, now())
    const published = dates.filter((from) => moment.done >= from).length
    if (made?.published !== published) made = { published, names: namesAt(world, moment) }
    return made.names
  }
}

async function openDns(world: World, data: DnsData, addRoute: AddRoute, closers: (() => void)[]) {
  const open = (role: DnsRole) => async (host: string) => {
    const server = await startDnsServer(host, role, data)
    closers.push(server.close)
    return server.port
  }
  await addRoute(resolverAddress, 53, open({ kind: 'resolver' }))
  for (const { server, zones, glue6 } of nameServersOf(world.zones)) {
    const { address4, address6, over6, from } = server
    const role = { kind: 'authoritative', zones, lame: false } as const
    await addRoute(address4, 53, open(role))
    await addRoute(address6, 53, open({ ...role, lame: over6 === 'lame6' }), (moment) =>
      moment.done < from || over6 === 'silent6' ? 'silent' : 'open',
    )
    if (glue6 === 'old')
      await addRoute(
        oldGlue(server),
        53,
        async () => closedPort,
        () => 'silent',
      )
  }
}

/** Every name server once, with the zones that it serves. */
function nameServersOf(zones: DemoZone[]) {
  const found = new Map<string, { server: DemoNameServer; zones: string[]; glue6: DemoZone['glue6'] }>()
  for (const { name, servers, glue6 } of zones) {
    for (const server of servers) {
      const known = found.get(server.name)
      found.set(server.name, { server, zones: [...(known?.zones ?? []), name], glue6 })
    }
  }
  return found.values()
}

async function openAgents(world: World, now: () => number, addRoute: AddRoute, closers: (() => void)[]) {
  const door = managementDoor(closers)
  for (const device of world.devices) {
    const agent = makeAgent(world, device, now)
    for (const address of [device.address, device.address6]) {
      const open = async (host: string) => {
        const server = await serveAgent(agent, host)
        closers.push(server.close)
        return server.port
      }
      const reach = (moment: Moment) => deviceReach(world, device, address.includes(':') ? 6 : 4, moment)
      await addRoute(address, 161, open, reach)
      // An agent that answers nobody is a fault of the agent, not of the device.
      const reachByTcp = (moment: Moment) =>
        deviceReach(world, { ...device, oddity: 'plain' }, address.includes(':') ? 6 : 4, moment)
      await addRoute(address, ssh, door, reachByTcp)
    }
    for (const { host } of unlistedAt(device)) await addRoute(addressesAt(device, host).ipv4, ssh, door)
    for (const each of device.interfaces) {
      if (each.role !== 'tslcd' && each.role !== 'internet') continue
      for (const address of [each.address4?.address, each.addresses6[0]?.address]) {
        if (address === undefined) continue
        const family = address.includes(':') ? 6 : 4
        await addRoute(address, ssh, door, (moment) => lineEndReach(world, device, each, family, moment))
      }
    }
  }
}

/** Where all devices are managed over TCP: one listener for each loopback address, which takes connections and ends them. */
function managementDoor(closers: (() => void)[]): (host: string) => Promise<number> {
  const ports = new Map<string, Promise<number>>()
  return (host) => {
    const port = ports.get(host) ?? openDoor(host, closers)
    ports.set(host, port)
    return port
  }
}

/** A port that takes connections and ends them at once. */
function openDoor(host: string, closers: (() => void)[]): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).end())
  closers.push(() => void server.close())
  return onFreePort(server, host)
}

async function openWeb(world: World, waitScale: () => number, addRoute: AddRoute, closers: (() => void)[]) {
  const authority = makeAuthority()
  const byHost = new Map(world.sites.map((site) => [site.host, site]))
  byHost.set('haiduong.test', known(byHost.get('www.haiduong.test')))
  const servers = makeWebServers(authority, (host) => byHost.get(host.toLowerCase()), waitScale)
  closers.push(servers.close)
  for (const site of world.sites) {
    for (const address of [site.address4, ...site.addresses6]) {
      for (const port of [80, 443] as const) {
        await addRoute(
          address,
          port,
          (_host, family) => servers.open(site, family, port),
          (moment) => siteReach(world, site, address, port, moment),
        )
      }
    }
  }
  return authority
}

async function openMail(world: World, addRoute: AddRoute, closers: (() => void)[]) {
  const open = (host: string, mute: boolean) => async (address: string) => {
    const server = await startMailServer({ host, mute }, address)
    closers.push(server.close)
    return server.port
  }
  for (const mail of world.mail) {
    await addRoute(mail.address4, smtp, open(mail.host, false))
    await addRoute(mail.address6, smtp, open(mail.host, mail.mute6), (moment) =>
      mailPublishes6(mail, moment) ? 'open' : 'refused',
    )
  }
  const [control = '', port = ''] = mailControl.split('#')
  await addRoute(control, Number(port), open('mx.ngoai.test', false))
}

/** A captive portal: whoever asks for the known page is sent to it. */
async function openPortal(addRoute: AddRoute, closers: (() => void)[]) {
  const open = (isKnownPage: boolean) => (host: string) => {
    const server = createHttpServer((_request, response) =>
      isKnownPage ? response.writeHead(302, { Location: portalPage }).end() : response.end('Đăng nhập'),
    )
    closers.push(() => void server.close())
    return onFreePort(server, host)
  }
  for (const { name, address4, address6 } of Object.values(portalHosts))
    for (const address of [address4, address6])
      await addRoute(address, 80, open(name === portalHosts.known.name))
}

async function openReceiver(addRoute: AddRoute, closers: (() => void)[]) {
  await addRoute(messageReceiver, 80, (host) => {
    const server = createHttpServer((request, response) => {
      request.resume().on('end', () => response.writeHead(204).end())
    })
    closers.push(() => void server.close())
    return onFreePort(server, host)
  })
}

async function openAnchors(addRoute: AddRoute, closers: (() => void)[]) {
  for (const anchor of anchors) {
    const [address = '', port = ''] = anchor.split('#')
    await addRoute(address, Number(port), (host) => openDoor(host, closers))
  }
}
