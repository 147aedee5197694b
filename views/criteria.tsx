import { formatNumber, formatShare } from '../src/i18n/format.ts'
import { catalogueVersion } from '../src/readiness/catalogue.ts'
import type { Criterion, Verdict } from '../src/readiness/criterion.ts'
import { operationsCriteria } from '../src/readiness/operations/criteria.ts'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Downloads } from './parts/paging.tsx'
import { Bar } from './parts/score.tsx'
import { VerdictCounts } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'

/** A criterion with how many units have each verdict. */
export type CriterionRow = { criterion: Criterion; counts: Record<Verdict, number> }

export function CriteriaPage({ frame, rows }: { frame: Frame; rows: CriterionRow[] }) {
  const { t, locale } = frame
  const weight = rows.reduce((sum, { criterion }) => sum + criterion.weight, 0)
  const layers = [...new Set(rows.map(({ criterion }) => criterion.layer))]
  return (
    <Layout frame={frame} title={t.criteria.title} section="criteria">
      <div class="page-head">
        <div>
          <h1>{t.criteria.title}</h1>
          <p class="muted">
            {t.criteria.version(
              catalogueVersion,
              formatNumber(rows.length, locale),
              formatNumber(weight, locale),
            )}
          </p>
        </div>
        <Downloads frame={frame} />
      </div>
      <TableBox label={t.criteria.table} tall records>
        <thead>
          <tr>
            <th scope="col">{t.criteria.columns.criterion}</th>
            <th scope="col" class="number">
              {t.criteria.columns.weight}
            </th>
            <th scope="col">{t.criteria.columns.ttl}</th>
            <th scope="col">{t.criteria.columns.stage}</th>
            <th scope="col">{t.criteria.columns.level}</th>
            <th scope="col">{t.criteria.columns.passing}</th>
          </tr>
        </thead>
        {layers.map((layer) => (
          <tbody>
            <tr class="group">
              <th colspan={6} scope="colgroup">
                {t.layer[layer]}
              </th>
            </tr>
            {rows
              .filter(({ criterion }) => criterion.layer === layer)
              .map((row) => (
                <Row row={row} frame={frame} />
              ))}
          </tbody>
        ))}
      </TableBox>
      <Operations frame={frame} />
    </Layout>
  )
}

function Row({ row: { criterion, counts }, frame }: { row: CriterionRow; frame: Frame }) {
  const { t, locale } = frame
  return (
    <tr>
      <th scope="row">
        <a href={atMoment(`/criteria/${criterion.id}`, frame)}>{criterion.id}</a> {criterion.name[locale]}
        {criterion.questions.length === 0 && (
          <span class="muted small">
            <br />
            {t.criteria.notMeasured}
          </span>
        )}
      </th>
      <td class="number" data-label={t.criteria.columns.weight}>
        {formatNumber(criterion.weight, locale)}
      </td>
      <td class="nowrap" data-label={t.criteria.columns.ttl}>
        {ttlText(criterion, frame)}
      </td>
      <td data-label={t.criteria.columns.stage}>
        {criterion.phase}. {t.stage[criterion.phase]}
      </td>
      <td data-label={t.criteria.columns.level}>
        {criterion.level === null ? (
          <span class="muted">{t.criteria.noGate}</span>
        ) : (
          t.level.short(criterion.level)
        )}
      </td>
      <td class="wide" data-label={t.criteria.columns.passing}>
        <div class="score">
          <VerdictCounts
            counts={counts}
            href={(verdict) => unitsWith(criterion.id, verdict, frame)}
            frame={frame}
          />
          <PassBar counts={counts} frame={frame} />
        </div>
      </td>
    </tr>
  )
}

export function PassBar({ counts, frame }: { counts: Record<Verdict, number>; frame: Frame }) {
  const all = counts.pass + counts.partial + counts.fail + counts.unknown
  if (all === 0) return null
  const pass = counts.pass / all
  const known = 1 - counts.unknown / all
  return (
    <Bar
      earned={pass * 100}
      measured={known * 100}
      label={frame.t.criteria.shareBar(formatShare(pass, frame.locale), formatShare(known, frame.locale))}
    />
  )
}

function Operations({ frame }: { frame: Frame }) {
  const { t, locale } = frame
  return (
    <details>
      <summary>
        {t.criteria.operationsTitle} ({operationsCriteria.length})
      </summary>
      <p class="muted small">{t.criteria.operationsWhat}</p>
      <ul class="card list ruled small">
        {operationsCriteria.map(({ id, name, how, weight }) => (
          <li>
            <strong>
              {id} {name[locale]}
            </strong>{' '}
            <span class="muted">{t.unit.weight(formatNumber(weight, locale))}</span>
            <br />
            {how[locale]}
          </li>
        ))}
      </ul>
    </details>
  )
}

export function ttlText({ ttlHours }: Criterion, { t, locale }: Frame): string {
  if (ttlHours === 'month') return t.criteria.month
  if (ttlHours % 24 === 0 && ttlHours > 48) return t.criteria.days(formatNumber(ttlHours / 24, locale))
  return t.criteria.hours(formatNumber(ttlHours, locale))
}

export function unitsWith(id: string, verdict: Verdict, frame: Frame): string {
  return atMoment(`/units?criterion=${id}&verdict=${verdict}`, frame)
}
