import { createCipheriv } from 'node:crypto'
import type { SnmpCredential } from '../probe.ts'

/** Why this credential cannot be used; undefined when it can. */
export function flawOf(credential: SnmpCredential): string | undefined {
  if (credential.version !== '3') return credential.community === '' ? 'the community is empty' : undefined
  const { user, level, authProtocol, authKey, privProtocol, privKey } = credential
  if (user === '') return 'the user is empty'
  if (level !== 'noAuthNoPriv' && !(authProtocol && authKey)) return `${level} needs authProtocol and authKey`
  if (level === 'authPriv' && !(privProtocol && privKey)) return 'authPriv needs privProtocol and privKey'
  if (level === 'authPriv' && privProtocol === 'des' && !hasDes()) {
    return 'DES is not offered by the OpenSSL of this Node.js; use AES, or start with --openssl-legacy-provider'
  }
  return undefined
}

function hasDes(): boolean {
  try {
    createCipheriv('des-cbc', Buffer.alloc(8), Buffer.alloc(8))
    return true
  } catch {
    return false
  }
}

/** How we speak to the agent, without anything secret: "SNMPv3 authPriv sha256 aes". */
export function securityText(credential: SnmpCredential): string {
  if (credential.version !== '3') return `SNMPv${credential.version}`
  const { level, authProtocol, privProtocol, context } = credential
  const protocols = [level !== 'noAuthNoPriv' && authProtocol, level === 'authPriv' && privProtocol]
  const inContext = context ? `context ${JSON.stringify(context)}` : ''
  return ['SNMPv3', level, ...protocols, inContext].filter(Boolean).join(' ')
}
