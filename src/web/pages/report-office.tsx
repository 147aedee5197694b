import { ReportOfficePage } from '../../../views/report-office.tsx'
import { changedParts } from '../../model/audit-changes.ts'
import { canonical } from '../../report/canonical.ts'
import { monthlyTemplates } from '../../report/monthly-report.ts'
import { dayOf, parsePeriodName, periodOf } from '../../report/period.ts'
import { addOffice, officeOf } from '../../store/report-office.ts'
import { findReportVersion } from '../../store/reports.ts'
import type { FieldProblem } from '../document-form.ts'
import { type OfficeForm, readOffice } from '../office-form.ts'
import { choice, readQuery } from '../query.ts'
import { nothingWritten, recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const reportOfficePages: Page[] = [
  { method: 'GET', path: '/reports/:period/office', rule: 'engineer', handle: showOffice },
  { method: 'POST', path: '/reports/:period/office', rule: 'engineer', handle: saveOffice },
]

async function showOffice(c: WebContext) {
  const { saved } = readQuery(c, { saved: choice(['yes', 'no']) })
  return sendForm(c, { form: null, problems: [], saved })
}

async function saveOffice(c: WebContext) {
  const { db, now } = c.var.deps
  const period = requirePeriod(c)
  const form = await readForm(c)
  const t = c.var.words.t.reportOffice
  const version = (await findReportVersion(db, period, monthlyTemplates)) ?? null
  const read = readOffice(form, { t, version, today: dayOf(now()) })
  if ('problems' in read) return sendForm(c, { form, problems: read.problems, saved: undefined })
  const newest = await officeOf(db, period)
  const conflict = [{ field: 'edition', message: t.problems.conflict }]
  if (form.edition?.[0] !== String(newest.edition))
    return sendForm(c, { form, problems: conflict, saved: undefined })
  if (newest.edition > 0 && canonical(newest.office) === canonical(read.office)) {
    nothingWritten(c)
    return c.redirect(`/reports/${period}/office?saved=no`, 303)
  }
  const isSaved = await recorded(c, async (trx, tell) => {
    const saved = await addOffice(trx, period, {
      edition: newest.edition + 1,
      office: read.office,
      enteredAt: now(),
      enteredBy: c.var.session?.account ?? '',
    })
    const changes = changedParts(newest.edition > 0 ? newest.office : {}, read.office)
    if (saved) await tell({ action: 'office.save', subject: period, ...changes })
    return saved
  })
  if (!isSaved) return sendForm(c, { form, problems: conflict, saved: undefined })
  return c.redirect(`/reports/${period}/office?saved=yes`, 303)
}

async function sendForm(
  c: WebContext,
  state: { form: OfficeForm | null; problems: FieldProblem[]; saved: 'yes' | 'no' | undefined },
) {
  const { db } = c.var.deps
  const period = requirePeriod(c)
  const page = (
    <ReportOfficePage
      frame={await frameOf(c)}
      period={period}
      {...(await officeOf(db, period))}
      version={(await findReportVersion(db, period, monthlyTemplates)) ?? null}
      {...state}
    />
  )
  return c.html(page, state.problems.length > 0 ? 422 : 200)
}

/** A period that has begun. */
function requirePeriod(c: WebContext): string {
  const { now, cutoffDay } = c.var.deps
  const name = c.req.param('period') ?? ''
  if (parsePeriodName(name) === undefined || periodOf(name, { cutoffDay }).from > now())
    refuse('notFound', [name])
  return name
}

async function readForm(c: WebContext): Promise<OfficeForm> {
  const form: OfficeForm = {}
  for (const [name, value] of Object.entries(await c.req.parseBody({ all: true })))
    form[name] = [value].flat().filter((one): one is string => typeof one === 'string')
  return form
}
