import type { Messages } from '../src/i18n/messages.ts'
import type { Frame } from './frame.ts'
import { Layout, Sheet } from './layout.tsx'
import { Raw } from './parts/raw.tsx'

type Refusal = Exclude<keyof Messages['problems'], 'back' | 'requestId'>

/** What went wrong and what to do next. Outside the frame while nobody is signed in. */
export function ProblemPage({
  frame,
  refusal,
  issues,
  requestId,
}: {
  frame: Frame
  refusal: Refusal
  issues: string[]
  requestId: string
}) {
  const { problems } = frame.t
  const { title, what } = problems[refusal]
  const body = (
    <>
      <p>{what}</p>
      {issues.length > 0 && (
        <ul class="list error">
          {issues.map((issue) => (
            <li>
              <Raw text={issue} />
            </li>
          ))}
        </ul>
      )}
      <p class="muted small">{problems.requestId(requestId)}</p>
      <p>
        <a href="/">{problems.back}</a>
      </p>
    </>
  )
  if (frame.account === null)
    return (
      <Sheet frame={frame} title={title}>
        {body}
      </Sheet>
    )
  return (
    <Layout frame={frame} title={title}>
      <h1>{title}</h1>
      {body}
    </Layout>
  )
}
