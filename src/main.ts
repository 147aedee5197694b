#!/usr/bin/env node
import { setMaxListeners } from 'node:events'
import { checkCommand } from './cli/check.ts'
import { countLogCommand } from './cli/count-log.ts'
import { demoCommand } from './cli/demo.ts'
import { exportCommand } from './cli/export.ts'
import { figuresCommand } from './cli/figures.ts'
import { importCommand } from './cli/import.ts'
import { type Command, type Io, Refusal } from './cli/io.ts'
import { lookCommand } from './cli/look.ts'
import { reportCommand } from './cli/report.ts'
import { serveCommand } from './cli/serve.ts'
import { verifyCommand } from './cli/verify.ts'
import { describeError } from './log.ts'
import { UnusableDatabase } from './store/database.ts'

const commands: Record<string, Command> = {
  serve: serveCommand,
  demo: demoCommand,
  import: importCommand,
  export: exportCommand,
  figures: figuresCommand,
  'count-log': countLogCommand,
  report: reportCommand,
  verify: verifyCommand,
  check: checkCommand,
  look: lookCommand,
}

const usage = `v6gov watches the IPv6 migration and the network infrastructure of a province.

Usage: v6gov COMMAND …

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join('\n')}

v6gov COMMAND --help tells more. Settings come from V6GOV_… variables; the README lists them.`

const stopping = new AbortController()
setMaxListeners(0, stopping.signal) // every look under way listens
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(1) // asked twice: at once
    stopping.abort(new Error(`stopped by ${signal}`))
  })

const [, , name = '', ...args] = process.argv
const io: Io = {
  args,
  env: process.env,
  // biome-ignore lint/plugin: this is where time enters the program
  now: () => new Date().toISOString(),
  out: (output) => void process.stdout.write(output),
  err: (text) => void process.stderr.write(text),
  stopping: stopping.signal,
}
process.exitCode = await run()
if (stopping.signal.aborted) process.exit() // nothing that still lingers keeps a stopped product alive

async function run(): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  const asksHelp = ['help', '--help', '-h'].includes(name)
  if (command === undefined) {
    const text = name === '' || asksHelp ? usage : `v6gov: there is no command ${name}\n\n${usage}`
    ;(asksHelp ? io.out : io.err)(`${text}\n`)
    return asksHelp ? 0 : 2
  }
  if (args.includes('--help') || args.includes('-h')) {
    io.out(`${command.help}\n`)
    return 0
  }
  try {
    return await command.run(io)
  } catch (error) {
    if (error instanceof Refusal) {
      io.err(`${error.lines.join('\n')}\n`)
      return error.code
    }
    if (error instanceof UnusableDatabase) {
      io.err(`${error.message}\n`)
      return 1
    }
    const code = (error as NodeJS.ErrnoException).code ?? ''
    const wrongUsage = code.startsWith('ERR_PARSE_ARGS')
    io.err(wrongUsage ? `${(error as Error).message}\n` : `v6gov ${name}: ${describeError(error)}\n`)
    return wrongUsage ? 2 : 1
  }
}
