import type { Endpoint } from '../../probes/probe.ts'
import { startKnot } from '../helpers/dns-daemons.ts'
import { createAuthority } from '../helpers/web-certificates.ts'
import { has, startBlackbox } from './peers.ts'
import { startHelper, startWorker, type Worker } from './processes.ts'
import type { Case } from './rounds.ts'
import { ratioGoal, type Suite } from './suite.ts'

const names = 1_000
const judging = 'https_judging_the_certificate'

/** A zone of names that have an A and an AAAA. */
export function benchZone(count: number): string {
  return [
    '@ 3600 SOA ns1 admin 1 3600 600 86400 300',
    '@ 3600 NS ns1',
    'ns1 3600 A 127.0.0.1',
    ...Array.from({ length: count }, (_, number) => {
      const octets = `${number >> 16}.${(number >> 8) & 255}.${number & 255}`
      return `u${number} 300 A 10.${octets}\nu${number} 300 AAAA 2001:db8:${number.toString(16)}::1`
    }),
    '',
  ].join('\n')
}

export async function* netCases(factor: number): AsyncGenerator<Suite> {
  const authority = createAuthority()
  const site = await startWebServer(authority.issue('www.bench.test'))
  const blackbox = has('prometheus-blackbox-exporter') ? await startBlackbox(authority.caFile) : undefined
  const knot = has('knotd')
    ? await startKnot({ 'bench.test': benchZone(names) }, { address: '127.0.0.1' })
    : undefined
  const workers: Worker[] = []
  const worked = async (
    name: string,
    units: number,
    work: Parameters<typeof startWorker>[0],
    settings: Record<string, unknown>,
    perUnit = 1,
  ): Promise<Case> => {
    const worker = await startWorker(work, settings)
    workers.push(worker)
    return {
      name,
      async run() {
        const { cpuMs, more } = await worker.run(units)
        return { cpuMs, more, units: units * perUnit }
      },
    }
  }
  const many = (count: number) => Math.max(20, Math.round(count * factor))
  const versus = async (
    kind: string,
    to: Endpoint,
    units: number,
    target: string,
    atMost: number,
    perUnit = 1,
    looked = { kind, to, ca: authority.ca, names },
  ) => ({
    cases: [
      await worked(kind, units, 'net-probe', { ...looked, evidence: false }, perUnit),
      await worked(`${kind}, evidence written`, units, 'net-probe', looked, perUnit),
      await worked(
        'floor: bare sockets of Node',
        units,
        'net-floor',
        { kind, to, ca: authority.ca },
        perUnit,
      ),
      ...(blackbox ? [blackbox.probe('blackbox_exporter', many(500), () => ({ module: kind, target }))] : []),
      ...(blackbox && kind === 'https'
        ? [blackbox.probe(judging, many(500), () => ({ module: judging, target }))]
        : []),
    ],
    goals: [ratioGoal(kind, 'blackbox_exporter', atMost)],
  })
  try {
    if (knot) {
      const { address, port } = knot.endpoint
      const suite = await versus('dns', { address, port }, many(3000), `${address}:${port}`, 1 / 15, 2)
      yield { title: 'DNS: A and AAAA of a name', unit: 'query', ...suite }
    }
    const tcp = { address: '::1', port: site.http }
    yield {
      title: 'TCP connection over IPv6',
      unit: 'connection',
      ...(await versus('tcp', tcp, many(3000), `[::1]:${site.http}`, 1 / 3)),
    }
    yield {
      title: 'HTTP GET over IPv6, a connection each, 2 kB',
      unit: 'GET',
      ...(await versus('http', tcp, many(2000), `http://[::1]:${site.http}/`, 1 / 2)),
    }
    yield {
      title: 'HTTPS GET over IPv6, a handshake each (P-256)',
      unit: 'GET',
      ...(await versus(
        'https',
        { address: '::1', port: site.https },
        many(800),
        `https://[::1]:${site.https}/`,
        1.1,
      )),
    }
    if (has('fping')) {
      const targets = many(1000)
      yield {
        title: 'ICMP echo, one to each target, all targets at once',
        unit: 'target',
        cases: [
          await worked('ping', targets, 'ping-probe', { packets: 1 }),
          await worked('one fping', targets, 'fping-floor', { packets: 1 }),
          ...(blackbox
            ? [
                blackbox.probe('blackbox_exporter', many(500), (number) => ({
                  module: 'icmp',
                  target: `127.1.${Math.floor(number / 250)}.${(number % 250) + 1}`,
                })),
              ]
            : []),
        ],
        goals: [ratioGoal('ping', 'blackbox_exporter', 1 / 4), ratioGoal('ping', 'one fping', 1.5)],
      }
    }
  } finally {
    for (const worker of workers) await worker.stop()
    await blackbox?.stop()
    await knot?.stop()
    site.stop()
    authority.remove()
  }
}

export async function startWebServer({ key, cert }: { key: string; cert: string }) {
  const { child, stop } = await startHelper('web-server-process')
  const ports = new Promise<{ http: number; https: number }>((resolve) =>
    child.once('message', resolve as never),
  )
  child.send({ key, cert })
  return { ...(await ports), stop }
}
