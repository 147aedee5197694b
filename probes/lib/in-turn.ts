/**
 * Does the same for each, one after the other, with the results in order; but whoever calls `next` lets the following
 * begin before it ends itself.
 */
export async function inTurn<T, Result>(
  items: readonly T[],
  each: (item: T, next: () => void) => Promise<Result>,
): Promise<Result[]> {
  const begun: Promise<Result>[] = []
  for (const item of items)
    await new Promise<void>((next, fail) => {
      const result = each(item, next)
      begun.push(result)
      result.then(() => next(), fail)
    })
  return Promise.all(begun)
}
