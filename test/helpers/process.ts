import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

type Exit = { code: number | null; signal: NodeJS.Signals | null }

/** A process that a test started: its output by lines, and how it ended. */
export type Started = {
  pid: number
  out: string[]
  err: string[]
  ended: Promise<Exit>
  isRunning(): boolean
  signal(name: NodeJS.Signals): void
  /** SIGTERM, and SIGKILL for one that does not listen within `patienceMs`. */
  stop(patienceMs?: number): Promise<Exit>
}

/** Debian keeps daemons in sbin, which not every PATH names. */
export const searchPath = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`

const alive = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL') // a test run that is cut short leaves nothing behind
})

export type StartOptions = { env?: NodeJS.ProcessEnv; cwd?: string; uid?: number; gid?: number }

/** Starts a program in the background. Throws when it cannot be executed. */
export function start(command: string[], options: StartOptions = {}): Started {
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    ...options,
    env: environment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (child.pid === undefined) throw new Error(`${program} cannot be started`)
  const { pid } = child
  const out: string[] = []
  const err: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => out.push(line))
  createInterface({ input: child.stderr }).on('line', (line) => err.push(line))
  let exit: Exit | undefined
  const ended = new Promise<Exit>((resolve) => {
    // close, not exit: then the output is complete
    child.on('close', (code, signal) => {
      exit = { code, signal }
      alive.delete(child)
      resolve(exit)
    })
  })
  const started: Started = {
    pid,
    out,
    err,
    ended,
    isRunning: () => exit === undefined,
    signal(name) {
      if (exit === undefined) child.kill(name)
    },
    async stop(patienceMs = 5_000) {
      started.signal('SIGCONT') // a stopped process does not see SIGTERM
      started.signal('SIGTERM')
      const impatient = setTimeout(() => started.signal('SIGKILL'), patienceMs)
      const how = await ended
      clearTimeout(impatient)
      return how
    },
  }
  alive.add(child)
  return started
}

function environment({ env = process.env }: StartOptions): NodeJS.ProcessEnv {
  return { ...env, PATH: searchPath }
}

export type Ran = { code: number; out: string; err: string }

/** Runs a program to its end; never throws for its exit code. */
export function run(command: string[], options: StartOptions & { input?: string } = {}): Promise<Ran> {
  const [program = '', ...args] = command
  const { input, ...rest } = options
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      { ...rest, env: environment(rest), encoding: 'utf8', maxBuffer: 64 << 20 },
      (error, out, err) => {
        alive.delete(child)
        if (error && typeof error.code === 'string') return reject(error) // not found, not executable
        resolve({ code: child.exitCode ?? 128, out, err })
      },
    )
    alive.add(child)
    child.stdin?.on('error', () => {}) // it may end without reading all
    child.stdin?.end(input ?? '')
  })
}

/** Like `run`, for commands that must succeed: returns the output, throws with what was said. */
export async function must(command: string[], options: Parameters<typeof run>[1] = {}): Promise<string> {
  const { code, out, err } = await run(command, options)
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${err}${out}`)
  return out
}

type Maybe<T> = T | undefined | false | null

/** How much longer than on a machine of one's own anything may take. */
const busy = 3

/**
 * Asks again until there is an answer; an error means "not yet". Throws with what was awaited and the last error once it
 * has taken much longer than `withinMs`, which is how long it may take where nothing else runs.
 */
export async function until<T>(
  what: string,
  withinMs: number,
  ask: () => Maybe<T> | Promise<Maybe<T>>,
  everyMs = 100,
): Promise<T> {
  const deadline = performance.now() + busy * withinMs
  for (;;) {
    let trouble: unknown
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== false && answer !== null) return answer
    } catch (error) {
      trouble = error
    }
    if (performance.now() > deadline)
      throw new Error(
        `not within ${busy * withinMs} ms: ${what}`,
        trouble === undefined ? {} : { cause: trouble },
      )
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

/** Names this process for ever, where a bare process id may come to name another (proc(5), field 22 of stat). */
export function ownMark(): string {
  return `${process.pid}-${startTimeOf(process.pid)}`
}

/** Whether the process of that mark is no more. */
export function isGone(mark: string): boolean {
  const [pid, startTime] = mark.split('-')
  return startTimeOf(Number(pid)) !== startTime
}

/** In clock ticks since boot; undefined when there is no such process. */
function startTimeOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19]
  } catch {
    return undefined
  }
}
