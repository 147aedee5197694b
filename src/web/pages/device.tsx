import { mibOfTable } from '../../../probes/lib/mib-of-table.ts'
import { type Capability, DevicePage } from '../../../views/device.tsx'
import { type DeviceLooks, ladderOf } from '../../address-plan/ladder.ts'
import { listCapabilities } from '../../store/capabilities.ts'
import { type CheckRow, listChecks } from '../../store/checks.ts'
import { findAsset, findUnit } from '../../store/inventory.ts'
import { sendJson } from '../data.ts'
import { maxLimit, readAsOf } from '../query.ts'
import { unitOfAsset } from '../reach.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'
import { toCheckItem } from './checks.tsx'

export const devicePages: Page[] = [
  {
    method: 'GET',
    path: '/devices/:code',
    rule: 'unit',
    unitsOf: unitOfAsset('device'),
    formats: ['json'],
    handle: showDevice,
  },
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
  const looks = looksOf(checks)
  const ladder = asOf === null ? ladderOf(looks, await c.var.deps.optionsAt(now())) : []
  const polled = polledAt(checks)
  if (c.var.format === 'json')
    return sendJson(c, {
      ...device,
      polled,
      ladder,
      checks: checks.map(toCheckItem),
      tables,
      asOf: asOf ?? now(),
    })
  const unit = (await findUnit(db, device.unit, { asOf: asOf ?? undefined })) ?? null
  const frame = await frameOf(c, { asOf })
  return c.html(<DevicePage {...{ frame, device, unit, checks, tables, looks, ladder, polled }} />)
}

function looksOf(checks: CheckRow[]): DeviceLooks {
  return Object.fromEntries(checks.flatMap(({ probe, last }) => (last ? [[probe, last.observation]] : [])))
}

/** Where SNMP is asked, by the settings of the check that reads the most. */
function polledAt(checks: CheckRow[]): string | null {
  const settings = checks.find(({ probe }) => probe === 'snmp-system')?.settings as
    | { address?: string }
    | undefined
  return settings?.address ?? null
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
