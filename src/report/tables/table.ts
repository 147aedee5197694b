import type { Locale, Text } from '../../model.ts'
import type { MonthlyReport } from '../monthly-report.ts'

/** A text, a number, or nothing: null is an empty cell, "not known", and never 0. */
export type Cell = string | number | null

/**
 * How people read a number or text: a share of 0 to 1 as per cent with one or three decimals, a score with one decimal,
 * a day, a code; anything else as it is.
 */
export type CellKind = 'share' | 'small_share' | 'score' | 'change' | 'day' | 'code'

export type Column<Row = unknown> = {
  header: Text
  cell(row: Row, locale: Locale): Cell
  as?: CellKind
  /** Wanted width on paper, in millimetres; 0 leaves the column to files for spreadsheets. */
  widthMm?: number
  /** Head on paper, where the full one has no room. */
  short?: Text
}

/** One Biểu of the report: what its rows are, and its columns. */
export type Table<Row = unknown> = {
  title: Text
  rows(report: MonthlyReport): Row[]
  /** What no other row has and a correction does not change; else the texts of the first columns. */
  key?(row: Row): string
  columns: Column<Row>[]
  /** Fewer rows, where paper has no room for all. */
  paperRows?(report: MonthlyReport): Row[]
  /** What somebody who reads it must know, or why it has no rows. */
  notes?(report: MonthlyReport): Text[]
}

/** Lets tables of different rows stand in one list. */
export function defineTable<Row>(table: Table<Row>): Table {
  return table as unknown as Table
}
