import type { Instant } from '../src/model.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

type Props = {
  frame: Frame
  walls: { id: string; name: string; createdAt: Instant; createdBy: string }[]
  /** Of the one just made, shown this once. */
  link: string | null
  problem: string | null
}

export function WallsPage({ frame, walls, link, problem }: Props) {
  const words = frame.t.incidents.walls
  return (
    <Layout frame={frame} title={words.title} section="incidents">
      <div>
        <p class="crumbs">
          <a href="/incidents">{frame.t.incidents.title}</a>
        </p>
        <h1>{words.title}</h1>
        <p class="muted">{words.what}</p>
      </div>
      {link !== null && (
        <p class="card" role="status">
          {words.made} <a href={link}>{link}</a>
        </p>
      )}
      <form method="post" action="/walls" class="filters">
        <label class="field">
          <span>{words.name}</span>
          <input
            name="name"
            maxlength={100}
            required
            aria-invalid={problem === null ? undefined : 'true'}
            aria-describedby={problem === null ? undefined : 'name-problem'}
          />
          {problem !== null && (
            <span class="error" id="name-problem">
              {problem}
            </span>
          )}
        </label>
        <button type="submit">{words.make}</button>
      </form>
      {walls.length === 0 ? (
        <p class="muted">{words.none}</p>
      ) : (
        <TableBox label={words.title} records>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.createdAt}</th>
              <th scope="col">{words.createdBy}</th>
              <th scope="col">{words.revoke}</th>
            </tr>
          </thead>
          <tbody>
            {walls.map(({ id, name, createdAt, createdBy }) => (
              <tr>
                <th scope="row">
                  <Raw text={name} />
                </th>
                <td data-label={words.createdAt}>
                  <Moment at={createdAt} frame={frame} />
                </td>
                <td data-label={words.createdBy}>
                  <Raw text={createdBy} />
                </td>
                <td data-label={words.revoke}>
                  <form method="post" action={`/walls/${id}/revoke`}>
                    <button type="submit" class="plain">
                      {words.revoke}
                    </button>
                  </form>
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
    </Layout>
  )
}
