import { formatDay, formatMoment, formatNumber, formatShare, formatSpan } from '../src/i18n/format.ts'
import type { Instant } from '../src/model.ts'
import type { LineEvidence } from '../src/operations/line-figures.ts'
import type { SiteRun, WifiFigures, WifiIncident } from '../src/operations/wifi-figures.ts'
import { wifiMethod } from '../src/operations/wifi-figures.ts'
import { criterionOf } from '../src/readiness/catalogue.ts'
import type { Verdict } from '../src/readiness/criterion.ts'
import { operationsCriteria } from '../src/readiness/operations/criteria.ts'
import { dayOf } from '../src/report/period.ts'
import { atMoment, type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { observationPath } from './parts/evidence-links.tsx'
import { Downloads } from './parts/paging.tsx'
import { lastDayBefore, PeriodLinks, type PeriodProps } from './parts/period-links.tsx'
import { Proof } from './parts/proof.tsx'
import { Raw } from './parts/raw.tsx'
import { drawnAs, siteWords, stripOf } from './parts/site-strip.ts'
import { LineStateMark, VerdictMark } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'
import { dayName, UptimeLegend, UptimeWalk } from './parts/uptime.tsx'
import { wifiPath } from './parts/wifi-path.ts'
import { apsContracted, minutesShare, type WifiRow } from './wifi.tsx'
import { WifiCharts, type WifiChartsProps } from './wifi-charts.tsx'

/** The minutes of one day in runs, each with the look that proves it; null where none could be made. */
export type SiteDayRuns = { from: Instant; to: Instant; runs: (SiteRun & { proof: LineEvidence | null })[] }

/** A network that guests of the site are behind, and whether its router tells them of addresses: by DHCPv6, or to make their own. */
export type ShownNetwork = {
  device: string
  interfaces: string[]
  adverts: 'own' | 'dhcp' | 'none' | 'unknown'
  evidence: LineEvidence | null
}

export type WifiSiteProps = {
  frame: Frame
  row: WifiRow
  networks: ShownNetwork[]
  period: PeriodProps['period']
  /** The day that is opened. */
  day: SiteDayRuns | null
} & Pick<WifiChartsProps, 'charts' | 'range'>

/** One public Wi-Fi site: for a head the first sentence, for an engineer all the rest. */
export function WifiSitePage({ frame, row, networks, period, day, charts, range }: WifiSiteProps) {
  const { site, unit, figures, venue } = row
  const { t } = frame
  return (
    <Layout frame={frame} title={site.name} section="wifi" charts>
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/wifi', frame)}>{t.wifi.title}</a>
            {unit !== null && (
              <>
                {' / '}
                <a href={atMoment(`/units/${encodeURIComponent(unit.code)}`, frame)}>{unit.name}</a>
              </>
            )}
          </p>
          <h1>
            <Raw text={site.name} />
          </h1>
        </div>
        <Downloads frame={frame} />
      </div>
      <section class={venue.verdict === 'fail' ? 'card loud' : 'card'}>
        <p class="sentence">
          <VerdictMark verdict={venue.verdict} word={t.wifi.venue[venue.verdict]} />
          <strong>
            <Raw text={`${venue.because[frame.locale]}.`} />
          </strong>
        </p>
        <p class="small">
          {uniqueEvidence(venue.parts.map(({ evidence }) => evidence)).map(
            ({ checkId, firstDueAt }, index) => (
              <>
                {index > 0 && ' · '}
                <a href={observationPath(checkId, firstDueAt)}>
                  {t.opensEvidence}:{' '}
                  {t.checks.probes[checkId.split('~').at(-1) as keyof typeof t.checks.probes]}
                </a>
              </>
            ),
          )}
        </p>
      </section>
      <PeriodLinks period={period} frame={frame} />
      <Figures row={row} frame={frame} />
      <AccessPoints row={row} frame={frame} />
      <Uptime row={row} day={day} frame={frame} />
      <WifiCharts site={site} charts={charts} range={range} frame={frame} />
      <section class="block" id="incidents">
        <h2>{t.wifi.incidents.title}</h2>
        <Incidents incidents={figures?.incidents ?? []} frame={frame} />
      </section>
      <Contract row={row} networks={networks} frame={frame} />
    </Layout>
  )
}

function uniqueEvidence(all: (LineEvidence | null)[]): LineEvidence[] {
  const found = all.filter((one) => one !== null)
  return found.filter((one, index) => found.findIndex(({ checkId }) => checkId === one.checkId) === index)
}

/** Each figure with what it takes to pass, what was found, and the looks that it rests on. */
function Figures({ row, frame }: { row: WifiRow; frame: Frame }) {
  const { t, locale } = frame
  const { site, figures, findings, ipv6 } = row
  const words = t.wifi.figures
  const limits = [
    words.atLeast('98%'),
    words.atLeast('99%'),
    words.atMost('80%'),
    words.atLeast('95%'),
    words.atLeast('50%'),
  ]
  const looks = ['aps', 'aps', 'uplink', 'aps', 'guests']
  const shown = [
    ...findings.map(({ id, verdict, because }) => ({
      id,
      verdict: verdict as Verdict,
      because,
      name: operationsCriteria.find((one) => one.id === id)?.name,
    })),
    ...(ipv6 === null ? [] : [{ ...ipv6, id: 'WIF-01', name: criterionOf('WIF-01').name }]),
  ]
  return (
    <section class="block" id="figures">
      <h2>{words.title}</h2>
      <TableBox label={words.title} records>
        <thead>
          <tr>
            <th scope="col">{words.by}</th>
            <th scope="col">{t.lines.figures.verdict}</th>
            <th scope="col">{words.limit}</th>
            <th scope="col">{t.lines.figures.rests}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, name, verdict, because }, index) => (
            <tr>
              <th scope="row">
                {name?.[locale]} <span class="muted small nowrap">{id}</span>
              </th>
              <td class="wide" data-label={t.lines.figures.verdict}>
                <VerdictMark verdict={verdict} word={t.verdict[verdict]} /> <Raw text={because[locale]} />
              </td>
              <td class="nowrap" data-label={words.limit}>
                {limits[index]}
              </td>
              <td class="nowrap" data-label={t.lines.figures.rests}>
                <a
                  href={withQuery(wifiPath(site.code, frame, '/looks'), { of: looks[index] ?? 'aps' })}
                  aria-label={`${id}: ${t.lines.figures.opens}`}
                >
                  {t.lines.figures.opens}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
      {figures !== null && <More figures={figures} frame={frame} />}
      <p class="muted small">
        {figures === null
          ? t.lines.noDay
          : `${t.lines.shownTime(formatDay(dayOf(figures.from), locale), formatDay(lastDayBefore(figures.to), locale))}.`}{' '}
        {t.lines.method(`${wifiMethod.name[locale]} (${figures?.method ?? wifiMethod.id})`)}.
      </p>
    </section>
  )
}

