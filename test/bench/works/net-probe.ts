import { lookUpHost } from '../../../probes/lib/dns-host.ts'
import { createResolver } from '../../../probes/lib/dns-resolver.ts'
import { familyOf } from '../../../probes/lib/endpoint.ts'
import { fetchPage } from '../../../probes/lib/http-follow.ts'
import { userAgentOf } from '../../../probes/lib/http-user-agent.ts'
import { type Look, runLook } from '../../../probes/lib/look.ts'
import { connectWithTries } from '../../../probes/lib/tcp-connect.ts'
import type { Endpoint } from '../../../probes/probe.ts'
import { reachPing } from '../../../probes/reach-ping.ts'
import { inFlight } from '../processes.ts'
import { withContext } from './context.ts'

const budgetMs = 30_000
const tries = { timeoutMs: 4000, tries: 3 }

/** What the probes do of each kind, evidence included: A and AAAA of a name, a connection, a page. */
const looks = {
  async dns(look: Look, { names = 1 }: Settings, number: number) {
    const { aaaa } = await lookUpHost(createResolver(look), `u${number % names}.bench.test`)
    return aaaa.addresses.length > 0
  },
  async tcp(look: Look, { to }: Settings) {
    const outcome = await connectWithTries(to, tries, look)
    if (!('socket' in outcome)) return false
    outcome.socket.destroy()
    return true
  },
  http: (look: Look, { to }: Settings) => page(look, to, 'http'),
  https: (look: Look, { to }: Settings) => page(look, to, 'https'),
}

async function page(look: Look, to: Endpoint, scheme: 'http' | 'https') {
  const connected = await connectWithTries(to, tries, look)
  if (!('socket' in connected)) return false
  const url = new URL(`${scheme}://www.bench.test:${to.port}/`)
  const lookUp = () => Promise.reject(new Error('no redirect leads here'))
  const first = { url, connected, address: to.address, family: familyOf(to.address), lookUp }
  const { status, page } = await fetchPage({ ...first, userAgent: userAgentOf(1, undefined) }, look)
  return status === 200 && page !== null
}

type Settings = {
  kind: keyof typeof looks
  to: Endpoint
  ca?: string
  names?: number
  atOnce?: number
  evidence?: boolean
}

/** `evidence`: its lines are written too, as when it is stored. */
export async function netProbe(settings: Settings) {
  const { kind, to, ca, atOnce = 50, evidence = true } = settings
  const more = { resolvers: [`${to.address}#${to.port}`], trustedCa: ca }
  return async (units: number) => {
    let good = 0
    await inFlight(units, atOnce, async (number) => {
      const see = (look: Look) => looks[kind](look, settings, number)
      const looked = await withContext(
        to,
        budgetMs,
        (context) => runLook(context, async (look) => ({ facts: await see(look) })),
        more,
      )
      if (evidence) JSON.stringify(looked.evidence)
      if (looked.facts) good++
    })
    return { good: good / units }
  }
}

/** Pings targets of loopback, one look each, all at once as a round of the schedule does. */
export async function pingProbe({ packets }: { packets: number }) {
  const before = await pingOne('127.0.0.1', 1) // tests the programs, which is not to be measured
  if (!before) throw new Error('nothing here may send ICMP')
  return async (units: number) => {
    let good = 0
    await inFlight(units, units, async (number) => {
      if (await pingOne(`127.1.${Math.floor(number / 250)}.${(number % 250) + 1}`, packets)) good++
    })
    return { good: good / units }
  }
}

async function pingOne(address: string, packets: number): Promise<boolean> {
  const settings = reachPing.settings.parse({ address, address6: null, packets })
  const { facts, evidence } = await withContext(
    { address, port: 7 },
    reachPing.budgetMs,
    (context) => reachPing.run(settings, context),
    { dial: (asked, port) => ({ address: asked, port }) },
  )
  JSON.stringify(evidence)
  return facts.ipv4?.answered === true
}
