import { runLook } from '../../../probes/lib/look.ts'
import type { ObjectName } from '../../../probes/lib/mib.ts'
import { withAgent } from '../../../probes/lib/snmp.ts'
import type { Endpoint } from '../../../probes/probe.ts'
import { pack } from '../../../src/store/bytes.ts'
import { inFlight } from '../processes.ts'
import { withContext } from './context.ts'

const budgetMs = 45_000

/**
 * Polls columns of a device as a probe does: through the wrapper, each look with its own deadline. `evidence`: made
 * into what the store keeps.
 */
export async function snmpPoll({
  agent,
  columns,
  atOnce = 50,
  credential = 'v2c',
  evidence = 'lines',
}: {
  agent: Endpoint
  columns: ObjectName[]
  atOnce?: number
  credential?: string
  evidence?: 'lines' | 'packed' | 'none'
}) {
  return async (units: number) => {
    let values = 0
    let requests = 0
    await inFlight(units, atOnce, async (number) => {
      const target = {
        address: `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`,
        port: 161,
        credential,
      }
      const looked = await withContext(agent, budgetMs, (context) =>
        runLook(context, (look) =>
          withAgent(look, target, budgetMs, async (device) => {
            const table = await device.walk(columns)
            requests += look.exchanges.length // evidence is written when it is read
            for (const row of table.rows.values()) values += Object.keys(row).length
            return { facts: table.sysUpTime }
          }),
        ),
      )
      if (looked.facts !== null) values++
      if (evidence === 'packed') pack(looked.evidence)
      else if (evidence === 'lines') JSON.stringify(looked.evidence)
    })
    return { values: values / units, requests: requests / units }
  }
}
