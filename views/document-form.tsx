import type { DocumentKind } from '../src/model/documents.ts'
import { type Asset, type ProfileFlag, profileFlags, type Unit } from '../src/model/inventory.ts'
import type { AttestedField } from '../src/readiness/attested/attested.ts'
import { attested } from '../src/readiness/attested/index.ts'
import { subjectText } from './documents.tsx'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Field } from './parts/field.tsx'
import { FormProblems, problemOf } from './parts/form-problems.tsx'

type Props = {
  frame: Frame
  unit: Unit
  kind: DocumentKind
  subject: string
  assets: Asset[]
  /** What was sent and could not be saved. */
  texts: Record<string, string>
  problems: { field: string; message: string }[]
}

/** The form of one document. It works without JavaScript; what was typed comes back with everything that is wrong. */
export function DocumentFormPage({ frame, unit, kind, subject, assets, texts, problems }: Props) {
  const { t, locale } = frame
  const words = t.documents
  const about = kind === 'not_applicable' ? words.kinds.not_applicable : subjectText({ kind, subject }, frame)
  const input = (name: string, more: Record<string, unknown> = {}) => (
    <input name={name} value={texts[name] ?? ''} maxlength={500} {...problemOf(name, problems)} {...more} />
  )
  return (
    <Layout frame={frame} title={words.enterFor(about)} section="documents">
      <p class="crumbs">
        <a href={`/units/${encodeURIComponent(unit.code)}`}>{unit.name}</a>
      </p>
      <h1>{words.enterFor(about)}</h1>
      <p class="muted">{words.formWhat[kind]}</p>
      <form class="stack card" method="post" action="/documents" enctype="multipart/form-data">
        <FormProblems
          title={words.problems}
          problems={problems}
          labelOf={(field) => labelOf(field, { subject, kind }, frame)}
        />
        <input type="hidden" name="unit" value={unit.code} />
        <input type="hidden" name="kind" value={kind} />
        {kind === 'not_applicable' ? (
          <Field label={words.flag}>
            <select name="subject" id="subject">
              {profileFlags.map((flag: ProfileFlag) => (
                <option value={flag} selected={flag === subject}>
                  {t.unit.flags[flag]}
                </option>
              ))}
            </select>
          </Field>
        ) : (
          <input type="hidden" name="subject" value={subject} />
        )}
        {kind === 'attestation' &&
          (attested[subject]?.fields ?? []).map((field) => (
            <Field label={field.label[locale]}>
              <Answer field={field} value={texts[`answer.${field.name}`]} problems={problems} frame={frame} />
            </Field>
          ))}
        {kind === 'exception' && (
          <Field label={words.asset}>
            <select name="asset" id="asset">
              <option value="">{words.allAssets}</option>
              {assets.map((asset) => (
                <option
                  value={`${asset.kind}~${asset.code}`}
                  selected={texts.asset === `${asset.kind}~${asset.code}`}
                >
                  {t.assetKind[asset.kind]} {asset.code}
                </option>
              ))}
            </select>
          </Field>
        )}
        <Field label={words.number}>{input('number', { required: true })}</Field>
        <Field label={words.date}>{input('date', { type: 'date', required: true })}</Field>
        <Field label={words.signer}>{input('signer', { required: true })}</Field>
        {kind === 'exception' && <Field label={words.owner}>{input('owner', { required: true })}</Field>}
        <Field label={kind === 'exception' ? words.retireBy : words.until}>
          {input('until', { type: 'date', required: kind === 'exception' })}
        </Field>
        <Field label={words.note}>
          <textarea name="note" id="note" rows={2} maxlength={500}>
            {texts.note ?? ''}
          </textarea>
        </Field>
        <Field label={words.file}>
          <input
            type="file"
            name="file"
            required={kind === 'attestation' || kind === 'task'}
            {...problemOf('file', problems)}
          />
        </Field>
        <button class="primary" type="submit">
          {words.submit}
        </button>
      </form>
    </Layout>
  )
}

function Answer({
  field,
  value = '',
  problems,
  frame,
}: {
  field: AttestedField
  value: string | undefined
  problems: Props['problems']
  frame: Frame
}) {
  const name = `answer.${field.name}`
  const required = field.required ?? true
  if (field.kind === 'choice')
    return (
      <select name={name} required={required} {...problemOf(name, problems)}>
        <option value="" />
        {field.options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label[frame.locale]}
          </option>
        ))}
      </select>
    )
  return (
    <input
      name={name}
      value={value}
      required={required}
      maxlength={500}
      inputmode={field.kind === 'count' ? 'numeric' : undefined}
      placeholder={field.kind === 'prefix' ? '2001:db8::/48' : undefined}
      {...problemOf(name, problems)}
    />
  )
}

function labelOf(field: string, { kind, subject }: Pick<Props, 'kind' | 'subject'>, frame: Frame): string {
  const words = frame.t.documents
  const asked = attested[subject]?.fields.find(({ name }) => field === `answer.${name}`)
  if (asked) return asked.label[frame.locale]
  if (field === 'until' && kind === 'exception') return words.retireBy
  const named: Record<string, string> = {
    number: words.number,
    date: words.date,
    signer: words.signer,
    owner: words.owner,
    until: words.until,
    note: words.note,
    file: words.file,
    asset: words.asset,
  }
  return named[field] ?? field
}
