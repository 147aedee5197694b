import { setImmediate as turn } from 'node:timers/promises'
import type { Evidence } from '../../probes/probe.ts'
import type { Look } from '../model.ts'
import { kept } from '../readiness/kept.ts'
import type { Database } from '../store/database.ts'
import { recordLooks } from '../store/looks.ts'
import { patiently } from './patiently.ts'

/** Looks that arrive within this time share a transaction. */
const gatherMs = 20
const batchLimit = 500

export type Recorder = {
  /** Resolves when the look is on disk. */
  record(look: Look): Promise<void>
}

const withoutExchanges: Evidence = { exchanges: [], leftOut: 'disk' }

/** Writes looks in batches: a transaction each would cost more than the look. */
export function createRecorder({
  db,
  pace,
  stopping,
  leaveOutExchanges,
  onRecorded,
}: {
  db: Database
  pace: number
  /** Fires when this process stops: what cannot be written then is given up, with an error. */
  stopping: AbortSignal
  /** Whether there is too little room to keep what proves a look; that it is left out is kept instead. */
  leaveOutExchanges?: (() => boolean) | undefined
  onRecorded?: (look: Look) => void
}): Recorder {
  type Waiting = { look: Look; done(): void; failed(error: unknown): void }
  const waiting: Waiting[] = []
  let writing = false

  /** What was seen outlives a database that is away for a while: writing twice is safe, losing is not. */
  const save = (looks: Look[]) => patiently(() => recordLooks(db, looks, { pace, kept }), stopping)

  async function write() {
    if (writing) return
    writing = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchLimit)
      try {
        await save(batch.map(({ look }) => look))
        for (const { look, done } of batch) {
          onRecorded?.(look)
          done()
          await turn() // all of them going on at once would be one long piece of work with an embedded database
        }
      } catch {
        await writeOneByOne(batch) // one look that cannot be written must not lose the others
      }
    }
    writing = false
  }

  async function writeOneByOne(batch: Waiting[]) {
    for (const { look, done, failed } of batch)
      try {
        await save([look])
        onRecorded?.(look)
        done()
      } catch (error) {
        failed(error)
      }
  }

  return {
    record: (seen) =>
      new Promise((done, failed) => {
        const look = leaveOutExchanges?.() ? { ...seen, evidence: withoutExchanges } : seen
        waiting.push({ look, done, failed })
        if (waiting.length === 1) setTimeout(write, gatherMs)
      }),
  }
}
