import { formatNumber } from '../src/i18n/format.ts'
import { isUnitVantage } from '../src/inventory/unit-checks.ts'
import type { Instant, Observation } from '../src/model.ts'
import type { SelfTestFacts, VantageState } from '../src/operations/vantage-state.ts'
import { reasonTexts } from '../src/readiness/reasons.ts'
import { type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { observationPath } from './parts/evidence-links.tsx'
import { Raw } from './parts/raw.tsx'
import { Refreshing } from './parts/refreshing.tsx'
import { VantageStateMark } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'
import { Age } from './parts/time.tsx'

export type Vantage = {
  name: string
  state: VantageState
  /** Its newest self-test; null before the first. */
  test: Observation | null
  /** That look from there, the last heard first. */
  processes: { id: string; machine: string; roles: string[]; startedAt: Instant; heardAt: Instant }[]
  looksAt: {
    checks: number
    waiting: number
    probes: { probe: keyof Frame['t']['checks']['probes']; checks: number }[]
  }
}

type Props = {
  frame: Frame
  vantages: Vantage[]
  /** Names of units by their codes. */
  names: Map<string, string>
}

export function VantagesPage(props: Props) {
  const { frame } = props
  const { t } = frame
  return (
    <Layout frame={frame} title={t.vantages.title} section="checks">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/checks">{t.checks.title}</a>
          </p>
          <h1>{t.vantages.title}</h1>
          <p class="muted">{t.vantages.what}</p>
        </div>
        <div class="actions no-print">
          <a href="/vantages.json">JSON</a>
        </div>
      </div>
      <VantageList {...props} />
    </Layout>
  )
}

/** The part that refreshes. */
export function VantageList({ frame, vantages, names }: Props) {
  const t = frame.t.vantages
  const down = vantages.filter(({ state }) => state === 'down').length
  return (
    <Refreshing
      id="vantages"
      from="/parts/vantages"
      status={t.count(vantages.length, down)}
      frame={{ ...frame, url: '/vantages' }}
    >
      {vantages.length === 0 ? (
        <div class="empty">
          <strong>{t.none}</strong>
          <span>{t.noneWhat}</span>
        </div>
      ) : (
        <TableBox label={t.title} records>
          <thead>
            <tr>
              {Object.values(t.columns).map((label) => (
                <th scope="col">{label}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {vantages.map((vantage) => (
              <Row vantage={vantage} unit={names.get(vantage.name)} frame={frame} />
            ))}
          </tbody>
        </TableBox>
      )}
    </Refreshing>
  )
}

function Row({ vantage, unit, frame }: { vantage: Vantage; unit: string | undefined; frame: Frame }) {
  const t = frame.t.vantages
  const { name, state, looksAt } = vantage
  const place = isUnitVantage(name) ? (unit ?? t.unknownUnit) : t.places[name as 'inside' | 'outside']
  return (
    <tr>
      <th scope="row" data-label={t.columns.name}>
        <Raw text={name} mono />
        <div class="muted small">{place}</div>
      </th>
      <td data-label={t.columns.state}>
        <VantageStateMark state={state} frame={frame} />
        <div class="muted small">{t.states[state]}</div>
      </td>
      <td data-label={t.columns.looksAt}>
        <a href={withQuery('/checks', { vantage: name })}>
          {t.checks(formatNumber(looksAt.checks, frame.locale))}
        </a>
        <div class="small muted">
          {looksAt.probes
            .map(
              ({ probe, checks }) => `${frame.t.checks.probes[probe]}: ${formatNumber(checks, frame.locale)}`,
            )
            .join(' · ')}
        </div>
      </td>
      <td data-label={t.columns.test}>
        <SelfTest test={vantage.test} frame={frame} />
      </td>
      <td data-label={t.columns.processes}>
        <Processes processes={vantage.processes} frame={frame} />
      </td>
      <td data-label={t.columns.queue}>
        <span class="mono small">probe-{name}</span>
        <div>{t.waiting(formatNumber(looksAt.waiting, frame.locale))}</div>
      </td>
    </tr>
  )
}

function SelfTest({ test, frame }: { test: Observation | null; frame: Frame }) {
  const { t, locale } = frame
  if (test === null) return <span class="muted">{t.vantages.noTest}</span>
  const link = (
    <div class="small">
      <a href={observationPath(test.checkId, test.firstDueAt)}>{t.opensEvidence}</a>{' '}
      <span class="muted">
        <Age at={test.lastSeenAt} frame={frame} />
      </span>
    </div>
  )
  if (!test.result.ok)
    return (
      <>
        {reasonTexts[test.result.error][locale]}
        {link}
      </>
    )
  const { ipv4, ipv6, knownName, clock } = test.result.facts as Partial<SelfTestFacts>
  return (
    <>
      {[['IPv4', ipv4] as const, ['IPv6', ipv6] as const].map(
        ([name, family]) =>
          family && (
            <div>
              {t.factSummary.works(name, family.working)}{' '}
              <span class="muted small">
                {family.anchorsAsked === 0
                  ? t.vantages.noAnchors
                  : t.vantages.anchors(family.anchorsAnswered, family.anchorsAsked)}
              </span>
            </div>
          ),
      )}
      {knownName && (
        <div class="small">
          {t.vantages.name(knownName.resolves)} <Raw text={knownName.name} />
        </div>
      )}
      {clock && <div class="small">{t.vantages.clock(clock.right)}</div>}
      {link}
    </>
  )
}

function Processes({ processes, frame }: { processes: Vantage['processes']; frame: Frame }) {
  const t = frame.t.vantages
  if (processes.length === 0) return <span class="muted">{t.noProcess}</span>
  return (
    <ul class="list">
      {processes.map(({ machine, roles, heardAt }) => (
        <li>
          <Raw text={machine} mono />{' '}
          <span class="small">
            {t.heard} <Age at={heardAt} frame={frame} />
          </span>
          <div class="muted small">{roles.map((role) => t.roles[role] ?? role).join(', ')}</div>
        </li>
      ))}
    </ul>
  )
}
