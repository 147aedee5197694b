import { X509Certificate } from 'node:crypto'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import { remembered } from './remembered.ts'

/** What a certificate says, in words; empty where the peer has none. */
export type ReadCertificate = {
  /** Distinguished names on one line: `C=VN, O=…, CN=…`. */
  subject: string
  issuer: string
  alternativeNames: string | undefined
  /** As OpenSSL writes them. */
  validFrom: string | undefined
  validTo: string | undefined
  fingerprint256: string
  /** What the host's name is held against. */
  identity: Partial<Pick<PeerCertificate, 'subject' | 'subjectaltname'>>
}

/** Longest distinguished name and list of other names that are told, in characters: a peer may send 100 kB of them. */
const longestName = 600
const longestNames = 4000

const mostRemembered = 1000
/** Longer ones, in octets of DER, are read out anew each time: who sends them shall not fill our memory. */
const longestRemembered = 8192

/**
 * What a socket's peer shows, to be asked for after its handshake: what a certificate with the same octets said before.
 * Node reads out the whole chain in each handshake for its check of the name, which takes a quarter of it, so the socket
 * is told to take this instead. The chain itself is verified by OpenSSL each time.
 */
export function certificateOf(socket: TLSSocket): () => ReadCertificate {
  let read: ReadCertificate | undefined
  const certificate = () => {
    read ??= readCertificate(socket.getPeerX509Certificate()) // can be had only once: it takes it out of the chain
    return read
  }
  socket.getPeerCertificate = (() => certificate().identity) as TLSSocket['getPeerCertificate']
  return certificate
}

function readCertificate(certificate: X509Certificate | undefined): ReadCertificate {
  if (certificate === undefined) return readOut({})
  const { raw } = certificate
  return raw.length > longestRemembered
    ? readOut(certificate.toLegacyObject())
    : readDer(raw.toString('latin1'))
}

const readDer = remembered(
  (der) => readOut(new X509Certificate(Buffer.from(der, 'latin1')).toLegacyObject()),
  mostRemembered,
)

function readOut(from: Partial<PeerCertificate>): ReadCertificate {
  const { subject, subjectaltname } = from
  return {
    subject: nameText(subject),
    issuer: nameText(from.issuer),
    alternativeNames: subjectaltname?.slice(0, longestNames),
    validFrom: from.valid_from,
    validTo: from.valid_to,
    fingerprint256: from.fingerprint256 ?? '',
    identity: { ...(subject && { subject }), ...(subjectaltname !== undefined && { subjectaltname }) },
  }
}

function nameText(name: object | undefined): string {
  return Object.entries(name ?? {})
    .map(([key, value]) => `${key}=${[value].flat().join('+')}`)
    .join(', ')
    .slice(0, longestName)
}
