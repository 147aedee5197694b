import { maintenanceModes, weekdays } from '../src/model/maintenance.ts'
import { provinceZone } from '../src/operations/local-time.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Field } from './parts/field.tsx'
import { FormProblems, problemOf } from './parts/form-problems.tsx'

export type MaintenanceFormProps = {
  frame: Frame
  /** What work can be announced for, by kind: value and text. */
  targets: { scope: 'province' | 'provider' | 'unit' | 'line'; options: [value: string, text: string][] }[]
  repeats: readonly (keyof Frame['t']['maintenance']['form']['repeats'])[]
  /** What was sent and could not be saved, or what a link chose. */
  form: Record<string, string[]>
  problems: { field: string; message: string }[]
}

/** The form of announced work. It works without JavaScript; what was typed comes back with everything that is wrong. */
export function MaintenanceFormPage({ frame, targets, repeats, form, problems }: MaintenanceFormProps) {
  const words = frame.t.maintenance
  const labels: Record<string, string> = { ...words.form, repeats: '' } as never
  const value = (name: string) => form[name]?.[0] ?? ''
  const input = (name: string, more: Record<string, unknown>) => (
    <input name={name} value={value(name)} {...problemOf(name, problems)} {...more} />
  )
  return (
    <Layout frame={frame} title={words.announce} section="maintenance">
      <p class="crumbs">
        <a href="/maintenance">{words.title}</a>
      </p>
      <h1>{words.announce}</h1>
      <p class="muted">{words.what}</p>
      <form class="stack card" method="post" action="/maintenance">
        <FormProblems
          title={words.problems}
          problems={problems}
          labelOf={(field) => labels[field] ?? field}
        />
        <Field label={words.form.target}>
          <select name="target" required {...problemOf('target', problems)}>
            {targets.map(({ scope, options }) => (
              <optgroup label={words.scopes[scope]}>
                {options.map(([option, text]) => (
                  <option value={option} selected={option === value('target')}>
                    {text}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </Field>
        <Field label={words.form.what}>{input('what', { required: true, maxlength: 500 })}</Field>
        <Field label={words.form.mode}>
          <select name="mode" {...problemOf('mode', problems)}>
            {maintenanceModes.map((mode) => (
              <option value={mode} selected={mode === value('mode')}>
                {words.modes[mode]}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.form.start}>{input('start', { type: 'datetime-local', required: true })}</Field>
        <Field label={words.form.end}>{input('end', { type: 'datetime-local', required: true })}</Field>
        <Field label={words.form.zone}>
          {input('zone', { required: true, maxlength: 60, value: value('zone') || provinceZone })}
        </Field>
        <label>
          <input
            type="checkbox"
            name="openEnd"
            value="yes"
            checked={value('openEnd') === 'yes'}
            {...problemOf('openEnd', problems)}
          />{' '}
          {words.form.openEnd}
        </label>
        <Field label={words.form.repeat}>
          <select name="repeat" {...problemOf('repeat', problems)}>
            {repeats.map((repeat) => (
              <option value={repeat} selected={repeat === value('repeat')}>
                {words.form.repeats[repeat]}
              </option>
            ))}
          </select>
        </Field>
        <fieldset class="stack">
          <legend>{words.form.repetition}</legend>
          <p class="small">{words.form.weekday}</p>
          <div class="chips">
            {weekdays.map((day) => (
              <label>
                <input type="checkbox" name="weekday" value={day} checked={form.weekday?.includes(day)} />{' '}
                {words.weekdays[day]}
              </label>
            ))}
          </div>
          <Field label={words.form.interval}>
            {input('interval', { type: 'number', min: 1, max: 52, placeholder: '1' })}
          </Field>
          <Field label={words.form.until}>{input('until', { type: 'date' })}</Field>
          <Field label={words.form.count}>{input('count', { type: 'number', min: 1, max: 999 })}</Field>
        </fieldset>
        <button class="primary" type="submit">
          {words.form.submit}
        </button>
      </form>
    </Layout>
  )
}
