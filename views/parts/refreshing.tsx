import type { PropsWithChildren } from 'hono/jsx'
import type { Frame } from '../frame.ts'

/**
 * A part that renews itself from its own address. It is morphed in place, so that focus, scroll and what is unfolded
 * stay as they are. Screen readers hear `status`, politely and only when it changes, and not every age that moves.
 */
export function Refreshing({
  id,
  from,
  status,
  everySeconds,
  frame,
  children,
}: PropsWithChildren<{ id: string; from: string; status: string; everySeconds?: number; frame: Frame }>) {
  const every = everySeconds ?? frame.refreshSeconds
  const inside = (
    <>
      <p class="visually-hidden" role="status">
        {status}
      </p>
      {children}
    </>
  )
  if (every === null)
    return (
      <div class="flow" id={id}>
        {inside}
      </div>
    )
  return (
    <div
      class="flow"
      id={id}
      hx-get={from}
      hx-trigger={`every ${every}s`}
      hx-swap="outerMorph"
      hx-sync="this:drop"
    >
      {inside}
    </div>
  )
}
