import type { TableState } from '../probes/lib/snmp-capability.ts'
import type { DeviceLooks, Step } from '../src/address-plan/ladder.ts'
import { kinds } from '../src/inventory/kinds.ts'
import type { Device, Unit } from '../src/model/inventory.ts'
import type { Instant } from '../src/model.ts'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { type CheckSummary, CheckTable } from './parts/check-table.tsx'
import { DeviceNetwork } from './parts/device-network.tsx'
import { observationPath } from './parts/evidence-links.tsx'
import { incidentsOfPath } from './parts/incident-words.tsx'
import { Raw } from './parts/raw.tsx'
import { TableStateMark } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'
import { Age, Moment } from './parts/time.tsx'

/** What a device's agent has of one table. */
export type Capability = {
  table: string
  /** A standard MIB, or one of a maker's own; null for a table that no probe reads any more. */
  definedIn: { mib: string; standard: string } | { maker: string | null } | null
  state: TableState
  since: Instant
  confirmedAt: Instant
  checkId: string
  firstDueAt: Instant
  probeVersion: number
  /** null: it is asked for at every look. */
  nextSurveyAt: Instant | null
}

export type DeviceProps = {
  frame: Frame
  device: Device
  unit: Unit | null
  checks: CheckSummary[]
  tables: Capability[]
  /** The newest look of each kind; none of a past moment. */
  looks: DeviceLooks
  ladder: Step[]
  /** The address that SNMP is asked at; null where it is not. */
  polled: string | null
}

export function DevicePage(props: DeviceProps) {
  const { frame, device, unit, checks, tables } = props
  const { t, locale } = frame
  return (
    <Layout frame={frame} title={`${t.assetKind.device} ${device.code}`} section="inventory">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/inventory/devices', frame)}>{kinds.devices.name[locale]}</a>
            {unit !== null && (
              <>
                {' / '}
                <a href={atMoment(`/units/${encodeURIComponent(unit.code)}`, frame)}>{unit.name}</a>
              </>
            )}
          </p>
          <h1>
            <Raw text={device.name || device.code} />
          </h1>
        </div>
        <div class="actions no-print">
          <a href={incidentsOfPath(device)}>{t.incidents.link}</a>
          <a href={`/devices/${encodeURIComponent(device.code)}.json`}>JSON</a>
        </div>
      </div>
      <section class="card">
        <h2>{t.device.inventoryTitle}</h2>
        <dl class="facts">
          {kinds.devices.columns
            .filter(({ field, write }) => field === 'address6' || write(device) !== '')
            .map(({ title, write }) => (
              <>
                <dt>{title[locale]}</dt>
                <dd>{write(device) === '' ? t.check.notServed : <Raw text={write(device)} />}</dd>
              </>
            ))}
        </dl>
      </section>
      {frame.asOf === null && checks.length > 0 && <DeviceNetwork {...props} />}
      {frame.asOf === null && <Looks frame={frame} checks={checks} tables={tables} />}
    </Layout>
  )
}

/** How it is looked at now, and what was learnt of it. */
function Looks({ frame, checks, tables }: Pick<DeviceProps, 'frame' | 'checks' | 'tables'>) {
  const { t } = frame
  return (
    <>
      <section class="block" id="checks">
        <h2>{t.checks.title}</h2>
        {checks.length === 0 ? (
          <p class="muted">{t.device.noChecks}</p>
        ) : (
          <CheckTable checks={checks} frame={frame} />
        )}
      </section>
      <section class="block" id="tables">
        <h2>{t.device.tablesTitle}</h2>
        <p class="muted small">{t.device.tablesWhat}</p>
        {tables.length === 0 ? (
          <p class="muted">{t.device.noTables}</p>
        ) : (
          <CapabilityTable tables={tables} frame={frame} />
        )}
      </section>
    </>
  )
}

function CapabilityTable({ tables, frame }: { tables: Capability[]; frame: Frame }) {
  const { t } = frame
  const { columns } = t.device
  return (
    <TableBox label={t.device.tablesTitle} tall records>
      <thead>
        <tr>
          <th scope="col">{columns.table}</th>
          <th scope="col">{columns.definedIn}</th>
          <th scope="col">{columns.state}</th>
          <th scope="col">{columns.since}</th>
          <th scope="col">{columns.nextSurvey}</th>
          <th scope="col">{columns.taughtBy}</th>
        </tr>
      </thead>
      <tbody>
        {tables.map((one) => (
          <tr>
            <th scope="row">
              <span class="mono">{one.table}</span>
            </th>
            <td data-label={columns.definedIn}>
              <DefinedIn {...one} frame={frame} />
            </td>
            <td data-label={columns.state}>
              <TableStateMark state={one.state} frame={frame} />
            </td>
            <td data-label={columns.since}>
              <Moment at={one.since} frame={frame} />
            </td>
            <td data-label={columns.nextSurvey}>
              <NextSurvey {...one} frame={frame} />
            </td>
            <td data-label={columns.taughtBy}>
              <TaughtBy {...one} frame={frame} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

function DefinedIn({ definedIn, frame }: Pick<Capability, 'definedIn'> & { frame: Frame }) {
  if (definedIn === null) return null
  if ('maker' in definedIn) return <>{frame.t.device.makersOwn(definedIn.maker)}</>
  return (
    <span class="nowrap">
      {definedIn.mib} <span class="muted small">{definedIn.standard}</span>
    </span>
  )
}

function NextSurvey({
  nextSurveyAt,
  state,
  frame,
}: Pick<Capability, 'nextSurveyAt' | 'state'> & { frame: Frame }) {
  const t = frame.t.device
  if (nextSurveyAt !== null && nextSurveyAt > frame.now) return <Age at={nextSurveyAt} frame={frame} />
  const everyLook = state === 'no_such_object' ? t.everyLookVersion1 : t.everyLook
  return <span>{nextSurveyAt === null ? everyLook : t.nextLook}</span>
}

function TaughtBy({
  checkId,
  firstDueAt,
  probeVersion,
  frame,
}: Pick<Capability, 'checkId' | 'firstDueAt' | 'probeVersion'> & { frame: Frame }) {
  const { t } = frame
  const probe = checkId.split('~').at(-1) ?? ''
  const name = (t.checks.probes as Record<string, string>)[probe] ?? probe
  return (
    <>
      <a href={observationPath(checkId, firstDueAt)}>{name}</a>{' '}
      <span class="muted small nowrap">{t.device.version(String(probeVersion))}</span>
    </>
  )
}
