import type { Day, Instant } from '../model.ts'

/** Steps of a project in their order (domain rules 1.10). */
export const milestoneNames = [
  'policy',
  'approval',
  'bidding_plan',
  'contract',
  'installation',
  'trial',
  'acceptance',
  'in_use',
] as const
type MilestoneName = (typeof milestoneNames)[number]

/** A data centre, operations centre or security operations centre, or another project that is followed here. */
export type Project = {
  code: string
  name: string
  kind: 'dc' | 'ioc' | 'soc' | 'other'
  /** The unit that answers for it. */
  unit: string
  documentNumber: string
  documentDate: Day | null
  /** Whether it has IPv6 from the day it is put into use; null: not said. */
  ipv6FromUse: 'yes' | 'no' | null
  /** The document that says so. */
  ipv6Document: string
}

/** When a step of a project is due, when it was done, and the document that proves it. */
export type Milestone = {
  project: string
  name: MilestoneName
  planned: Day | null
  actual: Day | null
  documentNumber: string
  documentDate: Day | null
}

/** What the console of an anti-malware product counts in one unit on one day (domain rules 1.9). */
export type AntiMalwareDay = {
  unit: string
  day: Day
  declared: number
  agents: number
  seen7d: number
  /** Of those seen within 7 days, with signatures of at most 7 days. */
  updated7d: number
  infections: number
  cleaned: number
  national: 'yes' | 'in_progress' | 'no'
  /** Last exchange of data with the national system. */
  nationalDate: Day | null
  nationalDocument: string
}

/** Requests that a web server logged for a host on one day over one family. Addresses are never kept. */
export type WebCount = { host: string; day: Day; family: '4' | '6'; requests: number; botRequests: number }

export type Figures = {
  projects: Project
  milestones: Milestone
  antimalware: AntiMalwareDay
  web_counts: WebCount
}
export type FigureKind = keyof Figures

/** A row with the import that brought it. Of rows with one key the newest one counts. */
export type Handed<Row> = Row & { key: string; importId: string; importedAt: Instant }
