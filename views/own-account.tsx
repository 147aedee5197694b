import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Field } from './parts/field.tsx'

type Props = { frame: Frame; unit: string | null; error: string | null; changed: boolean }

/** Who one is, what one may do, and one's password. */
export function OwnAccountPage({ frame, unit, error, changed }: Props) {
  const { t, account } = frame
  const { own } = t.accounts
  return (
    <Layout frame={frame} title={own.title}>
      <h1>{own.title}</h1>
      {changed && (
        <p class="card" role="status">
          {own.changed}
        </p>
      )}
      {account !== null && (
        <dl class="facts card">
          <dt>{t.accounts.name}</dt>
          <dd>{account.name}</dd>
          <dt>{t.accounts.role}</dt>
          <dd>
            {t.account.role[account.role]}
            {account.role !== 'machine' && `: ${t.accounts.roles[account.role]}`}
          </dd>
          <dt>{t.accounts.unit}</dt>
          <dd>
            {unit === null ? (
              t.accounts.wholeProvince
            ) : (
              <a href={`/units/${encodeURIComponent(unit)}`}>{unit}</a>
            )}
          </dd>
        </dl>
      )}
      <form class="stack card" method="post" action="/account/password">
        <h2>{own.password}</h2>
        <p class="muted small">{own.passwordWhat}</p>
        {error !== null && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
        <Field label={own.current}>
          <input name="current" type="password" autocomplete="current-password" required maxlength={256} />
        </Field>
        <Field label={own.next}>
          <input name="next" type="password" autocomplete="new-password" required maxlength={256} />
        </Field>
        <Field label={own.repeat}>
          <input name="repeat" type="password" autocomplete="new-password" required maxlength={256} />
        </Field>
        <button class="primary" type="submit">
          {own.submit}
        </button>
      </form>
    </Layout>
  )
}
