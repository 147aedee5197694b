import type { Column } from '../../src/inventory/kinds.ts'
import type { Frame } from '../frame.ts'
import { Raw } from './raw.tsx'
import { TableBox } from './table.tsx'

/** Rows in the columns of their file; a column in which nothing stands is left out. `linkOf` may make a cell a link. */
export function ColumnTable<Row>({
  label,
  columns,
  rows,
  linkOf,
  last,
  frame,
}: {
  label: string
  columns: Column<Row>[]
  rows: Row[]
  linkOf(field: string, text: string): unknown
  /** A column of the page's own at the end. */
  last?: { title: string; cell(row: Row): unknown }
  frame: Frame
}) {
  const { locale } = frame
  const filled = columns.filter(({ write }) => rows.some((row) => write(row) !== ''))
  return (
    <div class="landscape columns-of-file">
      <TableBox label={label}>
        <thead>
          <tr>
            {filled.map((column) => (
              <th scope="col" title={column.name}>
                {column.title[locale]}
              </th>
            ))}
            {last && <th scope="col">{last.title}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {filled.map(({ field, write }) => (
                <td class={typeof row[field] === 'number' ? 'number' : undefined}>
                  {linkOf(field, write(row)) ?? <Raw text={write(row)} />}
                </td>
              ))}
              {last && <td>{last.cell(row)}</td>}
            </tr>
          ))}
        </tbody>
      </TableBox>
    </div>
  )
}
