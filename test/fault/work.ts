import { keepEvidence } from '../../src/jobs/keep-evidence.ts'
import { makeBackup } from '../../src/jobs/make-backup.ts'
import { makeReport } from '../../src/jobs/monthly-report.ts'
import { restoreBackup } from '../../src/jobs/restore-backup.ts'
import { openDatabase } from '../../src/store/database.ts'

/** Does one thing to a database. */
export async function doWork([what = '', url = '', at = '', where = '']: string[]): Promise<void> {
  const now = () => at
  if (what === 'backup') await makeBackup({ url, directory: where, now })
  else if (what === 'restore') await restoreBackup({ file: where, url, keys: null, now })
  else {
    const db = await openDatabase(url)
    const optionsAt = async () => ({ treatDocumentationAsGlobal: true, insideCountsAsOutside: true, pace: 1 })
    if (what === 'report') await makeReport({ db, now, optionsAt }, where)
    if (what === 'retention') await keepEvidence({ db, now }, 1)
    await db.destroy()
  }
}
