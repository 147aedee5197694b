import { cpus } from 'node:os'
import { forecastCases } from './forecast-cases.ts'
import { netCases } from './net-cases.ts'
import { has } from './peers.ts'
import { benchReports } from './reports.ts'
import { type CaseResult, pairedRatio, runRounds } from './rounds.ts'
import { scaleCases } from './scale-cases.ts'
import { snmpCases } from './snmp-cases.ts'
import { storeCases } from './store-cases.ts'
import type { Suite } from './suite.ts'

/**
 * npm run bench [-- SUITE …] [--rounds N] [--units FACTOR]
 *
 * `report` is a suite of its own, which runs only when it is named.
 *
 * Every case runs ours, the peers and the floors in turn in one run; figures are CPU time (user and system) of the
 * process named, per unit, medians; ratios are medians of the ratios of each round. Ends with 1 when a goal is missed.
 */
const args = process.argv.slice(2)
const option = (name: string, fallback: number) => {
  const at = args.indexOf(`--${name}`)
  return at === -1 ? fallback : Number(args.splice(at, 2)[1])
}
const rounds = option('rounds', 5)
const factor = option('units', 1)
const suites = {
  snmp: snmpCases,
  net: netCases,
  scale: scaleCases,
  store: storeCases,
  forecast: forecastCases,
}
const chosen = args.length > 0 ? args : Object.keys(suites)

for (const [program, debian] of [
  ['prometheus-snmp-exporter', 'prometheus-snmp-exporter'],
  ['prometheus-blackbox-exporter', 'prometheus-blackbox-exporter'],
  ['fping', 'fping'],
  ['knotd', 'knot'],
] as const)
  if (!has(program)) console.log(`missing: ${program} (apt-get install ${debian}); its cases are left out`)
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${rounds} rounds\n`,
)

let missed = 0
for (const name of chosen) {
  if (name === 'report') {
    if (!(await benchReports(factor))) missed += 1 // no peer makes one
    continue
  }
  const prepare = suites[name as keyof typeof suites]
  if (prepare === undefined)
    throw new Error(`there is no suite ${name}: ${Object.keys(suites).join(', ')}, report`)
  for await (const suite of prepare(factor)) await runSuite(suite)
}
console.log(missed === 0 ? '\nEvery goal is met.' : `\n${missed} goals are missed.`)
process.exit(missed === 0 ? 0 : 1)

async function runSuite({ title, unit, cases, goals }: Suite): Promise<void> {
  const results = await runRounds(cases, rounds)
  const [ours] = results
  if (ours === undefined) return
  console.log(`${title} (CPU µs per ${unit})`)
  for (const result of results) console.log(lineOf(result, ours))
  for (const goal of goals) {
    const figure = goal.figure(results)
    if (Number.isNaN(figure)) continue // the peer is not installed
    const met = figure <= goal.atMost
    if (!met) missed++
    console.log(
      `  ${met ? 'met   ' : 'MISSED'} ${goal.name}: ${figure.toFixed(3)} (goal: at most ${goal.atMost})`,
    )
  }
  console.log()
}

function lineOf(result: CaseResult, ours: CaseResult): string {
  const { name, cpuUs, least, most, each } = result
  const more = Object.entries(each.at(-1)?.more ?? {}).map(
    ([key, value]) => `${key} ${Number(value.toFixed(2))}`,
  )
  const figures = [cpuUs, least, most].map((value) => value.toFixed(1).padStart(9)).join(' ')
  return `  ${name.padEnd(44)} ${figures}  ours/this ${pairedRatio(ours, result).toFixed(3)}  ${more.join(', ')}`
}
