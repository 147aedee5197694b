import type { PropsWithChildren } from 'hono/jsx'
import { formatDay, formatNumber, formatShare } from '../src/i18n/format.ts'
import type { Delivered } from '../src/operations/wifi-delivered.ts'
import { wifiMethod } from '../src/operations/wifi-figures.ts'
import { atMoment, type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Downloads } from './parts/paging.tsx'
import { monthName, PeriodLinks, type PeriodProps } from './parts/period-links.tsx'
import { Raw } from './parts/raw.tsx'
import { VerdictMark } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'
import { wifiPath } from './parts/wifi-path.ts'
import { Ipv6Share, minutesShare, type WifiRow } from './wifi.tsx'
import { Incidents } from './wifi-site.tsx'

export type ProviderCard = Delivered & { provider: string; rows: WifiRow[] }

type Props = {
  frame: Frame
  cards: ProviderCard[]
  period: PeriodProps['period']
  /** The one that is asked for; undefined: all. */
  provider: string | undefined
}

/** What each provider contracted and what it delivered: a sheet each, to be printed and brought along. */
export function WifiProvidersPage({ frame, cards, period, provider }: Props) {
  const t = frame.t.wifi
  return (
    <Layout frame={frame} title={t.providers} section="wifi">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/wifi', frame)}>{t.title}</a>
            {provider !== undefined && (
              <>
                {' / '}
                <a href={withQuery(frame.url, { provider: null })}>{t.card.all}</a>
              </>
            )}
          </p>
          <h1>{t.providers}</h1>
        </div>
        <Downloads frame={frame} />
      </div>
      <p class="muted no-print">{t.providersWhat}</p>
      <PeriodLinks period={period} frame={frame} />
      {cards.length === 0 && <p class="empty">{t.none}</p>}
      {cards.map((card) => (
        <Card card={card} period={period} isAlone={provider !== undefined} frame={frame} />
      ))}
    </Layout>
  )
}

