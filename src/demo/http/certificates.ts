import { generateKeyPairSync } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import forge from 'node-forge'

/**
 * Certificates of the demo's own authority, made anew at each start and valid nowhere else. `contextFor` gives a web
 * server what it needs for a host name: a certificate for it, one that ended with 2020, or one of another name.
 */
export type Authority = {
  ca: string
  contextFor(host: string, kind: 'own' | 'other' | 'expired'): SecureContext
}

/** Real clocks judge certificates, so they are valid far around any time that the demo may show. */
const valid = { from: new Date('2020-01-01T00:00:00Z'), to: new Date('2040-01-01T00:00:00Z') }
const past = { from: valid.from, to: new Date('2021-01-01T00:00:00Z') }

export function makeAuthority(): Authority {
  const caKeys = makeKeys()
  const caName = [
    { name: 'organizationName', value: 'v6gov demo' },
    { name: 'commonName', value: 'v6gov demo CA' },
  ]
  const ca = sign({
    keys: caKeys,
    subject: caName,
    issuer: { name: caName, keys: caKeys },
    serial: 1,
    validity: valid,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const serverKeys = makeKeys()
  const contexts = new Map<string, SecureContext>()
  const make = (host: string, kind: 'own' | 'other' | 'expired'): SecureContext => {
    const name = kind === 'other' ? 'may-chu-khac.haiduong.test' : host
    const cert = sign({
      keys: serverKeys,
      subject: [{ name: 'commonName', value: name }],
      issuer: { name: caName, keys: caKeys },
      serial: contexts.size + 2,
      validity: kind === 'expired' ? past : valid,
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
      ],
    })
    return createSecureContext({ cert, key: forge.pki.privateKeyToPem(serverKeys.privateKey) })
  }
  return {
    ca,
    contextFor(host, kind) {
      const key = `${kind} ${host}`
      const context = contexts.get(key) ?? make(host, kind)
      contexts.set(key, context)
      return context
    },
  }
}

type Keys = forge.pki.rsa.KeyPair

/** A certificate in PEM. `issuer` names and signs. */
function sign(made: {
  keys: Keys
  subject: forge.pki.CertificateField[]
  issuer: { name: forge.pki.CertificateField[]; keys: Keys }
  serial: number
  validity: { from: Date; to: Date }
  extensions: object[]
}): string {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = made.keys.publicKey
  certificate.serialNumber = made.serial.toString(16).padStart(4, '0')
  certificate.validity.notBefore = made.validity.from
  certificate.validity.notAfter = made.validity.to
  certificate.setSubject(made.subject)
  certificate.setIssuer(made.issuer.name)
  certificate.setExtensions(made.extensions)
  certificate.sign(made.issuer.keys.privateKey, forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate)
}

/** RSA keys from Node's own generator, in node-forge's form. */
function makeKeys(): Keys {
  const pem = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return {
    publicKey: forge.pki.publicKeyFromPem(pem.publicKey),
    privateKey: forge.pki.privateKeyFromPem(pem.privateKey),
  }
}
