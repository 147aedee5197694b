import type { Plan } from '../../src/readiness/plan.ts'
import type { Frame } from '../frame.ts'
import { Field } from './field.tsx'

/** What was sent and could not be saved, by field; null for a form that was not sent yet. */
export type SentForm = Record<string, string[]> | null
export type Problem = { field: string; message: string }

/** Everything that is wrong, each with a link to its field. */
export function Problems({
  problems,
  labelOf,
  frame,
}: {
  problems: Problem[]
  labelOf(field: string): string | undefined
  frame: Frame
}) {
  if (problems.length === 0) return null
  return (
    <div role="alert">
      <p class="error">{frame.t.planEdit.problems}</p>
      <ul class="list">
        {problems.map(({ field, message }) => {
          const label = labelOf(field)
          return (
            <li>{label === undefined ? message : [<a href={`#${field}`}>{label}</a>, `: ${message}`]}</li>
          )
        })}
      </ul>
    </div>
  )
}

/** A line of text or a day; `value` until the form was sent. */
export function Input({
  name,
  label,
  value,
  type = 'text',
  required = false,
  form,
  problems,
}: {
  name: string
  label: string
  value: string
  type?: 'text' | 'date'
  required?: boolean
  form: SentForm
  problems: Problem[]
}) {
  return (
    <Field label={label}>
      <input
        name={name}
        id={name}
        type={type}
        value={form ? (form[name]?.[0] ?? '') : value}
        maxlength={500}
        required={required}
        aria-invalid={problems.some(({ field }) => field === name) ? 'true' : undefined}
      />
    </Field>
  )
}

export function Select({
  name,
  label,
  value,
  options,
  form,
}: {
  name: string
  label: string
  value: string
  options: [value: string, text: string][]
  form: SentForm
}) {
  const chosen = form ? (form[name]?.[0] ?? '') : value
  return (
    <Field label={label}>
      <select name={name} id={name}>
        {options.map(([one, text]) => (
          <option value={one} selected={one === chosen}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  )
}

/** Any number of choices. */
export function Boxes({
  name,
  label,
  values,
  options,
  form,
  problems,
}: {
  name: string
  label: string
  values: string[]
  options: [value: string, text: string][]
  form: SentForm
  problems: Problem[]
}) {
  const chosen = form ? (form[name] ?? []) : values
  return (
    <fieldset id={name} class={problems.some(({ field }) => field === name) ? 'boxes wrong' : 'boxes'}>
      <legend>{label}</legend>
      {options.map(([one, text]) => (
        <label>
          <input type="checkbox" name={name} value={one} checked={chosen.includes(one)} /> {text}
        </label>
      ))}
    </fieldset>
  )
}

/** The version that a form was made from, so that nobody overwrites what somebody else saved meanwhile. */
export function Version({ of }: { of: { version: number; plan: Plan } }) {
  return <input type="hidden" name="version" value={String(of.version)} />
}