function More({ figures, frame }: { figures: WifiFigures; frame: Frame }) {
  const { t, locale } = frame
  const words = t.wifi.figures
  const { clients, volumeGb, apMinutes } = figures
  const number = (value: number, digits = 0) => formatNumber(value, locale, digits)
  const unseen = apMinutes.void + apMinutes.unmeasured
  return (
    <dl class="facts">
      <dt>{t.wifi.card.apMinutes}</dt>
      <dd>
        {words.apMinutes(number(apMinutes.up), number(apMinutes.down))}
        {unseen > 0 && `, ${words.unseen(number(unseen))}`}
      </dd>
      <dt>{words.most}</dt>
      <dd>
        {clients.most === null
          ? t.verdict.unknown
          : `${number(clients.most.clients)} ${words.mostAt(formatMoment(clients.most.at, locale))}`}
        {clients.mean !== null && `, ${words.mean(number(clients.mean, 1))}`}
        {`, ${t.lines.coverage(formatShare(clients.coverage, locale))}`}
      </dd>
      <dt>{words.volume}</dt>
      <dd>{volumeGb === null ? t.verdict.unknown : words.volumeOf(number(volumeGb, 1))}</dd>
    </dl>
  )
}

function Contract({ row, networks, frame }: Pick<WifiSiteProps, 'row' | 'networks' | 'frame'>) {
  const { t, locale } = frame
  const { site } = row
  const [words, lines] = [t.wifi.contract, t.lines.contract]
  const number = (value: number | null, digits = 0) =>
    value === null ? lines.notSaid : formatNumber(value, locale, digits)
  const day = (value: string | null, otherwise: string) =>
    value === null ? otherwise : formatDay(value, locale)
  const rows: [string, string][] = [
    [words.category, site.category || lines.notSaid],
    [words.address, site.address || lines.notSaid],
    ...(site.lat === null || site.lon === null
      ? []
      : ([[words.position, `${site.lat}, ${site.lon}`]] as [string, string][])),
    [t.wifi.provider, site.provider || lines.notSaid],
    [lines.number, site.contractNo || lines.notSaid],
    [lines.dates, `${day(site.contractFrom, lines.notSaid)} – ${day(site.contractTo, lines.open)}`],
    [words.fee, site.monthlyFee === undefined ? lines.notSaid : lines.feeOf(number(site.monthlyFee))],
    [words.aps, words.apsOf(number(site.apContracted), number(site.aps.length))],
    [words.bandwidth, `${number(site.downMbps)} / ${number(site.upMbps)} Mb/s`],
    [words.ssid, site.ssid || lines.notSaid],
    [words.login, t.wifi.logins[site.login] ?? (site.login || lines.notSaid)],
  ]
  const devices: [string, string | null | undefined, string][] = [
    [words.controller, site.controller, words.alone],
    [words.uplink, site.uplinkDevice, t.lines.ends.notSaid],
  ]
  return (
    <section class="card">
      <h2>{words.title}</h2>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>
              <Raw text={value} />
            </dd>
          </>
        ))}
        {devices.map(([name, code, otherwise]) => (
          <>
            <dt>{name}</dt>
            <dd>
              {code == null ? (
                otherwise
              ) : (
                <a href={atMoment(`/devices/${encodeURIComponent(code)}`, frame)}>{code}</a>
              )}{' '}
              {name === words.uplink && site.uplinkIf !== undefined && <Raw text={site.uplinkIf} mono />}
            </dd>
          </>
        ))}
        <dt>{words.guests}</dt>
        <dd>
          {networks.length === 0 && t.lines.contract.notSaid}
          {networks.map(({ device, interfaces, adverts, evidence }, index) => (
            <>
              {index > 0 && <br />}
              <a href={atMoment(`/devices/${encodeURIComponent(device)}`, frame)}>{device}</a>{' '}
              <Raw text={interfaces.join(', ')} mono />
              {`: ${words.adverts[adverts]} `}
              {evidence !== null && (
                <a
                  href={observationPath(evidence.checkId, evidence.firstDueAt)}
                  aria-label={`${t.opensEvidence}: ${words.guests} ${device}`}
                >
                  {t.opensEvidence}
                </a>
              )}
            </>
          ))}
        </dd>
      </dl>
    </section>
  )
}

