import { readdirSync, readFileSync } from 'node:fs'
import { type PostgresServer, postgresMissing, startPostgres } from '../helpers/postgres.ts'
import { startWorker, type Worker } from './processes.ts'
import type { Case, CaseResult, Measured } from './rounds.ts'
import { countGoal, type Goal, ratioGoal, type Suite } from './suite.ts'

/** Numbers in a table that holds 30 days of 30,000 series already, beside one that holds none; on both databases. */
export async function* storeCases(factor: number): AsyncGenerator<Suite> {
  const devices = Math.max(4, Math.round(104 * factor))
  const days = 30
  for (const database of ['SQLite', 'PostgreSQL']) {
    if (database === 'PostgreSQL' && postgresMissing() !== undefined) continue
    const stops: (() => Promise<void> | void)[] = []
    const cased = async (
      name: string,
      work: Parameters<typeof startWorker>[0],
      settings: { devices: number; days: number },
      runs: number,
    ): Promise<Case> => {
      const server =
        database === 'PostgreSQL' ? await startPostgres(undefined, { wholePages: true }) : undefined
      const worker = await startWorker(work, { ...settings, ...(server && { url: server.url }) })
      stops.push(worker.stop, () => server?.stop())
      return { name, run: () => measured(worker, runs, server) }
    }
    const many = `${days} days of ${devices * 288} series`
    try {
      yield {
        title: `${database}: a day of looks into a table, folded and swept`,
        unit: 'value',
        cases: [
          await cased(many, 'store-day', { devices, days }, 1),
          await cased('an empty table', 'store-day', { devices, days: 0 }, 1),
        ],
        goals: [
          ratioGoal(many, 'an empty table', 1.2),
          countGoal('bytes written per value', many, 'writtenPerValue', 100),
          countGoal('bytes at rest per value', many, 'atRestPerValue', 6),
          countGoal('the event loop held up at most, ms of processor time', many, 'longestMs', 50),
        ],
      }
      const [p95, rollups] = ['p95 of 30 days', 'rollups of a day']
      yield {
        title: `${database}: the 95th percentiles of an interface, in and out, of ${days} days`,
        unit: 'interface',
        cases: [await cased(p95, 'store-percentile', { devices, days }, 50)],
        goals: [cpuGoal('ms', p95, 1_000, 3)],
      }
      yield {
        title: `${database}: rollups of what a day brought`,
        unit: 'raw value',
        cases: [await cased(rollups, 'store-rollup', { devices, days: 4 }, 1)],
        goals: [cpuGoal('µs per raw value', rollups, 1, 0.5)],
      }
    } finally {
      for (const stop of stops) await stop()
    }
  }
}

function cpuGoal(unit: string, of: string, divisor: number, atMost: number): Goal {
  return {
    name: `${of}, ${unit}`,
    atMost,
    figure: (results: CaseResult[]) =>
      (results.find(({ name }) => name === of)?.cpuUs ?? Number.NaN) / divisor,
  }
}

/** What a worker counts, and with a server what that spent and wrote too. */
async function measured(worker: Worker, runs: number, server: PostgresServer | undefined): Promise<Measured> {
  const before = server && spentBy(server.pid)
  const { cpuMs, more } = await worker.run(runs)
  const units = more.values ?? runs
  if (server === undefined || before === undefined) return { units, cpuMs, more }
  const after = spentBy(server.pid)
  const writtenPerValue = (after.written - before.written) / units
  return { units, cpuMs: cpuMs + after.cpuMs - before.cpuMs, more: { ...more, writtenPerValue } }
}

/** CPU time, and bytes written to files, of a process and its children, those that ended included (proc(5)). */
function spentBy(pid: number): { cpuMs: number; written: number } {
  let [cpuMs, written] = [0, 0]
  for (const one of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${one}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
        .map(Number)
      if (Number(one) !== pid && fields[1] !== pid) continue
      const ticks = (from: number) => (fields[from] ?? 0) + (fields[from + 1] ?? 0)
      cpuMs += (ticks(11) + (Number(one) === pid ? ticks(13) : 0)) * 10
      written += Number(/wchar: (\d+)/.exec(readFileSync(`/proc/${one}/io`, 'utf8'))?.[1])
    } catch {} // it has ended
  }
  return { cpuMs, written }
}
