import { formatDay, formatNumber } from '../src/i18n/format.ts'
import { documentKinds, type UnitDocument } from '../src/model/documents.ts'
import type { ProfileFlag, Unit } from '../src/model/inventory.ts'
import { criterionOf } from '../src/readiness/catalogue.ts'
import type { UnknownReason } from '../src/readiness/criterion.ts'
import type { DocumentState } from '../src/readiness/document-state.ts'
import { reasonTexts } from '../src/readiness/reasons.ts'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Choice, Filters } from './parts/filters.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'

export type DocumentRow = { document: UnitDocument; unit: Unit | undefined; state: DocumentState }

type Props = {
  frame: Frame
  rows: DocumentRow[]
  units: Unit[]
  slice: Slice
  query: { kind?: string | undefined; unit?: string | undefined; state?: string | undefined }
  /** Unknown verdicts by reason, most first. */
  unknown: { reason: UnknownReason; count: number }[]
}

const states = ['in_force', 'ends_soon', 'expired', 'withdrawn'] as const

/** The register of exceptions and unknowns: what people vouch for, and what nobody knows. */
export function DocumentsPage({ frame, rows, units, slice, query, unknown }: Props) {
  const t = frame.t.documents
  return (
    <Layout frame={frame} title={t.title} section="documents">
      <div class="page-head">
        <h1>{t.title}</h1>
        <Downloads slice={slice} frame={frame} />
      </div>
      <p class="muted">{t.what}</p>
      {unknown.length > 0 && (
        <section class="card">
          <h2>{t.unknownTitle}</h2>
          <p class="muted small">{t.unknownWhat}</p>
          <ul class="chips">
            {unknown.map(({ reason, count }) => (
              <li>
                <a href={atMoment(`/units?verdict=unknown&reason=${reason}`, frame)}>
                  {reasonTexts[reason][frame.locale]}: {formatNumber(count, frame.locale)}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Filters
        frame={frame}
        action="/documents"
        target="#documents"
        label={t.filters}
        sort={{ by: 'enteredAt', descending: true }}
      >
        <Choice
          name="kind"
          label={t.kind}
          value={query.kind}
          options={documentKinds.map((kind) => [kind, t.kinds[kind]])}
          frame={frame}
        />
        <Choice
          name="state"
          label={t.state}
          value={query.state}
          options={states.map((state) => [state, t.states[state]])}
          frame={frame}
        />
        <Choice
          name="unit"
          label={t.unit}
          value={query.unit}
          options={units.map(({ code, name }) => [code, `${name} (${code})`])}
          frame={frame}
        />
      </Filters>
      <section id="documents" class="block">
        {rows.length === 0 ? (
          <div class="empty">
            <strong>{t.none}</strong>
            <span>{t.noneWhat}</span>
          </div>
        ) : (
          <DocumentTable rows={rows} frame={frame} />
        )}
        <Paging slice={slice} frame={frame} />
      </section>
    </Layout>
  )
}

function DocumentTable({ rows, frame }: { rows: DocumentRow[]; frame: Frame }) {
  const { t, locale } = frame
  const { columns } = t.documents
  return (
    <TableBox label={t.documents.table} records>
      <thead>
        <tr>
          <th scope="col">{columns.document}</th>
          <th scope="col">{columns.unit}</th>
          <th scope="col">{columns.subject}</th>
          <th scope="col">{columns.signer}</th>
          <th scope="col">{columns.owner}</th>
          <th scope="col">{columns.until}</th>
          <th scope="col">{columns.state}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ document, unit, state }) => (
          <tr>
            <th scope="row">
              <a href={`/documents/${document.id}`}>
                <Raw text={document.number} />
              </a>{' '}
              <span class="muted small nowrap">{formatDay(document.date, locale)}</span>
            </th>
            <td data-label={columns.unit}>
              <a href={`/units/${encodeURIComponent(document.unit)}`}>{unit?.name ?? document.unit}</a>
            </td>
            <td data-label={columns.subject}>
              {t.documents.kinds[document.kind]}: <SubjectLink document={document} frame={frame} />
            </td>
            <td data-label={columns.signer}>
              <Raw text={document.signer} />
            </td>
            <td data-label={columns.owner}>
              <Raw text={document.owner || t.none} />
            </td>
            <td data-label={columns.until} class="nowrap">
              {endText(document, state, frame)}
            </td>
            <td data-label={columns.state}>{t.documents.states[state.name]}</td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

export function endText(document: UnitDocument, { endsOn }: DocumentState, frame: Frame): string {
  const t = frame.t.documents
  if (endsOn === null) return t.noEnd
  const day = formatDay(endsOn, frame.locale)
  return document.until === endsOn ? day : t.byAge(day)
}

/** Where a document of this kind is entered. */
export function formPath(about: { unit: string; kind: UnitDocument['kind']; subject: string }): string {
  return `/documents/new?${new URLSearchParams(about)}`
}

/** What a document is about, in words. */
export function subjectText({ kind, subject }: Pick<UnitDocument, 'kind' | 'subject'>, frame: Frame): string {
  if (kind === 'not_applicable') return frame.t.unit.flags[subject as ProfileFlag]
  if (kind === 'task') return frame.t.documents.taskSubject(subject)
  return `${subject} ${criterionOf(subject).name[frame.locale]}`
}

export function SubjectLink({ document, frame }: { document: UnitDocument; frame: Frame }) {
  const text = subjectText(document, frame)
  if (document.kind === 'not_applicable') return <>{text}</>
  if (document.kind === 'task') return <a href={`/plan#task-${document.subject}`}>{text}</a>
  return <a href={`/units/${encodeURIComponent(document.unit)}#${document.subject}`}>{text}</a>
}
