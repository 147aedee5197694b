import { formatDay, formatMoment, formatNumber } from '../src/i18n/format.ts'
import type { UnitDocument } from '../src/model/documents.ts'
import type { Unit } from '../src/model/inventory.ts'
import { attested } from '../src/readiness/attested/index.ts'
import type { DocumentState } from '../src/readiness/document-state.ts'
import { endText, SubjectLink } from './documents.tsx'
import { type Frame, may } from './frame.ts'
import { Layout } from './layout.tsx'
import { Raw } from './parts/raw.tsx'

/** One document: what it states, who entered it, and its file with the hash. */
export function DocumentPage({
  frame,
  document,
  unit,
  state,
  saved,
}: {
  frame: Frame
  document: UnitDocument
  unit: Unit | undefined
  state: DocumentState
  saved: boolean
}) {
  const { t, locale } = frame
  const words = t.documents
  const { file, withdrawnAt, withdrawnBy } = document
  const mayWrite = may(frame, 'engineer')
  return (
    <Layout frame={frame} title={document.number} section="documents">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/documents">{words.title}</a>
          </p>
          <h1>
            <Raw text={document.number} />
          </h1>
          <p class="muted">
            {words.kinds[document.kind]} · {words.states[state.name]}
          </p>
        </div>
        <p class="actions no-print">
          <a href={`/documents/${document.id}.json`}>JSON</a>
        </p>
      </div>
      {saved && (
        <p class="card" role="status">
          {words.saved}
        </p>
      )}
      <section class="card">
        <dl class="facts">
          <dt>{words.unit}</dt>
          <dd>
            <a href={`/units/${encodeURIComponent(document.unit)}`}>{unit?.name ?? document.unit}</a>
          </dd>
          <dt>{words.columns.subject}</dt>
          <dd>
            <SubjectLink document={document} frame={frame} />
            {document.asset !== null && ` (${document.asset.kind} ${document.asset.code})`}
          </dd>
          <dt>{words.date}</dt>
          <dd>{formatDay(document.date, locale)}</dd>
          <dt>{words.signer}</dt>
          <dd>
            <Raw text={document.signer} />
          </dd>
          {document.owner !== '' && (
            <>
              <dt>{words.owner}</dt>
              <dd>
                <Raw text={document.owner} />
              </dd>
            </>
          )}
          <dt>{words.columns.until}</dt>
          <dd>{endText(document, state, frame)}</dd>
          <Answers document={document} frame={frame} />
          {document.note !== '' && (
            <>
              <dt>{words.note}</dt>
              <dd>
                <Raw text={document.note} />
              </dd>
            </>
          )}
          <dt>{words.entered}</dt>
          <dd>{words.by(formatMoment(document.enteredAt, locale), document.enteredBy)}</dd>
          {withdrawnAt !== null && (
            <>
              <dt>{words.withdrawnAt}</dt>
              <dd>{words.by(formatMoment(withdrawnAt, locale), withdrawnBy ?? '')}</dd>
            </>
          )}
          {file !== null && (
            <>
              <dt>{words.columns.file}</dt>
              <dd>
                <a href={`/documents/${document.id}/file`} download>
                  <Raw text={file.name} />
                </a>{' '}
                <span class="muted">{formatNumber(file.bytes / 1024, locale, 1)} KiB</span>
              </dd>
              <dt>{words.sha256}</dt>
              <dd>
                <code class="wrap">{file.sha256}</code>
              </dd>
            </>
          )}
        </dl>
      </section>
      {mayWrite && withdrawnAt === null && (
        <form class="no-print" method="post" action={`/documents/${document.id}/withdraw`}>
          <p class="muted small">{words.withdrawWhat}</p>
          <button type="submit">{words.withdraw}</button>
        </form>
      )}
    </Layout>
  )
}

function Answers({ document, frame: { locale } }: { document: UnitDocument; frame: Frame }) {
  const fields = document.kind === 'attestation' ? (attested[document.subject]?.fields ?? []) : []
  return (
    <>
      {fields.map((field) => {
        const value = document.values[field.name] ?? ''
        if (value === '') return null
        const option = field.kind === 'choice' ? field.options.find((one) => one.value === value) : undefined
        return (
          <>
            <dt>{field.label[locale]}</dt>
            <dd>
              <Raw text={option?.label[locale] ?? value} />
            </dd>
          </>
        )
      })}
    </>
  )
}
