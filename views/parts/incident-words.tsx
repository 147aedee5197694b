import { formatNumber, formatSpan } from '../../src/i18n/format.ts'
import type { Incident, IncidentEvent, IncidentNode, Severity } from '../../src/model/incidents.ts'
import type { Instant } from '../../src/model.ts'
import { atMoment, type Frame, withQuery } from '../frame.ts'
import { Raw, seen } from './raw.tsx'
import { VerdictMark } from './state.tsx'

export function incidentPath(id: string): string {
  return `/incidents/${encodeURIComponent(id)}`
}

/** All incidents that something was in, whenever. */
export function incidentsOfPath(node: IncidentNode): string {
  return withQuery('/incidents', { of: `${node.kind}~${node.code}`, state: 'all' })
}

const marks = { critical: 'fail', major: 'partial', minor: 'unknown' } as const

export function SeverityMark({ severity, frame }: { severity: Severity; frame: Frame }) {
  return <VerdictMark verdict={marks[severity]} word={frame.t.incidents.severities[severity]} />
}

/** What it is about, as a link to its own page where it has one. */
export function NodeLink({ node, names, frame }: { node: IncidentNode; names: Names; frame: Frame }) {
  const { kind, code } = node
  const word = frame.t.incidents.kinds[kind]
  const name = kind === 'unit' ? (names.get(code) ?? code) : code
  const href = pathOf(node, frame)
  return (
    <>
      {word}{' '}
      {href === null ? (
        <Raw text={name} />
      ) : (
        <a href={href}>
          <Raw text={name} />
        </a>
      )}
    </>
  )
}

/** Units' names by code. */
export type Names = ReadonlyMap<string, string>

function pathOf({ kind, code }: IncidentNode, frame: Frame): string | null {
  const name = encodeURIComponent(code)
  switch (kind) {
    case 'line':
      return atMoment(`/lines/${name}`, frame)
    case 'device':
      return `/devices/${name}`
    case 'unit':
      return atMoment(`/units/${name}`, frame)
    case 'provider':
      return withQuery('/lines', { provider: code })
    case 'prober':
      return '/vantages'
    case 'task':
      return `/plan#${code}`
    case 'hotspot':
      return atMoment(`/wifi/${name}`, frame)
    case 'channel':
      return '/notifications#channels'
    default:
      return null
  }
}

export function nodeText({ kind, code }: IncidentNode, names: Names, { t }: Frame): string {
  return `${t.incidents.kinds[kind]} ${seen(kind === 'unit' ? (names.get(code) ?? code) : code)}`
}

/** How long it lasted, or has by now. */
export function lasted(
  { since, restoredAt, closedAt }: Pick<Incident, 'since' | 'restoredAt' | 'closedAt'>,
  frame: Frame,
): string {
  const end: Instant = restoredAt ?? closedAt ?? frame.now
  return formatSpan(Math.max(0, (Date.parse(end) - Date.parse(since)) / 1000), frame.locale)
}

export function causeText({ cause }: Pick<Incident, 'cause'>, { t }: Frame): string {
  const words = t.incidents
  const by = cause.by === null ? words.proposed : words.saidBy(cause.by)
  return cause.cause === 'unknown' && cause.by === null
    ? words.causes.unknown
    : `${words.causes[cause.cause]} (${by})`
}

export function stateOf({ restoredAt, closedAt }: Pick<Incident, 'restoredAt' | 'closedAt'>) {
  return closedAt !== null
    ? restoredAt === null
      ? 'unwatched'
      : 'closed'
    : restoredAt !== null
      ? 'watched'
      : 'open'
}

/** One entry of a log in words; what a person wrote stands beside it. */
export function eventText(event: IncidentEvent, names: Names, frame: Frame): { text: string; note: string } {
  const { t, locale } = frame
  const words = t.incidents
  switch (event.kind) {
    case 'opened':
      return { text: words.events.opened(words.symptoms[event.body.symptom]), note: event.body.detail }
    case 'absorbed':
      return { text: words.events.absorbed(nodeText(event.body.node, names, frame)), note: '' }
    case 'severity': {
      const { symptom, severity, detail } = event.body
      return {
        text: words.events.severity(words.symptoms[symptom], words.severities[severity]),
        note: detail,
      }
    }
    case 'relapsed':
      return { text: words.events.relapsed(formatNumber(event.body.spells, locale)), note: '' }
    case 'cause': {
      const { cause, rule, note } = event.body
      return { text: words.events.cause(words.causes[cause]), note: rule ? words.rules[rule] : note }
    }
    case 'assign':
      return {
        text: event.body.to === null ? words.events.unassign : words.events.assign(event.body.to),
        note: '',
      }
    case 'comment':
      return { text: words.events.comment, note: event.body.text }
    case 'closed':
      return {
        text: event.body.restoredAt === null ? words.events.unwatched : words.events.closed,
        note: '',
      }
    default:
      return { text: words.events[event.kind], note: '' }
  }
}
