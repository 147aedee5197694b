import { stringify } from 'csv-stringify/sync'
import { guardFormula } from '../inventory/formula-guard.ts'
import type { Instant } from '../model.ts'
import type { WebContext } from './web.ts'

/** A list as every `.json` address gives it: this page of it, how many there are, and the moment it speaks of. */
export function sendList<Item>(
  c: WebContext,
  { items, total, asOf }: { items: Item[]; total: number; asOf: Instant },
): Response {
  return sendJson(c, { items, total, asOf })
}

/** Any value as JSON. Counters beyond 2^53 become text, so that no digit is lost. */
export function sendJson(c: WebContext, value: unknown): Response {
  return c.body(toJson(value), 200, { 'content-type': 'application/json; charset=utf-8' })
}

export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, one) =>
    typeof one === 'bigint' ? (Number.isSafeInteger(Number(one)) ? Number(one) : String(one)) : one,
  )
}

export type CsvColumn<Row> = [name: string, value: (row: Row) => string | number | bigint | boolean | null]

/** Rows as CSV: UTF-8 with a byte order mark for spreadsheets, ISO times, and no text that runs as a formula. */
export function sendCsv<Row>(c: WebContext, name: string, columns: CsvColumn<Row>[], rows: Row[]): Response {
  const cells = rows.map((row) =>
    columns.map(([, value]) => {
      const cell = value(row)
      return typeof cell === 'string' ? guardFormula(cell) : cell === null ? '' : String(cell)
    }),
  )
  return sendCsvText(c, name, stringify([columns.map(([title]) => title), ...cells], { bom: true }))
}

/** A workbook that is already made. */
export function sendWorkbook(c: WebContext, name: string, bytes: Uint8Array): Response {
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'content-disposition': `attachment; filename="${name.replace(/[^\w.~-]/g, '_')}.xlsx"`,
  })
}

/** CSV that is already made. */
export function sendCsvText(c: WebContext, name: string, text: string): Response {
  return c.body(text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name.replace(/[^\w.~-]/g, '_')}.csv"`,
  })
}
