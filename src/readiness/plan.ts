import { z } from 'zod'
import { profileFlags, unitKinds } from '../model.ts'
import { criteria } from './catalogue.ts'

const text = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) })
const day = z.iso.date()
const known = new Set(criteria.map(({ id }) => id))
const criterionId = z.string().refine((id) => known.has(id), { error: 'the catalogue has no such criterion' })

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
  id: z.string().min(1),
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
    code: z.string().min(1),
    name: text,
    /** Number and date of the decision; null until somebody fills them in. */
    number: z.string().min(1).nullable(),
    date: day.nullable(),
    from: day,
    to: day,
    sample: z.boolean(),
    stages: z.array(stage).min(1),
    tasks: z.array(task),
    targets: z.array(target),
  })
  .superRefine(({ stages, tasks, targets }, context) => {
    const numbers = new Set<number>(stages.map(({ number }) => number))
    for (const { code, stage } of tasks)
      if (!numbers.has(stage))
        context.addIssue({ code: 'custom', message: `task ${code}: the plan has no stage ${stage}` })
    const keys = [...tasks.map(({ code }) => code), ...targets.map(({ id }) => id)]
    for (const [index, key] of keys.entries())
      if (keys.indexOf(key) !== index) context.addIssue({ code: 'custom', message: `${key} is there twice` })
  })

export type Plan = z.output<typeof planSchema>
export type PlanTask = z.output<typeof task>
export type PlanTarget = z.output<typeof target>
