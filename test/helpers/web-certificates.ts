import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

export type Certificate = { key: string; cert: string; keyFile: string; certFile: string }
export type Authority = {
  /** PEM to trust, and the file it is in. */
  ca: string
  caFile: string
  /** A server certificate for a host, valid for so many days; a negative number is expired. */
  issue(host: string, days?: number): Certificate
  remove(): void
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

/** A certificate authority of our own, by openssl, in a directory that `remove` takes away. */
export function createAuthority(): Authority {
  const directory = mkdtempSync(join(tmpdir(), 'v6gov-ca-'))
  const file = (name: string) => join(directory, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
    '-days',
    '30',
    '-subj',
    '/CN=Test CA',
  )
  let issued = 0
  return {
    ca: readFileSync(file('ca.pem'), 'utf8'),
    caFile: file('ca.pem'),
    issue(host, days = 30) {
      const base = file(`${++issued}`)
      openssl('req', ...newKey, '-keyout', `${base}.key`, '-out', `${base}.csr`, '-subj', `/C=VN/CN=${host}`)
      writeFileSync(`${base}.ext`, `subjectAltName=DNS:${host}`)
      const signer = [
        '-CA',
        file('ca.pem'),
        '-CAkey',
        file('ca.key'),
        '-CAcreateserial',
        '-extfile',
        `${base}.ext`,
      ]
      openssl('x509', '-req', '-in', `${base}.csr`, ...signer, '-days', `${days}`, '-out', `${base}.pem`)
      const [keyFile, certFile] = [`${base}.key`, `${base}.pem`]
      return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8'), keyFile, certFile }
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}
