import { known } from '../world/known.ts'
import { publishes6 } from '../world/site-state.ts'
import type { DemoZone } from '../world/zones.ts'
import type { Moment, World } from '../world.ts'

/** What is in the DNS about one name. */
type NameRecords = {
  A: string[]
  AAAA: string[]
  CNAME: string[]
  MX: string[]
  NS: string[]
  /** The server's fault when it is asked for anything but A. */
  fault: 'NXDOMAIN' | 'SERVFAIL' | null
}
export type Names = { names: Map<string, NameRecords>; zones: (DemoZone & { serial: number })[] }

/** Everything in the DNS of the demo at a moment. A zone's serial grows whenever one of its AAAA comes. */
export function namesAt(world: World, moment: Moment): Names {
  const names = new Map<string, NameRecords>()
  const put = (name: string, records: Partial<NameRecords>) => {
    const empty = { A: [], AAAA: [], CNAME: [], MX: [], NS: [], fault: null }
    names.set(name, { ...(names.get(name) ?? empty), ...records })
  }
  for (const { name, servers } of world.zones) {
    put(name, { NS: servers.map((server) => server.name) })
    for (const server of servers) {
      put(server.name, {
        A: [server.address4],
        AAAA: moment.done >= server.from ? [server.address6] : [],
      })
    }
  }
  for (const site of world.sites) {
    const records = { A: [site.address4], AAAA: publishes6(site, moment) ? site.addresses6 : [] }
    if (site.alias === null) put(site.host, { ...records, fault: faultOf(site.oddity) })
    else {
      put(site.host, { CNAME: [site.alias] })
      put(site.alias, records)
    }
  }
  const portal = known(names.get('www.haiduong.test'))
  put('haiduong.test', { A: portal.A, AAAA: portal.AAAA, MX: ['mail.haiduong.test'] })
  const zones = world.zones.map((zone) => ({ ...zone, serial: 2021060100 + countAaaa(names, zone.name) }))
  return { names, zones }
}

function faultOf(oddity: string): NameRecords['fault'] {
  return oddity === 'nxdomain6' ? 'NXDOMAIN' : oddity === 'servfail6' ? 'SERVFAIL' : null
}

function countAaaa(names: Names['names'], zone: string): number {
  let count = 0
  for (const [name, { AAAA }] of names) if (isUnder(name, zone)) count += AAAA.length
  return count
}

/** Whether a name is the zone's own or below it. */
export function isUnder(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`)
}
