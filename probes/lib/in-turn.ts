/**
 * Does the same for each, one after the other, with the results in order; but whoever calls `next` lets the following
 * begin before it ends itself. After a result that is `enough` no other is begun.
 */
export async function inTurn<T, Result>(
  items: readonly T[],
  each: (item: T, next: () => void) => Promise<Result>,
  enough: (result: Result) => boolean = () => false,
): Promise<Result[]> {
  const begun: Promise<Result>[] = []
  let isEnough = false
  for (const item of items) {
    if (isEnough) break
    await new Promise<void>((next, fail) => {
      const result = each(item, next)
      begun.push(result)
      result.then((ended) => {
        isEnough ||= enough(ended)
        next()
      }, fail)
    })
  }
  return Promise.all(begun)
}
