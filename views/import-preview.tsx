import { formatDay, formatNumber } from '../src/i18n/format.ts'
import { inventoryKinds, kinds } from '../src/inventory/kinds.ts'
import type { Problem } from '../src/inventory/problem.ts'
import type { ImportResult } from '../src/inventory/read.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'

type Props = {
  frame: Frame
  problems: Problem[]
  summary: ImportResult['summary']
  encodings: ImportResult['encodings']
  /** The files as they came, base64, which the confirmation sends again. */
  files: { name: string; content: string }[]
}

const rowsShown = 100

const encodingNames = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 (big endian)',
  'windows-1258': 'Windows-1258',
}

/** What an import would do, or every reason why it cannot. Nothing has been written yet. */
export function ImportPreviewPage(props: Props) {
  const { frame, problems, summary, encodings, files } = props
  const t = frame.t.inventory
  const changes = inventoryKinds.some((kind) => summary[kind].added.length + summary[kind].changed.length > 0)
  return (
    <Layout frame={frame} title={t.previewTitle} section="inventory">
      <p class="crumbs">
        <a href="/inventory">{t.title}</a>
      </p>
      <h1>{t.previewTitle}</h1>
      {encodings.map(({ file, encoding }) => (
        <p class="card" role="status">
          <Raw text={t.readAs(file, encodingNames[encoding])} />
        </p>
      ))}
      {problems.length > 0 && <Problems {...props} />}
      {files.length === 0 && <p class="error">{t.noFiles}</p>}
      {problems.length === 0 && files.length > 0 && (
        <>
          <h2>{t.noProblems}</h2>
          <Summary {...props} />
          <Changes {...props} />
          {changes ? <Confirm {...props} /> : <p>{t.nothingChanges}</p>}
        </>
      )}
      <p>
        <a href="/inventory">{t.cancel}</a>
      </p>
    </Layout>
  )
}

/** Every mistake of files that were to be imported, with where it stands. */
export function Problems({ frame, problems }: Pick<Props, 'frame' | 'problems'>) {
  const { t, locale } = frame
  const heads = t.inventory.problemColumns
  return (
    <section class="block">
      <h2 class="error" role="alert">
        {t.inventory.problems(formatNumber(problems.length, locale))}
      </h2>
      <p>{t.inventory.problemsWhat}</p>
      <TableBox label={t.inventory.problems(String(problems.length))} tall>
        <thead>
          <tr>
            <th scope="col">{heads.file}</th>
            <th scope="col" class="number">
              {heads.row}
            </th>
            <th scope="col">{heads.column}</th>
            <th scope="col">{heads.message}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ file, row, column, message }) => (
            <tr>
              <td>
                <Raw text={file} />
              </td>
              <td class="number">{row}</td>
              <td>
                <Raw text={column ?? ''} mono />
              </td>
              <td>
                <Raw text={message[locale]} />
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  )
}

function Summary({ frame, summary }: Props) {
  const rows = inventoryKinds.map((kind) => ({
    name: kinds[kind].name[frame.locale],
    added: summary[kind].added.length,
    changed: summary[kind].changed.length,
    unchanged: summary[kind].unchanged,
  }))
  return <SummaryTable rows={rows} frame={frame} />
}

/** How many rows of each kind an import would add, change and leave; kinds of which it has none are left out. */
export function SummaryTable({
  rows,
  frame,
}: {
  rows: { name: string; added: number; changed: number; unchanged: number }[]
  frame: Frame
}) {
  const { t, locale } = frame
  const heads = t.inventory.summaryColumns
  const touched = rows.filter(({ added, changed, unchanged }) => added + changed + unchanged > 0)
  return (
    <TableBox label={t.inventory.previewTitle}>
      <thead>
        <tr>
          <th scope="col">{heads.kind}</th>
          {[heads.added, heads.changed, heads.unchanged].map((head) => (
            <th scope="col" class="number">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {touched.map(({ name, added, changed, unchanged }) => (
          <tr>
            <th scope="row">{name}</th>
            {[added, changed, unchanged].map((count) => (
              <td class="number">{formatNumber(count, locale)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

function Changes({ frame, summary }: Props) {
  const { t, locale } = frame
  const heads = t.inventory.changeColumns
  const cells = inventoryKinds.flatMap((kind) =>
    summary[kind].changed.flatMap(({ code, fields }) => fields.map((field) => ({ code, ...field }))),
  )
  const added = inventoryKinds.flatMap((kind) => summary[kind].added)
  const ending = cells.filter(({ column, after }) => column === 'valid_to' && after !== '')
  const rest = (count: number) =>
    count > rowsShown && (
      <p class="muted small">{t.inventory.more(formatNumber(count - rowsShown, locale))}</p>
    )
  return (
    <>
      {ending.length > 0 && (
        <section class="block">
          <h3>{t.inventory.endingTitle}</h3>
          <p class="small">
            <Raw
              text={ending
                .slice(0, rowsShown)
                .map(({ code, after }) => t.inventory.ending(code, formatDay(after, locale)))
                .join(', ')}
            />
          </p>
          {rest(ending.length)}
        </section>
      )}
      {cells.length > 0 && (
        <section class="block">
          <h3>{t.inventory.changesTitle}</h3>
          <TableBox label={t.inventory.changesTitle}>
            <thead>
              <tr>
                {[heads.code, heads.column, heads.before, heads.after].map((head) => (
                  <th scope="col">{head}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {cells.slice(0, rowsShown).map(({ code, column, before, after }) => (
                <tr>
                  <th scope="row">
                    <Raw text={code} />
                  </th>
                  <td>
                    <Raw text={column} mono />
                  </td>
                  <td>
                    <Raw text={before} />
                  </td>
                  <td>
                    <Raw text={after} />
                  </td>
                </tr>
              ))}
            </tbody>
          </TableBox>
          {rest(cells.length)}
        </section>
      )}
      {added.length > 0 && (
        <section class="block">
          <h3>{t.inventory.addedTitle}</h3>
          <p class="small">
            <Raw text={added.slice(0, rowsShown).join(', ')} />
          </p>
          {rest(added.length)}
        </section>
      )}
    </>
  )
}

/** Sends the files of a preview again, to be written. */
export function Confirm({
  frame,
  files,
  action = '/inventory/import',
}: Pick<Props, 'frame' | 'files'> & { action?: string }) {
  return (
    <form method="post" action={action} enctype="multipart/form-data">
      {files.map(({ name, content }) => (
        <>
          <input type="hidden" name="name" value={name} />
          <input type="hidden" name="content" value={content} />
        </>
      ))}
      <button class="primary" type="submit">
        {frame.t.inventory.confirm}
      </button>
    </form>
  )
}
