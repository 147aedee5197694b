import { formatNumber } from '../src/i18n/format.ts'
import type { ProviderFigures } from '../src/incidents/provider-figures.ts'
import type { Repair } from '../src/incidents/repairs.ts'
import { causes } from '../src/model/incidents.ts'
import { atMoment, type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { incidentPath, type Names } from './parts/incident-words.tsx'
import { Downloads } from './parts/paging.tsx'
import { PeriodLinks, type PeriodProps } from './parts/period-links.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

export type ShownRepair = Omit<Repair, 'counted'>

type Props = {
  frame: Frame
  figures: ProviderFigures[]
  period: PeriodProps['period']
  /** The outages of one provider, where one is asked for. */
  shown: { provider: string; repairs: ShownRepair[]; names: Names } | null
}

/** How long providers' incidents took until somebody cared, and until they were over. */
export function IncidentProvidersPage({ frame, figures, period, shown }: Props) {
  const words = frame.t.incidents
  const own = words.providers
  return (
    <Layout frame={frame} title={own.title} section="incidents">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/incidents">{words.title}</a>
          </p>
          <h1>{own.title}</h1>
        </div>
        <Downloads frame={frame} />
      </div>
      <p class="muted">{own.what}</p>
      <PeriodLinks period={period} frame={frame} />
      {figures.length === 0 ? (
        <p class="muted">{own.none}</p>
      ) : (
        <Figures figures={figures} period={period} frame={frame} />
      )}
      {shown && <Repairs {...shown} frame={frame} />}
    </Layout>
  )
}

function Figures({ figures, period, frame }: Pick<Props, 'figures' | 'period' | 'frame'>) {
  const { t, locale } = frame
  const words = t.incidents
  const own = words.providers
  const number = (value: number) => formatNumber(value, locale)
  const mean = (minutes: number | null) =>
    minutes === null ? '–' : t.lines.minutes(number(Math.round(minutes)))
  return (
    <TableBox label={own.title} records>
      <thead>
        <tr>
          <th scope="col">{words.provider}</th>
          {[own.incidents, own.open, own.mtta, own.mttr, own.inWork, own.late].map((title) => (
            <th scope="col" class="number">
              {title}
            </th>
          ))}
          <th scope="col">{own.causes}</th>
        </tr>
      </thead>
      <tbody>
        {figures.map((one) => {
          const { provider } = one
          const incidents = (state: string) =>
            withQuery('/incidents', { provider, state, period: state === 'open' ? null : period.name })
          const repairs = `${withQuery(frame.url, { provider })}#repairs`
          return (
            <tr>
              <th scope="row">
                <Raw text={provider} />
              </th>
              <td class="number" data-label={own.incidents}>
                <a href={incidents('all')}>{number(one.incidents)}</a>
              </td>
              <td class="number" data-label={own.open}>
                {one.open === 0 ? number(0) : <a href={incidents('open')}>{number(one.open)}</a>}
              </td>
              <td class="number" data-label={own.mtta}>
                {mean(one.mttaMinutes)}
              </td>
              <td class="number" data-label={own.mttr}>
                <a href={repairs}>{mean(one.mttrMinutes)}</a>
              </td>
              <td class="number" data-label={own.inWork}>
                {number(one.inWork)}
              </td>
              <td class="number" data-label={own.late}>
                {one.committed === 0 ? (
                  '–'
                ) : (
                  <a href={repairs}>{own.lateOf(number(one.late), number(one.committed))}</a>
                )}
              </td>
              <td data-label={own.causes}>
                {causes
                  .filter((cause) => one.causes[cause] !== undefined)
                  .map((cause) => `${words.causes[cause]} ${number(one.causes[cause] ?? 0)}`)
                  .join(', ')}
              </td>
            </tr>
          )
        })}
      </tbody>
    </TableBox>
  )
}

/** The outages that the figures of one provider are made of. */
function Repairs({ provider, repairs, names, frame }: NonNullable<Props['shown']> & { frame: Frame }) {
  const { t, locale } = frame
  const own = t.incidents.providers
  const minutes = (value: number) => t.lines.minutes(formatNumber(Math.round(value), locale))
  return (
    <section id="repairs">
      <h2>{own.repairs(provider)}</h2>
      {repairs.length === 0 ? (
        <p class="muted">{own.noRepairs}</p>
      ) : (
        <TableBox label={own.repairs(provider)} records>
          <thead>
            <tr>
              <th scope="col">{own.line}</th>
              <th scope="col">{own.unit}</th>
              <th scope="col">{own.from}</th>
              <th scope="col">{own.to}</th>
              {[own.counted, own.work, own.limit].map((title) => (
                <th scope="col" class="number">
                  {title}
                </th>
              ))}
              <th scope="col">{own.incident}</th>
            </tr>
          </thead>
          <tbody>
            {repairs.map((one) => (
              <tr>
                <th scope="row">
                  <a href={atMoment(`/lines/${encodeURIComponent(one.line)}`, frame)}>
                    <Raw text={one.line} />
                  </a>
                </th>
                <td data-label={own.unit}>
                  <Raw text={names.get(one.unit ?? '') ?? one.unit ?? ''} />
                </td>
                <td data-label={own.from}>
                  <Moment at={one.from} frame={frame} />
                </td>
                <td data-label={own.to}>
                  {one.to === null ? own.lasts : <Moment at={one.to} frame={frame} />}
                </td>
                <td class="number" data-label={own.counted}>
                  {minutes(one.minutes)}
                </td>
                <td class="number" data-label={own.work}>
                  {one.workMinutes === 0 ? '–' : minutes(one.workMinutes)}
                </td>
                <td class="number" data-label={own.limit}>
                  {one.limitHours === null ? '–' : t.lines.hours(formatNumber(one.limitHours, locale))}
                  {one.late && <strong>{` ${own.isLate}`}</strong>}
                </td>
                <td data-label={own.incident}>
                  <a href={incidentPath(one.incident)}>{one.incident}</a>
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
    </section>
  )
}