/** Every access point that the inventory names: now, and over the period. */
function AccessPoints({ row, frame }: { row: WifiRow; frame: Frame }) {
  const { t, locale } = frame
  const { aps, figures } = row
  const words = t.wifi.aps
  const missing = apsContracted(row) - aps.length
  const number = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value, locale))
  return (
    <section class="block" id="aps">
      <h2>{words.title}</h2>
      {aps.length === 0 ? (
        <p class="muted">{words.none}</p>
      ) : (
        <TableBox label={words.title} records>
          <thead>
            <tr>
              <th scope="col">{t.wifi.columns.ap}</th>
              <th scope="col">{t.wifi.columns.state}</th>
              <th scope="col" class="number">
                {t.wifi.columns.apShare}
              </th>
              <th scope="col" class="number">
                {words.lost}
              </th>
              <th scope="col" class="number">
                {words.unseen}
              </th>
              <th scope="col">{t.wifi.columns.evidence}</th>
            </tr>
          </thead>
          <tbody>
            {aps.map(({ name, state, evidence }) => {
              const own = figures?.byAp.find((one) => one.name === name)
              return (
                <tr>
                  <th scope="row">
                    <Raw text={name} />
                  </th>
                  <td data-label={t.wifi.columns.state}>
                    <LineStateMark state={state} frame={frame} />
                  </td>
                  <td class="number" data-label={t.wifi.columns.apShare}>
                    {minutesShare(own?.share, frame)}
                  </td>
                  <td class="number" data-label={words.lost}>
                    {number(own?.minutes.down)}
                  </td>
                  <td class="number" data-label={words.unseen}>
                    {number(own && own.minutes.void + own.minutes.unmeasured)}
                  </td>
                  <td data-label={t.wifi.columns.evidence}>
                    {evidence === null ? (
                      t.none
                    ) : (
                      <a
                        href={observationPath(evidence.checkId, evidence.firstDueAt)}
                        aria-label={`${t.opensEvidence}: ${name}`}
                      >
                        {t.opensEvidence}
                      </a>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </TableBox>
      )}
      {missing > 0 && <p class="muted small">{words.missing(number(missing))}</p>}
    </section>
  )
}

function Uptime({ row, day, frame }: { row: WifiRow; day: SiteDayRuns | null; frame: Frame }) {
  const { t } = frame
  const words = t.lines.uptime
  const { site, days } = row
  return (
    <section class="block" id="uptime">
      <header>
        <h2>{words.title}</h2>
        <UptimeLegend words={siteWords(frame)} frame={frame} />
      </header>
      <UptimeWalk
        days={stripOf(days)}
        label={words.title}
        hrefOf={(from) => `${withQuery(frame.url, { day: from })}#uptime`}
        chosen={day?.from ?? null}
        words={siteWords(frame)}
        frame={frame}
      />
      <p class="muted small">
        {t.wifi.uptime.how} <a href={wifiPath(site.code, frame, '/days')}>{words.table}</a>
      </p>
      {day !== null && <DayMinutes day={day} frame={frame} />}
    </section>
  )
}

function DayMinutes({ day, frame }: { day: SiteDayRuns; frame: Frame }) {
  const { t, locale } = frame
  const words = t.lines.uptime
  const title = t.wifi.uptime.dayTitle(dayName(day, frame))
  const number = (value: number) => formatNumber(value, locale)
  return (
    <section class="card">
      <header class="page-head">
        <h3>{title}</h3>
        <a class="small" href={`${withQuery(frame.url, { day: null })}#uptime`}>
          {words.close}
        </a>
      </header>
      <TableBox label={title} records>
        <thead>
          <tr>
            <th scope="col">{words.from}</th>
            <th scope="col" class="number">
              {words.length}
            </th>
            <th scope="col">{words.state}</th>
            <th scope="col" class="number">
              {t.wifi.uptime.apsUp}
            </th>
            <th scope="col">{words.proof}</th>
          </tr>
        </thead>
        <tbody>
          {day.runs.map(({ state, from, minutes, aps, proof }) => (
            <tr>
              <th scope="row">
                <Moment at={from} frame={frame} />
              </th>
              <td class="number" data-label={words.length}>
                {number(minutes)}
              </td>
              <td data-label={words.state}>
                <LineStateMark state={drawnAs(state)} word={siteWords(frame)[drawnAs(state)]} frame={frame} />
              </td>
              <td class="number" data-label={t.wifi.uptime.apsUp}>
                {`${number(aps.up)}/${number(Object.values(aps).reduce((sum, one) => sum + one, 0))}`}
              </td>
              <td data-label={words.proof}>
                <Proof of={proof} at={from} frame={frame} />
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  )
}

export function Incidents({
  incidents,
  label,
  siteOf,
  frame,
}: {
  incidents: (WifiIncident & { hotspot?: string })[]
  /** What the table is called, where a page has several. */
  label?: string
  /** The name of a site, where they are of several. */
  siteOf?: (code: string) => string
  frame: Frame
}) {
  const { t, locale } = frame
  const words = t.lines.incidents
  if (incidents.length === 0) return <p class="muted">{words.none}</p>
  return (
    <TableBox label={label ?? words.title} records>
      <thead>
        <tr>
          <th scope="col">{words.from}</th>
          <th scope="col">{words.to}</th>
          {siteOf && <th scope="col">{t.wifi.columns.site}</th>}
          <th scope="col">{t.wifi.columns.ap}</th>
          <th scope="col" class="number">
            {words.length}
          </th>
          <th scope="col">{words.proof}</th>
        </tr>
      </thead>
      <tbody>
        {incidents.map((one) => (
          <tr>
            <th scope="row">
              <Moment at={one.from} frame={frame} />
            </th>
            <td data-label={words.to}>
              {one.to === null ? words.goesOn : <Moment at={one.to} frame={frame} />}
            </td>
            {siteOf && (
              <td data-label={t.wifi.columns.site}>
                <Raw text={siteOf(one.hotspot ?? '')} />
              </td>
            )}
            <td data-label={t.wifi.columns.ap}>
              {one.ap === null ? <strong>{t.wifi.incidents.whole}</strong> : <Raw text={one.ap} />}
            </td>
            <td class="number" data-label={words.length}>
              {formatSpan(one.minutes * 60, locale)}
            </td>
            <td data-label={words.proof}>
              <Proof of={one.opened} at={one.from} frame={frame} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}
