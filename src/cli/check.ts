import { parseArgs } from 'node:util'
import type { SnmpCredential } from '../../probes/probe.ts'
import type { Config } from '../config.ts'
import { createLog } from '../log.ts'
import { evaluate } from '../readiness/evaluate.ts'
import { findCheck } from '../store/checks.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { loadUnitState } from '../store/observations.ts'
import { checkOptions } from './checking.ts'
import { type Command, Refusal } from './io.ts'
import { toJson } from './json.ts'
import { judging } from './judging.ts'
import { createPipeline } from './pipeline.ts'
import { configOf, credentialsOf, realSurroundings } from './surroundings.ts'
import { openVault, readKeys } from './vault.ts'

export const checkCommand: Command = {
  summary: 'Runs one check of the inventory now, writes down what it saw, and prints its verdicts',
  help: `v6gov check ID

ID is a check's name as /checks shows it, for example device~STTTT-R1~snmp-system.
Prints one JSON object: { check, at, ok, facts | error, verdicts }. Exit 0: looked; 3: could not look.`,
  async run(io) {
    const { positionals } = parseArgs({ args: io.args, allowPositionals: true })
    const [id, ...rest] = positionals
    if (id === undefined || rest.length > 0) throw new Refusal(['give one check: v6gov check ID'], 2)
    const config = configOf(io)
    const db = await openDatabase(config.V6GOV_DATABASE_URL)
    try {
      const check = await findCheck(db, id)
      if (check === undefined) throw new Refusal([`${id}: there is no such check`])
      const dueAt = io.now()
      const log = createLog(io.err, io.now, 'error')
      const pipeline = createPipeline(
        { db, now: io.now, log, stopping: io.stopping },
        { ...(await realSurroundings(config, io)), secret: await secretsNow(db, config) },
        { ...checkOptions(config), pace: config.V6GOV_PACE },
      )
      await pipeline.run({
        host: check.host,
        vantage: check.vantage,
        turns: [{ checkId: id, dueAt }],
        manual: true,
      })
      const after = await findCheck(db, id)
      const result = after?.last?.observation.result
      io.out(`${toJson({ check: id, at: dueAt, ...result, verdicts: await verdictsOf(check.unit) })}\n`)
      return result?.ok ? 0 : 3
    } finally {
      await db.destroy()
    }

    async function verdictsOf(unit: string | null) {
      const asOf = io.now()
      const state = unit === null ? undefined : await loadUnitState(db, unit, asOf)
      if (state === undefined) return []
      const readiness = evaluate(state, asOf, await judging(config, db).optionsAt(asOf))
      return readiness.verdicts.flatMap(({ id: criterion, assets }) =>
        assets
          .filter(({ evidence }) => evidence.some(({ checkId }) => checkId === id))
          .map(({ asset, verdict, reason, because, pending }) => ({
            criterion,
            asset: asset.code,
            verdict,
            reason,
            because,
            pending,
          })),
      )
    }
  },
}

/** Credentials as a running product has them: those of the database before those of the file. */
async function secretsNow(
  db: Database,
  config: Config,
): Promise<(name: string) => SnmpCredential | undefined> {
  const { snmp } = await openVault(db, readKeys(config), credentialsOf(config)).catch((error: Error) => {
    throw new Refusal([error.message])
  })
  return (name) => (Object.hasOwn(snmp, name) ? snmp[name] : undefined)
}
