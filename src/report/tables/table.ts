import type { Locale, Text } from '../../model.ts'
import type { MonthlyReport } from '../monthly-report.ts'

/** A text, a number, or nothing: null is an empty cell, "not known", and never 0. */
export type Cell = string | number | null

export type Column<Row = unknown> = { header: Text; cell(row: Row, locale: Locale): Cell }

/** One Biểu of the report: what its rows are, and its columns. */
export type Table<Row = unknown> = {
  title: Text
  rows(report: MonthlyReport): Row[]
  columns: Column<Row>[]
}

/** Lets tables of different rows stand in one list. */
export function defineTable<Row>(table: Table<Row>): Table {
  return table as unknown as Table
}
