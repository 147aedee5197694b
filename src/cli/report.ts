import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { correctReport, makeReport } from '../jobs/monthly-report.ts'
import { makeReportFile } from '../jobs/report-files.ts'
import { makeDirectory } from '../make-directory.ts'
import { loadPlanAt } from '../plan-file.ts'
import { fileName, reportFormats } from '../report/files.ts'
import { openDatabase } from '../store/database.ts'
import { type Command, Refusal } from './io.ts'
import { judging } from './judging.ts'
import { configOf } from './surroundings.ts'

export const reportCommand: Command = {
  summary: 'Makes and freezes the report of a period, or a draft of one still open',
  help: `v6gov report PERIOD [--unit CODE] [--format docx|xlsx|csv|json|html] [--out DIR] [--correct REASON]

PERIOD is a month, quarter, 6 months, 9 months or year: 2022-01, 2022-Q1, 2022-H1, 2022-9M, 2022. A month is the 15th of
the month before to the 14th (V6GOV_CUTOFF_DAY) in Asia/Ho_Chi_Minh; longer periods are their months. A period that is over
is frozen once, with all before it; asking again gives the same bytes. One still open gives a draft, marked as such and not
kept.

--unit      the unit's own report for its head, from the frozen report of the province
--correct   makes a frozen report anew from what is stored now; when a table differs, freezes it as the next version, which
            lists what is different and why. The version before stays readable.

Prints one JSON line: { period, unit, template, version, state, sha256, created, file, fileSha256 }. With --format and no
--out, the file itself is printed instead. Exit 0: made, or there already; 1: refused with the reason; 2: wrong usage.`,
  async run(io) {
    const { values, positionals } = parseArgs({
      args: io.args,
      allowPositionals: true,
      options: {
        unit: { type: 'string' },
        format: { type: 'string' },
        out: { type: 'string' },
        correct: { type: 'string' },
      },
    })
    const [period, ...rest] = positionals
    if (period === undefined || rest.length > 0)
      throw new Refusal(['give one period: v6gov report 2022-01'], 2)
    const format = reportFormats.find((known) => known === (values.format ?? 'json'))
    if (format === undefined) throw new Refusal([`--format: give one of ${reportFormats.join(', ')}`], 2)
    const reason = values.correct?.trim()
    if (reason === '') throw new Refusal(['--correct: give the reason, which the new version will state'], 2)
    const config = configOf(io)
    const db = await openDatabase(config.V6GOV_DATABASE_URL)
    try {
      const deps = {
        db,
        now: io.now,
        optionsAt: judging(config, db).optionsAt,
        cutoffDay: config.V6GOV_CUTOFF_DAY,
        planAt: async (asOf: string) => (await loadPlanAt(db, asOf)).plan,
      }
      const made = await (reason === undefined
        ? makeReport(deps, period)
        : correctReport(deps, period, reason))
      const { state, report, body, sha256, version, created } = made
      const { unit, out } = values
      const wantsFile = values.format !== undefined || out !== undefined || unit !== undefined
      const source = { report, body, sha256: state === 'frozen' ? sha256 : null, unit }
      const file = wantsFile ? await makeReportFile(deps, source, format) : null
      if (file !== null && values.format !== undefined && out === undefined) {
        io.out(file.bytes)
        return 0
      }
      const name = out === undefined ? null : path.join(out, fileName(period, format, { unit, version }))
      if (name !== null && file !== null) {
        makeDirectory(path.dirname(name))
        writeFileSync(name, file.bytes)
      }
      const about = { period, unit: unit ?? null, template: report.template, version, state, sha256, created }
      io.out(`${JSON.stringify({ ...about, file: name, fileSha256: file?.sha256 ?? null })}\n`)
      return 0
    } catch (error) {
      if (error instanceof RangeError) throw new Refusal([error.message])
      throw error
    } finally {
      await db.destroy()
    }
  },
}
