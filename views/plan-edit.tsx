import { formatDay, formatMoment, formatShare } from '../src/i18n/format.ts'
import type { Instant } from '../src/model.ts'
import type { Plan } from '../src/readiness/plan.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Field } from './parts/field.tsx'
import { Input, type Problem, Problems, Select, type SentForm, Version } from './parts/plan-fields.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'

export type PlanEditProps = {
  frame: Frame
  stored: { version: number; plan: Plan }
  versions: { version: number; enteredAt: Instant; enteredBy: string }[]
  /** Name in an address of a task or target that is not there yet. */
  added: string
  problems: Problem[]
  form: SentForm
  saved: 'yes' | 'no' | undefined
}

/** Where the plan is edited: its head here, tasks and targets each on a page of their own, or the whole as a file. */
export function PlanEditPage(props: PlanEditProps) {
  const { frame, saved } = props
  const t = frame.t.planEdit
  return (
    <Layout frame={frame} title={t.title} section="plan">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/plan">{frame.t.plan.title}</a>
          </p>
          <h1>{t.title}</h1>
          <p class="muted">{t.what}</p>
        </div>
      </div>
      {saved !== undefined && (
        <p class="card" role="status">
          {saved === 'yes' ? t.saved : t.unchanged}
        </p>
      )}
      <Head {...props} />
      <Parts {...props} />
      <FileForm {...props} />
      <Versions {...props} />
    </Layout>
  )
}

function Head({ frame, stored, form, problems }: PlanEditProps) {
  const t = frame.t.planEdit
  const { plan } = stored
  const field = { form, problems }
  const stageLabel = (index: number, name: string) =>
    t.stageField(String(plan.stages[index]?.number ?? ''), name)
  const labelOf = (name: string): string | undefined => {
    const [first, index, ...rest] = name.split('.')
    const fields: Record<string, string> = t.fields
    if (first === 'stages') return stageLabel(Number(index), fields[rest.join('.')] ?? name)
    return name === 'version' || name === 'file' ? undefined : (fields[name] ?? name)
  }
  return (
    <form class="stack card" method="post" action="/plan/edit">
      <h2>{t.headTitle}</h2>
      <Problems problems={problems} labelOf={labelOf} frame={frame} />
      <Version of={stored} />
      <Input name="name.vi" label={t.fields['name.vi']} value={plan.name.vi} required {...field} />
      <Input name="name.en" label={t.fields['name.en']} value={plan.name.en} {...field} />
      <Input name="number" label={t.fields.number} value={plan.number ?? ''} {...field} />
      <Input name="date" type="date" label={t.fields.date} value={plan.date ?? ''} {...field} />
      <Input name="from" type="date" label={t.fields.from} value={plan.from} required {...field} />
      <Input name="to" type="date" label={t.fields.to} value={plan.to} required {...field} />
      <Select
        name="line"
        label={t.fields.line}
        value={plan.line}
        options={[
          ['step', t.lines.step],
          ['linear', t.lines.linear],
        ]}
        form={form}
      />
      {plan.stages.map((stage, index) => {
        const at = `stages.${index}`
        return (
          <div class="columns">
            <Input
              name={`${at}.name.vi`}
              label={stageLabel(index, t.fields['name.vi'])}
              value={stage.name.vi}
              required
              {...field}
            />
            <Input
              name={`${at}.name.en`}
              label={stageLabel(index, t.fields['name.en'])}
              value={stage.name.en}
              {...field}
            />
            <Input
              name={`${at}.from`}
              type="date"
              label={stageLabel(index, t.fields.from)}
              value={stage.from}
              required
              {...field}
            />
            <Input
              name={`${at}.to`}
              type="date"
              label={stageLabel(index, t.fields.to)}
              value={stage.to ?? ''}
              {...field}
            />
          </div>
        )
      })}
      <button class="primary" type="submit">
        {t.save}
      </button>
    </form>
  )
}

function Parts({ frame, stored: { plan }, added }: PlanEditProps) {
  const { t, locale } = frame
  const { columns } = t.plan
  return (
    <>
      <section class="block">
        <header>
          <h2>{t.planEdit.tasksTitle}</h2>
          <a class="button" href={`/plan/tasks/${added}`}>
            {t.planEdit.newTask}
          </a>
        </header>
        <TableBox label={t.planEdit.tasksTitle} records>
          <thead>
            <tr>
              <th scope="col">{columns.task}</th>
              <th scope="col">{columns.lead}</th>
              <th scope="col">{columns.due}</th>
            </tr>
          </thead>
          <tbody>
            {plan.tasks.map(({ code, name, lead, due }) => (
              <tr>
                <th scope="row">
                  <a href={`/plan/tasks/${code}`}>
                    {code} {name[locale]}
                  </a>
                </th>
                <td data-label={columns.lead}>{lead[locale]}</td>
                <td data-label={columns.due} class="nowrap">
                  {due === null ? t.plan.undated : formatDay(due, locale)}
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      </section>
      <section class="block">
        <header>
          <h2>{t.planEdit.targetsTitle}</h2>
          <a class="button" href={`/plan/targets/${added}`}>
            {t.planEdit.newTarget}
          </a>
        </header>
        <TableBox label={t.planEdit.targetsTitle} records>
          <thead>
            <tr>
              <th scope="col">{columns.target}</th>
              <th scope="col">{columns.date}</th>
              <th scope="col">{columns.wanted}</th>
            </tr>
          </thead>
          <tbody>
            {plan.targets.map(({ id, name, date, share }) => (
              <tr>
                <th scope="row">
                  <a href={`/plan/targets/${id}`}>{name[locale]}</a>
                </th>
                <td data-label={columns.date} class="nowrap">
                  {formatDay(date, locale)}
                </td>
                <td data-label={columns.wanted}>{formatShare(share, locale)}</td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      </section>
    </>
  )
}

function FileForm({ frame, stored }: PlanEditProps) {
  const t = frame.t.planEdit
  return (
    <section class="card">
      <h2>{t.fileTitle}</h2>
      <p>
        <a href="/plan/export" download>
          {t.export}
        </a>
      </p>
      <form class="stack" method="post" action="/plan/import" enctype="multipart/form-data">
        <Version of={stored} />
        <Field label={t.file}>
          <input type="file" name="file" accept=".json,application/json" required />
        </Field>
        <button type="submit">{t.import}</button>
      </form>
    </section>
  )
}

function Versions({ frame, versions }: PlanEditProps) {
  const { t, locale } = frame
  return (
    <section class="card">
      <h2>{t.planEdit.versionsTitle}</h2>
      <ul class="list small">
        {versions.map(({ version, enteredAt, enteredBy }) => (
          <li>
            <a href={`/plan/export?version=${version}`} download>
              <Raw text={t.plan.version(String(version), formatMoment(enteredAt, locale), enteredBy)} />
            </a>
          </li>
        ))}
        <li>
          <a href="/plan/export?version=0" download>
            {t.plan.shipped}
          </a>
        </li>
      </ul>
    </section>
  )
}
