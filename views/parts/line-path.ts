import { atMoment, type Frame, withQuery } from '../frame.ts'

/** A line's page, at the moment and in the period that are shown. */
export function linePath(code: string, frame: Pick<Frame, 'asOf' | 'url'>): string {
  const period = new URLSearchParams(frame.url.split('?')[1] ?? '').get('period')
  return withQuery(atMoment(`/lines/${encodeURIComponent(code)}`, frame), { period })
}

/** What a method counts how, in words. */
export function methodPath(id: string, frame: Pick<Frame, 'asOf'>): string {
  return `${atMoment('/accounting-methods', frame)}#${id}`
}

/** A list of exactly what one figure of a line and month counts. */
export function linePartPath(
  code: string,
  part: 'minutes' | 'incidents' | 'averages',
  frame: Pick<Frame, 'asOf' | 'url'>,
  values: Record<string, string> = {},
): string {
  return withQuery(linePath(code, frame).replace(/(?=\?|$)/, `/${part}`), values)
}

/** The observations that a line's figures of the period rest on, of one of its checks. */
export function lineLooksPath(
  code: string,
  of: 'reach' | 'counters' | 'traffic',
  frame: Pick<Frame, 'asOf' | 'url'>,
): string {
  return withQuery(linePath(code, frame).replace(/(?=\?|$)/, '/looks'), { of })
}
