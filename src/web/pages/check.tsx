import { z } from 'zod'
import { CheckPage, CheckState } from '../../../views/check.tsx'
import { ObservationPage } from '../../../views/observation.tsx'
import { findCheck } from '../../store/checks.ts'
import { findUnit } from '../../store/inventory.ts'
import {
  findEvidence,
  findLastEvidence,
  findObservation,
  listObservations,
} from '../../store/observations.ts'
import { listSamples } from '../../store/samples.ts'
import { sendJson } from '../data.ts'
import { askLook } from '../manual-looks.ts'
import { readQuery } from '../query.ts'
import { refuse } from '../refuse.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext } from '../web.ts'
import { toCheckItem } from './checks.tsx'

export const checkPages: Page[] = [
  { method: 'GET', path: '/checks/:id', rule: 'reader', formats: ['json'], handle: showCheck },
  { method: 'GET', path: '/checks/:id/state', rule: 'reader', handle: showCheck },
  { method: 'POST', path: '/checks/:id/probe', rule: 'engineer', handle: probeNow },
  {
    method: 'GET',
    path: '/checks/:id/:firstDueAt',
    rule: 'reader',
    formats: ['json'],
    handle: showObservation,
  },
]

const intervalsPerPage = 30
const samplesShown = 30
/** Samples older than this are no news. */
const samplesWithinMs = 7 * 86_400_000

const instant = z.iso.datetime().optional()

async function showCheck(c: WebContext) {
  const { db, now, pace } = c.var.deps
  const { before, queued } = readQuery(c, { before: instant, queued: instant })
  const check = await requireCheck(c)
  const found = await listObservations(db, check.id, { limit: intervalsPerPage + 1, before })
  const at = now()
  const samples = await listSamples(db, check.id, {
    from: new Date(Date.parse(at) - samplesWithinMs).toISOString(),
    to: new Date(Date.parse(at) + 1).toISOString(),
    limit: samplesShown,
  })
  if (c.var.format === 'json') {
    const evidence = await findLastEvidence(db, check.id)
    return sendJson(c, {
      ...toCheckItem(check),
      intervals: found,
      samples,
      evidence: evidence ?? null,
      asOf: at,
    })
  }
  const frame = await frameOf(c)
  const props = {
    frame: { ...frame, url: frame.url.replace(/\/state(?=\?|$)/, '') },
    check,
    unit: await unitOf(c, check.unit),
    everySeconds: check.everySeconds / pace,
    intervals: found.slice(0, intervalsPerPage),
    oldest: found[intervalsPerPage] ?? null,
    samples,
    evidence: await findLastEvidence(db, check.id),
    queuedAt: queued ?? null,
  }
  return c.html(isPartial(c) ? <CheckState {...props} /> : <CheckPage {...props} />)
}

/** Asks for a look, unless one is under way, and shows the check while it is waited for. */
async function probeNow(c: WebContext) {
  const check = await requireCheck(c)
  if (check.retiredAt !== null) refuse('notFound', [check.id])
  const queued = await askLook(c.var.deps, check)
  return c.redirect(`/checks/${encodeURIComponent(check.id)}?${new URLSearchParams({ queued })}`, 303)
}

async function showObservation(c: WebContext) {
  const { db } = c.var.deps
  const check = await requireCheck(c)
  const firstDueAt = c.req.param('firstDueAt') ?? ''
  const observation = await findObservation(db, check.id, firstDueAt)
  if (observation === undefined) refuse('notFound', [firstDueAt])
  const evidence = await findEvidence(db, check.id, firstDueAt)
  if (c.var.format === 'json') return sendJson(c, { ...observation, evidence: evidence ?? null })
  const [before = null] = await listObservations(db, check.id, { limit: 1, before: firstDueAt })
  const frame = await frameOf(c)
  const unit = await unitOf(c, check.unit)
  return c.html(<ObservationPage {...{ frame, check, unit, observation, before, evidence }} />)
}

async function requireCheck(c: WebContext) {
  const id = c.req.param('id') ?? ''
  return (await findCheck(c.var.deps.db, id)) ?? refuse('notFound', [id])
}

async function unitOf(c: WebContext, code: string | null) {
  return code === null ? null : ((await findUnit(c.var.deps.db, code)) ?? null)
}
