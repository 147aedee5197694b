import { formatDay, formatNumber } from '../src/i18n/format.ts'
import type { Asset, Unit, UnitChange } from '../src/model/inventory.ts'
import type { Readiness } from '../src/readiness/assessment.ts'
import { criterionOf } from '../src/readiness/catalogue.ts'
import type { UnitDifference } from '../src/readiness/changes.ts'
import type { Operations } from '../src/readiness/operations/evaluate.ts'
import { flagsOf } from '../src/readiness/profile.ts'
import { dayOf } from '../src/report/period.ts'
import { periodName } from '../src/report/period-name.ts'
import { formPath } from './documents.tsx'
import { atMoment, type Frame, may, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { BrokenList } from './parts/broken.tsx'
import { type CheckSummary, CheckTable } from './parts/check-table.tsx'
import { OperationVerdicts } from './parts/operation-verdicts.tsx'
import { Raw } from './parts/raw.tsx'
import { Refreshing } from './parts/refreshing.tsx'
import { Level, Score } from './parts/score.tsx'
import { VerdictCounts } from './parts/state.tsx'
import { type TrendProps, TrendSection } from './parts/trend.tsx'
import { Succession } from './succession.tsx'
import { UnitDifferences } from './unit-difference.tsx'
import { type UnitBrief, UnitHead } from './unit-head.tsx'
import { AssetTable, MemberTable } from './unit-tables.tsx'
import { UnitVerdictTable } from './unit-verdicts.tsx'
import type { UnitRow } from './units.tsx'

export type UnitProps = {
  frame: Frame
  unit: Unit
  parent: Unit | null
  readiness: Readiness
  operations: Operations
  brief: UnitBrief
  assets: Asset[]
  checks: CheckSummary[]
  members: UnitRow[]
  /** What documents decided about it by the moment, and the units that these name. */
  changes: UnitChange[]
  others: Unit[]
  trend: TrendProps['trend']
  /** Of a district: with its communes. */
  district: TrendProps['trend'] | null
  /** The month of the newest report that was frozen by the moment. */
  reported: string | null
}

export function UnitPage(props: UnitProps & { difference: UnitDifference }) {
  const { frame, unit, parent, assets, checks, members, difference, trend, district } = props
  const { t } = frame
  const day = dayOf(frame.asOf ?? frame.now)
  return (
    <Layout frame={frame} title={unit.name} section="units">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/units', frame)}>{t.units.title}</a>
            {parent !== null && (
              <>
                {' / '}
                <a href={atMoment(`/units/${encodeURIComponent(parent.code)}`, frame)}>{parent.name}</a>
              </>
            )}
          </p>
          <h1>{unit.name}</h1>
          <p class="muted">
            {t.unitType[unit.type] ?? unit.type} · {t.unit.code(unit.code)}
          </p>
        </div>
        <p class="actions no-print">
          {props.reported !== null && (
            <a
              href={withQuery(`/reports/${props.reported}/file`, { format: 'docx', unit: unit.code })}
              download
            >
              {t.unit.report(periodName(props.reported, frame).toLowerCase())}
            </a>
          )}
          <a href={`/units/${encodeURIComponent(unit.code)}/incidents`}>{t.incidents.course.link}</a>
          <a href={atMoment(`/units/${encodeURIComponent(unit.code)}.json`, frame)}>JSON</a>
        </p>
      </div>
      {unit.validTo !== null && unit.validTo <= day && (
        <p class="error">{t.unit.ended(formatDay(unit.validTo, frame.locale))}</p>
      )}
      {unit.validFrom !== null && unit.validFrom > day && (
        <p class="error">{t.unit.notYet(formatDay(unit.validFrom, frame.locale))}</p>
      )}
      <Succession {...props} />
      <UnitVerdicts {...props} />
      <UnitDifferences code={unit.code} difference={difference} frame={frame} />
      <TrendSection trend={trend} single of={`unit=${encodeURIComponent(unit.code)}`} frame={frame} />
      {district !== null && (
        <TrendSection
          title={t.trend.groupTitle}
          trend={district}
          of={`group=district:${encodeURIComponent(unit.code)}`}
          frame={frame}
        />
      )}
      <section class="block">
        <h2>{t.unit.assetsTitle}</h2>
        <AssetTable assets={assets} frame={frame} />
      </section>
      {frame.asOf === null && (
        <section class="block">
          <h2>{t.unit.checksTitle}</h2>
          {checks.length === 0 ? (
            <p class="muted">{t.unit.noChecks}</p>
          ) : (
            <CheckTable checks={checks} frame={frame} />
          )}
        </section>
      )}
      {members.length > 0 && (
        <section class="block">
          <h2>{t.unit.childrenTitle}</h2>
          <MemberTable rows={members} frame={frame} />
        </section>
      )}
      <Profile {...props} />
    </Layout>
  )
}

/** The part that refreshes: where the unit stands, and every criterion. */
export function UnitVerdicts({ frame, unit, readiness, operations, brief }: UnitProps) {
  const { t } = frame
  const status = (['pass', 'partial', 'fail', 'unknown'] as const)
    .map((verdict) => `${t.verdict[verdict]} ${readiness.counts[verdict]}`)
    .join(', ')
  return (
    <Refreshing
      id="verdicts"
      from={`/units/${encodeURIComponent(unit.code)}/verdicts`}
      status={status}
      frame={frame}
    >
      <UnitHead brief={brief} readiness={readiness} frame={frame} />
      <BrokenList
        title={t.unit.brokenTitle}
        items={readiness.broken.map((asset) => ({ unit: null, asset }))}
        frame={frame}
      />
      <Standing readiness={readiness} frame={frame} />
      <section class="block">
        <h2>{t.unit.criteriaTitle}</h2>
        <UnitVerdictTable readiness={readiness} frame={frame} />
      </section>
      <OperationVerdicts operations={operations} frame={frame} />
    </Refreshing>
  )
}

function Standing({ readiness, frame }: { readiness: Readiness; frame: Frame }) {
  const { t } = frame
  const { level, levelReachable, verdicts, enoughData } = readiness
  const next = nextGate(readiness)
  return (
    <section class="columns">
      <div class="card">
        <h2>{t.score.meaning}</h2>
        <Score of={readiness} large frame={frame} />
        <p class="muted small">{t.score.legend}</p>
      </div>
      <div class="card">
        <h2>{t.level.word}</h2>
        <p>
          <Level level={level} reachable={levelReachable} frame={frame} /> {t.level.names[level]}
        </p>
        {!enoughData && <p class="state unknown">{t.level.notEnoughData}</p>}
        {next === null ? (
          <p class="muted small">{level === levelReachable && t.unit.topLevel}</p>
        ) : (
          <p class="small">
            {t.unit.nextLevel(t.level.short(next.level))}:{' '}
            {next.ids.map((id) => (
              <>
                <a href={`#${id}`}>{id}</a>{' '}
              </>
            ))}
          </p>
        )}
      </div>
      <div class="card">
        <h2>{t.unit.criteriaTitle}</h2>
        <VerdictCounts counts={readiness.counts} href={(verdict) => `#${verdict}`} frame={frame} />
        <p class="muted small">
          {t.unit.applying(
            formatNumber(verdicts.length - readiness.counts.na, frame.locale),
            formatNumber(verdicts.length, frame.locale),
          )}
        </p>
      </div>
    </section>
  )
}

/** The lowest gate above the level reached, and which of its criteria still stand in the way. */
function nextGate({ verdicts, level }: Readiness): { level: number; ids: string[] } | null {
  for (const step of [1, 2, 3, 4, 5]) {
    const ids = verdicts
      .filter(({ id, verdict }) => criterionOf(id).level === step && verdict !== 'na' && verdict !== 'pass')
      .map(({ id }) => id)
    if (ids.length > 0) return { level: Math.max(step, level), ids }
  }
  return null
}

function Profile({ frame, unit, parent }: UnitProps) {
  const { t, locale } = frame
  const flags = [...flagsOf(unit)].map((flag) => t.unit.flags[flag])
  const validity = [
    unit.validFrom !== null && t.unit.from(formatDay(unit.validFrom, locale)),
    unit.validTo !== null && t.unit.until(formatDay(unit.validTo, locale)),
  ].filter(Boolean)
  return (
    <section class="card">
      <h2>{t.unit.aboutTitle}</h2>
      <dl class="facts">
        <dt>{t.unit.profile}</dt>
        <dd>
          {flags.join(', ') || t.none} {unit.profile === null && <span class="muted">{t.unit.template}</span>}{' '}
          {may(frame, 'engineer') && (
            <a
              class="small no-print"
              href={formPath({ unit: unit.code, kind: 'not_applicable', subject: 'has_lan' })}
            >
              {t.documents.declareAbsent}
            </a>
          )}
        </dd>
        <dt>{t.unit.partOf}</dt>
        <dd>{parent?.name ?? t.none}</dd>
        <dt>{t.unit.contact}</dt>
        <dd>
          <Raw text={[unit.contactName, unit.contactEmail].filter(Boolean).join(', ') || t.notSaid} />
        </dd>
        <dt>{t.unit.validity}</dt>
        <dd>{validity.join(', ') || t.notSaid}</dd>
      </dl>
    </section>
  )
}
