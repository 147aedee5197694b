import type { Page } from '../web.ts'

/** For supervisors and load balancers, who have no session: whether, and no more than that. */
export const healthPages: Page[] = [
  { method: 'GET', path: '/healthz', rule: 'public', handle: (c) => c.json({ ok: true }) },
  {
    method: 'GET',
    path: '/readyz',
    rule: 'public',
    async handle(c) {
      const { ok, database, scheduler, families, standby, store, overdue } = await c.var.deps.health()
      const body = {
        ok,
        database,
        scheduler: scheduler?.ok ?? null,
        families,
        standby,
        trouble: store.trouble?.kind ?? null,
        diskLow: store.diskLow,
        logHeld: store.logHeld,
        overdue: overdue.length,
      }
      return c.json(body, ok ? 200 : 503)
    },
  },
  {
    method: 'GET',
    path: '/metrics',
    rule: 'reader',
    forPrograms: true,
    async handle(c) {
      return c.body(await c.var.deps.metrics(), 200, {
        'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      })
    },
  },
]
