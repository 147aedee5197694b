import { fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { judge, type Tally } from './fuzz.ts'
import { parts, runPart } from './parts.ts'

// npm run fuzz [-- --cases 1000000] [--seed N] [--part snmp|dns] [--look N]
//
// Half of the malformed answers are SNMP and half DNS, each in two processes. One process runs again with --part, its
// own seed and number of cases, and one look of it with --look besides.

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    seed: { type: 'string' },
    part: { type: 'string' },
    look: { type: 'string' },
  },
})
const seed = Number(values.seed ?? randomInt(1_000_000))
const cases = Number(values.cases)
const only = values.look === undefined ? undefined : Number(values.look)
const part = parts.find((name) => name === values.part)

if (part) {
  const tally = await runPart(part, { cases, seed, slots: 160 }, only)
  if (process.send) process.send(tally)
  else report(part, tally)
} else {
  const jobs = [...parts, ...parts].map((name, place) => ({
    name,
    seed: seed + Math.floor(place / parts.length),
  }))
  const each = Math.ceil(cases / jobs.length)
  const sum = { cases: 0, past: 0 }
  const started = performance.now()
  await Promise.all(
    jobs.map((job) => {
      const child = fork(import.meta.filename, [
        ...['--part', job.name],
        ...['--cases', String(each)],
        ...['--seed', String(job.seed)],
      ])
      child.on('message', (tally: Tally) => {
        report(job.name, tally)
        sum.cases += tally.cases
        sum.past += tally.past
      })
      return new Promise<void>((resolve) =>
        child.on('exit', (code) => {
          if (code !== 0) {
            console.log(`WRONG: ${job.name} with seed ${job.seed} ended with ${code}`)
            process.exitCode = 1
          }
          resolve()
        }),
      )
    }),
  )
  const seconds = Math.round((performance.now() - started) / 1000)
  console.log(
    `in all ${sum.cases} malformed answers in ${seconds} s, ${shareOf(sum)} % of them past the outer header`,
  )
}

function shareOf({ cases, past }: { cases: number; past: number }): string {
  return ((100 * past) / cases).toFixed(1)
}

function report(name: string, tally: Tally): void {
  const errors = Object.entries(tally.errors).map(([code, count]) => `${code} ${count}`)
  const kept = tally.keptBytes === null ? 'not measured' : `${Math.round(tally.keptBytes / 1024)} kB`
  const { slowest } = tally
  const left = tally.leftOver.join(' ') || 'nothing'
  console.log(`${name}, seed ${tally.seed}: ${tally.cases} malformed answers, ${shareOf(tally)} % of them past the outer header
  looks ${tally.looks}: facts ${tally.facts}, ${errors.join(', ')}
  slowest look ${slowest.look} of ${slowest.probe}: ${slowest.tookMs} of ${slowest.budgetMs} ms; memory kept since the first quarter ${kept}; left over: ${left}`)
  for (const wrong of judge(tally)) {
    console.log(`  WRONG ${wrong}`)
    process.exitCode = 1
  }
}
