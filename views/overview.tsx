import { formatNumber } from '../src/i18n/format.ts'
import type { Unit, UnitKind } from '../src/model/inventory.ts'
import { unitKinds } from '../src/model/inventory.ts'
import type { Check, Instant, Observation } from '../src/model.ts'
import type { AssetVerdict } from '../src/readiness/assessment.ts'
import { criterionOf } from '../src/readiness/catalogue.ts'
import type { UnknownReason } from '../src/readiness/criterion.ts'
import type { GroupReadiness } from '../src/readiness/group.ts'
import type { AverageOperations } from '../src/readiness/operations/average.ts'
import type { PlanProgress } from '../src/readiness/plan-progress.ts'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { BrokenList } from './parts/broken.tsx'
import { ChangeList } from './parts/change-list.tsx'
import { DistrictMap } from './parts/district-map.tsx'
import { GroupRow, GroupTable } from './parts/group-table.tsx'
import { OperationsCard } from './parts/operations-card.tsx'
import { StageTable, TargetList } from './parts/plan-parts.tsx'
import { Refreshing } from './parts/refreshing.tsx'
import { Score } from './parts/score.tsx'
import { Age } from './parts/time.tsx'
import { type TrendProps, TrendSection } from './parts/trend.tsx'

export type OverviewProps = {
  frame: Frame
  all: GroupReadiness
  kinds: Record<UnitKind, GroupReadiness>
  operations: AverageOperations
  districts: { unit: Unit; group: GroupReadiness }[]
  progress: PlanProgress
  broken: { unit: Unit; asset: AssetVerdict }[]
  /** Units of which it is not known whether what they publish can be reached over IPv6. */
  reachUnknown: number
  /** Criteria by the number of units that fail them, most first. */
  failing: { id: string; units: number }[]
  unknown: { reason: UnknownReason; count: number }[]
  changes: { unit: Unit | null; check: Check; observation: Observation; before: Observation }[]
  newestAt: Instant | null
  /** Of all units. */
  trend: TrendProps['trend']
  kindTrends: { kind: UnitKind; trend: TrendProps['trend'] }[]
}

const brokenShown = 6
const targetsShown = 3

export function OverviewPage(props: OverviewProps) {
  const { frame } = props
  return (
    <Layout frame={frame} title={frame.t.overview.title} section="overview">
      <h1>{frame.t.overview.title}</h1>
      <OverviewFigures {...props} />
    </Layout>
  )
}

/** The part that refreshes, which is all of it: three answers first, the tables behind them after. */
export function OverviewFigures(props: OverviewProps) {
  const { frame, kinds, districts, progress, broken, newestAt } = props
  const t = frame.t.overview
  const part = frame.asOf === null ? '/parts/overview' : ''
  const rest = broken.length - brokenShown
  return (
    <Refreshing
      id="overview"
      from={part}
      status={`${t.columns.broken}: ${formatNumber(broken.length, frame.locale)}`}
      frame={frame}
    >
      <BrokenList title={t.brokenTitle} items={broken.slice(0, brokenShown)} frame={frame} />
      {rest > 0 && (
        <p class="small">
          <a href={atMoment('/units?broken=yes', frame)}>{t.moreBroken(formatNumber(rest, frame.locale))}</a>
        </p>
      )}
      <div class="columns">
        <Where {...props} />
        <Blocks {...props} />
        <section class="card">
          <h2>{t.changedTitle}</h2>
          <ChangeList changes={props.changes} frame={frame} />
          <p class="muted small">
            {newestAt === null ? (
              t.neverLooked
            ) : (
              <a href="/checks?sort=-lastAt">
                {frame.t.checks.columns.lastAt}: <Age at={newestAt} frame={frame} />
              </a>
            )}
          </p>
        </section>
      </div>
      {districts.length > 0 && (
        <section class="block">
          <header>
            <h2>{t.mapTitle}</h2>
            <a class="small" href={atMoment('/matrix', frame)}>
              {frame.t.matrix.open}
            </a>
          </header>
          <DistrictMap districts={districts} frame={frame} />
        </section>
      )}
      <OperationsCard operations={props.operations} frame={frame} />
      <section class="block">
        <h2>{t.stagesTitle}</h2>
        <p class="muted small">
          {t.stageWhat} {frame.t.score.legend}
        </p>
        <StageTable stages={progress.stages} frame={frame} />
      </section>
      <TrendSection trend={props.trend} of="group=all" frame={frame} />
      <KindTrends of={props.kindTrends} frame={frame} />
      <section class="block">
        <h2>{t.groupsTitle}</h2>
        <GroupTable label={t.groupsTitle} head={t.columns.group} frame={frame}>
          {unitKinds.map((kind) => (
            <GroupRow
              name={frame.t.unitKind[kind]}
              href={`/units?kind=${kind}`}
              group={kinds[kind]}
              frame={frame}
            />
          ))}
        </GroupTable>
      </section>
      {districts.length > 0 && (
        <section class="block">
          <h2>{t.districtsTitle}</h2>
          <GroupTable label={t.districtsTitle} head={t.columns.district} frame={frame}>
            {districts.map(({ unit, group }) => (
              <GroupRow
                name={unit.name}
                href={`/units?district=${encodeURIComponent(unit.code)}`}
                group={group}
                frame={frame}
              />
            ))}
          </GroupTable>
        </section>
      )}
    </Refreshing>
  )
}

