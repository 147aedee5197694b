/** What a table of the demo surely holds; anything else is a mistake in the table. */
export function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a table of the demo names something that it does not hold')
  return value
}
