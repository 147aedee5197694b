import { createSampleKeeper } from '../../src/jobs/keep-samples.ts'
import { openDatabase } from '../../src/store/database.ts'

/** Folds what is in a database at a moment, and ends. */
const [url = '', at = ''] = process.argv.slice(2)
const db = await openDatabase(url)
console.log('begins')
await createSampleKeeper({ db, now: () => at, pace: 1 })(Number.POSITIVE_INFINITY)
await db.destroy()
console.log('done')
