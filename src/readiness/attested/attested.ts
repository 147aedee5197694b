import type { ProfileFlag } from '../../model/inventory.ts'
import type { Text } from '../../model.ts'
import type { Finding, JudgeOptions } from '../criterion.ts'

/** One thing that the form of a criterion asks. Answers are texts; a field that is not required may be empty. */
export type AttestedField = { name: string; label: Text; required?: false } & (
  | { kind: 'choice'; options: readonly { value: string; label: Text }[] }
  /** A whole number, 0 or more. */
  | { kind: 'count' }
  /** An IPv6 block as `address/length`, without host bits. */
  | { kind: 'prefix' }
  | { kind: 'line' }
)

/** What a judge of statements may know besides the answers. */
type AttestedContext = {
  options: JudgeOptions
  flags: ReadonlySet<ProfileFlag>
  /** Blocks that the platform has stated as the province's own. */
  provinceBlocks: string[]
}

/** What a criterion asks of people, and what their answers come to. `judge` is pure. */
export type Attested = {
  fields: readonly AttestedField[]
  judge(values: Readonly<Record<string, string>>, context: AttestedContext): Finding
  /** What is wrong with answers that are each right by themselves. */
  flaw?(values: Readonly<Record<string, string>>): { field: string; message: Text } | null
  /** Whether the platform's statement speaks for every unit, so that one without its own inherits it. */
  coversUnits?(values: Readonly<Record<string, string>>): boolean
}

/** The number in a `count` field; 0 for none. */
export function countIn(values: Readonly<Record<string, string>>, name: string): number {
  return Number(values[name] || 0)
}
