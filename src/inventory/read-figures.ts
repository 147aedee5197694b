import type { FigureKind, Figures } from '../model/figures.ts'
import type { Asset, Unit } from '../model/inventory.ts'
import type { Day } from '../model.ts'
import { figureFiles, figureKinds } from './figure-kinds.ts'
import { figureRules } from './figure-rules.ts'
import { headerFlaws } from './header.ts'
import type { Column, Kind } from './kinds.ts'
import { type Flaw, flaw, type Problem } from './problem.ts'
import { type InventoryFile, readCells } from './read-file.ts'
import { type NamedTable, readTables } from './table.ts'

type AnyRow = Figures[FigureKind]
type AnyFile = Kind<AnyRow> & { keyOf(row: AnyRow): string[] }
type AnyRule = (row: Partial<AnyRow>, today: Day) => ((Flaw & { column: string }) | false)[]

/** A row to be written; `subject` is the unit, host or project that it is of. */
type NewFigure = { kind: FigureKind; key: string; subject: string; day: Day | null; row: AnyRow }

export type FigureImport = {
  /** Every mistake, in the order of files and rows. With any of them, nothing is to be saved. */
  problems: Problem[]
  /** What saving would do, by kind; all zero when there are problems. */
  summary: Record<FigureKind, { added: number; changed: number; unchanged: number }>
  changes: NewFigure[]
}

/** What files may refer to, and what is known already, by kind and key. */
export type FigureContext = {
  units: Pick<Unit, 'code'>[]
  assets: Asset[]
  today: Day
  /** Rows as they were written, by `kind key`. */
  known: ReadonlyMap<string, AnyRow>
}

type ReadRow = { kind: FigureKind; file: string; line: number; row: Partial<AnyRow> }

/**
 * What importing files of figures would do: one kind of row per file, known by its header. Rows add or correct by their
 * key, so that the same file twice changes nothing. Pure: nothing is saved.
 */
export function readFigures(files: InventoryFile[], context: FigureContext): FigureImport {
  const read = files.flatMap((file) => readTables(file, knownNames).map((one) => readOne(one, context.today)))
  const rows = read.flatMap((file) => file.rows)
  const order = new Map(read.map(({ name }, index) => [name, index]))
  const problems = [
    ...read.flatMap((file) => file.problems),
    ...repeated(rows),
    ...unknownReferences(rows, context),
  ].sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || (a.row ?? 0) - (b.row ?? 0))
  const summary = Object.fromEntries(
    figureKinds.map((kind) => [kind, { added: 0, changed: 0, unchanged: 0 }]),
  ) as FigureImport['summary']
  if (problems.length > 0) return { problems, summary, changes: [] }
  const changes = rows.flatMap((one) => {
    const figure = toFigure(one)
    const was = context.known.get(`${one.kind} ${figure.key}`)
    const state = was === undefined ? 'added' : isEqual(one.kind, was, figure.row) ? 'unchanged' : 'changed'
    summary[one.kind][state]++
    return state === 'unchanged' ? [] : [figure]
  })
  return { problems, summary, changes }
}

function readOne(
  { name, table }: NamedTable,
  today: Day,
): { name: string; rows: ReadRow[]; problems: Problem[] } {
  if ('code' in table) return { name, rows: [], problems: [{ file: name, column: null, ...table }] }
  const { header, headerLine } = table
  const kind = kindOf(header)
  if (kind === undefined)
    return { name, rows: [], problems: [{ file: name, row: headerLine, column: null, ...unknownKind() }] }
  const columns = fileOf(kind).columns
  const missing = columns.filter((column) => !header.includes(column.name))
  const problems: Problem[] = [
    ...missing.map((column) => ({
      column: column.name,
      ...flaw('missing_column', `thiếu cột ${column.name}`, `the column ${column.name} is missing`),
    })),
    ...headerFlaws(
      table,
      columns.map((column) => column.name),
    ),
  ].map((found) => ({ file: name, row: headerLine, ...found }))
  const rows = table.rows.map(({ line, cells, flaws: sheetFlaws = [] }): ReadRow => {
    const { values, flaws } = readCells(cells, header, columns)
    flaws.push(...sheetFlaws.map(({ at, ...flawed }) => ({ column: header[at] || null, ...flawed })))
    const rule = figureRules[kind] as AnyRule
    const found = [...flaws, ...rule(values as Partial<AnyRow>, today).filter((one) => one !== false)]
    problems.push(...found.map((one) => ({ file: name, row: line, ...one })))
    return { kind, file: name, line, row: values as Partial<AnyRow> }
  })
  return { name, rows, problems }
}

