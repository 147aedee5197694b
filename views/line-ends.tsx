import type { FactsOf } from '../probes/probe.ts'
import type { reachPing } from '../probes/reach-ping.ts'
import { formatDay, formatNumber, formatPercent } from '../src/i18n/format.ts'
import type { Line } from '../src/model/inventory.ts'
import type { Check, Observation } from '../src/model.ts'
import { atMoment, type Frame } from './frame.ts'
import { checkPath, observationPath } from './parts/evidence-links.tsx'
import { Raw } from './parts/raw.tsx'
import { Age } from './parts/time.tsx'

/** A check of a line with what it saw last, up to the moment shown. */
export type LineLook = { check: Check; newest: Observation | null }

export type LineEndsProps = {
  line: Line
  /** null where nobody looks. */
  reach: LineLook | null
  counters: LineLook | null
  frame: Frame
}

/** What was agreed; what the inventory does not say is said to be missing. */
export function LineContract({ line, frame }: Pick<LineEndsProps, 'line' | 'frame'>) {
  const { t, locale } = frame
  const words = t.lines.contract
  const number = (value: number, digits = 0) => formatNumber(value, locale, digits)
  const or = (value: number | null, show: (value: number) => string) =>
    value === null ? words.notSaid : show(value)
  const day = (value: string | null, otherwise: string) =>
    value === null ? otherwise : formatDay(value, locale)
  const mbps = (value: number | null) => or(value, (one) => t.lines.mbps(number(one)))
  const percent = (value: number) => formatPercent(value, locale)
  const rows: [string, string][] = [
    [t.lines.provider, line.provider || words.notSaid],
    [words.number, line.contractNo || words.notSaid],
    [words.dates, `${day(line.contractFrom, words.notSaid)} – ${day(line.contractTo, words.open)}`],
    [words.fee, or(line.monthlyFee, (fee) => words.feeOf(number(fee)))],
    [words.cir, `${mbps(line.cirDownMbps)} / ${mbps(line.cirUpMbps)}`],
    ...(line.accessType === undefined ? [] : [[words.access, line.accessType] as [string, string]]),
    [words.availability, or(line.slaAvailabilityPct, percent)],
    [words.restore, or(line.slaRestoreHours, (hours) => t.lines.hours(number(hours)))],
    [words.rtt, or(line.slaRttMsP95, (ms) => t.lines.ms(number(ms)))],
    [words.loss, or(line.slaLossPct, percent)],
    ...(line.power === undefined ? [] : [[words.power, words.powers[line.power]] as [string, string]]),
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
      </dl>
    </section>
  )
}

/** Which address is asked over which family, what counts, and the newest exchange with each. */
export function LineEnds({ line, reach, counters, frame }: LineEndsProps) {
  const { t } = frame
  const words = t.lines.ends
  const isCe = line.ceAddress !== undefined || line.ceAddress6 !== undefined
  return (
    <section class="card">
      <h2>{words.title}</h2>
      {reach === null && counters === null && <p class="muted">{words.noCheck}</p>}
      <dl class="facts">
        {reach !== null && (
          <>
            <dt>{isCe ? words.ce : words.nextHop}</dt>
            <dd>
              <Families look={reach} frame={frame} />
              <LastLook look={reach} frame={frame} />
            </dd>
          </>
        )}
        <dt>{words.device}</dt>
        <dd>
          {line.device === null ? (
            words.notSaid
          ) : (
            <a href={atMoment(`/devices/${encodeURIComponent(line.device)}`, frame)}>{line.device}</a>
          )}{' '}
          {counters !== null && (
            <Raw text={(counters.check.settings as { interface: string }).interface} mono />
          )}
          {line.directionSwap && <p class="muted small">{words.swap}</p>}
          {counters !== null && (
            <>
              <p class="small">
                <Raw text={(counters.check.settings as { address: string }).address} mono />
              </p>
              <LastLook look={counters} frame={frame} />
            </>
          )}
        </dd>
        {line.peDevice !== undefined && (
          <>
            <dt>{words.pe}</dt>
            <dd>
              <a href={atMoment(`/devices/${encodeURIComponent(line.peDevice)}`, frame)}>{line.peDevice}</a>{' '}
              <Raw text={line.peIf ?? ''} mono />
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}

/** Each address with whether it answered at the newest look. */
function Families({ look: { check, newest }, frame }: { look: LineLook; frame: Frame }) {
  const words = frame.t.lines.ends
  const { address, address6 } = check.settings as { address?: string | null; address6?: string | null }
  const facts = newest?.result.ok ? (newest.result.facts as FactsOf<typeof reachPing>) : null
  const families = [
    ['IPv4', address, facts?.ipv4?.answered],
    ['IPv6', address6, facts?.ipv6?.answered],
  ] as const
  return (
    <ul class="list">
      {families.map(([name, asked, answered]) => (
        <li>
          {name}: {asked ? <Raw text={asked} mono /> : <span class="muted">{words.notAsked}</span>}{' '}
          {asked && answered !== undefined && <span>{answered ? words.answered : words.silent}</span>}
        </li>
      ))}
    </ul>
  )
}

function LastLook({ look: { check, newest }, frame }: { look: LineLook; frame: Frame }) {
  const { t } = frame
  return (
    <p class="small">
      <a href={checkPath(check.id)}>{t.checks.probes[check.probe]}</a>
      {newest !== null && (
        <>
          {', '}
          {t.lines.ends.last} <Age at={newest.lastSeenAt} frame={frame} /> ·{' '}
          <a
            href={observationPath(check.id, newest.firstDueAt)}
            aria-label={`${t.opensEvidence}: ${t.checks.probes[check.probe]}`}
          >
            {t.opensEvidence}
          </a>
        </>
      )}
    </p>
  )
}
