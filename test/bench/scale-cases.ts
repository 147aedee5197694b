import { connect } from 'node:net'
import type { Endpoint } from '../../probes/probe.ts'
import { startKnot } from '../helpers/dns-daemons.ts'
import { createAuthority } from '../helpers/web-certificates.ts'
import { benchZone, startWebServer } from './net-cases.ts'
import { startHelper, startWorker } from './processes.ts'
import { countGoal, ratioGoal, type Suite } from './suite.ts'

/** The product's own pipeline, store included: a sweep with dead targets, and few devices against many. */
export async function* scaleCases(factor: number): AsyncGenerator<Suite> {
  const agent = await startHelper<Endpoint>('agent-process')
  const silent = await startSilent()
  const authority = createAuthority()
  const site = await startWebServer(authority.issue('www.bench.test'))
  const many = Math.max(20, Math.round(5_000 * factor))
  const knot = await startKnot({ 'bench.test': benchZone(many) }, { address: '127.0.0.1' })
  const { address, port } = knot.endpoint
  const living = { agent: agent.said, web: site.http, resolver: { address, port } }
  const common = { living, silent: silent.said }
  const only = ['snmp-counters']
  const stops: (() => Promise<void>)[] = []
  const sweeping = async (name: string, settings: Record<string, unknown>, rounds: number, one = false) => {
    const worker = await startWorker('sweep', { ...common, ...settings }, { pinned: one })
    stops.push(worker.stop)
    return {
      name,
      async run() {
        const { cpuMs, more } = await worker.run(rounds)
        return { cpuMs, more, units: Number(more.looks) }
      },
    }
  }
  try {
    const few = 10
    yield {
      title: `Routine looks through the whole pipeline, ${few} and ${many} devices`,
      unit: 'look',
      cases: [
        await sweeping('many devices', { units: many, dead: 0, only }, 1),
        await sweeping('few devices', { units: few, dead: 0, only }, Math.max(1, Math.round(many / few / 5))),
      ],
      goals: [
        ratioGoal('many devices', 'few devices', 1.3),
        countGoal('event-loop delay p99 at full rate, ms', 'many devices', 'delayP99Ms', 50),
      ],
    }
    const units = Math.max(5, Math.round(300 * factor))
    yield {
      title: `A sweep of ${units} units, 14 checks each, a fifth of the units dead, on one core`,
      unit: 'look',
      cases: [await sweeping('sweep', { units, dead: 0.2 }, 1, true)],
      goals: [
        countGoal('wall time, ms', 'sweep', 'lastMs', 60_000),
        countGoal('resident memory at its peak, MB', 'sweep', 'peakRssMb', 256),
        countGoal('event-loop delay p99, ms', 'sweep', 'delayP99Ms', 50),
      ],
    }
  } finally {
    for (const stop of stops) await stop()
    await knot.stop()
    site.stop()
    silent.stop()
    agent.stop()
    authority.remove()
  }
}

/** The silent ports, once the TCP one has its queue full. */
async function startSilent() {
  const helper = await startHelper<{ udp: number; tcp: number }>('silent-process')
  helper.child.send({})
  await new Promise((resolve) => setTimeout(resolve, 300))
  for (let number = 0; number < 8; number++)
    connect(helper.said.tcp, '127.0.0.1')
      .on('error', () => {})
      .unref()
  await new Promise((resolve) => setTimeout(resolve, 300))
  return helper
}
