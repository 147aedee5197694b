import { formatDay } from '../src/i18n/format.ts'
import type { UnitChange, UnitChangeRecord } from '../src/model/inventory.ts'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

type Names = Map<string, string>
type Props = { frame: Frame; rows: UnitChangeRecord[]; slice: Slice; names: Names }

/** The register of merges, splits, renames and ends, those entered by mistake too. */
export function UnitChangesPage({ frame, rows, slice, names }: Props) {
  const { t, locale } = frame
  const { columns, ...words } = t.unitChanges
  return (
    <Layout frame={frame} title={words.title} section="inventory">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/inventory', frame)}>{t.inventory.title}</a>
          </p>
          <h1>{words.title}</h1>
        </div>
        <Downloads slice={slice} frame={frame} />
      </div>
      <p class="muted">{words.what}</p>
      {rows.length === 0 ? (
        <p class="muted">{words.none}</p>
      ) : (
        <TableBox label={words.title} records>
          <thead>
            <tr>
              {[columns.change, columns.units, columns.document, columns.state].map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row">
                  <a href={`/unit-changes/${encodeURIComponent(row.code)}`}>
                    {words.kinds[row.kind]} {formatDay(row.day, locale)}
                  </a>{' '}
                  <span class="muted small">
                    <Raw text={row.code} />
                  </span>
                </th>
                <td data-label={columns.units}>
                  <ChangedUnits change={row} names={names} frame={frame} />
                </td>
                <td data-label={columns.document}>
                  <Raw text={row.documentNo || '–'} />
                </td>
                <td data-label={columns.state}>
                  {row.withdrawn === null ? (
                    words.inForce
                  ) : (
                    <>
                      {words.withdrawn} <Moment at={row.withdrawn.at} frame={frame} />:{' '}
                      <Raw text={row.withdrawn.why} />
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
      <Paging slice={slice} frame={frame} />
    </Layout>
  )
}

/** What became of what. */
export function ChangedUnits({ change, names, frame }: { change: UnitChange; names: Names; frame: Frame }) {
  const { kind, from, to, nameBefore, name } = change
  const units = (codes: string[]) =>
    codes.map((code, index) => (
      <>
        {index > 0 && ', '}
        <a href={`/units/${encodeURIComponent(code)}`}>{names.get(code) ?? code}</a>
      </>
    ))
  if (kind === 'rename')
    return (
      <>
        <Raw text={nameBefore} /> → {units(from)} (<Raw text={name} />)
      </>
    )
  return (
    <>
      {units(from)} → {to.length === 0 ? frame.t.unitChanges.noMore : units(to)}
    </>
  )
}
