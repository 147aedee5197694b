import { z } from 'zod'
import { planAt } from '../../address-plan/plan-at.ts'
import { reverseZoneStubs } from '../../address-plan/reverse-zone.ts'
import { configOf, dialects, routerConfig } from '../../address-plan/router-config.ts'
import type { PlanNode } from '../../address-plan/tree.ts'
import { dayOf } from '../../report/period.ts'
import { loadAddressPlan } from '../../store/address-plan.ts'
import { listAssets } from '../../store/inventory.ts'
import { choice, readQuery } from '../query.ts'
import { refuse } from '../refuse.ts'
import type { Page, WebContext } from '../web.ts'

export const prefixFilePages: Page[] = [
  { method: 'GET', path: '/prefixes/:code/router', rule: 'setup', handle: sendRouterConfig },
  { method: 'GET', path: '/prefixes/:code/reverse-zone', rule: 'setup', handle: sendReverseZone },
]

/** Commands for the router of a unit, to be read and pasted by a person. */
async function sendRouterConfig(c: WebContext) {
  const { dialect = 'ios' } = readQuery(c, { dialect: choice(dialects) })
  const { node } = await findNode(c)
  const devices = await listAssets(c.var.deps.db, {
    unit: node.prefix.unit,
    kind: 'device',
    asOf: c.var.deps.now(),
  })
  const router =
    devices.find(({ role }) => role === 'router') ?? devices.find(({ role }) => role === 'firewall')
  const links = node.children.length === 0 ? [node] : node.children
  const config = configOf(
    node.prefix,
    links.map(({ prefix }) => prefix),
    router,
  )
  return sendText(c, routerConfig(config, dialect))
}

/** The zone under ip6.arpa, with what the inventory knows of names. */
async function sendReverseZone(c: WebContext) {
  const { domain } = readQuery(c, {
    domain: z
      .string()
      .regex(/^(?=.{1,200}$)([a-z0-9-]+\.)+[a-z0-9-]+$/i, 'a domain such as haiduong.test')
      .optional(),
  })
  const { deps } = c.var
  const at = deps.now()
  const { node } = await findNode(c)
  const devices = await listAssets(deps.db, { kind: 'device', asOf: at })
  const zones = await listAssets(deps.db, { unit: node.prefix.unit, kind: 'service', asOf: at })
  const own = zones.find(({ type, host }) => type === 'zone' && !host.endsWith('.arpa'))?.host
  const hosts = devices.flatMap(({ address6, code }) =>
    address6 === null ? [] : [{ address: address6, name: code }],
  )
  return sendText(
    c,
    reverseZoneStubs(node, { hosts, domain: domain ?? own ?? 'example.invalid', day: dayOf(at) }),
  )
}

async function findNode(c: WebContext): Promise<{ node: PlanNode }> {
  const { db, now } = c.var.deps
  const code = c.req.param('code') ?? ''
  const { tree } = planAt(await loadAddressPlan(db), now())
  return { node: tree.nodes.find(({ prefix }) => prefix.code === code) ?? refuse('notFound', [code]) }
}

function sendText(c: WebContext, text: string): Response {
  return c.body(text, 200, { 'content-type': 'text/plain; charset=utf-8' })
}
