import { formatMoment, formatNumber } from '../src/i18n/format.ts'
import type { Incident } from '../src/model/incidents.ts'
import type { Frame } from './frame.ts'
import { Bare, statements } from './layout.tsx'
import { lasted, type Names, nodeText, SeverityMark } from './parts/incident-words.tsx'
import { Refreshing } from './parts/refreshing.tsx'

type Props = {
  frame: Frame
  /** The gravest first, as many as fit. */
  shown: Incident[]
  more: number
  watched: Incident[]
  names: Names
  /** Its own address, token and all. */
  href: string
}

/** Lines on a screen on the wall; the rest is counted. */
export const wallRows = 8
const everySeconds = 10

/** For a screen that nobody touches: large, dark, and without any link. */
export function WallPage(props: Props) {
  const { frame } = props
  return (
    <Bare frame={frame} title={frame.t.incidents.wall.title} kind="wall">
      <main id="main">
        <WallPart {...props} />
      </main>
    </Bare>
  )
}

export function WallPart({ frame, shown, more, watched, names, href }: Props) {
  const { t, locale } = frame
  const words = t.incidents
  const count = shown.length + more
  return (
    <Refreshing
      id="wall"
      from={href}
      status={words.count(formatNumber(count, locale))}
      everySeconds={everySeconds}
      frame={frame}
    >
      <header class="wall-head">
        <h1>{count === 0 ? words.wall.quiet : words.count(formatNumber(count, locale))}</h1>
        <p>{words.wall.updated(formatMoment(frame.now, locale, { seconds: true }))}</p>
      </header>
      {frame.banners
        .filter((banner) => !statements.includes(banner))
        .map((banner) => (
          <p class="wall-more">
            <strong>{t.banner[banner]}</strong>
          </p>
        ))}
      <ol class="wall-list">
        {shown.map((incident) => (
          <li class={incident.severity}>
            <SeverityMark severity={incident.severity} frame={frame} />
            <strong>{nodeText(incident.root, names, frame)}</strong>
            <span>
              {words.symptoms[incident.symptom]}
              {incident.unit !== null &&
                incident.root.kind !== 'unit' &&
                ` · ${names.get(incident.unit) ?? incident.unit}`}
              {incident.children > 0 && ` · ${words.children(formatNumber(incident.children, locale))}`}
            </span>
            <span class="wall-time">{lasted(incident, frame)}</span>
            <span>{incident.acked === null ? words.notAcked : words.ackedBy(incident.acked.by)}</span>
          </li>
        ))}
      </ol>
      {more > 0 && <p class="wall-more">{words.wall.more(formatNumber(more, locale))}</p>}
      {watched.length > 0 && (
        <p class="wall-more">
          {words.wall.watched}: {watched.map(({ root }) => nodeText(root, names, frame)).join(', ')}
        </p>
      )}
    </Refreshing>
  )
}
