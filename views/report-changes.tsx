import type { Instant } from '../src/model.ts'
import type { ReportChange } from '../src/report/changes.ts'
import { changeValue } from '../src/report/message-text.ts'
import { periodName } from '../src/report/period-name.ts'
import { type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Downloads } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'

type Props = {
  frame: Frame
  period: string
  /** The period compared with; null for none. */
  before: string | null
  changes: ReportChange[]
  cutoffAt: Instant
}

export function ReportChangesPage({ frame, period, before, changes, cutoffAt }: Props) {
  const { t } = frame
  const words = t.reports
  const name = periodName(period, frame)
  const head = words.changeColumns
  return (
    <Layout frame={frame} title={`${words.changes}: ${name}`} section="reports">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/reports">{words.title}</a> › <a href={`/reports/${period}`}>{name}</a>
          </p>
          <h1>{words.changes}</h1>
          <p class="muted">
            {before === null ? words.noBefore : words.changesWhat(periodName(before, frame).toLowerCase())}
          </p>
        </div>
        <Downloads frame={frame} />
      </div>
      {changes.length === 0 ? (
        before !== null && <p class="muted">{words.noChanges}</p>
      ) : (
        <TableBox label={words.changes} records>
          <thead>
            <tr>
              {[head.what, head.name, head.subject, head.before, head.after, head.better].map((title) => (
                <th scope="col">{title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <Row change={change} frame={frame} cutoffAt={cutoffAt} />
            ))}
          </tbody>
        </TableBox>
      )}
    </Layout>
  )
}

function Row({ change, frame, cutoffAt }: { change: ReportChange; frame: Frame; cutoffAt: Instant }) {
  const { t } = frame
  const { what, code, name, subject, better } = change
  const head = t.reports.changeColumns
  const isUnit = what !== 'task' && what !== 'ended'
  return (
    <tr>
      <td data-label={head.what}>{t.reports.changeKinds[what]}</td>
      <td data-label={head.name}>
        {isUnit ? (
          <a href={withQuery(`/units/${encodeURIComponent(code)}`, { asOf: cutoffAt })}>
            <Raw text={name} />
          </a>
        ) : (
          <Raw text={what === 'task' ? `${code} ${name}` : name} />
        )}
      </td>
      <td data-label={head.subject}>
        {what === 'criterion' && subject !== null ? (
          <a href={withQuery(`/criteria/${subject}`, { asOf: cutoffAt })}>{subject}</a>
        ) : (
          <Raw text={subject ?? ''} />
        )}
      </td>
      <td data-label={head.before}>{changeValue(change, change.before, frame)}</td>
      <td data-label={head.after}>{changeValue(change, change.after, frame)}</td>
      <td data-label={head.better}>
        {t.reports.better[better === null ? 'neither' : better ? 'yes' : 'no']}
      </td>
    </tr>
  )
}
