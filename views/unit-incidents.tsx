import type { IncidentEvent } from '../src/model/incidents.ts'
import type { Unit } from '../src/model/inventory.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { EventTable } from './parts/event-table.tsx'
import type { Names } from './parts/incident-words.tsx'
import { Downloads } from './parts/paging.tsx'

type Props = {
  frame: Frame
  unit: Unit
  days: number
  events: IncidentEvent[]
  titles: ReadonlyMap<string, string>
  names: Names
}

/** What happened to a unit: the logs of all incidents that touched it, as one. */
export function UnitIncidentsPage({ frame, unit, days, events, titles, names }: Props) {
  const words = frame.t.incidents
  return (
    <Layout frame={frame} title={words.course.title(unit.name)} section="incidents">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={`/units/${encodeURIComponent(unit.code)}`}>{unit.name}</a>
          </p>
          <h1>{words.course.title(unit.name)}</h1>
          <p class="muted">
            {words.course.shown(String(days))} ·{' '}
            <a href={`/incidents?unit=${encodeURIComponent(unit.code)}`}>{words.title}</a>
          </p>
        </div>
        <Downloads frame={frame} />
      </div>
      {events.length === 0 ? (
        <p class="muted">{words.course.none}</p>
      ) : (
        <EventTable events={events} names={names} titles={titles} frame={frame} />
      )}
    </Layout>
  )
}
