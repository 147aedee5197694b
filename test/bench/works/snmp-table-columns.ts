import snmp from 'net-snmp'
import type { Endpoint } from '../../../probes/probe.ts'
import { inFlight } from '../processes.ts'

const tables: [table: string, columns: number[]][] = [
  ['1.3.6.1.2.1.2.2', [8, 14, 20]],
  ['1.3.6.1.2.1.31.1.1', [1, 6, 10, 15, 18]],
  ['1.3.6.1.2.1.4.34', [3]],
  ['1.3.6.1.2.1.4.31.1', [6, 33]],
]

/** The same values by net-snmp's own `tableColumns` with its own number of repetitions, a session for each device. */
export async function snmpTableColumns({ agent, atOnce = 50 }: { agent: Endpoint; atOnce?: number }) {
  return async (units: number) => {
    let values = 0
    await inFlight(units, atOnce, async () => {
      const session = snmp.createSession(agent.address, 'public', {
        port: agent.port,
        version: snmp.Version2c,
      })
      const done = <T>(ask: (callback: (error: Error | null, result?: T) => void) => void) =>
        new Promise<T>((resolve, reject) =>
          ask((error, result) => (error ? reject(error) : resolve(result as T))),
        )
      for (const [table, columns] of tables) {
        const rows = await done<Record<string, Record<string, unknown>>>((callback) =>
          session.tableColumns(table, columns as never, callback as never),
        )
        for (const index in rows) values += Object.keys(rows[index] ?? {}).length
      }
      const scalars = await done<unknown[]>((callback) =>
        session.get(['1.3.6.1.2.1.1.3.0'], callback as never),
      )
      values += scalars.length
      session.close()
    })
    return { values: values / units }
  }
}
