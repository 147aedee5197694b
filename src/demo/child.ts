import type { DemoClock, FromChild, ToChild } from './messages.ts'
import { type DialMap, type RunningNetwork, startNetwork } from './network.ts'
import { makeWorld } from './world.ts'

// The process of the demo network. It lives as long as the process that started it, and no longer.
const stop = () => process.exit(0)
process.on('disconnect', stop)
process.on('SIGTERM', stop)
// Ctrl-C reaches both processes. The product stops this one when its last looks are in; going first would spoil them.
process.on('SIGINT', () => {})
if (process.send === undefined) {
  process.stderr.write('The demo network is started by the product (npm run demo).\n')
  process.exit(1)
}

/** How often the map is brought up to date while the clock runs, in milliseconds of real time. */
const tickMs = 500

let clock: DemoClock = { startAt: '1970-01-01T00:00:00.000Z', rate: 0 }
let clockSetAt = 0
let network: RunningNetwork | undefined
let sent: DialMap = {}

function now(): number {
  return Date.parse(clock.startAt) + (performance.now() - clockSetAt) * clock.rate
}

/** While the clock is put from moment to moment, nobody wants to sit through what is slow. */
function waitScale(): number {
  return clock.rate === 0 ? 0.02 : 1
}

function setClock(next: DemoClock) {
  clock = next
  clockSetAt = performance.now()
}

function tell(message: FromChild) {
  process.send?.(message)
}

/** Sends what has changed in the map since it was last sent. */
function sendChanges(id?: number) {
  if (!network) return
  const dial = network.dialMap(now())
  const changes = Object.fromEntries(
    Object.entries(dial).filter(([key, { port }]) => sent[key]?.port !== port),
  )
  sent = dial
  if (id !== undefined || Object.keys(changes).length > 0)
    tell({ type: 'dial', changes, ...(id !== undefined && { id }) })
}

process.on('message', async (message: ToChild) => {
  if (message.type === 'clock') {
    setClock(message.clock)
    sendChanges(message.id)
    return
  }
  try {
    const { seed, timeline } = message.options
    setClock(message.options.clock)
    network = await startNetwork(makeWorld({ seed, timeline }), { now, waitScale })
    sent = network.dialMap(now())
    const { resolvers, anchors, roots, mailControls, ca, notes } = network
    tell({ type: 'ready', resolvers, anchors, roots, mailControls, ca, dial: sent, notes })
    setInterval(() => clock.rate > 0 && sendChanges(), tickMs)
  } catch (error) {
    tell({ type: 'failed', message: String(error) })
  }
})
