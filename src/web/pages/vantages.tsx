import { type Vantage, VantageList, VantagesPage } from '../../../views/vantages.tsx'
import { vantageState } from '../../operations/vantage-state.ts'
import { listUnits } from '../../store/inventory.ts'
import { loadProberStates } from '../../store/observations.ts'
import { listProcesses } from '../../store/processes.ts'
import { countChecksByVantage } from '../../store/vantages.ts'
import { sendJson } from '../data.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const vantagesPages: Page[] = [
  { method: 'GET', path: '/vantages', rule: 'reader', formats: ['json'], handle: showVantages },
  { method: 'GET', path: '/parts/vantages', rule: 'reader', handle: showVantages },
]

async function showVantages(c: WebContext) {
  const { db, now } = c.var.deps
  const vantages = await loadVantages(c)
  if (c.var.format === 'json') return sendJson(c, { asOf: now(), items: vantages.map(toItem) })
  const names = new Map((await listUnits(db)).map(({ code, name }) => [code, name]))
  const props = { frame: await frameOf(c), vantages, names }
  return c.html(isPartial(c) ? <VantageList {...props} /> : <VantagesPage {...props} />)
}

/** Those that the scheduler lists, and those that only a process speaks for, by name. */
async function loadVantages(c: WebContext): Promise<Vantage[]> {
  const { db, now } = c.var.deps
  const at = now()
  const tests = await loadProberStates(db, at)
  const processes = (await listProcesses(db)).filter(({ roles }) => roles.includes('worker'))
  const looked = await countChecksByVantage(db, at)
  const names = new Set([
    ...tests.map(({ check }) => check.vantage),
    ...processes.flatMap(({ vantages }) => vantages),
  ])
  return [...names].sort().map((name) => {
    const own = processes.filter(({ vantages }) => vantages.includes(name))
    const test = tests.find(({ check }) => check.vantage === name)?.observations[0] ?? null
    return {
      name,
      state: vantageState({ processes: own, test }, at),
      test,
      processes: own,
      looksAt: looked.get(name) ?? { checks: 0, waiting: 0, probes: [] },
    }
  })
}

/** One vantage as programs read it. */
function toItem({ name, state, test, processes, looksAt }: Vantage) {
  return {
    name,
    state,
    lastHeardAt: processes[0]?.heardAt ?? null,
    selfTest: test && {
      checkId: test.checkId,
      firstDueAt: test.firstDueAt,
      lastSeenAt: test.lastSeenAt,
      ok: test.result.ok,
      facts: test.result.ok ? test.result.facts : null,
      error: test.result.ok ? null : test.result.error,
    },
    processes: processes.map(({ id: _, ...shown }) => shown),
    queue: { name: `probe-${name}`, waiting: looksAt.waiting },
    checks: looksAt.checks,
    probes: looksAt.probes,
  }
}
