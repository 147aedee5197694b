import { formatNumber } from '../src/i18n/format.ts'
import { figureFiles } from '../src/inventory/figure-kinds.ts'
import type { FigureKind } from '../src/model/figures.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

type Props = {
  frame: Frame
  record: {
    id: string
    importedAt: string
    importedBy: string
    files: { name: string; sha256: string; bytes: number }[]
  }
  rows: { kind: FigureKind; key: string }[]
}

/** One import: who handed in what, the files with their hashes, and the rows that they brought. */
export function FigureImportPage({ frame, record, rows }: Props) {
  const { t, locale } = frame
  const title = t.figures.importTitle
  const shown = rows.slice(0, rowsShown)
  return (
    <Layout frame={frame} title={title} section="inventory">
      <p class="crumbs">
        <a href="/figures">{t.figures.title}</a>
      </p>
      <h1>{title}</h1>
      <section class="card">
        <dl class="facts">
          <dt>{t.figures.importedAt}</dt>
          <dd>
            <Moment at={record.importedAt} seconds frame={frame} />
          </dd>
          <dt>{t.figures.importedBy}</dt>
          <dd>
            <Raw text={record.importedBy} />
          </dd>
          {record.files.map(({ name, sha256, bytes }) => (
            <>
              <dt>{t.inventory.columns.file}</dt>
              <dd>
                <a href={`/figure-imports/${record.id}/${sha256}`} download>
                  <Raw text={name} />
                </a>{' '}
                <span class="muted small">
                  {t.figures.bytes(formatNumber(bytes, locale))} · SHA-256 <Raw text={sha256} mono />
                </span>
              </dd>
            </>
          ))}
        </dl>
      </section>
      <section class="block">
        <h2>{t.figures.rowsOf(formatNumber(rows.length, locale))}</h2>
        <TableBox label={t.figures.rowsOf(formatNumber(rows.length, locale))}>
          <thead>
            <tr>
              <th scope="col">{t.inventory.columns.kind}</th>
              <th scope="col">{t.figures.key}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ kind, key }) => (
              <tr>
                <td>{figureFiles[kind].name[locale]}</td>
                <td>
                  <Raw text={key.replaceAll('~', ' · ')} />
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
        {rows.length > shown.length && (
          <p class="muted small">{t.inventory.more(formatNumber(rows.length - shown.length, locale))}</p>
        )}
      </section>
    </Layout>
  )
}

const rowsShown = 200
