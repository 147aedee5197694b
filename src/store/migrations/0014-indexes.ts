import type { Kysely, Migration } from 'kysely'

/** What pages ask without knowing the beginning of the key: statements of one kind, and what a device's agent has. */
export const indexes: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createIndex('document_kind').on('document').columns(['kind', 'entered_at']).execute()
    await db.schema.createIndex('capability_host').on('capability').column('host').execute()
  },
}
