import type { TableState } from '../../probes/lib/snmp-capability.ts'
import type { LineState } from '../../src/operations/line-figures.ts'
import type { VantageState } from '../../src/operations/vantage-state.ts'
import type { Verdict } from '../../src/readiness/criterion.ts'
import type { Frame } from '../frame.ts'

const shapes = {
  pass: (
    <>
      <circle cx="8" cy="8" r="8" fill="currentColor" />
      <path class="mark" d="M4.5 8.2l2.4 2.5 4.6-5" fill="none" stroke="#fff" stroke-width="2" />
    </>
  ),
  partial: (
    <>
      <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="2" />
      <path d="M8 1a7 7 0 0 1 0 14z" fill="currentColor" />
    </>
  ),
  fail: (
    <>
      <rect width="16" height="16" rx="2" fill="currentColor" />
      <path d="M4.5 4.5l7 7m0-7l-7 7" stroke="#fff" stroke-width="2.2" />
    </>
  ),
  unknown: (
    <>
      <circle
        cx="8"
        cy="8"
        r="7"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-dasharray="3 2.5"
      />
      <path
        d="M6 6.3a2 2 0 1 1 2.6 1.9c-.5.2-.6.5-.6 1.1M8 11.8v.2"
        fill="none"
        stroke="currentColor"
        stroke-width="1.6"
      />
    </>
  ),
  na: <path d="M2 8h12" stroke="currentColor" stroke-width="2" />,
  looked: <path d="M8 1l7 13H1z" fill="currentColor" />,
  degraded: (
    <>
      <path d="M8 1.8l6.2 11.4H1.8z" fill="none" stroke="currentColor" stroke-width="1.8" />
      <path d="M8 1v13h7z" fill="currentColor" />
    </>
  ),
  down: <path d="M1.8 2.8h12.4L8 14.2z" fill="none" stroke="currentColor" stroke-width="2" />,
  void: <path d="M8 1l7 7-7 7-7-7z" fill="none" stroke="currentColor" stroke-width="2" />,
  never: <circle cx="8" cy="8" r="2" fill="currentColor" />,
  maintenance: <path d="M5.5 2v12m5-12v12" stroke="currentColor" stroke-width="2" />,
}

function Shape({ name }: { name: keyof typeof shapes }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      {shapes[name]}
    </svg>
  )
}

/** A verdict by shape, word and colour. */
export function VerdictState({ verdict, frame }: { verdict: Verdict; frame: Frame }) {
  return <VerdictMark verdict={verdict} word={frame.t.verdict[verdict]} />
}

/** The shape and colour of a verdict with words of its own. */
export function VerdictMark({ verdict, word }: { verdict: Verdict; word: string }) {
  return (
    <span class={`state ${verdict}`}>
      <Shape name={verdict} />
      {word}
    </span>
  )
}

/** How many of each verdict, in a fixed order; zero is left out. */
export function VerdictCounts({
  counts,
  href,
  frame,
}: {
  counts: Record<Verdict, number>
  href?: (verdict: Verdict) => string
  frame: Frame
}) {
  const order: Verdict[] = ['pass', 'partial', 'fail', 'unknown', 'na']
  return (
    <span class="chips">
      {order
        .filter((verdict) => counts[verdict] > 0)
        .map((verdict) => {
          const label = (
            <span class={`state ${verdict}`}>
              <Shape name={verdict} />
              {counts[verdict]}
              <span class="visually-hidden">{frame.t.verdict[verdict]}</span>
            </span>
          )
          const title = frame.t.verdict[verdict]
          return href === undefined ? (
            <span title={title}>{label}</span>
          ) : (
            <a href={href(verdict)} title={title}>
              {label}
            </a>
          )
        })}
    </span>
  )
}

/** Whether the newest look at a check could see anything; says nothing about readiness. */
export function LookState({ state, frame }: { state: 'looked' | 'void' | 'never'; frame: Frame }) {
  return (
    <span class={`state ${state}`}>
      <Shape name={state} />
      {frame.t.checks.look[state]}
    </span>
  )
}

/** Each as something else is shown that it resembles: seen, nothing there, does not apply, could not be read. */
const tableStates = { ok: 'looked', empty: 'never', no_such_object: 'na', malformed: 'void' } as const

/** What an agent has of a table; says nothing about readiness. */
export function TableStateMark({ state, frame }: { state: TableState; frame: Frame }) {
  const name = tableStates[state]
  return (
    <span class={`state ${name}`}>
      <Shape name={name} />
      {frame.t.device.states[state]}
    </span>
  )
}

/** Each state of a line as something else is shown that it resembles. */
const lineMarks = {
  up: 'looked',
  degraded_v6: 'degraded',
  down: 'down',
  maintenance: 'maintenance',
  void: 'void',
  unmeasured: 'never',
} as const

/** What a line is or was, on the scale of monitoring, not of readiness. */
export function LineStateMark({ state, word, frame }: { state: LineState; word?: string; frame: Frame }) {
  const mark = lineMarks[state]
  return (
    <span class={`state ${mark}`}>
      <Shape name={mark} />
      {word ?? frame.t.lines.states[state]}
    </span>
  )
}

/** How it stands with looking from a vantage, on the scale of monitoring, not of readiness. */
export function VantageStateMark({ state, frame }: { state: VantageState; frame: Frame }) {
  const mark = ({ up: 'looked', degraded: 'degraded', down: 'down', void: 'never' } as const)[state]
  return (
    <span class={`state ${mark}`}>
      <Shape name={mark} />
      {frame.t.vantages.state[state]}
    </span>
  )
}
