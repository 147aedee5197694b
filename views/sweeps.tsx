import type { Unit } from '../src/model/inventory.ts'
import { DiscoveryTabs } from './discovery-tabs.tsx'
import { atMoment, type Frame, may } from './frame.ts'
import { Layout } from './layout.tsx'
import { type CheckSummary, CheckTable } from './parts/check-table.tsx'
import { Field } from './parts/field.tsx'
import { FormProblems, problemOf } from './parts/form-problems.tsx'
import { Downloads } from './parts/paging.tsx'

type Props = {
  frame: Frame
  rows: CheckSummary[]
  units: Unit[]
  /** Within which ranges the operator allows it. */
  allowed: string[]
  asked: { unit: string; range: string }
  problems: { field: string; message: string }[]
}

/** Small IPv4 ranges that somebody asked for, with what answered, and the form for the next. */
export function SweepsPage({ frame, rows, units, allowed, asked, problems }: Props) {
  const t = frame.t.discovery.sweeps
  const slice = { offset: 0, limit: rows.length, page: 1, total: rows.length }
  return (
    <Layout frame={frame} title={t.title} section="inventory">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/inventory', frame)}>{frame.t.inventory.title}</a>
          </p>
          <h1>{t.title}</h1>
        </div>
        <Downloads slice={slice} frame={frame} />
      </div>
      <DiscoveryTabs here="sweeps" frame={frame} />
      <p class="muted">{t.what}</p>
      <p>{allowed.length === 0 ? t.noneAllowed : t.allowed(allowed.join(', '))}</p>
      {may(frame, 'engineer') && allowed.length > 0 && (
        <form class="stack card" method="post" action="/discovery/sweeps">
          <FormProblems
            title={t.problems}
            problems={problems}
            labelOf={(field) => (field === 'unit' ? t.unit : t.range)}
          />
          <Field label={t.unit}>
            <select name="unit" required {...problemOf('unit', problems)}>
              {units.map(({ code, name }) => (
                <option value={code} selected={code === asked.unit}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t.range}>
            <input
              name="range"
              value={asked.range}
              placeholder="10.30.5.0/24"
              required
              maxlength={18}
              {...problemOf('range', problems)}
            />
          </Field>
          <div class="actions">
            <button type="submit">{t.sweep}</button>
          </div>
        </form>
      )}
      {rows.length === 0 ? (
        <p class="muted">{t.none}</p>
      ) : (
        <CheckTable
          checks={rows}
          units={new Map(units.map(({ code, name }) => [code, name]))}
          frame={frame}
        />
      )}
    </Layout>
  )
}
