import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Frame } from '../frame.ts'
import type { Sort } from './table.tsx'

/**
 * A form whose state is the address. Without JavaScript it is sent by its button; with it, a change renews the list
 * named by `target`, and the server names the new address (HX-Push-Url).
 */
export function Filters({
  frame,
  action,
  target,
  label,
  sort,
  keep = {},
  more = null,
  children,
}: PropsWithChildren<{
  frame: Frame
  action: string
  target: string
  label: string
  /** null: there is one order only. */
  sort: Sort | null
  /** What the address says besides the choices of this form. */
  keep?: Record<string, string | undefined>
  /** Choices that are seldom needed: folded away unless one of them is made. */
  more?: { made: boolean; choices: Child } | null
}>) {
  return (
    <search>
      <form
        class="filters"
        method="get"
        action={action}
        aria-label={label}
        hx-get={action}
        hx-trigger="change, submit, input changed delay:350ms target:#q"
        hx-target={target}
        hx-select={target}
        hx-swap="outerMorph"
        hx-sync="this:replace"
      >
        {children}
        {more !== null && (
          <details class="more" open={more.made}>
            <summary class="small">{frame.t.moreFilters}</summary>
            <div class="filters">{more.choices}</div>
          </details>
        )}
        {sort !== null && (
          <input type="hidden" name="sort" value={sort.descending ? `-${sort.by}` : sort.by} />
        )}
        {Object.entries(keep).map(
          ([name, value]) => value !== undefined && <input type="hidden" name={name} value={value} />,
        )}
        {frame.asOf !== null && <input type="hidden" name="asOf" value={frame.asOf} />}
        <button type="submit">{frame.t.apply}</button>
        <a class="small" href={action}>
          {frame.t.clear}
        </a>
      </form>
    </search>
  )
}

export function Search({ label, value, frame }: { label: string; value: string | undefined; frame: Frame }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input type="search" name="q" id="q" value={value ?? ''} maxlength={200} placeholder={frame.t.search} />
    </label>
  )
}

/** One of several values, or all. */
export function Choice({
  name,
  label,
  value,
  options,
  frame,
  all = frame.t.all,
}: {
  name: string
  label: string
  value: string | undefined
  options: [value: string, label: string][]
  frame: Frame
  all?: string
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <select name={name} id={`filter-${name}`}>
        <option value="">{all}</option>
        {options.map(([option, text]) => (
          <option value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
