import type { z } from 'zod'
import type { StopSignal } from './lib/stop.ts'

/** From where a probe looks: `inside` (the province's own network), `outside` (the Internet), or a unit's code. */
export type Vantage = string

/** 4 or 6: which Internet protocol a packet travels by. */
export type Family = 4 | 6

/** Where a socket is really opened. `port` is 1 to 65535. */
export type Endpoint = { address: string; port: number }

/**
 * Turns the address that the inventory or the DNS named into the one to connect to. In the product it is the
 * identity behind the safety check (it throws ProbeError `target_refused`); the demo maps it to loopback.
 */
export type Dial = (address: string, port: number) => Endpoint

/** What SNMP needs to speak to a device. Keys are pass phrases (RFC 3414 makes keys of them). */
export type SnmpCredential =
  | { version: '1' | '2c'; community: string }
  | {
      version: '3'
      user: string
      level: 'noAuthNoPriv' | 'authNoPriv' | 'authPriv'
      authProtocol?: 'md5' | 'sha' | 'sha224' | 'sha256' | 'sha384' | 'sha512'
      authKey?: string
      privProtocol?: 'des' | 'aes' | 'aes256b' | 'aes256r'
      privKey?: string
      context?: string
    }

/**
 * What a process knows of the place it stands in, to test itself and that place with. Each is configured where the
 * process runs, since what is near and known to be up differs from vantage to vantage.
 */
type OwnPlace = {
  /** `address#port` of hosts that accept TCP and are known to be up. */
  anchors: string[]
  /** A name that is known to have an AAAA record. */
  knownName?: string | undefined
  /** `address` or `address#port` of an SNTP server. */
  timeServer?: string | undefined
  /** How far the database server's clock is ahead of ours, in milliseconds; undefined where it cannot be asked. */
  databaseClockMs?: (() => number | undefined) | undefined
}

/** What a probe is handed besides its settings. Time, chance and secrets come in; nothing is looked up by itself. */
export type ProbeContext = {
  /** Fires when the probe's time is up; a probe stops and throws when it does. */
  signal: StopSignal
  /** The moment, as ISO 8601 in UTC, for evidence. Durations come from the monotonic clock. */
  now(): string
  /** Looks up a credential by name, so that settings and evidence never hold secrets. */
  secret(name: string): SnmpCredential | undefined
  dial: Dial
  vantage: Vantage
  /** Multiplies every waiting time of a probe: 1, but less where the network is simulated on this machine. */
  patience: number
  /** Absent: a probe that is run by itself knows nothing of where it stands. */
  own?: OwnPlace | undefined
  /** Recursive resolvers to ask, as `address` or `address#port`, in order. */
  resolvers: string[]
  /** Whom to ask about our requests (mail or page); web servers see it in the User-Agent. */
  contact?: string | undefined
  /** PEM of certificate authorities to trust besides the public ones; undefined for none. */
  trustedCa: string | undefined
  /** SNMP tables that the agent is known not to have: they are not asked for, and read as `no_such_object`. */
  missingTables?: readonly string[]
}

/** One number that changes at every look. A counter only grows between discontinuities; a gauge moves freely. */
export type Sample = { series: string; kind: 'counter' | 'gauge'; value: bigint | number }

/**
 * Members met at one look under a name, such as the MAC addresses on a link. They identify people's machines, so they
 * leave a look only to be hashed with a salt that rotates; evidence, facts, logs and exports never hold them.
 */
export type MemberSet = { name: string; members: string[] }

/**
 * One question and its answer as they crossed the wire: what an engineer reads to believe a fact.
 * `peer` is the socket's real remote address; it differs from `asked` only where a dial map is in use.
 */
export type Exchange = {
  protocol: 'snmp' | 'dns' | 'tcp' | 'tls' | 'http' | 'smtp' | 'ping' | 'ntp'
  transport: 'udp' | 'tcp' | 'icmp'
  at: string
  durationMs: number
  /** Port 0 where the transport has none (ICMP). */
  asked: Endpoint
  peer: Endpoint | null
  /** Readable lines: varbinds with names and OIDs, a DNS message as dig prints it, an HTTP head. Never a secret. */
  request: string[]
  response: string[]
  /** The bytes as sent and received, base64, where they are few and hold no secret (DNS). */
  requestBytes?: string
  responseBytes?: string
  /** Why there is no response, in words ("no answer within 2000 ms, 3 tries"). */
  failure?: string
}

/** `leftOut`: there was no room on the disk to keep the exchanges. */
export type Evidence = { exchanges: Exchange[]; leftOut?: 'disk' }

export type Looked<Facts> = { facts: Facts; samples?: Sample[]; sets?: MemberSet[]; evidence: Evidence }

/**
 * One way of looking at a network. A probe reports facts and never judges them: "no AAAA record", a reset, a
 * silence where the question was "does it answer" are facts. It throws a ProbeError only when it could not look.
 * Facts stay equal while the world stays equal; what moves at every look is a sample.
 */
export type Probe<Settings extends z.ZodType = z.ZodType, Facts extends z.ZodType = z.ZodType> = {
  settings: Settings
  facts: Facts
  /** Raised when the meaning of the facts changes. */
  version: number
  /** Longest time one look may take, in milliseconds. */
  budgetMs: number
  /** Whether this look sends packets over IPv6, so that it is void while the prober itself has none. */
  needsIpv6(settings: z.output<Settings>): boolean
  /**
   * It asks about the very network that its process stands in. So that network's own loss of IPv6 is what it is to
   * tell, and does not make its looks void as it does all others.
   */
  ownNetwork?: true
  run(settings: z.output<Settings>, context: ProbeContext): Promise<Looked<z.output<Facts>>>
}

export type FactsOf<P extends Probe> = z.output<P['facts']>

/** Infers the types of settings and facts from their schemas. */
export function defineProbe<S extends z.ZodType, F extends z.ZodType>(probe: Probe<S, F>): Probe<S, F> {
  return probe
}

/** Why we could not look. None of these says anything about the target's IPv6. */
export type ProbeErrorCode =
  | 'snmp_timeout' // the agent gave no answer at all
  | 'snmp_auth' // unknown user, wrong key, not in time window
  | 'snmp_malformed' // the agent's answers cannot be read, or loop
  | 'resolver_timeout' // our own resolver is gone
  | 'resolver_failed' // our own resolver refuses us
  | 'no_credential'
  | 'prober_no_ipv6' // we have no IPv6 ourselves
  | 'prober_no_ipv4'
  | 'target_refused' // the safety check forbids the address
  | 'port_blocked' // our own network lets nobody out on the port that is needed (SMTP, DNS to others' servers)
  | 'ping_unavailable' // no program of ours may send ICMP, and the check allows nothing else
  | 'bad_settings'
  | 'out_of_time' // the budget ended first
  | 'internal' // a bug of ours, logged

/** The probe could not look, so nothing is known about the target this time. The exchanges tried come along. */
export class ProbeError extends Error {
  readonly code: ProbeErrorCode
  readonly evidence: Evidence
  constructor(code: ProbeErrorCode, message: string, options?: ErrorOptions & { evidence?: Evidence }) {
    super(message, options)
    this.name = 'ProbeError'
    this.code = code
    this.evidence = options?.evidence ?? { exchanges: [] }
  }
}
