import type { Instant } from '../src/model.ts'
import { Problem } from './accounts.tsx'
import { type Frame, may } from './frame.ts'
import { Layout } from './layout.tsx'
import { Field } from './parts/field.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

type Token = {
  name: string
  scopes: string[]
  unit: string | null
  expiresAt: Instant | null
  revokedAt: Instant | null
  usedAt: Instant | null
}

type Props = {
  frame: Frame
  tokens: Token[]
  /** First parts of all addresses that programs may read. */
  sections: string[]
  /** The one just made, shown this once. */
  made: string | null
  problem: string | null
}

export function TokensPage({ frame, tokens, sections, made, problem }: Props) {
  const words = frame.t.accounts
  const t = words.tokens
  return (
    <Layout frame={frame} title={t.title} section="accounts">
      <div>
        <p class="crumbs">
          <a href="/accounts">{words.title}</a>
        </p>
        <h1>{t.title}</h1>
        <p class="muted">{t.what}</p>
      </div>
      {made !== null && (
        <p class="card" role="status">
          {t.made} <code>{made}</code>
        </p>
      )}
      {tokens.length === 0 ? <p class="muted">{t.none}</p> : <Tokens tokens={tokens} frame={frame} />}
      {may(frame, 'admin') && (
        <form class="stack card" method="post" action="/tokens">
          <h2>{t.add}</h2>
          <Problem text={problem} />
          <Field label={t.name}>
            <input name="name" required maxlength={64} autocomplete="off" />
          </Field>
          <Field label={t.scopes}>
            <select name="scopes" multiple required size={8}>
              <option value="*">{t.all}</option>
              {sections.map((section) => (
                <option value={section}>/{section}</option>
              ))}
            </select>
          </Field>
          <Field label={`${words.unit} (${words.wholeProvince}: –)`}>
            <input name="unit" maxlength={40} autocomplete="off" />
          </Field>
          <Field label={t.days}>
            <input name="days" type="number" min={1} max={730} value="365" required />
          </Field>
          <button class="primary" type="submit">
            {t.add}
          </button>
        </form>
      )}
    </Layout>
  )
}

function Tokens({ tokens, frame }: Pick<Props, 'tokens' | 'frame'>) {
  const words = frame.t.accounts
  const t = words.tokens
  return (
    <TableBox label={t.title} records>
      <thead>
        <tr>
          <th scope="col">{t.name}</th>
          <th scope="col">{t.scopes}</th>
          <th scope="col">{words.unit}</th>
          <th scope="col">{t.until}</th>
          <th scope="col">{t.usedAt}</th>
          <th scope="col">{t.state}</th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr>
            <th scope="row">
              <Raw text={token.name} />
            </th>
            <td data-label={t.scopes}>
              {token.scopes.map((scope) => (scope === '*' ? t.all : `/${scope}`)).join(', ')}
            </td>
            <td data-label={words.unit}>{token.unit ?? words.wholeProvince}</td>
            <td data-label={t.until}>
              {token.expiresAt === null ? '–' : <Moment at={token.expiresAt} frame={frame} />}
            </td>
            <td data-label={t.usedAt}>
              {token.usedAt === null ? t.never : <Moment at={token.usedAt} frame={frame} />}
            </td>
            <td data-label={t.state}>
              {t.states[stateOf(token, frame.now)]}{' '}
              {stateOf(token, frame.now) === 'active' && may(frame, 'admin') && (
                <form method="post" action={`/tokens/${encodeURIComponent(token.name)}/revoke`}>
                  <button class="plain" type="submit">
                    {t.revoke}
                  </button>
                </form>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

function stateOf({ revokedAt, expiresAt }: Token, now: Instant): 'active' | 'expired' | 'revoked' {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active'
}
