import { type DeviceLooks, factsOf, type Step } from '../../src/address-plan/ladder.ts'
import { formatNumber } from '../../src/i18n/format.ts'
import type { Device } from '../../src/model/inventory.ts'
import type { Frame } from '../frame.ts'
import { observationPath } from './evidence-links.tsx'
import { Raw } from './raw.tsx'
import { VerdictMark } from './state.tsx'
import { TableBox } from './table.tsx'
import { Age } from './time.tsx'

type Props = { frame: Frame; device: Device; looks: DeviceLooks; ladder: Step[]; polled: string | null }

/** A device on the network by the newest looks at it: its addresses, how far it has come, its interfaces, and who is beside it. */
export function DeviceNetwork(props: Props) {
  const { frame, ladder } = props
  const t = frame.t.device
  return (
    <>
      <section class="card" id="addresses">
        <h2>{t.addressesTitle}</h2>
        <Primary {...props} />
      </section>
      <section class="block" id="ladder">
        <h2>{t.ladderTitle}</h2>
        <ol class="ladder">
          {ladder.map((step) => (
            <LadderStep step={step} frame={frame} />
          ))}
        </ol>
      </section>
      <Interfaces {...props} />
      <Neighbours {...props} />
    </>
  )
}

/** Both primary addresses, and which of them SNMP is asked at. */
function Primary({ frame, device, polled }: Props) {
  const t = frame.t.device
  return (
    <dl class="facts">
      {[['IPv4', device.address] as const, ['IPv6', device.address6] as const].map(([family, address]) => (
        <>
          <dt>{family}</dt>
          <dd>
            {address === null ? <span class="muted">{t.noAddress}</span> : <Raw text={address} mono />}{' '}
            {address !== null && address === polled && <span class="chip">{t.polled}</span>}
          </dd>
        </>
      ))}
    </dl>
  )
}

function LadderStep({ step: { rung, reached, because, by }, frame }: { step: Step; frame: Frame }) {
  const t = frame.t.device
  return (
    <li>
      <VerdictMark verdict={reached === null ? 'unknown' : reached ? 'pass' : 'fail'} word={t.rungs[rung]} />
      <span class="small">
        <Raw text={because[frame.locale]} />
      </span>
      {by !== null && (
        <span class="small muted">
          <a href={observationPath(by.checkId, by.firstDueAt)}>{t.proof}</a>{' '}
          <Age at={by.lastSeenAt} frame={frame} />
        </span>
      )}
    </li>
  )
}

function Interfaces({ frame, looks }: Props) {
  const t = frame.t.device
  const seen = factsOf(looks, 'snmp-interfaces')
  if (seen === null || seen.facts.interfaces.length === 0) return null
  const addresses = factsOf(looks, 'snmp-addresses')?.facts.addresses ?? []
  const heads = t.interfaceColumns
  return (
    <section class="block" id="interfaces">
      <header>
        <h2>{t.interfacesTitle}</h2>
        <span class="small muted">
          <a href={observationPath(seen.by.checkId, seen.by.firstDueAt)}>{t.proof}</a>{' '}
          <Age at={seen.by.lastSeenAt} frame={frame} />
        </span>
      </header>
      <TableBox label={t.interfacesTitle} records>
        <thead>
          <tr>
            <th scope="col">{heads.name}</th>
            <th scope="col">{heads.state}</th>
            <th scope="col" class="number">
              {heads.speed}
            </th>
            <th scope="col">{heads.addresses}</th>
          </tr>
        </thead>
        <tbody>
          {seen.facts.interfaces.map((one) => (
            <tr>
              <th scope="row">
                <Raw text={one.name || one.descr} />
                {one.alias !== '' && (
                  <span class="muted small">
                    {' '}
                    <Raw text={one.alias} />
                  </span>
                )}
              </th>
              <td data-label={heads.state}>{one.operStatus ?? '–'}</td>
              <td class="number" data-label={heads.speed}>
                {one.speedMbps === null ? '–' : formatNumber(one.speedMbps, frame.locale)}
              </td>
              <td data-label={heads.addresses}>
                {addresses
                  .filter(({ ifIndex }) => ifIndex === one.ifIndex)
                  .map(({ address, prefixLength, status }) => (
                    <div class="small">
                      <span class="mono">
                        {address}
                        {prefixLength !== null && `/${prefixLength}`}
                      </span>{' '}
                      {status !== 'preferred' && <span class="muted">{status}</span>}
                    </div>
                  ))}
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  )
}

function Neighbours({ frame, looks }: Props) {
  const t = frame.t.device
  const seen = factsOf(looks, 'snmp-lldp')
  if (seen === null || seen.facts.neighbours.length === 0) return null
  const heads = t.neighbourColumns
  return (
    <section class="block" id="neighbours">
      <header>
        <h2>{t.neighboursTitle}</h2>
        <span class="small muted">
          <a href={observationPath(seen.by.checkId, seen.by.firstDueAt)}>{t.proof}</a>{' '}
          <Age at={seen.by.lastSeenAt} frame={frame} />
        </span>
      </header>
      <TableBox label={t.neighboursTitle} records>
        <thead>
          <tr>
            <th scope="col">{heads.name}</th>
            <th scope="col">{heads.port}</th>
            <th scope="col">{heads.addresses}</th>
          </tr>
        </thead>
        <tbody>
          {seen.facts.neighbours.map((one) => (
            <tr>
              <th scope="row">
                <Raw text={one.sysName || one.chassisId || '?'} />
              </th>
              <td data-label={heads.port}>
                <Raw text={one.localPort ?? '–'} />
              </td>
              <td data-label={heads.addresses}>
                <Raw text={one.addresses.join(', ')} />
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  )
}
