import type { Context } from 'hono'
import type { Rule, Session } from '../auth/access.ts'
import type { KeyRing } from '../auth/key-ring.ts'
import type { OidcClient } from '../auth/oidc.ts'
import type { ProviderTrust } from '../auth/provider-sign-in.ts'
import type { RateLimiter } from '../auth/rate-limit.ts'
import type { SignInLimits } from '../auth/sign-in.ts'
import type { Words } from '../i18n/messages.ts'
import type { Importer, UndoRefusal } from '../model/imports.ts'
import type { Inventory } from '../model/inventory.ts'
import type { Clock, Instant } from '../model.ts'
import type { Queue } from '../queue/queue.ts'
import type { EvaluateOptions } from '../readiness/evaluate.ts'
import type { MonthlyReport } from '../report/monthly-report.ts'
import type { KeyedWrite } from '../store/answers.ts'
import type { Backup } from '../store/backup-files.ts'
import type { Database } from '../store/database.ts'
import type { Trouble } from '../store/trouble.ts'
import type { Form } from './programs.ts'

/** What the pages are handed by main.ts. */
export type WebDeps = {
  db: Database
  queue: Queue
  now: Clock
  /** How verdicts as of a moment are made. */
  optionsAt(asOf: Instant): Promise<EvaluateOptions>
  /** The demonstration: reads without a session, signs browsers in, and says so on every page. */
  demo: boolean
  /** 1 in production; the demo runs faster, and its pages refresh more often. */
  pace: number
  /** Address the server listens on; while it is a loopback address, only requests for localhost are taken. */
  host: string
  /** Addresses or prefixes of reverse proxies whose X-Forwarded-* headers count. */
  trustedProxies: string[]
  /** IPv4 prefixes within which a person may ask for a sweep. */
  sweepRanges: string[]
  /** Last day of a reporting month. */
  cutoffDay: number
  health(): Promise<Health>
  /** What this process measures of itself, in Prometheus' text format. */
  metrics(): Promise<string>
  /** The good backups there are, the newest first. */
  backups(): Backup[]
  /** The report of a period that is still open, as of now; nothing is written. */
  draftReport(period: string): Promise<{ report: MonthlyReport; body: string }>
  /** Saves units and assets and makes the checks follow, as `v6gov import` does. */
  importInventory(changes: Inventory, db: Database, importer: Importer): Promise<void>
  /** Takes the last import back, or says why not. */
  undoImport(number: number, db: Database, by: string): Promise<UndoRefusal | null>
  secrets: {
    /** Of the key that encrypts; null where none is configured, and nothing can be set. */
    keyId: string | null
    /** Throws where there is none. */
    keys(): KeyRing
    /** Kind of each credential and channel that this process has, by name. */
    describe(): ReadonlyMap<string, string>
    /** Takes in what was set or removed. */
    refresh(): Promise<void>
    /** Asks the SNMP agent at an address who it is, by a credential. */
    test(name: string, address: string): Promise<{ ok: boolean; message: string }>
  }
  /** Who else vouches for people, and how people call it; null for nobody. */
  provider: { name: string; client: OidcClient; trust: ProviderTrust } | null
  /** Writes an unforeseen error to the log, under the id that the page shows. */
  logError(error: unknown, about: { requestId: string; method: string; path: string }): void
}

/** State of the process's parts; null where this process cannot tell. */
export type Health = {
  ok: boolean
  database: boolean
  scheduler: { ok: boolean; lagMs: number } | null
  /** From the newest self-test of the prober. */
  families: { ipv4: boolean | null; ipv6: boolean | null }
  /** Vantages that the scheduler lists and nobody looks from now. */
  vantagesDown: string[]
  /** Another process on the same database schedules and probes; this one only shows pages. */
  standby: boolean
  store: StoreState
  /** Things that the scheduler does by itself and that have not succeeded in their time. */
  overdue: string[]
}

/** How the place fares where everything is kept; sizes in bytes, null where they are not ours to know. */
export type StoreState = {
  trouble: { kind: Trouble; since: Instant } | null
  diskLow: boolean
  logHeld: boolean
  disk: { free: number; log: number } | null
}

export type Format = 'html' | 'json' | 'csv' | 'xlsx'

export type WebEnv = {
  Bindings: { incoming?: { socket?: { remoteAddress?: string } } }
  Variables: {
    deps: WebDeps
    limits: SignInLimits
    /** How often an address goes to the provider of identities and comes back. */
    providerLimit: RateLimiter
    /** First parts of all addresses that a token can be for. */
    sections: readonly string[]
    /** The whole registry, for whoever describes it. */
    pages: readonly Page[]
    /** Writes of programs that are not over yet, by token and key. */
    underWay: Set<string>
    words: Words
    requestId: string
    /** null: nobody is signed in. */
    session: Session | null
    /** Whether the page has looked at the day that was asked for. */
    readsAsOf?: boolean
    /** Nothing is asked for but what the page takes. */
    isDescribed?: boolean
    /** Whether what was written has been written into the log too. */
    isRecorded?: boolean
    /** The write of a program under way, whose key is taken with the first thing that is written. */
    keyedWrite?: KeyedWrite
    isKeyTaken?: boolean
    /** What a program is told of what was written, besides where it is. */
    answer?: Record<string, unknown>
    /** Codes of the units that the caller may see; null for all there are. */
    reach: ReadonlySet<string> | null
    /** How the same address is asked for: `/units`, `/units.json`, `/units.csv`. */
    format: Format
    /** Scheme, host and port that the browser sees. */
    origin: string
    /** Address of the browser, as far as the trusted proxies say. */
    client: string
  }
}

export type WebContext = Context<WebEnv>

/** One address and who may call it. A page that is not in the registry does not exist. */
export type Page = Address &
  ({ rule: Exclude<Rule, 'unit'> } | { rule: 'unit'; unitsOf(c: WebContext): Promise<string[]> })

type Address = {
  method: 'GET' | 'POST'
  path: string
  /** What a parameter of the path may be, where there are only a few. */
  choices?: Readonly<Record<string, readonly string[]>>
  /** A POST that writes nothing: it shows what would be written. All others have to tell the log. */
  isPreview?: true
  /** What it gives is for programs as it is. */
  forPrograms?: true
  /** What a write takes, where programs may write too: with a token for that, and to be answered in JSON. */
  form?: Form
  /** Besides HTML. */
  formats?: readonly Exclude<Format, 'html'>[]
  handle(c: WebContext): Response | Promise<Response>
}
