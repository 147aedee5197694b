import { readdirSync, readFileSync } from 'node:fs'

/** More than this kept, in bytes, is a leak: what the compiler and the allocator do moves it by less. */
export const mostKept = 4 * 1024 * 1024

/** Memory in use when all garbage is gone, in bytes; null where it cannot be collected by hand. */
export async function usedBytes(): Promise<number | null> {
  if (!global.gc) return null
  let least = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < 5; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    global.gc()
    const { heapUsed, external } = process.memoryUsage()
    least = Math.min(least, heapUsed + external)
  }
  return least
}

const handles = [
  'TCPSocketWrap',
  'TCPConnectWrap',
  'TCPServerWrap',
  'TLSWrap',
  'UDPWrap',
  'ProcessWrap',
  'GetAddrInfoReqWrap',
  'Timeout',
]

/** What this process holds, by kind: sockets, timers, descriptors, children, listeners on the process. */
export type Held = Record<string, number>

export function held(): Held {
  const active = process.getActiveResourcesInfo()
  // every thread has children of its own
  const children = readdirSync('/proc/self/task')
    .map((thread) => readFileSync(`/proc/self/task/${thread}/children`, 'utf8'))
    .join('')
  return {
    ...Object.fromEntries(handles.map((type) => [type, active.filter((one) => one === type).length])),
    descriptors: readdirSync('/proc/self/fd').length,
    children: children.split(' ').filter((pid) => pid !== '').length,
    listeners: process.eventNames().reduce((sum, event) => sum + process.listenerCount(event), 0),
  }
}

/** What is held beyond what was before, in words; sockets and children take a moment to be gone. */
export async function leftOver(before: Held): Promise<string[]> {
  for (let tries = 0; ; tries++) {
    const now = held()
    const more = Object.entries(now).filter(([kind, count]) => count > (before[kind] ?? 0))
    if (more.length === 0 || tries === 100)
      return more.map(([kind, count]) => `${kind} ${count} instead of ${before[kind] ?? 0}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
