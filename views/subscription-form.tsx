import { type Channel, severities, topics } from '../src/model/notifications.ts'
import { provinceZone } from '../src/operations/local-time.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Field } from './parts/field.tsx'
import { FormProblems, problemOf } from './parts/form-problems.tsx'

type Props = {
  frame: Frame
  channels: Channel[]
  /** What was sent and could not be saved; null at first. */
  form: Record<string, string[]> | null
  problems: { field: string; message: string }[]
}

/** Who is to be told of what. It works without JavaScript; what was typed comes back with everything that is wrong. */
export function SubscriptionFormPage({ frame, channels, form, problems }: Props) {
  const t = frame.t.notify
  const labels: Record<string, string> = t.form
  const value = (name: string) => form?.[name]?.[0] ?? ''
  const input = (name: string, more: Record<string, unknown> = {}) => (
    <input name={name} value={value(name)} maxlength={500} {...problemOf(name, problems)} {...more} />
  )
  const select = (name: string, options: (readonly [string, string])[], otherwise = '') => (
    <select name={name} {...problemOf(name, problems)}>
      {options.map(([option, text]) => (
        <option value={option} selected={option === (value(name) || otherwise)}>
          {text}
        </option>
      ))}
    </select>
  )
  const tick = (name: 'tellEnd' | 'urgent', at = false) => (
    <label>
      <input type="checkbox" name={name} value="yes" checked={form === null ? at : value(name) === 'yes'} />{' '}
      {t.form[name]}
    </label>
  )
  return (
    <Layout frame={frame} title={t.subscribe} section="notifications">
      <p class="crumbs">
        <a href="/notifications">{t.title}</a>
      </p>
      <h1>{t.subscribe}</h1>
      <form class="stack card" method="post" action="/notifications">
        <FormProblems title={t.problems} problems={problems} labelOf={(field) => labels[field] ?? field} />
        <Field label={t.form.name}>{input('name', { required: true })}</Field>
        <Field label={t.form.channel}>
          {select(
            'channel',
            channels.map(({ name, kind }) => [name, `${name} (${t.channelKinds[kind]})`] as const),
          )}
        </Field>
        <Field label={`${t.form.target}: ${t.form.targetWhat}`}>{input('target', { required: true })}</Field>
        <Field label={t.form.locale}>
          {select('locale', Object.entries(t.languages) as [string, string][], frame.locale)}
        </Field>
        <fieldset
          id="topics"
          class={problems.some(({ field }) => field === 'topics') ? 'boxes wrong' : 'boxes'}
        >
          <legend>{t.form.topics}</legend>
          {topics.map((topic) => (
            <label>
              <input
                type="checkbox"
                name="topics"
                value={topic}
                checked={form === null ? topic === 'incidents' : form.topics?.includes(topic)}
              />{' '}
              {t.topics[topic]}
            </label>
          ))}
        </fieldset>
        <Field label={t.form.units}>{input('units')}</Field>
        <Field label={t.form.severity}>
          {select(
            'severity',
            severities.map((one) => [one, frame.t.incidents.severities[one]] as const),
            'major',
          )}
        </Field>
        {tick('tellEnd', true)}
        <Field label={t.form.quietFrom}>{input('quietFrom', { type: 'time' })}</Field>
        <Field label={t.form.quietTo}>{input('quietTo', { type: 'time' })}</Field>
        <Field label={t.form.digestAt}>{input('digestAt', { type: 'time' })}</Field>
        {tick('urgent')}
        <Field label={t.form.zone}>
          {input('zone', { required: true, value: value('zone') || provinceZone })}
        </Field>
        <button class="primary" type="submit">
          {t.form.submit}
        </button>
      </form>
    </Layout>
  )
}
