import { X509Certificate } from 'node:crypto'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import { remembered } from './remembered.ts'

/** What is told of a certificate, and what the host's name is held against; empty when the peer has none. */
export type ReadCertificate = {
  [Key in 'subject' | 'issuer' | 'subjectaltname' | 'valid_from' | 'valid_to' | 'fingerprint256']?:
    | PeerCertificate[Key]
    | undefined
}

const mostRemembered = 1000
/** Longer ones, in octets of DER, are read out anew each time: who sends them shall not fill our memory. */
const longestRemembered = 8192

/**
 * Has the socket tell of its peer's certificate what a certificate with the same octets told before. Node has the whole
 * chain read out in each handshake, for its check of the name, which takes a quarter of it. The chain itself is verified
 * by OpenSSL each time.
 */
export function rememberCertificates(socket: TLSSocket): void {
  let read: ReadCertificate | undefined
  const own = (): ReadCertificate => {
    read ??= readCertificate(socket.getPeerX509Certificate()) // which can be had only once: it takes it out of the chain
    return read
  }
  socket.getPeerCertificate = own as TLSSocket['getPeerCertificate']
}

function readCertificate(certificate: X509Certificate | undefined): ReadCertificate {
  if (certificate === undefined) return {}
  const { raw } = certificate
  return raw.length > longestRemembered ? readOut(certificate) : readDer(raw.toString('latin1'))
}

const readDer = remembered((der) => readOut(new X509Certificate(Buffer.from(der, 'latin1'))), mostRemembered)

function readOut(certificate: X509Certificate): ReadCertificate {
  const { subject, issuer, subjectaltname, valid_from, valid_to, fingerprint256 } =
    certificate.toLegacyObject()
  return { subject, issuer, subjectaltname, valid_from, valid_to, fingerprint256 }
}
