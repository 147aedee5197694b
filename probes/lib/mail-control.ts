import { type Endpoint, ProbeError } from '../probe.ts'
import type { Look } from './look.ts'
import { greet } from './mail-smtp.ts'
import { connectWithTries } from './tcp-connect.ts'

const connectTimeoutMs = 4000

/**
 * Sees to it that we reach mail servers at all: one of the control hosts must greet us. Throws ProbeError
 * `port_blocked` when none does; without control hosts nothing is proved and nothing thrown.
 */
export async function proveSmtp(controls: Endpoint[], look: Look): Promise<void> {
  if (controls.length === 0) return
  for (const control of controls) if (await greets(control, look)) return
  throw new ProbeError('port_blocked', 'no control host greets us: our own network blocks SMTP')
}

async function greets(control: Endpoint, look: Look): Promise<boolean> {
  try {
    const timeoutMs = connectTimeoutMs * look.patience
    const connected = await connectWithTries(control, { timeoutMs, tries: 2 }, look)
    return 'socket' in connected && (await greet(control, connected, look)).failure === null
  } catch (error) {
    if (error instanceof ProbeError && error.code === 'target_refused') return false
    throw error
  }
}
