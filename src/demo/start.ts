import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { type Dial, ProbeError } from '../../probes/probe.ts'
import type { Instant } from '../model.ts'
import type { DemoClock, DemoOptions, FromChild, ToChild } from './messages.ts'
import type { DialMap } from './network.ts'
import { canonical } from './world/canonical.ts'

export type DemoNetwork = {
  /** For `ProbeContext.resolvers`. */
  resolvers: string[]
  /** `address#port`, for the prober's self-test. */
  anchors: string[]
  /** Where walks through the DNS begin. */
  roots: string[]
  /** `address#port` of a mail server that greets over IPv6, for the mail probes. */
  mailControls: string[]
  /** For `ProbeContext.trustedCa`. */
  ca: string
  /** For `ProbeContext.dial`. Throws ProbeError `target_refused` for an address that is not in the demo. */
  dial: Dial
  /** The whole map as it is now. */
  dialMap(): DialMap
  /** What this machine cannot simulate, in words; empty as a rule. */
  notes: string[]
  pid: number
  /** Puts the clock to a moment, where it stands still; the network answers as of it when the promise resolves. */
  setTime(at: Instant): Promise<void>
  /** Lets the clock run from a moment on. */
  setClock(clock: DemoClock): Promise<void>
  stop(): Promise<void>
  /** Called when the network's process ends without `stop`. */
  onLost(listener: () => void): void
}

/** Starts the demo network in a process of its own. Throws when it cannot start. */
export async function startDemoNetwork(options: DemoOptions): Promise<DemoNetwork> {
  // from the source (tests) or from dist/, where we are among the chunks: the child runs in the form that we run in
  const isSource = import.meta.url.endsWith('.ts')
  const child = fork(new URL(isSource ? './child.ts' : '../demo/child.js', import.meta.url), {
    execArgv: isSource ? ['--import', 'tsx'] : [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const tell = (message: ToChild) => void child.send(message)
  tell({ type: 'start', options })
  const ready = await firstWord(child)
  if (ready.type !== 'ready') {
    child.kill('SIGKILL')
    throw new Error(
      `the demo network does not start: ${ready.type === 'failed' ? ready.message : ready.type}`,
    )
  }

  const map = ready.dial
  let lastId = 0
  const waiting = new Map<number, () => void>()
  child.on('message', (message: FromChild) => {
    if (message.type !== 'dial') return
    Object.assign(map, message.changes)
    waiting.get(message.id ?? 0)?.()
    waiting.delete(message.id ?? 0)
  })
  let stopping = false
  const listeners: (() => void)[] = []
  child.once('exit', () => {
    for (const settle of waiting.values()) settle()
    if (!stopping) for (const listener of listeners) listener()
  })
  const setClock = (clock: DemoClock) =>
    new Promise<void>((resolve) => {
      if (!child.connected) return resolve()
      lastId++
      waiting.set(lastId, resolve)
      tell({ type: 'clock', id: lastId, clock })
    })

  return {
    resolvers: ready.resolvers,
    anchors: ready.anchors,
    roots: ready.roots,
    mailControls: ready.mailControls,
    ca: ready.ca,
    notes: ready.notes,
    pid: child.pid ?? 0,
    dial(address, port) {
      const endpoint = map[`${canonical(address)}#${port}`]
      if (endpoint) return endpoint
      throw new ProbeError('target_refused', `${address} port ${port} is not in the demo network`)
    },
    dialMap: () => ({ ...map }),
    setClock,
    setTime: (at) => setClock({ startAt: at, rate: 0 }),
    onLost: (listener) => void listeners.push(listener),
    async stop() {
      stopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      const slow = setTimeout(() => child.kill('SIGKILL'), 2000)
      child.kill('SIGTERM')
      await gone
      clearTimeout(slow)
    },
  }
}

/** The first message of the child, or what it comes to instead. */
async function firstWord(child: ChildProcess): Promise<FromChild> {
  return new Promise((resolve) => {
    child.once('message', (message: FromChild) => resolve(message))
    child.once('error', (error) => resolve({ type: 'failed', message: error.message }))
    child.once('exit', (code, signal) => resolve({ type: 'failed', message: `it ended (${code ?? signal})` }))
  })
}
