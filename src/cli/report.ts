import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { makeReport } from '../jobs/monthly-report.ts'
import { makeDirectory } from '../make-directory.ts'
import { loadPlanAt } from '../plan-file.ts'
import { writeReportCsv } from '../report/csv.ts'
import { openDatabase } from '../store/database.ts'
import { type Command, Refusal } from './io.ts'
import { judging } from './judging.ts'
import { configOf } from './surroundings.ts'

const formats = ['json', 'csv'] as const

export const reportCommand: Command = {
  summary: 'Makes and freezes the report of a period, or a draft of one still open',
  help: `v6gov report PERIOD [--format json|csv] [--out DIR]

PERIOD is a month, for example 2022-01: the 15th of the month before to the 14th (V6GOV_CUTOFF_DAY), in
Asia/Ho_Chi_Minh. A period that is over is frozen once; asking again gives the same bytes. One still open gives a draft,
marked as such and not kept.

Prints one JSON line: { period, state, sha256, created, file }. With --format and no --out, the report itself is printed
instead. Exit 0: made; 1: refused with the reason; 2: wrong usage.`,
  async run(io) {
    const { values, positionals } = parseArgs({
      args: io.args,
      allowPositionals: true,
      options: { format: { type: 'string' }, out: { type: 'string' } },
    })
    const [period, ...rest] = positionals
    if (period === undefined || rest.length > 0)
      throw new Refusal(['give one period: v6gov report 2022-01'], 2)
    const format = formats.find((known) => known === (values.format ?? 'json'))
    if (format === undefined) throw new Refusal([`--format: give ${formats.join(' or ')}`], 2)
    const config = configOf(io)
    const db = await openDatabase(config.V6GOV_DATABASE_URL)
    try {
      const { state, report, body, sha256, created } = await makeReport(
        {
          db,
          now: io.now,
          optionsAt: judging(config, db).optionsAt,
          cutoffDay: config.V6GOV_CUTOFF_DAY,
          planAt: async (asOf) => (await loadPlanAt(db, asOf)).plan,
        },
        period,
      )
      const text = format === 'csv' ? writeReportCsv(report) : body
      if (values.format !== undefined && values.out === undefined) {
        io.out(text)
        return 0
      }
      const file = values.out === undefined ? null : path.join(values.out, `v6gov-${period}.${format}`)
      if (file !== null) {
        makeDirectory(path.dirname(file))
        writeFileSync(file, text)
      }
      io.out(`${JSON.stringify({ period, state, sha256, created, file })}\n`)
      return 0
    } catch (error) {
      if (error instanceof RangeError) throw new Refusal([error.message])
      throw error
    } finally {
      await db.destroy()
    }
  },
}
