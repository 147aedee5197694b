import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'

/**
 * Makes a directory and those above it. Node's own `recursive` never returns below /proc (a file system that says
 * "no such file" of a directory that cannot be made). Throws the system's error.
 */
export function makeDirectory(directory: string): void {
  const whole = path.resolve(directory)
  if (existsSync(whole)) return
  if (path.dirname(whole) !== whole) makeDirectory(path.dirname(whole))
  try {
    mkdirSync(whole)
  } catch (error) {
    if (!existsSync(whole)) throw error // another process was faster
  }
}
