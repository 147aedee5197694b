import { formatMoment, formatNumber } from '../src/i18n/format.ts'
import {
  causes,
  type Incident,
  type IncidentEvent,
  type IncidentEvidence,
  type IncidentPart,
} from '../src/model/incidents.ts'
import type { Maintenance } from '../src/model/maintenance.ts'
import type { Instant } from '../src/model.ts'
import { type Frame, may } from './frame.ts'
import { Layout } from './layout.tsx'
import { EventTable } from './parts/event-table.tsx'
import { observationPath } from './parts/evidence-links.tsx'
import {
  causeText,
  incidentPath,
  lasted,
  type Names,
  NodeLink,
  nodeText,
  SeverityMark,
  stateOf,
} from './parts/incident-words.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

/** Announced work that was under way while an incident lasted; `to` null: until somebody says that it is over. */
export type IncidentWindow = {
  maintenance: Maintenance
  from: Instant
  to: Instant | null
  isExcluded: boolean
}

type Props = {
  frame: Frame
  incident: Incident
  parts: IncidentPart[]
  /** Newest first. */
  events: IncidentEvent[]
  windows: IncidentWindow[]
  names: Names
}

/** One incident: what it is, what proves it, what fell with it, and what was done. */
export function IncidentPage({ frame, incident, parts, events, windows, names }: Props) {
  const { t, locale } = frame
  const words = t.incidents
  const { id, root, severity, symptom, detail, unit, provider, since, restoredAt, cause } = incident
  const title = `${nodeText(root, names, frame)}: ${words.symptoms[symptom]}`
  const mayAct = may(frame, 'engineer')
  return (
    <Layout frame={frame} title={title} section="incidents">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/incidents">{words.title}</a>
          </p>
          <h1>{title}</h1>
          {detail !== '' && (
            <p>
              <Raw text={detail} />
            </p>
          )}
        </div>
        <p class="actions no-print">
          <a href={`${incidentPath(id)}.json`}>JSON</a>
        </p>
      </div>
      <section class="card">
        <dl class="facts">
          <dt>{words.severity}</dt>
          <dd>
            <SeverityMark severity={severity} frame={frame} />
          </dd>
          <dt>{words.columns.root}</dt>
          <dd>
            <NodeLink node={root} names={names} frame={frame} />
          </dd>
          {unit !== null && root.kind !== 'unit' && (
            <>
              <dt>{words.columns.unit}</dt>
              <dd>
                <a href={`/units/${encodeURIComponent(unit)}/incidents`}>{names.get(unit) ?? unit}</a>
              </dd>
            </>
          )}
          {provider !== null && root.kind !== 'provider' && (
            <>
              <dt>{words.provider}</dt>
              <dd>
                <Raw text={provider} />
              </dd>
            </>
          )}
          <dt>{words.columns.since}</dt>
          <dd>
            <Moment at={since} frame={frame} seconds /> · {lasted(incident, frame)}
          </dd>
          <dt>{words.state}</dt>
          <dd>
            {words.states[stateOf(incident)]}
            {restoredAt !== null && (
              <>
                {' · '}
                {words.events.restored} <Moment at={restoredAt} frame={frame} seconds />
              </>
            )}
            {incident.watchedUntil !== null &&
              ` · ${words.watchedUntil(formatMoment(incident.watchedUntil, locale, { seconds: true }))}`}
          </dd>
          {windows.length > 0 && (
            <>
              <dt>{words.inMaintenance}</dt>
              {windows.map(({ maintenance, from, to, isExcluded }) => (
                <dd>
                  {may(frame, 'reader') ? (
                    <a href={`/maintenance/${encodeURIComponent(maintenance.id)}`}>
                      <Raw text={maintenance.what} />
                    </a>
                  ) : (
                    <Raw text={maintenance.what} />
                  )}
                  {': '}
                  <Moment at={from} frame={frame} /> – {to === null ? '…' : <Moment at={to} frame={frame} />}
                  <span class="muted"> – {isExcluded ? words.isExcluded : words.isMuted}</span>
                </dd>
              ))}
            </>
          )}
          <dt>{words.damping}</dt>
          <dd>{words.dampingWhat(formatNumber(incident.spells, locale))}</dd>
          <dt>{words.cause}</dt>
          <dd>
            {causeText(incident, frame)}
            {cause.rule !== null && <span class="muted"> – {words.rules[cause.rule]}</span>}
            {cause.evidence.map((one) => (
              <>
                {' '}
                <Proof of={one} label={words.evidence} frame={frame} />
              </>
            ))}
          </dd>
          <dt>{words.before}</dt>
          <dd>
            {incident.before === null ? (
              words.noBefore
            ) : (
              <Proof of={incident.before} label={words.evidence} frame={frame} />
            )}
          </dd>
          {incident.after !== null && (
            <>
              <dt>{words.after}</dt>
              <dd>
                <Proof of={incident.after} label={words.evidence} frame={frame} />
              </dd>
            </>
          )}
        </dl>
      </section>
      {mayAct && <Acts incident={incident} frame={frame} />}
      <section class="block">
        <h2>{words.parts}</h2>
        <PartTable parts={parts} names={names} frame={frame} />
      </section>
      <section class="block">
        <h2>{words.log}</h2>
        {events.every(({ kind }) => kind !== 'opened') && <p class="muted">{words.logForgotten}</p>}
        <EventTable events={events} names={names} frame={frame} />
      </section>
    </Layout>
  )
}

