import { connect, type Socket } from 'node:net'
import { type Endpoint, ProbeError } from '../probe.ts'
import { endpointText, familyOf } from './endpoint.ts'
import type { FailureClass } from './failure-class.ts'
import { beginExchange, type Look, millisecondsSince, withinTime } from './look.ts'
import type { StopSignal } from './stop.ts'

export type Connected = { socket: Socket; peer: Endpoint; connectMs: number }
export type NotConnected = {
  failure: Extract<FailureClass, 'TCP_REFUSED' | 'TCP_TIMEOUT' | 'TCP_UNREACH'>
  detail: string
}

/**
 * Opens one TCP connection to one address, pinned: no second family is tried (RFC 8305 would hide a dead one).
 * The caller destroys the socket. Throws ProbeError when we have no such family ourselves, or the time is up.
 */
export function connectTcp(
  endpoint: Endpoint,
  timeoutMs: number,
  signal: StopSignal,
): Promise<Connected | NotConnected> {
  const family = familyOf(endpoint.address)
  const started = performance.now()
  const socket = connect({ host: endpoint.address, port: endpoint.port, family, autoSelectFamily: false })
  socket.on('error', () => {}) // one that comes after the connection is up reaches its user as a close
  return withinTime<Connected | NotConnected>(
    {
      timeoutMs,
      signal,
      cancel: () => socket.destroy(),
      timedOut: () => ({ failure: 'TCP_TIMEOUT', detail: `no answer to SYN within ${timeoutMs} ms` }),
    },
    (done, fail) => {
      socket.once('connect', () =>
        done({ socket, peer: peerOf(socket), connectMs: millisecondsSince(started) }),
      )
      socket.once('error', (error: NodeJS.ErrnoException) => {
        const lacking = lackingFamily(error, endpoint)
        if (lacking) return fail(lacking)
        socket.destroy()
        done({ failure: failureOf(error.code), detail: `${error.code ?? error.message}` })
      })
    },
  )
}

/** When an endpoint was last silent to all of so many tries, and to all since, by address and port. */
const silent = new Map<string, { at: number; tries: number }>()
/** So long after that, in milliseconds, one try more tells whether it still is: the looks of one round share the wait. */
const silentMs = 60_000
const mostSilent = 10_000
const onSilenceMs = 1000

/**
 * Connects with a new try after each silence; a refusal or "unreachable" is an answer and is not asked again. An endpoint
 * that was silent to all tries a moment ago is tried once. `onSilence` is told when there is no answer for a second.
 * The exchange goes to the evidence under the address asked.
 */
export async function connectWithTries(
  asked: Endpoint,
  { onSilence, ...limits }: { timeoutMs: number; tries: number; onSilence?(): void },
  look: Look,
): Promise<Connected | NotConnected> {
  const timer = onSilence && setTimeout(onSilence, onSilenceMs * look.patience)
  try {
    return await tryToConnect(asked, limits, look)
  } finally {
    clearTimeout(timer)
  }
}

async function tryToConnect(
  asked: Endpoint,
  { timeoutMs, tries }: { timeoutMs: number; tries: number },
  look: Look,
): Promise<Connected | NotConnected> {
  const endpoint = look.dial(asked.address, asked.port)
  const note = beginExchange(look, asked)
  const request = [`SYN to ${endpointText(asked)}`]
  const key = `${asked.address} ${asked.port} ${endpoint.address} ${endpoint.port} ${timeoutMs}`
  const before = silent.get(key)
  const silentFor = performance.now() - (before?.at ?? Number.NEGATIVE_INFINITY)
  const wasSilent = tries > 1 && silentFor < silentMs * look.patience
  for (let tried = 1; ; tried++) {
    const outcome = await connectTcp(endpoint, timeoutMs, look.signal)
    const isSilent = 'failure' in outcome && outcome.failure === 'TCP_TIMEOUT'
    const common = { protocol: 'tcp', transport: 'tcp', request } as const
    if (!isSilent) silent.delete(key)
    if ('socket' in outcome) {
      note({
        ...common,
        peer: outcome.peer,
        response: [`connected in ${outcome.connectMs} ms, try ${tried}`],
      })
      return outcome
    }
    if (isSilent && tried < tries && !wasSilent) continue
    if (isSilent && !wasSilent && tries > 1) rememberSilence(key, tries)
    const earlier =
      wasSilent && isSilent ? ` after ${before?.tries} tries ${Math.round(silentFor / 1000)} s before` : ''
    note({ ...common, peer: null, response: [], failure: `${outcome.detail}, ${tried} tries${earlier}` })
    return outcome
  }
}

function rememberSilence(key: string, tries: number): void {
  if (silent.size >= mostSilent) silent.clear()
  silent.set(key, { at: performance.now(), tries })
}

/** The socket's real remote address. */
function peerOf(socket: Socket): Endpoint {
  return { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 }
}

function failureOf(code: string | undefined): NotConnected['failure'] {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'TCP_REFUSED'
  return code === 'ETIMEDOUT' ? 'TCP_TIMEOUT' : 'TCP_UNREACH'
}

/** Errors that say something about us and nothing about the target. */
export function lackingFamily(error: NodeJS.ErrnoException, endpoint: Endpoint): ProbeError | undefined {
  const code = error.code ?? ''
  if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')
    return new ProbeError(
      familyOf(endpoint.address) === 6 ? 'prober_no_ipv6' : 'prober_no_ipv4',
      `no address of our own to reach ${endpoint.address} from (${code})`,
      { cause: error },
    )
  if (['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EINVAL'].includes(code))
    return new ProbeError('internal', `cannot open a socket to ${endpointText(endpoint)} (${code})`, {
      cause: error,
    })
  return undefined
}
