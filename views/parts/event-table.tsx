import type { IncidentEvent } from '../../src/model/incidents.ts'
import type { Frame } from '../frame.ts'
import { eventText, incidentPath, type Names } from './incident-words.tsx'
import { Raw } from './raw.tsx'
import { TableBox } from './table.tsx'
import { Moment } from './time.tsx'

/** What happened, newest first; with `names of incidents` where it is of several. */
export function EventTable({
  events,
  names,
  titles,
  frame,
}: {
  events: IncidentEvent[]
  names: Names
  /** What each incident is about, by its id; absent where all are of one. */
  titles?: ReadonlyMap<string, string>
  frame: Frame
}) {
  const words = frame.t.incidents
  return (
    <TableBox label={words.log} tall records>
      <thead>
        <tr>
          <th scope="col">{words.course.at}</th>
          {titles && <th scope="col">{words.columns.root}</th>}
          <th scope="col">{words.course.event}</th>
          <th scope="col">{words.course.by}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => {
          const { text, note } = eventText(event, names, frame)
          return (
            <tr>
              <th scope="row">
                <Moment at={event.at} frame={frame} seconds />
              </th>
              {titles && (
                <td data-label={words.columns.root}>
                  <a href={incidentPath(event.incident)}>
                    <Raw text={titles.get(event.incident) ?? event.incident} />
                  </a>
                </td>
              )}
              <td data-label={words.course.event}>
                <Raw text={text} />
                {note !== '' && (
                  <span class="muted small">
                    <br />
                    <Raw text={note} />
                  </span>
                )}
              </td>
              <td data-label={words.course.by}>
                {event.by === null ? words.byRule : <Raw text={event.by} />}
              </td>
            </tr>
          )
        })}
      </tbody>
    </TableBox>
  )
}
