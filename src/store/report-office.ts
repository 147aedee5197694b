import type { Instant } from '../model.ts'
import { canonical } from '../report/canonical.ts'
import { defaultOffice, inherited, type Office } from '../report/office.ts'
import type { Database } from './database.ts'

/** What the office entered for a period; every save is a new edition, 1 and up. */
export type StoredOffice = { edition: number; office: Office; enteredAt: Instant; enteredBy: string }

/** Enters the next edition. False when it is there already: somebody else has been faster. */
export async function addOffice(
  db: Database,
  period: string,
  { edition, office, enteredAt, enteredBy }: StoredOffice,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('report_office')
    .values({ period, edition, entered_at: enteredAt, entered_by: enteredBy, body: canonical(office) })
    .onConflict((conflict) => conflict.columns(['period', 'edition']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** The newest edition of each period, by period. */
export async function listOffices(db: Database): Promise<Map<string, StoredOffice>> {
  const rows = await db
    .selectFrom('report_office')
    .selectAll()
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('report_office as later')
            .select('later.edition')
            .whereRef('later.period', '=', 'report_office.period')
            .whereRef('later.edition', '>', 'report_office.edition'),
        ),
      ),
    )
    .orderBy('period')
    .execute()
  return new Map(rows.map((row) => [row.period, toStored(row)]))
}

/** The newest edition of a period; undefined before anything was entered. */
async function findOffice(db: Database, period: string): Promise<StoredOffice | undefined> {
  const row = await db
    .selectFrom('report_office')
    .selectAll()
    .where('period', '=', period)
    .orderBy('edition', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toStored(row)
}

/** What was entered last for any other period: who writes to whom seldom changes. */
async function findLastOffice(db: Database): Promise<StoredOffice | undefined> {
  const row = await db
    .selectFrom('report_office')
    .selectAll()
    .orderBy('entered_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toStored(row)
}

/** What is printed with a report: what was entered for it, else what it takes over from the last one. */
export async function officeOf(db: Database, period: string): Promise<{ edition: number; office: Office }> {
  const own = await findOffice(db, period)
  if (own) return { edition: own.edition, office: own.office }
  const last = await findLastOffice(db)
  return { edition: 0, office: last ? inherited(last.office) : defaultOffice }
}

function toStored(row: {
  edition: number
  entered_at: string
  entered_by: string
  body: string
}): StoredOffice {
  return {
    edition: row.edition,
    office: JSON.parse(row.body),
    enteredAt: row.entered_at,
    enteredBy: row.entered_by,
  }
}
