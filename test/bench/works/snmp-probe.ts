import { type ProbeName, probes } from '../../../probes/index.ts'
import type { Endpoint, Probe } from '../../../probes/probe.ts'
import { inFlight } from '../processes.ts'
import { withContext } from './context.ts'

/** Looks with probes of the product, one after the other at each device. */
export async function snmpProbe({
  agent,
  names,
  atOnce = 50,
  credential = 'v2c',
}: {
  agent: Endpoint
  names: ProbeName[]
  atOnce?: number
  credential?: string
}) {
  return async (units: number) => {
    let requests = 0
    let samples = 0
    await inFlight(units, atOnce, async (number) => {
      const address = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`
      for (const name of names) {
        const probe: Probe = probes[name]
        const settings = probe.settings.parse({ address, credential })
        const looked = await withContext(agent, probe.budgetMs, (context) => probe.run(settings, context))
        probe.facts.parse(looked.facts)
        JSON.stringify(looked.evidence)
        requests += looked.evidence.exchanges.length
        samples += looked.samples?.length ?? 0
      }
    })
    return { requests: requests / units, samples: samples / units }
  }
}
