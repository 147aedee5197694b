type Problem = { field: string; message: string }

/** Everything that is wrong with a form, each with a link to its field. */
export function FormProblems({
  title,
  problems,
  labelOf,
}: {
  title: string
  problems: Problem[]
  labelOf(field: string): string
}) {
  if (problems.length === 0) return null
  return (
    <div role="alert">
      <p class="error">{title}</p>
      <ul class="list">
        {problems.map(({ field, message }) => (
          <li>
            <a href={`#${field}`}>{labelOf(field)}</a>: {message}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What the control of a field is given besides its own, so that its problem leads to it. */
export function problemOf(name: string, problems: Problem[]) {
  return { id: name, 'aria-invalid': problems.some(({ field }) => field === name) ? 'true' : undefined }
}
