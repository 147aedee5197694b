import type { Handed } from '../model/figures.ts'
import type { ImportRef } from './assessment.ts'

/** The imports that brought rows, each once, the newest first. */
export function importsOf(rows: readonly Pick<Handed<unknown>, 'importId' | 'importedAt'>[]): ImportRef[] {
  const imports = new Map(rows.map(({ importId, importedAt }) => [importId, importedAt]))
  return [...imports]
    .map(([id, importedAt]) => ({ id, importedAt }))
    .sort((a, b) => (a.importedAt < b.importedAt ? 1 : -1))
}
