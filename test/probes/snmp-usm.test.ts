import { getCiphers } from 'node:crypto'
import fc from 'fast-check'
import { Authentication, AuthProtocols, Encryption, PrivProtocols } from 'net-snmp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decrypt, isAuthentic } from '../../probes/lib/snmp-usm-cipher.ts'
import { clockOf, engineOf, followClock, isInWindow } from '../../probes/lib/snmp-usm-engine.ts'
import { type UserCredential, userKeys } from '../../probes/lib/snmp-usm-keys.ts'
import { encodeUserMessage, enterScopedPdu, readUserMessage } from '../../probes/lib/snmp-usm-message.ts'
import { snmpSystem } from '../../probes/snmp-system.ts'
import { octets, sequence } from '../helpers/ber.ts'
import { snmpContext } from '../helpers/snmp-context.ts'
import { hasSnmpd, startSnmpd } from '../helpers/snmp-daemon.ts'

const auths = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const
const privs = [
  'aes',
  'aes256b',
  'aes256r',
  ...(getCiphers().includes('des-cbc') ? (['des'] as const) : []),
] as const
const pairs = auths.flatMap((auth) => privs.map((priv) => [auth, priv] as const))

const userOf = (authProtocol: UserCredential['authProtocol'], privProtocol: UserCredential['privProtocol']) =>
  ({
    version: '3',
    user: `${authProtocol}-${privProtocol}`,
    level: privProtocol ? 'authPriv' : 'authNoPriv',
    authKey: 'authentication-pass',
    privKey: 'a-privacy-pass-phrase',
    ...(authProtocol && { authProtocol }),
    ...(privProtocol && { privProtocol }),
  }) satisfies UserCredential
const engineId = Buffer.from('80001f8804canary', 'latin1')
const clock = { boots: 7, time: 70_000 }

/** What net-snmp wants of an engine. */
const theirEngine = { engineID: engineId, engineBoots: clock.boots, engineTime: clock.time } as never

describe('net-snmp opens what we write, and we open what it writes', () => {
  test.each(pairs)('%s and %s', (auth, priv) => {
    const credential = userOf(auth, priv)
    const keys = userKeys(credential, engineId)
    const [theirAuth, theirPriv] = [AuthProtocols[auth], PrivProtocols[priv] as PrivProtocols.aes]
    const sender = { engineId, ...clock, user: credential.user }
    fc.assert(
      fc.property(
        fc.integer({ min: 0x01_00_00_00, max: 0x7f_ff_ff_ff }),
        fc.uint8Array({ maxLength: 1_400 }),
        (id, pdu) => {
          const scoped = sequence(octets(engineId), octets(''), octets(Buffer.from(pdu)))
          const message = encodeUserMessage(keys, sender, id, scoped)
          const read = readUserMessage(message)
          if (!read || !keys.auth || !keys.priv) throw new Error('it cannot be read')
          expect(read).toMatchObject({ flags: 7, engineId, ...clock })
          expect(isAuthentic(keys.auth, message, read.digest, read.digestAt)).toBe(true)
          const place = message.subarray(read.digestAt, read.digestAt + read.digest.length)
          expect(Authentication.isAuthentic(message, theirAuth, credential.authKey, engineId, place)).toBe(
            true,
          )
          const { decryptPdu, encryptPdu } = Encryption.algorithms[theirPriv]
          const { privKey } = credential
          const opened = decryptPdu(read.data, theirPriv, read.salt, privKey, theirAuth, theirEngine)
          expect(opened.subarray(0, scoped.length)).toEqual(scoped)

          const theirs = encryptPdu(scoped, theirPriv, privKey, theirAuth, theirEngine)
          const start = { ...clock, salt: theirs.msgPrivacyParameters }
          const plain = decrypt(keys.priv, start, theirs.encryptedPdu)
          expect(plain?.subarray(0, scoped.length)).toEqual(scoped)
          expect(plain && enterScopedPdu(plain)?.bytes.subarray(0, scoped.length)).toEqual(scoped)
        },
      ),
      { numRuns: 20 },
    )
  })
})

