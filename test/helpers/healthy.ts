import type { Health, WebDeps } from '../../src/web/web.ts'

/** A process that fares well. */
export const healthy: Health = {
  ok: true,
  database: true,
  scheduler: { ok: true, lagMs: 0 },
  families: { ipv4: true, ipv6: true },
  vantagesDown: [],
  standby: false,
  store: { trouble: null, diskLow: false, logHeld: false, disk: null },
  overdue: [],
}

/** What pages are told of the process, where it does not matter. */
export const healthyDeps: Pick<WebDeps, 'health' | 'metrics' | 'backups' | 'provider'> = {
  health: async () => healthy,
  metrics: async () => '',
  backups: () => [],
  provider: null,
}
