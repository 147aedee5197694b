import type { Unit, UnitKind } from '../model/inventory.ts'
import type { InventoryKind } from './kinds.ts'
import { flaw, type Problem, type ProblemCode } from './problem.ts'
import type { ReadRow } from './read-file.ts'
import type { RowLists } from './rows.ts'

/** What a unit of each kind may be part of; null: of nothing. Since 2025 communes stand under the province itself. */
const parentKinds: Record<UnitKind, (UnitKind | null)[]> = {
  platform: [null],
  department: [null, 'platform', 'department'],
  district: [null, 'platform'],
  commune: ['platform', 'district'],
}

type Row<K extends InventoryKind = InventoryKind> = Extract<ReadRow, { kind: K }>
type PlacedUnit = Pick<Unit, 'kind' | 'parent'> & { row?: Row<'units'> }

/** A code given twice, in one file or over several, or differing from another by case alone. */
export function codeProblems(rows: ReadRow[], existing: RowLists): Problem[] {
  const problems: Problem[] = []
  const places = new Map<string, ReadRow>()
  const spellings = new Map<string, string>()
  const lower = (kind: InventoryKind, code: string) => `${kind} ${code.toLowerCase()}`
  for (const [kind, list] of Object.entries(existing))
    for (const { code } of list) spellings.set(lower(kind as InventoryKind, code), code)
  for (const row of rows) {
    const { code } = row.values
    if (code === undefined) continue
    const first = places.get(`${row.kind} ${code}`)
    const spelling = spellings.get(lower(row.kind, code)) ?? code
    if (first)
      problems.push(
        problem(
          row,
          'code',
          'duplicate_code',
          `mã ${code} đã có ở ${first.file} dòng ${first.line}`,
          `the code ${code} stands already in ${first.file} row ${first.line}`,
        ),
      )
    else if (spelling !== code)
      problems.push(
        problem(
          row,
          'code',
          'code_differs_in_case',
          `mã ${code} chỉ khác ${spelling} ở chữ hoa, chữ thường`,
          `the code ${code} differs from ${spelling} by case alone`,
        ),
      )
    else {
      places.set(`${row.kind} ${code}`, row)
      spellings.set(lower(row.kind, code), code)
    }
  }
  return problems
}

/**
 * Units and devices that are named but are neither in the files nor known already. Kinds in `lost` are not asked
 * about: a file that could not be read may hold them.
 */
export function referenceProblems(rows: ReadRow[], existing: RowLists, lost: Set<InventoryKind>): Problem[] {
  const known = (kind: InventoryKind) =>
    new Set(
      [...existing[kind], ...rows.filter((row) => row.kind === kind).map(({ values }) => values)].map(
        ({ code }) => code,
      ),
    )
  const units = known('units')
  const devices = known('devices')
  const problems: Problem[] = []
  const ask = (row: ReadRow, column: string, kind: 'units' | 'devices', code: string | null | undefined) => {
    if (!code || lost.has(kind) || (kind === 'units' ? units : devices).has(code)) return
    if (kind === 'devices')
      problems.push(
        problem(row, column, 'unknown_device', `không có thiết bị mã ${code}`, `there is no device ${code}`),
      )
    else {
      const what = column === 'parent' ? 'unknown_parent' : 'unknown_unit'
      problems.push(problem(row, column, what, `không có đơn vị mã ${code}`, `there is no unit ${code}`))
    }
  }
  for (const row of rows) {
    if (row.kind === 'units') ask(row, 'parent', 'units', row.values.parent)
    else if (row.kind === 'unit_changes')
      for (const side of ['from', 'to'] as const)
        for (const code of row.values[side] ?? []) ask(row, side, 'units', code)
    else ask(row, 'unit', 'units', row.values.unit)
    if (row.kind === 'lines') {
      ask(row, 'device', 'devices', row.values.device)
      ask(row, 'pe_device', 'devices', row.values.peDevice)
    }
    if (row.kind === 'hotspots') {
      ask(row, 'controller', 'devices', row.values.controller)
      ask(row, 'uplink_device', 'devices', row.values.uplinkDevice)
      // behind a controller an AP goes by the controller's name for it
      if (row.values.controller === null)
        for (const ap of row.values.aps ?? []) ask(row, 'aps', 'devices', ap)
    }
  }
  return problems
}

/** Units under a unit of the wrong kind, under none though they need one, or under themselves. */
export function parentProblems(rows: ReadRow[], existing: RowLists): Problem[] {
  const units = new Map<string, PlacedUnit>(existing.units.map((unit) => [unit.code, unit]))
  for (const row of rows) {
    if (row.kind !== 'units') continue
    const { code, kind, parent } = row.values
    if (code !== undefined && kind !== undefined && parent !== undefined)
      units.set(code, { kind, parent, row })
  }
  const problems: Problem[] = []
  for (const [code, unit] of units) {
    const parent = unit.parent === null ? null : units.get(unit.parent)
    const row = unit.row ?? parent?.row
    if (parent === undefined || !row) continue
    if (isAboveItself(code, units)) {
      if (unit.row)
        problems.push(
          problem(
            row,
            'parent',
            'parent_cycle',
            `đơn vị ${code} trực thuộc chính nó`,
            `the unit ${code} is part of itself`,
          ),
        )
    } else if (!parentKinds[unit.kind].includes(parent?.kind ?? null)) {
      const above = parent ? `${unit.parent} (${parent.kind})` : '–'
      problems.push(
        problem(
          row,
          unit.row ? 'parent' : 'kind',
          'parent_kind',
          `đơn vị ${code} (${unit.kind}) không thể trực thuộc ${above}`,
          `the unit ${code} (${unit.kind}) cannot be part of ${above}`,
        ),
      )
    }
  }
  return problems
}

function isAboveItself(code: string, units: Map<string, PlacedUnit>): boolean {
  const passed = new Set<string>()
  for (let above = units.get(code)?.parent; above && !passed.has(above); above = units.get(above)?.parent) {
    if (above === code) return true
    passed.add(above)
  }
  return false
}

function problem(row: ReadRow, column: string, code: ProblemCode, vi: string, en: string): Problem {
  return { file: row.file, row: row.line, column, ...flaw(code, vi, en) }
}
