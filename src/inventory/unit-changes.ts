import { isDeepStrictEqual } from 'node:util'
import type { Inventory, Unit, UnitChange } from '../model/inventory.ts'
import { flaw, type Problem, type ProblemCode } from './problem.ts'
import type { ReadRow } from './read-file.ts'
import type { RowLists } from './rows.ts'

/** Where something is said in the files; undefined when it was known before. */
type Place = Pick<ReadRow, 'file' | 'line'> | undefined
type PlacedUnit = { unit: Unit; was: Unit | undefined; place: Place }
type PlacedChange = { change: UnitChange; place: Place }
type Said = { column: string; code: ProblemCode; vi: string; en: string }
/** What a change makes of a unit, or why it cannot be. */
type Effect = { patch?: Partial<Unit>; said?: Said }

/**
 * The rows of an import after what changes of units do to units: those left behind end on the day of the change, those
 * that come of it begin on it, and a renamed one goes by its new name. What a file leaves empty is filled in, whether
 * the change comes with it or was known before; what contradicts a change is a problem.
 */
export function applyUnitChanges(
  rows: ReadRow[],
  existing: RowLists,
): { rows: ReadRow[]; problems: Problem[] } {
  const units = placedUnits(rows, existing)
  const problems: Problem[] = []
  const patched = new Map<string, PlacedUnit>()
  const changes = placedChanges(rows, existing)
  const isReplacedLater = ({ day, from: [unit], name }: UnitChange) =>
    changes.some(({ change }) => change.day > day && change.from[0] === unit && change.nameBefore === name)
  for (const { change, place } of changes)
    for (const code of new Set([...change.from, ...change.to])) {
      const placed = units.get(code)
      const where = place ?? placed?.place
      if (placed === undefined || where === undefined) continue // named elsewhere, or as it was
      const { patch, said } = effectOn(placed, change)
      const isMeant = change.kind === 'rename' && (!place || isReplacedLater(change))
      if (said && !(said.code === 'name_differs' && isMeant)) {
        const { column, code: problem, vi, en } = said
        const found = flaw(problem, vi, en)
        problems.push({ file: where.file, row: where.line, column: place ? column : 'code', ...found })
      }
      if (patch === undefined) continue
      const after = { ...placed, place: placed.place ?? where, unit: { ...placed.unit, ...patch } }
      units.set(code, after)
      patched.set(code, after)
    }
  const inFiles = new Set(rows.flatMap((row) => (row.kind === 'units' ? [row.values.code] : [])))
  const withPatch = rows.map((row) => {
    const found = row.kind === 'units' ? patched.get(row.values.code ?? '') : undefined
    return found ? ({ ...row, values: found.unit } as ReadRow) : row
  })
  const others = [...patched.values()].flatMap(({ unit, was, place }): ReadRow[] =>
    place && !inFiles.has(unit.code) && !isDeepStrictEqual(unit, was)
      ? [{ kind: 'units', file: place.file, line: place.line, values: unit }]
      : [],
  )
  return { rows: [...withPatch, ...others], problems }
}

/** Changes that were withdrawn as mistakes: an old file does not bring them back. */
export function withdrawnProblems(rows: ReadRow[], { withdrawnChanges = [] }: Inventory): Problem[] {
  return rows.flatMap(({ kind, file, line, values: { code } }): Problem[] => {
    if (kind !== 'unit_changes' || code === undefined || !withdrawnChanges.includes(code)) return []
    const found = flaw(
      'withdrawn_change',
      `thay đổi ${code} đã bị hủy vì nhập nhầm; hãy xóa dòng này, hoặc ghi thay đổi đúng với mã khác`,
      `the change ${code} was withdrawn as a mistake; remove this row, or give the right change another code`,
    )
    return [{ file, row: line, column: 'code', ...found }]
  })
}

function placedUnits(rows: ReadRow[], existing: RowLists): Map<string, PlacedUnit> {
  const units = new Map<string, PlacedUnit>(
    existing.units.map((unit) => [unit.code, { unit, was: unit, place: undefined }]),
  )
  for (const row of rows)
    if (row.kind === 'units' && row.values.code !== undefined) {
      const was = units.get(row.values.code)?.was
      units.set(row.values.code, { unit: row.values as Unit, was, place: row })
    }
  return units
}

/** Every change, known or in the files, oldest first. */
function placedChanges(rows: ReadRow[], existing: RowLists): PlacedChange[] {
  const changes = new Map<string, PlacedChange>(
    existing.unit_changes.map((change) => [change.code, { change, place: undefined }]),
  )
  for (const row of rows) {
    if (row.kind !== 'unit_changes') continue
    const { code, day, kind, from, to } = row.values
    if (code !== undefined && day && kind && from && to)
      changes.set(code, { change: row.values as UnitChange, place: row })
  }
  return [...changes.values()].sort(({ change: one }, { change: other }) =>
    `${one.day} ${one.code}` < `${other.day} ${other.code}` ? -1 : 1,
  )
}

function effectOn(placed: PlacedUnit, change: UnitChange): Effect {
  const { code } = placed.unit
  if (change.kind === 'rename') return renamed(placed, change)
  if (!change.from.includes(code)) return begun(placed, change)
  return change.to.includes(code) ? continued(placed.unit, change) : ended(placed.unit, change)
}

function ended({ code, validFrom, validTo }: Unit, { day }: UnitChange): Effect {
  if (validFrom && validFrom >= day) return { said: notThere('from', code, day) }
  if (!validTo) return { patch: { validTo: day } }
  if (validTo === day) return {}
  return {
    said: {
      column: 'day',
      code: 'ends_on_another_day',
      vi: `đơn vị ${code} đã ghi hết hiệu lực từ ${validTo}, không phải ${day}`,
      en: `the unit ${code} is said to end on ${validTo}, not on ${day}`,
    },
  }
}

/** A unit that was known and says nothing takes the others in; a new one begins on the day. */
function begun({ unit, was }: PlacedUnit, { day }: UnitChange): Effect {
  const { code, validFrom, validTo } = unit
  if ((validTo && validTo <= day) || (validFrom && validFrom > day))
    return { said: notThere('to', code, day) }
  return !validFrom && (was === undefined || was.validFrom === day) ? { patch: { validFrom: day } } : {}
}

function continued({ code, validFrom, validTo }: Unit, { day }: UnitChange): Effect {
  const there = (!validFrom || validFrom < day) && (!validTo || validTo > day)
  return there ? {} : { said: notThere('from', code, day) }
}

function renamed({ unit }: PlacedUnit, change: UnitChange): Effect {
  const { nameBefore, name } = change
  const { said } = continued(unit, change)
  if (said) return { said }
  if (unit.name === nameBefore) return { patch: { name } }
  if (unit.name === name || unit.name === undefined) return {}
  return {
    said: {
      column: 'name_before',
      code: 'name_differs',
      vi: `đơn vị ${unit.code} có tên "${unit.name}", không phải "${nameBefore}" hay "${name}"`,
      en: `the unit ${unit.code} is called "${unit.name}", neither "${nameBefore}" nor "${name}"`,
    },
  }
}

function notThere(column: string, code: string, day: string): Said {
  return {
    column,
    code: 'not_there_then',
    vi: `ngày ${day} đơn vị ${code} chưa có hoặc không còn`,
    en: `the unit ${code} is not there on ${day}`,
  }
}
