import { formatDay } from '../src/i18n/format.ts'
import type { Unit, UnitChange } from '../src/model/inventory.ts'
import { atMoment, type Frame, may } from './frame.ts'
import { Raw } from './parts/raw.tsx'

type Props = { unit: Unit; changes: UnitChange[]; others: Unit[]; frame: Frame }

/** What became of a unit, what it is made of and what it was called, by the documents that say so. */
export function Succession({ unit, changes, others, frame }: Props) {
  const { t, locale } = frame
  if (changes.length === 0) return null
  return (
    <ul class="list small" aria-label={t.unit.succession.title}>
      {changes.map((change) => {
        const { day, documentDate, note } = change
        const [said, codes] = sayOf(unit.code, change)
        return (
          <li>
            {t.unit.succession[said]} {change.kind === 'rename' && <Raw text={change.nameBefore} />}
            {codes.map((code, index) => (
              <>
                {index > 0 && ', '}
                <a href={atMoment(`/units/${encodeURIComponent(code)}`, frame)}>
                  {others.find((one) => one.code === code)?.name ?? code}
                </a>
              </>
            ))}{' '}
            {said === 'formerly' ? t.unit.until(formatDay(day, locale)) : t.unit.from(formatDay(day, locale))}
            <span class="muted">
              {' '}
              (<ToChange change={change} frame={frame} />
              {documentDate !== null && `, ${formatDay(documentDate, locale)}`})
            </span>{' '}
            {note !== '' && (
              <span class="muted">
                <Raw text={note} />
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** The document, which leads to the entry in the register for those who may see that. */
function ToChange({ change: { code, documentNo }, frame }: { change: UnitChange; frame: Frame }) {
  const text = <Raw text={documentNo || code} />
  return may(frame, 'reader') ? <a href={`/unit-changes/${encodeURIComponent(code)}`}>{text}</a> : text
}

type Said = 'formerly' | 'ended' | 'mergedInto' | 'splitInto' | 'madeOf' | 'tookIn' | 'splitFrom' | 'gave'

/** How a change reads from one of its units, and the other units to name. */
function sayOf(code: string, { kind, from, to }: UnitChange): [said: Said, codes: string[]] {
  const others = (codes: string[]) => codes.filter((one) => one !== code)
  if (kind === 'rename') return ['formerly', []]
  if (kind === 'end') return ['ended', []]
  const stays = from.includes(code) && to.includes(code)
  if (kind === 'merge') {
    if (stays) return ['tookIn', others(from)]
    return from.includes(code) ? ['mergedInto', to] : ['madeOf', from]
  }
  if (stays) return ['gave', others(to)]
  return from.includes(code) ? ['splitInto', to] : ['splitFrom', from]
}
