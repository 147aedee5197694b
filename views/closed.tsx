import type { Frame } from './frame.ts'
import { Sheet } from './layout.tsx'

/** The one page there is while the database cannot be used: what is wrong, and what to do. */
export function ClosedPage({ frame, trouble }: { frame: Frame; trouble: 'full' | 'readonly' | 'damaged' }) {
  const { closed } = frame.t
  return (
    <Sheet frame={frame} title={closed.title}>
      <p>
        <strong>{closed.what[trouble]}</strong>
      </p>
      <p>{closed.meanwhile}</p>
      <p>{closed.toDo[trouble]}</p>
    </Sheet>
  )
}
