import { formatDay, formatNumber } from '../src/i18n/format.ts'
import type { Handed, Milestone, Project } from '../src/model/figures.ts'
import type { Unit } from '../src/model/inventory.ts'
import type { AssetVerdict } from '../src/readiness/assessment.ts'
import { daysLate, milestoneTexts } from '../src/readiness/operations/projects.ts'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Downloads } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { VerdictState } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

export type ProjectRow = {
  project: Handed<Project>
  unit: Unit | undefined
  /** In the order of the steps. */
  milestones: Handed<Milestone>[]
  verdict: AssetVerdict
}

type Props = { frame: Frame; rows: ProjectRow[]; today: string }

/** The centres that are being built, each with its steps. */
export function ProjectsPage({ frame, rows, today }: Props) {
  const { t } = frame
  return (
    <Layout frame={frame} title={t.projects.title} section="operations">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/operations', frame)}>{t.operations.title}</a>
          </p>
          <h1>{t.projects.title}</h1>
        </div>
        <Downloads frame={frame} />
      </div>
      <p class="muted">{t.projects.what}</p>
      {rows.length === 0 && (
        <div class="empty">
          <strong>{t.projects.none}</strong>
          <a href="/figures">{t.figures.title}</a>
        </div>
      )}
      {rows.map((row) => (
        <ProjectBlock row={row} today={today} frame={frame} />
      ))}
    </Layout>
  )
}

function ProjectBlock({ row, today, frame }: { row: ProjectRow; today: string; frame: Frame }) {
  const { t, locale } = frame
  const { project, unit, milestones, verdict } = row
  const { columns } = t.projects
  return (
    <section class="block" id={project.code}>
      <h2>
        <Raw text={project.name} />
      </h2>
      <p>
        <VerdictState verdict={verdict.verdict} frame={frame} /> <Raw text={verdict.because[locale]} />
      </p>
      <p class="muted small">
        {t.projects.kind[project.kind]} · {t.projects.inCharge}:{' '}
        <a href={atMoment(`/units/${encodeURIComponent(project.unit)}`, frame)}>
          {unit?.name ?? project.unit}
        </a>
        {project.documentNumber !== '' && (
          <>
            {' · '}
            <DocumentText number={project.documentNumber} date={project.documentDate} frame={frame} />
          </>
        )}{' '}
        · {t.projects.ipv6}:{' '}
        {project.ipv6FromUse === null ? t.notSaid : t.projects.ipv6State[project.ipv6FromUse]}
        {project.ipv6Document !== '' && (
          <>
            {' ('}
            <Raw text={project.ipv6Document} />)
          </>
        )}{' '}
        ·{' '}
        <a href={`/figure-imports/${project.importId}`}>
          <Moment at={project.importedAt} frame={frame} />
        </a>
      </p>
      <TableBox label={project.name} records>
        <thead>
          <tr>
            <th scope="col">{columns.milestone}</th>
            <th scope="col">{columns.planned}</th>
            <th scope="col">{columns.actual}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.document}</th>
          </tr>
        </thead>
        <tbody>
          {milestones.map((one) => (
            <tr>
              <th scope="row">{milestoneTexts[one.name][locale]}</th>
              <td data-label={columns.planned}>
                {one.planned === null ? (
                  <span class="muted">{t.projects.noPlan}</span>
                ) : (
                  formatDay(one.planned, locale)
                )}
              </td>
              <td data-label={columns.actual}>{one.actual !== null && formatDay(one.actual, locale)}</td>
              <td data-label={columns.state}>{progressText(one, today, frame)}</td>
              <td data-label={columns.document}>
                {one.documentNumber === '' ? (
                  one.actual !== null && <span class="state unknown">{t.projects.noDocument}</span>
                ) : (
                  <a href={`/figure-imports/${one.importId}`}>
                    <DocumentText number={one.documentNumber} date={one.documentDate} frame={frame} />
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  )
}

function DocumentText({ number, date, frame }: { number: string; date: string | null; frame: Frame }) {
  const { t, locale } = frame
  return <Raw text={date === null ? number : t.projects.documentOf(number, formatDay(date, locale))} />
}

function progressText(milestone: Milestone, today: string, { t, locale }: Frame): string {
  const late = daysLate(milestone, today)
  if (late === null) return ''
  if (late > 0) return t.projects.late(formatNumber(late, locale))
  return milestone.actual === null || milestone.actual > today ? t.projects.notDue : t.projects.onTime
}
