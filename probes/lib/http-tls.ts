import { isIP, type Socket } from 'node:net'
import { connect, createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from 'node:tls'
import type { Endpoint } from '../probe.ts'
import type { FailureClass } from './failure-class.ts'
import { beginExchange, type Look, millisecondsSince, withinTime } from './look.ts'
import type { Connected } from './tcp-connect.ts'
import { certificateOf, type ReadCertificate } from './tls-certificate.ts'

export type CertificateFacts = {
  valid: boolean
  failure: Extract<FailureClass, 'TLS_NAME' | 'TLS_EXPIRED' | 'TLS_CHAIN'> | null
  fingerprint256: string
  /** ISO 8601. */
  validTo: string
  subject: string
}

export type Secured = { socket: TLSSocket; certificate: CertificateFacts; tlsMs: number }
/**
 * `stalled`: the peer fell silent, instead of saying something that is no TLS. `otherProtocol`: it has none of the
 * protocols that we offered (RFC 7301 3.2).
 */
export type NotSecured = { failure: string; stalled: boolean; otherProtocol: boolean }

/** What is spoken over TLS, by its ALPN id. */
export type HttpProtocol = 'http/1.1' | 'h2'

const handshakeTimeoutMs = 5000

/** How Node names the alert. */
const noProtocolAlert = 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL'

/** Contexts are dear (0.4 ms, and the parsing of all roots for one with our own authority): one for each authority. */
const contexts = new Map<string | undefined, SecureContext>()

function contextFor(trustedCa: string | undefined): SecureContext {
  const known = contexts.get(trustedCa)
  if (known) return known
  const context = createSecureContext(trustedCa === undefined ? {} : { ca: [...rootCertificates, trustedCa] })
  contexts.set(trustedCa, context)
  return context
}

/**
 * TLS over an open connection, with SNI and one protocol on offer (ALPN). The certificate is judged and never a reason to stop
 * looking. The handshake fails when the peer speaks no TLS that we understand, or falls silent.
 */
export async function startTls(
  asked: Endpoint,
  { socket: transport, peer }: Pick<Connected, 'socket' | 'peer'>,
  host: string,
  timeoutMs: number,
  look: Look,
  protocol: HttpProtocol = 'http/1.1',
): Promise<Secured | NotSecured> {
  const note = beginExchange(look, asked)
  const request = [`ClientHello, SNI ${host}, ALPN ${protocol}`]
  const common = { protocol: 'tls', transport: 'tcp', peer, request } as const
  const outcome = await handshake(
    transport,
    { host, protocol },
    Math.min(timeoutMs, handshakeTimeoutMs * look.patience),
    look,
  )
  if ('failure' in outcome) {
    note({ ...common, response: [], failure: outcome.failure })
    return outcome
  }
  const { socket, tlsMs } = outcome
  const read = outcome.read()
  const certificate = judgeCertificate(socket, read)
  const [version, cipher, error] = [socket.getProtocol(), socket.getCipher().name, errorText(socket)]
  note({
    ...common,
    response: () => [
      `${version}, ${cipher}, in ${tlsMs} ms`,
      `subject: ${read.subject}`,
      `alternative names: ${read.alternativeNames ?? 'none'}`,
      `issuer: ${read.issuer}`,
      `valid: ${read.validFrom} to ${read.validTo}`,
      `SHA-256: ${read.fingerprint256}`,
      `verification: ${certificate.failure === null ? 'good' : `${certificate.failure} (${error})`}`,
    ],
  })
  return { socket, certificate, tlsMs }
}

function handshake(
  transport: Socket,
  { host, protocol }: { host: string; protocol: HttpProtocol },
  timeoutMs: number,
  look: Look,
) {
  const started = performance.now()
  const socket = connect({
    socket: transport,
    host, // what the certificate must name
    servername: isIP(host) ? '' : host,
    secureContext: contextFor(look.trustedCa),
    rejectUnauthorized: false,
    ALPNProtocols: [protocol],
  })
  const read = certificateOf(socket)
  return withinTime<(Omit<Secured, 'certificate'> & { read: () => ReadCertificate }) | NotSecured>(
    {
      timeoutMs,
      signal: look.signal,
      cancel: () => socket.destroy(),
      timedOut: () => ({
        failure: `no TLS within ${Math.round(timeoutMs)} ms`,
        stalled: true,
        otherProtocol: false,
      }),
    },
    (done) => {
      socket.once('secureConnect', () => done({ socket, read, tlsMs: millisecondsSince(started) }))
      const failed = (failure: string) =>
        done({ failure, stalled: false, otherProtocol: failure === noProtocolAlert })
      socket.on('error', (error: NodeJS.ErrnoException) => failed(error.code ?? error.message))
      socket.once('close', () => failed('closed during the handshake'))
    },
  )
}

function judgeCertificate(socket: TLSSocket, read: ReadCertificate): CertificateFacts {
  const ends = new Date(read.validTo ?? '')
  return {
    valid: socket.authorized,
    failure: socket.authorized ? null : failureOf(errorText(socket)),
    fingerprint256: read.fingerprint256,
    validTo: Number.isNaN(ends.getTime()) ? '' : ends.toISOString(),
    subject: read.subject,
  }
}

/** The code of OpenSSL or Node; typed as an Error, in truth a string in most cases. */
function errorText(socket: TLSSocket): string {
  const error: unknown = socket.authorizationError
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error)
}

function failureOf(code: string): NonNullable<CertificateFacts['failure']> {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') return 'TLS_NAME'
  return code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID' ? 'TLS_EXPIRED' : 'TLS_CHAIN'
}
