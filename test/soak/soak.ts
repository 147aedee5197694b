import { getEventListeners } from 'node:events'
import { type ProbeName, probes } from '../../probes/index.ts'
import { type Probe, type ProbeContext, ProbeError, type SnmpCredential } from '../../probes/probe.ts'
import { chanceOf } from '../fuzz/chance.ts'
import { type Held, held, leftOver, mostKept, usedBytes } from '../helpers/resources.ts'
import { type DeadTargets, deaths, startDeadTargets } from './dead.ts'

const zone = 'haiduong.test'
const roots = ['10.0.0.1', '2001:db8::1']
const device = { address: '10.0.0.1' }
const wholeDevice = { ...device, interfaces: ['wan'] }

/** What each probe is asked; SNMP probes get a credential besides. A new probe does not compile without its line. */
const asked: Record<ProbeName, Record<string, unknown>> = {
  'prober-self-test': { anchors: ['10.0.0.1#443', '2001:db8::1#443'] },
  'snmp-system': device,
  'snmp-reach': { ...device, address6: '2001:db8::1' },
  'snmp-counters': device,
  'snmp-interfaces': device,
  'snmp-line': { ...device, interface: 'wan' },
  'snmp-pe': { ...device, interface: 'ce1', neighbour: '10.0.0.2', neighbour6: '2001:db8::2' },
  'snmp-addresses': wholeDevice,
  'snmp-inventory': device,
  'snmp-routes': device,
  'snmp-neighbours': wholeDevice,
  'snmp-traffic': wholeDevice,
  'snmp-ra': wholeDevice,
  'snmp-bgp': device,
  'snmp-lldp': device,
  'snmp-around': { ...device, hosts: ['wan'], within: ['2001:db8::/32'] },
  'snmp-wifi': device,
  'dns-address': { host: `www.${zone}` },
  'dns-nameservers': { zone },
  'web-dual-stack': { host: `www.${zone}` },
  'dns-zone': { zone, hosts: [`www.${zone}`], roots },
  'dns-ipv6-only': { zone, hosts: [`www.${zone}`], roots },
  'dns-reverse': { prefix: '2001:db8::/48', addresses: ['2001:db8::80'] },
  'mail-inbound': { domain: zone },
  'mail-outbound': { domain: zone, senders: ['2001:db8::25'] },
  'web-dependencies': { host: `www.${zone}` },
  'reach-ping': { address: '127.0.0.1', address6: '::1', packets: 20, tcpPort: 7 },
  'ipv4-sweep': { range: '10.0.0.0/29', tcpPort: 22 },
  'reach-anchors': { anchors: ['2001:db8::1#443', '2001:db8::2#443'] },
  'reach-ports': { host: `www.${zone}`, ports: [80, 443] },
  'dns-recursive': { resolver: '2001:db8::35' },
  'web-portal': { url: `http://www.${zone}/` },
}

const credentials: Record<string, SnmpCredential> = {
  v1: { version: '1', community: 'public' },
  v2c: { version: '2c', community: 'public' },
  v3: {
    ...{ version: '3', user: 'reader', level: 'authPriv' },
    ...{
      authProtocol: 'sha256',
      authKey: 'auth-key-of-test',
      privProtocol: 'aes',
      privKey: 'priv-key-of-test',
    },
  } as SnmpCredential,
}

export type SoakOutcome = {
  looks: number
  /** Looks that ended in facts, and in each ProbeError. */
  facts: number
  errors: Record<string, number>
  /** Looks that their signal stopped while they were under way. */
  aborted: number
  longestMs: number
  faults: string[]
  before: Held
  /** What is held at the end that was not before. */
  leftOver: string[]
  /** Kept of the last three quarters of the looks after garbage collection, in bytes; null without --expose-gc. */
  keptBytes: number | null
}

/**
 * Looks that often, with every probe in turn, at targets that are dead in every way; the resolver answers or is dead as
 * well. Half of the looks are stopped by their signal at some moment.
 */
