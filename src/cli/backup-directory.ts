import path from 'node:path'
import type { Config } from '../config.ts'
import { isPostgres, sqliteFile } from '../store/database.ts'

/** Where backups are kept: where the settings say, else in `backups` beside the database's file. */
export function backupDirectory(config: Pick<Config, 'V6GOV_BACKUP_DIR' | 'V6GOV_DATABASE_URL'>): string {
  const { V6GOV_BACKUP_DIR: directory, V6GOV_DATABASE_URL: url } = config
  if (directory !== undefined) return directory
  const beside = isPostgres(url) || url === 'sqlite::memory:' ? 'data' : path.dirname(sqliteFile(url))
  return path.join(beside, 'backups')
}
