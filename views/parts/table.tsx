import type { PropsWithChildren } from 'hono/jsx'
import { type Frame, withQuery } from '../frame.ts'

/** The box of a table: scrolls sideways by itself, also from the keyboard, and names the table. */
export function TableBox({
  label,
  tall = false,
  records = false,
  children,
}: PropsWithChildren<{
  label: string
  /** A table longer than the window: its head stays in sight. */
  tall?: boolean
  /** On a phone each row becomes a card; every cell then needs a data-label. */
  records?: boolean
}>) {
  return (
    <section class={tall ? 'scroll tall' : 'scroll'} tabindex={0} aria-label={label}>
      <table class={records ? 'records' : undefined}>{children}</table>
    </section>
  )
}

export type Sort = { by: string; descending: boolean }

/** The head of a column that sorts: a link that carries the rest of the address along. */
export function SortHead({
  frame,
  column,
  label,
  sort,
  number = false,
}: {
  frame: Frame
  column: string
  label: string
  sort: Sort
  number?: boolean
}) {
  const active = sort.by === column
  const next = active && !sort.descending ? `-${column}` : column
  return (
    <th
      scope="col"
      class={number ? 'number' : undefined}
      aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      <a href={withQuery(frame.url, { sort: next, page: null })}>
        {label}
        {active && <span aria-hidden="true">{sort.descending ? ' ▾' : ' ▴'}</span>}
      </a>
    </th>
  )
}
