import type { Unit } from '../src/model/inventory.ts'
import type { KeptEvidence, Observation } from '../src/model.ts'
import { reasonTexts } from '../src/readiness/reasons.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { type CheckSummary, targetOf } from './parts/check-table.tsx'
import { checkPath } from './parts/evidence-links.tsx'
import { EvidenceList } from './parts/exchange.tsx'
import { Facts } from './parts/facts.tsx'
import { Change } from './parts/history.tsx'
import { Raw } from './parts/raw.tsx'
import { LookState } from './parts/state.tsx'
import { Moment } from './parts/time.tsx'

/** One interval for good: what was seen, from when to when, and the exchange that proves it. */
export function ObservationPage({
  frame,
  check,
  unit,
  observation,
  before,
  evidence,
}: {
  frame: Frame
  check: CheckSummary
  unit: Unit | null
  observation: Observation
  before: Observation | null
  evidence: KeptEvidence | undefined
}) {
  const { t, locale } = frame
  const { result } = observation
  return (
    <Layout frame={frame} title={`${t.check.observation.title} · ${targetOf(check)}`} section="checks">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/checks">{t.checks.title}</a> /{' '}
            {unit !== null && (
              <>
                <a href={`/units/${encodeURIComponent(unit.code)}`}>{unit.name}</a> /{' '}
              </>
            )}
            <a href={checkPath(check.id)}>{t.checks.probes[check.probe]}</a>
          </p>
          <h1>{t.check.observation.title}</h1>
          <p>
            <Raw text={targetOf(check)} /> <span class="muted small">{t.check.observation.permanent}</span>
          </p>
        </div>
      </div>
      <section class="card">
        <dl class="facts">
          <dt>{t.check.result}</dt>
          <dd>
            <LookState state={result.ok ? 'looked' : 'void'} frame={frame} />
            {!result.ok && (
              <p>
                {reasonTexts[result.error][locale]}: <Raw text={result.message} />
              </p>
            )}
          </dd>
          <dt>{t.check.from}</dt>
          <dd>
            <Moment at={observation.firstSeenAt} frame={frame} seconds />
          </dd>
          <dt>{t.check.to}</dt>
          <dd>
            <Moment at={observation.lastSeenAt} frame={frame} seconds />
          </dd>
          <dt>{t.check.times}</dt>
          <dd>{observation.timesSeen}</dd>
          <dt>{t.check.observation.firstDueAt}</dt>
          <dd>
            <time class="mono" datetime={observation.firstDueAt}>
              {observation.firstDueAt}
            </time>
          </dd>
          <dt>{t.check.vantage}</dt>
          <dd>
            <Raw text={observation.vantage} mono />
          </dd>
          <dt>{t.check.observation.version}</dt>
          <dd>
            {check.probe} {observation.probeVersion}
          </dd>
          {evidence !== undefined && (
            <>
              <dt>{t.check.hash}</dt>
              <dd>
                <EvidenceHash kept={evidence} frame={frame} />
              </dd>
            </>
          )}
          <dt>{t.check.differs}</dt>
          <dd class="difference">
            <Change from={before} to={observation} frame={frame} />
          </dd>
        </dl>
      </section>
      {result.ok && (
        <section class="card">
          <h2>{t.check.factsTitle}</h2>
          <Facts value={result.facts} frame={frame} />
        </section>
      )}
      <section class="block">
        <h2>{t.check.evidenceOf}</h2>
        <EvidenceList evidence={evidence} frame={frame} />
      </section>
    </Layout>
  )
}

function EvidenceHash({ kept: { sha256, state }, frame }: { kept: KeptEvidence; frame: Frame }) {
  const t = frame.t.check
  if (sha256 === null) return <span class="muted">{t.noHash}</span>
  return (
    <>
      <span class="mono">{sha256}</span>{' '}
      {state === 'whole' ? (
        <span class="muted">{t.hashMatches}</span>
      ) : (
        <strong class="error">{t.hashDiffers}</strong>
      )}
    </>
  )
}
