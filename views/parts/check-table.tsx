import { isOnRequest } from '../../src/model/on-request.ts'
import type { Check, Instant, Observation } from '../../src/model.ts'
import type { Frame } from '../frame.ts'
import { checkPath } from './evidence-links.tsx'
import { summarise } from './fact-summary.ts'
import { Raw } from './raw.tsx'
import { LookState } from './state.tsx'
import { type Sort, SortHead, TableBox } from './table.tsx'
import { Age } from './time.tsx'

/** A check, its schedule and the newest look at it. */
export type CheckSummary = Check & {
  nextDueAt: Instant
  retiredAt: Instant | null
  last: {
    dueAt: Instant
    startedAt: Instant
    durationMs: number
    manual: boolean
    observation: Observation
  } | null
}

/** Checks as rows; with `sort`, the heads sort, and with `units`, each row names its unit. */
export function CheckTable({
  checks,
  units,
  sort,
  frame,
}: {
  checks: CheckSummary[]
  units?: Map<string, string>
  sort?: Sort
  frame: Frame
}) {
  const t = frame.t.checks
  const head = (column: string, label: string, number = false) =>
    sort === undefined ? (
      <th scope="col" class={number ? 'number' : undefined}>
        {label}
      </th>
    ) : (
      <SortHead frame={frame} column={column} label={label} sort={sort} number={number} />
    )
  return (
    <TableBox label={t.table} tall records>
      <thead>
        <tr>
          {head('probe', t.columns.probe)}
          {head('id', t.columns.target)}
          {units !== undefined && head('unit', t.columns.unit)}
          <th scope="col">{t.columns.result}</th>
          <th scope="col">{t.columns.seen}</th>
          {head('lastAt', t.columns.lastAt, true)}
          {head('nextDueAt', t.columns.nextDueAt, true)}
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <tr>
            <th scope="row">
              <a class="nowrap" href={checkPath(check.id)}>
                {t.probes[check.probe]}
              </a>
              <span class="muted small">
                <br />
                {check.vantage}
              </span>
            </th>
            <td data-label={t.columns.target}>
              <Target of={check} />
            </td>
            {units !== undefined && (
              <td data-label={t.columns.unit}>
                {check.unit === null ? (
                  <span class="muted">{t.ownCheck}</span>
                ) : (
                  <a href={`/units/${encodeURIComponent(check.unit)}`}>
                    {units.get(check.unit) ?? check.unit}
                  </a>
                )}
              </td>
            )}
            <td data-label={t.columns.result}>
              <LookState state={lookStateOf(check)} frame={frame} />
            </td>
            <td class="wide" data-label={t.columns.seen}>
              {check.last !== null && (
                <Raw text={summarise(check.probe, check.last.observation.result, frame)} />
              )}
            </td>
            <td class="number" data-label={t.columns.lastAt}>
              {check.last !== null && <Age at={check.last.startedAt} frame={frame} />}
            </td>
            <td class="number" data-label={t.columns.nextDueAt}>
              {check.retiredAt === null && !isOnRequest(check) && <Age at={check.nextDueAt} frame={frame} />}
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

function Target({ of }: { of: Check }) {
  const named = addressed(of)
  return (
    <>
      {named !== null && <Raw text={named} />}{' '}
      <span class={named === null ? 'nowrap' : 'muted small nowrap'}>
        <Raw text={of.asset.code} />
      </span>
    </>
  )
}

export function lookStateOf({ last }: Pick<CheckSummary, 'last'>): 'looked' | 'void' | 'never' {
  if (last === null) return 'never'
  return last.observation.result.ok ? 'looked' : 'void'
}

/** What a check points at, as an engineer names it: a host name, a zone or an address, and the asset's code. */
export function targetOf(check: Check): string {
  const named = addressed(check)
  return named === null ? check.asset.code : `${named} (${check.asset.code})`
}

function addressed({ settings }: Check): string | null {
  const { host, zone, address, address6 } = settings as Record<string, string | null | undefined>
  return host ?? zone ?? address ?? address6 ?? null
}
