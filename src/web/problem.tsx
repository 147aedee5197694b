import { HTTPException } from 'hono/http-exception'
import { ProblemPage } from '../../views/problem.tsx'
import { type Refusal, refusalStatus } from './refuse.ts'
import { frameOf } from './show.ts'
import type { WebContext } from './web.ts'

/**
 * What went wrong, in the form the caller reads: a page, or `{ error, issues, requestId }`. Somebody who is not signed
 * in and opened a page is led to sign in and back; htmx is told to do so, since it would put the sign-in form into the
 * part it refreshes.
 */
export async function showProblem(c: WebContext, refusal: Refusal, issues: string[] = []): Promise<Response> {
  const status = refusalStatus(refusal)
  const isPage = c.var.format === 'html' && (c.req.header('accept') ?? 'text/html').includes('text/html')
  if (refusal === 'unauthorised') {
    const url = new URL(c.req.url)
    const signIn = `/sign-in?${new URLSearchParams({ to: url.pathname + url.search })}`
    if (c.req.header('hx-request') === 'true')
      return c.json({ error: refusal }, status, { 'HX-Redirect': '/sign-in' })
    if (isPage && c.req.method === 'GET') return c.redirect(signIn, 303)
  }
  if (!isPage)
    return c.json(
      { error: refusal, ...(issues.length > 0 && { issues }), requestId: c.var.requestId },
      status,
    )
  const frame = await frameOf(c)
  return c.html(
    <ProblemPage frame={frame} refusal={refusal} issues={issues} requestId={c.var.requestId} />,
    status,
  )
}

/** The one place that turns what was thrown into an answer. A bug is logged under the id that the page shows. */
export async function showError(error: unknown, c: WebContext): Promise<Response> {
  if (error instanceof HTTPException) {
    const refusal =
      (error.cause as Refusal | undefined) ?? (error.status === 403 ? 'crossSite' : 'badRequest')
    return showProblem(c, refusal, error.message === '' ? [] : error.message.split('\n'))
  }
  const { requestId, deps } = c.var
  deps.logError(error, { requestId, method: c.req.method, path: c.req.path })
  try {
    return await showProblem(c, 'internal')
  } catch {
    // with the database gone even the page about it cannot be made
    return c.text(`500 ${requestId}`, 500)
  }
}
