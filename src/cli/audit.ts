import { parseArgs } from 'node:util'
import { type AuditFault, verifyAudit } from '../store/audit.ts'
import { openDatabase } from '../store/database.ts'
import { type Command, Refusal } from './io.ts'
import { configOf } from './surroundings.ts'

const words: Record<AuditFault['what'], string> = {
  missing: 'is missing: the next one follows on another',
  changed: 'is not what was written: its hash, or that of the one before, does not fit',
  cut_off: 'is missing: the log ends before it',
  extra: 'stands after the end of the log',
  other_head: 'has another hash than the one given: the log was made anew',
}

export const auditCommand: Command = {
  summary: 'Checks that nobody altered, removed or put in an entry of the log of actions',
  help: `v6gov audit verify [--head NUMBER:HASH]

Hashes every entry again and follows the chain. Prints the end of the log as NUMBER:HASH; noted elsewhere and given as --head
another time, it also shows whether the end was cut off or the whole chain made anew, which the log alone cannot tell.
Exit 0: sound; 1: not, and the first entry that is wrong is named.`,
  async run(io) {
    const { values, positionals } = parseArgs({
      args: io.args,
      allowPositionals: true,
      options: { head: { type: 'string' } },
    })
    if (positionals.join(' ') !== 'verify') throw new Refusal(['give: v6gov audit verify'], 2)
    const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(values.head ?? '') ?? []
    if (values.head !== undefined && hash === undefined)
      throw new Refusal(['--head: give what was printed before, NUMBER:HASH'], 2)
    const db = await openDatabase(configOf(io).V6GOV_DATABASE_URL)
    try {
      const known = hash === undefined ? undefined : { seq: Number(seq), hash }
      const { head, fault } = await verifyAudit(db, { known })
      if (fault !== null) {
        io.err(`entry ${fault.seq} ${words[fault.what]}\n`)
        return 1
      }
      io.out(`${head.seq}:${head.hash || '0'.repeat(64)}\n`)
      return 0
    } finally {
      await db.destroy()
    }
  },
}
