import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isGone, must, ownMark, run, type Started, type StartOptions, start } from '../helpers/process.ts'

/**
 * Network namespaces of one lab. Their names say whose they are, `v6gov-PID-STARTTIME-N.NODE`, so that two labs never
 * meet and what a killed test run left behind can be told from what is in use.
 */
export type Namespaces = {
  /** Scratch files of this lab. */
  directory: string
  nameOf(node: string): string
  /** Runs `ip` commands in the node, one per line. */
  ip(node: string, lines: string[]): Promise<void>
  sysctl(node: string, settings: Record<string, string | number>): Promise<void>
  /** The command line that runs a program inside the node. */
  inside(node: string, command: string[]): string[]
  start(node: string, command: string[], options?: StartOptions): Started
  /** Ends what was started here and removes the namespaces. Works halfway through a start too. */
  remove(): Promise<void>
}

const scheme = /^v6gov-(\d+-\d+)-\d+\./
const directoryOf = (prefix: string) => path.join(tmpdir(), prefix)
let labs = 0

export async function createNamespaces(nodes: readonly string[]): Promise<Namespaces> {
  await removeAbandoned()
  const prefix = `v6gov-${ownMark()}-${labs++}`
  const directory = directoryOf(prefix)
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  const nameOf = (node: string) => `${prefix}.${node}`
  const inside = (node: string, command: string[]) => ['ip', 'netns', 'exec', nameOf(node), ...command]
  const started: Started[] = []
  await must(['ip', '-batch', '-'], { input: nodes.map((node) => `netns add ${nameOf(node)}`).join('\n') })
  return {
    directory,
    nameOf,
    inside,
    async ip(node, lines) {
      await must(['ip', '-n', nameOf(node), '-batch', '-'], { input: lines.join('\n') })
    },
    async sysctl(node, settings) {
      const assignments = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
      await must(inside(node, ['sysctl', '-qw', ...assignments]))
    },
    start(node, command, options) {
      const one = start(inside(node, command), options)
      started.push(one)
      return one
    },
    async remove() {
      await Promise.all(started.map((one) => one.stop(2_000)))
      await removeNamespaces(nodes.map(nameOf))
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Removes the labs of test runs that are no more: killed before they could clean up. */
async function removeAbandoned(): Promise<void> {
  const names = (await must(['ip', 'netns', 'list'])).split('\n').map((line) => line.split(' ')[0] ?? '')
  const abandoned = names.filter(isAbandoned)
  await removeNamespaces(abandoned)
  for (const name of readdirSync(tmpdir()))
    if (isAbandoned(`${name}.`)) rmSync(path.join(tmpdir(), name), { recursive: true, force: true })
}

function isAbandoned(name: string): boolean {
  const mark = scheme.exec(name)?.[1]
  return mark !== undefined && isGone(mark)
}

/** Whatever still runs in a namespace was started by its lab, or by what its lab started. */
async function removeNamespaces(names: string[]): Promise<void> {
  for (const name of names) {
    const { out } = await run(['ip', 'netns', 'pids', name])
    for (const pid of out.split('\n').filter((line) => line !== ''))
      try {
        process.kill(Number(pid), 'SIGKILL')
      } catch {} // gone meanwhile
    await run(['ip', 'netns', 'delete', name])
  }
}
