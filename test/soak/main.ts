import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { judge, soak } from './soak.ts'

// npm run soak [-- --looks 10000] [--seed N]
const { values } = parseArgs({
  options: { looks: { type: 'string', default: '10000' }, seed: { type: 'string' } },
})
const seed = Number(values.seed ?? randomInt(1_000_000))
const started = performance.now()
console.log(`seed ${seed}`)
const outcome = await soak({ looks: Number(values.looks), seed })
const errors = Object.entries(outcome.errors).map(([code, count]) => `${code} ${count}`)
const kept = outcome.keptBytes === null ? 'not measured' : `${Math.round(outcome.keptBytes / 1024)} kB`
console.log(`${outcome.looks} looks at dead targets in ${Math.round((performance.now() - started) / 1000)} s
  facts ${outcome.facts}, ${errors.join(', ')}; stopped on their way ${outcome.aborted}
  longest look ${outcome.longestMs} ms; memory kept since the first quarter ${kept}`)
const before = Object.entries(outcome.before).map(([kind, count]) => `${kind} ${count}`)
console.log(`  held before: ${before.join(', ')}
  left over: ${outcome.leftOver.join(', ') || 'nothing'}`)
for (const wrong of judge(outcome)) {
  console.log(`  WRONG ${wrong}`)
  process.exitCode = 1
}