function Proof({ of, label, frame }: { of: IncidentEvidence; label: string; frame: Frame }) {
  const probe = of.checkId.split('~').at(-1) ?? ''
  const name = (frame.t.checks.probes as Record<string, string>)[probe] ?? probe
  return (
    <span>
      <Moment at={of.seenAt} frame={frame} seconds />{' '}
      <a href={observationPath(of.checkId, of.firstDueAt)} aria-label={`${label}: ${name}, ${of.seenAt}`}>
        {name}
      </a>
    </span>
  )
}

function PartTable({ parts, names, frame }: { parts: IncidentPart[]; names: Names; frame: Frame }) {
  const words = frame.t.incidents
  return (
    <TableBox label={words.parts} tall records>
      <thead>
        <tr>
          <th scope="col">{words.part}</th>
          <th scope="col">{words.columns.unit}</th>
          <th scope="col">{words.from}</th>
          <th scope="col">{words.to}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ node, unit, since, restoredAt, before, after }) => (
          <tr>
            <th scope="row">
              <NodeLink node={node} names={names} frame={frame} />
            </th>
            <td data-label={words.columns.unit}>{unit === null ? '–' : (names.get(unit) ?? unit)}</td>
            <td data-label={words.from}>
              <Moment at={since} frame={frame} seconds />
            </td>
            <td data-label={words.to}>
              {restoredAt === null ? words.lasts : <Moment at={restoredAt} frame={frame} seconds />}
            </td>
            <td data-label={words.before}>
              {before && <Proof of={before} label={words.before} frame={frame} />}
            </td>
            <td data-label={words.after}>
              {after && <Proof of={after} label={words.after} frame={frame} />}
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

/** What a person does; each is a form of its own, so that it works without JavaScript. */
function Acts({ incident: { id, acked, assignee, cause }, frame }: { incident: Incident; frame: Frame }) {
  const words = frame.t.incidents
  const action = `${incidentPath(id)}/act`
  return (
    <section class="card no-print">
      <h2>{words.act.title}</h2>
      {acked === null && (
        <form method="post" action={action} class="filters">
          <input type="hidden" name="act" value="ack" />
          <button type="submit">{words.act.ack}</button>
        </form>
      )}
      <form method="post" action={action} class="filters">
        <input type="hidden" name="act" value="assign" />
        <label class="field wide">
          <span>{words.act.assign}</span>
          <input name="to" value={assignee ?? ''} maxlength={100} placeholder={words.act.assignHint} />
        </label>
        <button type="submit">{words.act.save}</button>
      </form>
      <form method="post" action={action} class="filters">
        <input type="hidden" name="act" value="cause" />
        <label class="field">
          <span>{words.act.cause}</span>
          <select name="cause">
            {causes.map((one) => (
              <option value={one} selected={one === cause.cause}>
                {words.causes[one]}
              </option>
            ))}
          </select>
        </label>
        <label class="field wide">
          <span>{words.act.note}</span>
          <input name="note" maxlength={500} />
        </label>
        <button type="submit">{words.act.save}</button>
      </form>
      <form method="post" action={action} class="filters">
        <input type="hidden" name="act" value="comment" />
        <label class="field wide">
          <span>{words.act.comment}</span>
          <textarea name="text" rows={2} maxlength={2000} required />
        </label>
        <button type="submit">{words.act.save}</button>
      </form>
    </section>
  )
}
