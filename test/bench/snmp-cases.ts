import type { Endpoint } from '../../probes/probe.ts'
import { counterColumns, device48, pollColumns } from './device-48.ts'
import { has, startSnmpExporter } from './peers.ts'
import { pollRequests } from './poll-requests.ts'
import { startHelper, startWorker, type Worker } from './processes.ts'
import type { Case } from './rounds.ts'
import { countGoal, ratioGoal, type Suite } from './suite.ts'

export async function* snmpCases(factor: number): AsyncGenerator<Suite> {
  const helper = await startHelper<Endpoint>('agent-process')
  const agent = helper.said
  const units = Math.max(10, Math.round(1000 * factor))
  const workers: Worker[] = []
  const worked = async (name: string, ...of: Parameters<typeof startWorker>): Promise<Case> => {
    const worker = await startWorker(...of)
    workers.push(worker)
    return { name, run: () => worker.run(units) }
  }
  const requests = await pollRequests(device48(), pollColumns)
  const exporter = has('prometheus-snmp-exporter') ? await startSnmpExporter() : undefined
  try {
    yield {
      title: 'SNMPv2c poll of a device with 48 interfaces, 425 values',
      unit: 'device',
      cases: [
        await worked('poll', 'snmp-poll', { agent, columns: pollColumns, evidence: 'none' }),
        await worked('poll, evidence written', 'snmp-poll', { agent, columns: pollColumns }),
        await worked('poll of counters', 'snmp-poll', { agent, columns: counterColumns, evidence: 'none' }),
        await worked('poll over SNMPv3', 'snmp-poll', {
          agent,
          columns: pollColumns,
          evidence: 'none',
          credential: 'v3',
        }),
        await worked('net-snmp tableColumns', 'snmp-table-columns', { agent }),
        await worked('floor: bare round trips', 'snmp-floor', { agent, requests }),
        ...(exporter
          ? [
              exporter.probe('snmp_exporter', Math.round(units / 2), () => ({
                module: 'v6gov',
                target: `${agent.address}:${agent.port}`,
              })),
            ]
          : []),
      ],
      goals: [
        ratioGoal('poll', 'snmp_exporter', 0.35),
        ratioGoal('poll', 'net-snmp tableColumns', 0.6),
        countGoal('requests of a poll', 'poll', 'requests', 9),
        ratioGoal('poll of counters', 'poll', 0.5),
        ratioGoal('poll over SNMPv3', 'poll', 1.6),
      ],
    }
    yield {
      title: 'Probes of the product at the same device, evidence written',
      unit: 'device',
      cases: [
        await worked('snmp-counters (every 5 minutes)', 'snmp-probe', { agent, names: ['snmp-counters'] }),
        await worked('snmp-interfaces and snmp-addresses (hourly)', 'snmp-probe', {
          agent,
          names: ['snmp-interfaces', 'snmp-addresses'],
        }),
      ],
      goals: [
        ratioGoal('snmp-counters (every 5 minutes)', 'snmp-interfaces and snmp-addresses (hourly)', 0.5),
      ],
    }
  } finally {
    for (const worker of workers) await worker.stop()
    await exporter?.stop()
    helper.stop()
  }
}