test('a signed message with any octet changed is read or not, but is not authentic', () => {
  const keys = userKeys(userOf('sha256', 'aes'), engineId)
  const message = encodeUserMessage(
    keys,
    { engineId, ...clock, user: 'reader' },
    0x12345678,
    sequence(octets('x')),
  )
  const isBelieved = (bytes: Buffer) => {
    const read = readUserMessage(bytes)
    return (
      read !== undefined &&
      keys.auth !== undefined &&
      isAuthentic(keys.auth, bytes, read.digest, read.digestAt)
    )
  }
  expect(isBelieved(message)).toBe(true)
  for (let length = 0; length < message.length; length++)
    expect(isBelieved(message.subarray(0, length))).toBe(false)
  for (let at = 0; at < message.length; at++)
    for (let bit = 0; bit < 8; bit++) {
      const changed = Buffer.from(message)
      changed[at] = (changed[at] ?? 0) ^ (1 << bit)
      expect(isBelieved(changed)).toBe(false)
    }
})

describe('the engine and its clock', () => {
  const engine = (boots = clock.boots, time = clock.time) => {
    const made = engineOf(engineId, boots, time)
    if (!made) throw new Error('no engine')
    return made
  }
  const last = 2 ** 31 - 1

  test.each([
    ['no id', Buffer.alloc(0), 1, 1],
    ['an id that is too long', Buffer.alloc(33), 1, 1],
    ['negative boots', engineId, -5, 1],
    ['negative time', engineId, 1, -1],
    ['more boots than there can be', engineId, last + 1, 1],
    ['a time that cannot be', engineId, 1, 2 ** 40],
  ])('with %s it cannot be', (_name, id, boots, time) => {
    expect(engineOf(id, boots, time)).toBeUndefined()
  })

  test('an answer is of now within 150 seconds either way', () => {
    const isNow = (boots: number, time: number) => isInWindow(engine(), { boots, time })
    expect([70_000, 69_850, 70_150].map((time) => isNow(7, time))).toEqual([true, true, true])
    expect([69_849, 70_152].map((time) => isNow(7, time))).toEqual([false, false])
    expect([6, 8].map((boots) => isNow(boots, 70_000))).toEqual([false, false])
    expect(isInWindow(engine(last), { boots: last, time: 70_000 })).toBe(false)
  })

  test('our idea of it goes forward only, and round to the next boot', () => {
    const followed = engine()
    followClock(followed, { boots: 7, time: 70_100 })
    followClock(followed, { boots: 7, time: 70_050 })
    followClock(followed, { boots: 6, time: 90_000 })
    expect(clockOf(followed)).toEqual({ boots: 7, time: 70_100 })
    followClock(followed, { boots: 8, time: 3 })
    expect(clockOf(followed)).toEqual({ boots: 8, time: 3 })
    expect(clockOf({ ...engine(7, last), atMs: performance.now() - 2_500 })).toEqual({ boots: 8, time: 1 })
  })
})

describe.skipIf(!hasSnmpd)('a real snmpd (needs the packages snmpd and snmp)', () => {
  const protocols = {
    md5: 'MD5',
    sha: 'SHA',
    sha224: 'SHA-224',
    sha256: 'SHA-256',
    sha384: 'SHA-384',
    sha512: 'SHA-512',
  }
  const ciphers = { aes: 'AES', aes256b: 'AES-256', aes256r: 'AES-256-C', des: 'DES' }
  const users = [
    ...pairs.map(([auth, priv]) => userOf(auth, priv)),
    ...auths.map((auth) => userOf(auth, undefined)),
  ]
  let daemon: Awaited<ReturnType<typeof startSnmpd>>
  beforeAll(async () => {
    daemon = await startSnmpd({
      community: 'public',
      users: users.map(({ user, authProtocol = 'sha', privProtocol, authKey, privKey }) => ({
        name: user,
        auth: [protocols[authProtocol], authKey],
        ...(privProtocol && { priv: [ciphers[privProtocol], privKey] as [string, string] }),
      })),
    })
  })
  afterAll(() => daemon?.stop())

  test.each(users)('answers $user', async (credential) => {
    const target = { address: '127.0.0.1', port: daemon.port, credential: 'lab' }
    const context = snmpContext({ credentials: { lab: credential }, patience: 1 })
    expect((await snmpSystem.run(target, context)).facts.sysName).toBe('core-01')
  })
})
