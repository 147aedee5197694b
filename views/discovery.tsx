import { formatNumber } from '../src/i18n/format.ts'
import { type Device, deviceRoles } from '../src/model/inventory.ts'
import type { Instant } from '../src/model.ts'
import type { Stranger } from '../src/readiness/strangers.ts'
import { DiscoveryTabs } from './discovery-tabs.tsx'
import { atMoment, type Frame, may, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { observationPath } from './parts/evidence-links.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Age } from './parts/time.tsx'

/** A device that was found, the row that it would get, and whether somebody does not want it. */
export type FoundDevice = Stranger & {
  unitName: string
  proposal: Device
  dismissal: { reason: string; by: string; at: Instant } | null
}

type Props = {
  frame: Frame
  rows: FoundDevice[]
  slice: Slice
  state: 'open' | 'dismissed'
  counts: { open: number; dismissed: number }
}

/** Devices that others tell of, to be taken into the inventory or dismissed. */
export function DiscoveryPage({ frame, rows, slice, state, counts }: Props) {
  const t = frame.t.discovery
  const { columns } = t
  return (
    <Layout frame={frame} title={t.title} section="inventory">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/inventory', frame)}>{frame.t.inventory.title}</a>
          </p>
          <h1>{t.title}</h1>
        </div>
        <Downloads slice={slice} frame={frame} />
      </div>
      <DiscoveryTabs here="devices" frame={frame} />
      <p class="muted">{t.what}</p>
      <nav class="chips" aria-label={t.states}>
        {(['open', 'dismissed'] as const).map((one) => (
          <a
            class="chip"
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
        <TableBox label={t.title}>
          <thead>
            <tr>
              {[columns.device, columns.unit, columns.addresses, columns.toldBy].map((head) => (
                <th scope="col">{head}</th>
              ))}
              <th scope="col">{columns.decision}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Found row={row} frame={frame} />
            ))}
          </tbody>
        </TableBox>
      )}
      <Paging slice={slice} frame={frame} />
    </Layout>
  )
}

function nameOf({ sysName, chassisId, addresses }: FoundDevice): string {
  return sysName || chassisId || addresses[0] || '?'
}

function Found({ row, frame }: { row: FoundDevice; frame: Frame }) {
  const t = frame.t.discovery
  const { sysName, chassisId, addresses, capabilities, ways } = row
  const label = nameOf(row)
  return (
    <tr>
      <th scope="row">
        <Raw text={label} />
        <div class="muted small">
          <Raw
            text={[sysName === '' ? '' : chassisId, capabilities.join(', ')].filter(Boolean).join(' · ')}
          />
        </div>
      </th>
      <td>
        <a href={`/units/${encodeURIComponent(row.unit)}`}>{row.unitName}</a>
      </td>
      <td>
        <Raw text={addresses.join(' ')} mono />
      </td>
      <td>
        <ul class="list small">
          {ways.map(({ source, by, port, evidence }) => (
            <li>
              {source === 'sweep' ? (
                <span class="mono">{by.code}</span>
              ) : (
                <a href={`/devices/${encodeURIComponent(by.code)}`}>{by.code}</a>
              )}{' '}
              <Raw text={port} mono />{' '}
              <a
                href={observationPath(evidence.checkId, evidence.firstDueAt)}
                aria-label={t.proofOf(label, t.sources[source])}
              >
                {t.sources[source]}
              </a>{' '}
              <span class="muted">
                <Age at={evidence.lastSeenAt} frame={frame} />
              </span>
            </li>
          ))}
        </ul>
      </td>
      <td>
        <Decision
          base="/discovery"
          name={label}
          target={{ unit: row.unit, key: row.key }}
          dismissal={row.dismissal}
          accept={t.accept}
          roles={{ role: row.proposal.role, options: deviceRoles }}
          frame={frame}
        />
      </td>
    </tr>
  )
}

/** What is done with a proposal: taken in, dismissed with a reason, or considered again. */
export function Decision({
  base,
  name,
  target,
  dismissal,
  accept,
  roles,
  frame,
}: {
  /** The page that the forms are of. */
  base: '/discovery' | '/discovery/prefixes'
  name: string
  target: { unit: string; key: string }
  dismissal: FoundDevice['dismissal']
  accept: string
  /** What it may be taken in as, and what is proposed. */
  roles?: { role: Device['role']; options: readonly Device['role'][] }
  frame: Frame
}) {
  const t = frame.t.discovery
  const about = Object.entries(target).map(([field, value]) => (
    <input type="hidden" name={field} value={value} />
  ))
  if (dismissal !== null)
    return (
      <>
        <Raw text={`${dismissal.reason} (${dismissal.by})`} />
        {may(frame, 'engineer') && (
          <form method="post" action={`${base}/dismiss`}>
            {about}
            <input type="hidden" name="restore" value="yes" />
            <button type="submit" aria-label={`${t.restore}: ${name}`}>
              {t.restore}
            </button>
          </form>
        )}
      </>
    )
  if (!may(frame, 'engineer')) return null
  return (
    <>
      <form class="actions" method="post" action={`${base}/accept`}>
        {about}
        {roles && (
          <select name="role" aria-label={`${t.as}: ${name}`}>
            {roles.options.map((role) => (
              <option value={role} selected={role === roles.role}>
                {t.roles[role]}
              </option>
            ))}
          </select>
        )}
        <button type="submit" aria-label={`${accept}: ${name}`}>
          {accept}
        </button>
      </form>
      <details>
        <summary>{t.dismiss}</summary>
        <form class="stack" method="post" action={`${base}/dismiss`}>
          {about}
          <label class="field">
            <span>{t.reason}</span>
            <input name="reason" maxlength={300} required />
          </label>
          <button type="submit" aria-label={`${t.dismiss}: ${name}`}>
            {t.dismiss}
          </button>
        </form>
      </details>
    </>
  )
}
