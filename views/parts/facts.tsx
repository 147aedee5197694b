import type { Frame } from '../frame.ts'
import { Raw } from './raw.tsx'
import { Moment } from './time.tsx'

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
            <dt class={isTable(one) ? 'wide' : undefined}>{labelOf(name, frame)}</dt>
            <dd class={isTable(one) ? 'wide' : undefined}>
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
  if (!isTable(items))
    return (
      <ul class="list">
        {items.map((item) => (
          <li>
            <FactValue value={item} frame={frame} />
          </li>
        ))}
      </ul>
    )
  const rows = items as Record<string, unknown>[]
  // what no row has is no column: most failures are never seen
  const columns = [...new Set(rows.flatMap(Object.keys))].filter((name) =>
    rows.some((row) => row[name] !== null),
  )
  const table = (
    <table>
      <thead>
        <tr>
          {columns.map((name) => (
            <th scope="col" class={rows.some((row) => typeof row[name] === 'number') ? 'number' : undefined}>
              {labelOf(name, frame)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {columns.map((name) => {
              const one = row[name]
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

/** A list of things, which is shown as a table. */
function isTable(value: unknown): boolean {
  return Array.isArray(value) && value.some((item) => typeof item === 'object' && item !== null)
}

/** Up to this length a value stays in one line: the longest IPv6 address with its zone fits. */
const unbrokenLength = 46

function FactValue({ value, frame }: { value: unknown; frame: Frame }) {
  const { t } = frame
  if (value === null || value === undefined) return <span class="muted">{t.check.notServed}</span>
  if (typeof value === 'boolean') return <>{value ? t.yes : t.no}</>
  if (value === '') return <span class="muted">{t.check.empty}</span>
  const text = String(value)
  if (typeof value === 'string' && t.factValues[text] !== undefined) return <>{t.factValues[text]}</>
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return <Moment at={text} frame={frame} />
  const isNumeric = typeof value === 'number' || /^[\d.:/]+$|:.*:/.test(text)
  return (
    <span class={text.length <= unbrokenLength && !text.includes(' ') ? 'nowrap' : undefined}>
      <Raw text={text} mono={isNumeric && typeof value !== 'number'} />
    </span>
  )
}

function labelOf(name: string, frame: Frame): string {
  return (frame.t.facts as Record<string, string>)[name] ?? name
}
