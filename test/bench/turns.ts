import { existsSync, readFileSync } from 'node:fs'

const file = `/proc/${process.pid}/task/${process.pid}/schedstat`

/** Milliseconds of processor time that the main thread has taken; where the system does not tell, all threads. */
export function computedMs(): number {
  if (existsSync(file)) return Number(readFileSync(file, 'latin1').split(' ')[0]) / 1e6
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/**
 * The most processor time that one turn of the event loop takes until the function given back is called, in milliseconds:
 * how long everybody else would wait on a machine that has nothing else to do. NaN where the system does not tell.
 */
export function watchTurns(): () => number {
  if (!existsSync(file)) return () => Number.NaN
  let before = computedMs()
  let most = 0
  let watching = true
  function turn() {
    const now = computedMs()
    most = Math.max(most, now - before)
    before = now
    if (watching) setImmediate(turn)
  }
  setImmediate(turn)
  return () => {
    watching = false
    turn()
    return most
  }
}
