import type { Unit } from '../src/model/inventory.ts'
import type { Instant } from '../src/model.ts'
import { type Frame, may } from './frame.ts'
import { Layout } from './layout.tsx'
import { Field } from './parts/field.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

type Role = keyof Frame['t']['accounts']['roles']
export type AccountRow = {
  name: string
  role: Role
  unit: string | null
  createdAt: Instant
  disabledAt: Instant | null
  /** The issuer whose word gives the role. */
  provider: string | null
  state: 'active' | 'waiting' | 'disabled'
}

type Props = {
  frame: Frame
  rows: AccountRow[]
  form: Record<string, string[]>
  problem: string | null
}

/** Who has an account, and a form to add one. */
export function AccountsPage({ frame, rows, form, problem }: Props) {
  const words = frame.t.accounts
  return (
    <Layout frame={frame} title={words.title} section="accounts">
      <div class="page-head">
        <h1>{words.title}</h1>
        <p class="actions no-print">
          <a href="/tokens">{words.tokens.title}</a> <a href="/audit">{frame.t.audit.title}</a>{' '}
          <a href="/accounts.csv">CSV</a> <a href="/accounts.json">JSON</a>
        </p>
      </div>
      <p class="muted">{words.what}</p>
      {rows.length > 0 && (
        <TableBox label={words.title} records>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.role}</th>
              <th scope="col">{words.unit}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.createdAt}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row">
                  <a href={accountPath(row.name)}>
                    <Raw text={row.name} />
                  </a>
                </th>
                <td data-label={words.role}>{frame.t.account.role[row.role]}</td>
                <td data-label={words.unit}>{row.unit ?? words.wholeProvince}</td>
                <td data-label={words.state}>{words.states[row.state]}</td>
                <td data-label={words.createdAt}>
                  <Moment at={row.createdAt} frame={frame} />
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
      {may(frame, 'admin') && (
        <form class="stack card" method="post" action="/accounts">
          <h2>{words.add}</h2>
          <p class="muted small">{words.addWhat}</p>
          <Problem text={problem} />
          <Field label={words.name}>
            <input name="name" value={form.name?.[0] ?? ''} required maxlength={64} autocomplete="off" />
          </Field>
          <Place frame={frame} role={form.role?.[0]} unit={form.unit?.[0] ?? ''} />
          <button class="primary" type="submit">
            {words.add}
          </button>
        </form>
      )}
    </Layout>
  )
}

/** One account; `link` is shown once, right after it was made. */
export function AccountPage({
  frame,
  row,
  unit,
  link,
  problem,
}: {
  frame: Frame
  row: AccountRow
  unit: Unit | null
  link: string | null
  problem: string | null
}) {
  const words = frame.t.accounts
  const path = accountPath(row.name)
  return (
    <Layout frame={frame} title={row.name} section="accounts">
      <div>
        <p class="crumbs">
          <a href="/accounts">{words.title}</a>
        </p>
        <h1>
          <Raw text={row.name} />
        </h1>
      </div>
      {link !== null && (
        <p class="card" role="status">
          {words.linkMade(row.name)} <code>{link}</code>
        </p>
      )}
      <Problem text={problem} />
      <dl class="facts card">
        <dt>{words.role}</dt>
        <dd>
          {frame.t.account.role[row.role]}: {words.roles[row.role]}
        </dd>
        {row.provider !== null && (
          <>
            <dt>{words.provider}</dt>
            <dd>
              <Raw text={row.provider} /> <span class="muted">{words.providerWhat}</span>
            </dd>
          </>
        )}
        <dt>{words.unit}</dt>
        <dd>{row.unit === null ? words.wholeProvince : <UnitLink code={row.unit} name={unit?.name} />}</dd>
        <dt>{words.state}</dt>
        <dd>
          {words.states[row.state]}
          {row.disabledAt !== null && (
            <>
              {' '}
              <Moment at={row.disabledAt} frame={frame} />
            </>
          )}
        </dd>
        <dt>{words.createdAt}</dt>
        <dd>
          <Moment at={row.createdAt} frame={frame} />
        </dd>
      </dl>
      <p>
        <a href={`/audit?${new URLSearchParams({ who: row.name })}`}>{words.log}</a>
      </p>
      {may(frame, 'admin') && (
        <>
          <form class="stack card" method="post" action={path}>
            <h2>{words.change}</h2>
            <p class="muted small">{words.changeWhat}</p>
            <Place frame={frame} role={row.role} unit={row.unit ?? ''} />
            <button type="submit">{words.save}</button>
          </form>
          <form class="stack card" method="post" action={`${path}/link`}>
            <h2>{words.link}</h2>
            <p class="muted small">{words.linkWhat}</p>
            <button type="submit">{words.link}</button>
          </form>
          <form method="post" action={`${path}/${row.disabledAt === null ? 'disable' : 'enable'}`}>
            <button type="submit">{row.disabledAt === null ? words.disable : words.enable}</button>
          </form>
        </>
      )}
    </Layout>
  )
}

function accountPath(name: string): string {
  return `/accounts/${encodeURIComponent(name)}`
}

function UnitLink({ code, name }: { code: string; name: string | undefined }) {
  return <a href={`/units/${encodeURIComponent(code)}`}>{name ?? code}</a>
}

/** What an account may do, and the unit of a head of one. */
function Place({ frame, role, unit }: { frame: Frame; role: string | undefined; unit: string }) {
  const words = frame.t.accounts
  return (
    <>
      <Field label={words.role}>
        <select name="role" required>
          {role === undefined && <option value="" />}
          {Object.entries(words.roles).map(([name, what]) => (
            <option value={name} selected={name === role}>
              {frame.t.account.role[name as Role]}: {what}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.unitHint}>
        <input name="unit" value={unit} maxlength={40} autocomplete="off" />
      </Field>
    </>
  )
}

export function Problem({ text }: { text: string | null }) {
  if (text === null) return null
  return (
    <p class="error" role="alert">
      {text}
    </p>
  )
}
