import type { AuditRow } from '../src/model/audit.ts'
import { type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Field } from './parts/field.tsx'
import { Choice, Filters } from './parts/filters.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

type Props = {
  frame: Frame
  rows: AuditRow[]
  slice: Slice
  kinds: string[]
  query: Partial<Record<'who' | 'subject' | 'kind' | 'since', string | undefined>>
}

/** Who did what, from where, and what was there before. */
export function AuditPage({ frame, rows, slice, kinds, query }: Props) {
  const t = frame.t.audit
  return (
    <Layout frame={frame} title={t.title} section="audit">
      <div class="page-head">
        <h1>{t.title}</h1>
        <Downloads slice={slice} frame={frame} />
      </div>
      <p class="muted">{t.what}</p>
      <Filters frame={frame} action="/audit" target="#entries" label={t.filters} sort={null}>
        <Field label={t.who}>
          <input name="who" value={query.who ?? ''} maxlength={200} />
        </Field>
        <Field label={t.subject}>
          <input name="subject" value={query.subject ?? ''} maxlength={200} />
        </Field>
        <Choice
          name="kind"
          label={t.kind}
          value={query.kind}
          options={kinds.map((kind) => [kind, t.kinds[kind] ?? kind])}
          frame={frame}
        />
        <Field label={t.since}>
          <input name="since" type="date" value={query.since ?? ''} />
        </Field>
      </Filters>
      <div id="entries" class="block">
        {rows.length === 0 ? <p class="muted">{t.none}</p> : <Entries rows={rows} frame={frame} />}
        <Paging slice={slice} frame={frame} />
      </div>
    </Layout>
  )
}

function Entries({ rows, frame }: Pick<Props, 'rows' | 'frame'>) {
  const t = frame.t.audit
  return (
    <TableBox label={t.title} records>
      <thead>
        <tr>
          <th scope="col" class="number">
            {t.seq}
          </th>
          <th scope="col">{t.at}</th>
          <th scope="col">{t.who}</th>
          <th scope="col">{t.action}</th>
          <th scope="col">{t.subject}</th>
          <th scope="col">{t.more}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr id={`entry-${row.seq}`}>
            <th scope="row" class="number">
              {row.seq}
            </th>
            <td data-label={t.at}>
              <Moment at={row.at} frame={frame} seconds />
            </td>
            <td data-label={t.who}>
              <a href={withQuery('/audit', { who: row.who })}>
                <Raw text={row.who} />
              </a>
            </td>
            <td data-label={t.action}>{t.actions[row.action] ?? row.action}</td>
            <td data-label={t.subject}>
              <Raw text={row.subject} />
            </td>
            <td data-label={t.more}>
              <details>
                <summary>{t.show}</summary>
                <dl class="facts">
                  <Said label={t.from} value={row.from} />
                  <Said label={t.request} value={row.request} />
                  <Said label={t.before} value={row.before} />
                  <Said label={t.after} value={row.after} />
                  <Said label={t.hash} value={row.hash} />
                </dl>
              </details>
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

function Said({ label, value }: { label: string; value: unknown }) {
  if (value === null) return null
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <Raw text={typeof value === 'string' ? value : JSON.stringify(value, null, 1)} mono />
      </dd>
    </>
  )
}
