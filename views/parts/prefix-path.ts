import { atMoment, type Frame } from '../frame.ts'

export function prefixPath(code: string, frame: Frame): string {
  return atMoment(`/prefixes/${encodeURIComponent(code)}`, frame)
}
