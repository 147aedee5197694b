import type { Look } from '../model.ts'
import { kept } from '../readiness/kept.ts'
import type { Database } from '../store/database.ts'
import { recordLooks } from '../store/looks.ts'

/** Looks that arrive within this time share a transaction. */
const gatherMs = 20
const batchLimit = 500

export type Recorder = {
  /** Resolves when the look is on disk. */
  record(look: Look): Promise<void>
}

/** Writes looks in batches: a transaction each would cost more than the look. */
export function createRecorder({
  db,
  pace,
  onRecorded,
}: {
  db: Database
  pace: number
  onRecorded?: (look: Look) => void
}): Recorder {
  type Waiting = { look: Look; done(): void; failed(error: unknown): void }
  const waiting: Waiting[] = []
  let writing = false

  async function write() {
    if (writing) return
    writing = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchLimit)
      try {
        await recordLooks(
          db,
          batch.map(({ look }) => look),
          { pace, kept },
        )
        for (const { look, done } of batch) {
          onRecorded?.(look)
          done()
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
        await recordLooks(db, [look], { pace, kept })
        onRecorded?.(look)
        done()
      } catch (error) {
        failed(error)
      }
  }

  return {
    record: (look) =>
      new Promise((done, failed) => {
        waiting.push({ look, done, failed })
        if (waiting.length === 1) setTimeout(write, gatherMs)
      }),
  }
}
