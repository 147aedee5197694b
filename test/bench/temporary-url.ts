import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new embedded database in a file that is removed when this process ends. */
export function temporaryUrl(): string {
  const directory = mkdtempSync(join(tmpdir(), 'v6gov-store-'))
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
  return `sqlite:${join(directory, 'v6gov.db')}`
}
