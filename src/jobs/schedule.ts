import cron from 'node-cron'

/** When, in cron's five or six fields; what; and its name for the log. `atStart`: once at once, too. */
export type Task = { name: string; when: string; atStart?: true; run(): Promise<void> }

/**
 * Starts what happens by itself; returns how to stop it. The clock only ticks here: what is due is a matter of the
 * database, so a missed tick costs nothing and nobody is warned of it. Throws before anything is started where a time
 * cannot be read.
 */
export function startSchedule(
  tasks: Task[],
  { timezone, onError }: { timezone: string; onError(error: unknown, task: string): void },
): () => Promise<void> {
  const unread = tasks.filter(({ when }) => !cron.validate(when))
  if (unread.length > 0)
    throw new Error(
      `times that cannot be read: ${unread.map(({ name, when }) => `${name}: "${when}"`).join(', ')}`,
    )
  const running = new Set<Promise<void>>()
  const started = tasks.map(({ name, when, atStart, run }) => {
    let busy = false
    function tick() {
      if (busy) return // the tick before is still at work
      busy = true
      const turn = run()
        .catch((error) => onError(error, name))
        .finally(() => {
          busy = false
          running.delete(turn)
        })
      running.add(turn)
    }
    if (atStart) tick()
    return cron.schedule(when, tick, { timezone, suppressMissedWarning: true })
  })
  return async () => {
    await Promise.all(started.map((task) => task.destroy()))
    await Promise.all(running)
  }
}
