import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Authentication, AuthProtocols } from 'net-snmp'
import type { SnmpCredential } from '../../../probes/probe.ts'
import { type Element, elementAt, elementsIn, integer, octets, oid, readInteger, tags, tlv } from './ber.ts'

/** The SNMP engine of an agent as its security model sees it (RFC 3414). */
export type Engine = { engineID: Buffer; engineBoots: number; engineTime: number }
export type Usm = Extract<SnmpCredential, { version: '3' }>

/** How far the two sides' clocks may be apart (RFC 3414 2.2.3), in seconds. */
const timeWindow = 150

/** Counters by which the agent says why it refuses: the last arc of usmStats…, and which level the report has. */
const reports = {
  unsupportedLevel: 1,
  notInTimeWindow: 2,
  unknownUser: 3,
  unknownEngine: 4,
  wrongDigest: 5,
  decryptionError: 6,
}

type Flags = { auth: boolean; priv: boolean; reportable: boolean }
type Header = { id: Buffer; flags: Flags; engineId: Buffer; boots: number; time: number; user: string }

/** A request that passed: its PDU, and how to put the response into a message as safe as the request. */
export type Opened = {
  message: Buffer
  pdu: Element
  seal(response: Buffer): Buffer
}

/** Opens an SNMPv3 message, or makes the report that refuses it; undefined for what is not worth an answer. */
export function openV3(
  message: Buffer,
  user: Usm,
  engine: Engine,
): { opened: Opened } | { report: Buffer } | undefined {
  const [, globalData, security, data] = elementsIn(message, elementAt(message, 0))
  if (!globalData || !security || !data) return undefined
  const [id, , flagOctet, model] = elementsIn(message, globalData)
  const [engineId, boots, time, name, digest, salt] = elementsIn(message, elementAt(message, security.start))
  if (!id || !flagOctet || !model || !engineId || !boots || !time || !name || !digest || !salt)
    return undefined
  const bits = message.readUInt8(flagOctet.start)
  const header: Header = {
    id: message.subarray(id.from, id.end),
    flags: { auth: (bits & 1) !== 0, priv: (bits & 2) !== 0, reportable: (bits & 4) !== 0 },
    engineId: message.subarray(engineId.start, engineId.end),
    boots: readInteger(message, boots),
    time: readInteger(message, time),
    user: message.toString('utf8', name.start, name.end),
  }
  const refuse = (why: keyof typeof reports) =>
    header.flags.reportable ? { report: reportOf(header, why, user, engine) } : undefined

  if (!header.engineId.equals(engine.engineID)) return refuse('unknownEngine')
  if (header.user !== user.user) return refuse('unknownUser')
  const wanted = levelOf(user)
  if (header.flags.auth !== wanted.auth || header.flags.priv !== wanted.priv)
    return refuse('unsupportedLevel')
  if (wanted.auth) {
    // The digest is computed over the message with zeros in its place, which the library puts there.
    const whole = Buffer.from(message)
    const { protocol, key } = authOf(user)
    if (
      !Authentication.isAuthentic(
        whole,
        protocol,
        key,
        engine.engineID,
        whole.subarray(digest.start, digest.end),
      )
    )
      return refuse('wrongDigest')
    if (header.boots !== engine.engineBoots || Math.abs(header.time - engine.engineTime) > timeWindow)
      return refuse('notInTimeWindow')
  }
  if (wanted.priv && salt.end - salt.start !== 8) return refuse('decryptionError')
  const clock = { engineID: header.engineId, engineBoots: header.boots, engineTime: header.time }
  const plain = wanted.priv
    ? createDecipheriv('aes-128-cfb', ...aesKey(user, clock, message.subarray(salt.start, salt.end))).update(
        message.subarray(data.start, data.end),
      )
    : message.subarray(data.from, data.end)
  try {
    const scoped = elementAt(plain, 0)
    const [contextEngine, contextName, pdu] = elementsIn(plain, scoped)
    if (scoped.tag !== tags.sequence || !contextEngine || !contextName || !pdu)
      return refuse('decryptionError')
    const context = plain.subarray(scoped.start, contextName.end)
    const seal = (response: Buffer) =>
      sealed(header, wanted, tlv(tags.sequence, context, response), user, engine)
    return { opened: { message: plain, pdu, seal } }
  } catch (error) {
    if (error instanceof RangeError) return refuse('decryptionError')
    throw error
  }
}

function levelOf({ level }: Usm): { auth: boolean; priv: boolean } {
  return { auth: level !== 'noAuthNoPriv', priv: level === 'authPriv' }
}

function reportOf(header: Header, why: keyof typeof reports, user: Usm, engine: Engine): Buffer {
  const counter = oid([1, 3, 6, 1, 6, 3, 15, 1, 1, reports[why], 0])
  const varbind = tlv(tags.sequence, counter, integer(1, tags.counter32))
  const pdu = tlv(tags.report, integer(0), integer(0), integer(0), tlv(tags.sequence, varbind))
  const scoped = tlv(tags.sequence, octets(engine.engineID), octets(''), pdu)
  // Only who is out of time is told so under the key: it must be able to trust the clock in the report.
  const auth = why === 'notInTimeWindow'
  return sealed(header, { auth, priv: false }, scoped, user, engine)
}

/** The whole message around a scoped PDU, encrypted and signed as the level asks. */
function sealed(
  header: Header,
  level: { auth: boolean; priv: boolean },
  scoped: Buffer,
  user: Usm,
  engine: Engine,
): Buffer {
  const flags = Buffer.from([(level.auth ? 1 : 0) | (level.priv ? 2 : 0)])
  const globalData = tlv(tags.sequence, header.id, integer(65_507), octets(flags), integer(3))
  const saltOctets = level.priv ? randomBytes(8) : Buffer.alloc(0)
  const digest = Buffer.alloc(level.auth ? Authentication.getParametersLength(authOf(user).protocol) : 0)
  const head = [octets(engine.engineID), integer(engine.engineBoots), integer(engine.engineTime)]
  const salt = octets(saltOctets)
  const security = octets(tlv(tags.sequence, ...head, octets(header.user), octets(digest), salt))
  const data = level.priv
    ? octets(createCipheriv('aes-128-cfb', ...aesKey(user, engine, saltOctets)).update(scoped))
    : scoped
  const message = tlv(tags.sequence, integer(3), globalData, security, data)
  if (level.auth) {
    const { protocol, key } = authOf(user)
    const end = message.length - data.length - salt.length
    Authentication.writeParameters(
      message,
      protocol,
      key,
      engine.engineID,
      message.subarray(end - digest.length, end),
    )
  }
  return message
}

/** Key and initialisation vector of AES-128 in CFB mode (RFC 3826). */
function aesKey(user: Usm, { engineID, engineBoots, engineTime }: Engine, salt: Buffer): [Buffer, Buffer] {
  const key = Authentication.passwordToKey(authOf(user).protocol, user.privKey ?? '', engineID)
  const clock = Buffer.alloc(8)
  clock.writeUInt32BE(engineBoots)
  clock.writeUInt32BE(engineTime, 4)
  return [key.subarray(0, 16), Buffer.concat([clock, salt])]
}

type AuthProtocol = Exclude<AuthProtocols, AuthProtocols.none>

function authOf({ authProtocol = 'sha', authKey = '' }: Usm): { protocol: AuthProtocol; key: string } {
  return { protocol: AuthProtocols[authProtocol], key: authKey }
}
