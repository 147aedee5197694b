import { mibOfTable } from '../../../probes/lib/mib-of-table.ts'
import { type Capability, DevicePage } from '../../../views/device.tsx'
import { listCapabilities } from '../../store/capabilities.ts'
import { listChecks } from '../../store/checks.ts'
import { findAsset, findUnit } from '../../store/inventory.ts'
import { sendJson } from '../data.ts'
import { maxLimit, readAsOf } from '../query.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'
import { toCheckItem } from './checks.tsx'

export const devicePages: Page[] = [
  { method: 'GET', path: '/devices/:code', rule: 'reader', formats: ['json'], handle: showDevice },
]

/** In the order in which a reader wants them: most devices lack most of the tables. */
const states = ['malformed', 'ok', 'empty', 'no_such_object']

/** A device with its checks, and what its agent has of the tables that they read. */
async function showDevice(c: WebContext) {
  const { db, now } = c.var.deps
  const asOf = readAsOf(c)
  const code = c.req.param('code') ?? ''
  const device =
    (await findAsset(db, 'device', code, { asOf: asOf ?? undefined })) ?? refuse('notFound', [code])
  // what is scheduled and what the agent has are of today
  const { items: checks } =
    asOf === null ? await listChecks(db, { asset: device, limit: maxLimit }) : { items: [] }
  const tables = asOf === null ? await tablesOf(c, `device:${code}`) : []
  if (c.var.format === 'json')
    return sendJson(c, { ...device, checks: checks.map(toCheckItem), tables, asOf: asOf ?? now() })
  const unit = (await findUnit(db, device.unit, { asOf: asOf ?? undefined })) ?? null
  return c.html(<DevicePage {...{ frame: await frameOf(c, { asOf }), device, unit, checks, tables }} />)
}

/** What was learnt by the credential used last: an older one may have seen other tables. */
async function tablesOf(c: WebContext, host: string): Promise<Capability[]> {
  const { db, pace } = c.var.deps
  const known = await listCapabilities(db, { host }, { pace })
  const [newest] = known.toSorted((one, other) => (one.confirmedAt < other.confirmedAt ? 1 : -1))
  return known
    .filter(({ askedAs }) => askedAs === newest?.askedAs)
    .sort((one, other) => states.indexOf(one.state) - states.indexOf(other.state))
    .map(({ askedAs: _, ...one }) => ({ ...one, definedIn: mibOfTable(one.table) }))
}
