import type { PropsWithChildren } from 'hono/jsx'
import { formatNumber } from '../../src/i18n/format.ts'
import type { GroupReadiness } from '../../src/readiness/group.ts'
import { atMoment, type Frame, withQuery } from '../frame.ts'
import { Score } from './score.tsx'
import { TableBox } from './table.tsx'

const levels = [0, 1, 2, 3, 4, 5]

/** Units added up, a row for each group; every figure opens the list of units behind it. */
export function GroupTable({
  label,
  head,
  frame,
  children,
}: PropsWithChildren<{ label: string; head: string; frame: Frame }>) {
  const t = frame.t.overview.columns
  return (
    <TableBox label={label} records>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" class="number">
            {t.units}
          </th>
          <th scope="col">{t.score}</th>
          {levels.map((level) => (
            <th scope="col" class="number" title={frame.t.level.names[level]}>
              {frame.t.level.short(level)}
            </th>
          ))}
          <th scope="col" class="number">
            {t.notEnoughData}
          </th>
          <th scope="col" class="number">
            {t.broken}
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </TableBox>
  )
}

export function GroupRow({
  name,
  href,
  group,
  frame,
}: {
  name: string
  href: string
  group: GroupReadiness
  frame: Frame
}) {
  const t = frame.t.overview
  const open = (changes: Record<string, string | number>) => atMoment(withQuery(href, changes), frame)
  const number = (value: number, link: string) =>
    value === 0 ? <span class="muted">0</span> : <a href={link}>{formatNumber(value, frame.locale)}</a>
  return (
    <tr>
      <th scope="row">
        <a href={open({})}>{name}</a>
      </th>
      <td class="number" data-label={t.columns.units}>
        {number(group.units.length, open({}))}
      </td>
      <td class="wide" data-label={t.columns.score}>
        <Score
          of={{ score: group.score.value, scoreMax: group.scoreMax.value, coverage: group.coverage.value }}
          frame={frame}
        />
      </td>
      {levels.map((level) => (
        <td
          class={group.levels[level]?.value ? 'number' : 'number zero'}
          data-label={frame.t.level.short(level)}
        >
          {number(group.levels[level]?.value ?? 0, open({ level }))}
        </td>
      ))}
      <td class="number" data-label={t.columns.notEnoughData}>
        {number(group.notEnoughData.value, open({ enough: 'no' }))}
      </td>
      <td class={group.broken.value ? 'number' : 'number zero'} data-label={t.columns.broken}>
        {number(group.broken.value, open({ broken: 'yes' }))}
      </td>
    </tr>
  )
}
