import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { type Ran, run, type Started, start } from './process.ts'

const project = path.join(import.meta.dirname, '..', '..')
const built = path.join(project, 'dist', 'src', 'main.js')
/** By its address, so that the program runs from any folder. */
const loader = import.meta.resolve('tsx')
const program = isBuilt() ? [built] : ['--import', loader, path.join(project, 'src', 'main.ts')]

/** The command line of v6gov: as it is built, or from its sources where they are newer than the build. */
export function v6gov(...args: string[]): string[] {
  return [process.execPath, ...program, ...args]
}

function isBuilt(): boolean {
  if (!existsSync(built)) return false
  const sources = ['src', 'views', 'probes'].map((name) => newest(path.join(project, name)))
  return Math.max(...sources) <= statSync(built).mtimeMs
}

/** When the newest file of a folder was changed, in milliseconds since 1970. */
function newest(directory: string): number {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
  return Math.max(...files.map(({ parentPath, name }) => statSync(path.join(parentPath, name)).mtimeMs))
}

/** Our environment without settings of v6gov, and then those given. */
export function withSettings(settings: Record<string, string>): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('V6GOV_'))
  return { ...Object.fromEntries(others), ...settings }
}

export function runV6gov(args: string[], settings: Record<string, string> = {}): Promise<Ran> {
  return run(v6gov(...args), { env: withSettings(settings) })
}

export function startV6gov(args: string[], settings: Record<string, string> = {}): Started {
  return start(v6gov(...args), { env: withSettings(settings) })
}

export type LogLine = { at: string; level: string; message: string; [field: string]: unknown }

/** The log so far, with the lines that are no JSON left out. */
export function logOf({ out }: Pick<Started, 'out'>): LogLine[] {
  return out.flatMap((line) => {
    try {
      return [JSON.parse(line) as LogLine]
    } catch {
      return []
    }
  })
}

export type Turn = { check: string; dueAt: string }

/** The looks that the process said are on disk. */
export function recordedBy(started: Pick<Started, 'out'>): Turn[] {
  return logOf(started)
    .filter(({ message }) => message === 'recorded')
    .map(({ check, dueAt }) => ({ check: String(check), dueAt: String(dueAt) }))
}
