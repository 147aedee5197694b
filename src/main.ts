#!/usr/bin/env node
import { setMaxListeners } from 'node:events'
import { type Command, type Io, Refusal } from './cli/io.ts'
import { describeError } from './log.ts'
import { reasonOf, UnusableDatabase } from './store/database.ts'

/** Loaded when it is asked for: what serves pages takes a second to load, and most commands serve none. */
const commands: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./cli/serve.ts')).serveCommand,
  demo: async () => (await import('./cli/demo.ts')).demoCommand,
  import: async () => (await import('./cli/import.ts')).importCommand,
  export: async () => (await import('./cli/export.ts')).exportCommand,
  figures: async () => (await import('./cli/figures.ts')).figuresCommand,
  'count-log': async () => (await import('./cli/count-log.ts')).countLogCommand,
  report: async () => (await import('./cli/report.ts')).reportCommand,
  verify: async () => (await import('./cli/verify.ts')).verifyCommand,
  backup: async () => (await import('./cli/backup.ts')).backupCommand,
  restore: async () => (await import('./cli/restore.ts')).restoreCommand,
  check: async () => (await import('./cli/check.ts')).checkCommand,
  account: async () => (await import('./cli/account.ts')).accountCommand,
  audit: async () => (await import('./cli/audit.ts')).auditCommand,
  secrets: async () => (await import('./cli/secrets.ts')).secretsCommand,
  look: async () => (await import('./cli/look.ts')).lookCommand,
}

async function usageOfAll(): Promise<string> {
  const lines = Object.entries(commands).map(
    async ([name, load]) => `  ${name.padEnd(10)} ${(await load()).summary}`,
  )
  return `v6gov watches the IPv6 migration and the network infrastructure of a province.

Usage: v6gov COMMAND …

${(await Promise.all(lines)).join('\n')}

v6gov COMMAND --help tells more. Settings come from V6GOV_… variables; the README lists them.`
}

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
  const command = Object.hasOwn(commands, name) ? await commands[name]?.() : undefined
  const asksHelp = ['help', '--help', '-h'].includes(name)
  if (command === undefined) {
    const usage = await usageOfAll()
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
    const { code = '', syscall } = error as NodeJS.ErrnoException
    const wrongUsage = code.startsWith('ERR_PARSE_ARGS')
    if (wrongUsage) io.err(`${(error as Error).message}\n`)
    else if (code.startsWith('SQLITE_BUSY'))
      io.err(`v6gov ${name}: others write to the database for too long; try again\n`)
    else if (code.startsWith('SQLITE_')) io.err(`v6gov ${name}: the database: ${reasonOf(error)}\n`)
    // a file that cannot be read or written, a disk that is full: the system says which and why
    else if (syscall !== undefined) io.err(`v6gov ${name}: ${(error as Error).message}\n`)
    else io.err(`v6gov ${name}: ${describeError(error)}\n`)
    return wrongUsage ? 2 : 1
  }
}
