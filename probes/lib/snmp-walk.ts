import { ProbeError } from '../probe.ts'
import { mib, type ObjectName, type Syntax, type ValueOf } from './mib.ts'
import type { Ask, Reply } from './snmp-ask.ts'
import type { SnmpAnswer, SnmpRequest } from './snmp-session.ts'
import { decode, isAbsent, readAs, type Varbind } from './snmp-value.ts'

/** One row of a table, or of several tables that share an index. A column that the row lacks is undefined or null. */
export type SnmpRow<Name extends ObjectName> = { [Column in Name]?: ValueOf<Column> | null }

/**
 * How the walk of a column ended.
 *
 * - `complete`: at the end of the column; `empty`: so too, without a single row
 * - `malformed`: the agent named the same instance twice, or answered nothing to the point
 * - `cut`: our limits or a silence ended it first, so rows may be missing
 */
type ColumnEnd = 'complete' | 'empty' | 'malformed' | 'cut'

export type SnmpTable<Name extends ObjectName> = {
  /** By the rest of the OID after the column, in dotted form, in the agent's order. */
  rows: Map<string, SnmpRow<Name>>
  ends: Record<Name, ColumnEnd>
  /** Whether every column was read to its end. */
  isWhole: boolean
  /** sysUpTime in hundredths of a second at the first answer. */
  sysUpTime: number | null
}

export type WalkLimits = {
  /** Only instances below this index, in dotted form: "2.16.0.0" for part of an address table. */
  under?: string
  /** Rows after which the walk stops. */
  maxRows?: number
}

/** How much is asked for at once: rows, and columns; and how often only the last and smallest try was answered. */
type Size = { repetitions: number; width: number; lastTries: number }

type Column<Name> = {
  name: Name
  syntax: Syntax
  oid: string
  under: string
  cursor: string
  end: ColumnEnd | undefined
}

const defaultMaxRows = 5_000
const mostBytes = 16 * 1024 * 1024
const mostRepetitions = 20
/** What passes nearly every path in one packet; larger answers are sent in fragments, which some paths lose. */
const unfragmentedBytes = 1_400
const noSuchName = 2

/**
 * Reads columns of one index side by side: one GETBULK (GETNEXT in SNMPv1) carries sysUpTime and the next rows of
 * every column, a column that ended is left out, and answers that get lost or are too big are asked for in smaller
 * pieces. Agents whose OIDs do not increase are followed as long as they name nothing twice.
 *
 * What was read is kept when the agent falls silent half-way; with no row at all the ProbeError is thrown.
 */
export async function walkColumns<Name extends ObjectName>(
  ask: Ask,
  version: '1' | '2c' | '3',
  names: readonly Name[],
  { under, maxRows = defaultMaxRows }: WalkLimits = {},
): Promise<SnmpTable<Name>> {
  const columns = names.map((name): Column<Name> => {
    const { oid } = mib[name]
    const root = under === undefined ? oid : `${oid}.${under}`
    return { name, syntax: mib[name].syntax, oid, under: `${root}.`, cursor: root, end: undefined }
  })
  const rows = new Map<string, SnmpRow<Name>>()
  const full: Size = {
    repetitions: version === '1' ? 1 : mostRepetitions,
    width: columns.length,
    lastTries: 0,
  }
  const size = { ...full }
  let sysUpTime: number | null = null
  let bytes = 0

  for (;;) {
    const open = columns.filter(({ end }) => end === undefined)
    const asked = open.slice(0, size.width)
    if (asked.length === 0) break
    const reply = bytes < mostBytes ? await askNext(ask, version, asked, size, rows.size > 0) : null
    if (!reply) {
      for (const column of open) column.end = 'cut'
      break
    }
    const { answer } = reply
    bytes += answer.bytes
    adapt(size, reply)
    if (answer.errorStatus !== 0) {
      shrink(size, asked, answer, full)
      continue
    }
    const [first, ...rest] = answer.varbinds
    if (first?.oid === `${mib.sysUpTime.oid}.0`) sysUpTime ??= decode('sysUpTime', first)
    take(asked, rest, rows, maxRows)
    // an answer without anything for anyone would be asked for again for ever
    if (rest.length === 0) for (const column of asked) column.end = 'malformed'
  }
  const ends = Object.fromEntries(columns.map(({ name, end = 'cut' }) => [name, end])) as Record<
    Name,
    ColumnEnd
  >
  const isWhole = columns.every(({ end }) => end === 'complete' || end === 'empty')
  return { rows, ends, isWhole, sysUpTime }
}