export async function soak(amount: { looks: number; seed: number; slots?: number }): Promise<SoakOutcome> {
  const { looks, seed, slots = 64 } = amount
  const before = held()
  const outcome: SoakOutcome = {
    ...{ looks, facts: 0, errors: {}, aborted: 0, longestMs: 0, faults: [] },
    ...{ before, leftOver: [], keptBytes: null },
  }
  const uncaught = (error: unknown) => {
    outcome.faults.push(`uncaught: ${error instanceof Error ? error.stack : error}`)
  }
  process.on('uncaughtException', uncaught)
  const dead = await startDeadTargets()
  let kept: number | null = null
  try {
    let next = 0
    for (const until of [Math.floor(looks / 4), looks]) {
      const work = async () => {
        while (next < until) await lookOnce(next++, seed, dead, outcome)
      }
      await Promise.all(Array.from({ length: slots }, work))
      const now = await usedBytes()
      if (now !== null && kept !== null) outcome.keptBytes = now - kept
      kept = now
    }
  } finally {
    await dead.stop()
    process.off('uncaughtException', uncaught)
  }
  outcome.leftOver = await leftOver(before)
  return outcome
}

/** What is wrong with the outcome, in words. */
export function judge({ faults, leftOver: left, keptBytes }: SoakOutcome): string[] {
  return [
    ...faults,
    ...(left.length > 0 ? [`left over: ${left.join(', ')}`] : []),
    ...((keptBytes ?? 0) > mostKept ? [`${keptBytes} bytes were kept`] : []),
  ]
}

async function lookOnce(
  number: number,
  seed: number,
  dead: DeadTargets,
  outcome: SoakOutcome,
): Promise<void> {
  const chance = chanceOf(seed, number)
  const names = Object.keys(asked) as ProbeName[]
  const name = names[number % names.length] as ProbeName
  const probe = probes[name] as Probe
  const death = chance.pick(deaths)
  const stop = new AbortController()
  const context: ProbeContext = {
    signal: stop.signal,
    now: () => '2022-06-30T12:00:00.000Z',
    secret: (credential) => credentials[credential],
    dial: (address, port) =>
      `${address}#${port}` === dead.resolver || address === '127.0.0.1'
        ? { address, port }
        : dead.at[chance.is(0.8) ? death : chance.pick(deaths)],
    vantage: 'inside',
    patience: 0.01,
    resolvers: [chance.is(0.8) ? dead.resolver : `10.0.0.53#53`],
    trustedCa: undefined,
  }
  const credential = name.startsWith('snmp-') ? { credential: chance.pick(Object.keys(credentials)) } : {}
  const timer = chance.is(0.5) ? setTimeout(() => stop.abort(), chance.upTo(120)) : undefined
  const started = performance.now()
  const [ended] = await Promise.allSettled([
    probe.run(probe.settings.parse({ ...asked[name], ...credential }), context),
  ])
  clearTimeout(timer)
  const tookMs = Math.round(performance.now() - started)
  outcome.longestMs = Math.max(outcome.longestMs, tookMs)
  if (tookMs > probe.budgetMs) outcome.faults.push(`look ${number} (${name}): took ${tookMs} ms`)
  const listeners = getEventListeners(stop.signal, 'abort').length
  if (listeners > 0) outcome.faults.push(`look ${number} (${name}): ${listeners} listeners on the signal`)
  if (ended.status === 'fulfilled') outcome.facts += 1
  else if (ended.reason instanceof ProbeError && ended.reason.code !== 'internal') {
    const { code } = ended.reason
    outcome.errors[code] = (outcome.errors[code] ?? 0) + 1
    if (code === 'out_of_time' && stop.signal.aborted) outcome.aborted += 1
  } else outcome.faults.push(`look ${number} (${name}, ${death}): ${ended.reason?.stack ?? ended.reason}`)
}
