import type { Clock } from '../model.ts'

/** The world outside, as main.ts hands it to a command. */
export type Io = {
  args: string[]
  env: Record<string, string | undefined>
  now: Clock
  out(output: string | Uint8Array): void
  err(text: string): void
  /** Fires on SIGINT, SIGTERM and SIGHUP. */
  stopping: AbortSignal
}

/** A command's exit code: 0 done, 1 refused with reasons, 2 wrong usage, 3 could not look. */
export type ExitCode = 0 | 1 | 2 | 3

export type Command = {
  /** One line for the list of commands. */
  summary: string
  /** The whole help text of the command. */
  help: string
  run(io: Io): Promise<ExitCode>
}

/** Wrong usage or configuration: main prints the lines and exits with the code. */
export class Refusal extends Error {
  readonly lines: string[]
  readonly code: ExitCode
  constructor(lines: string[], code: ExitCode = 1) {
    super(lines.join('\n'))
    this.name = 'Refusal'
    this.lines = lines
    this.code = code
  }
}
