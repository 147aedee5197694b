import { readFileSync } from 'node:fs'
import { type WorkName, works } from './works/index.ts'

/** What the parent asks a worker for: first to get ready, then to run its work some number of times. */
export type Order = { ready: WorkName; settings: Record<string, unknown> } | { run: number }

/** `cpuMs`: user and system time of this process, and of its children that ended, while it ran. */
export type Report = {
  units: number
  cpuMs: number
  wallMs: number
  rssMb: number
  more: Record<string, number>
}

/** A process of its own for one work, so that nothing else is in its CPU time. */
if (process.send) {
  const send = (message: unknown) => process.send?.(message)
  let run: ((units: number) => Promise<Record<string, number>>) | undefined
  process.on('disconnect', () => process.exit())
  process.on('message', async (order: Order) => {
    try {
      if ('ready' in order) {
        run = await works[order.ready](order.settings as never)
        send({ ready: true })
      } else if (run) send(await measure(run, order.run))
    } catch (error) {
      send({ error: error instanceof Error ? `${error.stack}` : String(error) })
    }
  })
}

async function measure(
  run: (units: number) => Promise<Record<string, number>>,
  units: number,
): Promise<Report> {
  const [before, ofChildren, started] = [process.cpuUsage(), childrenMs(), performance.now()]
  const more = await run(units)
  const { user, system } = process.cpuUsage(before)
  return {
    units,
    cpuMs: (user + system) / 1000 + childrenMs() - ofChildren,
    wallMs: performance.now() - started,
    rssMb: process.resourceUsage().maxRSS / 1024,
    more,
  }
}

/** CPU time of children that ended (proc(5), fields 16 and 17 of stat), in milliseconds; the clock ticks 100 a second. */
function childrenMs(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10
}
