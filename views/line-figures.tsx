import { formatNumber, formatPercent, formatShare, formatSpan } from '../src/i18n/format.ts'
import type { Line } from '../src/model/inventory.ts'
import type { Commitment } from '../src/operations/line-contract.ts'
import type { LineFigures } from '../src/operations/line-figures.ts'
import { reasonTexts } from '../src/readiness/reasons.ts'
import type { Frame } from './frame.ts'
import { lineLooksPath, linePartPath } from './parts/line-path.ts'
import { VerdictMark } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'

type Props = { line: Line; figures: LineFigures; commitments: Commitment[]; frame: Frame }
type Row = {
  name: string
  value: string
  more?: string
  limit?: string
  of?: Commitment['of']
  family?: Commitment['family']
  rests: 'reach' | 'counters' | 'traffic'
  /** Lists of exactly what it counts. */
  opens?: { words: string; href: string }[]
}

/** Every figure with what it is held against, how much of the time it is of, and the looks that it is made of. */
export function LineFigureTable(props: Props) {
  const { line, commitments, frame } = props
  const t = frame.t.lines.figures
  return (
    <TableBox label={t.title} records>
      <thead>
        <tr>
          <th scope="col">{t.figure}</th>
          <th scope="col" class="number">
            {t.value}
          </th>
          <th scope="col" class="number">
            {t.limit}
          </th>
          <th scope="col">{t.verdict}</th>
          <th scope="col">{t.rests}</th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(props).map(({ name, value, more, limit, of, family = null, rests, opens = [] }) => (
          <tr>
            <th scope="row">{name}</th>
            <td class="number" data-label={t.value}>
              {value}
            </td>
            <td class="number" data-label={t.limit}>
              {limit ?? ''}
            </td>
            <td data-label={t.verdict}>
              <Kept of={commitments.find((one) => one.of === of && one.family === family)} frame={frame} />
            </td>
            <td class="wide small" data-label={t.rests}>
              {more && `${more} · `}
              {opens.map(({ words, href }) => (
                <>
                  <a href={href} aria-label={`${name}: ${words}`}>
                    {words}
                  </a>
                  {' · '}
                </>
              ))}
              <a href={lineLooksPath(line.code, rests, frame)} aria-label={`${name}: ${t.opens}`}>
                {t.opens}
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

function Kept({ of, frame }: { of: Commitment | undefined; frame: Frame }) {
  if (of === undefined) return null
  const verdict = of.kept === null ? 'unknown' : of.kept ? 'pass' : 'fail'
  return <VerdictMark verdict={verdict} word={frame.t.verdict[verdict]} />
}

function rowsOf({ line, figures, frame }: Props): Row[] {
  const { t, locale } = frame
  const words = t.lines.figures
  const number = (value: number, digits = 0) => formatNumber(value, locale, digits)
  const known = (value: number | null, show: (value: number) => string) =>
    value === null ? t.verdict.unknown : show(value)
  const share = (digits: number) => (value: number) => formatShare(value, locale, digits)
  const mbps = (value: number | null) => known(value, (one) => t.lines.mbps(number(one, 1)))
  const coverage = (value: number) => t.lines.coverage(formatShare(value, locale))
  const percent = (value: number | null) => (value === null ? '' : formatPercent(value, locale))
  const { minutes, traffic, errors, incidents } = figures
  const { down, up } = traffic
  const { code } = line
  const parts = t.lines.parts
  const states = (['down', 'maintenance', 'void', 'unmeasured'] as const)
    .filter((state) => minutes[state] > 0)
    .map((state) => ({
      words: `${parts.minutesOpen(t.lines.states[state].toLowerCase())} (${number(minutes[state])})`,
      href: linePartPath(code, 'minutes', frame, { state }),
    }))
  const opensIncidents =
    incidents.length === 0
      ? []
      : [{ words: parts.incidentsOpen, href: linePartPath(code, 'incidents', frame) }]
  const opensLate =
    (figures.late ?? 0) === 0
      ? []
      : [{ words: parts.lateOpen, href: linePartPath(code, 'incidents', frame, { late: 'yes' }) }]
  const opensAverages = (['down', 'up'] as const)
    .filter((way) => traffic[way].p95Mbps !== null)
    .map((way) => ({
      words: parts.averagesOpen(t.lines[way]),
      href: linePartPath(code, 'averages', frame, { way }),
    }))
  const [busiest = null] = [down.p95OfCir, up.p95OfCir].filter((one) => one !== null).sort((a, b) => b - a)
  return [
    {
      name: words.availability,
      value: known(figures.availability, share(2)),
      limit: percent(line.slaAvailabilityPct),
      of: 'availability',
      more: `${words.availabilityOf(number(minutes.up + minutes.degraded_v6), number(minutes.down))}, ${coverage(figures.coverage)}`,
      rests: 'reach',
      opens: states,
    },
    {
      name: words.incidents,
      value: known(figures.late, (late) => `${number(incidents.length - late)}/${number(incidents.length)}`),
      limit: line.slaRestoreHours === null ? '' : t.lines.hours(number(line.slaRestoreHours)),
      of: 'restore',
      more: words.incidentsOf(number(incidents.length), known(figures.late, number)),
      rests: 'reach',
      opens: [...opensIncidents, ...opensLate],
    },
    ...(figures.mttrMinutes === null
      ? []
      : [
          {
            name: words.mttr,
            value: formatSpan(figures.mttrMinutes * 60, locale),
            rests: 'reach' as const,
            opens: opensIncidents,
          },
        ]),
    ...(figures.mtbfMinutes === null
      ? []
      : [
          {
            name: words.mtbf,
            value: formatSpan(figures.mtbfMinutes * 60, locale),
            rests: 'reach' as const,
            opens: opensIncidents,
          },
        ]),
    ...(['ipv4', 'ipv6'] as const).flatMap((family): Row[] => {
      const delay = figures.delay[family]
      if (delay === null) return []
      const name = family === 'ipv4' ? 'IPv4' : 'IPv6'
      const looked = coverage(delay.coverage)
      return [
        {
          name: `${words.rtt}, ${name}`,
          value: known(delay.rttP95Ms, (ms) => t.lines.ms(number(ms, 1))),
          limit: line.slaRttMsP95 === null ? '' : t.lines.ms(number(line.slaRttMsP95)),
          of: 'rtt',
          family,
          more: looked,
          rests: 'reach',
        },
        {
          name: `${words.loss}, ${name}`,
          value: known(delay.loss, share(2)),
          limit: percent(line.slaLossPct),
          of: 'loss',
          family,
          more: `${number(delay.lost)}/${number(delay.sent)}, ${looked}`,
          rests: 'reach',
        },
        {
          name: `${words.jitter}, ${name}`,
          value: known(delay.jitterMs, (ms) => t.lines.ms(number(ms, 1))),
          more: looked,
          rests: 'reach',
        },
      ]
    }),
    {
      name: words.load,
      value: known(busiest, share(0)),
      more: `${words.p95(mbps(down.p95Mbps), mbps(up.p95Mbps))}, ${coverage(Math.min(down.coverage, up.coverage))}`,
      rests: 'counters',
      opens: opensAverages,
    },
    {
      name: words.errors,
      value: known(errors.ratio, (ratio) => words.perMillion(number(ratio * 1e6, 2))),
      more: `${words.errorsOf(number(errors.errors), number(errors.packets), number(errors.discards))}, ${coverage(errors.coverage)}`,
      rests: 'counters',
    },
    ipv6Row(figures, frame),
  ]
}

function ipv6Row({ ipv6 }: LineFigures, { t, locale }: Frame): Row {
  const words = t.lines.figures
  const base = { name: words.ipv6, rests: 'traffic' as const }
  if (ipv6 === null) return { ...base, value: t.verdict.unknown, more: words.noShare }
  const { share, coverage } = ipv6
  const looked = t.lines.coverage(formatShare(coverage, locale))
  return share.share === null
    ? { ...base, value: t.verdict.unknown, more: `${reasonTexts[share.reason][locale]}, ${looked}` }
    : { ...base, value: formatShare(share.share, locale), more: `${words.marks[share.mark]}, ${looked}` }
}