function Card({
  card,
  period,
  isAlone,
  frame,
}: { card: ProviderCard; isAlone: boolean } & Pick<Props, 'period' | 'frame'>) {
  const { t, locale } = frame
  const words = t.wifi.card
  const name = card.provider || t.wifi.noProvider
  const number = (value: number, digits = 0) => formatNumber(value, locale, digits)
  const share = (value: number | null) => (value === null ? t.verdict.unknown : minutesShare(value, frame))
  const { provider, rows, contracts, fee, apsContracted, apMinutes, siteMinutes, aps, site, longest } = card
  const total = (minutes: Record<string, number>) => Object.values(minutes).reduce((sum, one) => sum + one, 0)
  const nameOf = new Map(rows.map((row) => [row.site.code, row.site.name]))
  const table: [string, string, string][] = [
    [t.wifi.columns.aps, number(apsContracted), number(card.apsNamed)],
    [words.apMinutes, number(total(apMinutes)), `${number(apMinutes.up)} (${share(aps.share)})`],
    [
      words.service,
      number(total(siteMinutes)),
      `${number(siteMinutes.up + siteMinutes.partial)} (${share(site.share)})`,
    ],
  ]
  return (
    <section class="card sheet-card">
      <header class="page-head">
        <h2>
          <Raw text={name} />, {monthName(period.name, frame)}
        </h2>
        {!isAlone && provider !== '' && (
          <a class="small no-print" href={withQuery(frame.url, { provider })}>
            {words.open}
          </a>
        )}
      </header>
      <dl class="facts">
        <dt>{words.contracts}</dt>
        <dd>
          {contracts.length === 0
            ? t.lines.contract.notSaid
            : contracts.map(({ no, from, to }, index) => (
                <>
                  {index > 0 && '; '}
                  <Raw text={no} />
                  {` (${from === null ? t.lines.contract.notSaid : formatDay(from, locale)} – ${to === null ? t.lines.contract.open : formatDay(to, locale)})`}
                </>
              ))}
        </dd>
        <dt>{words.sites}</dt>
        <dd>{number(rows.length)}</dd>
        <dt>{words.fee}</dt>
        <dd>{fee === null ? t.lines.contract.notSaid : words.feeOf(number(fee))}</dd>
      </dl>
      <TableBox label={`${words.contracted}, ${words.delivered}: ${name}`}>
        <thead>
          <tr>
            <td></td>
            <th scope="col" class="number">
              {words.contracted}
            </th>
            <th scope="col" class="number">
              {words.delivered}
            </th>
          </tr>
        </thead>
        <tbody>
          {table.map(([what, contracted, delivered]) => (
            <tr>
              <th scope="row">{what}</th>
              <td class="number">{contracted}</td>
              <td class="number">{delivered}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{words.lost}</th>
            <td></td>
            <td class="number">{number(apMinutes.down)}</td>
          </tr>
          <tr>
            <th scope="row">{words.unseen}</th>
            <td></td>
            <td class="number">{number(apMinutes.void + apMinutes.unmeasured)}</td>
          </tr>
        </tbody>
      </TableBox>
      <Folded
        summary={`${t.wifi.table} (${number(rows.length)}), ${words.worst.toLowerCase()}`}
        isOpen={isAlone}
      >
        <TableBox label={`${t.wifi.table}: ${name}`} records>
          <thead>
            <tr>
              <th scope="col">{t.wifi.columns.site}</th>
              <th scope="col" class="number">
                {t.wifi.columns.aps}
              </th>
              <th scope="col">{t.wifi.columns.apShare}</th>
              <th scope="col">{t.wifi.columns.siteShare}</th>
              <th scope="col">{t.wifi.columns.load}</th>
              <th scope="col">{t.wifi.columns.data}</th>
              <th scope="col">{t.wifi.columns.ipv6}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row">
                  <a href={wifiPath(row.site.code, frame)}>
                    <Raw text={row.site.name} />
                  </a>
                </th>
                <td class="number" data-label={t.wifi.columns.aps}>
                  {number(row.site.apContracted ?? row.site.aps.length)}
                </td>
                {row.findings.map(({ verdict }, index) => (
                  <td data-label={headOf(index, frame)}>
                    <VerdictMark verdict={verdict} word={shownValue(row, index, frame)} />
                  </td>
                ))}
                <td data-label={t.wifi.columns.ipv6}>
                  <Ipv6Share of={row.ipv6} frame={frame} />
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
        <h3>{words.worst}</h3>
        {longest.length === 0 ? (
          <p class="muted">{words.noIncident}</p>
        ) : (
          <Incidents
            incidents={longest}
            label={`${words.worst}: ${name}`}
            siteOf={(code) => nameOf.get(code) ?? code}
            frame={frame}
          />
        )}
      </Folded>
      <p class="muted small">{t.lines.method(`${wifiMethod.name[locale]} (${wifiMethod.id})`)}.</p>
    </section>
  )
}

/** Beside other sheets the head of a sheet has to do; printed, and by itself, all of it is there. */
function Folded({ summary, isOpen, children }: PropsWithChildren<{ summary: string; isOpen: boolean }>) {
  return isOpen ? (
    <>{children}</>
  ) : (
    <details class="fold">
      <summary>{summary}</summary>
      {children}
    </details>
  )
}

function headOf(index: number, { t }: Frame): string {
  const { apShare, siteShare, load, data } = t.wifi.columns
  return [apShare, siteShare, load, data][index] ?? ''
}

function shownValue({ figures, findings }: WifiRow, index: number, frame: Frame): string {
  const { t, locale } = frame
  const { down, up } = figures?.traffic ?? {}
  const loads = [down?.p95OfCir, up?.p95OfCir].filter((one) => one != null)
  const values = [
    figures?.aps.share,
    figures?.site.share,
    loads.length === 0 ? null : Math.max(...loads),
    figures && figures.clients.daysTold / figures.clients.days,
  ]
  const value = values[index]
  if (value == null) return t.verdict[findings[index]?.verdict ?? 'unknown']
  return index < 2 ? minutesShare(value, frame) : formatShare(value, locale)
}
