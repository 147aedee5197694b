import { z } from 'zod'
import { profileFlags, unitKinds } from '../model/inventory.ts'
import { criteria } from './catalogue.ts'

/** What a plan can have wrong besides the shape of its fields, in the `params` of the issue. */
export type PlanFlaw = 'criterion' | 'stage' | 'twice' | 'order'

/** One line, as in a form. */
const words = z
  .string()
  .min(1)
  .max(500)
  .regex(/^\P{Cc}*$/u)
const text = z.strictObject({ vi: words, en: words })
const day = z.iso.date()
const known = new Set(criteria.map(({ id }) => id))
const criterionId = z.string().refine((id) => known.has(id), {
  error: 'the catalogue has no such criterion',
  params: { flaw: 'criterion' satisfies PlanFlaw },
})

/** Which units a task or target is about. */
const scope = {
  unitKinds: z.array(z.enum(unitKinds)).min(1),
  /** Only units with this flag of the profile; null for all. */
  flag: z.enum(profileFlags).nullable(),
}

const stage = z.strictObject({
  number: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  name: text,
  from: day,
  to: day.nullable(),
})

const task = z.strictObject({
  code: z.string().regex(/^[1-4]\.\d\d$/),
  stage: z.number(),
  name: text,
  deliverable: text,
  lead: text,
  /** Last day on time; null for no date. */
  due: day.nullable(),
  /** What evidence the task accepts, in words. */
  accepts: text,
  /** Criteria that prove it when all of them pass; none for a task that only a document proves. */
  criteria: z.array(criterionId),
  ...scope,
})

const target = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/),
  name: text,
  /** The day by which it is to be reached. */
  date: day,
  /** Every one of these criteria passes, or the unit is at this level or above. */
  measure: z.union([
    z.strictObject({ criteria: z.array(criterionId).min(1) }),
    z.strictObject({ level: z.int().min(1).max(5) }),
  ]),
  /** Share of the units that is to reach it, 0 to 1. */
  share: z.number().gt(0).max(1),
  ...scope,
})

/** The province's plan: stages, tasks and targets. `sample` marks defaults that are not the province's own text. */
export const planSchema = z
  .strictObject({
    code: words,
    name: text,
    /** Number and date of the decision; null until somebody fills them in. */
    number: words.nullable(),
    date: day.nullable(),
    from: day,
    to: day,
    sample: z.boolean(),
    /** How a target grows before its date: all at once on that day, or evenly from the start of the plan. */
    line: z.enum(['step', 'linear']).default('step'),
    stages: z.array(stage).min(1),
    tasks: z.array(task),
    targets: z.array(target),
  })
  .superRefine(({ from, to, stages, tasks, targets }, context) => {
    const wrong = (path: (string | number)[], flaw: PlanFlaw, message: string) =>
      context.addIssue({ code: 'custom', path, message, params: { flaw } })
    if (to < from) wrong(['to'], 'order', 'the plan ends before it begins')
    for (const [index, one] of stages.entries())
      if (one.to !== null && one.to < one.from)
        wrong(['stages', index, 'to'], 'order', `stage ${one.number} ends before it begins`)
    const numbers = stages.map(({ number }) => number)
    for (const [index, number] of numbers.entries())
      if (numbers.indexOf(number) !== index)
        wrong(['stages', index, 'number'], 'twice', `stage ${number} is there twice`)
    const keys = [
      ...tasks.map(({ code }, index) => ({ key: code, path: ['tasks', index, 'code'] })),
      ...targets.map(({ id }, index) => ({ key: id, path: ['targets', index, 'id'] })),
    ]
    for (const [index, { stage }] of tasks.entries())
      if (!numbers.some((number) => number === stage))
        wrong(['tasks', index, 'stage'], 'stage', `task ${keys[index]?.key}: the plan has no stage ${stage}`)
    for (const [index, { key, path }] of keys.entries())
      if (keys.some((other, at) => at !== index && other.key === key))
        wrong(path, 'twice', `${key} is there twice`)
  })

export type Plan = z.output<typeof planSchema>
export type PlanTask = z.output<typeof task>
export type PlanTarget = z.output<typeof target>
