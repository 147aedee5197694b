import type { Endpoint, Family, SnmpCredential } from '../probe.ts'
import { openCommunitySession } from './snmp-community-session.ts'
import { openUserSession } from './snmp-user-session.ts'
import type { Varbind } from './snmp-value.ts'

/** A question to an agent. The first `nonRepeaters` OIDs of a GETBULK are asked once (RFC 3416 section 4.2.3). */
export type SnmpRequest =
  | { kind: 'GET' | 'GETNEXT'; oids: string[] }
  | { kind: 'GETBULK'; oids: string[]; nonRepeaters: number; maxRepetitions: number }

/** An answer as it came: `errorStatus` and `errorIndex` are those of RFC 3416, 0 for none. */
export type SnmpAnswer = { errorStatus: number; errorIndex: number; varbinds: Varbind[]; bytes: number }

/**
 * How a try to get an answer ended.
 *
 * - `silent`: nothing came in time
 * - `auth`: the agent refused us, or its answer was not authentic
 * - `unreadable`: something came that is no answer
 * - `unsent`: the packet did not leave this machine; `code` says why (ENETUNREACH, ...)
 */
export type SnmpOutcome =
  | { end: 'answer'; answer: SnmpAnswer }
  | { end: 'silent' | 'auth' | 'unreadable'; reason: string }
  | { end: 'unsent'; code: string; reason: string }

export type SnmpEngine = { id: string; boots: number; time: number }

/** A conversation with one agent: the transport under `snmp.ts`. One question at a time. */
export type SnmpSession = {
  family: Family
  /** Where answers really came from; null before the first. */
  peer: Endpoint | null
  /** Asks once. The promise never rejects; `close` ends it at once. */
  ask(request: SnmpRequest, timeoutMs: number): Promise<SnmpOutcome>
  /** The SNMPv3 engine that was discovered. */
  engine(): SnmpEngine | null
  /** Resolves when nothing of the conversation is left. */
  close(): Promise<void>
}

/** Opens a conversation. The credential must have no flaw. */
export function openSession(endpoint: Endpoint, credential: SnmpCredential): SnmpSession {
  return credential.version === '3'
    ? openUserSession(endpoint, credential)
    : openCommunitySession(endpoint, credential)
}
