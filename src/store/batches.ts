/** Rows of one statement: SQLite binds at most 32,766 values, PostgreSQL 65,535. */
const batch = 500

export function batches<Item>(items: Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / batch) }, (_, i) =>
    items.slice(i * batch, (i + 1) * batch),
  )
}
