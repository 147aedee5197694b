import type { Evidence, Exchange } from '../../probes/probe.ts'
import { formatDuration } from '../../src/i18n/format.ts'
import type { KeptEvidence } from '../../src/model.ts'
import type { Frame } from '../frame.ts'
import { Raw, seen } from './raw.tsx'
import { Moment } from './time.tsx'

/** The raw exchanges that prove an observation, in the order in which they happened. The first stands open. */
export function EvidenceList({
  evidence: kept,
  frame,
}: {
  evidence: KeptEvidence | undefined
  frame: Frame
}) {
  const t = frame.t.check
  if (kept === undefined) return <p class="muted">{t.noEvidence}</p>
  const { evidence, state } = kept
  return (
    <>
      {state === 'changed' && (
        <p class="error" role="alert">
          {evidence === undefined ? t.evidenceUnreadable : t.evidenceChanged}
        </p>
      )}
      {evidence !== undefined && <Exchanges evidence={evidence} frame={frame} />}
    </>
  )
}

function Exchanges({ evidence, frame }: { evidence: Evidence; frame: Frame }) {
  const t = frame.t.check
  if (evidence.exchanges.length === 0)
    return <p class="muted">{evidence.leftOut ? t.exchangesLeftOut : t.noExchange}</p>
  return (
    <div class="list">
      {evidence.exchanges.map((exchange, index) => (
        <ExchangeView exchange={exchange} open={index === 0} frame={frame} />
      ))}
    </div>
  )
}

function ExchangeView({ exchange, open, frame }: { exchange: Exchange; open: boolean; frame: Frame }) {
  const t = frame.t.check.exchange
  const { asked, peer, failure } = exchange
  const same = peer !== null && endpoint(asked) === endpoint(peer)
  return (
    <details class="exchange" open={open}>
      <summary>
        <strong class="mono">
          {exchange.protocol.toUpperCase()} / {exchange.transport.toUpperCase()}
        </strong>
        <span>
          <span class="muted">{t.asked}</span> <Raw text={endpoint(asked)} mono />
        </span>
        <span>
          <span class="muted">{t.peer}</span>{' '}
          {peer === null ? t.notConnected : same ? t.samePeer : <Raw text={endpoint(peer)} mono />}
        </span>
        <span class="muted">
          <Moment at={exchange.at} frame={frame} seconds /> ·{' '}
          {formatDuration(exchange.durationMs, frame.locale)}
        </span>
        <span class="gist">
          <Raw text={gistOf(exchange.request)} mono /> →{' '}
          {failure === undefined ? (
            <Raw text={gistOf(exchange.response)} mono />
          ) : (
            <strong class="state void">
              <Raw text={failure} />
            </strong>
          )}
        </span>
      </summary>
      <div class="sides">
        <Side title={t.request} lines={exchange.request} bytes={exchange.requestBytes} frame={frame} />
        <Side title={t.response} lines={exchange.response} bytes={exchange.responseBytes} frame={frame} />
      </div>
    </details>
  )
}

/** The line that says most: a question of the DNS, its status, else the first line. */
function gistOf(lines: string[]): string {
  const question = lines.find((line) => /^;[^;]/.test(line) && !line.startsWith('; EDNS'))
  const status = lines.flatMap((line) =>
    /\bqr\b/.test(line) ? [lines[0]?.match(/status: (\w+)/)?.[1] ?? ''] : [],
  )[0]
  return status ?? question?.slice(1) ?? lines[0] ?? '…'
}

function Side({
  title,
  lines,
  bytes,
  frame,
}: {
  title: string
  lines: string[]
  bytes: string | undefined
  frame: Frame
}) {
  const t = frame.t.check.exchange
  return (
    <div>
      <p class="small muted">{title}</p>
      <pre dir="ltr">{lines.length === 0 ? t.nothing : lines.map(seen).join('\n')}</pre>
      {bytes !== undefined && (
        <details>
          <summary class="small muted">{t.bytes}</summary>
          <pre class="small">{bytes}</pre>
        </details>
      )}
    </div>
  )
}

function endpoint({ address, port }: Exchange['asked']): string {
  if (port === 0) return address // ICMP has none
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
