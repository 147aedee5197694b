import type { ProbeName } from '../probes/index.ts'
import { formatNumber } from '../src/i18n/format.ts'
import type { Unit } from '../src/model/inventory.ts'
import { type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { type CheckSummary, CheckTable } from './parts/check-table.tsx'
import { Choice, Filters, Search } from './parts/filters.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { Refreshing } from './parts/refreshing.tsx'
import type { Sort } from './parts/table.tsx'

type Props = {
  frame: Frame
  checks: CheckSummary[]
  units: Unit[]
  slice: Slice
  sort: Sort
  query: {
    q?: string | undefined
    probe?: string | undefined
    unit?: string | undefined
    result?: string | undefined
  }
}

export function ChecksPage(props: Props) {
  const { frame, slice, query, sort, units } = props
  const t = frame.t.checks
  return (
    <Layout frame={frame} title={t.title} section="checks">
      <div class="page-head">
        <h1>{t.title}</h1>
        <a href="/vantages">{frame.t.vantages.link}</a>
        <Downloads slice={slice} frame={frame} />
      </div>
      <Filters frame={frame} action="/checks" target="#checks" label={t.filters} sort={sort}>
        <Search label={t.searchLabel} value={query.q} frame={frame} />
        <Choice
          name="probe"
          label={t.probe}
          value={query.probe}
          options={(Object.keys(t.probes) as ProbeName[]).map((probe) => [probe, t.probes[probe]])}
          frame={frame}
        />
        <Choice
          name="unit"
          label={t.unit}
          value={query.unit}
          options={units.map(({ code, name }) => [code, `${name} (${code})`])}
          frame={frame}
        />
        <Choice
          name="result"
          label={t.result}
          value={query.result}
          options={Object.entries(t.results)}
          frame={frame}
        />
      </Filters>
      <CheckList {...props} />
    </Layout>
  )
}

/** The part that refreshes. */
export function CheckList({ frame, checks, units, slice, sort }: Props) {
  const t = frame.t.checks
  const part = withQuery(frame.url.replace(/^[^?]*/, '/parts/checks'), {})
  return (
    <Refreshing
      id="checks"
      from={part}
      status={t.count(formatNumber(slice.total, frame.locale))}
      frame={frame}
    >
      {checks.length === 0 ? (
        <div class="empty">
          <strong>{t.none}</strong>
          <span>{t.noneWhat}</span>
          <a href="/checks">{frame.t.clear}</a>
        </div>
      ) : (
        <CheckTable
          checks={checks}
          units={new Map(units.map(({ code, name }) => [code, name]))}
          sort={sort}
          frame={frame}
        />
      )}
      <Paging slice={slice} frame={frame} />
    </Refreshing>
  )
}
