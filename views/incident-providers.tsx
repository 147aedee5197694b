import { formatNumber, formatSpan } from '../src/i18n/format.ts'
import type { ProviderFigures } from '../src/incidents/provider-figures.ts'
import { causes } from '../src/model/incidents.ts'
import { type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Downloads } from './parts/paging.tsx'
import { PeriodLinks, type PeriodProps } from './parts/period-links.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'

type Props = { frame: Frame; figures: ProviderFigures[]; period: PeriodProps['period'] }

/** How long providers' incidents took until somebody cared, and until they were over. */
export function IncidentProvidersPage({ frame, figures, period }: Props) {
  const { t, locale } = frame
  const words = t.incidents
  const own = words.providers
  const number = (value: number) => formatNumber(value, locale)
  const span = (minutes: number | null) => (minutes === null ? '–' : formatSpan(minutes * 60, locale))
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
        <TableBox label={own.title} records>
          <thead>
            <tr>
              <th scope="col">{words.provider}</th>
              {[own.incidents, own.open, own.mtta, own.mttr, own.late].map((title) => (
                <th scope="col" class="number">
                  {title}
                </th>
              ))}
              <th scope="col">{own.causes}</th>
            </tr>
          </thead>
          <tbody>
            {figures.map((one) => (
              <tr>
                <th scope="row">
                  <Raw text={one.provider} />
                </th>
                <td class="number" data-label={own.incidents}>
                  <a
                    href={withQuery('/incidents', {
                      provider: one.provider,
                      state: 'all',
                      period: period.name,
                    })}
                  >
                    {number(one.incidents)}
                  </a>
                </td>
                <td class="number" data-label={own.open}>
                  {number(one.open)}
                </td>
                <td class="number" data-label={own.mtta}>
                  {span(one.mttaMinutes)}
                </td>
                <td class="number" data-label={own.mttr}>
                  {span(one.mttrMinutes)}
                </td>
                <td class="number" data-label={own.late}>
                  {one.committed === 0 ? '–' : own.lateOf(number(one.late), number(one.committed))}
                </td>
                <td data-label={own.causes}>
                  {causes
                    .filter((cause) => one.causes[cause] !== undefined)
                    .map((cause) => `${words.causes[cause]} ${number(one.causes[cause] ?? 0)}`)
                    .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
    </Layout>
  )
}
