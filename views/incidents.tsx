import { formatMoment, formatNumber } from '../src/i18n/format.ts'
import { causes, type Incident, type IncidentPart, severities } from '../src/model/incidents.ts'
import { type Frame, may, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Choice, Filters } from './parts/filters.tsx'
import {
  causeText,
  incidentPath,
  lasted,
  type Names,
  NodeLink,
  SeverityMark,
  stateOf,
} from './parts/incident-words.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { PeriodLinks, type PeriodProps } from './parts/period-links.tsx'
import { Raw } from './parts/raw.tsx'
import { Refreshing } from './parts/refreshing.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

export const incidentStates = ['open', 'closed', 'all'] as const

export type IncidentRow = { incident: Incident; parts: IncidentPart[] }

type IncidentsQuery = {
  state: (typeof incidentStates)[number]
  severity?: string | undefined
  cause?: string | undefined
  unit?: string | undefined
  provider?: string | undefined
  of?: string | undefined
}

type Props = {
  frame: Frame
  rows: IncidentRow[]
  slice: Slice
  query: IncidentsQuery
  /** Of those that are closed; null for the open ones, whenever they began, and for all of one thing. */
  period: PeriodProps['period'] | null
  names: Names
  providers: string[]
}

export function IncidentsPage(props: Props) {
  const { frame, slice, query, period, names } = props
  const { t } = frame
  const words = t.incidents
  const [kind, ...code] = (query.of ?? '').split('~')
  const of = kind ? `${words.kinds[kind as keyof typeof words.kinds] ?? kind} ${code.join('~')}` : null
  return (
    <Layout frame={frame} title={of === null ? words.title : words.of(of)} section="incidents">
      <div class="page-head">
        <h1>{of === null ? words.title : <Raw text={words.of(of)} />}</h1>
        <Downloads slice={slice} frame={frame} />
      </div>
      <p class="muted">
        {words.what} <a href="/incidents/providers">{words.providers.title}</a>
        {may(frame, 'admin') && (
          <>
            {' · '}
            <a href="/walls">{words.walls.title}</a>
          </>
        )}
      </p>
      {period !== null && <PeriodLinks period={period} frame={frame} />}
      <Filters
        frame={frame}
        action="/incidents"
        target="#incidents"
        label={words.filters}
        sort={null}
        keep={{ period: period?.name, of: query.of }}
      >
        <Choice
          name="state"
          label={words.state}
          value={query.state}
          options={incidentStates.map((state) => [state, words.states[state]])}
          all={words.states.open}
          frame={frame}
        />
        <Choice
          name="severity"
          label={words.severity}
          value={query.severity}
          options={severities.map((one) => [one, words.severities[one]])}
          frame={frame}
        />
        <Choice
          name="cause"
          label={words.cause}
          value={query.cause}
          options={causes.map((one) => [one, words.causes[one]])}
          frame={frame}
        />
        <Choice name="unit" label={words.unit} value={query.unit} options={[...names]} frame={frame} />
        <Choice
          name="provider"
          label={words.provider}
          value={query.provider}
          options={props.providers.map((name) => [name, name])}
          frame={frame}
        />
      </Filters>
      <IncidentList {...props} />
    </Layout>
  )
}

/** The part that refreshes. */
export function IncidentList({ frame, rows, slice, names }: Props) {
  const words = frame.t.incidents
  return (
    <Refreshing
      id="incidents"
      from={withQuery(frame.url.replace(/^[^?]*/, '/parts/incidents'), {})}
      status={words.count(formatNumber(slice.total, frame.locale))}
      frame={frame}
    >
      {rows.length === 0 ? (
        <div class="empty">
          <strong>{words.none}</strong>
          <span>{words.noneWhat}</span>
        </div>
      ) : (
        <IncidentTable rows={rows} names={names} frame={frame} />
      )}
      <Paging slice={slice} frame={frame} />
    </Refreshing>
  )
}

function IncidentTable({ rows, names, frame }: { rows: IncidentRow[]; names: Names; frame: Frame }) {
  const { columns, table } = frame.t.incidents
  return (
    <TableBox label={table} tall records>
      <thead>
        <tr>
          <th scope="col">{columns.root}</th>
          <th scope="col">{columns.unit}</th>
          <th scope="col">{columns.since}</th>
          <th scope="col">{columns.state}</th>
          <th scope="col">{columns.cause}</th>
          <th scope="col">{columns.who}</th>
          <th scope="col">{columns.with}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row {...row} names={names} frame={frame} />
        ))}
      </tbody>
    </TableBox>
  )
}

function Row({ incident, parts, names, frame }: IncidentRow & { names: Names; frame: Frame }) {
  const { t, locale } = frame
  const words = t.incidents
  const { id, root, severity, symptom, detail, unit, since, assignee, acked } = incident
  const state = stateOf(incident)
  const others = parts.filter(({ node }) => node.kind !== root.kind || node.code !== root.code)
  return (
    <tr>
      <th scope="row" class="roomy">
        <SeverityMark severity={severity} frame={frame} />
        <br />
        <a href={incidentPath(id)}>
          {words.kinds[root.kind]}{' '}
          <Raw text={root.kind === 'unit' ? (names.get(root.code) ?? root.code) : root.code} />
        </a>
        <br />
        <span class="small">
          {words.symptoms[symptom]}
          {detail !== '' && (
            <>
              {': '}
              <Raw text={detail} />
            </>
          )}
        </span>
      </th>
      <td data-label={words.columns.unit}>
        {unit === null ? (
          '–'
        ) : (
          <a href={`/units/${encodeURIComponent(unit)}/incidents`}>{names.get(unit) ?? unit}</a>
        )}
      </td>
      <td data-label={words.columns.since}>
        <Moment at={since} frame={frame} />
        <br />
        <span class="small nowrap">{lasted(incident, frame)}</span>
      </td>
      <td data-label={words.columns.state}>
        {words.states[state]}
        {incident.watchedUntil !== null && (
          <span class="muted small">
            <br />
            {words.watchedUntil(formatMoment(incident.watchedUntil, locale))}
          </span>
        )}
      </td>
      <td data-label={words.columns.cause}>{causeText(incident, frame)}</td>
      <td data-label={words.columns.who} class="small">
        {acked === null ? words.notAcked : <Raw text={words.ackedBy(acked.by)} />}
        {assignee !== null && (
          <>
            <br />
            <Raw text={words.assignedTo(assignee)} />
          </>
        )}
      </td>
      <td data-label={words.columns.with}>
        {others.length === 0 ? (
          <span class="muted">{words.noChildren}</span>
        ) : (
          <details id={`with-${id}`}>
            <summary>{words.children(formatNumber(others.length, locale))}</summary>
            <ul class="list small">
              {others.map(({ node }) => (
                <li>
                  <NodeLink node={node} names={names} frame={frame} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </td>
    </tr>
  )
}