function fileOf(kind: FigureKind): AnyFile {
  return figureFiles[kind] as unknown as AnyFile
}

const knownNames = new Set(figureKinds.flatMap((kind) => fileOf(kind).columns.map(({ name }) => name)))

/** The kind whose columns are most like the header. */
function kindOf(header: string[]): FigureKind | undefined {
  const likeness = (kind: FigureKind) => {
    const names = fileOf(kind).columns.map(({ name }) => name)
    return names.filter((name) => header.includes(name)).length / new Set([...names, ...header]).size
  }
  const [best] = figureKinds.toSorted((a, b) => likeness(b) - likeness(a))
  return best && likeness(best) >= 0.5 ? best : undefined
}

function unknownKind(): Flaw {
  const headers = figureKinds
    .map(
      (kind) =>
        `${kind}: ${fileOf(kind)
          .columns.map(({ name }) => name)
          .join(',')}`,
    )
    .join('; ')
  return flaw(
    'unknown_kind',
    `dòng tiêu đề không thuộc loại tệp nào; các loại tệp: ${headers}`,
    `the header belongs to no kind of file; the kinds are: ${headers}`,
  )
}

/** The key of a row, if the cells that make it could be read. */
function keyOf({ kind, row }: ReadRow): string | undefined {
  const parts = fileOf(kind).keyOf(row as AnyRow)
  return parts.some((part) => part === undefined) ? undefined : parts.join('~')
}

function repeated(rows: ReadRow[]): Problem[] {
  const first = new Map<string, ReadRow>()
  return rows.flatMap((one) => {
    const key = keyOf(one)
    if (key === undefined) return []
    const before = first.get(`${one.kind} ${key}`)
    if (before === undefined) {
      first.set(`${one.kind} ${key}`, one)
      return []
    }
    const where = before.file === one.file ? `${before.line}` : `${before.line} (${before.file})`
    return [
      {
        file: one.file,
        row: one.line,
        column: null,
        ...flaw('duplicate_code', `trùng với dòng ${where}`, `the same as row ${where}`),
      },
    ]
  })
}

function unknownReferences(rows: ReadRow[], { units, assets, known }: FigureContext): Problem[] {
  const codes = new Set(units.map(({ code }) => code))
  const hosts = new Set(
    assets.flatMap((asset) => (asset.kind === 'service' && asset.type === 'web' ? [asset.host] : [])),
  )
  const projects = new Set(
    [
      ...[...known].flatMap(([at, row]) => (at.startsWith('projects ') ? [row] : [])),
      ...rows.map(({ row }) => row),
    ].flatMap((row) => ('code' in row ? [row.code] : [])),
  )
  const unknown = (one: ReadRow, column: string, what: Flaw): Problem => ({
    file: one.file,
    row: one.line,
    column,
    ...what,
  })
  return rows.flatMap((one) => {
    const { unit, host, project } = one.row as { unit?: string; host?: string; project?: string }
    if (unit !== undefined && !codes.has(unit))
      return unknown(one, 'unit', flaw('unknown_unit', `không có đơn vị ${unit}`, `there is no unit ${unit}`))
    if (host !== undefined && !hosts.has(host))
      return unknown(
        one,
        'host',
        flaw(
          'unknown_host',
          `danh mục không có dịch vụ web ${host}`,
          `the inventory has no web service ${host}`,
        ),
      )
    if (project !== undefined && !projects.has(project))
      return unknown(
        one,
        'project',
        flaw('unknown_project', `không có dự án ${project}`, `there is no project ${project}`),
      )
    return []
  })
}

function toFigure(one: ReadRow): NewFigure {
  const row = one.row as AnyRow // complete: without problems every row is
  const [subject = ''] = 'code' in row ? [row.unit] : fileOf(one.kind).keyOf(row)
  return {
    kind: one.kind,
    key: keyOf(one) ?? '',
    subject,
    day: 'day' in row ? row.day : null,
    row,
  }
}

/** Whether all cells are the same. */
function isEqual(kind: FigureKind, one: AnyRow, other: AnyRow): boolean {
  const columns: Column<AnyRow>[] = fileOf(kind).columns
  return columns.every(({ write }) => write(one) === write(other))
}
