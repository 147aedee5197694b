import { PlanEditPage, type PlanEditProps } from '../../../views/plan-edit.tsx'
import { PlanPartPage } from '../../../views/plan-part.tsx'
import { changedParts } from '../../model/audit-changes.ts'
import { loadPlanAt, shippedPlan } from '../../plan-file.ts'
import type { Plan } from '../../readiness/plan.ts'
import { canonical } from '../../report/canonical.ts'
import { addPlan, findPlan, listPlanVersions } from '../../store/plans.ts'
import type { FieldProblem } from '../document-form.ts'
import { type PlanForm, type PlanPart, readPlanFile, readPlanForm, withoutPart } from '../plan-form.ts'
import { choice, readQuery, searchText } from '../query.ts'
import { nothingWritten, recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const planEditPages: Page[] = [
  { method: 'GET', path: '/plan/edit', rule: 'engineer', handle: showEdit },
  { method: 'POST', path: '/plan/edit', rule: 'engineer', handle: saveHead },
  { method: 'GET', path: '/plan/export', rule: 'reader', handle: sendPlan },
  { method: 'POST', path: '/plan/import', rule: 'engineer', handle: importPlan },
  { method: 'GET', path: '/plan/tasks/:task', rule: 'engineer', handle: showPart },
  { method: 'POST', path: '/plan/tasks/:task', rule: 'engineer', handle: savePart },
  { method: 'POST', path: '/plan/tasks/:task/remove', rule: 'engineer', handle: removePart },
  { method: 'GET', path: '/plan/targets/:target', rule: 'engineer', handle: showPart },
  { method: 'POST', path: '/plan/targets/:target', rule: 'engineer', handle: savePart },
  { method: 'POST', path: '/plan/targets/:target/remove', rule: 'engineer', handle: removePart },
]

/** Stands in an address for one that is not there yet; no task or target can have it for a name. */
const added = '+'

async function showEdit(c: WebContext) {
  const { saved } = readQuery(c, { saved: choice(['yes', 'no']) })
  return sendEdit(c, { problems: [], form: null, saved })
}

async function sendEdit(c: WebContext, state: Pick<PlanEditProps, 'problems' | 'form' | 'saved'>) {
  const { db, now } = c.var.deps
  const stored = await loadPlanAt(db, now())
  const page = (
    <PlanEditPage
      frame={await frameOf(c)}
      stored={stored}
      versions={await listPlanVersions(db)}
      added={added}
      {...state}
    />
  )
  return c.html(page, state.problems.length > 0 ? 422 : 200)
}

async function saveHead(c: WebContext) {
  const { form } = await readForm(c)
  const { plan } = await loadPlanAt(c.var.deps.db, c.var.deps.now())
  const read = readPlanForm(plan, { of: 'head' }, form, c.var.words.t)
  const problems = 'problems' in read ? read.problems : await save(c, read.plan, form)
  if (problems === 'unchanged') return c.redirect('/plan/edit?saved=no', 303)
  if (problems.length > 0) return sendEdit(c, { problems, form, saved: undefined })
  return c.redirect('/plan/edit?saved=yes', 303)
}

async function importPlan(c: WebContext) {
  const { form, file } = await readForm(c)
  const read = readPlanFile(file === null ? '' : await file.text(), c.var.words.t)
  const problems = 'problems' in read ? read.problems : await save(c, read.plan, form)
  if (problems === 'unchanged') return c.redirect('/plan/edit?saved=no', 303)
  if (problems.length > 0) return sendEdit(c, { problems, form: null, saved: undefined })
  return c.redirect('/plan/edit?saved=yes', 303)
}

/** The plan as a file, the newest or a version of it: what is imported again makes no difference. */
async function sendPlan(c: WebContext) {
  const { deps } = c.var
  const { version } = readQuery(c, { version: searchText })
  const plan = version
    ? version === '0'
      ? shippedPlan()
      : (await findPlan(deps.db, Number(version) || -1))?.plan
    : (await loadPlanAt(deps.db, deps.now())).plan
  if (plan === undefined) refuse('notFound')
  return c.body(`${JSON.stringify(plan, null, 2)}\n`, 200, {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="v6gov-plan${version ? `-${Number(version)}` : ''}.json"`,
  })
}

async function showPart(c: WebContext) {
  const { db, now } = c.var.deps
  const stored = await loadPlanAt(db, now())
  return sendPart(c, requirePart(c, stored.plan), { form: null, problems: [] })
}

async function sendPart(
  c: WebContext,
  part: Exclude<PlanPart, { of: 'head' }>,
  { form, problems }: { form: PlanForm | null; problems: FieldProblem[] },
) {
  const { db, now } = c.var.deps
  const stored = await loadPlanAt(db, now())
  const page = (
    <PlanPartPage
      frame={await frameOf(c)}
      stored={stored}
      part={part}
      action={new URL(c.req.url).pathname}
      form={form}
      problems={problems}
    />
  )
  return c.html(page, problems.length > 0 ? 422 : 200)
}

async function savePart(c: WebContext) {
  const { form } = await readForm(c)
  const { plan } = await loadPlanAt(c.var.deps.db, c.var.deps.now())
  const part = requirePart(c, plan)
  const read = readPlanForm(plan, part, form, c.var.words.t)
  const problems = 'problems' in read ? read.problems : await save(c, read.plan, form)
  if (problems !== 'unchanged' && problems.length > 0) return sendPart(c, part, { form, problems })
  return c.redirect(`/plan/edit?saved=${problems === 'unchanged' ? 'no' : 'yes'}`, 303)
}

async function removePart(c: WebContext) {
  const { form } = await readForm(c)
  const { plan } = await loadPlanAt(c.var.deps.db, c.var.deps.now())
  const part = requirePart(c, plan)
  const problems = await save(c, withoutPart(plan, part), form)
  if (problems !== 'unchanged' && problems.length > 0) return sendPart(c, part, { form: null, problems })
  return c.redirect('/plan/edit?saved=yes', 303)
}

function requirePart(c: WebContext, plan: Plan): Exclude<PlanPart, { of: 'head' }> {
  const task = c.req.param('task')
  const of = task === undefined ? 'targets' : 'tasks'
  const key = task ?? c.req.param('target') ?? ''
  const keys = of === 'tasks' ? plan.tasks.map(({ code }) => code) : plan.targets.map(({ id }) => id)
  const index = key === added ? keys.length : keys.indexOf(key)
  return index < 0 ? refuse('notFound', [key]) : { of, index }
}

/** Saves the next version, when the form was made from the newest and anything is different. */
async function save(c: WebContext, plan: Plan, form: PlanForm): Promise<FieldProblem[] | 'unchanged'> {
  const { deps, session, words } = c.var
  const conflict = [{ field: 'version', message: words.t.planEdit.conflict }]
  const newest = await loadPlanAt(deps.db, deps.now())
  if (form.version?.[0] !== String(newest.version)) return conflict
  if (canonical(newest.plan) === canonical(plan)) {
    nothingWritten(c)
    return 'unchanged'
  }
  const version = newest.version + 1
  const isSaved = await recorded(c, async (db, tell) => {
    const entered = { enteredAt: deps.now(), enteredBy: session?.account ?? '' }
    const saved = await addPlan(db, { version, plan, ...entered })
    if (saved)
      await tell({ action: 'plan.save', subject: String(version), ...changedParts(newest.plan, plan) })
    return saved
  })
  return isSaved ? [] : conflict
}

async function readForm(c: WebContext): Promise<{ form: PlanForm; file: File | null }> {
  const body = await c.req.parseBody({ all: true })
  const form: PlanForm = {}
  for (const [name, value] of Object.entries(body))
    form[name] = [value].flat().filter((one): one is string => typeof one === 'string')
  const { file } = body
  return { form, file: file instanceof File && file.size > 0 ? file : null }
}
