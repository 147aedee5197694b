import type { Messages } from '../i18n/messages.ts'
import { type Plan, planSchema } from '../readiness/plan.ts'
import type { FieldProblem } from './document-form.ts'

/** What a form of the plan sent: every value of each field. */
export type PlanForm = Record<string, string[]>

/** Which part of the plan a form is about: its head, or a task or target by its place (one past the last adds one). */
export type PlanPart = { of: 'head' } | { of: 'tasks' | 'targets'; index: number }

/** The plan with what a form says of one part; every mistake at the field that it is in. */
export function readPlanForm(
  plan: Plan,
  part: PlanPart,
  form: PlanForm,
  words: Pick<Messages, 'planEdit'>,
): { plan: Plan } | { problems: FieldProblem[] } {
  return checkPlan(changed(plan, part, form), part, words)
}

/** The plan without a task or target. */
export function withoutPart(plan: Plan, { of, index }: Exclude<PlanPart, { of: 'head' }>): Plan {
  return { ...plan, [of]: plan[of].filter((_, at) => at !== index) }
}

/** A plan from the text of a file, as it is exported; mistakes say where they are. */
export function readPlanFile(
  text: string,
  words: Pick<Messages, 'planEdit'>,
): { plan: Plan } | { problems: FieldProblem[] } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problems: [{ field: 'file', message: words.planEdit.notJson }] }
  }
  const read = planSchema.safeParse(value)
  if (read.success) return { plan: read.data }
  return {
    problems: read.error.issues.slice(0, 50).map((issue) => ({
      field: 'file',
      message: `${issue.path.join('.') || '.'}: ${issueText(issue, issue.path, words.planEdit)} (${issue.message})`,
    })),
  }
}

function changed(plan: Plan, part: PlanPart, form: PlanForm): unknown {
  const value = (name: string) => (form[name]?.[0] ?? '').normalize('NFC').trim()
  const orNull = (name: string) => value(name) || null
  const text = (name: string) => ({ vi: value(`${name}.vi`), en: value(`${name}.en`) || value(`${name}.vi`) })
  const scope = { unitKinds: form.unitKinds ?? [], flag: orNull('flag') }
  if (part.of === 'tasks')
    return replaced(plan, part, {
      code: value('code'),
      stage: Number(value('stage')),
      name: text('name'),
      deliverable: text('deliverable'),
      lead: text('lead'),
      due: orNull('due'),
      accepts: text('accepts'),
      criteria: form.criteria ?? [],
      ...scope,
    })
  if (part.of === 'targets')
    return replaced(plan, part, {
      id: value('id'),
      name: text('name'),
      date: value('date'),
      share: Number(value('share').replace(',', '.') || Number.NaN) / 100,
      measure: measureOf(value('level'), form.criteria ?? []),
      ...scope,
    })
  const [number, date] = [orNull('number'), orNull('date')]
  return {
    ...plan,
    name: text('name'),
    number,
    date,
    from: value('from'),
    to: value('to'),
    line: value('line'),
    // it is the province's own once it says by which document
    sample: number === null || date === null,
    stages: plan.stages.map((stage, index) => ({
      ...stage,
      name: text(`stages.${index}.name`),
      from: value(`stages.${index}.from`),
      to: orNull(`stages.${index}.to`),
    })),
  }
}

function measureOf(level: string, criteria: string[]): unknown {
  if (level !== '' && criteria.length > 0) return null // which of them is meant is not for us to guess
  return level === '' ? { criteria } : { level: Number(level) }
}

function replaced(plan: Plan, { of, index }: Exclude<PlanPart, { of: 'head' }>, item: unknown): unknown {
  const items: unknown[] = [...plan[of]]
  items[index] = item
  return { ...plan, [of]: items }
}

function checkPlan(
  value: unknown,
  part: PlanPart,
  words: Pick<Messages, 'planEdit'>,
): { plan: Plan } | { problems: FieldProblem[] } {
  const read = planSchema.safeParse(value)
  if (read.success) return { plan: read.data }
  const prefix = part.of === 'head' ? [] : [part.of, part.index]
  const problems = new Map<string, FieldProblem>()
  for (const issue of read.error.issues) {
    const own = prefix.every((step, at) => issue.path[at] === step)
    const path = own ? issue.path.slice(prefix.length) : issue.path
    const field = fieldOf(path)
    if (!problems.has(field)) problems.set(field, { field, message: issueText(issue, path, words.planEdit) })
  }
  return { problems: [...problems.values()] }
}

/** The name of the form's field that a path of the plan comes from. */
function fieldOf(path: PropertyKey[]): string {
  const [first] = path
  if (first === 'measure' || first === 'criteria') return 'criteria'
  return first === 'unitKinds' || first === 'flag' ? first : path.map(String).join('.')
}

type Issue = { code: string; params?: { flaw?: unknown } | undefined }

function issueText(issue: Issue, path: PropertyKey[], t: Messages['planEdit']): string {
  const flaw = issue.code === 'custom' ? issue.params?.flaw : undefined
  if (typeof flaw === 'string' && Object.hasOwn(t.flaws, flaw)) return t.flaws[flaw as keyof typeof t.flaws]
  if (path.includes('measure')) return t.chooseMeasure
  const last = path.findLast((step) => typeof step === 'string')
  switch (last) {
    case 'date':
    case 'from':
    case 'to':
    case 'due':
      return t.badDay
    case 'code':
      return t.badCode
    case 'id':
      return t.badId
    case 'share':
      return t.badShare
    case 'unitKinds':
      return t.chooseKind
  }
  if (issue.code === 'too_small') return t.required
  return issue.code === 'too_big' || issue.code === 'invalid_format' ? t.badText : t.invalid
}
