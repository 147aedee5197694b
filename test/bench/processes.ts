import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { must, type Started, start } from '../helpers/process.ts'
import type { Measured } from './rounds.ts'
import type { Order, Report } from './worker.ts'
import type { WorkName } from './works/index.ts'

/** Benchmarks run as the product does, built; only their tests run from the sources. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const loader = extension === 'ts' ? ['--import', 'tsx'] : []

export type Worker = { run(units: number): Promise<Report>; pid: number; stop(): Promise<void> }

/** Starts a process of its own for a work; `pinned`: on one core. */
export async function startWorker(
  work: WorkName,
  settings: Record<string, unknown>,
  { pinned = false } = {},
): Promise<Worker> {
  const child = fork(fileURLToPath(new URL(`./worker.${extension}`, import.meta.url)), {
    execArgv: [...loader, ...nodeOptions()],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  if (pinned) await must(['taskset', '-a', '-c', '-p', '0', `${child.pid}`])
  await ask(child, { ready: work, settings })
  return {
    pid: child.pid ?? 0,
    run: (units) => ask(child, { run: units }) as Promise<Report>,
    async stop() {
      if (child.exitCode !== null) return
      child.disconnect()
      await once(child, 'exit')
    },
  }
}

/** `V6GOV_BENCH_NODE_OPTIONS="--cpu-prof --cpu-prof-dir=…"` profiles the workers. */
function nodeOptions(): string[] {
  return (process.env.V6GOV_BENCH_NODE_OPTIONS ?? '').split(' ').filter((option) => option !== '')
}

/** Starts a helper in a process of its own; the first thing it says comes along. */
export async function startHelper<T>(name: string): Promise<{ said: T; child: ChildProcess; stop(): void }> {
  const child = fork(fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url)), { execArgv: loader })
  const [said] = (await once(child, 'message')) as [T]
  return { said, child, stop: () => void child.kill('SIGKILL') }
}

async function ask(child: ChildProcess, order: Order): Promise<unknown> {
  const answered = once(child, 'message')
  const gone = once(child, 'exit').then(() => {
    throw new Error('the worker ended')
  })
  gone.catch(() => {})
  child.send(order)
  const [answer] = (await Promise.race([answered, gone])) as [{ error?: string }]
  if (answer.error !== undefined) throw new Error(answer.error)
  return answer
}

/** Starts a server to compare with, and waits for its port to answer. */
export async function startServer(command: string[], url: string): Promise<Started> {
  const server = start(command)
  for (let tries = 0; ; tries++) {
    try {
      await fetch(url)
      return server
    } catch (error) {
      if (tries === 100 || !server.isRunning()) throw new Error(server.err.join('\n'), { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** Measures a server's CPU time (proc(5), fields 14 and 15 of stat) while clients keep it busy. */
export async function measureServer(
  pid: number,
  units: number,
  drive: () => Promise<void>,
): Promise<Measured> {
  const before = cpuMsOf(pid)
  await drive()
  return { units, cpuMs: cpuMsOf(pid) - before }
}

function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Does something many times, so many at a time. */
export async function inFlight(
  total: number,
  atOnce: number,
  each: (number: number) => Promise<void>,
): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: Math.min(atOnce, total) }, async () => {
      while (next < total) await each(next++)
    }),
  )
}
