import { shortField } from '../src/report/message-text.ts'
import { missingOf, type Office } from '../src/report/office.ts'
import { periodName } from '../src/report/period-name.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Field } from './parts/field.tsx'
import { Input, type Problem, Problems, type SentForm } from './parts/plan-fields.tsx'

type Props = {
  frame: Frame
  period: string
  edition: number
  office: Office
  /** The newest frozen version; null for a period that is open. */
  version: number | null
  form: SentForm
  problems: Problem[]
  saved: 'yes' | 'no' | undefined
}

/** What people add to a report before it is signed: its head, sections I and V, signer and when it was sent. */
export function ReportOfficePage({ frame, period, edition, office, version, form, problems, saved }: Props) {
  const { t } = frame
  const words = t.reportOffice
  const name = periodName(period, frame)
  const field = { form, problems }
  const fields: Record<string, string> = words.fields
  const missing = missingOf(office)
  const long = (one: keyof typeof words.fields & string, value: string, rows: number) => (
    <LongText name={one} label={words.fields[one]} value={value} rows={rows} {...field} />
  )
  return (
    <Layout frame={frame} title={`${words.title}: ${name}`} section="reports">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/reports">{t.reports.title}</a> › <a href={`/reports/${period}`}>{name}</a>
          </p>
          <h1>{words.title}</h1>
          <p class="muted">{words.what}</p>
        </div>
      </div>
      {saved !== undefined && (
        <p class="card" role="status">
          {saved === 'yes' ? words.saved : words.unchanged}
        </p>
      )}
      {missing.length > 0 && (
        <p class="card">
          {t.reports.missing}: {missing.map((one) => shortField(words.fields[one])).join(', ')}.
        </p>
      )}
      <form class="stack card long-form" method="post" action={`/reports/${period}/office`}>
        <Problems problems={problems} labelOf={(one) => fields[one]} frame={frame} />
        <input type="hidden" name="edition" value={String(edition)} />
        <div class="columns">
          <Input name="number" label={words.fields.number} value={office.number} {...field} />
          <Input name="symbol" label={words.fields.symbol} value={office.symbol} required {...field} />
          <Input name="place" label={words.fields.place} value={office.place} required {...field} />
          <Input name="date" type="date" label={words.fields.date} value={office.date ?? ''} {...field} />
        </div>
        {long('direction', office.direction, 6)}
        {long('proposals', office.proposals, 6)}
        <div class="columns">
          {long('authority', office.authority.join('\n'), 2)}
          <Input name="signer" label={words.fields.signer} value={office.signer} {...field} />
        </div>
        <div class="columns">
          <Input name="superior" label={words.fields.superior} value={office.superior} {...field} />
          {long('issuer', office.issuer, 2)}
        </div>
        <div class="columns">
          {long('addressees', office.addressees.join('\n'), 3)}
          {long('recipients', office.recipients.join('\n'), 3)}
        </div>
        {version !== null && (
          <Input
            name="sentOn"
            type="date"
            label={words.fields.sentOn}
            value={office.sentOn ?? ''}
            {...field}
          />
        )}
        <button class="primary" type="submit">
          {words.save}
        </button>
      </form>
    </Layout>
  )
}

function LongText({
  name,
  label,
  value,
  rows,
  form,
  problems,
}: {
  name: string
  label: string
  value: string
  rows: number
  form: SentForm
  problems: Problem[]
}) {
  return (
    <Field label={label}>
      <textarea
        name={name}
        id={name}
        rows={rows}
        aria-invalid={problems.some(({ field }) => field === name) ? 'true' : undefined}
      >
        {form ? (form[name]?.[0] ?? '') : value}
      </textarea>
    </Field>
  )
}
