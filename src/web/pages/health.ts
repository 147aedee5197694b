import type { Page } from '../web.ts'

/** For supervisors and load balancers, who have no session: whether, and no more than that. */
export const healthPages: Page[] = [
  { method: 'GET', path: '/healthz', rule: 'public', handle: (c) => c.json({ ok: true }) },
  {
    method: 'GET',
    path: '/readyz',
    rule: 'public',
    async handle(c) {
      const { ok, database, scheduler, families } = await c.var.deps.health()
      return c.json({ ok, database, scheduler: scheduler?.ok ?? null, families }, ok ? 200 : 503)
    },
  },
]
