import { type Endpoint, ProbeError } from '../probe.ts'
import { lookAtSoa, type SoaAnswer } from './dns-nameserver.ts'
import type { Cut } from './dns-walk.ts'
import type { FailureClass } from './failure-class.ts'
import type { Look } from './look.ts'

/** How many of a zone's name servers can be had over the walk's families; each is counted once. */
export type CutFacts = {
  zone: string
  /** Names in the delegation; for the root, the addresses that we were told. */
  servers: number
  withAddress: number
  /** Authoritative for the zone over UDP and TCP at one address at least. */
  working: number
  overUdp: number
  /** Why none works; null when one does. */
  failure: FailureClass | null
}

type Checked = { endpoint: Endpoint; udp: SoaAnswer; tcp: SoaAnswer }

/** Asks every server of a zone for its SOA, all at once, and goes on as soon as the first has answered well. */
export function createCutCheck(look: Look) {
  const checks = new Map<Cut, Promise<Checked[][]>>()

  /** Gives the servers' addresses, one that answers well first; none when none does. */
  async function visit(cut: Cut): Promise<Endpoint[]> {
    const endpoints = cut.servers.flatMap((server) => server.endpoints)
    const first: Promise<Endpoint>[] = []
    const all = Promise.all(
      cut.servers.map((server) =>
        Promise.all(
          server.endpoints.map(async (endpoint) => {
            const asked = lookAtSoa(endpoint, cut.zone, 'udp', look)
            first.push(
              asked.then(({ good }) => (good ? endpoint : Promise.reject(new Error('not a good answer')))),
            )
            const [udp, tcp] = await Promise.all([asked, lookAtSoa(endpoint, cut.zone, 'tcp', look)])
            return { endpoint, udp, tcp }
          }),
        ),
      ),
    )
    all.catch(() => {}) // who waits for it hears of it
    checks.set(cut, all)
    try {
      const good = await Promise.any(first)
      return [good, ...endpoints.filter((endpoint) => endpoint !== good)]
    } catch {
      await all // throws what kept us from looking
      return []
    }
  }

  async function factsOf(cut: Cut): Promise<CutFacts> {
    const seen = (await checks.get(cut)) ?? []
    const count = (test: (one: Checked) => boolean) => seen.filter((server) => server.some(test)).length
    const [working, overUdp] = [count(({ udp, tcp }) => udp.good && tcp.good), count(({ udp }) => udp.good)]
    const withAddress = seen.filter((server) => server.length > 0).length
    return {
      zone: cut.zone,
      servers: cut.servers.length,
      withAddress,
      working,
      overUdp,
      failure: working > 0 ? null : overUdp > 0 ? 'DNS_TCP_ONLY_FAIL' : whyNone(cut, seen),
    }
  }

  return { visit, factsOf }
}

/** Throws ProbeError when it is our doing: the safety check forbids them all, or our network lets no DNS out. */
function whyNone({ zone }: Cut, seen: Checked[][]): FailureClass {
  const udp = seen.flat().map((one) => one.udp)
  if (udp.length === 0) return 'NODATA'
  const failure = udp.find((answer) => answer.failure !== null)?.failure
  if (!failure) throw new ProbeError('target_refused', `the servers of "${zone}" must not be asked`)
  if (zone === '.') throw new ProbeError('port_blocked', `no root server answers (${failure})`)
  return failure
}
