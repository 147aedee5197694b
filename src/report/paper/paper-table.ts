import { formatChange, formatDay, formatNumber, formatPercent, formatShare } from '../../i18n/format.ts'
import type { MonthlyReport } from '../monthly-report.ts'
import type { Cell, CellKind } from '../tables/table.ts'
import { type TableId, tables } from '../tables.ts'
import type { PaperTable } from './paper.ts'

const usualWidthMm = 18

/** What stands in a cell of which nothing is known: neither 0 nor empty. */
const notKnown = '–'

const numbers = new Set<CellKind | undefined>(['share', 'small_share', 'score', 'change'])

/** A Biểu as it is printed: texts alone, in Vietnamese, without the columns that have no room. */
export function paperTable(report: MonthlyReport, id: TableId): PaperTable {
  const { title, rows, paperRows = rows, columns, notes } = tables[id]
  const printed = columns.filter(({ widthMm }) => widthMm !== 0)
  const cells = paperRows(report).map((row) => printed.map(({ cell }) => cell(row, 'vi')))
  const isNumber = printed.map((_, i) => cells.some((row) => typeof row[i] === 'number'))
  const isUnknown = printed.map((_, i) => cells.every((row) => row[i] === null))
  return {
    title: title.vi,
    columns: printed.map(({ header, short = header, widthMm = usualWidthMm, as }, i) => ({
      header: short.vi,
      widthMm,
      align:
        isNumber[i] || numbers.has(as)
          ? 'right'
          : as === 'day' || as === 'code' || isUnknown[i]
            ? 'center'
            : 'left',
    })),
    rows: cells.map((row) => row.map((cell, i) => cellText(cell, printed[i]?.as))),
    notes: [
      ...(cells.length === 0 && !notes ? ['Biểu này không có dòng nào trong kỳ.'] : []),
      ...(notes?.(report).map(({ vi }) => vi) ?? []),
    ],
  }
}

/** A cell as people read it. */
export function cellText(cell: Cell, as: CellKind | undefined): string {
  if (cell === null) return notKnown
  if (typeof cell === 'string') return as === 'day' ? formatDay(cell, 'vi') : cell
  switch (as) {
    case 'share':
      return formatShare(cell, 'vi')
    case 'small_share':
      return formatPercent(cell * 100, 'vi')
    case 'score':
      return formatNumber(cell, 'vi', 1)
    case 'change':
      return formatChange(cell, 'vi')
    default:
      return formatNumber(cell, 'vi', decimalsOf(cell))
  }
}

/** As many decimals as a number has, which is four at most; what binary adds to it is none. */
function decimalsOf(value: number): number {
  return String(Number(value.toFixed(4))).split('.')[1]?.length ?? 0
}
