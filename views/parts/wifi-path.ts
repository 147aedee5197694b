import { atMoment, type Frame, withQuery } from '../frame.ts'

/** A public Wi-Fi site's page, or a part of it, at the moment and in the period that are shown. */
export function wifiPath(code: string, frame: Pick<Frame, 'asOf' | 'url'>, part = ''): string {
  const period = new URLSearchParams(frame.url.split('?')[1] ?? '').get('period')
  return withQuery(atMoment(`/wifi/${encodeURIComponent(code)}${part}`, frame), { period })
}
