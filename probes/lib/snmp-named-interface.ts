import type { ObjectName } from './mib.ts'
import type { SnmpAgent, SnmpRow } from './snmp.ts'

/** Where interfaces were found last: a hint that is checked at every look, so that it may be wrong or lost. */
const lastIndex = new Map<string, string>()
/** Beyond so many it starts anew. */
const mostRemembered = 10_000

/**
 * The interface of that ifName, or ifDescr, with columns of its row; null where the agent has none. It takes one request
 * where the interface is where it was, and a walk of the names where it is not: an ifIndex may change with a restart.
 */
export async function findInterface<Name extends ObjectName>(
  agent: SnmpAgent,
  { address, port, interface: name }: { address: string; port: number; interface: string },
  columns: readonly Name[],
): Promise<{ index: string; row: SnmpRow<Name> } | null> {
  const asked = ['ifName', 'ifDescr', ...columns] as const
  const key = `${address}#${port} ${name}`
  const hint = lastIndex.get(key)
  if (hint !== undefined) {
    const row = (await agent.rows(asked, [hint])).get(hint)
    if (row?.ifName === name || (row?.ifDescr === name && !row.ifName)) return { index: hint, row }
  }
  const names = [...(await agent.walk(['ifName', 'ifDescr'])).rows]
  const [index] =
    names.find(([, { ifName }]) => ifName === name) ?? names.find(([, { ifDescr }]) => ifDescr === name) ?? []
  if (index === undefined) return null
  if (lastIndex.size >= mostRemembered) lastIndex.clear()
  lastIndex.set(key, index)
  const row = (await agent.rows(asked, [index])).get(index)
  return row ? { index, row } : null
}
