import { formatSpan } from '../../src/i18n/format.ts'
import type { LineIncident } from '../../src/operations/line-figures.ts'
import type { Frame } from '../frame.ts'
import { Proof } from './proof.tsx'
import { TableBox } from './table.tsx'
import { Moment } from './time.tsx'

/** Incidents of a line with how long repairs took, each with the look that opened it. */
export function IncidentTable({ incidents, frame }: { incidents: LineIncident[]; frame: Frame }) {
  const { t, locale } = frame
  const words = t.lines.incidents
  if (incidents.length === 0) return <p class="muted">{words.none}</p>
  return (
    <TableBox label={words.title} records>
      <thead>
        <tr>
          <th scope="col">{words.from}</th>
          <th scope="col">{words.to}</th>
          <th scope="col" class="number">
            {words.length}
          </th>
          <th scope="col">{words.late}</th>
          <th scope="col">{words.proof}</th>
        </tr>
      </thead>
      <tbody>
        {incidents.map(({ from, to, minutes, late, opened }) => (
          <tr>
            <th scope="row">
              <Moment at={from} frame={frame} />
            </th>
            <td data-label={words.to}>{to === null ? words.goesOn : <Moment at={to} frame={frame} />}</td>
            <td class="number" data-label={words.length}>
              {formatSpan(minutes * 60, locale)}
            </td>
            <td data-label={words.late}>
              {late === null ? words.noLimit : late ? words.isLate : words.inTime}
            </td>
            <td data-label={words.proof}>
              <Proof of={opened} at={from} frame={frame} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}