/** Null when the agent fell silent after it had told some rows. */
async function askNext(
  ask: Ask,
  version: '1' | '2c' | '3',
  asked: { cursor: string; under: string }[],
  { repetitions }: Size,
  hasRows: boolean,
) {
  // the answer to the last try has the best chance when it is as small as it can be
  const sizes = [repetitions, Math.ceil(repetitions / 2), 1]
  try {
    return await ask(
      (attempt) => nextRequest(version, asked, sizes[attempt] ?? 1),
      (varbinds) => untilLeft(asked, varbinds),
    )
  } catch (error) {
    if (hasRows && error instanceof ProbeError) return null
    throw error
  }
}

/** After lost answers, asks for what has come through. */
function adapt(size: Size, { answer, attempt }: Reply): void {
  if (attempt === 1) size.repetitions = Math.ceil(size.repetitions / 2)
  if (attempt < 2) return
  size.lastTries += 1
  if (size.lastTries > 1) {
    size.repetitions = 1
    return
  }
  const fitting = Math.floor(unfragmentedBytes / answer.bytes)
  size.repetitions = Math.max(1, Math.min(size.repetitions, fitting))
}

/** After a refusal, asks for fewer rows, then fewer columns, until the column is found that cannot be had. */
function shrink(size: Size, asked: Column<unknown>[], answer: SnmpAnswer, full: Size): void {
  const isEnd = answer.errorStatus === noSuchName // SNMPv1's way to say that nothing follows
  const named = isEnd ? asked[answer.errorIndex - 2] : undefined
  if (named) named.end = endOf(named)
  else if (size.repetitions > 1) size.repetitions = Math.floor(size.repetitions / 2)
  else if (asked.length > 1) size.width = Math.ceil(asked.length / 2)
  else {
    for (const column of asked) column.end = isEnd ? endOf(column) : 'malformed'
    Object.assign(size, { ...full, lastTries: size.lastTries })
  }
}

function nextRequest(
  version: '1' | '2c' | '3',
  asked: { cursor: string }[],
  repetitions: number,
): SnmpRequest {
  const oids = [mib.sysUpTime.oid, ...asked.map(({ cursor }) => cursor)]
  // one row is what GETNEXT brings, and that is answered by agents that are deaf to GETBULK too
  if (version === '1' || repetitions === 1) return { kind: 'GETNEXT', oids }
  return { kind: 'GETBULK', oids, nonRepeaters: 1, maxRepetitions: repetitions }
}

/** Adds what an answer says to the rows. Varbinds come round by round: one of each column asked, then the next. */
function take<Name extends ObjectName>(
  asked: Column<Name>[],
  varbinds: Varbind[],
  rows: Map<string, SnmpRow<Name>>,
  maxRows: number,
): void {
  // the columns of a row follow each other, so that most rows are found without looking for them
  let index = ''
  let row: Partial<Record<Name, unknown>> | undefined
  let position = -1
  for (const varbind of varbinds) {
    position = position + 1 < asked.length ? position + 1 : 0
    const column = asked[position]
    if (!column || column.end !== undefined) continue
    const { oid } = varbind
    if (isAbsent(varbind) || !oid.startsWith(column.under)) {
      // an agent that goes back instead of on has not said where the column ends
      const goesBack = !isAbsent(varbind) && !follows(oid, column.cursor)
      column.end = goesBack ? 'malformed' : endOf(column)
      continue
    }
    const start = column.oid.length + 1
    if (!row || oid.length - start !== index.length || !oid.endsWith(index)) {
      index = oid.slice(start)
      row = rows.get(index)
    }
    if ((row && column.name in row) || isTooLong(oid)) column.end = 'malformed'
    else if (!row && rows.size >= maxRows) column.end = 'cut'
    else {
      column.cursor = oid
      if (!row) {
        row = {}
        rows.set(index, row as SnmpRow<Name>)
      }
      row[column.name] = readAs(column.syntax, varbind)
    }
  }
}

/** RFC 2578 section 3.5: 128 sub-identifiers. An agent that only adds to the last OID would else never end. */
function isTooLong(oid: string): boolean {
  return oid.length > 256 && oid.split('.').length > 128
}

function endOf(column: { cursor: string; under: string }): ColumnEnd {
  return column.cursor.startsWith(column.under) ? 'complete' : 'empty'
}

/** Whether an OID comes after another in the order of RFC 2578 section 7.10: sub-identifier by sub-identifier. */
export function follows(oid: string, other: string): boolean {
  const others = other.split('.').map(Number)
  const own = oid.split('.').map(Number)
  const step = own.findIndex((number, position) => number !== others[position])
  return step !== -1 && (own[step] ?? 0) > (others[step] ?? -1)
}

/** Of a GETBULK's varbinds those inside their columns, and the one by which each column was left. */
function untilLeft(asked: { under: string }[], varbinds: Varbind[]): Varbind[] {
  const left = new Set<number>()
  return varbinds.filter((varbind, position) => {
    if (position === 0) return true
    const column = (position - 1) % asked.length
    if (left.has(column)) return false
    if (!varbind.oid.startsWith(asked[column]?.under ?? '')) left.add(column)
    return true
  })
}
