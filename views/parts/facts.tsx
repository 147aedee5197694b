import type { Frame } from '../frame.ts'
import { Raw } from './raw.tsx'

/**
 * Facts or settings of any probe as a reader wants them: named values in a list, lists of things as a table, what
 * stands inside them folded into the cell. New probes are shown without a line here.
 */
export function Facts({ value, frame, path = [] }: { value: unknown; frame: Frame; path?: string[] }) {
  if (Array.isArray(value)) return <FactList items={value} frame={frame} path={path} />
  if (typeof value === 'object' && value !== null) {
    return (
      <dl class={path.length > 1 ? 'facts tight' : 'facts'}>
        {Object.entries(value).map(([name, one]) => (
          <>
            <dt>{labelOf(name, frame)}</dt>
            <dd>
              <Facts value={one} frame={frame} path={[...path, name]} />
            </dd>
          </>
        ))}
      </dl>
    )
  }
  return <FactValue value={value} frame={frame} />
}

function FactList({ items, frame, path }: { items: unknown[]; frame: Frame; path: string[] }) {
  const { t } = frame
  if (items.length === 0) return <span class="muted">{t.check.notServed}</span>
  if (items.every((item) => typeof item !== 'object' || item === null))
    return (
      <ul class="list">
        {items.map((item) => (
          <li>
            <FactValue value={item} frame={frame} />
          </li>
        ))}
      </ul>
    )
  const columns = [...new Set(items.flatMap((item) => Object.keys(item as object)))]
  const table = (
    <table>
      <thead>
        <tr>
          {columns.map((name) => (
            <th scope="col">{labelOf(name, frame)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr>
            {columns.map((name) => {
              const one = (item as Record<string, unknown>)[name]
              return (
                <td class={typeof one === 'number' ? 'number' : undefined}>
                  <Facts value={one} frame={frame} path={[...path, name]} />
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
  const isInside = path.length > 2
  if (isInside) return table
  return (
    <section class="scroll" tabindex={0} aria-label={path.map((name) => labelOf(name, frame)).join(' › ')}>
      {table}
    </section>
  )
}

function FactValue({ value, frame }: { value: unknown; frame: Frame }) {
  const { t } = frame
  if (value === null || value === undefined) return <span class="muted">{t.check.notServed}</span>
  if (typeof value === 'boolean') return <>{value ? t.yes : t.no}</>
  if (value === '') return <span class="muted">{t.check.empty}</span>
  const text = String(value)
  if (typeof value === 'string' && t.factValues[text] !== undefined) return <>{t.factValues[text]}</>
  return <Raw text={text} mono={/^[\d.:/]+$|:.*:|^\d/.test(text)} />
}

function labelOf(name: string, frame: Frame): string {
  return (frame.t.facts as Record<string, string>)[name] ?? name
}
