import { execFile } from 'node:child_process'
import { setPriority } from 'node:os'
import type { Config } from '../config.ts'

/**
 * Makes a backup in a process of its own: to prove one takes minutes of computing, which pages and probes would wait for. Throws
 * with what it said when it was none.
 */
export function backUpApart(config: Config, stopping: AbortSignal): Promise<string> {
  const [, program = ''] = process.argv
  const {
    V6GOV_DATABASE_URL: url,
    V6GOV_BACKUP_DIR: directory,
    V6GOV_BACKUP_KEEP: most,
    V6GOV_BACKUP_DAYS: days,
  } = config
  const env = {
    PATH: process.env.PATH,
    V6GOV_DATABASE_URL: url,
    V6GOV_BACKUP_KEEP: String(most),
    V6GOV_BACKUP_DAYS: String(days),
    ...(directory !== undefined && { V6GOV_BACKUP_DIR: directory }),
  }
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [...process.execArgv, program, 'backup'],
      { env, signal: stopping },
      (error, out, err) => (error ? reject(new Error(err.trim() || error.message)) : resolve(out.trim())),
    )
    try {
      if (child.pid !== undefined) setPriority(child.pid, 10)
    } catch {
      // it has ended already
    }
  })
}
