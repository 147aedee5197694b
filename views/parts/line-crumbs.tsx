import { atMoment, type Frame } from '../frame.ts'
import { linePath } from './line-path.ts'
import { Raw } from './raw.tsx'

/** From a part of a line's page back to the line, and to all lines. */
export function LineCrumbs({ code, frame }: { code: string; frame: Frame }) {
  return (
    <p class="crumbs">
      <a href={atMoment('/lines', frame)}>{frame.t.lines.title}</a> /{' '}
      <a href={linePath(code, frame)}>
        <Raw text={code} />
      </a>
    </p>
  )
}
