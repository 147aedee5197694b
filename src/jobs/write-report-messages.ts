import type { Clock } from '../model.ts'
import { timingOf } from '../notify/timing.ts'
import { monthlyTemplates } from '../report/monthly-report.ts'
import type { Database } from '../store/database.ts'
import { writeReportMessage } from '../store/report-messages.ts'
import { listNewestReports } from '../store/reports.ts'
import { listSubscriptions } from '../store/subscriptions.ts'

/**
 * Writes a message with the newest version of every report to everybody who wants reports and wanted them when it was
 * frozen; returns how many are new. A version is written to a subscription once, however often and by how many this is
 * done; a digest or quiet hours only move its time.
 */
export async function writeReportMessages({ db, now }: { db: Database; now: Clock }): Promise<number> {
  const interested = (await listSubscriptions(db)).filter(({ topics }) => topics.includes('reports'))
  if (interested.length === 0) return 0
  let written = 0
  for (const report of await listNewestReports(db, monthlyTemplates))
    for (const subscription of interested) {
      if (report.frozenAt < subscription.enteredAt) continue
      const { dueAt } = timingOf(subscription, 'minor', now())
      if (await writeReportMessage(db, subscription, report, { now: now(), dueAt })) written += 1
    }
  return written
}