function Where({ frame, all, progress }: OverviewProps) {
  const t = frame.t.overview
  return (
    <section class="card">
      <h2>{t.whereTitle}</h2>
      <div>
        <p class="small muted">
          <a href={atMoment('/units', frame)}>
            {t.meanOf(formatNumber(all.score.units.length, frame.locale))}
          </a>
        </p>
        <Score
          of={{ score: all.score.value, scoreMax: all.scoreMax.value, coverage: all.coverage.value }}
          large
          frame={frame}
        />
      </div>
      <TargetList targets={pressing(progress.targets)} frame={frame} />
      <p class="small">
        <a href={atMoment('/plan', frame)}>
          {t.allTargets(formatNumber(progress.targets.length, frame.locale))}
        </a>
      </p>
    </section>
  )
}

/** Targets not met, those due first: what a head of department is asked about. */
function pressing(targets: PlanProgress['targets']): PlanProgress['targets'] {
  return targets
    .filter(({ state }) => state !== 'met')
    .toSorted((a, b) => (a.target.date < b.target.date ? -1 : 1))
    .slice(0, targetsShown)
}

function Blocks({ frame, broken, reachUnknown, failing, unknown }: OverviewProps) {
  const { t, locale } = frame
  return (
    <section class="card">
      <h2>{t.overview.blocksTitle}</h2>
      {broken.length === 0 && reachUnknown === 0 && <p class="small">{t.overview.noBroken}</p>}
      {reachUnknown > 0 && (
        <p class="small">
          <a href={atMoment('/units?criterion=WEB-02&verdict=unknown', frame)}>
            {t.overview.noBrokenYet(formatNumber(reachUnknown, locale))}
          </a>{' '}
          (<a href={atMoment('/criteria/WEB-02', frame)}>WEB-02</a>)
        </p>
      )}
      <h3>{t.overview.failing}</h3>
      {failing.length === 0 && <p class="muted small">{t.overview.none}</p>}
      <ul class="list small">
        {failing.map(({ id, units }) => (
          <li>
            <a href={atMoment(`/units?criterion=${id}&verdict=fail`, frame)}>
              {t.overview.unitsFail(formatNumber(units, locale))}
            </a>{' '}
            <a href={atMoment(`/criteria/${id}`, frame)}>{id}</a> {criterionOf(id).name[locale]}
          </li>
        ))}
      </ul>
      <h3>{t.overview.unknown}</h3>
      {unknown.length === 0 && <p class="muted small">{t.overview.none}</p>}
      <ul class="list small">
        {unknown.map(({ reason, count }) => (
          <li>
            <a href={atMoment(`/units?verdict=unknown&reason=${reason}`, frame)}>
              {t.overview.timesUnknown(formatNumber(count, locale))}
            </a>{' '}
            {t.reason[reason]}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The same of each kind of unit, folded away. */
function KindTrends({ of, frame }: { of: OverviewProps['kindTrends']; frame: Frame }) {
  const kept = of.filter(({ trend }) => trend.points.length > 0)
  if (kept.length === 0) return null
  return (
    <details id="kind-trends">
      <summary>{frame.t.trend.byKind}</summary>
      <div class="flow">
        {kept.map(({ kind, trend }) => (
          <TrendSection
            title={frame.t.unitKind[kind]}
            trend={trend}
            of={`group=kind:${kind}`}
            frame={frame}
          />
        ))}
      </div>
    </details>
  )
}
