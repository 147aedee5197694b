import cron from 'node-cron'

/** When, in cron's five or six fields; what; and its name for the log. `atStart`: once at once, too. */
export type Task = { name: string; when: string; atStart?: boolean; run(): Promise<void> }

/**
 * Starts what happens by itself; returns how to stop it. The clock only ticks here: what is due is a matter of the
 * database, so a missed tick costs nothing and nobody is warned of it. Throws before anything is started where a time
 * cannot be read.
 */
export function startSchedule(
  tasks: Task[],
  {
    timezone,
    onError,
    onDone = async () => {},
  }: {
    timezone: string
    onError(error: unknown, task: string): void
    /** Called after each run, with null or what it failed with. */
    onDone?(task: Task, error: unknown): Promise<void>
  },
): () => Promise<void> {
  const unread = tasks.filter(({ when }) => !cron.validate(when))
  if (unread.length > 0)
    throw new Error(
      `times that cannot be read: ${unread.map(({ name, when }) => `${name}: "${when}"`).join(', ')}`,
    )
  const running = new Set<Promise<void>>()
  const started = tasks.map((task) => {
    const { name, when, atStart, run } = task
    let busy = false
    async function turn(): Promise<void> {
      try {
        await run()
        await onDone(task, null)
      } catch (error) {
        onError(error, name)
        await onDone(task, error).catch((unsaid) => onError(unsaid, name))
      }
    }
    function tick() {
      if (busy) return // the tick before is still at work
      busy = true
      const under = turn().finally(() => {
        busy = false
        running.delete(under)
      })
      running.add(under)
    }
    if (atStart) tick()
    return cron.schedule(when, tick, { timezone, suppressMissedWarning: true })
  })
  return async () => {
    await Promise.all(started.map((task) => task.destroy()))
    await Promise.all(running)
  }
}
