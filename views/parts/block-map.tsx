import type { MapCell, mapOf } from '../../src/address-plan/space.ts'
import { formatNumber } from '../../src/i18n/format.ts'
import type { Frame } from '../frame.ts'
import { prefixPath } from './prefix-path.ts'
import { Raw } from './raw.tsx'
import { TableBox } from './table.tsx'

const perRow = 16

/** A block cut into equal ones, row by row, and the same as a table. */
export function BlockMap({ map, frame }: { map: NonNullable<ReturnType<typeof mapOf>>; frame: Frame }) {
  const t = frame.t.addresses
  const { length, cells } = map
  const free = cells.filter(({ state }) => state === 'free').length
  const number = (value: number) => formatNumber(value, frame.locale)
  const rows = Array.from({ length: Math.ceil(cells.length / perRow) }, (_, row) => row)
  return (
    <figure class="block-map">
      <figcaption class="small">{t.mapWhat(number(cells.length), `/${length}`, number(free))}</figcaption>
      <svg
        viewBox={`0 0 ${perRow * 12} ${rows.length * 12}`}
        role="img"
        aria-label={t.mapWhat(number(cells.length), `/${length}`, number(free))}
      >
        {cells.map((cell, index) => (
          <MapBlock cell={cell} index={index} frame={frame} />
        ))}
      </svg>
      <ul class="legend small">
        {(['taken', 'partly', 'free'] as const).map((state) => (
          <li class="map-key">
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <rect x="1" y="1" width="10" height="10" class={`map-${state}`} />
            </svg>{' '}
            {t.mapStates[state]}
          </li>
        ))}
      </ul>
      <details>
        <summary>{t.mapTable}</summary>
        <TableBox label={t.mapTable}>
          <thead>
            <tr>
              <th scope="col">{t.columns.prefix}</th>
              <th scope="col">{t.columns.state}</th>
              <th scope="col">{t.mapBy}</th>
            </tr>
          </thead>
          <tbody>
            {runsOf(cells).map(({ first, last, state, by }) => (
              <tr>
                <th scope="row" class="mono">
                  {first === last ? first : `${first} – ${last}`}
                </th>
                <td>{t.mapStates[state]}</td>
                <td>
                  {by.map(({ prefix }, index) => (
                    <>
                      {index > 0 && ', '}
                      <a href={prefixPath(prefix.code, frame)}>
                        <Raw text={prefix.code} />
                      </a>
                    </>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      </details>
    </figure>
  )
}

function MapBlock({ cell, index, frame }: { cell: MapCell; index: number; frame: Frame }) {
  const t = frame.t.addresses
  const by = cell.by.map(({ prefix }) => prefix.code).join(', ')
  const x = (index % perRow) * 12 + 1
  const y = Math.floor(index / perRow) * 12 + 1
  return (
    <g>
      <title>{`${cell.prefix}: ${t.mapStates[cell.state]}${by && ` (${by})`}`}</title>
      <rect x={x} y={y} width="10" height="10" class={`map-${cell.state}`} />
    </g>
  )
}

/** Neighbours of one state and owner in one line. */
function runsOf(cells: MapCell[]) {
  const runs: { first: string; last: string; state: MapCell['state']; by: MapCell['by'] }[] = []
  for (const { prefix, state, by } of cells) {
    const run = runs.at(-1)
    const isSame =
      run?.state === state && run.by.length === by.length && run.by.every((one, at) => one === by[at])
    if (run && isSame) run.last = prefix
    else runs.push({ first: prefix, last: prefix, state, by })
  }
  return runs
}
