import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'
import type { Clock, Instant } from '../model.ts'
import type { Database } from '../store/database.ts'
import { type Disk, emptyLog, readDisk } from '../store/disk.ts'
import { beat } from '../store/heartbeats.ts'
import { type Trouble, troubleOf } from '../store/trouble.ts'

/** Between two looks at the disk, in milliseconds. */
const everyMs = 5_000

/** A log of this length that cannot be emptied is told of: long before 64 MB, in bytes. */
const logAlarm = 32 * 1024 * 1024

/** How the place fares where everything is kept. */
type StoreState = {
  trouble: { kind: Trouble; since: Instant } | null
  /** Little room is left: looks are written without their exchanges, so that there is room for how things stand. */
  diskLow: boolean
  /** Another program has been reading for so long that the log cannot be emptied. */
  logHeld: boolean
  disk: Disk | null
}

export type StoreWatch = {
  state(): StoreState
  /** Takes note of an error; returns whether it is the disk's, which is then said here, once. */
  note(error: unknown): boolean
  stop(): Promise<void>
}

/**
 * Looks after the disk under the database. That it is full, read-only or damaged, that little room is left and that somebody
 * holds the log is each said once in the log when it begins and when it is over; damage is not over before the next start.
 */
export function watchStore({
  db,
  url,
  now,
  log,
  reserveBytes,
  read = readDisk,
}: {
  db: Database
  url: string
  now: Clock
  log: Log
  /** Room below which exchanges are not kept. */
  reserveBytes: number
  read?: typeof readDisk
}): StoreWatch {
  const state: StoreState = { trouble: null, diskLow: false, logHeld: false, disk: null }
  const stopped = new AbortController()

  function note(error: unknown): boolean {
    const kind = troubleOf(error)
    if (kind === undefined) return false
    if (state.trouble?.kind === kind) return true
    state.trouble = { kind, since: now() }
    log('error', sayings[kind], { error: (error as Error).message })
    return true
  }

  /** Tries to write, which alone shows that it can be done again. */
  async function tryAgain(): Promise<void> {
    if (state.trouble === null || state.trouble.kind === 'damaged') return
    try {
      await beat(db, 'store', now())
      log('info', 'the database can be written again', { since: state.trouble.since })
      state.trouble = null
    } catch (error) {
      note(error)
    }
  }

  async function look(): Promise<void> {
    await tryAgain()
    const disk = read(url)
    state.disk = disk ?? null
    if (disk === undefined) return
    const low = disk.free < reserveBytes
    if (low !== state.diskLow)
      log(
        low ? 'error' : 'info',
        low
          ? 'little room is left on the disk: looks are written without their exchanges until there is more'
          : 'there is room on the disk again: exchanges are kept',
        { freeBytes: disk.free, reserveBytes },
      )
    state.diskLow = low
    const held = disk.log > logAlarm && !(await emptyLog(db))
    if (held !== state.logHeld)
      log(
        held ? 'error' : 'info',
        held
          ? 'another program has been reading the database for so long that its log cannot be emptied; end that program'
          : 'the log of the database can be emptied again',
        { logBytes: disk.log },
      )
    state.logHeld = held
  }

  async function watch({ signal }: AbortController): Promise<void> {
    while (!signal.aborted) {
      await look().catch((error) => note(error))
      await sleep(everyMs, undefined, { signal }).catch(() => {})
    }
  }

  const watching = watch(stopped)
  return {
    state: () => state,
    note,
    async stop() {
      stopped.abort()
      await watching
    },
  }
}

const sayings: Record<Trouble, string> = {
  full: 'the disk is full: what is seen waits to be written, and is looked at less; make room',
  readonly:
    'the database cannot be written: what is seen waits; see to the disk and to who may write to the file',
  damaged: 'the database is damaged: stop, and restore a backup (v6gov backup --list, v6gov restore FILE)',
}
