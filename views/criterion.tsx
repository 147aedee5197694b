import { formatNumber } from '../src/i18n/format.ts'
import type { Unit } from '../src/model/inventory.ts'
import type { CriterionVerdict } from '../src/readiness/assessment.ts'
import type { Criterion, Verdict } from '../src/readiness/criterion.ts'
import { type CriterionRow, PassBar, ttlText, unitsWith } from './criteria.tsx'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Raw } from './parts/raw.tsx'
import { VerdictCounts, VerdictState } from './parts/state.tsx'

export function CriterionPage({
  frame,
  row,
  groups,
}: {
  frame: Frame
  row: CriterionRow
  /** Units by verdict, a few of each. */
  groups: { verdict: Verdict; units: { unit: Unit; of: CriterionVerdict }[] }[]
}) {
  const { t, locale } = frame
  const { criterion, counts } = row
  return (
    <Layout frame={frame} title={`${criterion.id} ${criterion.name[locale]}`} section="criteria">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/criteria', frame)}>{t.criteria.title}</a>
          </p>
          <h1>
            {criterion.id} {criterion.name[locale]}
          </h1>
        </div>
        <p class="actions no-print">
          <a href={`/criteria/${criterion.id}.json`}>JSON</a>
        </p>
      </div>
      <div class="columns">
        <section class="card">
          <h2>{t.criteria.howTitle}</h2>
          <p>{criterion.how[locale]}</p>
          {criterion.questions.some(({ fromOutside }) => fromOutside) && (
            <p class="muted small">{t.criteria.fromOutside}</p>
          )}
        </section>
        <section class="card">
          <Settings criterion={criterion} frame={frame} />
          <VerdictCounts
            counts={counts}
            href={(verdict) => unitsWith(criterion.id, verdict, frame)}
            frame={frame}
          />
          <PassBar counts={counts} frame={frame} />
        </section>
      </div>
      {groups
        .filter(({ units }) => units.length > 0)
        .map(({ verdict, units }) => (
          <section class="block" id={verdict}>
            <header>
              <h2>
                <VerdictState verdict={verdict} frame={frame} />{' '}
                <span class="muted">{formatNumber(counts[verdict], locale)}</span>
              </h2>
              <a class="small" href={unitsWith(criterion.id, verdict, frame)}>
                {t.criteria.all}
              </a>
            </header>
            <ul class="card list ruled small">
              {units.map(({ unit, of }) => (
                <li>
                  <a href={`${atMoment(`/units/${encodeURIComponent(unit.code)}`, frame)}#${criterion.id}`}>
                    {unit.name}
                  </a>{' '}
                  <span class="muted">{unit.code}</span> <Raw text={of.because[locale]} />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </Layout>
  )
}

function Settings({ criterion, frame }: { criterion: Criterion; frame: Frame }) {
  const { t, locale } = frame
  const probes = [...new Set(criterion.questions.map(({ probe }) => probe))]
  return (
    <dl class="facts">
      <dt>{t.criteria.layer}</dt>
      <dd>{t.layer[criterion.layer]}</dd>
      <dt>{t.criteria.columns.weight}</dt>
      <dd>{formatNumber(criterion.weight, locale)}</dd>
      <dt>{t.criteria.columns.ttl}</dt>
      <dd>{ttlText(criterion, frame)}</dd>
      <dt>{t.criteria.columns.stage}</dt>
      <dd>
        {criterion.phase}. {t.stage[criterion.phase]}
      </dd>
      <dt>{t.criteria.columns.level}</dt>
      <dd>
        {criterion.level === null
          ? t.criteria.noGate
          : `${criterion.level} · ${t.level.names[criterion.level]}`}
      </dd>
      <dt>{t.criteria.probes}</dt>
      <dd>
        {probes.length === 0
          ? t.criteria.notMeasured
          : probes.map((probe) => (
              <>
                <a href={`/checks?probe=${probe}`}>{t.checks.probes[probe]}</a>{' '}
              </>
            ))}
      </dd>
    </dl>
  )
}
