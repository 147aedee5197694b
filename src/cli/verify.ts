import { parseArgs } from 'node:util'
import { isSound, verifyReport } from '../jobs/verify-report.ts'
import { loadPlanAt } from '../plan-file.ts'
import { openDatabase } from '../store/database.ts'
import { type Command, Refusal } from './io.ts'
import { judging } from './judging.ts'
import { configOf } from './surroundings.ts'

export const verifyCommand: Command = {
  summary: 'Checks a frozen report: its hash, the chain, and whether the stored evidence still gives it',
  help: `v6gov verify PERIOD [--version N]

Hashes the stored report again, follows the chain of hashes back to the first report, makes the files noted of it again,
judges what was seen again by the rules and options that the report names, and hashes each exchange that it cites. Writes nothing.

Prints one JSON line: { period, version, sha256, hash, chain, rebuilt, whyNot, firstDifference, files, evidence }. Exit 0: all is as
it was frozen; 1: something is different, or there is no such report; 2: wrong usage; 3: hashes and chain are right, but
this release cannot rebuild it, and whyNot says why.`,
  async run(io) {
    const { values, positionals } = parseArgs({
      args: io.args,
      allowPositionals: true,
      options: { version: { type: 'string' } },
    })
    const [period, ...rest] = positionals
    if (period === undefined || rest.length > 0)
      throw new Refusal(['give one period: v6gov verify 2022-01'], 2)
    if (values.version !== undefined && !/^[1-9]\d{0,5}$/.test(values.version))
      throw new Refusal(['--version: give a number from 1 on'], 2)
    const config = configOf(io)
    const db = await openDatabase(config.V6GOV_DATABASE_URL)
    try {
      const verified = await verifyReport(
        {
          db,
          now: io.now,
          optionsAt: judging(config, db).optionsAt,
          cutoffDay: config.V6GOV_CUTOFF_DAY,
          planAt: async (asOf) => (await loadPlanAt(db, asOf)).plan,
        },
        period,
        values.version === undefined ? undefined : Number(values.version),
      )
      io.out(`${JSON.stringify(verified)}\n`)
      if (!isSound(verified)) return 1
      return verified.rebuilt === null ? 3 : 0
    } catch (error) {
      if (error instanceof RangeError) throw new Refusal([error.message])
      throw error
    } finally {
      await db.destroy()
    }
  },
}
