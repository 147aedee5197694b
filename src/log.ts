import type { Clock } from './model.ts'

export type Level = 'debug' | 'info' | 'warn' | 'error'
export type Log = (level: Level, message: string, fields?: Record<string, unknown>) => void

const levels: Level[] = ['debug', 'info', 'warn', 'error']

/** One JSON object a line, for people with `jq` and for machines. */
export function createLog(write: (line: string) => void, now: Clock, least: Level): Log {
  return (level, message, fields) => {
    if (levels.indexOf(level) < levels.indexOf(least)) return
    write(`${JSON.stringify({ at: now(), level, message, ...fields })}\n`)
  }
}

/** What an unexpected error says about itself, causes included. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : ` <- ${describeError(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
