import type { Generated } from 'kysely'

/**
 * Every column is text, a number or bytes, so that SQLite and PostgreSQL hold and return the same values. Moments are
 * ISO text in UTC, structures JSON text, and there are no booleans. Keys are natural where nature has one.
 */
export type Schema = {
  /** Every version of each unit; the dates of validity are the same in all of them. */
  unit: {
    code: string
    /** From this moment until before the other; empty for ever, null for still. */
    since: Generated<string>
    until: string | null
    name: string
    kind: string
    type: string
    parent: string | null
    valid_from: string | null
    valid_to: string | null
    contact_name: string
    contact_email: string
    /** JSON list of flags, null when not declared. */
    profile: string | null
  }
  /** Every version of each asset, as of units. */
  asset: {
    kind: string
    code: string
    since: Generated<string>
    until: string | null
    unit: string
    valid_from: string | null
    valid_to: string | null
    /** The whole asset as JSON (src/model.ts), kind, code and unit included, but not its validity. */
    body: string
  }
  /** What imports did (src/store/imports.ts), so that the last can be taken back; `files` and `body` are JSON. */
  inventory_import: {
    number: number
    imported_at: string
    imported_by: string
    files: string
    body: string
    undone_at: string | null
    undone_by: string | null
  }
  /** Devices that were found beside a unit's own and that somebody does not want in the inventory, with the reason. */
  dismissal: { unit: string; key: string; reason: string; dismissed_at: string; dismissed_by: string }
  /** src/model.ts UnitChange; the units are in `unit_change_unit`. One that was withdrawn stays, and is not told of again. */
  unit_change: {
    code: string
    day: string
    kind: string
    name_before: string
    name: string
    document_no: string
    document_date: string | null
    note: string
    withdrawn_at: string | null
    withdrawn_by: string | null
    withdrawn_why: string | null
  }
  /** The units of a change, `from` or `to`, in their order. */
  unit_change_unit: { unit: string; change: string; side: string; place: number }
  check: {
    id: string
    unit: string | null
    asset_kind: string
    asset_code: string
    probe: string
    settings: string
    /** Since when it asks this of this target, empty for always; what was seen of the old one proves nothing of it. */
    settings_since: string
    vantage: string
    every_seconds: number
    host: string
    next_due_at: string
    /** Set when its asset is gone; what was seen stays. */
    retired_at: string | null
  }
  /** One conversation at a time with each host: who holds it, and until when at the latest. */
  host: { vantage: string; name: string; busy_until: string | null }
  observation: {
    check_id: string
    first_due_at: string
    first_seen_at: string
    last_due_at: string
    last_seen_at: string
    times_seen: number
    vantage: string
    probe_version: number
    error: string | null
    message: string | null
    facts: string | null
  }
  /** The exchange that opened an interval: deflated JSON. */
  /** `sha256` is null for what was kept before hashes were. */
  evidence: { check_id: string; first_due_at: string; body: Uint8Array; sha256: string | null }
  /** The newest look at each check, whichever interval it fell into, with its own exchange. */
  last_look: {
    check_id: string
    due_at: string
    first_due_at: string
    started_at: string
    duration_ms: number
    manual: number
    evidence: Uint8Array
    /** When the newest look that brought numbers was. */
    sampled_at: string | null
  }
  /** All numbers of one look, packed in the order that its layout names. */
  sample: {
    at: string
    check_id: string
    layout: string
    body: Uint8Array
    /** When the check's look before that brought numbers was. */
    before_at: string | null
  }
  sample_layout: { id: string; series: string }
  /** Series of a check whose names differ after the last dot only, such as those of one interface. */
  series_group: { id: Generated<number>; check_id: string; name: string }
  /** What was read of a group of series on one day (src/store/series-codec.ts); days count as in src/days.ts. */
  series_day: { day: number; series_group: number; body: Uint8Array }
  /** What those readings came to in each hour of the day, and in all of it (src/store/rollups.ts). */
  rollup_day: { day: number; series_group: number; hours: Uint8Array; total: Uint8Array }
  /** How far the looks of a check have been folded into days. */
  sample_fold: {
    check_id: string
    /** Grows with every fold, so that of two that are made at once only one counts. */
    edition: number
    /** The newest look that is folded, and the newest that there was. */
    folded_at: string | null
    newest_at: string | null
    /** The day at whose beginning the last fold ended. */
    day: number
  }
  /** Days whose rollups have to be made, or made anew. */
  rollup_due: { check_id: string; day: number; edition: number }
  /** What a check's looks of one day came to, as long as some question over many days may want it. */
  check_day: {
    check_id: string
    from_at: string
    to_at: string
    /** No question wants it at this moment or later. */
    use_until: string
    probe_version: number
    looks: number
    /** The first and the last look of the day, each with the key of its observation. */
    first_at: string
    first_due_at: string
    last_at: string
    last_due_at: string
    /** The numbers (src/store/day-codec.ts). */
    body: Uint8Array
    /** The newest look's numbers, from which its counters grow on. */
    reading: Uint8Array | null
  }
  /** The members that a check met on one day, as hashes under one salt. */
  member_day: {
    check_id: string
    from_at: string
    to_at: string
    salt: string
    use_from: string
    use_until: string
    body: Uint8Array
  }
  /** Secrets that members are hashed with; gone when they expire, so that nobody can tell who was met. */
  salt: { name: string; expires_at: string; secret: Uint8Array }
  report: {
    period: string
    /** Code of the unit reported on; the province's own report has the platform's. */
    unit: string
    template: string
    version: number
    frozen_at: string
    sha256: string
    previous_sha256: string | null
    body: string
  }
  /** What frozen reports cite, and which of them have been read for that (src/store/prune-evidence.ts). */
  report_evidence: { check_id: string; first_due_at: string }
  report_read: { sha256: string }
  /** What people add to a report, in every edition: canonical JSON (src/report/office.ts). */
  report_office: { period: string; edition: number; entered_at: string; entered_by: string; body: string }
  /** Files made of a version of a report; `unit` is empty for the province, `office` the edition they were made with. */
  report_file: {
    report: string
    unit: string
    office: number
    format: string
    writer: string
    sha256: string
    size: number
    made_at: string
  }
  /** src/model.ts UnitDocument; `answers` is JSON. */
  document: {
    id: string
    unit: string
    kind: string
    subject: string
    asset_kind: string | null
    asset_code: string | null
    number: string
    date: string
    signer: string
    owner: string
    answers: string
    note: string
    until: string | null
    file_name: string | null
    file_sha256: string | null
    entered_at: string
    entered_by: string
    withdrawn_at: string | null
    withdrawn_by: string | null
  }
  /** Every version of every row that was handed in as a file (src/model.ts Figures); `body` is JSON. */
  figure: {
    kind: string
    key: string
    imported_at: string
    /** The unit, host or project that it is of. */
    subject: string
    day: string | null
    import_id: string
    body: string
  }
  /** `files` is JSON: names and hashes, whose bytes are attachments. */
  figure_import: { id: string; imported_at: string; imported_by: string; rows: number; files: string }
  /** Files of documents and of imported figures by the SHA-256 of their bytes. */
  attachment: { sha256: string; size: number; body: Uint8Array }
  /** Versions of the province's plan, 1 and up: canonical JSON (src/readiness/plan.ts). */
  plan: { version: number; entered_at: string; entered_by: string; body: string }
  /** How each unit stood at the end of each day, as judged on the day after; `verdicts` by the ids of `rules`. */
  standing: {
    day: string
    unit: string
    kind: string
    district: string | null
    /** Flags of the profile, separated by |. */
    flags: string
    rules: string
    score: number | null
    score_max: number | null
    level: number
    level_reachable: number
    enough_data: number
    broken: number
    weight_all: number
    weight_known: number
    weight_earned: number
    /** One letter per criterion (src/readiness/standing.ts). */
    verdicts: string
  }
  /** Which criteria the letters of a standing are about: JSON list of ids. */
  standing_rules: { id: string; catalogue: string; criteria: string }
  /** Days whose standings are complete, without a hole from the first on. */
  standing_day: { day: string; rules: string; kept_at: string }
  /** Groups of units added up day by day: all, each kind, each district. `levels` is a JSON list of counts. */
  standing_group: {
    name: string
    day: string
    units: number
    score: number | null
    score_max: number | null
    coverage: number | null
    levels: string
    broken: number
  }
  /** Units that reach what a target measures, day by day; `measure` tells measures apart (src/readiness/standing.ts). */
  standing_measure: { measure: string; day: string; done: number; unknown: number; units: number }
  /** What a line came to on one day (src/operations/line-day.ts): deflated JSON; `minutes` is JSON by state. */
  line_day: { line: string; from_at: string; to_at: string; body: Uint8Array; minutes: string }
  /** Figures of a line (src/operations/line-figures.ts) of a month, as far as its days are kept: JSON. */
  line_figure: { line: string; from_at: string; to_at: string; body: string }
  /** src/model/maintenance.ts; `open_end` is 0 or 1, and nothing of it applies at `over_at` or later, null for no end. */
  maintenance: {
    id: string
    scope: string
    scope_key: string
    mode: string
    what: string
    zone: string
    start_local: string
    end_local: string
    rule: string
    open_end: number
    ask_at: string | null
    from_at: string
    over_at: string | null
    entered_at: string
    entered_by: string
    approved_at: string | null
    approved_by: string | null
    closed_at: string | null
    closed_by: string | null
  }
  /**
   * Incidents as their events have made them (src/model/incidents.ts). `open_root` is `kind~code` of the root until it is
   * closed, and then null, so that a root has one open incident at most; `body` is JSON.
   */
  incident: {
    id: string
    root_kind: string
    root_code: string
    open_root: string | null
    unit: string | null
    provider: string | null
    since_at: string
    opened_at: string
    restored_at: string | null
    closed_at: string | null
    body: string
  }
  /** What fell in each incident, its root included; `body` is JSON. */
  incident_part: {
    incident: string
    node_kind: string
    node_code: string
    unit: string | null
    since_at: string
    restored_at: string | null
    body: string
  }
  /** The log of incidents, never changed; numbers grow in the order in which events can be read. */
  incident_event: {
    seq: number
    incident: string
    at: string
    kind: string
    account: string | null
    body: string
  }
  /** One row, taken by whoever writes events, so that writers come one after the other. */
  incident_turn: { name: string; last_seq: number }
  /** Screens that show open incidents without an account. */
  wall: { token_hash: string; name: string; created_at: string; created_by: string }
  /** src/model/notifications.ts: what processes offer, without secrets. */
  channel: {
    name: string
    kind: string
    detail: string
    offered_at: string
    ok_at: string | null
    failed_at: string | null
    failures: number
    error: string | null
  }
  /** Who is told what; `body` is JSON. */
  subscription: {
    id: string
    channel: string
    entered_at: string
    entered_by: string
    ended_at: string | null
    ended_by: string | null
    body: string
  }
  /** Messages to people, written down before they are sent. */
  message: {
    id: string
    subscription: string
    channel: string
    kind: string
    state: string
    made_at: string
    due_at: string
    attempts: number
    /** Whoever sends it has until then; later somebody else may. */
    claimed_until: string | null
    sent_at: string | null
    error: string | null
  }
  /** What a message tells: notices as JSON. */
  message_notice: { message: string; key: string; about: string; body: string }
  /** What a message of the kind `report` brings. */
  report_message: { message: string; report: string; period: string; version: number }
  /** How far what happens has been read. */
  notify_cursor: { name: string; seq: number }
  /** What a public Wi-Fi site came to on one day (src/operations/wifi-day.ts), as of lines; `minutes` is JSON of the site's. */
  wifi_day: { hotspot: string; from_at: string; to_at: string; body: Uint8Array; minutes: string }
  /** Figures of such a site (src/operations/wifi-figures.ts) of a month, as far as its days are kept: JSON. */
  wifi_figure: { hotspot: string; from_at: string; to_at: string; body: string }
  account: {
    name: string
    role: string
    /** The unit that a head of one is kept to. */
    unit: string | null
    password: string
    created_at: string
    disabled_at: string | null
    /** The issuer by whose word the account was made and has its role; null where an administrator gave it. */
    provider: string | null
  }
  session: {
    token_hash: string
    account: string
    created_at: string
    expires_at: string
    /** The issuer by which somebody signed in; null by password. */
    provider: string | null
  }
  /** What a program was answered when it wrote, by the key that it had sent: JSON. */
  answer: { token: string; key: string; request_hash: string; body: string; at: string }
  /** One-time links, by the hash of their token. */
  invitation: {
    token_hash: string
    role: string
    /** The account that gets a new password; null where one is added. */
    account: string | null
    expires_at: string
    used_at: string | null
  }
  /** What programs sign in with, by the hash of it. */
  token: {
    name: string
    token_hash: string
    /** JSON list. */
    scopes: string
    unit: string | null
    created_at: string
    created_by: string
    expires_at: string | null
    revoked_at: string | null
    used_at: string | null
  }
  /** What people and programs did (src/store/audit.ts); `body` is the JSON of what is not searched for. */
  audit: {
    seq: number
    at: string
    who: string
    action: string
    subject: string
    body: string
    hash: string
  }
  /** Where the chain of these ends. */
  audit_head: { name: string; seq: number; hash: string }
  /** Encrypted with the key of this id (src/auth/key-ring.ts); the key is nowhere in the database. */
  secret: { name: string; key_id: string; body: Uint8Array; entered_at: string; entered_by: string }
  /** When each thing that happens by itself last happened, for the watchdog. */
  heartbeat: { name: string; at: string }
  /** What the scheduler does by itself (src/store/task-runs.ts). */
  task_run: {
    name: string
    every_seconds: number
    since: string
    ok_at: string | null
    failed_at: string | null
    error: string | null
  }
  /** An SNMP agent as one credential sees it: who it says it is, and when it last changed or started anew (empty: never). */
  agent: {
    vantage: string
    host: string
    asked_as: string
    version: string
    changed_at: string
    sys_object_id: string | null
    sys_descr: string | null
    engine_boots: number | null
    booted_at: string | null
  }
  /** What such an agent has of a table, and the observation that taught it. */
  capability: {
    vantage: string
    host: string
    asked_as: string
    table_name: string
    state: string
    since: string
    confirmed_at: string
    check_id: string
    first_due_at: string
    probe_version: number
  }
  /** Running processes; lists as JSON. */
  process: {
    id: string
    machine: string
    roles: string
    vantages: string
    started_at: string
    heard_at: string
  }
  /** How often what a unit is judged by has changed; under the empty name, what all are judged by. */
  revision: { unit: string; number: number }
  /** Since when the schedule has run at which pace, so that old days are judged by the limits of their time. */
  pace: { since: string; pace: number }
}
