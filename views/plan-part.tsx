import { profileFlags, unitKinds } from '../src/model/inventory.ts'
import { criteria } from '../src/readiness/catalogue.ts'
import type { Plan, PlanTarget, PlanTask } from '../src/readiness/plan.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Boxes, Input, type Problem, Problems, Select, type SentForm, Version } from './parts/plan-fields.tsx'

type Props = {
  frame: Frame
  stored: { version: number; plan: Plan }
  part: { of: 'tasks' | 'targets'; index: number }
  /** Where the form goes, which is where it comes from. */
  action: string
  form: SentForm
  problems: Problem[]
}

/** The form of one task or target of the plan. It works without JavaScript. */
export function PlanPartPage(props: Props) {
  const { frame, stored, part, action, problems } = props
  const t = frame.t.planEdit
  const task = part.of === 'tasks' ? stored.plan.tasks[part.index] : undefined
  const target = part.of === 'targets' ? stored.plan.targets[part.index] : undefined
  const isNew = task === undefined && target === undefined
  const title = task
    ? t.editTask(task.code)
    : target
      ? t.editTarget(target.id)
      : part.of === 'tasks'
        ? t.newTask
        : t.newTarget
  const labelOf = (name: string): string | undefined => {
    if (name === 'version') return undefined
    if (part.of === 'targets' && name === 'date') return t.fields.targetDate
    const fields: Record<string, string> = t.fields
    return fields[name] ?? name
  }
  return (
    <Layout frame={frame} title={title} section="plan">
      <p class="crumbs">
        <a href="/plan">{frame.t.plan.title}</a> / <a href="/plan/edit">{t.title}</a>
      </p>
      <h1>{title}</h1>
      <form class="stack card" method="post" action={action}>
        <Problems problems={problems} labelOf={labelOf} frame={frame} />
        <Version of={stored} />
        {part.of === 'tasks' ? <Task {...props} task={task} /> : <Target {...props} target={target} />}
        <button class="primary" type="submit">
          {t.save}
        </button>
      </form>
      {!isNew && (
        <form method="post" action={`${action}/remove`}>
          <Version of={stored} />
          <button type="submit">{t.remove}</button>
        </form>
      )}
    </Layout>
  )
}

function Task({ frame, stored, task, form, problems }: Props & { task: PlanTask | undefined }) {
  const { t, locale } = frame
  const { fields } = t.planEdit
  const field = { form, problems }
  const texts = ['name', 'deliverable', 'lead', 'accepts'] as const
  return (
    <>
      <Input name="code" label={fields.code} value={task?.code ?? ''} required {...field} />
      <Select
        name="stage"
        label={fields.stage}
        value={String(task?.stage ?? '')}
        options={stored.plan.stages.map((stage) => [
          String(stage.number),
          `${stage.number}. ${stage.name[locale]}`,
        ])}
        form={form}
      />
      {texts.flatMap((name) => [
        <Input
          name={`${name}.vi`}
          label={fields[`${name}.vi`]}
          value={task?.[name].vi ?? ''}
          required
          {...field}
        />,
        <Input name={`${name}.en`} label={fields[`${name}.en`]} value={task?.[name].en ?? ''} {...field} />,
      ])}
      <Input name="due" type="date" label={fields.due} value={task?.due ?? ''} {...field} />
      <Scope of={task} frame={frame} {...field} />
      <CriterionBoxes label={fields.criteria} values={task?.criteria ?? []} frame={frame} {...field} />
    </>
  )
}

function Target({ frame, target, form, problems }: Props & { target: PlanTarget | undefined }) {
  const { t } = frame
  const { fields } = t.planEdit
  const field = { form, problems }
  const measure = target?.measure
  return (
    <>
      <Input name="id" label={fields.id} value={target?.id ?? ''} required {...field} />
      <Input name="name.vi" label={fields['name.vi']} value={target?.name.vi ?? ''} required {...field} />
      <Input name="name.en" label={fields['name.en']} value={target?.name.en ?? ''} {...field} />
      <Input
        name="date"
        type="date"
        label={fields.targetDate}
        value={target?.date ?? ''}
        required
        {...field}
      />
      <Input
        name="share"
        label={fields.share}
        value={target ? String(Math.round(target.share * 1e6) / 1e4) : ''}
        required
        {...field}
      />
      <Scope of={target} frame={frame} {...field} />
      <Select
        name="level"
        label={fields.level}
        value={measure && 'level' in measure ? String(measure.level) : ''}
        options={[
          ['', t.planEdit.noLevel],
          ...[1, 2, 3, 4, 5].map((level): [string, string] => [
            String(level),
            `${level}. ${t.level.names[level]}`,
          ]),
        ]}
        form={form}
      />
      <CriterionBoxes
        label={fields.measureCriteria}
        values={measure && 'criteria' in measure ? measure.criteria : []}
        frame={frame}
        {...field}
      />
    </>
  )
}

function Scope({
  of,
  frame: { t },
  ...field
}: {
  of: PlanTask | PlanTarget | undefined
  frame: Frame
  form: SentForm
  problems: Problem[]
}) {
  return (
    <>
      <Boxes
        name="unitKinds"
        label={t.planEdit.fields.unitKinds}
        values={of?.unitKinds ?? []}
        options={unitKinds.map((kind) => [kind, t.unitKind[kind]])}
        {...field}
      />
      <Select
        name="flag"
        label={t.planEdit.fields.flag}
        value={of?.flag ?? ''}
        options={[
          ['', t.planEdit.anyUnit],
          ...profileFlags.map((flag): [string, string] => [flag, t.unit.flags[flag]]),
        ]}
        form={field.form}
      />
    </>
  )
}

function CriterionBoxes({
  frame,
  ...props
}: {
  label: string
  values: string[]
  frame: Frame
  form: SentForm
  problems: Problem[]
}) {
  return (
    <Boxes
      name="criteria"
      options={criteria.map(({ id, name }) => [id, `${id} ${name[frame.locale]}`])}
      {...props}
    />
  )
}
