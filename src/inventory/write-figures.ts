import { stringify } from 'csv-stringify/sync'
import type { FigureKind, Figures } from '../model/figures.ts'
import { figureFiles } from './figure-kinds.ts'
import { guardFormula } from './formula-guard.ts'

/** Rows as the file that an import reads back unchanged: UTF-8 with a byte order mark, comma, one header line. */
export function writeFigures<K extends FigureKind>(kind: K, rows: Figures[K][]): string {
  const { columns } = figureFiles[kind]
  const cells = rows.map((row) => columns.map(({ write }) => guardFormula(write(row))))
  return stringify([columns.map(({ name }) => name), ...cells], { bom: true })
}
