import { formatNumber } from '../src/i18n/format.ts'
import type { Unit } from '../src/model/inventory.ts'
import { unitKinds } from '../src/model/inventory.ts'
import type { Instant } from '../src/model.ts'
import type { Readiness } from '../src/readiness/assessment.ts'
import { criteria } from '../src/readiness/catalogue.ts'
import type { Verdict } from '../src/readiness/criterion.ts'
import { reasonTexts } from '../src/readiness/reasons.ts'
import { atMoment, type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Choice, Filters, Search } from './parts/filters.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { Refreshing } from './parts/refreshing.tsx'
import { Level, Score } from './parts/score.tsx'
import { VerdictCounts } from './parts/state.tsx'
import { type Sort, SortHead, TableBox } from './parts/table.tsx'
import { Age } from './parts/time.tsx'

export type UnitRow = { unit: Unit; parent: Unit | null; readiness: Readiness; newestAt: Instant | null }

export type UnitsQuery = {
  q?: string | undefined
  kind?: string | undefined
  district?: string | undefined
  level?: string | undefined
  criterion?: string | undefined
  verdict?: string | undefined
  reason?: string | undefined
  broken?: string | undefined
  enough?: string | undefined
  codes?: Set<string> | undefined
}

type Props = { frame: Frame; rows: UnitRow[]; slice: Slice; sort: Sort; query: UnitsQuery; districts: Unit[] }

export function UnitsPage(props: Props) {
  const { frame, slice } = props
  const t = frame.t.units
  return (
    <Layout frame={frame} title={t.title} section="units">
      <div class="page-head">
        <h1>{t.title}</h1>
        <Downloads slice={slice} frame={frame} />
      </div>
      <UnitFilters {...props} />
      {props.query.codes !== undefined && (
        <p class="pending">{t.onlyThese(formatNumber(props.query.codes.size, frame.locale))}</p>
      )}
      <UnitList {...props} />
    </Layout>
  )
}

/** The part that refreshes: the rows and where in the list they are. */
export function UnitList({ frame, rows, slice, sort }: Props) {
  const t = frame.t.units
  const part = withQuery(frame.url.replace(/^[^?]*/, '/parts/units'), {})
  const count = t.count(formatNumber(slice.total, frame.locale))
  return (
    <Refreshing id="units" from={part} status={count} frame={frame}>
      {rows.length === 0 ? (
        <div class="empty">
          <strong>{t.none}</strong>
          <span>{t.noneWhat}</span>
          <a href={atMoment('/units', frame)}>{frame.t.clear}</a>
        </div>
      ) : (
        <TableBox label={t.table} tall records>
          <thead>
            <tr>
              <SortHead frame={frame} column="name" label={t.columns.name} sort={sort} />
              <SortHead frame={frame} column="kind" label={t.columns.kind} sort={sort} />
              <SortHead frame={frame} column="level" label={t.columns.level} sort={sort} />
              <SortHead frame={frame} column="score" label={t.columns.score} sort={sort} />
              <th scope="col">{t.columns.counts}</th>
              <SortHead frame={frame} column="newestAt" label={t.columns.newestAt} sort={sort} number />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <UnitTableRow row={row} frame={frame} />
            ))}
          </tbody>
        </TableBox>
      )}
      <Paging slice={slice} frame={frame} />
    </Refreshing>
  )
}

function UnitTableRow({ row: { unit, parent, readiness, newestAt }, frame }: { row: UnitRow; frame: Frame }) {
  const { t } = frame
  const href = `/units/${encodeURIComponent(unit.code)}`
  return (
    <tr>
      <th scope="row">
        <a href={atMoment(href, frame)}>{unit.name}</a>
        {readiness.broken.length > 0 && <span class="state fail small"> ■ {t.units.broken}</span>}
        <span class="muted small">
          <br />
          {unit.code}
          {parent !== null && unit.kind === 'commune' && ` · ${parent.name}`}
        </span>
      </th>
      <td data-label={t.units.columns.kind}>{t.unitType[unit.type] ?? unit.type}</td>
      <td data-label={t.units.columns.level}>
        <Level level={readiness.level} reachable={readiness.levelReachable} frame={frame} />
        {!readiness.enoughData && <div class="muted small nowrap">{t.level.notEnoughData}</div>}
      </td>
      <td class="wide" data-label={t.units.columns.score}>
        <Score of={readiness} frame={frame} />
      </td>
      <td data-label={t.units.columns.counts}>
        <VerdictCounts
          counts={readiness.counts}
          href={(verdict) => `${atMoment(href, frame)}#${verdict}`}
          frame={frame}
        />
      </td>
      <td class="number" data-label={t.units.columns.newestAt}>
        {newestAt === null ? (
          <span class="muted">{t.units.neverSeen}</span>
        ) : (
          <Age at={newestAt} frame={frame} />
        )}
      </td>
    </tr>
  )
}

function UnitFilters({ frame, query, sort, districts }: Props) {
  const { t, locale } = frame
  const verdicts: Verdict[] = ['pass', 'partial', 'fail', 'unknown', 'na']
  const { criterion, verdict, reason, broken, enough } = query
  const more = {
    made: [criterion, verdict, reason, broken, enough].some((value) => value !== undefined),
    choices: (
      <>
        <Choice
          name="criterion"
          label={t.units.criterion}
          value={query.criterion}
          options={criteria.map(({ id, name }) => [id, `${id} ${name[locale]}`])}
          frame={frame}
          all={t.units.anyCriterion}
        />
        <Choice
          name="verdict"
          label={t.units.verdict}
          value={query.verdict}
          options={verdicts.map((verdict) => [verdict, t.verdict[verdict]])}
          frame={frame}
        />
        <Choice
          name="reason"
          label={t.units.reason}
          value={query.reason}
          options={Object.entries(reasonTexts).map(([reason, text]) => [reason, text[locale]])}
          frame={frame}
        />
        <Choice
          name="broken"
          label={t.units.broken}
          value={query.broken}
          options={[['yes', t.units.onlyBroken]]}
          frame={frame}
        />
        <Choice
          name="enough"
          label={t.units.enough}
          value={query.enough}
          options={[
            ['no', t.level.notEnoughData],
            ['yes', t.units.enoughData],
          ]}
          frame={frame}
        />
      </>
    ),
  }
  return (
    <Filters
      frame={frame}
      action="/units"
      target="#units"
      label={t.units.filters}
      sort={sort}
      keep={{ codes: query.codes && [...query.codes].join(',') }}
      more={more}
    >
      <Search label={t.units.searchLabel} value={query.q} frame={frame} />
      <Choice
        name="kind"
        label={t.units.kind}
        value={query.kind}
        options={unitKinds.map((kind) => [kind, t.unitKind[kind]])}
        frame={frame}
      />
      <Choice
        name="district"
        label={t.units.district}
        value={query.district}
        options={districts.map(({ code, name }) => [code, name])}
        frame={frame}
      />
      <Choice
        name="level"
        label={t.units.level}
        value={query.level}
        options={t.level.names.map((name, level) => [String(level), `${level} · ${name}`])}
        frame={frame}
      />
    </Filters>
  )
}
