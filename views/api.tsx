import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { TableBox } from './parts/table.tsx'

type Operation = {
  method: string
  path: string
  parameters: { name: string; in: string }[]
  body: { schema: { properties?: unknown } } | null
  scope: string | null
}

/** What programs may ask for and write, for whoever writes one. */
export function ApiPage({
  frame,
  operations,
  examples,
}: {
  frame: Frame
  operations: Operation[]
  examples: string[]
}) {
  const words = frame.t.api
  return (
    <Layout frame={frame} title={words.title} section="about">
      <div class="page-head">
        <h1>{words.title}</h1>
        <p class="actions no-print">
          <a href="/api/openapi.json">{words.document}</a>
        </p>
      </div>
      <p>{words.what}</p>
      <p>{words.key}</p>
      {examples.map((command) => (
        <pre tabindex={0}>{command}</pre>
      ))}
      <TableBox label={words.title} records>
        <thead>
          <tr>
            <th scope="col">{words.path}</th>
            <th scope="col">{words.method}</th>
            <th scope="col">{words.takes}</th>
            <th scope="col">{words.scope}</th>
          </tr>
        </thead>
        <tbody>
          {operations.map((one) => (
            <tr>
              <th scope="row">
                <code>{one.path}</code>
              </th>
              <td data-label={words.method}>{one.method.toUpperCase()}</td>
              <td data-label={words.takes}>{takes(one).join(', ') || '–'}</td>
              <td data-label={words.scope}>{one.scope ?? words.nobody}</td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </Layout>
  )
}

function takes({ parameters, body }: Operation): string[] {
  const fields = Object.keys((body?.schema.properties as object | undefined) ?? {})
  return [...parameters.filter((one) => one.in === 'query').map(({ name }) => name), ...fields]
}
