import { formatNumber } from '../src/i18n/format.ts'
import type { Hotspot } from '../src/model/inventory.ts'
import type { Check, Observation } from '../src/model.ts'
import { siteStates } from '../src/operations/wifi-figures.ts'
import { siteShareUp } from '../src/operations/wifi-sum.ts'
import { atMoment, type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { checkPath } from './parts/evidence-links.tsx'
import { History } from './parts/history.tsx'
import { Downloads } from './parts/paging.tsx'
import { monthName } from './parts/period-links.tsx'
import { Raw } from './parts/raw.tsx'
import { drawnAs, type SiteDay, siteWords } from './parts/site-strip.ts'
import { TableBox } from './parts/table.tsx'
import { dayName } from './parts/uptime.tsx'
import { wifiPath } from './parts/wifi-path.ts'
import { minutesShare } from './wifi.tsx'

type Site = Pick<Hotspot, 'code' | 'name'>

/** From a part of a site's page back to the site, and to all sites. */
export function WifiCrumbs({ site, frame }: { site: Site; frame: Frame }) {
  return (
    <p class="crumbs">
      <a href={atMoment('/wifi', frame)}>{frame.t.wifi.title}</a> /{' '}
      <a href={wifiPath(site.code, frame)}>
        <Raw text={site.name} />
      </a>
    </p>
  )
}

type LooksProps = {
  frame: Frame
  site: Site
  of: 'aps' | 'uplink' | 'test' | 'guests'
  period: { name: string }
  /** By check, each with its intervals, newest first, and the one before those shown; null where all are. */
  looks: { check: Check; intervals: Observation[]; oldest: Observation | null }[]
}

/** What the figures of a site and month rest on. */
export function WifiLooksPage({ frame, site, of, period, looks }: LooksProps) {
  const { t, locale } = frame
  const words = t.lines.observations
  return (
    <Layout frame={frame} title={`${t.wifi.looks[of]} · ${site.name}`} section="wifi">
      <div>
        <WifiCrumbs site={site} frame={frame} />
        <h1>{t.wifi.looks[of]}</h1>
        <p>{monthName(period.name, frame)}</p>
      </div>
      {looks.length === 0 && <p class="muted">{t.lines.ends.noCheck}</p>}
      {looks.map(({ check, intervals, oldest }) => (
        <section class="block">
          <h2>
            <a href={checkPath(check.id)}>
              {t.checks.probes[check.probe]}: <Raw text={check.asset.code} />
            </a>
          </h2>
          <p class="muted small">{words.what}</p>
          <History probe={check.probe} intervals={intervals} oldest={oldest} frame={frame} />
          {oldest !== null && <p class="muted small">{words.more(formatNumber(intervals.length, locale))}</p>}
        </section>
      ))}
    </Layout>
  )
}

/** Days in rows with their minutes by state. */
export function WifiDaysPage({ frame, site, days }: { frame: Frame; site: Site; days: SiteDay[] }) {
  const { t, locale } = frame
  const words = siteWords(frame)
  return (
    <Layout frame={frame} title={`${t.lines.uptime.table} · ${site.name}`} section="wifi">
      <div class="page-head">
        <div>
          <WifiCrumbs site={site} frame={frame} />
          <h1>{t.lines.uptime.table}</h1>
        </div>
        <Downloads frame={frame} />
      </div>
      <TableBox label={t.lines.uptime.table} records>
        <thead>
          <tr>
            <th scope="col">{t.lines.uptime.day}</th>
            {siteStates.map((state) => (
              <th scope="col" class="number wrap">
                {words[drawnAs(state)]}
              </th>
            ))}
            <th scope="col" class="number">
              {t.wifi.columns.siteShare}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ from, to, minutes }) => {
            const share = minutes && siteShareUp(minutes).share
            return (
              <tr>
                <th scope="row" class="nowrap">
                  <a href={`${withQuery(wifiPath(site.code, frame), { day: from })}#uptime`}>
                    {dayName({ from, to }, frame)}
                  </a>
                </th>
                {siteStates.map((state) => (
                  <td
                    class={minutes?.[state] === 0 ? 'number zero' : 'number'}
                    data-label={words[drawnAs(state)]}
                  >
                    {minutes === null ? '–' : formatNumber(minutes[state], locale)}
                  </td>
                ))}
                <td class="number" data-label={t.wifi.columns.siteShare}>
                  {minutesShare(share, frame)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </TableBox>
    </Layout>
  )
}
