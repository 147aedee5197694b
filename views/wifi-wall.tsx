import { formatNumber } from '../src/i18n/format.ts'
import type { ApState } from '../src/operations/wifi-figures.ts'
import type { ApNow } from '../src/readiness/operations/venue.ts'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { observationPath } from './parts/evidence-links.tsx'
import { Downloads } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { Refreshing } from './parts/refreshing.tsx'
import { LineStateMark, VerdictMark } from './parts/state.tsx'
import { wifiPath } from './parts/wifi-path.ts'
import { apsContracted, apsUp, WifiFilters, type WifiProps, type WifiRow } from './wifi.tsx'

type Props = Pick<WifiProps, 'frame' | 'rows' | 'slice' | 'query' | 'districts' | 'providers'> & {
  /** Of all access points that are shown. */
  counts: Record<ApState, number>
}

export function WifiWallPage(props: Props) {
  const { frame, slice } = props
  const t = frame.t.wifi
  return (
    <Layout frame={frame} title={t.wall} section="wifi">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/wifi', frame)}>{t.title}</a>
          </p>
          <h1>{t.wall}</h1>
        </div>
        <Downloads slice={slice} frame={frame} />
      </div>
      <p class="muted">{t.wallWhat}</p>
      <WifiFilters {...props} sort={null} action="/wifi-aps" target="#wall" />
      <WifiWall {...props} />
    </Layout>
  )
}

/** The part that refreshes. Sites in the order of their districts, each as a line of squares. */
export function WifiWall({ frame, rows, slice, counts }: Props) {
  const { t, locale } = frame
  const states = Object.entries(counts) as [ApState, number][]
  return (
    <Refreshing
      id="wall"
      from={frame.url.replace(/^[^?]*/, '/parts/wifi-aps')}
      status={t.wifi.count(formatNumber(slice.total, locale))}
      frame={frame}
    >
      <ul class="legend small">
        {states.map(([state, count]) => (
          <li>
            <Tile state={state} />{' '}
            <LineStateMark
              state={state}
              word={`${t.lines.states[state]} ${formatNumber(count, locale)}`}
              frame={frame}
            />
          </li>
        ))}
      </ul>
      {rows.length === 0 && <p class="empty">{t.wifi.none}</p>}
      <div class="ap-sites">
        {rows.map((row, index) => (
          <>
            {rows[index - 1]?.district?.code !== row.district?.code || index === 0 ? (
              <h2>{row.district?.name ?? t.wifi.noDistrict}</h2>
            ) : null}
            <WallSite row={row} frame={frame} />
          </>
        ))}
      </div>
    </Refreshing>
  )
}

function WallSite({ row, frame }: { row: WifiRow; frame: Frame }) {
  const { t, locale } = frame
  const { site, aps, venue } = row
  return (
    <section class="ap-site">
      <p>
        <a href={wifiPath(site.code, frame)}>
          <Raw text={site.name} />
        </a>{' '}
        <span class="nowrap">
          <VerdictMark
            verdict={venue.verdict}
            word={t.wifi.apCount(formatNumber(apsUp(row), locale), formatNumber(apsContracted(row), locale))}
          />
        </span>
      </p>
      <ul class="tiles">
        {aps.map((ap) => (
          <li>
            <TileLink ap={ap} frame={frame} />
          </li>
        ))}
        {Array.from({ length: Math.max(0, apsContracted(row) - aps.length) }, () => (
          <li>
            <Tile state="unmeasured" />
            <span class="visually-hidden">{t.lines.states.unmeasured}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function TileLink({ ap: { name, state, evidence }, frame }: { ap: ApNow; frame: Frame }) {
  const said = `${name}: ${frame.t.lines.states[state]}`
  const tile = (
    <>
      <Tile state={state} />
      <span class="visually-hidden">{said}</span>
    </>
  )
  if (evidence === null) return <span title={said}>{tile}</span>
  return (
    <a href={observationPath(evidence.checkId, evidence.firstDueAt)} title={said}>
      {tile}
    </a>
  )
}

/** A filled square serves, one that hangs from the top does not; outlines are not known. */
function Tile({ state }: { state: ApState }) {
  return (
    <svg class={`tile tile-${state}`} viewBox="0 0 16 16" aria-hidden="true">
      <rect class="base" x="1" y="1" width="14" height="14" />
      {state === 'up' && <rect class="day-up" x="1" y="1" width="14" height="14" />}
      {state === 'down' && <path class="day-down" d="M1 1h14L8 14z" />}
      {state === 'void' && <rect class="day-void" x="3.5" y="3.5" width="9" height="9" />}
      {state === 'maintenance' && <path class="day-maintenance" d="M6 3v10m4-10v10" />}
    </svg>
  )
}
