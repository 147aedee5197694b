import type { Device } from '../src/model/inventory.ts'
import type { Instant } from '../src/model.ts'
import { Problem } from './accounts.tsx'
import { type Frame, may } from './frame.ts'
import { Layout } from './layout.tsx'
import { Field } from './parts/field.tsx'
import { Downloads } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

export type SecretRow = {
  name: string
  /** SNMP version or channel; null where this process does not have it. */
  kind: string | null
  /** null: it comes from the credentials file, as it stands there. */
  keyId: string | null
  enteredAt: Instant | null
  enteredBy: string | null
}

type Props = {
  frame: Frame
  rows: SecretRow[]
  devices: Device[]
  keyId: string | null
  problem?: string
  tested?: { name: string; device: string; ok: boolean; message: string }
}

const example = '{ "version": "2c", "community": "…" }'

/** What devices are asked with and messages are sent with: names and kinds, never what they hold. */
export function SecretsPage({ frame, rows, devices, keyId, problem, tested }: Props) {
  const t = frame.t.secrets
  return (
    <Layout frame={frame} title={t.title} section="secrets">
      <div class="page-head">
        <h1>{t.title}</h1>
        <Downloads frame={frame} />
      </div>
      <p class="muted">{t.what}</p>
      {keyId === null && <p class="banner warning">{t.noKey}</p>}
      {tested && (
        <p class="card" role="status">
          {tested.ok ? t.testOk(tested.name, tested.device) : t.testFailed(tested.name, tested.device)}{' '}
          <Raw text={tested.message} mono />
        </p>
      )}
      {rows.length === 0 ? <p class="muted">{t.none}</p> : <Secrets {...{ rows, devices, frame }} />}
      {may(frame, 'admin') && keyId !== null && (
        <form class="stack card" method="post" action="/secrets" autocomplete="off">
          <h2>{t.set}</h2>
          <p class="muted small">
            {t.setWhat} <code>{example}</code>
          </p>
          <Problem text={problem ?? null} />
          <Field label={t.name}>
            <input name="name" required maxlength={64} autocomplete="off" />
          </Field>
          <Field label={t.secret}>
            <textarea
              name="secret"
              rows={5}
              cols={60}
              required
              maxlength={4000}
              autocomplete="off"
              spellcheck={false}
            />
          </Field>
          <button class="primary" type="submit">
            {t.set}
          </button>
        </form>
      )}
    </Layout>
  )
}

function Secrets({ rows, devices, frame }: Pick<Props, 'rows' | 'devices' | 'frame'>) {
  const t = frame.t.secrets
  return (
    <TableBox label={t.title} records>
      <thead>
        <tr>
          <th scope="col">{t.name}</th>
          <th scope="col">{t.kind}</th>
          <th scope="col">{t.key}</th>
          <th scope="col">{t.enteredAt}</th>
          <th scope="col">{t.test}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row">
              <Raw text={row.name} />
            </th>
            <td data-label={t.kind}>{row.kind ?? t.notHere}</td>
            <td data-label={t.key}>{row.keyId ?? t.fromFile}</td>
            <td data-label={t.enteredAt}>
              {row.enteredAt === null ? (
                '–'
              ) : (
                <>
                  <Moment at={row.enteredAt} frame={frame} /> <Raw text={row.enteredBy ?? ''} />
                </>
              )}
            </td>
            <td data-label={t.test}>
              {row.kind?.startsWith('SNMP') && may(frame, 'engineer') && (
                <Test name={row.name} devices={devices} frame={frame} />
              )}
              {row.keyId !== null && may(frame, 'admin') && (
                <form method="post" action={`/secrets/${encodeURIComponent(row.name)}/remove`}>
                  <button type="submit" class="plain">
                    {t.remove}
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

/** Devices that are asked with it come first. */
function Test({ name, devices, frame }: { name: string; devices: Device[]; frame: Frame }) {
  const t = frame.t.secrets
  const own = devices.filter(({ credential }) => credential === name)
  const shown = own.length > 0 ? own : devices
  return (
    <form class="filters" method="post" action={`/secrets/${encodeURIComponent(name)}/test`}>
      <select name="device" aria-label={`${t.device}: ${name}`} required>
        {shown.map(({ code }) => (
          <option value={code}>{code}</option>
        ))}
      </select>
      <button type="submit">{t.test}</button>
    </form>
  )
}
