import { pages } from '../../src/web/pages/index.ts'

/** An example of each page whose address names something, by its path in the registry. */
export type Examples = Record<string, string>

/**
 * An address of every page that people open, from the registry itself: one that is added without an example is missed at
 * once. Throws for a path that names something and has no example. Files and the watchdog's pages are none.
 */
export function pageAddresses(examples: Examples): string[] {
  const paths = pages.flatMap(({ method, path }) => (method === 'GET' && !others.test(path) ? [path] : []))
  return [...new Set(paths)].map((path) => {
    const example = examples[path]
    if (example === undefined && path.includes(':'))
      throw new Error(`test/web/page-addresses.ts: no example of ${path}`)
    return example ?? path
  })
}

const others =
  /^\/(assets\/|wall\/|healthz|readyz|metrics|sign-in|first-run)|\/(file|:sha256|export|router|reverse-zone)$/
