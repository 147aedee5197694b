import type { Frame } from './frame.ts'
import { Layout, Sheet } from './layout.tsx'

export function SignInPage({
  frame,
  to,
  provider,
  name = '',
  error = null,
}: {
  frame: Frame
  /** Where to go after signing in: a path of ours. */
  to: string
  /** Who else vouches for people. */
  provider: string | null
  name?: string
  error?: string | null
}) {
  const t = frame.t.entry.signIn
  return (
    <Sheet frame={frame} title={t.title}>
      <form class="stack" method="post" action="/sign-in">
        <Problem text={error} />
        <input type="hidden" name="to" value={to} />
        <Field label={t.name} name="name" value={name} autocomplete="username" />
        <Field label={t.password} name="password" type="password" autocomplete="current-password" />
        <button class="primary" type="submit">
          {t.submit}
        </button>
      </form>
      {provider !== null && (
        <p>
          <a class="button" href={`/sign-in/provider?${new URLSearchParams({ to })}`}>
            {frame.t.entry.provider.link(provider)}
          </a>
        </p>
      )}
      <p class="muted small">{t.first}</p>
    </Sheet>
  )
}

/** Whom a provider had vouched for is signed out here, and may want to be there too. */
export function LeavePage({ frame, provider, url }: { frame: Frame; provider: string; url: string | null }) {
  const t = frame.t.entry
  return (
    <Sheet frame={frame} title={t.signIn.title}>
      <p>{t.provider.leaving(provider)}</p>
      {url !== null && (
        <p>
          <a class="button" href={url}>
            {t.provider.leave(provider)}
          </a>
        </p>
      )}
      <p>
        <a href="/sign-in">{t.signIn.title}</a>
      </p>
    </Sheet>
  )
}

/** What a one-time link is for: the first administrator, or the password of an account that is there. */
export function FirstRunPage({
  frame,
  link,
  name = '',
  error = null,
}: {
  frame: Frame
  /** null: the link is not good, so there is nothing to fill in. */
  link: { token: string; account: string | null } | null
  name?: string
  error?: string | null
}) {
  const t = frame.t.entry.firstRun
  const account = link?.account ?? null
  return (
    <Sheet frame={frame} title={link !== null && account === null ? t.title : t.passwordTitle}>
      {link === null ? (
        <Problem text={t.invalid} />
      ) : (
        <form class="stack" method="post" action="/first-run">
          <p>{t.what}</p>
          <Problem text={error} />
          <input type="hidden" name="token" value={link.token} />
          {account === null ? (
            <Field label={t.name} name="name" value={name} autocomplete="username" />
          ) : (
            <p>
              {t.name}: <strong>{account}</strong>
            </p>
          )}
          <Field label={t.password} name="password" type="password" autocomplete="new-password" />
          <Field label={t.repeat} name="repeat" type="password" autocomplete="new-password" />
          <button class="primary" type="submit">
            {account === null ? t.submit : t.setPassword}
          </button>
        </form>
      )}
    </Sheet>
  )
}

/** The overview of an empty inventory: what to do first. */
export function WelcomePage({ frame }: { frame: Frame }) {
  const t = frame.t.entry.welcome
  return (
    <Layout frame={frame} title={t.title} section="overview">
      <h1>{t.title}</h1>
      <p>{t.what}</p>
      <div class="columns">
        <section class="card">
          <h2>{t.importTitle}</h2>
          <p>{t.importWhat}</p>
          <pre>npx v6gov import units.csv devices.csv services.csv</pre>
          <p>
            <a class="button" href="/inventory">
              {t.importLink}
            </a>
          </p>
        </section>
        <section class="card">
          <h2>{t.demoTitle}</h2>
          <p>{t.demoWhat}</p>
          <pre>npm run demo</pre>
        </section>
      </div>
    </Layout>
  )
}

function Problem({ text }: { text: string | null }) {
  if (text === null) return null
  return (
    <p class="error" role="alert">
      {text}
    </p>
  )
}

function Field({
  label,
  name,
  value = '',
  type = 'text',
  autocomplete,
}: {
  label: string
  name: string
  value?: string
  type?: string
  autocomplete: string
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <input name={name} type={type} value={value} autocomplete={autocomplete} required maxlength={256} />
    </label>
  )
}
