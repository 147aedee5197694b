import { formatDuration, formatMoment, formatSpan } from '../src/i18n/format.ts'
import type { Unit } from '../src/model/inventory.ts'
import { isOnRequest } from '../src/model/on-request.ts'
import type { Instant, KeptEvidence, Observation } from '../src/model.ts'
import { reasonTexts } from '../src/readiness/reasons.ts'
import { CheckCharts, type CheckChartsProps } from './check-charts.tsx'
import { type Frame, may, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { type CheckSummary, lookStateOf, targetOf } from './parts/check-table.tsx'
import { checkPath, observationPath } from './parts/evidence-links.tsx'
import { EvidenceList } from './parts/exchange.tsx'
import { Facts } from './parts/facts.tsx'
import { History } from './parts/history.tsx'
import { Raw } from './parts/raw.tsx'
import { Refreshing } from './parts/refreshing.tsx'
import { type SampleRow, Samples } from './parts/samples.tsx'
import { LookState } from './parts/state.tsx'
import { Age, Moment } from './parts/time.tsx'

export type CheckProps = {
  frame: Frame
  check: CheckSummary
  unit: Unit | null
  /** Between two looks, at the pace of this process. */
  everySeconds: number
  /** Newest first. */
  intervals: Observation[]
  /** The interval before those shown, which says what the last of them changed; null when it was the first. */
  oldest: Observation | null
  samples: SampleRow[]
  /** null where only what refreshes is shown: charts go on by themselves. */
  charts: Omit<CheckChartsProps, 'frame' | 'check'> | null
  evidence: KeptEvidence | undefined
  /** When somebody asked for a look that has been waited for since; null when nobody did. */
  queuedAt: Instant | null
}

/** Looks asked for by hand are watched more closely than the rest. */
const queuedRefreshSeconds = 2
/** After this time, waiting is said to take long. */
const queuedLongMs = 60_000

export function CheckPage(props: CheckProps) {
  const { frame, check, unit } = props
  const { t } = frame
  const title = t.checks.probes[check.probe]
  return (
    <Layout frame={frame} title={`${title} · ${targetOf(check)}`} section="checks" charts>
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/checks">{t.checks.title}</a>
            {unit !== null && (
              <>
                {' / '}
                <a href={`/units/${encodeURIComponent(unit.code)}`}>{unit.name}</a>
              </>
            )}
            {check.asset.kind === 'device' && (
              <>
                {' / '}
                <a href={`/devices/${encodeURIComponent(check.asset.code)}`}>{check.asset.code}</a>
              </>
            )}
          </p>
          <h1>{title}</h1>
          <p>
            <Raw text={targetOf(check)} /> <span class="muted small mono">{check.id}</span>
          </p>
        </div>
        <div class="actions no-print">
          <a href={`${checkPath(check.id)}.json`}>JSON</a>
          {check.retiredAt === null && !isOnRequest(check) && may(frame, 'engineer') && (
            <ProbeNow id={check.id} frame={frame} />
          )}
        </div>
      </div>
      {check.retiredAt !== null && (
        <p class="error">{t.check.retired(formatMoment(check.retiredAt, frame.locale))}</p>
      )}
      <CheckState {...props} />
    </Layout>
  )
}

function ProbeNow({ id, frame }: { id: string; frame: Frame }) {
  return (
    <form method="post" action={`${checkPath(id)}/probe`}>
      <button class="primary" type="submit" data-key="p">
        {frame.t.check.probeNow}
      </button>
    </form>
  )
}

/** The part that refreshes: everything that looks bring. */
export function CheckState(props: CheckProps) {
  const { frame, check, intervals, oldest, samples, evidence, queuedAt } = props
  const { t } = frame
  const waiting = queuedAt !== null && (check.last === null || check.last.dueAt < queuedAt)
  return (
    <Refreshing
      id="state"
      from={withQuery(`${checkPath(check.id)}/state`, { queued: queuedAt, before: queryOf(frame, 'before') })}
      status={statusOf(props)}
      {...(waiting ? { everySeconds: queuedRefreshSeconds } : {})}
      frame={frame}
    >
      <Queued {...props} waiting={waiting} />
      <div class="columns">
        <section class="card">
          <h2>{t.check.nowTitle}</h2>
          <Now {...props} />
        </section>
        <section class="card">
          <h2>{t.check.settings}</h2>
          <Facts value={check.settings} frame={frame} />
          {JSON.stringify(check.settings).includes('"credential"') && (
            <p class="muted small">{t.check.credential}</p>
          )}
        </section>
      </div>
      <section class="card">
        <h2>{t.check.factsTitle}</h2>
        <Seen {...props} />
      </section>
      {props.charts === null ? (
        <section id="charts" hx-morph-skip></section>
      ) : (
        <CheckCharts {...props.charts} frame={frame} check={check} />
      )}
      {samples.length > 0 && (
        <details>
          <summary>{t.check.samplesWhat}</summary>
          <Samples rows={samples} frame={frame} />
        </details>
      )}
      {intervals.length > 0 && (
        <section class="block" id="history">
          <h2>{t.check.historyTitle}</h2>
          <p class="muted small">{t.check.historyWhat}</p>
          <History probe={check.probe} intervals={intervals} oldest={oldest} frame={frame} />
          <OlderAndNewer {...props} />
        </section>
      )}
      {check.last !== null && (
        <section class="block" id="evidence">
          <h2>{t.check.evidenceTitle}</h2>
          <EvidenceList evidence={evidence} frame={frame} />
        </section>
      )}
    </Refreshing>
  )
}

function statusOf({ frame, check }: CheckProps): string {
  const { t, locale } = frame
  const state = t.checks.look[lookStateOf(check)]
  return check.last === null
    ? state
    : `${state}, ${formatMoment(check.last.startedAt, locale, { seconds: true })}`
}

function Queued({ frame, queuedAt, waiting }: CheckProps & { waiting: boolean }) {
  const { t, locale } = frame
  if (queuedAt === null) return null
  const long = Date.parse(frame.now) - Date.parse(queuedAt) > queuedLongMs
  return (
    <p class="pending" role="status">
      {waiting ? t.check.queued(formatMoment(queuedAt, locale, { seconds: true })) : t.check.queuedSeen}
      {waiting && long && ` ${t.check.queuedLong}`}
    </p>
  )
}

function Now({ frame, check, everySeconds }: CheckProps) {
  const { t, locale } = frame
  const { last } = check
  return (
    <dl class="facts">
      <dt>{t.check.lastLook}</dt>
      <dd>
        <LookState state={lookStateOf(check)} frame={frame} />{' '}
        {last !== null && (
          <>
            <Age at={last.startedAt} frame={frame} />{' '}
            <span class="muted small">
              <Moment at={last.startedAt} frame={frame} seconds />,{' '}
              {t.check.took(formatDuration(last.durationMs, locale))}
              {last.manual && `, ${t.check.manual}`}
            </span>
          </>
        )}
        {last?.observation.result.ok === false && (
          <p>
            {reasonTexts[last.observation.result.error][locale]}:{' '}
            <Raw text={last.observation.result.message} />
          </p>
        )}
      </dd>
      <dt>{t.check.next}</dt>
      <dd>
        {check.retiredAt === null && !isOnRequest(check) ? (
          <Age at={check.nextDueAt} frame={frame} />
        ) : (
          t.none
        )}
      </dd>
      <dt>{t.check.every}</dt>
      <dd>{isOnRequest(check) ? t.check.onRequest : t.check.everySpan(formatSpan(everySeconds, locale))}</dd>
      <dt>{t.check.vantage}</dt>
      <dd>
        <Raw text={check.vantage} mono />
      </dd>
    </dl>
  )
}

function Seen({ frame, check }: CheckProps) {
  const { t } = frame
  if (check.last === null)
    return (
      <>
        <p>{t.check.never}</p>
        <p class="muted small">{t.check.neverWhat}</p>
      </>
    )
  const { observation } = check.last
  if (!observation.result.ok) return <p class="muted">{t.check.noFacts}</p>
  return (
    <>
      <p class="muted small">
        {t.check.observation.seen(
          formatMoment(observation.firstSeenAt, frame.locale),
          formatMoment(observation.lastSeenAt, frame.locale),
        )}
        , {t.check.observation.times(String(observation.timesSeen))} ·{' '}
        <a href={observationPath(check.id, observation.firstDueAt)}>{t.opensEvidence}</a>
      </p>
      <Facts value={observation.result.facts} frame={frame} />
    </>
  )
}

function OlderAndNewer({ frame, check, intervals, oldest }: CheckProps) {
  const before = queryOf(frame, 'before')
  const last = intervals.at(-1)
  return (
    <nav class="pages" aria-label={frame.t.check.historyTitle}>
      {before !== null && <a href={`${checkPath(check.id)}#history`}>{frame.t.check.newer}</a>}
      {oldest !== null && last !== undefined && (
        <a href={`${withQuery(checkPath(check.id), { before: last.firstDueAt })}#history`}>
          {frame.t.check.older}
        </a>
      )}
    </nav>
  )
}

function queryOf(frame: Frame, name: string): string | null {
  return new URLSearchParams(frame.url.split('?')[1] ?? '').get(name)
}
