import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '../../src/store/database.ts'
import { goal, measurePages } from './pages.ts'
import { fullScale, generateProvince } from './province-generator.ts'

// npm run bench:pages [-- --rounds 20] [--units 280] [--years 3] [--database FILE]: one that is kept is filled only once
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    units: { type: 'string', default: String(fullScale.units) },
    years: { type: 'string', default: String(fullScale.years) },
    database: { type: 'string' },
  },
})
const scale = { ...fullScale, units: Number(values.units), years: Number(values.years) }
const directory = mkdtempSync(path.join(tmpdir(), 'v6gov-bench-'))
const db = await openDatabase(`sqlite:${values.database ?? path.join(directory, 'bench.db')}`)
try {
  const started = performance.now()
  const province = await generateProvince(db, scale)
  console.log(
    `${province.units} units, ${province.checks.length} checks, ${province.intervals} intervals in ${Math.round((performance.now() - started) / 1000)} s`,
  )
  const outcome = await measurePages(db, province, { scale, rounds: Number(values.rounds) })
  console.log(
    `first page ${outcome.firstMs} ms; ${outcome.looks} looks written meanwhile; blocked ${outcome.blockedMs} ms at most, ${outcome.turnMs.toFixed(0)} ms of computing`,
  )
  if (outcome.turnMs > goal.turnMs) process.exitCode = 1
  console.log('   median      p95   passed     gzip')
  for (const { path: page, status, medianMs, p95Ms, passedP95Ms, gzipBytes } of outcome.measured) {
    const wrong = status >= 400 || p95Ms > goal.p95Ms || gzipBytes > goal.gzipBytes
    const figures = [
      `${medianMs.toFixed(0)} ms`,
      `${p95Ms.toFixed(0)} ms`,
      `${passedP95Ms.toFixed(0)} ms`,
      `${(gzipBytes / 1024).toFixed(1)} kB`,
    ]
    console.log(
      `${figures.map((text) => text.padStart(9)).join('')}  ${page}${wrong ? `  WRONG (${status})` : ''}`,
    )
    if (wrong) process.exitCode = 1
  }
} finally {
  await db.destroy()
  rmSync(directory, { recursive: true, force: true })
}
