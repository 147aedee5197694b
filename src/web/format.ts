import type { Format } from './web.ts'

const suffix = /\.(json|csv|xlsx)$/

/** The path without its format, so that `/units.csv` and `/units` are the same page. */
export function pathWithoutFormat(request: Request): string {
  return pathOf(request).replace(suffix, '')
}

export function formatOf(request: Request): Format {
  return (suffix.exec(pathOf(request))?.[1] as Format | undefined) ?? 'html'
}

/** The path as sent, still percent-encoded: an encoded slash stays inside its segment. */
function pathOf(request: Request): string {
  return new URL(request.url).pathname
}
