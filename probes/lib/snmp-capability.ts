import { z } from 'zod'
import { ProbeError } from '../probe.ts'
import type { ObjectName, ValueOf } from './mib.ts'
import type { Below, SnmpAgent, SnmpRow, WalkLimits } from './snmp.ts'
import { columnOf, entryOf, type TableName } from './snmp-tables.ts'

/**
 * What an agent has of a table (domain rules 3.1).
 *
 * - `no_such_object`: it does not implement it, or is known not to (`missingTables`); SNMPv1, and agents that say "no such
 *   instance" of everything, cannot tell this from `empty`
 * - `malformed`: rows that cannot be read, or answers that loop, so absence proves nothing
 */
const tableState = z.enum(['ok', 'empty', 'no_such_object', 'malformed'])
export type TableState = z.infer<typeof tableState>

/** Tables by their MIB names. One that could not be asked, because the agent fell silent, is left out. */
export const tableStates = z.record(z.string(), tableState)

/** What a table without rows is, by whether the agent implements its objects; undefined when it refused to say. */
export function stateWithoutRows(isImplemented: boolean | undefined): TableState {
  return isImplemented === undefined ? 'malformed' : isImplemented ? 'empty' : 'no_such_object'
}

/**
 * Reads tables and keeps the map of what the agent has. When nothing at all was answered a question throws ProbeError;
 * later silence only leaves out what it concerns, so that a look brings home what it has.
 */
export type TableReader = {
  get<Name extends ObjectName>(...names: Name[]): Promise<{ [Scalar in Name]: ValueOf<Scalar> | null }>
  /** Finds those of the tables that have rows, in one packet or two; the others then cost nothing more. */
  survey(tables: readonly TableName[]): Promise<Set<TableName>>
  /**
   * The rows of a table, or none where it has none. `under` narrows the walk and says nothing of the table; null for
   * columns whose table is not on the map.
   */
  walk<Name extends ObjectName>(
    table: TableName | null,
    columns: readonly Name[],
    limits?: WalkLimits,
  ): Promise<Map<string, SnmpRow<Name>>>
  rows<Name extends ObjectName>(
    names: readonly Name[],
    indexes: readonly string[],
  ): Promise<Map<string, SnmpRow<Name>>>
  below(oids: readonly string[]): Promise<Below[]>
  /** Another question to the agent; `otherwise` when it has fallen silent since the first. */
  tolerate<T>(question: Promise<T>, otherwise: T): Promise<T>
  /** Says that rows of a table could not be read. */
  distrust(table: TableName): void
  /** The table's rows are incomplete. */
  cut(): void
  /** Asks what the tables without rows are, and returns the map. The last question of a look. */
  states(): Promise<Record<string, TableState>>
  /** False when limits or a silence left something out. */
  isWhole(): boolean
}

export function tableReader(agent: SnmpAgent, missing: readonly string[] = []): TableReader {
  const found = new Map<TableName, TableState | 'no_rows'>()
  let isHeard = false
  let isWhole = true

  async function tolerate<T>(question: Promise<T>, otherwise: T, table: TableName | null = null): Promise<T> {
    try {
      const answer = await question
      isHeard = true
      return answer
    } catch (error) {
      if (!(error instanceof ProbeError) || !isHeard) throw error
      isWhole = false
      if (table && error.code === 'snmp_malformed') found.set(table, 'malformed')
      return otherwise
    }
  }

  const isKnown = (table: TableName) => {
    if (missing.includes(table)) found.set(table, 'no_such_object')
    const state = found.get(table)
    return state !== undefined && state !== 'ok'
  }

  return {
    get: async (...names) => {
      const nothing = Object.fromEntries(names.map((name) => [name, null]))
      return await tolerate(agent.get(...names), nothing as Awaited<ReturnType<typeof agent.get>>)
    },

    async survey(tables) {
      const open = tables.filter((table) => !isKnown(table) && !found.has(table))
      const below = open.length > 0 ? await tolerate(agent.below(open.map(entryOf)), []) : []
      for (const [position, table] of open.entries()) {
        const seen = below[position]
        if (seen) found.set(table, seen === 'some' ? 'ok' : seen === 'none' ? 'no_rows' : 'malformed')
      }
      return new Set(tables.filter((table) => found.get(table) === 'ok'))
    },

    async walk<Name extends ObjectName>(
      table: TableName | null,
      columns: readonly Name[],
      limits?: WalkLimits,
    ) {
      const none = new Map<string, SnmpRow<Name>>()
      if (table && isKnown(table)) return none
      const walked = await tolerate(agent.walk(columns, limits), null, table)
      if (walked === null) return none
      if (!walked.isWhole) isWhole = false
      if (table === null) return walked.rows
      if (Object.values(walked.ends).includes('malformed')) found.set(table, 'malformed')
      else if (limits?.under === undefined) found.set(table, walked.rows.size > 0 ? 'ok' : 'no_rows')
      return walked.rows
    },

    rows: async (names, indexes) =>
      indexes.length > 0 ? await tolerate(agent.rows(names, indexes), new Map()) : new Map(),
    below: async (oids) => (oids.length > 0 ? await tolerate(agent.below(oids), []) : []),
    tolerate: (question, otherwise) => tolerate(question, otherwise),
    distrust: (table) => void found.set(table, 'malformed'),
    cut() {
      isWhole = false
    },

    async states() {
      // a look at nothing but tables known to be missing must still have met the agent
      if (!isHeard) await tolerate(agent.get('sysUpTime'), null)
      const without = [...found].filter(([, state]) => state === 'no_rows').map(([table]) => table)
      const implemented =
        without.length > 0 ? await tolerate(agent.implemented(without.map(columnOf)), null) : null
      const states = [...found].flatMap(([table, state]): [string, TableState][] => {
        if (state !== 'no_rows') return [[table, state]]
        return implemented === null ? [] : [[table, stateWithoutRows(implemented.get(columnOf(table)))]]
      })
      return Object.fromEntries(states.sort(([one], [other]) => (one < other ? -1 : 1)))
    },

    isWhole: () => isWhole,
  }
}
