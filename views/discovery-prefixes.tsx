import type { FoundBlock } from '../src/address-plan/proposed-prefix.ts'
import { formatNumber } from '../src/i18n/format.ts'
import type { Instant } from '../src/model.ts'
import { Sightings } from './address-diff.tsx'
import { Decision } from './discovery.tsx'
import { DiscoveryTabs } from './discovery-tabs.tsx'
import { atMoment, type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'

/** A block that was found, and whether somebody does not want it in the plan. */
export type FoundBlockRow = FoundBlock & {
  unitName: string
  dismissal: { reason: string; by: string; at: Instant } | null
}

type Props = {
  frame: Frame
  rows: FoundBlockRow[]
  slice: Slice
  state: 'open' | 'dismissed'
  counts: { open: number; dismissed: number }
}

/** IPv6 blocks that are in use and in nobody's plan, to be taken into the address plan or dismissed. */
export function DiscoveryPrefixesPage({ frame, rows, slice, state, counts }: Props) {
  const t = frame.t.discovery
  const roles = frame.t.addresses.roles
  return (
    <Layout frame={frame} title={t.prefixes.title} section="inventory">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/inventory', frame)}>{frame.t.inventory.title}</a>
          </p>
          <h1>{t.prefixes.title}</h1>
        </div>
        <Downloads slice={slice} frame={frame} />
      </div>
      <DiscoveryTabs here="prefixes" frame={frame} />
      <p class="muted">{t.prefixes.what}</p>
      <nav class="actions" aria-label={t.states}>
        {(['open', 'dismissed'] as const).map((one) => (
          <a
            href={withQuery(frame.url, { state: one, page: null })}
            aria-current={one === state ? 'page' : undefined}
          >
            {t[one]} ({formatNumber(counts[one], frame.locale)})
          </a>
        ))}
      </nav>
      {rows.length === 0 ? (
        <p class="muted">{t.none}</p>
      ) : (
        <TableBox label={t.prefixes.title} records>
          <thead>
            <tr>
              <th scope="col">{t.prefixes.block}</th>
              <th scope="col">{t.columns.unit}</th>
              <th scope="col">{t.prefixes.as}</th>
              <th scope="col">{t.columns.toldBy}</th>
              <th scope="col">{t.columns.decision}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row">
                  <span class="mono">{row.block}</span>
                </th>
                <td data-label={t.columns.unit}>
                  <a href={`/units/${encodeURIComponent(row.unit)}`}>
                    <Raw text={row.unitName} />
                  </a>
                </td>
                <td data-label={t.prefixes.as}>{roles[row.proposal.role]}</td>
                <td data-label={t.columns.toldBy}>
                  <Sightings seen={row.seen} frame={frame} />
                </td>
                <td data-label={t.columns.decision}>
                  <Decision
                    base="/discovery/prefixes"
                    name={row.block}
                    target={{ unit: row.unit, key: row.block }}
                    dismissal={row.dismissal}
                    accept={t.prefixes.accept}
                    frame={frame}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
      <Paging slice={slice} frame={frame} />
    </Layout>
  )
}
