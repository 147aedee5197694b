/** Why a database that is there cannot be written, or not be trusted. */
export type Trouble = 'full' | 'readonly' | 'damaged'

/**
 * What SQLite's codes and PostgreSQL's SQLSTATE say. A disk that fails in other ways (EIO) is told as read-only: nothing can be
 * written to it.
 */
const troubles: [RegExp, Trouble][] = [
  [/^(SQLITE_FULL|53100|ENOSPC|EDQUOT)$/, 'full'],
  [/^(SQLITE_READONLY|SQLITE_IOERR|25006|EROFS|EIO$)/, 'readonly'],
  [/^(SQLITE_CORRUPT|XX00[12]$)/, 'damaged'],
]

/** What an error says of the disk under the database; undefined where it is about something else. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (!(error instanceof Error)) return undefined
  const { code } = error as { code?: unknown }
  const known = typeof code === 'string' ? troubles.find(([codes]) => codes.test(code)) : undefined
  return known?.[1] ?? troubleOf(error.cause)
}
